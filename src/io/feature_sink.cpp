// SPDX-License-Identifier: MIT
// Streams of features into datasets that stay open from the first chunk to the last; then each file is closed, indexed,
// read again and counted.

#include "oreway/io/feature_sink.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/geometry_reader.hpp"
#include "io/gpkg_rows.hpp"
#include "io/layer_writer.hpp"
#include "io/sqlite_handles.hpp"
#include "io/streamed_values.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

/// One layer on its way out.
struct OpenLayer {
    SinkLayer plan;
    std::size_t dataset = 0;
    LayerWriter writer;
    LayerShape shape;
    StreamedValues values;
    RowCount count{};
    std::optional<GpkgRows> rows{}; ///< of a GeoPackage, instead of the writer
};

struct OpenDataset {
    std::string file;
    gdal::DatasetHandle handle;
    sqlite::Database rows{}; ///< of a GeoPackage, when GDAL has made its layers
};

LayerShape shape_of(SinkLayer const& layer, std::string const& driver) {
    if (layer.kind == GeometryKind::null)
        return {.kinds = LayerShape::Kinds::mixed};
    // Texts declare no type, and shapefiles make no difference between one part and several.
    bool const declares = driver == "GPKG" || driver == "FlatGeobuf";
    return {.kinds = LayerShape::Kinds::one,
            .kind = layer.kind,
            .has_multi = declares && layer.kind != GeometryKind::point};
}

class Sink final : public FeatureSink {
public:
    Sink(std::vector<SinkLayer> layers, WriteOptions options) : m_options(std::move(options)) {
        start_gdal();
        m_driver = output_driver(layers.at(0).file, m_options.driver);
        if (m_driver == "FlatGeobuf")
            m_options.creation_options.emplace_back("SPATIAL_INDEX=NO");
        if (m_driver == "ESRI Shapefile")
            m_options.creation_options.emplace_back("2GB_LIMIT=YES");
        guarded(layers.front().file.string(), [&] {
            for (SinkLayer& layer : layers)
                add(std::move(layer));
            if (m_driver == "GPKG")
                open_rows();
        });
    }
    Sink(Sink const&) = delete;
    Sink& operator=(Sink const&) = delete;
    ~Sink() override {
        if (!m_closed)
            remove_all();
    }

    void write(std::size_t number, LonLatGeometries const& geometries, Attributes const& attributes) override {
        OpenLayer& layer = *m_layers.at(number);
        std::string const& file = m_datasets[layer.dataset].file;
        require_kind(layer, geometries);
        layer.values.check(attributes);
        guarded(file, [&] {
            if (layer.rows)
                layer.rows->write(geometries, attributes);
            else
                layer.writer.write(geometries, attributes, {});
        });
        for (std::size_t i = 0; i < geometries.size(); ++i)
            layer.count.add(geometries[i].vertex_count());
    }

    Problems close() override {
        for (std::size_t d = 0; d < m_datasets.size(); ++d)
            guarded(m_datasets[d].file, [&] {
                finish(d);
                check(d);
            });
        for (auto const& layer : m_layers)
            std::ranges::copy(layer->values.problems(), std::back_inserter(m_problems));
        m_closed = true;
        return m_problems;
    }

private:
    void add(SinkLayer layer) {
        std::size_t const dataset = dataset_of(layer);
        LayerShape const shape = shape_of(layer, m_driver);
        OutputLayer const output{
            layer.name, true, shape,
            output_fields(layer.name, layer.fields, GeometryColumn::present, m_driver, m_problems)};
        GDALDataset& open = *m_datasets[dataset].handle;
        LayerWriter writer(open, output, m_options);
        StreamedValues values(layer.name, output.fields);
        m_layers.push_back(std::make_unique<OpenLayer>(OpenLayer{.plan = std::move(layer),
                                                                 .dataset = dataset,
                                                                 .writer = std::move(writer),
                                                                 .shape = shape,
                                                                 .values = std::move(values)}));
        m_fields.push_back(output.fields);
    }

    /// GDAL has made the layers; the rows are written without it.
    void open_rows() {
        for (OpenDataset& dataset : m_datasets) {
            finish_dataset(*dataset.handle);
            dataset.handle.reset();
            dataset.rows = open_for_rows(dataset.file);
        }
        for (std::size_t i = 0; i < m_layers.size(); ++i)
            m_layers[i]->rows.emplace(m_datasets[m_layers[i]->dataset].rows, m_layers[i]->plan.name, m_fields[i],
                                      m_layers[i]->shape.has_multi);
    }

    void finish(std::size_t number) {
        OpenDataset& dataset = m_datasets[number];
        if (!dataset.rows) {
            finish_dataset(*dataset.handle);
            dataset.handle.reset();
            return;
        }
        for (auto const& layer : m_layers)
            if (layer->dataset == number)
                layer->rows->finish();
        finish_rows(dataset.rows);
    }

