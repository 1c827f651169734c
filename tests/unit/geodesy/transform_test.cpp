// SPDX-License-Identifier: MIT
// Projections and datum operations against the reference numbers of tests/truth, the choice of one operation, and
// points that have no image.

#include "oreway/geodesy/transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "truth/truth_table.hpp"

namespace oreway {
namespace {

constexpr LonLatBox round_almaty{.west = 76.0, .south = 43.0, .east = 77.5, .north = 44.0};
constexpr double degree_1e8 = 1e-8; // the reference numbers have nine decimals
// A millimetre; PROJ 9.1 comes back from the authalic latitudes of EASE grid 2 to 0.6 mm, from the others to a
// thousandth of that.
constexpr double round_trip_degrees = 1e-8;

struct Image {
    XY at;
    bool failed;
};

Image image_of(CoordinateTransform& transform, XY p) {
    std::uint8_t failed = 2;
    std::size_t const count = transform.apply({&p, 1}, {&failed, 1});
    EXPECT_EQ(count, failed);
    return {p, failed == 1};
}

LonLatBox around(LonLat p) {
    return {.west = p.lon - 0.1, .south = p.lat - 0.1, .east = p.lon + 0.1, .north = p.lat + 0.1};
}

std::unique_ptr<CoordinateTransform> transform_between(char const* from, char const* to, LonLatBox const& extent) {
    Crs const source = Crs::from_user_input(from);
    Crs const target = Crs::from_user_input(to);
    return make_transform(source, target, choose_operation(source, target, extent).chosen);
}

std::string refusal_of(char const* from, char const* to, OperationRequest const& request, LonLatBox const& extent) {
    try {
        (void)choose_operation(Crs::from_user_input(from), Crs::from_user_input(to), extent, request);
    } catch (DataError const& error) {
        return error.what();
    }
    return {};
}

TEST(Transform, AgreesWithThePublishedProjectionsBothWays) {
    for (truth::Row const& row : truth::read_table("projection.csv")) {
        SCOPED_TRACE(row.text("name"));
        Crs const source = Crs::from_user_input(row.text("source_crs"));
        Crs const target = Crs::from_user_input(row.text("target_crs"));
        XY const start{row.number("east"), row.number("north")};
        XY const expected{row.number("target_east"), row.number("target_north")};
        Operation const operation = choose_operation(source, target, around({start.x, start.y})).chosen;
        Image const found = image_of(*make_transform(source, target, operation), start);
        ASSERT_FALSE(found.failed);
        EXPECT_NEAR(found.at.x, expected.x, row.number("tolerance"));
        EXPECT_NEAR(found.at.y, expected.y, row.number("tolerance"));
        EXPECT_EQ(operation.accuracy, Metres(0.0)) << "a projection is exact";
        Operation const back = choose_operation(target, source, around({start.x, start.y})).chosen;
        Image const returned = image_of(*make_transform(target, source, back), found.at);
        ASSERT_FALSE(returned.failed);
        EXPECT_NEAR(returned.at.x, start.x, round_trip_degrees);
        EXPECT_NEAR(returned.at.y, start.y, round_trip_degrees);
    }
}

TEST(Transform, AgreesWithTheReferenceNumberOfEachDatumOperation) {
    for (truth::Row const& row : truth::read_table("datum.csv")) {
        SCOPED_TRACE(row.text("name"));
        Crs const source = Crs::from_user_input(row.text("source_crs"));
        Crs const target = Crs::from_user_input(row.text("target_crs"));
        LonLat const start = row.lonlat("east", "north");
        OperationChoice const choice = choose_operation(source, target, around(start), {.code = row.text("code")});
        if (!row.text("code").empty()) {
            EXPECT_EQ(choice.chosen.code, row.text("code"));
        }
        Image const found = image_of(*make_transform(source, target, choice.chosen), {start.lon, start.lat});
        EXPECT_NEAR(found.at.x, row.number("target_east"), row.number("tolerance"));
        EXPECT_NEAR(found.at.y, row.number("target_north"), row.number("tolerance"));
    }
}

TEST(ChooseOperation, TakesTheCisOperationForPulkovo1942InCentralAsia) {
    Crs const wgs84 = Crs::wgs84();
    for (char const* source : {"EPSG:4284", "EPSG:28413", "EPSG:3388"})
        for (LonLatBox const& extent :
             {round_almaty, around({69.24, 41.3}), around({50.7, 44.2}), around({44.8, 41.7})}) {
            OperationChoice const choice = choose_operation(Crs::from_user_input(source), wgs84, extent);
            EXPECT_EQ(choice.chosen.code, "EPSG:15865") << source;
            EXPECT_EQ(choice.chosen.accuracy, Metres(4.5)); // stated by EPSG
            EXPECT_NE(choice.reason.find("EPSG:15865"), std::string::npos);
        }
    EXPECT_EQ(choose_operation(wgs84, Crs::from_user_input("EPSG:28413"), round_almaty).chosen.code, "EPSG:15865");
}

TEST(ChooseOperation, TakesTheRussianOperationInRussia) {
    LonLatBox const siberia{.west = 80.0, .south = 58.0, .east = 95.0, .north = 66.0};
    OperationChoice const choice = choose_operation(Crs::from_user_input("EPSG:4284"), Crs::wgs84(), siberia);
    EXPECT_EQ(choice.chosen.code, "EPSG:5044");
    EXPECT_EQ(choice.chosen.accuracy, Metres(3.0));
}

TEST(ChooseOperation, ListsRivalsWithTheirShiftBestFirst) {
    OperationChoice const choice = choose_operation(Crs::from_user_input("EPSG:4284"), Crs::wgs84(), round_almaty);
    ASSERT_GE(choice.rivals.size(), 2U);
    EXPECT_EQ(choice.rivals[0].operation.code, "EPSG:5044");
    ASSERT_TRUE(choice.rivals[0].shift);
    // From the reference images at Almaty: 43.238299203 76.882322297 against 43.238292422 76.882354584, on the
    // ellipsoid.
    double const expected = geodesic_distance({76.882322297, 43.238299203}, {76.882354584, 43.238292422}).value();
    EXPECT_NEAR(choice.rivals[0].shift->value(), expected, 0.05)
        << "the shift changes by centimetres over half a degree";
}

TEST(ChooseOperation, KeepsOneOperationAcrossTheEdgeOfTheRussianBox) {
    // PROJ's own choice changes at 41.19 N, a step of 2.7 m: lon shift -0.000717975 at 41.20 N and -0.000748806
    // at 41.18 N.
    auto const transform =
        transform_between("EPSG:4284", "EPSG:4326", {.west = 69.0, .south = 41.0, .east = 69.5, .north = 41.4});
    Image const north = image_of(*transform, {69.2401, 41.20});
    Image const south = image_of(*transform, {69.2401, 41.18});
    EXPECT_NEAR(south.at.x - 69.2401, -0.000748806, degree_1e8);
    EXPECT_NEAR(north.at.x - south.at.x, 0.0, 1e-6) << "2.7 m would be 3e-5 degrees";
}

TEST(ChooseOperation, NamesTheMissingGridAndTheAccuracyGot) {
    LonLatBox const kansas = around({-100.0, 40.0});
    OperationChoice const choice =
        choose_operation(Crs::from_user_input("EPSG:4267"), Crs::from_user_input("EPSG:4269"), kansas);
    EXPECT_FALSE(choice.chosen.ballpark);
    EXPECT_TRUE(choice.chosen.missing_grids.empty());
    ASSERT_TRUE(choice.chosen.accuracy);
    EXPECT_GT(choice.chosen.accuracy->value(), 5.0) << "a detour over WGS 84";
    EXPECT_NE(choice.reason.find("conus"), std::string::npos) << choice.reason;
    EXPECT_NE(choice.reason.find("EPSG:1241"), std::string::npos) << choice.reason;
    auto const wanted =
        std::ranges::find_if(choice.rivals, [](auto const& r) { return r.operation.code == "EPSG:1241"; });
    ASSERT_NE(wanted, choice.rivals.end());
    EXPECT_EQ(wanted->operation.accuracy, Metres(0.15)); // stated by EPSG
    EXPECT_FALSE(wanted->operation.missing_grids.empty());
    EXPECT_FALSE(wanted->shift);
}

TEST(ChooseOperation, RefusesLessThanTheBestWhenToldSo) {
    LonLatBox const kansas = around({-100.0, 40.0});
    EXPECT_NE(refusal_of("EPSG:4267", "EPSG:4269", {.only_best = true}, kansas).find("conus"), std::string::npos);
    EXPECT_EQ(refusal_of("EPSG:4284", "EPSG:4326", {.only_best = true}, round_almaty), "")
        << "nothing lacks a grid there";
}

TEST(ChooseOperation, RefusesABallparkUnlessAllowed) {
    char const* unknown_datum = "+proj=tmerc +lat_0=0 +lon_0=75 +ellps=krass";
    std::string const refusal = refusal_of(unknown_datum, "EPSG:4326", {}, round_almaty);
    EXPECT_NE(refusal.find("ballpark"), std::string::npos) << refusal;
    Crs const source = Crs::from_user_input(unknown_datum);
    OperationChoice const choice = choose_operation(source, Crs::wgs84(), round_almaty, {.allow_ballpark = true});
    EXPECT_TRUE(choice.chosen.ballpark);
    EXPECT_FALSE(choice.chosen.accuracy);
}

TEST(ChooseOperation, TakesTheBoundTransformationOfATowgs84Clause) {
    char const* bound = "+proj=longlat +ellps=krass +towgs84=25,-141,-78.5,0,-0.35,-0.736,0";
    Crs const source = Crs::from_user_input(bound);
    OperationChoice const choice = choose_operation(source, Crs::wgs84(), round_almaty);
    EXPECT_FALSE(choice.chosen.ballpark);
    // The seven parameters are those of EPSG:15865 (in the other convention for rotations, as PROJ strings have it).
    Image const found = image_of(*make_transform(source, Crs::wgs84(), choice.chosen), {76.8829, 43.238});
    EXPECT_NEAR(found.at.x, 76.8829, 0.001);
    EXPECT_GT(std::abs(found.at.x - 76.8829), 0.0003);
}

TEST(ChooseOperation, HoldsToTheAccuracyAskedFor) {
    EXPECT_NE(refusal_of("EPSG:4284", "EPSG:4326", {.max_accuracy = Metres(1.0)}, round_almaty).find("4.5 m"),
              std::string::npos);
    Crs const source = Crs::from_user_input("EPSG:4284");
    EXPECT_EQ(choose_operation(source, Crs::wgs84(), round_almaty, {.max_accuracy = Metres(4.0)}).chosen.code,
              "EPSG:5044");
}

TEST(ChooseOperation, ListsWhatThereIsWhenTheCodeIsNotAmongIt) {
    std::string const refusal = refusal_of("EPSG:4284", "EPSG:4326", {.code = "EPSG:1"}, round_almaty);
    EXPECT_NE(refusal.find("EPSG:15865"), std::string::npos);
    EXPECT_NE(refusal.find("EPSG:5044"), std::string::npos);
}

TEST(ChooseOperation, IsTheIdentityFromWgs84ToItself) {
    OperationChoice const choice = choose_operation(Crs::wgs84(), Crs::wgs84(), round_almaty);
    EXPECT_EQ(choice.chosen.accuracy, Metres(0.0));
    Image const found = image_of(*make_transform(Crs::wgs84(), Crs::wgs84(), choice.chosen), {76.8829, 43.238});
    EXPECT_EQ(found.at, (XY{76.8829, 43.238})) << "to the last bit";
}

TEST(Transform, FlagsPointsOutsideTheDomainOfAProjection) {
    auto const to_utm = transform_between("EPSG:4326", "EPSG:32643", round_almaty);
    EXPECT_TRUE(image_of(*to_utm, {-100.0, 43.3}).failed) << "PROJ gives 94002.66 15196533.75";
    EXPECT_FALSE(image_of(*to_utm, {76.8829, 43.238}).failed);
    EXPECT_FALSE(image_of(*to_utm, {51.2, 43.65}).failed) << "24 degrees off the meridian is far, but has an image";
    EXPECT_TRUE(image_of(*transform_between("EPSG:32643", "EPSG:4326", round_almaty), {94002.66, 15196533.75}).failed);
    auto const to_web = transform_between("EPSG:4326", "EPSG:3857", round_almaty);
    EXPECT_TRUE(image_of(*to_web, {0.0, 90.0}).failed) << "PROJ gives y = 242528680.94";
    EXPECT_FALSE(image_of(*to_web, {0.0, 85.0}).failed);
    EXPECT_TRUE(image_of(*to_web, {0.0, 91.0}).failed);
    EXPECT_TRUE(image_of(*transform_between("EPSG:4326", "EPSG:4284", round_almaty), {10.0, 90.5}).failed);
}

TEST(Transform, FlagsPointsThatAreNotFiniteAndGoesOnWithTheRest) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    double const infinity = std::numeric_limits<double>::infinity();
    auto const transform = transform_between("EPSG:4326", "EPSG:32643", round_almaty);
    std::vector<XY> points = {{nan, 43.0}, {76.8829, 43.238}, {77.0, infinity}, {1e308, 43.0}, {76.8829, 43.238}};
    std::vector<std::uint8_t> failed(points.size(), 2);
    EXPECT_EQ(transform->apply(points, failed), 3U);
    EXPECT_EQ(failed, (std::vector<std::uint8_t>{1, 0, 1, 1, 0}));
    EXPECT_EQ(points[1], points[4]);
    EXPECT_NEAR(points[4].x, 652880.1363, 1e-3); // PROJ 9.1.1
}

TEST(Transform, TakesLongitudesBeyondTheAntimeridian) {
    auto const transform =
        transform_between("EPSG:4326", "EPSG:3832", {.west = 175.0, .south = -10.0, .east = -175.0, .north = 10.0});
    Image const beyond = image_of(*transform, {182.0, 5.0});
    Image const wrapped = image_of(*transform, {-178.0, 5.0});
    EXPECT_FALSE(beyond.failed);
    EXPECT_NEAR(beyond.at.x, wrapped.at.x, 1e-6);
}

TEST(Transform, GivesTheSameBitsInEveryThread) {
    std::vector<XY> results(6);
    {
        std::vector<std::jthread> threads;
        for (XY& result : results)
            threads.emplace_back([&result] {
                auto const transform = transform_between("EPSG:28413", "EPSG:4326", round_almaty);
                result = image_of(*transform, {13652943.868, 4790966.9117}).at;
            });
    }
    for (XY const& result : results)
        EXPECT_EQ(result, results[0]);
    EXPECT_NEAR(results[0].x, 76.882322297, 2e-8); // EPSG:15865 after the inverse projection, PROJ 9.1.1
}

TEST(LonLatExtent, ContainsTheCornersOfAProjectedBox) {
    Crs const utm = Crs::from_user_input("EPSG:32643");
    LonLatBox const box = lonlat_extent(utm, {.min_x = 300000, .min_y = 4500000, .max_x = 700000, .max_y = 5500000});
    EXPECT_GT(box.width(), 5.0);
    // Images of the corners and of the middle of the upper edge by PROJ's cs2cs 9.1.1.
    EXPECT_NEAR(box.west, 72.2309, 1e-4);
    EXPECT_NEAR(box.south, 40.6266, 1e-4);
    EXPECT_NEAR(box.north, 49.6525, 1e-4);
}

TEST(LonLatExtent, KnowsThePoleAndTheAntimeridian) {
    Crs const arctic = Crs::from_user_input("EPSG:3995");
    LonLatBox const round_pole = lonlat_extent(arctic, {.min_x = -1e6, .min_y = -1e6, .max_x = 1e6, .max_y = 1e6});
    EXPECT_EQ(round_pole.north, 90.0);
    EXPECT_EQ(round_pole.width(), 360.0);
    LonLatBox const pacific =
        lonlat_extent(Crs::from_user_input("EPSG:3832"), {.min_x = 2.5e6, .min_y = -1e6, .max_x = 4.5e6, .max_y = 1e6});
    EXPECT_TRUE(pacific.crosses_antimeridian());
    EXPECT_LT(pacific.width(), 20.0);
}

TEST(LonLatExtent, OfGeographicCoordinatesIsTheirBox) {
    LonLatBox const world = lonlat_extent(Crs::wgs84(), {.min_x = -180, .min_y = -90, .max_x = 180, .max_y = 90});
    EXPECT_EQ(world, (LonLatBox{.west = -180, .south = -90, .east = 180, .north = 90}));
    LonLatBox const study = lonlat_extent(Crs::wgs84(), {.min_x = 46, .min_y = 35, .max_x = 88, .max_y = 56});
    EXPECT_NEAR(study.west, 46.0, 1e-12);
    EXPECT_NEAR(study.east, 88.0, 1e-12);
    EXPECT_TRUE(lonlat_extent(Crs::wgs84(), XYBox{}).empty());
}

TEST(ChooseOperation, ASinglePointGetsTheSameOperationAsItsNeighbourhood) {
    Crs const pulkovo = Crs::from_user_input("EPSG:4284");
    for (LonLatBox const& box : {LonLatBox{.west = 69.2401, .south = 41.18, .east = 69.2401, .north = 41.18},
                                 LonLatBox{.west = 69.2401, .south = 41.18, .east = 69.2401, .north = 41.20}})
        EXPECT_EQ(choose_operation(pulkovo, Crs::wgs84(), box).chosen.code, "EPSG:15865");
}

} // namespace
} // namespace oreway
