// SPDX-License-Identifier: MIT
// Reading: reference systems, geometries of all sorts, attributes, what is refused. The files are texts written here.

#include "oreway/io/vector_reader.hpp"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/vector_writer.hpp"
#include "oreway/io/zip_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::has_problem;
using test::put;
using test::read_all;
using test::text_of;
using test::WholeLayer;

class Reading : public testing::Test {
protected:
    std::string geojson(std::string const& geometry, std::string const& properties = "{\"name\":\"a\"}") {
        std::string const file = folder / "data.geojson";
        put(file, R"({"type":"FeatureCollection","features":[{"type":"Feature","id":5,"properties":)" + properties +
                      ",\"geometry\":" + geometry + "}]}");
        return file;
    }
    void shapefile(std::string const& file, FeatureLayer const& layer = test::lines()) {
        write_vector(file, std::span(&layer, 1));
    }
    test::TemporaryFolder folder;
};

TEST_F(Reading, GeoJsonIsWgs84ByItsFormat) {
    WholeLayer const read = read_all(geojson(R"({"type":"Point","coordinates":[76.9,43.2]})"));
    EXPECT_EQ(read.info.origin.crs_origin, CrsOrigin::format);
    EXPECT_NE(read.info.origin.crs_wkt.find("WGS 84"), std::string::npos);
    EXPECT_EQ(read.features.geometries[0].path(0)[0], (XY{76.9, 43.2}));
    EXPECT_EQ(read.features.ids[0], 5);
}

TEST_F(Reading, ShapefileHasItsReferenceSystemFromTheSidecar) {
    shapefile(folder / "legs.shp");
    WholeLayer const read = read_all(folder / "legs.shp");
    EXPECT_EQ(read.info.origin.crs_origin, CrsOrigin::sidecar);
    EXPECT_EQ(read.features.geometries[0].path(0)[0], (XY{80.41, 44.216})) << "longitude first, whatever EPSG says";
}

TEST_F(Reading, NoSidecarMeansNoReferenceSystemAndNoProblemYet) {
    shapefile(folder / "legs.shp");
    fs::remove(folder / "legs.prj");
    WholeLayer const read = read_all(folder / "legs.shp");
    EXPECT_EQ(read.info.origin.crs_origin, CrsOrigin::none);
    EXPECT_TRUE(read.info.origin.crs_wkt.empty());
    EXPECT_TRUE(read.problems.empty());
}

TEST_F(Reading, UnreadableSidecarIsNamed) {
    shapefile(folder / "legs.shp");
    for (std::string const& prj : {std::string("\x01\x80\x33 rubbish \xF0", 13), std::string("\xFF\xFEG\0E\0O\0", 8),
                                   std::string(200'000, '[')}) {
        put(folder / "legs.prj", prj);
        WholeLayer const read = read_all(folder / "legs.shp");
        EXPECT_EQ(read.info.origin.crs_origin, CrsOrigin::none);
        ASSERT_TRUE(has_problem(read.problems, "crs.unreadable"));
        EXPECT_NE(text_of(read.problems).find("legs.prj"), std::string::npos);
    }
}

TEST_F(Reading, NorthingFirstSystemsComeOutEastingFirst) {
    // EPSG:4326 in GML 3 is latitude first (OGC 09-048).
    put(folder / "place.gml",
        R"(<?xml version="1.0"?><c:FC xmlns:c="http://c" xmlns:gml="http://www.opengis.net/gml/3.2">
<gml:featureMember><c:place gml:id="p1"><c:geom><gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>43.238 76.8829</gml:pos>
</gml:Point></c:geom><c:name>Almaty</c:name></c:place></gml:featureMember></c:FC>)");
    WholeLayer const read = read_all(folder / "place.gml");
    ASSERT_EQ(read.features.ids.size(), 1u);
    EXPECT_EQ(read.features.geometries[0].path(0)[0], (XY{76.8829, 43.238}));
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"place.gml"}) << "no .gfs beside the user's file";
}

TEST_F(Reading, CurvesBecomePolylinesAndThatIsSaid) {
    put(folder / "arc.csv", "name,wkt\na,\"CIRCULARSTRING (0 0,1 1,2 0)\"\n");
    WholeLayer const read = read_all(folder / "arc.csv");
    EXPECT_TRUE(has_problem(read.problems, "geometry.curve"));
    ASSERT_GT(read.features.geometries[0].vertex_count(), 10u);
    for (XY const v : read.features.geometries[0].path(0))
        EXPECT_NEAR(std::hypot(v.x - 1.0, v.y), 1.0, 1e-9); // a circle round 1 0
    EXPECT_EQ(read.features.attributes.fields().size(), 1u) << "the geometry is not an attribute as well";
}

TEST_F(Reading, HeightsArePassedOverAndThatIsSaid) {
    WholeLayer const read = read_all(geojson(R"({"type":"LineString","coordinates":[[76,43,700],[77,44,800]]})"));
    EXPECT_TRUE(has_problem(read.problems, "geometry.heights"));
    EXPECT_EQ(read.features.geometries[0].path(0)[1], (XY{77, 44}));
}

TEST_F(Reading, OpenRingsAreClosedAndThatIsSaid) {
    WholeLayer const read = read_all(geojson(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]})"));
    EXPECT_TRUE(has_problem(read.problems, "geometry.ring_closed"));
    EXPECT_EQ(read.features.geometries[0].path(0).back(), (XY{0, 0}));
}

