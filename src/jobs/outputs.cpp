// SPDX-License-Identifier: MIT
// Result layers on their way to files: made ready for drawing, written under temporary names, read back by the writer,
// and put in place when the last of them is whole.

#include "oreway/jobs/outputs.hpp"

#include <algorithm>
#include <deque>
#include <fstream>

#include "jobs/drawn_lines.hpp"
#include "jobs/output_errors.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/feature_sink.hpp"
#include "oreway/io/gpkg_tables.hpp"
#include "oreway/io/vector_writer.hpp"

namespace oreway {

namespace {

FeatureLayer drawn(FeatureLayer const& layer, double tolerance_m) {
    FeatureLayer copy = layer;
    if (tolerance_m > 0.0)
        copy.geometries = drawn_geodesics(layer.geometries, Metres(tolerance_m));
    return copy;
}

/// One output file and the layers that go into it.
struct Job {
    Job(std::filesystem::path const& target, OverwritePolicy overwrite) : file(target, overwrite) {}

    OutputFile file;
    std::vector<FeatureLayer> layers;
};

std::deque<Job> plan(OutputOptions const& options, std::span<FeatureLayer const> layers, double tolerance_m) {
    bool const together = holds_several_layers(output_driver(options.path, options.driver));
    std::deque<Job> jobs; // output files cannot be moved
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (jobs.empty() || !together)
            jobs.emplace_back(path_of_layer(options, i, layers[i].name), options.overwrite);
        jobs.back().layers.push_back(drawn(layers[i], tolerance_m));
    }
    return jobs;
}

LayerStyle const* style_of(FeatureLayer const& layer, std::span<LayerStyle const> styles) {
    auto const at = std::ranges::find(styles, layer.name, &LayerStyle::layer);
    return at == styles.end() || !layer.has_geometry ? nullptr : &*at;
}

/// Formats that hold one layer a file and that QGIS looks for a .qml beside.
bool takes_sidecar(std::string_view driver) noexcept {
    return driver == "GeoJSON" || driver == "ESRI Shapefile" || driver == "FlatGeobuf";
}

void add_styles(Job& job, std::span<LayerStyle const> styles) {
    std::vector<GpkgStyle> added;
    for (FeatureLayer const& layer : job.layers)
        if (LayerStyle const* style = style_of(layer, styles))
            added.push_back({.layer = layer.name, .name = layer.name, .qml = style->qml, .description = layer.name});
    if (!added.empty())
        add_gpkg_styles(job.file.temporary(), added);
}

void write_style(OutputFile& file, std::string const& qml) {
    std::ofstream stream(file.temporary(), std::ios::binary);
    stream << qml;
    stream.close();
    if (!stream)
        throw IoError({.what = "the style cannot be written",
                       .where = file.target().string(),
                       .remedy = "check the space left on the disk"});
}

} // namespace

void check_output(OutputOptions const& options) {
    (void)output_driver(options.path, options.driver);
    OutputFile const probe(options.path, options.overwrite);
}

std::filesystem::path path_of_layer(OutputOptions const& options, std::size_t position, std::string const& layer) {
    if (position == 0 || holds_several_layers(output_driver(options.path, options.driver)))
        return options.path;
    std::filesystem::path const name = options.path.stem().string() + "_" + layer + options.path.extension().string();
    return options.path.parent_path() / name;
}

WrittenLayers write_layers(OutputOptions const& options, std::span<FeatureLayer const> layers, double tolerance_m,
                           std::span<LayerStyle const> styles) {
    std::deque<Job> jobs = plan(options, layers, tolerance_m);
    std::string const driver = output_driver(options.path, options.driver);
    std::deque<OutputFile> sidecars;
    for (Job const& job : jobs)
        if (LayerStyle const* style = style_of(job.layers.front(), styles); style != nullptr && takes_sidecar(driver)) {
            std::filesystem::path path = job.file.target();
            sidecars.emplace_back(path.replace_extension(".qml"), options.overwrite);
            write_style(sidecars.back(), style->qml);
        }
    WriteOptions const how{.driver = options.driver, .creation_options = options.creation_options};
    WrittenLayers written;
    for (Job& job : jobs) {
        WriteReport const report = naming_targets(std::span(&job.file, 1),
                                                  [&] { return write_vector(job.file.temporary(), job.layers, how); });
        written.files.push_back(job.file.target());
        written.problems.insert(written.problems.end(), report.problems.begin(), report.problems.end());
        if (driver == "GPKG")
            add_styles(job, styles);
    }
    for (OutputFile& sidecar : sidecars)
        sidecar.commit();
    // The first file last: whoever waits for it finds the others there.
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job)
        job->file.commit();
    return written;
}

struct LayerStream::Impl {
    double tolerance_m = 0.0;
    std::deque<OutputFile> files; // destroyed after the sink, which removes what it has written
    std::vector<std::filesystem::path> targets;
    std::unique_ptr<FeatureSink> sink;

    std::vector<SinkLayer> open_files(OutputOptions const& options, std::vector<StreamedLayer> const& layers) {
        std::vector<SinkLayer> planned;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            std::filesystem::path const target = path_of_layer(options, i, layers[i].name);
            if (files.empty() || target != options.path) {
                files.emplace_back(target, options.overwrite);
                targets.push_back(files.back().target());
            }
            planned.push_back({files.back().temporary(), layers[i].name, layers[i].kind, layers[i].fields});
        }
        return planned;
    }
};

LayerStream::LayerStream(OutputOptions const& options, std::vector<StreamedLayer> const& layers, double tolerance_m)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->tolerance_m = tolerance_m;
    std::vector<SinkLayer> planned = m_impl->open_files(options, layers);
    WriteOptions const how{.driver = options.driver, .creation_options = options.creation_options};
    naming_targets(m_impl->files, [&] { m_impl->sink = make_feature_sink(std::move(planned), how); });
}

LayerStream::~LayerStream() = default;

void LayerStream::write(std::size_t layer, LonLatGeometries const& geometries, Attributes const& attributes) {
    naming_targets(m_impl->files, [&] {
        if (m_impl->tolerance_m > 0.0)
            m_impl->sink->write(layer, drawn_geodesics(geometries, Metres(m_impl->tolerance_m)), attributes);
        else
            m_impl->sink->write(layer, geometries, attributes);
    });
}

WrittenLayers LayerStream::commit() {
    WrittenLayers written{.files = m_impl->targets, .problems = {}};
    written.problems = naming_targets(m_impl->files, [&] { return m_impl->sink->close(); });
    for (auto file = m_impl->files.rbegin(); file != m_impl->files.rend(); ++file)
        file->commit();
    return written;
}

} // namespace oreway
