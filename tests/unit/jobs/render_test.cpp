// SPDX-License-Identifier: MIT
// Results in the three forms.

#include "oreway/jobs/render.hpp"

#include <array>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace oreway {
namespace {

Table one_cell(std::string name, std::string text) {
    Table table(std::move(name), {{"column", CellKind::text, "", 0, ""}});
    table.add_row({std::move(text)});
    return table;
}

TEST(Render, SeveralTablesStandUnderTheirNamesAndEmptyOnesAreLeftOut) {
    std::array const tables = {one_cell("first", "a"), Table("second", {{"column", CellKind::text, "", 0, ""}})};
    EXPECT_EQ(render(tables, ResultFormat::table), "first\n\ncolumn\n------\na\n");
}

TEST(Render, JsonHasAMemberForEachTable) {
    std::array const tables = {one_cell("first", "a"), one_cell("second", "b\x1b")};
    auto const json = nlohmann::json::parse(render(tables, ResultFormat::json));
    EXPECT_EQ(json["first"]["rows"][0]["column"], "a");
    EXPECT_EQ(json["second"]["rows"][0]["column"], "b\x1b");
}

TEST(Render, CsvIsTheFirstTableWithFormulasMadeHarmless) {
    std::array const tables = {one_cell("first", "=1+1"), one_cell("second", "b")};
    EXPECT_EQ(render(tables, ResultFormat::csv), "column\n'=1+1\n");
}

} // namespace
} // namespace oreway
