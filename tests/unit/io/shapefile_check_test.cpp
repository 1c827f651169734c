// SPDX-License-Identifier: MIT
// Damaged shapefiles: what is lost is said, what is not lost is read (reliability: rows 20 to 27 of the fault matrix).
// The files are written here and then damaged byte by byte.

#include "io/shapefile_check.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <limits>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::has_problem;
using test::put;
using test::read_all;
using test::text_of;
using test::WholeLayer;

constexpr std::size_t lines_in_file = 12;

/// Twelve lines of three vertices with a name and a length.
class Shapefile : public testing::Test {
protected:
    void SetUp() override {
        FeatureLayer layer;
        layer.name = "roads";
        layer.attributes = Attributes({{"name", FieldType::text, 0, ""}, {"km", FieldType::real, 0, ""}});
        for (std::size_t i = 0; i < lines_in_file; ++i) {
            double const lon = 60.0 + static_cast<double>(i);
            std::vector<LonLat> const vertices = {{lon, 40.0}, {lon + 0.5, 41.0}, {lon + 1.0, 40.5}};
            layer.ids.push_back(static_cast<std::int64_t>(i));
            layer.geometries.add_line(vertices);
            layer.attributes.add_row({"road " + std::to_string(i), static_cast<double>(i) * 1.5});
        }
        write_vector(shp, std::span(&layer, 1));
    }

    /// Changes bytes at a place of a file.
    static void patch(std::string const& file, std::size_t at, std::string const& bytes) {
        put(file, bytes_of(file).replace(at, bytes.size(), bytes));
    }
    static void cut(std::string const& file, std::size_t size) { fs::resize_file(file, size); }

    test::TemporaryFolder folder;
    std::string const shp = folder / "roads.shp";
    std::string const shx = folder / "roads.shx";
    std::string const dbf = folder / "roads.dbf";
    static constexpr std::size_t header = 100;
    static constexpr std::size_t record = 8 + 44 + 4 + 3 * 16; ///< a line of one part and three vertices
};

/// Every feature that was read has the geometry and the attributes of its own record.
void expect_right(WholeLayer const& read, std::size_t count) {
    ASSERT_EQ(read.features.ids.size(), count) << text_of(read.problems);
    for (std::size_t i = 0; i < count; ++i) {
        auto const id = static_cast<double>(read.features.ids[i]);
        ASSERT_EQ(read.features.geometries[i].vertex_count(), 3u);
        EXPECT_EQ(read.features.geometries[i].path(0)[0], (XY{60.0 + id, 40.0}));
        EXPECT_EQ(read.features.attributes.number(i, 1), id * 1.5);
    }
}

TEST_F(Shapefile, UndamagedHasNoProblems) {
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file);
    EXPECT_TRUE(read.problems.empty()) << text_of(read.problems);
}

TEST_F(Shapefile, MissingIndexIsRebuiltInMemoryAndStated) {
    fs::remove(shx);
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file);
    EXPECT_TRUE(has_problem(read.problems, "shx.rebuilt"));
    EXPECT_EQ(worst(read.problems), Severity::note);
    EXPECT_FALSE(fs::exists(shx)) << "nothing may be written beside the user's files";
}

TEST_F(Shapefile, EmptyIndexIsRebuiltInMemoryAndStated) {
    cut(shx, 0);
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file);
    EXPECT_TRUE(has_problem(read.problems, "shx.rebuilt"));
    EXPECT_EQ(fs::file_size(shx), 0u);
}

TEST_F(Shapefile, IndexWhoseEntriesAllLeadToTheFirstRecordIsNotBelieved) {
    for (std::size_t i = 1; i < lines_in_file; ++i)
        patch(shx, header + 8 * i, std::string("\0\0\0\x32", 4));
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file);
    EXPECT_TRUE(has_problem(read.problems, "shx.wrong"));
}

