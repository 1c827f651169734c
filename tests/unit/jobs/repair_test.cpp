// SPDX-License-Identifier: MIT
// Repaired copies, read again by GDAL's own readers through the library and compared with their inputs. Areas come from
// planar geometry of unit squares near the equator or from GeodSolve's relatives, named where they stand.

#include "oreway/jobs/repair.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "jobs/layer_repair.hpp"
#include "oreway/io/vector_reader.hpp"
#include "oreway/io/vector_writer.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A folder of its own for each test.
class Repair : public testing::Test {
protected:
    void SetUp() override {
        auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
        folder = fs::temp_directory_path() / fmt_name(test->name());
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }

    static std::string fmt_name(char const* test) {
        return std::string("oreway_repair_") + test + "_" + std::to_string(getpid());
    }

    [[nodiscard]] std::string put(char const* name, std::string const& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    }

    [[nodiscard]] RepairResult run(std::string const& input, char const* output,
                                   RepairOptions const& options = {}) const {
        return repair({input}, folder / output, options, no_progress());
    }

    fs::path folder;
};

std::string text_of(fs::path const& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

json read_json(fs::path const& file) {
    return json::parse(text_of(file));
}

std::string const head = R"({"type":"FeatureCollection","name":"sites","note":"kept","features":[)";

std::string feature(int id, std::string const& properties, std::string const& geometry) {
    return R"({"type":"Feature","id":)" + std::to_string(id) + R"(,"properties":)" + properties + R"(,"geometry":)" +
           geometry + "}";
}
std::string polygon(std::string const& rings) {
    return R"({"type":"Polygon","coordinates":[)" + rings + "]}";
}
std::string const square = "[[0,0],[1,0],[1,1],[0,1],[0,0]]";
std::string const bowtie = "[[0,0],[1,1],[1,0],[0,1],[0,0]]";

/// "feature change: before -> after", a line a change.
std::string listed(RepairResult const& result) {
    std::string text;
    for (auto const& row : result.changes.rows()) {
        Column const integer{"feature", CellKind::integer, "", 0, ""};
        text += (is_absent(row[2]) ? "layer" : to_text(row[2], integer)) + " " + std::get<std::string>(row[3]) + ": " +
                std::get<std::string>(row[4]) + " -> " + std::get<std::string>(row[5]) + "\n";
    }
    return text;
}

double area_of(RepairResult const& result, std::size_t row, std::size_t column) {
    return std::get<double>(result.changes.rows().at(row).at(column));
}

TEST_F(Repair, EveryFaultOfAShapeIsMendedAndListed) {
    std::string const input = put(
        "sites.geojson", head + feature(1, R"({"n":1.5})", polygon("[[0,0],[1,0],[1,1],[0,1]]")) + "," +
                             feature(2, R"({"n":2})", polygon("[[0,0],[0,0],[1,0],[1,1],[1,1],[0,1],[0,0]]")) + "," +
                             feature(3, R"({"n":3})", polygon("[[0,0],[0,1],[1,1],[1,0],[0,0]]")) + "," +
                             feature(5, R"({"n":5})", polygon(bowtie)) + "," +
                             feature(6, R"({"n":6})", R"({"type":"LineString","coordinates":[[0,0],[0,0],[1,1]]})") +
                             "," + feature(7, R"({"n":7})", polygon(square)) + "]}");
    RepairResult const result = run(input, "out.geojson");
    EXPECT_EQ(listed(result), "1 ring_closed: 1 open ring -> closed\n"
                              "2 vertex_removed: 2 repeated vertices -> removed\n"
                              "3 ring_turned: 1 ring the wrong way round -> turned\n"
                              "5 polygon_mended: Self-intersection near 0.5 0.5; 1 part -> by linework; 2 parts\n"
                              "6 vertex_removed: 1 repeated vertex -> removed\n");
    EXPECT_TRUE(result.problems.empty()) << result.problems.front().parts.what;
    json const out = read_json(folder / "out.geojson");
    EXPECT_EQ(out["note"], "kept") << "members that are no feature stay";
    EXPECT_EQ(out["features"].size(), 6U);
    EXPECT_EQ(out["features"][0]["geometry"]["coordinates"][0].size(), 5U);
    EXPECT_EQ(out["features"][5], read_json(input)["features"][5]) << "a sound feature stays as it is";
    CheckOptions const plain;
    for (Problem const& problem : check({(folder / "out.geojson").string()}, plain, no_progress()).problems)
        EXPECT_EQ(problem.severity, Severity::note) << problem.parts.what;
}

TEST_F(Repair, AGeoJsonStaysByteForByteWhereNothingIsMended) {
    // Numbers that GDAL's writer would round, spaces, escapes, members of others, a property 'id' in place of ids.
    std::string const start =
        R"( { "type" : "FeatureCollection", "x": {"features": 1},)"
        "\n"
        R"("features":[{"type":"Feature","foreign":[1, {"a":"}"}],"properties":{"id":7,"\u0441":"KZ"},)"
        R"("geometry":)";
    std::string const middle =
        R"(},{"type":"Feature","properties":{"id":3,"\u0441":"a\"b"},"geometry":{"type":"Point",)"
        R"("coordinates":[29.43007812499999,1.0e1]}}]} )";
    std::string const input = put("in.geojson", start + polygon("[[0,0],[29.43007812499999,0],[1,1]]") + middle);
    RepairOptions options;
    options.country_field = "с"; // Cyrillic, as the escape says
    RepairResult const result = run(input, "out.geojson", options);
    EXPECT_EQ(listed(result), "7 ring_closed: 1 open ring -> closed\n"
                              "7 country_code: с = KZ -> с = KAZ\n");
    std::string const mended =
        R"({ "type": "Polygon", "coordinates": [[[0, 0], [29.43007812499999, 0], [1, 1], [0, 0]]] })";
    std::string wanted = start + mended + middle;
    wanted.replace(wanted.find("\"KZ\""), 4, "\"KAZ\"");
    EXPECT_EQ(text_of(folder / "out.geojson"), wanted);
}

