// SPDX-License-Identifier: MIT
// Reference systems by code, text and name, and the texts that are refused. Expected codes and units are those of the
// EPSG and ESRI registries.

#include "oreway/geodesy/crs.hpp"

#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"

namespace oreway {
namespace {

// As ArcGIS writes them into a .prj.
constexpr char const* esri_pulkovo_1942 =
    R"(GEOGCS["GCS_Pulkovo_1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])";
constexpr char const* esri_utm_42n =
    R"(PROJCS["WGS_1984_UTM_Zone_42N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",69.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";

std::string refusal_of(std::string const& text) {
    try {
        (void)Crs::from_user_input(text);
    } catch (UsageError const& error) {
        return error.what();
    }
    return {};
}

TEST(Crs, OpensByCode) {
    Crs const utm = Crs::from_user_input("EPSG:32642");
    EXPECT_EQ(utm.name(), "WGS 84 / UTM zone 42N");
    EXPECT_EQ(utm.code(), "EPSG:32642");
    EXPECT_EQ(utm.kind(), CrsKind::projected);
    EXPECT_EQ(utm.ellipsoid(), "WGS 84");
    EXPECT_EQ(utm.unit(), "metre");
    EXPECT_EQ(utm.unit_size(), 1.0);
    ASSERT_TRUE(utm.area_of_use());
    EXPECT_EQ(utm.area_of_use()->box, (LonLatBox{.west = 66.0, .south = 0.0, .east = 72.0, .north = 84.0}));
    EXPECT_EQ(Crs::from_user_input("esri:102025").code(), "ESRI:102025");
}

TEST(Crs, GivesTheUnitOfItsAxes) {
    Crs const wgs84 = Crs::wgs84();
    EXPECT_EQ(wgs84.kind(), CrsKind::geographic);
    EXPECT_EQ(wgs84.unit(), "degree");
    EXPECT_NEAR(wgs84.unit_size(), std::numbers::pi / 180.0, 1e-15);
    EXPECT_NEAR(Crs::from_user_input("EPSG:32040").unit_size(), 12.0 / 39.37,
                1e-15); // US survey foot by its definition
}

TEST(Crs, OpensWhatPeopleType) {
    EXPECT_EQ(Crs::from_user_input("  epsg:4326 ").code(), "EPSG:4326");
    EXPECT_EQ(Crs::from_user_input("urn:ogc:def:crs:EPSG::4284").code(), "EPSG:4284");
    EXPECT_EQ(Crs::from_user_input("WGS 84").code(), "EPSG:4326");
    EXPECT_EQ(Crs::from_user_input("wgs 84 / utm zone 43n").code(), "EPSG:32643");
    EXPECT_EQ(Crs::from_user_input("+proj=utm +zone=43 +datum=WGS84").code(), "EPSG:32643");
    EXPECT_EQ(Crs::from_user_input("proj=longlat +datum=WGS84").kind(), CrsKind::geographic);
    EXPECT_EQ(Crs::from_user_input(esri_utm_42n).code(), "EPSG:32642");
    EXPECT_EQ(Crs::from_user_input(Crs::from_user_input("EPSG:28413").wkt()).code(), "EPSG:28413");
}

TEST(Crs, KnowsAPrjOfEsriByItsEpsgCode) {
    EXPECT_EQ(Crs::from_wkt(esri_pulkovo_1942, "mines.prj").code(), "EPSG:4284");
    Crs const utm = Crs::from_wkt(esri_utm_42n, "legs.prj");
    EXPECT_EQ(utm.code(), "EPSG:32642");
    EXPECT_TRUE(utm.area_of_use().has_value());
}

TEST(Crs, GivesNoCodeToASystemThatOnlyLooksLikeAKnownOne) {
    std::string shifted = esri_utm_42n;
    shifted.replace(shifted.find("500000.0"), 8, "500007.0");
    EXPECT_EQ(Crs::from_wkt(shifted, "legs.prj").code(), "");
    EXPECT_FALSE(Crs::from_wkt(shifted, "legs.prj").is_equivalent_to(Crs::from_user_input("EPSG:32642")));
}

TEST(Crs, TakesTheHorizontalPartOfACompoundSystem) {
    EXPECT_EQ(Crs::from_user_input("EPSG:9518").code(), "EPSG:4326"); // WGS 84 + EGM2008 height
}

TEST(Crs, IsEquivalentWhateverTheAxisOrderOrTheName) {
    Crs const wgs84 = Crs::wgs84();
    EXPECT_TRUE(wgs84.is_equivalent_to(Crs::from_user_input("OGC:CRS84")));
    EXPECT_TRUE(wgs84.is_equivalent_to(Crs::from_user_input("+proj=longlat +datum=WGS84 +no_defs")));
    EXPECT_TRUE(Crs::from_user_input("EPSG:5041").is_equivalent_to(Crs::from_user_input("EPSG:32661")));
    EXPECT_FALSE(wgs84.is_equivalent_to(Crs::from_user_input("EPSG:4284")));
    EXPECT_FALSE(wgs84.is_equivalent_to(Crs::from_user_input("EPSG:3857")));
    // Two systems of one name, 745 m apart.
    EXPECT_FALSE(Crs::from_user_input("EPSG:31370").is_equivalent_to(Crs::from_user_input("EPSG:31300")));
}

