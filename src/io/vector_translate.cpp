// SPDX-License-Identifier: MIT
// Datasets in another reference system: the way by records or the way by features, closing, indexes, and the check.

#include "oreway/io/vector_translate.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "io/gpkg_rows.hpp"
#include "io/index_trigger.hpp"
#include "io/layer_writer.hpp"
#include "io/native_layer.hpp"
#include "io/packed_index.hpp"
#include "io/sqlite_handles.hpp"
#include "io/vector_translate_check.hpp"
#include "io/vector_translate_layer.hpp"
#include "io/vector_translate_options.hpp"
#include "io/vector_translate_shapes.hpp"
#include "io/vector_translate_table.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

constexpr std::int64_t worth_threads = 20'000; ///< features from which the three steps run side by side

/// Hands batches from one thread to the next, a few at a time.
class Belt {
public:
    void put(FeatureBatch batch) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_batches.size() < longest || m_stopped; });
        m_batches.push_back(std::move(batch));
        m_changed.notify_all();
    }
    /// Nothing after the last batch, or when the belt was stopped.
    std::optional<FeatureBatch> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return !m_batches.empty() || m_stopped; });
        if (m_stopped)
            return std::nullopt;
        FeatureBatch batch = std::move(m_batches.front());
        m_batches.pop_front();
        m_changed.notify_all();
        return batch;
    }
    void stop() {
        std::lock_guard const lock(m_mutex);
        m_stopped = true;
        m_changed.notify_all();
    }
    [[nodiscard]] bool stopped() {
        std::lock_guard const lock(m_mutex);
        return m_stopped;
    }

private:
    static constexpr std::size_t longest = 3;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<FeatureBatch> m_batches;
    bool m_stopped = false;
};

/// Reports a layer's share of the bytes of the input as its features pass.
class LayerProgress {
public:
    LayerProgress(Progress& progress, std::uint64_t bytes, std::int64_t features)
        : m_progress(progress), m_bytes(bytes), m_features(features) {}

    void advance(std::size_t features, bool last) {
        stop_if_cancelled(m_progress);
        m_done += static_cast<std::int64_t>(features);
        std::uint64_t reported = last ? m_bytes : 0;
        if (!last && m_features > 0)
            reported = static_cast<std::uint64_t>(
                static_cast<double>(m_bytes) *
                std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_features)));
        if (reported > m_reported)
            m_progress.advance(reported - std::exchange(m_reported, reported));
    }

private:
    Progress& m_progress;
    std::uint64_t m_bytes;
    std::int64_t m_features;
    std::int64_t m_done = 0;
    std::uint64_t m_reported = 0;
};

void run_in_turn(LayerCopy& copy, LayerProgress& progress) {
    for (bool last = false; !last;) {
        FeatureBatch batch = copy.read();
        last = batch.last;
        std::size_t const features = batch.features.size();
        copy.convert(batch);
        copy.write(batch);
        progress.advance(features, last);
    }
}

/// Reading and converting run on threads of their own, writing on this one.
void run_side_by_side(LayerCopy& copy, LayerProgress& progress) {
    Belt raw, converted;
    std::exception_ptr read_failure, convert_failure;
    auto const guarded = [&](std::exception_ptr& failure, auto const& step) {
        try {
            step();
        } catch (...) {
            failure = std::current_exception();
            raw.stop();
            converted.stop();
        }
    };
    std::jthread const reader([&] {
        guarded(read_failure, [&] {
            for (bool last = false; !last && !raw.stopped();) {
                FeatureBatch batch = copy.read();
                last = batch.last;
                raw.put(std::move(batch));
            }
        });
    });
    std::jthread const converter([&] {
        guarded(convert_failure, [&] {
            for (bool last = false; !last;) {
                auto batch = raw.take();
                if (!batch)
                    return;
                last = batch->last;
                copy.convert(*batch);
                converted.put(std::move(*batch));
            }
        });
    });
    std::exception_ptr write_failure;
    guarded(write_failure, [&] {
        for (bool last = false; !last;) {
            auto batch = converted.take();
            if (!batch)
                return;
            last = batch->last;
            auto const features = static_cast<std::size_t>(batch->counts.features_in);
            copy.write(*batch);
            progress.advance(features, last);
        }
    });
    const_cast<std::jthread&>(reader).join();
    const_cast<std::jthread&>(converter).join();
    for (std::exception_ptr const& failure : {read_failure, convert_failure, write_failure})
        if (failure)
            std::rethrow_exception(failure);
}

