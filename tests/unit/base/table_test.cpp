// SPDX-License-Identifier: MIT
// Tables: shape, text of cells, alignment.

#include <stdexcept>

#include <gtest/gtest.h>

#include "oreway/base/table.hpp"

namespace oreway {
namespace {

Table sample() {
    Table table("t", {{"name", CellKind::text, "", 0, ""}, {"length_km", CellKind::real, "km", 1, ""}});
    table.add_row({std::string("Алматы"), 12.25});
    table.add_row({std::string("x"), Absent{"not measured"}});
    return table;
}

TEST(Table, RowOfTheWrongLengthIsRefused) {
    Table table = sample();
    EXPECT_THROW(table.add_row({std::string("short")}), std::logic_error);
}

TEST(Table, UnknownColumnIsRefused) {
    EXPECT_THROW((void)sample().column("mass"), std::logic_error);
}

TEST(Table, AbsentCellPrintsAsNotAvailableNeverAsZero) {
    Table const table = sample();
    EXPECT_EQ(to_text(table.rows()[1][1], table.columns()[1]), "n/a");
}

TEST(Table, NumbersStandToTheRightAndCyrillicCountsLetters) {
    EXPECT_EQ(to_aligned_text(sample()), "name    length_km\n"
                                         "------  ---------\n"
                                         "Алматы       12.2\n"
                                         "x             n/a\n");
}

TEST(Table, EscapeSequencesOfDataAreShownNotSent) {
    Table table("t", {{"name", CellKind::text, "", 0, ""}});
    table.add_row({std::string("\x1b[31mred")});
    EXPECT_NE(to_aligned_text(table).find("\\x1b[31mred"), std::string::npos);
    EXPECT_EQ(to_aligned_text(table).find('\x1b'), std::string::npos);
}

} // namespace
} // namespace oreway