TEST(Crs, RefusesAnUnknownCodeAndAnAmbiguousName) {
    EXPECT_NE(refusal_of("EPSG:99999"), "");
    EXPECT_NE(refusal_of("NOBODY:4326"), "");
    EXPECT_NE(refusal_of("").find("empty"), std::string::npos);
    EXPECT_NE(refusal_of("Belge Lambert 72").find("EPSG:31370"), std::string::npos) << "the remedy names both";
}

TEST(Crs, RefusesSystemsWithoutHorizontalCoordinates) {
    EXPECT_NE(refusal_of("EPSG:5773").find("neither geographic nor projected"), std::string::npos); // EGM96 height
    EXPECT_NE(refusal_of("EPSG:4978").find("neither geographic nor projected"), std::string::npos); // geocentric
    EXPECT_THROW((void)Crs::from_wkt(R"(LOCAL_CS["mine grid",UNIT["metre",1]])", "x.prj"), DataError);
}

TEST(Crs, OpensNoFileAndNoAddress) {
    std::string const path = ::testing::TempDir() + "oreway_crs_test.wkt";
    std::ofstream(path) << esri_pulkovo_1942;
    EXPECT_NE(refusal_of(path), "");
    EXPECT_NE(refusal_of("file://" + path), "");
    EXPECT_NE(refusal_of("@" + path), "");
    EXPECT_NE(refusal_of("https://epsg.io/4326.wkt"), "");
    std::filesystem::remove(path);
}

TEST(Crs, RefusesTextsThatWouldOpenAFile) {
    EXPECT_NE(refusal_of("+proj=longlat +ellps=krass +nadgrids=/etc/passwd").find("file"), std::string::npos);
    EXPECT_NE(refusal_of("+proj=longlat +ellps=krass +nadgrids=@../x.gsb").find("file"), std::string::npos);
    EXPECT_NE(refusal_of("+init=epsg:4326").find("+init"), std::string::npos);
    EXPECT_NE(refusal_of("+proj=pipeline +step +proj=utm +zone=3").find("operation"), std::string::npos);
    std::string bound =
        R"(BOUNDCRS[SOURCECRS[)" + Crs::from_user_input("EPSG:4267").wkt() + R"(],TARGETCRS[)" + Crs::wgs84().wkt() +
        R"(],ABRIDGEDTRANSFORMATION["x",METHOD["NTv2"],PARAMETERFILE["Latitude and longitude difference file","/etc/passwd"]]])";
    EXPECT_NE(refusal_of(bound).find("file"), std::string::npos);
}

TEST(Crs, RefusesAbsurdSizes) {
    EXPECT_NE(refusal_of(std::string(200'000, '[')), "");
    EXPECT_THROW((void)Crs::from_wkt("GEOGCS" + std::string(200'000, '['), "x.prj"), DataError);
    EXPECT_NE(refusal_of("GEOGCS" + std::string(80, '[')).find("nests 80"), std::string::npos);
    EXPECT_NE(refusal_of(std::string(150'000, 'x')).find("suspiciously large"), std::string::npos);
}

TEST(Crs, SaysWhichFileHoldsAWktThatCannotBeRead) {
    try {
        (void)Crs::from_wkt("\x01\x02 rubbish", "roads.prj");
        FAIL() << "rubbish was taken for a reference system";
    } catch (DataError const& error) {
        EXPECT_EQ(error.parts().where, "roads.prj");
        EXPECT_NE(error.parts().remedy.find("--assume-crs"), std::string::npos);
        EXPECT_EQ(error.parts().what.find('\x01'), std::string::npos) << "control characters reach the terminal";
    }
    EXPECT_THROW((void)Crs::from_wkt("", "roads.prj"), DataError);
    EXPECT_THROW((void)Crs::from_wkt("GEOGCS[\"cut", "roads.prj"), DataError);
}

TEST(Crs, IsReadFromSeveralThreadsAtOnce) {
    Crs const shared = Crs::from_user_input("EPSG:28413");
    std::vector<int> equal(8, 0);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < equal.size(); ++i)
            threads.emplace_back(
                [&, i] { equal[i] = shared.is_equivalent_to(Crs::from_user_input("EPSG:28413")) ? 1 : 0; });
    }
    EXPECT_EQ(equal, std::vector<int>(8, 1));
}

} // namespace
} // namespace oreway