TEST_F(Reading, CollectionOfOneKindIsAMultiGeometryAndAMixedOneIsNull) {
    WholeLayer const points = read_all(geojson(
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"MultiPoint","coordinates":[[3,4],[5,6]]}]})"));
    EXPECT_EQ(points.features.geometries.kind(0), GeometryKind::point);
    EXPECT_EQ(points.features.geometries[0].path_count(), 1u);
    EXPECT_EQ(points.features.geometries[0].vertex_count(), 3u);
    WholeLayer const mixed = read_all(geojson(
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[3,4],[5,6]]}]})"));
    EXPECT_EQ(mixed.features.geometries.kind(0), GeometryKind::null);
    EXPECT_TRUE(has_problem(mixed.problems, "geometry.mixed"));
}

TEST_F(Reading, InfiniteCoordinatesOfGeoJsonAreNotTaken) {
    WholeLayer const read = read_all(geojson(R"({"type":"Point","coordinates":[1e400,43]})"));
    EXPECT_EQ(read.features.geometries.kind(0), GeometryKind::null);
    EXPECT_TRUE(has_problem(read.problems, "geometry.not_finite"));
}

TEST_F(Reading, DatesAreIsoTextsBooleansWordsAndListsJson) {
    WholeLayer const read = read_all(geojson(
        "null",
        R"({"opened":"2017-10-30","seen":"2020-05-01T12:30:00Z","double_track":true,"tags":["a","b"],"n":3,"x":0.5})"));
    Attributes const& a = read.features.attributes;
    auto const text = [&](char const* name) { return a.text(0, a.find(name).value()); };
    EXPECT_EQ(text("opened"), "2017-10-30");
    EXPECT_EQ(text("seen"), "2020-05-01T12:30:00Z");
    EXPECT_EQ(text("double_track"), "true");
    EXPECT_EQ(text("tags"), "[ \"a\", \"b\" ]");
    EXPECT_EQ(a.fields()[a.find("opened").value()].source_type, "Date");
    EXPECT_EQ(a.fields()[a.find("n").value()].type, FieldType::integer);
    EXPECT_EQ(a.fields()[a.find("x").value()].type, FieldType::real);
}

TEST_F(Reading, DuplicateIdsAreStated) {
    std::string const feature = R"({"type":"Feature","id":1,"properties":{},"geometry":null})";
    put(folder / "twice.geojson", R"({"type":"FeatureCollection","features":[)" + feature + "," + feature + "]}");
    WholeLayer const read = read_all(folder / "twice.geojson");
    EXPECT_EQ(read.features.ids.size(), 2u);
    EXPECT_TRUE(has_problem(read.problems, "feature.duplicate_id")) << text_of(read.problems);
}

TEST_F(Reading, ComesInChunksAndCanBeRepeated) {
    shapefile(folder / "legs.shp");
    VectorDataset dataset = VectorDataset::open(folder / "legs.shp");
    for (int round = 0; round < 2; ++round) {
        auto const source = dataset.read(0);
        EXPECT_EQ(source->next(1).ids.size(), 1u);
        EXPECT_EQ(source->next(1).ids.size(), 1u);
        EXPECT_EQ(source->next(1).ids.size(), 0u);
    }
}

TEST_F(Reading, AFolderIsAllItsFiles) {
    shapefile(folder / "legs.shp");
    shapefile(folder / "stations.gpkg", test::stations());
    put(folder / "readme.txt", "not data");
    put(folder / "broken.geojson", "{");
    VectorDataset const dataset = VectorDataset::open(folder.path().string());
    ASSERT_EQ(dataset.layers().size(), 2u);
    EXPECT_EQ(dataset.layers()[0].origin.layer, "legs");
    EXPECT_EQ(dataset.layers()[1].origin.layer, "stations");
    EXPECT_TRUE(has_problem(dataset.problems(), "file.unreadable"));
    EXPECT_EQ(dataset.find_layer("stations"), 1u);
    try {
        static_cast<void>(dataset.find_layer("station"));
        FAIL() << "a layer that is not there was found";
    } catch (DataError const& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean 'stations'"), std::string::npos);
    }
}

TEST_F(Reading, AnArchiveIsReadInPlace) {
    test::TemporaryFolder const other;
    shapefile(other / "legs.shp");
    std::vector<ZipEntry> entries;
    for (std::string const& name : test::names_in(other.path()))
        entries.push_back({"inner/" + name, test::bytes_of(other / name)});
    write_zip(folder / "legs.zip", entries);
    EXPECT_EQ(read_all(folder / "legs.zip").features.ids.size(), 2u);
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"legs.zip"});
}

