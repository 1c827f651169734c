// SPDX-License-Identifier: MIT
// A disk that is full after N bytes, for N from nothing to the whole file: GDAL's file system in memory has such a
// limit. Every writer must either throw and leave nothing, or have written the whole file (reliability: rows 1 to 3 of
// the fault matrix).

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"
#include "oreway/io/vector_writer.hpp"
#include "oreway/io/zip_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

/// Several hundred features, so that writers flush more than once.
FeatureLayer many_points() {
    FeatureLayer layer;
    layer.name = "points";
    layer.attributes = Attributes({{"name", FieldType::text, 0, ""}, {"value", FieldType::real, 0, ""}});
    for (int i = 0; i < 400; ++i) {
        layer.ids.push_back(i + 1);
        layer.geometries.add_point({60.0 + i * 0.01, 40.0 + i * 0.005});
        layer.attributes.add_row({"station number " + std::to_string(i), i * 0.25});
    }
    return layer;
}

std::vector<std::string> files_in_memory() {
    std::vector<std::string> names;
    CPLStringList const entries(VSIReadDir("/vsimem/"));
    for (int i = 0; i < entries.size(); ++i)
        names.emplace_back(entries[i]);
    return names;
}

/// Bytes of all files there are, by name without the limit.
std::int64_t size_in_memory(std::string const& name) {
    VSIStatBufL status{};
    return VSIStatL(name.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : -1;
}

struct Sweep {
    int thrown = 0;
    int whole = 0;
};

/// Writes with every limit from nothing to beyond the size of the file, in so many steps.
Sweep sweep(std::string const& extension, int steps, std::function<void(std::string const&)> const& write) {
    start_gdal();
    std::string const free_name = "/vsimem/unlimited." + extension;
    write(free_name);
    std::int64_t const size = size_in_memory(free_name);
    std::int64_t largest = 0; // a shapefile has several files, and the limit is for each
    for (std::string const& file : files_in_memory())
        largest = std::max(largest, size_in_memory("/vsimem/" + file));
    VSIRmdirRecursive("/vsimem/");
    EXPECT_TRUE(files_in_memory().empty());
    Sweep result;
    std::int64_t const step = std::max<std::int64_t>(1, largest / steps);
    for (std::int64_t limit = 0; limit < largest + 3 * step; limit += step) {
        std::string const name = "/vsimem/||maxlength=" + std::to_string(limit) + "||out." + extension;
        try {
            write(name);
            ++result.whole;
            EXPECT_EQ(size_in_memory(name), size) << "limit " << limit;
            VSIRmdirRecursive("/vsimem/");
        } catch (IoError const&) {
            ++result.thrown;
            EXPECT_TRUE(files_in_memory().empty()) << "limit " << limit << " left " << files_in_memory().front();
        }
        VSIRmdirRecursive("/vsimem/");
    }
    return result;
}

class FullDisk : public testing::TestWithParam<char const*> {};

TEST_P(FullDisk, NeverLeavesAPartOfAVectorFile) {
    FeatureLayer const layer = many_points();
    Sweep const result =
        sweep(GetParam(), 150, [&](std::string const& name) { write_vector(name, std::span(&layer, 1)); });
    EXPECT_GT(result.thrown, 100);
    EXPECT_GT(result.whole, 0);
}

INSTANTIATE_TEST_SUITE_P(AllFormats, FullDisk, testing::Values("geojson", "gpkg", "shp", "csv", "fgb"));

TEST(FullDiskZip, NeverLeavesAPartOfAnArchive) {
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += std::to_string(i * 7919 % 1000) + " ";
    Sweep const result = sweep("qgz", 150, [&](std::string const& name) { write_zip(name, {{"project.qgs", text}}); });
    EXPECT_GT(result.thrown, 100);
    EXPECT_GT(result.whole, 0);
}

} // namespace
} // namespace oreway
