// SPDX-License-Identifier: MIT
// Which fields go into the result of `nearest`; what the rows hold is tested from outside, by the golden group
// `nearest`.

#include "jobs/nearest_rows.hpp"

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"

namespace oreway {
namespace {

std::vector<Field> fields() {
    return {{"ID", FieldType::integer, 0, ""},
            {"length", FieldType::real, 0, ""},
            {"Name_ru", FieldType::text, 0, ""},
            {"osm_id", FieldType::text, 0, ""},
            {"width", FieldType::real, 0, ""}};
}

using Positions = std::vector<std::size_t>;

TEST(ChosenFields, AreIdsAndNamesWhenNothingIsAskedFor) {
    EXPECT_EQ(chosen_fields(fields(), {"a.shp", "", std::nullopt}), (Positions{0, 2, 3}))
        << "neither lengths nor widths tell who a feature is";
}

TEST(ChosenFields, KeepTheOrderThatIsAskedFor) {
    EXPECT_EQ(chosen_fields(fields(), {"a.shp", "", {{"width", "id"}}}), (Positions{4, 0}));
    EXPECT_TRUE(chosen_fields(fields(), {"a.shp", "", {std::vector<std::string>{}}}).empty());
}

TEST(ChosenFields, NameTheNearestSpellingOfAFieldThatIsNotThere) {
    try {
        (void)chosen_fields(fields(), {"a.shp", "", {{"lenght"}}});
        FAIL() << "there is no field 'lenght'";
    } catch (DataError const& error) {
        EXPECT_EQ(error.parts().where, "a.shp");
        EXPECT_EQ(error.parts().remedy, "did you mean 'length'?");
    }
}

} // namespace
} // namespace oreway