TEST_F(Reading, MissingFileIsAnErrorWithTheNearestName) {
    shapefile(folder / "legs.shp");
    try {
        static_cast<void>(VectorDataset::open(folder / "legz.shp"));
        FAIL() << "a missing file was opened";
    } catch (IoError const& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean 'legs.shp'"), std::string::npos) << error.what();
    }
}

TEST_F(Reading, DamagedFilesOfTextFormatsAreErrors) {
    put(folder / "cut.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature","prop)");
    put(folder / "deep.geojson", std::string(100'000, '['));
    put(folder / "cut.kml",
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>a");
    put(folder / "utf16.csv", std::string("\xFF\xFE"
                                          "a\0,\0b\0\n\0",
                                          10));
    for (std::string const& name : test::names_in(folder.path()))
        EXPECT_THROW(static_cast<void>(read_all(folder / name)), IoError) << name;
}

TEST_F(Reading, ExternalEntitiesOfXmlAreNotFetched) {
    put(folder / "secret.txt", "the secret");
    put(folder / "entity.kml", "<?xml version=\"1.0\"?><!DOCTYPE k [<!ENTITY x SYSTEM \"" + (folder / "secret.txt") +
                                   "\">]><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><name>a&x;</name>"
                                   "<Point><coordinates>76,43</coordinates></Point></Placemark></kml>");
    try {
        WholeLayer const read = read_all(folder / "entity.kml");
        for (std::size_t f = 0; f < read.features.attributes.fields().size(); ++f)
            EXPECT_EQ(read.features.attributes.text(0, f).value_or("").find("secret"), std::string::npos);
    } catch (IoError const&) { // refused is right as well
    }
}

class Policy : public Reading {};

TEST_F(Policy, AVrtUnderAnyNameIsRefusedUnlessAllowedAndThenStaysInItsFolder) {
    geojson(R"({"type":"Point","coordinates":[76.9,43.2]})");
    auto const vrt = [](std::string const& source) {
        return "<OGRVRTDataSource><OGRVRTLayer name=\"data\"><SrcDataSource relativeToVRT=\"1\">" + source +
               "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
    };
    std::string const innocent = folder / "innocent.geojson";
    put(innocent, vrt("data.geojson"));
    EXPECT_THROW(static_cast<void>(read_all(innocent)), IoError);
    std::string const open = folder / "open.vrt";
    put(open, vrt("data.geojson"));
    EXPECT_THROW(static_cast<void>(read_all(open)), IoError);
    EXPECT_EQ(read_all(open, {.allow_vrt = true}).features.ids.size(), 1u);
    for (char const* source :
         {"/etc/passwd", "../secret.geojson", "http://example.org/a.geojson", "/vsicurl/http://a/b.shp"}) {
        put(open, vrt(source));
        EXPECT_THROW(static_cast<void>(read_all(open, {.allow_vrt = true})), IoError) << source;
    }
}

TEST_F(Policy, NetworkNamesAreRefusedHoweverTheyAreWrapped) {
    for (char const* name :
         {"http://example.org/a.geojson", "https://example.org/a.geojson", "/vsicurl/http://example.org/a.shp",
          "/vsizip//vsicurl/http://example.org/a.zip", "/vsis3/bucket/a.gpkg", "/vsizip/{/vsis3/bucket/a.zip}/a.shp",
          "WFS:http://example.org/wfs"}) {
        try {
            static_cast<void>(VectorDataset::open(name));
            FAIL() << name << " was opened";
        } catch (IoError const& error) {
            EXPECT_NE(std::string(error.what()).find("--allow-network"), std::string::npos) << error.what();
        }
    }
}

TEST_F(Policy, UnknownFileSystemsAreRefused) {
    EXPECT_THROW(static_cast<void>(VectorDataset::open("/vsisparse/a.xml")), IoError);
    EXPECT_THROW(static_cast<void>(VectorDataset::open("/vsicrypt/key=a,file=b.shp")), IoError);
}

TEST_F(Policy, FormatsOutsideTheTableAreNotTried) {
    put(folder / "route.osm",
        "<?xml version=\"1.0\"?><osm version=\"0.6\"><node id=\"1\" lat=\"43\" lon=\"76\"/></osm>");
    EXPECT_THROW(static_cast<void>(read_all(folder / "route.osm")), IoError);
}

TEST_F(Policy, VirtualTablesInADatabaseAreRefused) {
    shapefile(folder / "stations.gpkg", test::stations());
    {
        sqlite::Database const database = sqlite::open_for_writing(folder / "stations.gpkg");
        sqlite::execute(database, "PRAGMA writable_schema = 1");
        sqlite::execute(
            database,
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', 'spy', 'spy', 0, "
            "'CREATE VIRTUAL TABLE spy USING VirtualText(''/etc/passwd'', utf-8, 0, none)')");
    }
    EXPECT_THROW(static_cast<void>(read_all(folder / "stations.gpkg")), IoError);
}

} // namespace
} // namespace oreway
