// SPDX-License-Identifier: MIT
#include "oreway/exporters/table_text.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace oreway {
namespace {

Table sample() {
    Table table(
        "t", {{.name = "name", .kind = CellKind::text, .unit = {}, .decimals = 0, .description = "who"},
              {.name = "n", .kind = CellKind::integer, .unit = {}, .decimals = 0, .description = {}},
              {.name = "length_km", .kind = CellKind::real, .unit = "km", .decimals = 2, .description = "how long"}});
    table.add_row({std::string("plain"), std::int64_t{7}, 1.005});
    table.add_row({std::string("a,b \"c\"\nd"), Absent{"not counted"}, Absent{"no line"}});
    table.add_row({std::string("=1+1"), std::int64_t{-3}, -0.001});
    return table;
}

TEST(Csv, FieldsAreQuotedByRfc4180AndAbsentCellsAreEmpty) {
    EXPECT_EQ(to_csv(sample()), "name,n,length_km\nplain,7,1.00\n\"a,b \"\"c\"\"\nd\",,\n=1+1,-3,0.00\n");
}

TEST(Csv, FormulasAreDefusedOnlyOnRequestAndOnlyInTexts) {
    std::string const csv = to_csv(sample(), CsvSafety::no_formulas);
    EXPECT_NE(csv.find("\n'=1+1,-3,"), std::string::npos);
    for (char const first : {'=', '+', '-', '@', '\t', '\r'}) {
        Table table("t", {{.name = "a", .kind = CellKind::text, .unit = {}, .decimals = 0, .description = {}}});
        table.add_row({std::string(1, first) + "x"});
        EXPECT_NE(to_csv(table, CsvSafety::no_formulas).find(std::string("'") + first), std::string::npos)
            << int{first};
    }
}

TEST(Csv, ANumberThatIsNotFiniteIsEmpty) {
    Table table("t", {{.name = "a", .kind = CellKind::real, .unit = {}, .decimals = 1, .description = {}},
                      {.name = "b", .kind = CellKind::real, .unit = {}, .decimals = 1, .description = {}}});
    table.add_row({std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()});
    EXPECT_EQ(to_csv(table), "a,b\n,\n");
}

TEST(TableJson, AbsentCellsAreNullAndSayWhy) {
    auto const json = nlohmann::json::parse(to_json(sample()));
    EXPECT_EQ(json["name"], "t");
    EXPECT_EQ(json["columns"][2]["unit"], "km");
    EXPECT_EQ(json["rows"][0]["length_km"], 1.0); // 1.005 lies below the tie in binary: 1.00
    EXPECT_TRUE(json["rows"][1]["length_km"].is_null());
    EXPECT_EQ(json["rows"][1]["absent"]["length_km"], "no line");
    EXPECT_FALSE(json["rows"][0].contains("absent"));
}

TEST(TableJson, BytesThatAreNotUtf8DoNotStopTheWriting) {
    Table table("t", {{.name = "a", .kind = CellKind::text, .unit = {}, .decimals = 0, .description = {}}});
    table.add_row({std::string("\xFF\xFE")});
    EXPECT_TRUE(nlohmann::json::accept(to_json(table)));
}

} // namespace
} // namespace oreway
