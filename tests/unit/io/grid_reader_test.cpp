// SPDX-License-Identifier: MIT
// Rasters made by GDAL itself, cell by cell with known numbers, read window by window.

#include "oreway/io/grid_reader.hpp"

#include <array>
#include <cmath>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

/// Three columns and two rows; the cell (row, column) holds 10 row + column.
struct MadeRaster {
    GDALDataType type = GDT_Int16;
    std::array<double, 6> place = {60.0, 0.5, 0.0, 45.0, 0.0, -0.25};
    int epsg = 4326;
};

class GridReading : public testing::Test {
protected:
    GridReading() { start_gdal(); }

    gdal::DatasetHandle make(MadeRaster const& made = {}, char const* name = "made.tif") {
        file = folder / name;
        gdal::DatasetHandle raster(
            GetGDALDriverManager()->GetDriverByName("GTiff")->Create(file.c_str(), 3, 2, 1, made.type, nullptr));
        std::array<double, 6> place = made.place;
        raster->SetGeoTransform(place.data());
        if (made.epsg != 0) {
            OGRSpatialReference crs;
            crs.importFromEPSG(made.epsg);
            raster->SetSpatialRef(&crs);
        }
        std::array<double, 6> cells = {0, 1, 2, 10, 11, 12};
        EXPECT_EQ(
            raster->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 3, 2, cells.data(), 3, 2, GDT_Float64, 0, 0, nullptr),
            CE_None);
        return raster;
    }

    std::vector<double> cells(CellWindow window = {.row = 0, .column = 0, .rows = 2, .columns = 3}) {
        GridReader reader(file);
        std::vector<double> values(window.rows * window.columns);
        reader.read(window, 0, std::span(values));
        return values;
    }

    test::TemporaryFolder folder;
    std::string file;
};

TEST_F(GridReading, KnowsThePlaceAndTheBands) {
    {
        auto const raster = make();
        raster->GetRasterBand(1)->SetDescription("height");
        raster->GetRasterBand(1)->SetUnitType("m");
    }
    GridReader const reader(file);
    EXPECT_EQ(reader.spec(), (GridSpec{.west = 60.0,
                                       .north = 45.0,
                                       .cell_width = 0.5,
                                       .cell_height = 0.25,
                                       .columns = 3,
                                       .rows = 2,
                                       .crs = "EPSG:4326"}));
    ASSERT_EQ(reader.bands().size(), 1U);
    EXPECT_EQ(reader.bands()[0].name, "height");
    EXPECT_EQ(reader.bands()[0].unit, "m");
    EXPECT_TRUE(reader.bands()[0].is_integer);
    EXPECT_FALSE(reader.bands()[0].nodata);
}

TEST_F(GridReading, ReadsTheWindowThatIsAskedFor) {
    make().reset();
    EXPECT_EQ(cells({.row = 1, .column = 1, .rows = 1, .columns = 2}), (std::vector<double>{11, 12}));
    EXPECT_EQ(cells({.row = 0, .column = 2, .rows = 2, .columns = 1}), (std::vector<double>{2, 12}));
}

TEST_F(GridReading, GivesTheWholeBandUnlessThatIsTooMuch) {
    make().reset();
    GridReader reader(file);
    EXPECT_EQ(reader.read_all(0).at(1, 2), 12.0F);
    EXPECT_THROW((void)reader.read_all(0, 23), UsageError); // six cells of four bytes
}

TEST_F(GridReading, TakesTheNodataValueForNoNumber) {
    make()->GetRasterBand(1)->SetNoDataValue(11);
    auto const values = cells();
    EXPECT_TRUE(std::isnan(values[4]));
    EXPECT_EQ(values[3], 10.0);
}

