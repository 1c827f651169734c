// SPDX-License-Identifier: MIT
// From layers of a study to the tables of a network.

#include "jobs/network_tables.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace oreway {
namespace {

Field field_of(std::string name) {
    Field field;
    field.name = std::move(name);
    return field;
}

/// A plain table of texts, as CSV files are read.
FeatureLayer table(std::vector<std::string> const& names, std::vector<std::vector<std::string>> const& rows) {
    FeatureLayer layer;
    layer.name = "table";
    layer.has_geometry = false;
    std::vector<Field> fields;
    for (std::string const& name : names)
        fields.push_back(field_of(name));
    layer.attributes = Attributes(fields);
    for (auto const& row : rows) {
        std::vector<AttributeValue> values(row.begin(), row.end());
        layer.attributes.add_row(values);
        layer.geometries.add_null();
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    }
    return layer;
}

LayerBinding binding(std::map<std::string, std::string> fields) {
    LayerBinding result;
    result.path = "made.csv";
    result.fields = std::move(fields);
    return result;
}

BoundLayer links() {
    return {table({"id", "from", "to", "km", "usd", "due"},
                  {{"1", "A", "B", "10", "3", ""}, {"2", "B", "C", "20", "", "due 2027-2028"}}),
            binding({{"length_km", "km"}, {"cost_usd_t", "usd"}, {"year_from", "due"}}),
            {}};
}

std::string messages(Problems const& problems) {
    std::string text;
    for (Problem const& problem : problems)
        text += problem.code + ": " + problem.parts.what + "\n";
    return text;
}

TEST(NetworkTables, ColumnsAreTakenUnderTheNamesOfTheStudyAndWhatIsEmptyIsNotGiven) {
    Problems problems;
    NetworkTables const tables = make_network_tables(links(), std::nullopt, std::nullopt, {}, problems);
    EXPECT_TRUE(problems.empty()) << messages(problems);
    ASSERT_EQ(tables.legs.size(), 2U);
    EXPECT_EQ(tables.legs.length_km, (std::vector<double>{10.0, 20.0}));
    EXPECT_DOUBLE_EQ(tables.legs.cost_usd_t[0], 3.0);
    EXPECT_TRUE(std::isnan(tables.legs.cost_usd_t[1]));
    EXPECT_EQ(tables.legs.year_from, (std::vector<int>{0, 2028}));
    EXPECT_TRUE(tables.legs.time_h.empty());
}

TEST(NetworkTables, AJoinedTableFillsWhatTheLayerLacks) {
    BoundLayer legs = links();
    legs.joined.push_back({table({"link", "hours", "usd"}, {{"2", "7.5", "99"}, {"1", "2", "98"}}),
                           binding({{"id", "link"}, {"time_h", "hours"}, {"cost_usd_t", "usd"}})});
    Problems problems;
    NetworkTables const tables = make_network_tables(legs, std::nullopt, std::nullopt, {}, problems);
    EXPECT_TRUE(problems.empty()) << messages(problems);
    EXPECT_EQ(tables.legs.time_h, (std::vector<double>{2.0, 7.5}));
    EXPECT_EQ(tables.legs.cost_usd_t, (std::vector<double>{3.0, 99.0})); // its own cost wins
}

TEST(NetworkTables, LegsInsideTheCountryOfASplitNodeMeetAtItsDomesticSide) {
    BoundLayer const nodes{table({"id", "country", "fee", "city"},
                                 {{"A", "X", "", ""}, {"B", "X", "20", "TRUE"}, {"C", "Y", "", "FALSE"}}),
                           binding({{"fee_usd_t", "fee"}, {"split", "city"}}),
                           {}};
    Problems problems;
    NetworkTables const tables = make_network_tables(links(), nodes, std::nullopt, {}, problems);
    ASSERT_EQ(tables.legs.size(), 3U);
    EXPECT_EQ(tables.legs.to[0], "Bb");
    EXPECT_EQ(tables.legs.from[1], "B");
    EXPECT_EQ(tables.legs.id[2], "Bb__B");
    EXPECT_EQ(tables.legs.cost_usd_t[2], 0.0);
    ASSERT_EQ(tables.nodes.size(), 4U);
    EXPECT_EQ(tables.nodes.id[3], "Bb");
    EXPECT_TRUE(std::isnan(tables.nodes.fee_usd_t[3]));
}

TEST(NetworkTables, EndsOfLinesAreJoinedWithinTheToleranceAndCalledByFeatureNumber) {
    FeatureLayer layer;
    layer.name = "lines";
    layer.attributes = Attributes({field_of("mode")});
    layer.geometries.add_line(std::vector<LonLat>{{60.0, 45.0}, {61.0, 45.0}});
    layer.geometries.add_line(std::vector<LonLat>{{61.0, 45.0001}, {62.0, 45.0}}); // 11 m beside the end
    for (char const* mode : {"rail", "road"})
        layer.attributes.add_row({std::string(mode)});
    layer.ids = {7, 8};
    NetworkSettings settings;
    settings.snap_tolerance = Metres(20.0);
    Problems problems;
    NetworkTables const tables =
        make_network_tables({layer, binding({}), {}}, std::nullopt, std::nullopt, settings, problems);
    ASSERT_EQ(tables.legs.size(), 2U) << messages(problems);
    EXPECT_EQ(tables.legs.id[0], "7");
    EXPECT_EQ(tables.legs.to[0], tables.legs.from[1]);
    EXPECT_EQ(tables.legs.mode[1], Mode::road);
    EXPECT_NE(messages(problems).find("joined over up to 11.11"), std::string::npos) << messages(problems);
}

TEST(NetworkTables, WordsThatAreNotKnownAreErrorsWithTheNearest) {
    BoundLayer const legs{
        table({"id", "from", "to", "direction", "mode"}, {{"1", "A", "B", "foward", "rial"}}), binding({}), {}};
    Problems problems;
    (void)make_network_tables(legs, std::nullopt, std::nullopt, {}, problems);
    EXPECT_EQ(worst(problems), Severity::error);
    EXPECT_NE(messages(problems).find("direction 'foward' is not known"), std::string::npos);
    EXPECT_NE(messages(problems).find("the mode 'rial' is not known"), std::string::npos);
}

TEST(NetworkTables, WithoutEndsAndWithoutSnappingTheStudyIsToldBothWays) {
    BoundLayer const legs{table({"id"}, {{"1"}}), binding({}), {}};
    Problems problems;
    (void)make_network_tables(legs, std::nullopt, std::nullopt, {}, problems);
    ASSERT_FALSE(problems.empty());
    EXPECT_NE(problems.front().parts.remedy.find("snap_m"), std::string::npos);
}

TEST(NetworkTables, ChargesByKindOfPassageAreReadFromTheirTable) {
    NetworkSettings settings;
    settings.charges.path = "charges.csv";
    settings.charges.fields = {{"fee_usd_t", "usd"}};
    FeatureLayer const charges = table({"node", "kind", "country_to", "usd"}, {{"B", "border", "Y", "12.5"}});
    Problems problems;
    NetworkTables const tables = make_network_tables(links(), std::nullopt, charges, settings, problems);
    EXPECT_TRUE(problems.empty()) << messages(problems);
    ASSERT_EQ(tables.nodes.charges.size(), 1U);
    PassageCharge const& charge = tables.nodes.charges[0];
    EXPECT_EQ(charge.kind, PassageKind::border);
    EXPECT_EQ(charge.country_from, "*");
    EXPECT_EQ(charge.country_to, "Y");
    EXPECT_DOUBLE_EQ(charge.fee_usd_t, 12.5);
    EXPECT_TRUE(std::isnan(charge.dwell_h));
}

} // namespace
} // namespace oreway
