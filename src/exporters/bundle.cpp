// SPDX-License-Identifier: MIT
// The files of a bundle, one after the other. Order matters once: the project is zipped before it is stored in the
// GeoPackage.

#include "oreway/exporters/bundle.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <stdexcept>

#include <fmt/format.h>

#include "exporters/bundle_project.hpp"
#include "exporters/table_layer.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/exporters/table_text.hpp"
#include "oreway/io/gpkg_tables.hpp"
#include "oreway/io/output_file.hpp"
#include "oreway/io/vector_writer.hpp"
#include "oreway/io/zip_writer.hpp"

namespace oreway {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view project_file = "project.qgz";
constexpr std::string_view project_name = "oreway";

void check_name(std::string_view name, std::set<std::string, std::less<>>& taken) {
    bool const control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (name.empty() || name.front() == '.' || control || name.find_first_of("/\\|:") != std::string_view::npos)
        throw std::logic_error(fmt::format("'{}' cannot be the name of a file and a table", name));
    if (!taken.emplace(name).second)
        throw std::logic_error(fmt::format("two parts of the bundle are called '{}'", name));
}

/// Layers, tables and rasters share one name space, since their files and layer ids do.
void check_names(Bundle const& bundle) {
    std::set<std::string, std::less<>> taken;
    for (BundleLayer const& layer : bundle.layers)
        check_name(layer.layer.name, taken);
    for (BundleTable const& table : bundle.tables)
        check_name(table.table.name(), taken);
    for (BundleRaster const& raster : bundle.rasters)
        check_name(raster.name, taken);
}

/// Writes into one folder and keeps the list of what was written.
class BundleWriter {
public:
    BundleWriter(fs::path folder, Progress& progress) : m_folder(std::move(folder)), m_progress(progress) {}

    [[nodiscard]] fs::path path(std::string_view name) const { return m_folder / name; }

    void make_folder(std::string_view name) const {
        std::error_code failure;
        fs::create_directories(path(name), failure);
        if (failure)
            throw IoError({.what = "folder cannot be made: " + failure.message(),
                           .where = path(name).string(),
                           .remedy = "check permissions and free space"});
    }
    /// A file that its writer has checked by re-opening it.
    void add_written(std::string const& name) {
        m_files.push_back({name, fs::file_size(path(name)), hash_file(path(name))});
        m_progress.advance(1);
        stop_if_cancelled(m_progress);
    }
    void write_text(std::string const& name, std::string_view text) {
        write_text_file(path(name), text, OverwritePolicy::refuse);
        add_written(name);
        if (m_files.back().hash != hash_bytes(text))
            throw IoError({.what = "the file reads back differently from what was written",
                           .where = path(name).string(),
                           .remedy = "check the disk and its free space"});
    }
    [[nodiscard]] std::vector<WrittenFile> take_files() { return std::move(m_files); }

private:
    fs::path m_folder;
    Progress& m_progress;
    std::vector<WrittenFile> m_files;
};

std::string bytes_of(fs::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream)
        throw IoError({.what = "cannot be read back", .where = file.string(), .remedy = "check the disk"});
    return bytes;
}

void write_project(BundleWriter& writer, Bundle const& bundle) {
    write_zip(writer.path(project_file), {{"project.qgs", to_qgs(project_of(bundle))}});
    writer.add_written(std::string(project_file));
}

void write_gpkg(BundleWriter& writer, Bundle const& bundle) {
    fs::path const gpkg = writer.path(bundle_gpkg);
    std::vector<FeatureLayer> layers;
    std::vector<GpkgStyle> styles;
    for (BundleLayer const& layer : bundle.layers) {
        layers.push_back(layer.layer);
        styles.push_back(
            {.layer = layer.layer.name, .name = layer.style, .qml = style_of(layer), .description = layer.title});
    }
    for (BundleTable const& table : bundle.tables)
        layers.push_back(to_layer(table.table));
    write_vector(gpkg, layers, {.driver = "GPKG", .creation_options = {}});
    add_gpkg_styles(gpkg, styles);
    add_gpkg_project(gpkg, std::string(project_name), bytes_of(writer.path(project_file)));
    writer.add_written(std::string(bundle_gpkg));
}

void write_geojson(BundleWriter& writer, BundleLayer const& layer) {
    std::string const name = "geojson/" + layer.layer.name;
    write_vector(writer.path(name + ".geojson"), std::span(&layer.layer, 1),
                 {.driver = "GeoJSON", .creation_options = {}});
    writer.add_written(name + ".geojson");
    writer.write_text(name + ".qml", style_of(layer));
}

void write_raster(BundleWriter& writer, BundleRaster const& raster) {
    write_cog(writer.path(raster.name + ".tif"), raster.grid, raster.description);
    writer.add_written(raster.name + ".tif");
    writer.write_text(raster.name + ".qml", style_of(raster));
}

std::uint64_t count_files(Bundle const& bundle) {
    auto const geojson = static_cast<std::uint64_t>(std::ranges::count_if(bundle.layers, &BundleLayer::geojson));
    return 2 + 2 * geojson + 2 * bundle.rasters.size() + bundle.tables.size();
}

} // namespace

std::vector<WrittenFile> write_bundle(fs::path const& folder, Bundle const& bundle, Progress& progress) {
    check_names(bundle);
    progress.stage("writing the bundle", count_files(bundle));
    BundleWriter writer(folder, progress);
    write_project(writer, bundle);
    write_gpkg(writer, bundle);
    writer.make_folder("geojson");
    for (BundleLayer const& layer : bundle.layers)
        if (layer.geojson)
            write_geojson(writer, layer);
    for (BundleRaster const& raster : bundle.rasters)
        write_raster(writer, raster);
    writer.make_folder("tables");
    for (BundleTable const& table : bundle.tables)
        writer.write_text("tables/" + table.table.name() + ".csv", to_csv(table.table, CsvSafety::no_formulas));
    auto files = writer.take_files();
    std::ranges::sort(files, {}, &WrittenFile::name);
    return files;
}

} // namespace oreway
