// SPDX-License-Identifier: MIT
// Rasters in another reference system. The stranger is gdalwarp itself: pixels must be its pixels, bit for bit.

#include "oreway/io/raster_translate.hpp"

#include <array>
#include <cstdlib>

#include <cpl_conv.h>
#include <gdal_priv.h>
#include <gdal_rat.h>
#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/io/library.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

/// PROJ's own text for longitude and latitude to UTM zone 42 north.
char const* const to_utm42 = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=utm +zone=42 "
                             "+ellps=WGS84";

std::string wkt_of(int code) {
    OGRSpatialReference crs;
    crs.importFromEPSG(code);
    char* raw = nullptr;
    crs.exportToWkt(&raw);
    gdal::CplText const text(raw);
    return text.get();
}

struct Made {
    GDALDataType type = GDT_Float32;
    int bands = 1;
    int columns = 300;
    int rows = 200;
    double pixel_width = 0.01;
    double pixel_height = 0.01;
    std::vector<std::string> options{};
};

/// A slope with a wave on it, in longitude and latitude round Tashkent.
gdal::DatasetHandle make_raster(std::string const& file, Made const& made = {}) {
    start_gdal();
    CPLStringList options;
    for (std::string const& option : made.options)
        options.AddString(option.c_str());
    gdal::DatasetHandle raster(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        file.c_str(), made.columns, made.rows, made.bands, made.type, options.List()));
    std::array<double, 6> place = {68.0, made.pixel_width, 0.0, 42.0, 0.0, -made.pixel_height};
    raster->SetGeoTransform(place.data());
    OGRSpatialReference crs;
    crs.importFromEPSG(4326);
    raster->SetSpatialRef(&crs);
    std::vector<double> row(static_cast<std::size_t>(made.columns));
    for (int b = 1; b <= made.bands; ++b)
        for (int y = 0; y < made.rows; ++y) {
            for (int x = 0; x < made.columns; ++x)
                row[static_cast<std::size_t>(x)] = 10.0 + 20.0 * b + 0.2 * x + 0.3 * y + 15.0 * ((x / 7 + y / 5) % 2);
            EXPECT_EQ(raster->GetRasterBand(b)->RasterIO(GF_Write, 0, y, made.columns, 1, row.data(), made.columns, 1,
                                                         GDT_Float64, 0, 0, nullptr),
                      CE_None);
        }
    return raster;
}

RasterTranslation to_utm(std::string const& file) {
    return {.file = file, .source_wkt = wkt_of(4326), .target_wkt = wkt_of(32642), .pipeline = to_utm42};
}

gdal::DatasetHandle open(std::string const& file) {
    return gdal::DatasetHandle(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
}

std::vector<double> values_of(GDALRasterBand& band) {
    std::vector<double> values(static_cast<std::size_t>(band.GetXSize()) * static_cast<std::size_t>(band.GetYSize()));
    EXPECT_EQ(band.RasterIO(GF_Read, 0, 0, band.GetXSize(), band.GetYSize(), values.data(), band.GetXSize(),
                            band.GetYSize(), GDT_Float64, 0, 0, nullptr),
              CE_None);
    return values;
}

/// Runs gdalwarp and compares place and pixels. -ovr NONE, because Oreway never resamples overviews.
void expect_as_gdalwarp(std::string const& source, std::string const& ours, std::string const& arguments,
                        std::string const& theirs) {
    std::string const command = "gdalwarp -q -overwrite -ovr NONE " + arguments + " " + source + " " + theirs;
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    gdal::DatasetHandle const a = open(ours);
    gdal::DatasetHandle const b = open(theirs);
    ASSERT_TRUE(a && b);
    std::array<double, 6> place_a{}, place_b{};
    a->GetGeoTransform(place_a.data());
    b->GetGeoTransform(place_b.data());
    EXPECT_EQ(place_a, place_b);
    ASSERT_EQ(a->GetRasterCount(), b->GetRasterCount());
    for (int band = 1; band <= a->GetRasterCount(); ++band)
        EXPECT_TRUE(values_of(*a->GetRasterBand(band)) == values_of(*b->GetRasterBand(band))) << arguments;
}

class RasterTranslate : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::string const source = folder / "source.tif";
    std::string const output = folder / "output.tif";
    std::string const stranger = folder / "gdalwarp.tif";
};

TEST_F(RasterTranslate, GivesThePixelsOfGdalwarpWithEveryMethod) {
    make_raster(source, {.type = GDT_Int16, .bands = 2}).reset();
    for (std::string_view const method : resampling_methods()) {
        RasterTranslation t = to_utm(output);
        t.resampling = method;
        static_cast<void>(translate_raster(source, t));
        expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r " + std::string(method), stranger);
    }
}

