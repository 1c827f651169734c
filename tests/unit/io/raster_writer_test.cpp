// SPDX-License-Identifier: MIT
// COGs, looked at through GDAL's GTiff driver, which is not the one that wrote them.

#include "oreway/io/raster_writer.hpp"

#include <cmath>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

constexpr float no_value = -9999.0F;

Grid<float> distances(std::size_t columns = 840, std::size_t rows = 420) {
    Grid<float> grid(GridSpec{
        .west = 46.0, .north = 56.0, .cell_width = 0.05, .cell_height = 0.05, .columns = columns, .rows = rows});
    grid.set_nodata(no_value);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            grid.row(r)[c] = 1000.0F * std::hypot(static_cast<float>(r), static_cast<float>(c));
    grid.row(0)[0] = no_value;
    return grid;
}

RasterDescription const description{.band = "distance to the nearest corridor", .unit = "m"};

class Cog : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::string const file = folder / "distance.tif";
};

TEST_F(Cog, CarriesPlaceUnitNodataStatisticsAndOverviews) {
    write_cog(file, distances(), description);
    gdal::DatasetHandle const dataset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
    ASSERT_TRUE(dataset);
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    EXPECT_STREQ(band.GetDescription(), "distance to the nearest corridor");
    EXPECT_STREQ(band.GetUnitType(), "m");
    EXPECT_EQ(band.GetNoDataValue(), -9999.0);
    EXPECT_EQ(band.GetOverviewCount(), 1); // 840 columns halved once fit into one tile of 512
    double transform[6] = {};
    dataset->GetGeoTransform(transform);
    EXPECT_EQ(transform[0], 46.0);
    EXPECT_EQ(transform[3], 56.0);
    EXPECT_STREQ(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
    EXPECT_STREQ(dataset->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    // The smallest value left is 1000 at the neighbours of the nodata cell, the largest at the far corner.
    EXPECT_STREQ(band.GetMetadataItem("STATISTICS_MINIMUM"), "1000");
    EXPECT_NEAR(std::stod(band.GetMetadataItem("STATISTICS_MAXIMUM")), 1000.0 * std::hypot(419.0, 839.0),
                0.1); // float has 7 digits
}

TEST_F(Cog, NeedsNoSidecarWhenSomebodyAsksForStatistics) {
    write_cog(file, distances(), description);
    {
        gdal::DatasetHandle const dataset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
        double minimum = 0.0, maximum = 0.0, mean = 0.0, deviation = 0.0;
        ASSERT_EQ(dataset->GetRasterBand(1)->GetStatistics(FALSE, TRUE, &minimum, &maximum, &mean, &deviation),
                  CE_None);
    }
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"distance.tif"});
}

TEST_F(Cog, IsTheSameEveryTime) {
    write_cog(file, distances(), description);
    write_cog(folder / "again.tif", distances(), description);
    EXPECT_EQ(test::bytes_of(file), test::bytes_of(folder / "again.tif"));
}

TEST_F(Cog, OfNothingButNodataIsWritten) {
    Grid<float> grid(
        GridSpec{.west = 0.0, .north = 1.0, .cell_width = 0.5, .cell_height = 0.5, .columns = 2, .rows = 2}, no_value);
    grid.set_nodata(no_value);
    write_cog(file, grid, description);
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"distance.tif"});
}

TEST_F(Cog, KeepsNotANumberAsNodata) {
    Grid<float> grid = distances(40, 30);
    grid.set_nodata(std::nanf(""));
    grid.row(3)[4] = std::nanf("");
    EXPECT_NO_THROW(write_cog(file, grid, description));
}

TEST_F(Cog, InAnUnknownReferenceSystemIsRefused) {
    Grid<float> const grid(GridSpec{.columns = 2, .rows = 2, .crs = "EPSG:1"});
    EXPECT_THROW(write_cog(file, grid, description), UsageError);
    EXPECT_TRUE(test::names_in(folder.path()).empty());
}

} // namespace
} // namespace oreway