/// One output dataset and the translations that go into it.
struct Output {
    std::string file;
    std::vector<std::size_t> translations;
};

class Translator {
public:
    Translator(std::string const& source, std::vector<LayerTranslation> const& translations,
               TranslateOptions const& options, Progress& progress)
        : m_source(VectorDataset::open(source, options.read)), m_translations(translations), m_options(options),
          m_progress(progress), m_problems(m_source.problems()) {
        m_report.layers.resize(translations.size());
    }

    TranslateReport run() {
        for (Output const& output : outputs())
            write(output);
        m_report.problems = std::move(m_problems);
        return std::move(m_report);
    }

private:
    [[nodiscard]] std::vector<Output> outputs() const {
        std::vector<Output> outputs;
        for (std::size_t t = 0; t < m_translations.size(); ++t) {
            std::string const file = m_translations[t].file.string();
            auto const found = std::ranges::find(outputs, file, &Output::file);
            if (found == outputs.end())
                outputs.push_back({file, {t}});
            else
                found->translations.push_back(t);
        }
        return outputs;
    }

    void write(Output const& output) {
        gdal::Messages messages;
        try {
            NativeLayer const first =
                NativeAccess::layer_of(m_source, m_translations[output.translations.front()].layer);
            LayerTranslation const& translation = m_translations[output.translations.front()];
            bool const of_tables = m_options.driver == "ESRI Shapefile" && first.shapefile != nullptr;
            bool const by_records = of_tables && first.shapefile->has_shapes && translation.transform != nullptr;
            if (by_records)
                write_records(output, first);
            else if (of_tables && !first.shapefile->has_shapes)
                write_table(output, first);
            else
                write_features(output);
        } catch (IoError const& failure) {
            remove_partial_output(output.file, m_options.driver);
            std::string const reasons = messages.text();
            ErrorParts parts = failure.parts();
            if (!reasons.empty())
                parts.what += ": " + reasons;
            if (parts.where.empty())
                parts.where = output.file;
            if (parts.remedy.empty())
                parts.remedy = "check the room on the disk and the permissions of the folder";
            throw IoError(parts);
        } catch (...) {
            remove_partial_output(output.file, m_options.driver);
            throw;
        }
        std::set<std::string> said;
        for (gdal::Message const& message : messages.all())
            if (said.insert(message.text).second)
                m_problems.push_back({Severity::warning, "gdal.warning", {message.text, output.file, ""}});
    }

    void write_records(Output const& output, NativeLayer const& layer) {
        std::size_t const t = output.translations.front();
        TranslateReport part = rewrite_shapefile(layer, m_translations[t], m_options, m_progress);
        m_report.layers[t] = std::move(part.layers.front());
    }

    /// A .dbf alone.
    void write_table(Output const& output, NativeLayer const& layer) {
        copy_table(layer, output.file.substr(0, output.file.find_last_of('.')), {});
        LayerCounts& counts = m_report.layers[output.translations.front()];
        counts.layer = m_translations[output.translations.front()].output_layer;
        counts.features_in = counts.features_out = layer.shapefile->rows;
    }

    /// The default styles of QGIS in a GeoPackage; layers keep their names there, so the styles find them.
    void copy_styles(GDALDataset& out) {
        NativeLayer const first = NativeAccess::layer_of(m_source, m_translations.front().layer);
        OGRLayer* const styles = first.dataset->GetLayerByName("layer_styles");
        if (m_options.driver != "GPKG" || first.driver != "GPKG" || styles == nullptr)
            return;
        TextDecoder decoder;
        std::vector<FieldPlan> const fields = plan_fields(*styles->GetLayerDefn(), decoder);
        NativeLayer const layer{.dataset = first.dataset,
                                .layer = styles,
                                .file = first.file,
                                .driver = first.driver,
                                .decoder = &decoder,
                                .shapefile = nullptr,
                                .fields = &fields,
                                .axis_order = AxisOrder::east_north,
                                .check_unchanged = [] {}};
        LayerTranslation translation;
        translation.output_layer = "layer_styles";
        LayerCopy copy(layer, out, translation, m_options);
        LayerProgress nowhere(no_progress(), 0, 0);
        run_in_turn(copy, nowhere);
    }

    void write_features(Output const& output) {
        gdal::DatasetHandle dataset =
            create_dataset(output.file, m_options.driver, {.creation_options = m_options.creation_options});
        std::vector<Copy> copies;
        for (std::size_t const t : output.translations) {
            copies.push_back({t, std::make_unique<LayerCopy>(NativeAccess::layer_of(m_source, m_translations[t].layer),
                                                             *dataset, m_translations[t], m_options)});
        }
        if (are_taken_by_rows(copies))
            write_rows(output, std::move(dataset), copies);
        else
            write_by_gdal(output, std::move(dataset), copies);
    }

