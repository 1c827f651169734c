// SPDX-License-Identifier: MIT
// Translation of native layers: Z, M, curves, field types, ids; raw shapefile records; full disks. The transform is a
// plain shift, so expected coordinates are sums.

#include "oreway/io/vector_translate.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <span>

#include <cpl_vsi.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::put;

/// x + 1000, y + 2000; what lies west of -1000 has no image.
class Shift final : public CoordinateTransform {
public:
    std::size_t apply(std::span<XY> points, std::span<std::uint8_t> failed) override {
        std::size_t failures = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            failed[i] = points[i].x < -1000.0 || !std::isfinite(points[i].x) ? 1 : 0;
            failures += failed[i];
            points[i] = {points[i].x + 1000.0, points[i].y + 2000.0};
        }
        return failures;
    }
};

std::string utm_wkt() {
    start_gdal();
    OGRSpatialReference utm;
    utm.importFromEPSG(32643);
    char* raw = nullptr;
    std::array<char const*, 2> const options = {"FORMAT=WKT2_2019", nullptr};
    utm.exportToWkt(&raw, options.data());
    gdal::CplText const text(raw);
    return text.get();
}

class Translation : public testing::Test {
protected:
    TranslateReport translate(std::string const& source, std::string const& target, std::string const& driver,
                              FailedPoints on_error = FailedPoints::make_null) {
        LayerTranslation translation;
        translation.output_layer = fs::path(target).stem().string();
        translation.file = target;
        translation.target_wkt = utm_wkt();
        translation.transform = &pool;
        return translate_vector(source, {translation}, {.driver = driver, .on_error = on_error});
    }

