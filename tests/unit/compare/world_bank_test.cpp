// SPDX-License-Identifier: MIT
// Zhezkazgan to Poti as in the World Bank's study of Central Asian railways (github worldbank/GOST_PublicGoods,
// Implementations/FY20/ACC_asia_railways, MIT licence): lengths, hours and costs of its six links and costs of its
// nodes. Published: 205.43117 USD/t with the access link of 0.17117 USD/t, so 205.26 without it.

#include <fmt/format.h>

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

constexpr double value_of_time = 0.102704; // USD per tonne and hour, as in the study

struct Link {
    char const* id;
    char const* from;
    char const* to;
    char const* mode;
    char const* rate_key; ///< each link of the study has its own tariff; a declared "country" or sea carries it here
    double km;
    double hours;
    double cost; ///< USD/t, value of time included
};
constexpr Link links[] = {{"L69", "Zhezkazgan", "Saksaulskaya", "rail", "KZ_1", 532.0, 15.2, 20.18},
                          {"L70", "Saksaulskaya", "Beyneu", "rail", "KZ_2", 623.0, 17.8, 24.13},
                          {"L71", "Beyneu", "Aktau", "rail", "KZ_3", 398.0, 398.0 / 35.0, 15.10},
                          {"L72", "Aktau", "Baku", "sea", "CASPIAN", 483.0, 24.15, 26.63},
                          {"L46", "Baku", "Tbilisi", "rail", "AZ", 525.0, 26.25, 29.45},
                          {"L97", "Tbilisi", "Poti", "rail", "GE", 300.0, 12.0, 13.23}};

struct Place {
    char const* id;
    char const* country;
    char const* fee; ///< site cost of the study; time is part of it, so dwell is zero here
    LonLat position;
};
constexpr Place places[] = {
    {"Zhezkazgan", "KZ", "0", {67.70239591, 47.79641488}}, {"Saksaulskaya", "KZ", "0", {60.31394877, 47.04978092}},
    {"Beyneu", "KZ", "0", {55.18184777, 45.32223604}},     {"Aktau", "KZ", "0", {51.19423615, 43.6500856}},
    {"Baku", "AZ", "25", {49.86637319, 40.40943762}},      {"Tbilisi", "GE", "51.54", {44.82710578, 41.7151371}},
    {"Poti", "GE", "0", {41.67139822, 42.15826004}}};

LonLat position_of(std::string_view id) {
    for (Place const& place : places)
        if (place.id == id)
            return place.position;
    return {};
}

testing::Evaluated zhezkazgan_poti() {
    std::vector<testing::Texts> nodes, legs, uses;
    std::vector<testing::Texts> rates = {{"value_of_time_usd_th", "any", "*", fmt::format("{}", value_of_time)}};
    std::vector<LonLat> points;
    std::vector<std::vector<LonLat>> lines;
    for (Place const& place : places) {
        nodes.push_back({place.id, place.country, "0", place.fee});
        points.push_back(place.position);
    }
    for (Link const& link : links) {
        bool const sea = std::string_view(link.mode) == "sea";
        legs.push_back({link.id, link.from, link.to, link.mode, sea ? "" : "1520", "operating",
                        sea ? "" : link.rate_key, sea ? link.rate_key : "", fmt::format("{}", link.km)});
        lines.push_back({position_of(link.from), position_of(link.to)});
        uses.push_back({"ZP", std::to_string(uses.size() + 1), link.id});
        rates.push_back({"speed_kmh", link.mode, link.rate_key, fmt::format("{}", link.km / link.hours)});
        rates.push_back({"tariff_usd_tkm", link.mode, link.rate_key,
                         fmt::format("{}", (link.cost - value_of_time * link.hours) / link.km)});
    }
    testing::Layers layers;
    layers[LayerRole::nodes] = testing::point_layer("nodes", {"id", "country", "dwell_h", "fee_usd_t"}, nodes, points);
    layers[LayerRole::legs] = testing::line_layer(
        "legs", {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "sea", "length_km"}, legs, lines);
    layers[LayerRole::corridors] = testing::table_layer("corridors", {"id"}, {{"ZP"}});
    layers[LayerRole::corridor_legs] = testing::table_layer("uses", {"corridor", "sequence", "leg"}, uses);
    return testing::evaluated(layers, rates);
}

TEST(WorldBankCase, ReproducesTimeAndCostOfTheStudy) {
    auto const result = zhezkazgan_poti();
    EXPECT_NEAR(result.number("ZP", "route_length_km"), 2861.0, 1e-9);
    EXPECT_NEAR(result.number("ZP", "transit_time_h"), 106.771, 0.0005) << "three decimals are published";
    // Rates pass through texts of 17 digits at most; sums of six links stay within 1e-9.
    EXPECT_NEAR(result.number("ZP", "generalised_cost_usd_t"), 205.26, 1e-9);
    EXPECT_NEAR(result.number("ZP", "generalised_cost_usd_t") + 0.17117, 205.43117, 1e-5) << "with the access link";
}

TEST(WorldBankCase, ReproducesNodeShareSpeedAndCircuity) {
    auto const result = zhezkazgan_poti();
    EXPECT_NEAR(result.number("ZP", "node_cost_share_pct"), 37.3, 0.05);
    EXPECT_NEAR(result.number("ZP", "swod_kmh"), 26.8, 0.05);
    EXPECT_NEAR(result.number("ZP", "geodesic_km"), 2135.050, 0.0005) << "GeographicLib, data of the study";
    EXPECT_NEAR(result.number("ZP", "circuity"), 1.340, 0.0005);
}

TEST(WorldBankCase, CountsItsBordersAndModes) {
    auto const result = zhezkazgan_poti();
    EXPECT_EQ(result.number("ZP", "border_crossings"), 2.0) << "KZ-AZ by sea, AZ-GE by rail";
    EXPECT_EQ(result.number("ZP", "mode_changes"), 2.0) << "Aktau and Baku";
}

} // namespace
} // namespace oreway
