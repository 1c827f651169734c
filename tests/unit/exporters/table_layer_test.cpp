// SPDX-License-Identifier: MIT
#include "exporters/table_layer.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace oreway {
namespace {

TEST(TableLayer, CellsKeepTheirTypeAndTheDecimalsOfTheirColumn) {
    Table table("t", {{.name = "a", .kind = CellKind::text, .unit = {}, .decimals = 0, .description = {}},
                      {.name = "b", .kind = CellKind::integer, .unit = {}, .decimals = 0, .description = {}},
                      {.name = "c", .kind = CellKind::real, .unit = {}, .decimals = 1, .description = {}}});
    table.add_row({std::string("x"), std::int64_t{3}, 1.26});
    table.add_row({Absent{"?"}, Absent{"?"}, std::numeric_limits<double>::quiet_NaN()});
    FeatureLayer const layer = to_layer(table);
    EXPECT_FALSE(layer.has_geometry);
    ASSERT_EQ(layer.size(), 2U);
    EXPECT_EQ(layer.attributes.value(0, 0), AttributeValue(std::string("x")));
    EXPECT_EQ(layer.attributes.value(0, 1), AttributeValue(std::int64_t{3}));
    EXPECT_EQ(layer.attributes.value(0, 2), AttributeValue(1.3));
    for (std::size_t field = 0; field < 3; ++field)
        EXPECT_TRUE(layer.attributes.is_null(1, field)) << field;
    EXPECT_EQ(layer.ids, (std::vector<std::int64_t>{1, 2}));
}

} // namespace
} // namespace oreway