TEST_F(Repair, GeoJsonFeaturesThatCannotBeToldApartAreRefused) {
    std::string const input =
        put("in.geojson", head + feature(1, "{}", polygon(bowtie)) + "," + feature(1, "{}", polygon(square)) + "]}");
    EXPECT_THROW((void)run(input, "out.geojson"), Error);
    EXPECT_FALSE(fs::exists(folder / "out.geojson"));
}

TEST_F(Repair, AreasBeforeAndAfterAreOnTheEllipsoid) {
    // The two triangles of a bow tie of one degree at the equator: a quarter of the square each. The square of one
    // degree north of the equator has 12308.778361 km2 (Planimeter -s: 0 0, 0 1, 1 1, 1 0).
    std::string const input = put("sites.geojson", head + feature(1, "{}", polygon(bowtie)) + "]}");
    RepairResult const result = run(input, "out.geojson");
    double const half = 12308.778361 / 2.0;
    constexpr double equator_and_edges = 5.0; // the halves differ a little, and their diagonals are geodesics
    EXPECT_NEAR(area_of(result, 0, 7), half, equator_and_edges);
    EXPECT_LT(area_of(result, 0, 6), half) << "the ring winds round one half each way";
}

TEST_F(Repair, TheTwoMethodsDifferWhereARingIsWoundTwice) {
    // A ring that winds twice round the square 1..2: out by linework (even-odd), in by structure.
    std::string const twice = "[[0,0],[2,0],[2,2],[1,2],[1,1],[3,1],[3,3],[0,3],[0,0]]";
    std::string const input = put("sites.geojson", head + feature(1, "{}", polygon(twice)) + "]}");
    RepairOptions options;
    RepairResult const linework = run(input, "l.geojson", options);
    options.method = RepairMethod::structure;
    RepairResult const structure = run(input, "s.geojson", options);
    EXPECT_NE(area_of(linework, 0, 7), area_of(structure, 0, 7));
    EXPECT_NE(listed(structure).find("by structure"), std::string::npos);
}