/// Pixels that are no squares are reduced in one direction, so that windows of other sizes are taken.
TEST_F(RasterTranslate, GivesThePixelsOfGdalwarpForEveryTypeAndShapeOfPixels) {
    constexpr std::array shapes = {std::pair(0.01, 0.01), std::pair(0.01, 0.004), std::pair(0.004, 0.01),
                                   std::pair(0.01, 0.002), std::pair(0.002, 0.01)};
    for (GDALDataType const type : {GDT_Byte, GDT_UInt16, GDT_Int16, GDT_Float32, GDT_Float64, GDT_Int32})
        for (auto const& [width, height] : shapes)
            for (std::string const method : {"near", "bilinear"}) {
                make_raster(source, {.type = type, .bands = 2, .pixel_width = width, .pixel_height = height}).reset();
                RasterTranslation t = to_utm(output);
                t.resampling = method;
                static_cast<void>(translate_raster(source, t));
                expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r " + method, stranger);
            }
}

TEST_F(RasterTranslate, GivesThePixelsOfGdalwarpOnEveryGrid) {
    make_raster(source).reset();
    RasterTranslation t = to_utm(output);
    t.resampling = "bilinear";
    t.grid.resolution = 1500.0;
    static_cast<void>(translate_raster(source, t));
    expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r bilinear -tr 1500 1500", stranger);
    t.grid.align_pixels = true;
    static_cast<void>(translate_raster(source, t));
    expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r bilinear -tr 1500 1500 -tap", stranger);
    t.grid = {.extent = XYBox{.min_x = 450000.0, .min_y = 4500000.0, .max_x = 510000.0, .max_y = 4560000.0}};
    static_cast<void>(translate_raster(source, t));
    expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r bilinear -te 450000 4500000 510000 4560000", stranger);
    t.grid = {};
    t.error_threshold = 0.0;
    static_cast<void>(translate_raster(source, t));
    expect_as_gdalwarp(source, output, "-t_srs EPSG:32642 -r bilinear -et 0", stranger);
}

TEST_F(RasterTranslate, HasEastAndNorthWhereTheAuthorityHasNorthFirst) {
    {
        gdal::DatasetHandle const raster = make_raster(source);
        OGRSpatialReference pulkovo;
        pulkovo.importFromEPSG(4284);
        raster->SetSpatialRef(&pulkovo);
    }
    RasterTranslation t = to_utm(output);
    t.source_wkt = wkt_of(4284);  // latitude first
    t.target_wkt = wkt_of(28413); // northing first
    t.pipeline = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=tmerc +lat_0=0 +lon_0=75 "
                 "+k=1 +x_0=13500000 +y_0=0 +ellps=krass";
    t.error_threshold = 0.0;
    static_cast<void>(translate_raster(source, t));
    expect_as_gdalwarp(source, output, "-t_srs EPSG:28413 -et 0", stranger);
    // Back: a single step instead of a pipeline, turned on both sides.
    std::string const back = folder / "back.tif";
    t = {.file = back, .source_wkt = wkt_of(28413), .target_wkt = wkt_of(28413), .pipeline = "+proj=noop"};
    static_cast<void>(translate_raster(output, t));
    std::array<double, 6> wanted{}, got{};
    open(output)->GetGeoTransform(wanted.data());
    open(back)->GetGeoTransform(got.data());
    EXPECT_EQ(wanted, got);
}

TEST_F(RasterTranslate, LiesPixelOnPixelWithTheRasterItShallBeLike) {
    make_raster(source).reset();
    std::string const like = folder / "like.tif";
    RasterTranslation t = to_utm(like);
    t.grid.resolution = 777.7;
    static_cast<void>(translate_raster(source, t));
    t.file = output;
    t.grid = {.like = like};
    t.resampling = "cubic";
    static_cast<void>(translate_raster(source, t));
    std::array<double, 6> wanted{}, got{};
    open(like)->GetGeoTransform(wanted.data());
    open(output)->GetGeoTransform(got.data());
    EXPECT_EQ(wanted, got);
    EXPECT_EQ(open(like)->GetRasterXSize(), open(output)->GetRasterXSize());
    t.grid = {.like = source};
    EXPECT_THROW(static_cast<void>(translate_raster(source, t)), UsageError) << "it is in another reference system";
}

