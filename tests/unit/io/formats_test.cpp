// SPDX-License-Identifier: MIT
// The table of formats against the drivers that GDAL really has.

#include "oreway/io/formats.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "oreway/io/library.hpp"

namespace oreway {
namespace {

TEST(Formats, AreSortedByLabelAndEachHasItsDriver) {
    start_gdal();
    EXPECT_TRUE(std::ranges::is_sorted(formats(), {}, &Format::label));
    for (Format const& format : formats()) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(std::string(format.driver).c_str());
        ASSERT_NE(driver, nullptr) << format.driver;
        bool const wants_create = format.writes && format.kind == FormatKind::vector;
        EXPECT_TRUE(!wants_create || driver->GetMetadataItem(GDAL_DCAP_CREATE) != nullptr) << format.driver;
    }
}

TEST(Formats, OfDangerAreAbsent) {
    start_gdal();
    for (char const* name : {"LIBKML", "WFS", "PostgreSQL", "OSM", "HTTP"})
        EXPECT_EQ(GetGDALDriverManager()->GetDriverByName(name), nullptr) << name;
    // VRTs of rasters can be made in memory, and none can be opened, not even one that is given as text.
    char const* const text = "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"></VRTDataset>";
    EXPECT_EQ(GDALOpenEx(text, GDAL_OF_RASTER, nullptr, nullptr, nullptr), nullptr);
    GDALDriver* const vrt = GetGDALDriverManager()->GetDriverByName("VRT");
    ASSERT_NE(vrt, nullptr);
    EXPECT_TRUE(vrt->pfnOpen == nullptr && vrt->pfnIdentify == nullptr);
}

TEST(Formats, AreFoundByExtensionAndTheWritableOneIsMeant) {
    EXPECT_EQ(format_by_extension("a/b.SHP")->driver, "ESRI Shapefile");
    EXPECT_EQ(format_by_extension("a.json")->driver, "GeoJSON");
    EXPECT_EQ(format_by_extension("a.tif")->driver, "COG");
    EXPECT_EQ(format_by_extension("a.kmz")->driver, "KML");
    EXPECT_EQ(format_by_extension("folder.gpkg/file"), nullptr);
    EXPECT_EQ(format_by_extension("file"), nullptr);
    EXPECT_EQ(format_by_extension("file.exe"), nullptr);
}

TEST(Library, NamesItsVersions) {
    auto const versions = io_library_versions();
    ASSERT_EQ(versions.size(), 2u);
    EXPECT_EQ(versions[0].first, "GDAL");
    EXPECT_EQ(versions[0].second, GDALVersionInfo("RELEASE_NAME"));
    EXPECT_EQ(versions[1].first, "SQLite");
}

} // namespace
} // namespace oreway