TEST_F(Repair, CountriesBecomeAlpha3AndWhatIsNoneIsListed) {
    std::string const point = R"({"type":"Point","coordinates":[70,45]})";
    std::string const input =
        put("mines.geojson",
            head + feature(1, R"({"c":"Kazakhstan"})", point) + "," + feature(2, R"({"c":"UZ"})", point) + "," +
                feature(3, R"({"c":"KGZ"})", point) + "," + feature(4, R"({"c":"Atlantis"})", point) + "," +
                feature(5, R"({"c":"kz; 860"})", point) + "," + feature(6, R"({"c":null})", point) + "]}");
    RepairOptions options;
    options.country_field = "c";
    RepairResult const result = run(input, "out.geojson", options);
    EXPECT_EQ(listed(result), "1 country_code: c = Kazakhstan -> c = KAZ\n"
                              "2 country_code: c = UZ -> c = UZB\n"
                              "5 country_code: c = kz; 860 -> c = KAZ;UZB\n");
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].code, "repair.country");
    json const out = read_json(folder / "out.geojson");
    EXPECT_EQ(out["features"][0]["properties"]["c"], "KAZ");
    EXPECT_EQ(out["features"][3]["properties"]["c"], "Atlantis");
    EXPECT_TRUE(out["features"][5]["properties"]["c"].is_null());
}

TEST_F(Repair, WithoutAFieldNoCountryIsTouched) {
    std::string const input = put(
        "mines.geojson", head + feature(1, R"({"country":"KZ"})", R"({"type":"Point","coordinates":[70,45]})") + "]}");
    EXPECT_TRUE(run(input, "out.geojson").changes.rows().empty());
}

TEST_F(Repair, AMistypedFieldIsRefusedWithTheNearestOne) {
    std::string const input = put(
        "mines.geojson", head + feature(1, R"({"country":"KZ"})", R"({"type":"Point","coordinates":[70,45]})") + "]}");
    RepairOptions options;
    options.country_field = "contry";
    try {
        (void)run(input, "out.geojson", options);
        FAIL() << "taken";
    } catch (UsageError const& error) {
        EXPECT_EQ(error.parts().remedy, "did you mean 'country'?");
    }
    EXPECT_FALSE(fs::exists(folder / "out.geojson"));
}

/// A layer of polygons with a text of two letters, a whole number and a real one.
FeatureLayer sites(std::vector<std::vector<LonLat>> const& rings) {
    FeatureLayer layer;
    layer.name = "sites";
    layer.attributes = Attributes(std::vector<Field>{
        {"land", FieldType::text, 2, ""}, {"n", FieldType::integer, 0, ""}, {"x", FieldType::real, 0, ""}});
    for (std::size_t i = 0; i < rings.size(); ++i) {
        layer.ids.push_back(static_cast<std::int64_t>(10 * (i + 1)));
        layer.geometries.begin(GeometryKind::polygon);
        layer.geometries.begin_path();
        layer.geometries.add(rings[i]);
        layer.geometries.end();
        layer.attributes.add_row({std::string("KZ"), static_cast<std::int64_t>(i), 0.1 * static_cast<double>(i)});
    }
    return layer;
}
std::vector<LonLat> const sound_ring = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
std::vector<LonLat> const crossed_ring = {{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}};