TEST_F(RasterTranslate, KeepsWhatTheSourceSaysBesideItsPixels) {
    {
        gdal::DatasetHandle const raster = make_raster(source, {.type = GDT_Int16, .options = {"COMPRESS=LZW"}});
        GDALRasterBand& band = *raster->GetRasterBand(1);
        band.SetDescription("height of the ground");
        band.SetUnitType("m");
        band.SetScale(0.1);
        band.SetOffset(-500.0);
        band.SetNoDataValue(-32768.0);
        band.SetMetadataItem("SURVEY", "1989");
        band.SetMetadataItem("STATISTICS_MEAN", "7");
        raster->SetMetadataItem("TIFFTAG_ARTIST", "state survey");
        raster->SetMetadataItem("SHEET", "K-42", "SURVEY");
        raster->SetMetadataItem("AREA_OR_POINT", "Point");
        int factors[] = {2, 4};
        raster->BuildOverviews("NEAREST", 2, factors, 0, nullptr, nullptr, nullptr);
    }
    RasterReport const report = translate_raster(source, to_utm(output));
    gdal::DatasetHandle const raster = open(output);
    GDALRasterBand& band = *raster->GetRasterBand(1);
    EXPECT_STREQ(band.GetDescription(), "height of the ground");
    EXPECT_STREQ(band.GetUnitType(), "m");
    EXPECT_EQ(band.GetScale(), 0.1);
    EXPECT_EQ(band.GetOffset(), -500.0);
    EXPECT_EQ(band.GetNoDataValue(), -32768.0);
    EXPECT_STREQ(band.GetMetadataItem("SURVEY"), "1989");
    EXPECT_EQ(band.GetMetadataItem("STATISTICS_MEAN"), nullptr) << "it was the mean of other pixels";
    EXPECT_STREQ(raster->GetMetadataItem("TIFFTAG_ARTIST"), "state survey");
    EXPECT_STREQ(raster->GetMetadataItem("SHEET", "SURVEY"), "K-42");
    EXPECT_STREQ(raster->GetMetadataItem("AREA_OR_POINT"), "Point");
    EXPECT_EQ(band.GetOverviewCount(), 2);
    EXPECT_STREQ(raster->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "LZW");
    EXPECT_EQ(test::names_in(folder.path()), (std::vector<std::string>{"output.tif", "source.tif"}));
    EXPECT_GT(report.counts.null_out, 0) << "the corners of the turned image";
    EXPECT_EQ(report.counts.null_in, 0);
    EXPECT_TRUE(test::has_problem(report.problems, "raster.grid"));
    EXPECT_TRUE(test::has_problem(report.problems, "raster.approximate"));
}

TEST_F(RasterTranslate, MarksPixelsWithoutSourceByAMaskWhereThereIsNoNodata) {
    make_raster(source, {.type = GDT_Byte, .bands = 3}).reset();
    RasterReport const report = translate_raster(source, to_utm(output));
    gdal::DatasetHandle const raster = open(output);
    EXPECT_EQ(raster->GetRasterCount(), 3);
    GDALRasterBand& band = *raster->GetRasterBand(1);
    EXPECT_EQ(band.GetMaskFlags(), GMF_PER_DATASET);
    std::vector<double> const values = values_of(band);
    std::vector<double> const mask = values_of(*band.GetMaskBand());
    std::int64_t masked = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(values[i] == 0.0, mask[i] == 0.0); // the source has no zeros
        masked += mask[i] == 0.0 ? 1 : 0;
    }
    EXPECT_EQ(report.counts.null_out, 3 * masked);
    expect_as_gdalwarp(source, output, "-t_srs EPSG:32642", stranger);
}

TEST_F(RasterTranslate, KeepsTheHolesOfAMask) {
    gdal::ThreadOption const inside("GDAL_TIFF_INTERNAL_MASK", "YES");
    {
        gdal::DatasetHandle const raster = make_raster(source, {.type = GDT_Byte});
        raster->CreateMaskBand(GMF_PER_DATASET);
        std::vector<GByte> mask(300 * 200, 255);
        for (std::size_t y = 50; y < 100; ++y)
            std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(y * 300 + 100), 100, GByte{0});
        EXPECT_EQ(raster->GetRasterBand(1)->GetMaskBand()->RasterIO(GF_Write, 0, 0, 300, 200, mask.data(), 300, 200,
                                                                    GDT_Byte, 0, 0, nullptr),
                  CE_None);
    }
    RasterReport const report = translate_raster(source, to_utm(output));
    EXPECT_EQ(report.counts.null_in, 50 * 100);
    double const share_in = 5000.0 / 60000.0;
    double const corners = 0.03; // of the output have no source
    double const share_out =
        static_cast<double>(report.counts.null_out) / static_cast<double>(report.counts.features_out);
    EXPECT_NEAR(share_out, share_in, corners);
    EXPECT_GT(share_out, share_in);
}