TEST_F(Shapefile, CutInsideARecordKeepsTheRecordsBeforeAndCountsTheLost) {
    cut(shp, header + 7 * record + 20);
    WholeLayer const read = read_all(shp);
    expect_right(read, 7);
    ASSERT_TRUE(has_problem(read.problems, "shp.cut"));
    EXPECT_NE(text_of(read.problems).find("5 of 12 records are lost"), std::string::npos) << text_of(read.problems);
    EXPECT_EQ(read.info.feature_count, 7);
}

TEST_F(Shapefile, CutBetweenRecordsIsFoundAsWell) {
    cut(shp, header + 7 * record);
    WholeLayer const read = read_all(shp);
    expect_right(read, 7);
    EXPECT_TRUE(has_problem(read.problems, "shp.cut"));
}

TEST_F(Shapefile, CutWithoutAnIndexKeepsTheRecordsBefore) {
    cut(shp, header + 7 * record + 20);
    fs::remove(shx);
    WholeLayer const read = read_all(shp);
    expect_right(read, 7);
    EXPECT_TRUE(has_problem(read.problems, "shp.cut"));
}

TEST_F(Shapefile, CutIsAnErrorWhenStrict) {
    cut(shp, header + 7 * record + 20);
    EXPECT_THROW(static_cast<void>(read_all(shp, {.strict = true})), DataError);
}

TEST_F(Shapefile, CutInTheFirstRecordCannotBeRead) {
    cut(shp, header + 20);
    EXPECT_THROW(static_cast<void>(read_all(shp)), IoError);
}

TEST_F(Shapefile, UnknownShapeTypeIsRefused) {
    patch(shp, 32, "\x4D");
    try {
        static_cast<void>(read_all(shp));
        FAIL() << "type 77 was read";
    } catch (IoError const& error) {
        EXPECT_NE(std::string(error.what()).find("77"), std::string::npos);
    }
}

TEST_F(Shapefile, RecordOfAnotherTypeIsStated) {
    patch(shp, header + 3 * record + 8, std::string("\5\0\0\0", 4));
    EXPECT_TRUE(has_problem(read_all(shp).problems, "shp.types"));
}

TEST_F(Shapefile, RecordWhoseCountsDoNotFitIsLostAndTheOthersAreRead) {
    patch(shp, header + 3 * record + 8 + 40, std::string("\xFF\xFF\xFF\x1F", 4)); // 536 million vertices
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file - 1);
    EXPECT_TRUE(has_problem(read.problems, "shp.damaged"));
    EXPECT_EQ(std::ranges::count(read.features.ids, 3), 0);
}

TEST_F(Shapefile, CoordinateOutsideTheBoxOfItsRecordIsStated) {
    patch(shp, header + 3 * record + 8 + 48 + 7, "\x41"); // the exponent of a longitude
    EXPECT_TRUE(has_problem(read_all(shp).problems, "shp.box"));
}

TEST_F(Shapefile, CoordinatesThatAreNoNumbersGiveANullGeometryWithTheFeatureNamed) {
    for (double const bad :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e308, -1e39}) {
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &bad, 8);
        patch(shp, header + 3 * record + 8 + 48, bytes);
        WholeLayer const read = read_all(shp);
        ASSERT_EQ(read.features.ids.size(), lines_in_file);
        EXPECT_EQ(read.features.geometries.kind(3), GeometryKind::null) << bad;
        ASSERT_TRUE(has_problem(read.problems, "geometry.not_finite")) << bad;
        EXPECT_NE(text_of(read.problems).find("(1 feature: 3)"), std::string::npos);
        EXPECT_EQ(worst(read.problems), Severity::warning);
    }
}

TEST_F(Shapefile, MissingTableLeavesTheShapesAndIsStated) {
    fs::remove(dbf);
    WholeLayer const read = read_all(shp);
    ASSERT_EQ(read.features.ids.size(), lines_in_file);
    EXPECT_EQ(read.features.geometries[3].path(0)[0], (XY{63.0, 40.0}));
    EXPECT_TRUE(has_problem(read.problems, "dbf.missing"));
    EXPECT_EQ(worst(read.problems), Severity::warning);
}

