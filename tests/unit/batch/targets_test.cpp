// SPDX-License-Identifier: MIT
// Targets by name and by extent.

#include "batch/targets.hpp"

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

constexpr LonLatBox almaty{.west = 76.0, .south = 43.0, .east = 77.5, .north = 43.5};

TEST(Targets, AlmatyLiesInZone43North) {
    EXPECT_EQ(utm_for(almaty).code(), "EPSG:32643");
}

TEST(Targets, ZonesSouthOfTheEquatorAreSouthern) {
    EXPECT_EQ(utm_for({.west = -70.0, .south = -34.0, .east = -69.0, .north = -33.0}).code(), "EPSG:32719");
}

TEST(Targets, AnExtentAcrossTheAntimeridianTakesTheZoneOfItsMiddle) {
    EXPECT_EQ(utm_for({.west = 179.0, .south = -18.0, .east = -177.0, .north = -16.0}).code(), "EPSG:32701");
}

TEST(Targets, UtmIsRefusedAtThePole) {
    EXPECT_THROW((void)utm_for({.west = 0.0, .south = 86.0, .east = 10.0, .north = 89.0}), DataError);
}

TEST(Targets, AlbersHasItsParallelsASixthInsideTheExtent) {
    Crs const albers = albers_for({.west = 46.0, .south = 36.0, .east = 88.0, .north = 54.0});
    EXPECT_EQ(albers.kind(), CrsKind::projected);
    EXPECT_NE(albers.wkt().find("Latitude of 1st standard parallel\",39"), std::string::npos) << albers.wkt();
    EXPECT_NE(albers.wkt().find("Latitude of 2nd standard parallel\",51"), std::string::npos) << albers.wkt();
    EXPECT_NE(albers.wkt().find("\"Longitude of false origin\",67"), std::string::npos) << albers.wkt();
}

TEST(Targets, AlbersOfAnExtentOverTheEquatorIsStillACone) {
    EXPECT_NO_THROW((void)albers_for({.west = 10.0, .south = -12.0, .east = 20.0, .north = 12.0}));
}

TEST(Targets, ATargetMayBeTheNameOfAFileWithWkt) {
    test::TemporaryFolder const folder;
    test::put(folder / "target.wkt", Crs::from_user_input("EPSG:32642").wkt() + "\n");
    EXPECT_EQ(Target(folder / "target.wkt").for_extent(almaty).code(), "EPSG:32642");
}

TEST(Targets, ANameThatIsNoReferenceSystemIsAUsageError) {
    EXPECT_THROW(Target("EPSG:999999"), UsageError);
}

TEST(Targets, AnAutomaticTargetNeedsCoordinates) {
    Target const target("auto-utm");
    EXPECT_TRUE(target.is_automatic());
    EXPECT_THROW((void)target.for_extent({}), DataError);
}

} // namespace
} // namespace oreway