    struct Copy {
        std::size_t translation;
        std::unique_ptr<LayerCopy> layer;
    };

    /// Options of the user may change the tables of a GeoPackage.
    [[nodiscard]] bool are_taken_by_rows(std::vector<Copy> const& copies) const {
        return m_options.driver == "GPKG" && m_options.creation_options.empty() &&
               std::ranges::all_of(copies,
                                   [](Copy const& copy) { return FeatureRows::takes(copy.layer->definition()); });
    }

    void take_report(Copy const& copy) {
        m_report.layers[copy.translation] = copy.layer->counts();
        std::ranges::copy(copy.layer->problems(), std::back_inserter(m_problems));
    }

    /// The layers of a new GeoPackage by prepared statements, once GDAL has made them and let go of the file.
    void write_rows(Output const& output, gdal::DatasetHandle dataset, std::vector<Copy> const& copies) {
        copy_styles(*dataset);
        std::vector<std::string> ids;
        for (Copy const& copy : copies)
            ids.emplace_back(copy.layer->output().GetFIDColumn());
        finish_dataset(*dataset);
        dataset.reset();
        {
            sqlite::Database const database = open_for_rows(output.file);
            for (std::size_t i = 0; i < copies.size(); ++i) {
                Copy const& copy = copies[i];
                FeatureRows rows(database, m_translations[copy.translation].output_layer, ids[i],
                                 copy.layer->definition());
                copy.layer->write_to(rows);
                copy_features(*copy.layer, m_translations[copy.translation]);
                take_report(copy);
                std::ranges::copy(rows.finish(), std::back_inserter(m_problems));
            }
            finish_rows(database);
        }
        sqlite::Database const database = sqlite::open_read_only(output.file);
        for (Copy const& copy : copies) {
            bool const spatial = copy.layer->definition().GetGeomFieldCount() > 0;
            check_layer(m_report.layers[copy.translation],
                        count_rows(database, m_translations[copy.translation].output_layer), spatial, output.file);
        }
    }

    void write_by_gdal(Output const& output, gdal::DatasetHandle dataset, std::vector<Copy>& copies) {
        std::vector<std::string> triggers(copies.size());
        std::vector<std::string> geometry_columns;
        for (std::size_t i = 0; i < copies.size(); ++i) {
            LayerCopy& layer = *copies[i].layer;
            LayerTranslation const& translation = m_translations[copies[i].translation];
            geometry_columns.emplace_back(layer.output().GetGeometryColumn());
            if (m_options.driver == "GPKG")
                triggers[i] = suspend_spatial_index(*dataset, translation.output_layer, geometry_columns.back());
            copy_features(layer, translation);
            take_report(copies[i]);
        }
        copy_styles(*dataset);
        finish_dataset(*dataset);
        copies.clear();
        dataset.reset();
        for (std::size_t i = 0; i < triggers.size(); ++i)
            if (!triggers[i].empty()) {
                pack_spatial_index(output.file, m_translations[output.translations[i]].output_layer,
                                   geometry_columns[i]);
                sqlite::execute(sqlite::open_for_writing(output.file), triggers[i].c_str());
            }
        check(output);
    }

    void copy_features(LayerCopy& copy, LayerTranslation const& translation) {
        std::int64_t const features = m_source.layers()[translation.layer].feature_count;
        LayerProgress progress(m_progress, m_options.progress_bytes / m_translations.size(), features);
        if (features >= worth_threads && thread_count() > 1)
            run_side_by_side(copy, progress);
        else
            run_in_turn(copy, progress);
    }

    void check(Output const& output) const {
        std::vector<LayerCounts> counts;
        for (std::size_t const t : output.translations)
            counts.push_back(m_report.layers[t]);
        check_translation(output.file, m_options.driver, counts);
    }

    VectorDataset m_source;
    std::vector<LayerTranslation> const& m_translations;
    TranslateOptions const& m_options;
    Progress& m_progress;
    TranslateReport m_report;
    Problems m_problems;
};

} // namespace

TranslateReport translate_vector(std::string const& source, std::vector<LayerTranslation> const& translations,
                                 TranslateOptions const& options, Progress& progress) {
    start_gdal();
    return Translator(source, translations, options, progress).run();
}

} // namespace oreway