TEST_F(Shapefile, CutTableLosesOnlyTheAttributesBehindTheCut) {
    std::size_t const head = 32 + 2 * 32 + 1;
    std::size_t const row = (fs::file_size(dbf) - head) / lines_in_file;
    cut(dbf, head + 5 * row + 2);
    WholeLayer const read = read_all(shp);
    ASSERT_EQ(read.features.ids.size(), lines_in_file);
    EXPECT_EQ(read.features.attributes.text(4, 0), "road 4");
    EXPECT_TRUE(read.features.attributes.is_null(5, 0));
    EXPECT_EQ(read.features.geometries[11].vertex_count(), 3u);
    EXPECT_NE(text_of(read.problems).find("7 of 12 rows are lost"), std::string::npos) << text_of(read.problems);
}

TEST_F(Shapefile, TableWithASenselessHeaderLeavesTheShapes) {
    patch(dbf, 10, std::string("\1\0", 2)); // rows of one byte
    WholeLayer const read = read_all(shp);
    ASSERT_EQ(read.features.ids.size(), lines_in_file);
    EXPECT_TRUE(has_problem(read.problems, "dbf.unreadable"));
}

TEST_F(Shapefile, FewerRowsThanShapesAreStatedAndNoShapeIsDropped) {
    patch(dbf, 4, std::string("\x09\0\0\0", 4));
    WholeLayer const read = read_all(shp);
    ASSERT_EQ(read.features.ids.size(), lines_in_file);
    EXPECT_EQ(read.features.attributes.text(8, 0), "road 8");
    EXPECT_TRUE(read.features.attributes.is_null(9, 0));
    EXPECT_TRUE(has_problem(read.problems, "shp.counts"));
}

TEST_F(Shapefile, NullShapesAreKeptAndListed) {
    patch(shp, header + 3 * record + 8, std::string("\0\0\0\0", 4));
    WholeLayer const read = read_all(shp);
    ASSERT_EQ(read.features.ids.size(), lines_in_file);
    EXPECT_EQ(read.features.geometries.kind(3), GeometryKind::null);
    EXPECT_TRUE(has_problem(read.problems, "geometry.null"));
    EXPECT_EQ(worst(read.problems), Severity::note);
}

TEST_F(Shapefile, RecordsThatLieApartAreInOrder) {
    // Editors leave holes: ten bytes of rubbish before the last record, to which the index leads correctly.
    std::size_t const last = header + 11 * record;
    put(shp, bytes_of(shp).insert(last, std::string(10, '\x7F')));
    std::size_t const words = (last + 10) / 2;
    patch(shx, header + 8 * 11, {0, 0, static_cast<char>(words >> 8), static_cast<char>(words & 0xFF)});
    WholeLayer const read = read_all(shp);
    expect_right(read, lines_in_file);
    EXPECT_TRUE(read.problems.empty()) << text_of(read.problems);
}

TEST_F(Shapefile, AnyByteFlippedInTheShapesIsNeverTakenInSilenceForAnotherPlace) {
    // Flips the top bit of each byte of the file in turn. Either the lines come out as they were, or something is said.
    std::string const good = bytes_of(shp);
    for (std::size_t at = header; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x80);
        put(shp, bad);
        try {
            WholeLayer const read = read_all(shp);
            if (!read.problems.empty())
                continue;
            SCOPED_TRACE("byte " + std::to_string(at));
            ASSERT_EQ(read.features.ids.size(), lines_in_file);
            for (std::size_t i = 0; i < lines_in_file; ++i)
                for (XY const v : read.features.geometries[i].path(0)) {
                    // A flip inside the box of a record cannot be seen; it stays within the size of the record.
                    EXPECT_NEAR(v.x, 60.5 + static_cast<double>(read.features.ids[i]), 0.5 + 1e-5);
                    EXPECT_NEAR(v.y, 40.5, 0.5 + 1e-5);
                }
        } catch (IoError const&) {
        }
    }
}

} // namespace
} // namespace oreway
