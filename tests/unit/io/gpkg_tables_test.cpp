// SPDX-License-Identifier: MIT
// Styles and projects inside a GeoPackage, by SQL.

#include "oreway/io/gpkg_tables.hpp"

#include <gtest/gtest.h>

#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

class Gpkg : public testing::Test {
protected:
    void SetUp() override {
        std::vector<FeatureLayer> const layers = {test::stations(), test::lines()};
        write_vector(file, layers);
    }
    std::string ask(char const* sql) const {
        sqlite::Database const database = sqlite::open_read_only(file);
        sqlite::Statement const query = sqlite::prepare(database, sql);
        return sqlite::step(query) ? sqlite::text(query, 0) : "nothing";
    }
    test::TemporaryFolder folder;
    std::string const file = folder / "oreway.gpkg";
};

TEST_F(Gpkg, StylesAreDefaultsTiedToTheGeometryColumn) {
    add_gpkg_styles(file, {{"stations", "stations", "<qgis>'\"</qgis>", "by kind"}, {"legs", "legs", "<qgis/>", ""}});
    EXPECT_EQ(ask("SELECT count(*) FROM layer_styles WHERE useAsDefault = 1"), "2");
    EXPECT_EQ(ask("SELECT f_geometry_column FROM layer_styles WHERE f_table_name = 'stations'"), "geom");
    EXPECT_EQ(ask("SELECT styleQML FROM layer_styles WHERE f_table_name = 'stations'"), "<qgis>'\"</qgis>");
    EXPECT_EQ(ask("SELECT update_time FROM layer_styles"), "2000-01-01T00:00:00.000Z");
    EXPECT_EQ(ask("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"), "attributes");
    EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(ask("PRAGMA foreign_key_check"), "nothing");
    EXPECT_EQ(VectorDataset::open(file).layers().size(), 2u) << "the table of styles is no data";
}

TEST_F(Gpkg, StylesOfAnUnknownLayerChangeNothing) {
    std::string const before = test::bytes_of(file);
    EXPECT_THROW(add_gpkg_styles(file, {{"legs", "legs", "<qgis/>", ""}, {"nothing", "x", "<qgis/>", ""}}), IoError);
    EXPECT_EQ(ask("SELECT count(*) FROM sqlite_master WHERE name = 'layer_styles'"), "0");
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"oreway.gpkg"});
    EXPECT_EQ(before.size(), test::bytes_of(file).size());
}

TEST_F(Gpkg, ProjectIsStoredAsHexadecimalText) {
    add_gpkg_project(file, "oreway", std::string("PK\x03\xFF", 4));
    EXPECT_EQ(ask("SELECT content FROM qgis_projects WHERE name = 'oreway'"), "504b03ff");
    EXPECT_EQ(VectorDataset::open(file).layers().size(), 2u);
}

TEST_F(Gpkg, IsTheSameEveryTime) {
    std::string const again = folder / "again.gpkg";
    std::vector<FeatureLayer> const layers = {test::stations(), test::lines()};
    write_vector(again, layers);
    for (std::string const& name : {file, again}) {
        add_gpkg_styles(name, {{"legs", "legs", "<qgis/>", ""}});
        add_gpkg_project(name, "oreway", "PK");
    }
    EXPECT_EQ(test::bytes_of(file), test::bytes_of(again));
}

} // namespace
} // namespace oreway
