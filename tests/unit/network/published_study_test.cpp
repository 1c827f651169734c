// SPDX-License-Identifier: MIT
// A part of the World Bank's study of Central Asian railways (GOST_PublicGoods, asia_railways, MIT) as it stands in its
// tables: legs with kilometres and USD a tonne, charges of nodes. The published costs must come out: Zhezkazgan to Poti
// 205.43117 USD a tonne, of which 0.17117 is for access, with the leg that stands last of two parallel ones; 196.47117
// with the cheaper one; and the table of its legs.

#include <gtest/gtest.h>

#include "oreway/network/journey.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {
namespace {

constexpr double access_usd_t = 0.17117;
constexpr double printed_usd_t = 1e-5; // digits of the published costs

struct PublishedLeg {
    char const* id;
    char const* from;
    char const* to;
    double km;
    double hours;
    double usd_t;
};
constexpr PublishedLeg published_legs[] = {{"34", "Beyneu", "Saksaulskaya", 400, 11.42857143, 15.17},
                                           {"69", "Zhezkazgan", "Saksaulskaya", 532, 15.2, 20.18},
                                           {"70", "Beyneu", "Saksaulskaya", 623, 17.8, 24.13},
                                           {"71", "Aktau", "Beyneu", 398, 11.37142857, 15.1},
                                           {"72", "Aktau", "Baku", 483, 24.15, 26.63},
                                           {"46", "Baku", "Tbilisi", 525, 26.25, 29.45},
                                           {"97", "Tbilisi", "Poti", 300, 12.0, 13.23}};

Network published_network(ParallelLegs parallel) {
    LegTable legs;
    for (PublishedLeg const& leg : published_legs) {
        legs.add_row(leg.id, leg.from, leg.to);
        legs.length_km.push_back(leg.km);
        legs.time_h.push_back(leg.hours);
        legs.cost_usd_t.push_back(leg.usd_t);
    }
    NodeTable nodes;
    for (char const* id : {"Zhezkazgan", "Saksaulskaya", "Beyneu", "Aktau", "Baku", "Tbilisi", "Poti"})
        nodes.id.push_back(id);
    nodes.country = {"KAZ", "KAZ", "KAZ", "KAZ", "AZE", "GEO", "GEO"};
    nodes.fee_usd_t = {not_given, not_given, not_given, not_given, 25.0, 51.54, not_given};
    nodes.sharing.assign(7, FeeSharing::half_per_leg);
    nodes.domestic.assign(7, DomesticLegs::pay);
    nodes.domestic[4] = DomesticLegs::waived; // Baku is an origin and destination itself
    nodes.position.assign(7, {not_given, not_given});
    nodes.position[0] = {67.70239591, 47.79641488};
    nodes.position[6] = {41.67139822, 42.15826004};
    Problems problems;
    return build_network(legs, nodes, {}, {.parallel = parallel}, problems);
}

Journey to_poti(Network const& network) {
    auto const path =
        ShortestPaths(Weights(network, {})).find(network.find_node("Zhezkazgan"), network.find_node("Poti"));
    return make_journey(network, network.find_node("Zhezkazgan"), path->arcs);
}

TEST(PublishedStudy, CostsWhatItPrintsWithTheLastOfParallelLegs) {
    Journey const journey = to_poti(published_network(ParallelLegs::last));
    EXPECT_NEAR(journey.total.usd_t + access_usd_t, 205.43117, printed_usd_t);
    EXPECT_NEAR(journey.total.km, 2861.0, 1e-9);
    EXPECT_NEAR(journey.total.h, 106.771, 5e-4);
    EXPECT_NEAR(journey.at_nodes.usd_t, 25.0 + 51.54, printed_usd_t);
    // Geodesic of the study's coordinates, by GeographicLib.
    EXPECT_NEAR(journey.geodesic_km, 2135.050, 5e-4);
}

TEST(PublishedStudy, CostsLessWhenParallelLegsAreKept) {
    Journey const journey = to_poti(published_network(ParallelLegs::keep));
    EXPECT_NEAR(journey.total.usd_t + access_usd_t, 196.47117, printed_usd_t);
    EXPECT_NEAR(journey.total.km, 2638.0, 1e-9);
}

TEST(PublishedStudy, CumulatesLegByLegAsInItsTimeCostDistanceTable) {
    Journey const journey = to_poti(published_network(ParallelLegs::last));
    struct Line {
        double km;
        double hours;
        double usd_t;
    };
    std::vector<Line> const table = {{532, 15.200, 20.18},  {1155, 33.000, 44.31},  {1553, 44.371, 59.41},
                                     {2036, 68.521, 86.04}, {2561, 94.771, 140.49}, {2861, 106.771, 205.26}};
    std::size_t line = 0;
    for (JourneyStep const& step : journey.steps) {
        if (step.kind != JourneyStep::Kind::leg)
            continue;
        ASSERT_LT(line, table.size());
        EXPECT_NEAR(step.so_far.km, table[line].km, 1e-9);
        EXPECT_NEAR(step.so_far.h, table[line].hours, 5e-4);
        EXPECT_NEAR(step.so_far.usd_t, table[line].usd_t, 1e-9);
        ++line;
    }
    EXPECT_EQ(line, table.size());
}

} // namespace
} // namespace oreway