TEST_F(RasterTranslate, KeepsClassNamesAndAttributeTables) {
    {
        gdal::DatasetHandle const raster = make_raster(source, {.type = GDT_Byte});
        CPLStringList names;
        names.AddString("water");
        names.AddString("steppe");
        raster->GetRasterBand(1)->SetCategoryNames(names.List());
        GDALDefaultRasterAttributeTable table;
        table.CreateColumn("VALUE", GFT_Integer, GFU_MinMax);
        table.CreateColumn("ha", GFT_Real, GFU_Generic);
        table.SetRowCount(2);
        table.SetValue(1, 1, 12.5);
        raster->GetRasterBand(1)->SetDefaultRAT(&table);
    }
    for (char const* driver : {"GTiff", "COG"}) {
        RasterTranslation t = to_utm(output);
        t.driver = driver;
        RasterReport const report = translate_raster(source, t);
        EXPECT_FALSE(test::has_problem(report.problems, "raster.classes_lost")) << driver;
        gdal::DatasetHandle const raster = open(output);
        ASSERT_NE(raster->GetSpatialRef(), nullptr); // GDAL 3.6 reads the .aux.xml for it, not for the classes
        GDALRasterBand& band = *raster->GetRasterBand(1);
        ASSERT_EQ(CSLCount(band.GetCategoryNames()), 2) << driver;
        EXPECT_STREQ(band.GetCategoryNames()[1], "steppe");
        ASSERT_NE(band.GetDefaultRAT(), nullptr) << driver;
        EXPECT_EQ(band.GetDefaultRAT()->GetValueAsDouble(1, 1), 12.5);
    }
}

TEST_F(RasterTranslate, KeepsColoursAndRefusesToMixThem) {
    {
        gdal::DatasetHandle const raster = make_raster(source, {.type = GDT_Byte});
        GDALColorTable colours;
        GDALColorEntry const brown = {120, 80, 40, 255};
        colours.SetColorEntry(33, &brown);
        raster->GetRasterBand(1)->SetColorTable(&colours);
    }
    static_cast<void>(translate_raster(source, to_utm(output)));
    gdal::DatasetHandle const raster = open(output);
    ASSERT_NE(raster->GetRasterBand(1)->GetColorTable(), nullptr);
    EXPECT_EQ(raster->GetRasterBand(1)->GetColorTable()->GetColorEntry(33)->c2, 80);
    RasterTranslation mixed = to_utm(folder / "mixed.tif");
    mixed.resampling = "bilinear";
    EXPECT_THROW(static_cast<void>(translate_raster(source, mixed)), DataError);
    EXPECT_FALSE(std::filesystem::exists(mixed.file));
}

TEST_F(RasterTranslate, IsTheSameForAnyNumberOfThreadsAndAnyMemory) {
    make_raster(source, {.bands = 2, .columns = 900, .rows = 700, .options = {"COMPRESS=DEFLATE"}}).reset();
    for (char const* driver : {"GTiff", "COG"}) {
        RasterTranslation t = to_utm(output);
        t.driver = driver;
        t.resampling = "cubic";
        set_thread_count(1);
        static_cast<void>(translate_raster(source, t));
        t.file = folder / "again.tif";
        t.memory = 0; // the image goes through a file
        set_thread_count(3);
        static_cast<void>(translate_raster(source, t));
        set_thread_count(0);
        EXPECT_EQ(test::bytes_of(output), test::bytes_of(t.file)) << driver;
        EXPECT_EQ(test::names_in(folder.path()), (std::vector<std::string>{"again.tif", "output.tif", "source.tif"}));
    }
}

TEST_F(RasterTranslate, WritesCogsWithOverviewsAndPredictor) {
    make_raster(source, {.columns = 1200, .rows = 800, .options = {"COMPRESS=DEFLATE"}}).reset();
    RasterTranslation t = to_utm(output);
    t.driver = "COG";
    static_cast<void>(translate_raster(source, t));
    RasterInfo const info = describe_raster(output);
    EXPECT_EQ(info.driver, "COG");
    EXPECT_TRUE(info.has_overviews);
    EXPECT_EQ(info.crs_origin, CrsOrigin::embedded);
    EXPECT_EQ(info.columns, planned_size(source, t).columns);
    EXPECT_STREQ(open(output)->GetMetadataItem("PREDICTOR", "IMAGE_STRUCTURE"), "3");
}