TEST_F(Repair, AGeoPackageKeepsIdsTypesAndOtherLayersAndIsMadeMultiWhenNeeded) {
    FeatureLayer other = sites({sound_ring});
    other.name = "other";
    std::vector<FeatureLayer> const layers = {sites({crossed_ring, sound_ring}), other};
    fs::path const input = folder / "in.gpkg";
    write_vector(input, layers);
    RepairResult const result = run(input.string(), "out.gpkg");
    EXPECT_EQ(listed(result).substr(0, 48), "layer layer_made_multi: Polygon -> MultiPolygon\n");
    VectorDataset written = VectorDataset::open((folder / "out.gpkg").string());
    ASSERT_EQ(written.layers().size(), 2U);
    EXPECT_TRUE(written.problems().empty()) << "both declarations of the type agree";
    EXPECT_EQ(written.layers()[0].geometry_type, "Multi Polygon");
    EXPECT_EQ(written.layers()[1].geometry_type, "Polygon");
    FeatureChunk const chunk = written.read(0)->next(10);
    EXPECT_EQ(chunk.ids, (std::vector<std::int64_t>{10, 20}));
    EXPECT_EQ(chunk.geometries[0].path_count(), 2U);
    EXPECT_EQ(chunk.attributes.text(1, 0), "KZ");
    EXPECT_EQ(chunk.attributes.fields()[1].type, FieldType::integer);
    EXPECT_TRUE(result.problems.empty());
}

TEST_F(Repair, AShapefileIsMendedAndItsNarrowFieldWidened) {
    fs::path const input = folder / "in.shp";
    std::vector<FeatureLayer> const layers = {sites({crossed_ring, sound_ring})};
    write_vector(input, layers);
    RepairOptions options;
    options.country_field = "land";
    RepairResult const result = run(input.string(), "out.shp", options);
    EXPECT_NE(listed(result).find("polygon_mended"), std::string::npos) << listed(result);
    EXPECT_NE(listed(result).find("country_code: land = KZ -> land = KAZ"), std::string::npos);
    EXPECT_TRUE(result.problems.empty()) << result.problems.front().parts.what;
    for (char const* ending : {"shp", "shx", "dbf", "prj", "cpg"})
        EXPECT_TRUE(fs::exists(fs::path(folder / "out.shp").replace_extension(ending))) << ending;
    VectorDataset written = VectorDataset::open((folder / "out.shp").string());
    FeatureChunk const chunk = written.read(0)->next(10);
    EXPECT_EQ(chunk.attributes.text(0, 0), "KAZ");
    EXPECT_EQ(chunk.geometries[0].path_count(), 2U);
}

TEST_F(Repair, TheSameInputGivesTheSameBytes) {
    for (char const* ending : {".shp", ".gpkg"}) {
        fs::path const input = folder / (std::string("in") + ending);
        std::vector<FeatureLayer> const layers = {sites({crossed_ring, sound_ring})};
        write_vector(input, layers);
        (void)run(input.string(), (std::string("a") + ending).c_str());
        (void)run(input.string(), (std::string("b") + ending).c_str());
        EXPECT_EQ(text_of(folder / (std::string("a") + ending)), text_of(folder / (std::string("b") + ending)));
    }
}

TEST_F(Repair, HeightsStayAndNewVerticesGetThoseOfTheirEdge) {
    std::string const input =
        put("sites.geojson", head + feature(1, "{}", polygon("[[0,0,10],[1,1,20],[1,0,30],[0,1,40],[0,0,10]]")) + "]}");
    RepairResult const result = run(input, "out.geojson");
    EXPECT_NE(listed(result).find("height_added"), std::string::npos) << listed(result);
    // Half way along the edge from height 10 to 20, or along that from 30 to 40: either is on the crossing.
    for (json const& part : read_json(folder / "out.geojson")["features"][0]["geometry"]["coordinates"])
        for (json const& vertex : part[0]) {
            ASSERT_EQ(vertex.size(), 3U);
            if (vertex[0] == 0.5)
                EXPECT_TRUE(vertex[2] == 15.0 || vertex[2] == 35.0) << vertex;
            else
                EXPECT_EQ(vertex[2], 10.0 + 10.0 * ((vertex[0] == 1.0 && vertex[1] == 1.0)   ? 1
                                                    : (vertex[0] == 1.0 && vertex[1] == 0.0) ? 2
                                                    : (vertex[0] == 0.0 && vertex[1] == 1.0) ? 3
                                                                                             : 0));
        }
}