TEST_F(GridReading, TakesTheMaskBandForNoNumber) {
    gdal::ThreadOption const inside("GDAL_TIFF_INTERNAL_MASK", "YES");
    {
        auto const raster = make();
        raster->CreateMaskBand(GMF_PER_DATASET);
        std::array<GByte, 6> mask = {255, 255, 0, 255, 255, 255};
        ASSERT_EQ(raster->GetRasterBand(1)->GetMaskBand()->RasterIO(GF_Write, 0, 0, 3, 2, mask.data(), 3, 2, GDT_Byte,
                                                                    0, 0, nullptr),
                  CE_None);
    }
    EXPECT_TRUE(std::isnan(cells()[2]));
    EXPECT_EQ(cells()[1], 1.0);
}

TEST_F(GridReading, AppliesScaleAndOffsetAfterTheNodataValue) {
    {
        auto const raster = make();
        raster->GetRasterBand(1)->SetNoDataValue(12);
        raster->GetRasterBand(1)->SetScale(0.5);
        raster->GetRasterBand(1)->SetOffset(100.0);
    }
    auto const values = cells();
    EXPECT_EQ(values[4], 105.5);
    EXPECT_TRUE(std::isnan(values[5]));
    EXPECT_FALSE(GridReader(file).bands()[0].is_integer);
}

TEST_F(GridReading, KeepsLongitudesBeyondTheAntimeridian) {
    make({.type = GDT_Float32, .place = {179.0, 1.0, 0.0, 45.0, 0.0, -1.0}}).reset();
    EXPECT_EQ(GridReader(file).spec().west, 179.0);
}

TEST_F(GridReading, RefusesARasterWithoutReferenceSystemUnlessOneIsAssumed) {
    make({.epsg = 0}).reset();
    EXPECT_THROW(GridReader{file}, DataError);
    EXPECT_EQ(GridReader(file, {}, "EPSG:32642").spec().crs, "EPSG:32642");
}

TEST_F(GridReading, RefusesRastersThatAreRotatedOrUpsideDown) {
    make({.place = {60.0, 0.5, 0.1, 45.0, 0.1, -0.25}}).reset();
    EXPECT_THROW(GridReader{file}, DataError);
    make({.place = {60.0, 0.5, 0.0, 45.0, 0.0, 0.25}}, "upside.tif").reset();
    EXPECT_THROW(GridReader{file}, DataError);
}

TEST_F(GridReading, GivesTheTextOfASystemWithoutCode) {
    {
        auto const raster = make();
        OGRSpatialReference crs;
        crs.importFromProj4("+proj=laea +lat_0=45 +lon_0=65 +ellps=WGS84 +units=m");
        raster->SetSpatialRef(&crs);
    }
    EXPECT_NE(GridReader(file).spec().crs.find("Lambert Azimuthal Equal Area"), std::string::npos);
}

TEST_F(GridReading, RefusesWhatIsNoRasterAndNetworkNames) {
    test::put(folder / "text.tif", "no raster at all");
    EXPECT_THROW(GridReader(folder / "text.tif"), IoError);
    EXPECT_THROW(GridReader(folder / "missing.tif"), IoError);
    EXPECT_THROW(GridReader("/vsicurl/http://127.0.0.1/a.tif"), IoError);
}

TEST_F(GridReading, SaysWhereACutFileBreaksOff) {
    make({.type = GDT_Float64}).reset();
    std::string const whole = test::bytes_of(file);
    // GTiff writes the cells after the directory here; without them the file still opens.
    test::put(file, whole.substr(0, whole.size() - 16));
    try {
        (void)cells();
        FAIL() << "a cut file was read";
    } catch (IoError const& error) {
        EXPECT_NE(std::string(error.what()).find("cannot be"), std::string::npos) << error.what();
    }
}

TEST_F(GridReading, RefusesWindowsOutsideTheGrid) {
    make().reset();
    EXPECT_THROW((void)cells({.row = 1, .column = 0, .rows = 2, .columns = 3}), std::out_of_range);
}

} // namespace
} // namespace oreway