    /// A GeoPackage with one layer of the given type, made by GDAL itself.
    gdal::DatasetHandle made(std::string const& name, OGRwkbGeometryType type) {
        start_gdal();
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        gdal::DatasetHandle dataset(driver->Create((folder / name).c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        OGRSpatialReference utm;
        utm.importFromEPSG(32642);
        layer = dataset->CreateLayer("things", &utm, type, nullptr);
        return dataset;
    }
    void add(std::int64_t id, char const* wkt) {
        gdal::FeatureHandle const feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        feature->SetFID(id);
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt(wkt, nullptr, &geometry);
        feature->SetGeometryDirectly(geometry);
        ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
    std::vector<std::string> wkts_in(std::string const& file) {
        gdal::DatasetHandle const dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
        std::vector<std::string> texts;
        OGRWktOptions iso;
        iso.variant = wkbVariantIso;
        for (auto const& feature : dataset->GetLayer(0))
            texts.push_back(feature->GetGeometryRef() == nullptr ? "null"
                                                                 : feature->GetGeometryRef()->exportToWkt(iso));
        return texts;
    }

    test::TemporaryFolder folder;
    TransformPool pool{[] { return std::make_unique<Shift>(); }};
    OGRLayer* layer = nullptr;
};

TEST_F(Translation, HeightsAndMeasuresStayWhatTheyAre) {
    {
        auto const dataset = made("in.gpkg", wkbUnknown);
        add(1, "POINT ZM (1 2 3 4)");
        add(2, "LINESTRING Z (1 2 3,5 6 7)");
        add(3, "LINESTRING M (1 2 3,5 6 7)");
        add(4, "POLYGON ((0 0,0 1,1 1,0 0))");
        add(5, "POINT EMPTY");
    }
    TranslateReport const report = translate(folder / "in.gpkg", folder / "out.gpkg", "GPKG");
    EXPECT_EQ(wkts_in(folder / "out.gpkg"),
              (std::vector<std::string>{"POINT ZM (1001 2002 3 4)", "LINESTRING Z (1001 2002 3,1005 2006 7)",
                                        "LINESTRING M (1001 2002 3,1005 2006 7)",
                                        "POLYGON ((1000 2000,1000 2001,1001 2001,1000 2000))", "POINT EMPTY"}));
    EXPECT_EQ(report.layers[0].null_in, 1) << "an empty geometry counts as none";
    EXPECT_EQ(report.layers[0].vertices_out, 9);
}

TEST_F(Translation, CurvesAreMovedByTheirControlPoints) {
    {
        auto const dataset = made("in.gpkg", wkbUnknown);
        add(1, "CIRCULARSTRING (0 0,1 1,2 0)");
        add(2, "COMPOUNDCURVE ((5 5,0 0),CIRCULARSTRING (0 0,1 1,2 0))");
    }
    (void)translate(folder / "in.gpkg", folder / "out.gpkg", "GPKG");
    EXPECT_EQ(wkts_in(folder / "out.gpkg"),
              (std::vector<std::string>{"CIRCULARSTRING (1000 2000,1001 2001,1002 2000)",
                                        "COMPOUNDCURVE ((1005 2005,1000 2000),CIRCULARSTRING (1000 2000,1001 2001,1002 "
                                        "2000))"}));
}

TEST_F(Translation, FormatsWithoutCurvesGetLinesAndSaySo) {
    {
        auto const dataset = made("in.gpkg", wkbUnknown);
        add(1, "CIRCULARSTRING (0 0,1 1,2 0)");
    }
    TranslateReport const report = translate(folder / "in.gpkg", folder / "out.geojson", "GeoJSON");
    EXPECT_TRUE(test::has_problem(report.problems, "geometry.linearised"));
    EXPECT_GT(report.layers[0].vertices_out, 10);
}

TEST_F(Translation, FieldTypesWidthsAndNullsStay) {
    {
        auto const dataset = made("in.gpkg", wkbPoint);
        struct {
            char const* name;
            OGRFieldType type;
            OGRFieldSubType subtype;
            int width;
        } const fields[] = {{"flag", OFTInteger, OFSTBoolean, 0}, {"small", OFTInteger, OFSTInt16, 0},
                            {"large", OFTInteger64, OFSTNone, 0}, {"real", OFTReal, OFSTNone, 0},
                            {"text", OFTString, OFSTNone, 12},    {"day", OFTDate, OFSTNone, 0},
                            {"time", OFTDateTime, OFSTNone, 0},   {"bytes", OFTBinary, OFSTNone, 0}};
        for (auto const& field : fields) {
            OGRFieldDefn definition(field.name, field.type);
            definition.SetSubType(field.subtype);
            definition.SetWidth(field.width);
            layer->CreateField(&definition);
        }
        gdal::FeatureHandle const feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        feature->SetFID(42);
        feature->SetField("flag", 1);
        feature->SetField("large", GIntBig{9007199254740993});
        feature->SetField("real", 0.1);
        feature->SetField("text", "Алматы");
        feature->SetField("day", "2024/02/29");
        feature->SetField("time", "2024/02/29 12:34:56+00");
        feature->SetFieldNull(1);
        ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
    (void)translate(folder / "in.gpkg", folder / "out.gpkg", "GPKG");
    gdal::DatasetHandle const before(GDALDataset::Open((folder / "in.gpkg").c_str(), GDAL_OF_VECTOR));
    gdal::DatasetHandle const after(GDALDataset::Open((folder / "out.gpkg").c_str(), GDAL_OF_VECTOR));
    OGRFeatureDefn const& a = *before->GetLayer(0)->GetLayerDefn();
    OGRFeatureDefn const& b = *after->GetLayer(0)->GetLayerDefn();
    ASSERT_EQ(a.GetFieldCount(), b.GetFieldCount());
    gdal::FeatureHandle const x(before->GetLayer(0)->GetNextFeature());
    gdal::FeatureHandle const y(after->GetLayer(0)->GetNextFeature());
    EXPECT_EQ(y->GetFID(), 42);
    for (int f = 0; f < a.GetFieldCount(); ++f) {
        EXPECT_TRUE(a.GetFieldDefn(f)->IsSame(b.GetFieldDefn(f))) << a.GetFieldDefn(f)->GetNameRef();
        EXPECT_EQ(x->IsFieldNull(f), y->IsFieldNull(f));
        EXPECT_STREQ(x->GetFieldAsString(f), y->GetFieldAsString(f));
    }
}

TEST_F(Translation, TextsOfAnOldShapefileBecomeUtf8) {
    FeatureLayer const layer_in = test::lines();
    write_vector(folder / "legs.shp", std::span(&layer_in, 1));
    std::string table = bytes_of(folder / "legs.dbf");
    std::string const cyrillic = "\xC0\xEB\xEC\xE0\xF2\xFB"; // "Алматы" in CP1251
    table.replace(table.find("in two parts"), cyrillic.size(), cyrillic);
    put(folder / "legs.dbf", table);
    put(folder / "legs.cpg", "1251");
    (void)translate(folder / "legs.shp", folder / "out.geojson", "GeoJSON");
    EXPECT_NE(bytes_of(folder / "out.geojson").find("Алматы"), std::string::npos);
}

TEST_F(Translation, ShapefileRecordsAreMovedInPlace) {
    FeatureLayer const in = test::polygons();
    write_vector(folder / "in.shp", std::span(&in, 1));
    TranslateReport const report = translate(folder / "in.shp", folder / "out.shp", "ESRI Shapefile");
    EXPECT_EQ(report.layers[0].vertices_out, 10);
    std::string const before = bytes_of(folder / "in.shp");
    std::string const after = bytes_of(folder / "out.shp");
    ASSERT_EQ(before.size(), after.size());
    EXPECT_EQ(before.substr(0, 36), after.substr(0, 36)) << "type and length of the file";
    EXPECT_EQ(bytes_of(folder / "in.shx").substr(100), bytes_of(folder / "out.shx").substr(100));
    auto const read = test::read_all(folder / "out.shp");
    XYBox box;
    for (XY const p : read.features.geometries.vertices())
        box.extend(p);
    EXPECT_EQ(box.min_x, 1060.0);
    EXPECT_EQ(box.max_y, 2045.0);
    EXPECT_EQ(read.info.extent.min_x, 1060.0) << "the header tells the new extent";
    EXPECT_EQ(read.features.geometries[0].path_count(), 2U);
}

TEST_F(Translation, OpenRingsAreClosedAndRingsInTheWrongOrderPutRight) {
    FeatureLayer const in = test::polygons();
    write_vector(folder / "in.shp", std::span(&in, 1));
    std::string bytes = bytes_of(folder / "in.shp");
    // Header 100, record header 8, then type 4, box 32, counts 8, two part starts 8: the vertices begin at 160.
    constexpr std::size_t vertices = 160;
    double const moved = 60.5; // the last vertex of the outer ring no longer meets the first
    std::memcpy(bytes.data() + vertices + 4 * 16, &moved, sizeof moved);
    put(folder / "in.shp", bytes);
    TranslateReport const report = translate(folder / "in.shp", folder / "out.shp", "ESRI Shapefile");
    EXPECT_EQ(report.layers[0].vertices_out, 11);
    auto const read = test::read_all(folder / "out.shp");
    auto const ring = read.features.geometries[0].path(0);
    EXPECT_EQ(ring.front(), ring.back());
    EXPECT_EQ(ring.size(), 6U);
}

TEST_F(Translation, OtherShapesOfAShapefileKeepHeightsAndMeasures) {
    start_gdal();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
    {
        gdal::DatasetHandle const dataset(driver->Create((folder / "in.shp").c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        layer = dataset->CreateLayer("in", nullptr, wkbLineStringZM, nullptr);
        add(0, "LINESTRING ZM (1 2 3 4,5 6 7 8)");
    }
    TranslateReport const report = translate(folder / "in.shp", folder / "out.shp", "ESRI Shapefile");
    EXPECT_EQ(wkts_in(folder / "out.shp"), std::vector<std::string>{"LINESTRING ZM (1001 2002 3 4,1005 2006 7 8)"});
    EXPECT_EQ(report.layers[0].features_out, 1);
}

TEST_F(Translation, DroppedRecordsTakeTheirRowsAlong) {
    FeatureLayer in = test::stations();
    in.geometries.clear();
    in.geometries.add_point({1.0, 2.0});
    in.geometries.add_point({-5000.0, 2.0});
    in.geometries.add_point({3.0, 4.0});
    write_vector(folder / "in.shp", std::span(&in, 1));
    TranslateReport const report =
        translate(folder / "in.shp", folder / "out.shp", "ESRI Shapefile", FailedPoints::drop);
    EXPECT_EQ(report.layers[0].failed, std::vector<std::int64_t>{1});
    auto const read = test::read_all(folder / "out.shp");
    ASSERT_EQ(read.features.ids.size(), 2U);
    EXPECT_EQ(read.features.attributes.number(1, 1), -3.0);
    EXPECT_TRUE(read.problems.empty()) << test::text_of(read.problems);
}

TEST_F(Translation, AFailingPointNamesItsFeature) {
    FeatureLayer in = test::stations();
    in.geometries.clear();
    for (double const x : {1.0, 2.0, -5000.0})
        in.geometries.add_point({x, 2.0});
    write_vector(folder / "in.gpkg", std::span(&in, 1));
    try {
        (void)translate(folder / "in.gpkg", folder / "out.gpkg", "GPKG", FailedPoints::fail);
        FAIL() << "no error";
    } catch (DataError const& error) {
        EXPECT_NE(error.parts().what.find("feature 7"), std::string::npos) << error.what();
    }
    EXPECT_FALSE(fs::exists(folder / "out.gpkg"));
}

/// Several hundred points, so that writers flush more than once.
std::string many_points(test::TemporaryFolder const& folder, std::string const& name) {
    FeatureLayer layer;
    layer.name = "points";
    layer.attributes = Attributes({{"name", FieldType::text, 0, ""}});
    for (int i = 0; i < 400; ++i) {
        layer.ids.push_back(i + 1);
        layer.geometries.add_point({60.0 + i * 0.01, 40.0 + i * 0.005});
        layer.attributes.add_row({"station number " + std::to_string(i)});
    }
    write_vector(folder / name, std::span(&layer, 1));
    return folder / name;
}

class FullDiskOfTranslations : public Translation,
                               public testing::WithParamInterface<std::pair<char const*, char const*>> {};

TEST_P(FullDiskOfTranslations, IsNeverSilent) {
    // Rows 1 to 4 of the fault matrix: with every limit either an error and no file, or the whole file.
    auto const [driver, extension] = GetParam();
    std::string const source = many_points(folder, std::string("in.") + extension);
    std::string const target = std::string("/vsimem/full/out.") + extension;
    VSIMkdir("/vsimem/full", 0755);
    (void)translate(source, target, driver);
    VSIStatBufL status{};
    ASSERT_EQ(VSIStatL(target.c_str(), &status), 0);
    auto const size = static_cast<std::int64_t>(status.st_size);
    VSIRmdirRecursive("/vsimem/full");
    int thrown = 0;
    constexpr std::int64_t steps = 40;
    for (std::int64_t step = 0; step <= steps; ++step) {
        std::int64_t const limit = size * step / steps;
        std::string const limited = "/vsimem/||maxlength=" + std::to_string(limit) + "||out." + extension;
        try {
            (void)translate(source, limited, driver);
            ASSERT_GE(limit, size) << "reported as written on a disk of " << limit << " bytes";
        } catch (Error const&) {
            ++thrown;
        }
        VSIUnlink(limited.c_str());
    }
    EXPECT_GE(thrown, steps) << "no limit below the size of the file is large enough";
    EXPECT_NO_THROW(
        (void)translate(source, "/vsimem/||maxlength=" + std::to_string(3 * size) + "||out." + extension, driver));
}

INSTANTIATE_TEST_SUITE_P(Formats, FullDiskOfTranslations,
                         testing::Values(std::pair{"ESRI Shapefile", "shp"}, std::pair{"GeoJSON", "geojson"},
                                         std::pair{"FlatGeobuf", "fgb"}, std::pair{"CSV", "csv"}));

} // namespace
} // namespace oreway