TEST_F(Repair, WhatCannotBeRefusesBeforeAnythingIsWritten) {
    std::string const input = put("in.geojson", head + feature(1, "{}", polygon(square)) + "]}");
    EXPECT_THROW((void)run(input, "out.gpkg"), UsageError) << "another format";
    EXPECT_THROW((void)run(input, "in.geojson"), UsageError) << "onto itself";
    EXPECT_THROW((void)repair({input, input}, folder / "out", {}, no_progress()), UsageError) << "two of one name";
    (void)put("there.geojson", "mine");
    EXPECT_THROW((void)run(input, "there.geojson"), UsageError);
    EXPECT_EQ(text_of(folder / "there.geojson"), "mine");
    EXPECT_THROW((void)run(put("in.kml", "<kml/>"), "out.kml"), Error) << "a format that cannot be changed in place";
    EXPECT_FALSE(fs::exists(folder / "out.kml"));
}

TEST_F(Repair, SeveralInputsGoToAFolder) {
    std::string const one = put("one.geojson", head + feature(1, "{}", polygon(bowtie)) + "]}");
    std::string const two = put("two.geojson", head + feature(1, "{}", polygon(square)) + "]}");
    EXPECT_THROW((void)repair({one, two}, folder / "none", {}, no_progress()), UsageError);
    fs::create_directory(folder / "fixed");
    RepairResult const result = repair({one, two}, folder / "fixed", {}, no_progress());
    EXPECT_EQ(result.outputs, (std::vector<fs::path>{folder / "fixed/one.geojson", folder / "fixed/two.geojson"}));
    EXPECT_EQ(result.changes.rows().size(), 1U);
}

TEST_F(Repair, TheStudySaysWhichFieldsHoldCountries) {
    std::string const input =
        put("mines.geojson", head + feature(1, R"({"land":"KZ"})", R"({"type":"Point","coordinates":[70,45]})") + "]}");
    (void)put("study.toml",
              "[layers.corridors]\npath='c.shp'\n[layers.mines]\npath='mines.geojson'\nfields={country='land'}\n");
    RepairOptions options;
    options.study = folder / "study.toml";
    EXPECT_EQ(listed(run(input, "out.geojson", options)), "1 country_code: land = KZ -> land = KAZ\n");
}

TEST_F(Repair, ALineWithoutLengthIsListedAsNotRepaired) {
    std::string const input =
        put("in.geojson", head + feature(1, "{}", R"({"type":"LineString","coordinates":[[1,1],[1,1]]})") + "]}");
    RepairResult const result = run(input, "out.geojson");
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].code, "geometry.zero_length");
    EXPECT_NE(result.problems[0].parts.where.find("out.geojson"), std::string::npos) << result.problems[0].parts.where;
}

TEST(CountryList, PartsAreTranslatedAndSeparatorsKept) {
    EXPECT_EQ(with_alpha3_codes("KZ;UZ"), "KAZ;UZB");
    EXPECT_EQ(with_alpha3_codes("KZ, Russia"), "KAZ,RUS");
    EXPECT_EQ(with_alpha3_codes("KZ;"), std::nullopt);
    EXPECT_EQ(with_alpha3_codes("KZ;Atlantis"), std::nullopt) << "half a translation is none";
}

TEST(RepairKinds, TheDocumentationHasEveryOne) {
    std::string const page = text_of(OREWAY_SOURCE_DIR "/docs/own-data.md");
    for (RepairKind const& kind : repair_kinds())
        EXPECT_NE(page.find("| " + std::string(kind.name) + " | " + std::string(kind.what) + " |\n"), std::string::npos)
            << "docs/own-data.md lacks " << kind.name;
}

} // namespace
} // namespace oreway
