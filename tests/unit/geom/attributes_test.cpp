// SPDX-License-Identifier: MIT
// Attribute columns: types, nulls, conversions that lose nothing.

#include <stdexcept>

#include <gtest/gtest.h>

#include "oreway/geom/attributes.hpp"

namespace oreway {
namespace {

Attributes sample() {
    return Attributes(
        {{"name", FieldType::text, 0, ""}, {"n", FieldType::integer, 0, ""}, {"x", FieldType::real, 0, ""}});
}

TEST(Attributes, NullIsNotZeroAndNotEmptyText) {
    Attributes a = sample();
    a.add_row({std::monostate{}, std::monostate{}, std::monostate{}});
    a.add_row({std::string(), std::int64_t{0}, 0.0});
    EXPECT_TRUE(a.is_null(0, 0) && a.is_null(0, 1) && a.is_null(0, 2));
    EXPECT_FALSE(a.is_null(1, 0) || a.is_null(1, 1) || a.is_null(1, 2));
    EXPECT_FALSE(a.text(0, 1));
    EXPECT_EQ(a.number(1, 2), 0.0);
}

TEST(Attributes, ValueThatDoesNotFitTheFieldBecomesNull) {
    Attributes a = sample();
    a.add_row({std::int64_t{7}, 2.5, std::string("abc")});
    EXPECT_EQ(a.text(0, 0), "7");
    EXPECT_TRUE(a.is_null(0, 1)) << "2.5 is no whole number";
    EXPECT_TRUE(a.is_null(0, 2)) << "'abc' is no number";
}

TEST(Attributes, WholeNumbersBeyondTwoToThe53AreNotRoundedIntoReals) {
    Attributes a = sample();
    a.add_row({std::monostate{}, std::int64_t{9007199254740993}, std::int64_t{9007199254740993}});
    EXPECT_EQ(std::get<std::int64_t>(a.value(0, 1)), 9007199254740993);
    EXPECT_TRUE(a.is_null(0, 2));
}

TEST(Attributes, FieldIsFoundByExactNameBeforeCaseIsIgnored) {
    Attributes const a({{"Name", FieldType::text, 0, ""}, {"name", FieldType::text, 0, ""}});
    EXPECT_EQ(a.find("name"), 1u);
    EXPECT_EQ(a.find("NAME"), 0u);
    EXPECT_FALSE(a.find("title"));
}

TEST(Attributes, RowOfTheWrongLengthIsRefused) {
    Attributes a = sample();
    EXPECT_THROW(a.add_row({std::string("x")}), std::logic_error);
}

TEST(Attributes, AppendedRowsKeepValuesAndNulls) {
    Attributes a = sample();
    a.add_row({std::string("Хоргос"), std::int64_t{1}, 0.5});
    Attributes b = sample();
    b.add_row({std::monostate{}, std::int64_t{2}, std::monostate{}});
    a.append(b);
    ASSERT_EQ(a.row_count(), 2u);
    EXPECT_EQ(a.text(0, 0), "Хоргос");
    EXPECT_TRUE(a.is_null(1, 0) && a.is_null(1, 2));
    EXPECT_EQ(a.number(1, 1), 2.0);
    EXPECT_THROW(a.append(Attributes({{"other", FieldType::text, 0, ""}})), std::logic_error);
}

} // namespace
} // namespace oreway