    std::size_t dataset_of(SinkLayer const& layer) {
        std::string const file = layer.file.string();
        for (std::size_t d = 0; d < m_datasets.size(); ++d)
            if (m_datasets[d].file == file && holds_several_layers(m_driver))
                return d;
            else if (m_datasets[d].file == file)
                throw UsageError({.what = fmt::format("several layers do not fit into one {}", m_driver),
                                  .where = file,
                                  .remedy = "write a GeoPackage, or one file a layer"});
        m_datasets.push_back({file, nullptr});
        m_datasets.back().handle = create_dataset(file, m_driver, m_options);
        return m_datasets.size() - 1;
    }

    /// GDAL leaves features without geometry out of a FlatGeobuf, and other kinds of shapes out of a shapefile.
    void require_kind(OpenLayer const& layer, LonLatGeometries const& geometries) const {
        bool const typed = m_driver == "ESRI Shapefile" || m_driver == "FlatGeobuf";
        for (std::size_t i = 0; typed && i < geometries.size(); ++i) {
            GeometryKind const kind = geometries.kind(i);
            bool const missing = m_driver == "FlatGeobuf" && geometries[i].empty();
            bool const other = kind != GeometryKind::null && kind != layer.plan.kind &&
                               (m_driver == "ESRI Shapefile" || layer.plan.kind != GeometryKind::null);
            if (missing || other)
                throw DataError(
                    {.what = fmt::format("layer '{}' has features {}, which a {} cannot hold", layer.plan.name,
                                         missing ? "without geometry" : "of several kinds", m_driver),
                     .where = m_datasets[layer.dataset].file,
                     .remedy = "write a GeoPackage"});
        }
    }

    /// Reads everything again and counts.
    void check(std::size_t number) {
        OpenDataset& dataset = m_datasets[number];
        for (auto const& layer : m_layers)
            if (layer->dataset == number && dataset.rows)
                require_whole(*layer, count_rows(dataset.rows, layer->plan.name));
        dataset.rows.reset();
        gdal::DatasetHandle const file = reopened(dataset.file);
        for (auto const& layer : m_layers) {
            if (layer->dataset != number)
                continue;
            if (m_driver != "GPKG") {
                require_whole(*layer, count(*file->GetLayer(0)));
                continue;
            }
            OGRLayer* written = file->GetLayerByName(layer->plan.name.c_str());
            RowCount seen = layer->count;
            seen.features = written != nullptr ? static_cast<std::size_t>(written->GetFeatureCount()) : 0;
            require_whole(*layer, seen);
        }
    }

    [[nodiscard]] gdal::DatasetHandle reopened(std::string const& file) const {
        char const* const drivers[] = {m_driver.c_str(), nullptr};
        CPLStringList options;
        if (m_driver == "CSV")
            options.AddString("KEEP_GEOM_COLUMNS=NO");
        gdal::DatasetHandle dataset(GDALDataset::Open(
            file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options.List(), nullptr));
        if (!dataset || dataset->GetLayerCount() == 0)
            throw IoError({.what = "what was written cannot be opened", .where = "", .remedy = ""});
        return dataset;
    }

    static void require_whole(OpenLayer const& layer, RowCount const& found) {
        if (found == layer.count)
            return;
        throw IoError({.what = fmt::format(
                           "what was written is not whole: {} of {} features and {} of {} vertices of layer '{}' "
                           "are there",
                           found.features, layer.count.features, found.vertices, layer.count.vertices, layer.plan.name),
                       .where = "",
                       .remedy = ""});
    }

    static RowCount count(OGRLayer& layer) {
        RowCount count;
        XYGeometries shape;
        ProblemTally ignored("");
        while (gdal::FeatureHandle const feature{layer.GetNextFeature()}) {
            shape.clear();
            append_geometry(feature->GetGeometryRef(), AxisOrder::east_north, 0, shape, ignored);
            count.add(shape.vertex_count());
        }
        return count;
    }

    /// Runs a step of writing; GDAL's messages become the reasons of its failure, and warnings are kept.
    template <class Step> void guarded(std::string const& file, Step const& step) {
        gdal::Messages messages;
        try {
            step();
            if (messages.failed())
                throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
        } catch (IoError const& failure) {
            std::string const reasons = messages.text();
            throw IoError({.what = reasons.empty() ? failure.parts().what : failure.parts().what + ": " + reasons,
                           .where = file,
                           .remedy = "check the room on the disk and the permissions of the folder"});
        }
        for (gdal::Message const& message : messages.all())
            if (m_warned.insert(message.text).second)
                m_problems.push_back({Severity::warning, "gdal.warning", {message.text, file, ""}});
    }

    void remove_all() noexcept {
        gdal::Messages const quiet;
        m_layers.clear();
        for (OpenDataset& dataset : m_datasets) {
            dataset.handle.reset();
            dataset.rows.reset();
            remove_partial_output(dataset.file, m_driver);
        }
    }

    WriteOptions m_options;
    std::string m_driver;
    std::vector<OpenDataset> m_datasets;
    std::vector<std::unique_ptr<OpenLayer>> m_layers;
    std::vector<std::vector<OutputField>> m_fields; ///< by layer
    std::set<std::string> m_warned;
    Problems m_problems;
    bool m_closed = false;
};

} // namespace

std::unique_ptr<FeatureSink> make_feature_sink(std::vector<SinkLayer> layers, WriteOptions const& options) {
    return std::make_unique<Sink>(std::move(layers), options);
}

} // namespace oreway