TEST_F(RasterTranslate, RefusesWhatDoesNotExist) {
    make_raster(source).reset();
    RasterTranslation t = to_utm(output);
    t.resampling = "bilineer";
    EXPECT_THROW(static_cast<void>(translate_raster(source, t)), UsageError);
    t = to_utm(output);
    t.grid.align_pixels = true;
    EXPECT_THROW(static_cast<void>(translate_raster(source, t)), UsageError);
    t = to_utm(output);
    t.driver = "PNG";
    EXPECT_THROW(static_cast<void>(translate_raster(source, t)), UsageError);
    EXPECT_THROW(static_cast<void>(translate_raster(folder / "nothing.tif", to_utm(output))), IoError);
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"source.tif"});
}

TEST_F(RasterTranslate, OfACutFileIsAnErrorAndLeavesNothing) {
    make_raster(source).reset();
    std::filesystem::resize_file(source, std::filesystem::file_size(source) / 2);
    EXPECT_THROW(static_cast<void>(translate_raster(source, to_utm(output))), IoError);
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"source.tif"});
}

TEST_F(RasterTranslate, OfAVrtUnderAnotherNameIsRefused) {
    make_raster(folder / "secret.tif").reset();
    test::put(source,
              "<VRTDataset rasterXSize=\"300\" rasterYSize=\"200\"><VRTRasterBand dataType=\"Float32\" band=\"1\">"
              "<SimpleSource><SourceFilename relativeToVRT=\"1\">secret.tif</SourceFilename></SimpleSource>"
              "</VRTRasterBand></VRTDataset>");
    EXPECT_THROW(static_cast<void>(describe_raster(source)), IoError);
    EXPECT_THROW(static_cast<void>(describe_raster("/vsicurl/http://localhost/dem.tif")), IoError);
}

TEST_F(RasterTranslate, WithoutPlaceIsRefused) {
    start_gdal();
    {
        gdal::DatasetHandle const raster(
            GetGDALDriverManager()->GetDriverByName("GTiff")->Create(source.c_str(), 4, 4, 1, GDT_Byte, nullptr));
    }
    EXPECT_THROW(static_cast<void>(describe_raster(source)), DataError);
    EXPECT_THROW(static_cast<void>(translate_raster(source, to_utm(output))), DataError);
}

class StopAtOnce final : public Progress {
public:
    void stage(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    [[nodiscard]] bool cancelled() const noexcept override { return true; }
};

TEST_F(RasterTranslate, StopsWhenTheUserAsksAndLeavesNothing) {
    make_raster(source).reset();
    StopAtOnce stop;
    EXPECT_THROW(static_cast<void>(translate_raster(source, to_utm(output), 100, stop)), Cancelled);
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"source.tif"});
}

/// A disk that is full after N bytes, for N from nothing to beyond the whole file: thrown, or whole.
TEST_F(RasterTranslate, OnAFullDiskThrowsAtEveryByteOrIsWhole) {
    make_raster(source, {.columns = 120, .rows = 90, .options = {"COMPRESS=DEFLATE"}}).reset();
    for (char const* driver : {"GTiff", "COG"}) {
        RasterTranslation t = to_utm(output);
        t.driver = driver;
        t.memory = EQUAL(driver, "COG") ? 0 : t.memory; // the warped image lies on the full disk, too
        static_cast<void>(translate_raster(source, t));
        std::string const good = test::bytes_of(output);
        // Without compression the warped image is larger than the output.
        std::size_t const largest = t.memory == 0 ? 256 * 256 * 5 * 2 : 2 * good.size();
        std::size_t const step = good.size() / 30 + 1;
        int thrown = 0;
        int whole = 0;
        for (std::size_t limit = 0; limit < largest; limit += limit < good.size() ? step : largest / 15) {
            t.file = "/vsimem/||maxlength=" + std::to_string(limit) + "||out.tif";
            try {
                static_cast<void>(translate_raster(source, t));
                vsi_l_offset size = 0;
                GByte const* bytes = VSIGetMemFileBuffer(t.file.c_str(), &size, FALSE);
                EXPECT_TRUE(bytes != nullptr && std::string(bytes, bytes + size) == good) << driver << limit;
                VSIUnlink(t.file.c_str());
                ++whole;
            } catch (IoError const&) {
                ++thrown;
            }
        }
        EXPECT_GE(thrown, 30) << driver;
        EXPECT_GE(whole, 1) << driver;
        CPLStringList const left(VSIReadDir("/vsimem/"));
        EXPECT_EQ(left.size(), 0) << driver << left[0];
    }
}

} // namespace
} // namespace oreway
