// SPDX-License-Identifier: MIT
#pragma once

// What the tests of this room share: a folder of their own, small layers, and reading everything back.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway::test {

/// A folder that is removed at the end of the test.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "oreway-test-XXXXXX").string();
        m_path = mkdtemp(pattern.data());
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return m_path; }
    [[nodiscard]] std::string operator/(std::string const& name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

inline std::string bytes_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void put(std::filesystem::path const& file, std::string const& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

/// Names in a folder, sorted.
inline std::vector<std::string> names_in(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

inline bool has_problem(Problems const& problems, std::string_view code) {
    return std::any_of(problems.begin(), problems.end(), [&](Problem const& p) { return p.code == code; });
}

inline std::string text_of(Problems const& problems) {
    std::string text;
    for (Problem const& p : problems)
        text += p.code + ": " + p.parts.where + ": " + p.parts.what + "\n";
    return text;
}

/// A layer read to its end.
struct WholeLayer {
    FeatureChunk features;
    Problems problems; ///< of the dataset and of the reading
    LayerInfo info;
};

inline WholeLayer read_all(std::string const& name, ReadOptions const& options = {}, std::size_t layer = 0) {
    VectorDataset dataset = VectorDataset::open(name, options);
    WholeLayer whole;
    whole.info = dataset.layers().at(layer);
    auto source = dataset.read(layer);
    whole.features = source->next(1'000'000);
    whole.problems = dataset.problems();
    whole.problems.insert(whole.problems.end(), source->problems().begin(), source->problems().end());
    return whole;
}

/// Three stations with a Cyrillic name, a whole number over 2^53, a real, and nulls.
inline FeatureLayer stations() {
    FeatureLayer layer;
    layer.name = "stations";
    layer.attributes = Attributes({{"name", FieldType::text, 0, ""},
                                   {"number", FieldType::integer, 0, ""},
                                   {"height_m", FieldType::real, 0, ""}});
    layer.ids = {1, 2, 7};
    layer.geometries.add_point({76.8829, 43.238});
    layer.geometries.add_point({69.2401, 41.2995});
    layer.geometries.add_null();
    layer.attributes.add_row({std::string("Алматы-1"), std::int64_t{9007199254740993}, 0.1});
    layer.attributes.add_row({std::string("Тошкент, \"Марказий\""), std::monostate{}, -455.25});
    layer.attributes.add_row({std::monostate{}, std::int64_t{-3}, std::monostate{}});
    return layer;
}

/// A line of one part and one of two.
inline FeatureLayer lines() {
    FeatureLayer layer;
    layer.name = "legs";
    layer.attributes = Attributes({{"leg", FieldType::text, 0, ""}});
    layer.ids = {1, 2};
    std::vector<LonLat> const a = {{80.41, 44.216}, {76.8829, 43.238}, {74.5698, 42.8746}};
    layer.geometries.add_line(a);
    layer.geometries.begin(GeometryKind::line);
    layer.geometries.begin_path();
    layer.geometries.add(std::span(a).first(2));
    layer.geometries.begin_path();
    layer.geometries.add(std::span(a).last(2));
    layer.geometries.end();
    layer.attributes.add_row({std::string("Khorgos-Bishkek")});
    layer.attributes.add_row({std::string("in two parts")});
    return layer;
}

/// A square with a hole.
inline FeatureLayer polygons() {
    FeatureLayer layer;
    layer.name = "countries";
    layer.attributes = Attributes({{"iso", FieldType::text, 0, ""}});
    layer.ids = {1};
    layer.geometries.begin(GeometryKind::polygon);
    layer.geometries.begin_path();
    for (LonLat const p : {LonLat{60, 40}, {70, 40}, {70, 45}, {60, 45}, {60, 40}})
        layer.geometries.add(p);
    layer.geometries.begin_path(PathRole::hole);
    for (LonLat const p : {LonLat{62, 41}, {62, 42}, {63, 42}, {63, 41}, {62, 41}})
        layer.geometries.add(p);
    layer.geometries.end();
    layer.attributes.add_row({std::string("UZ")});
    return layer;
}

} // namespace oreway::test
