// SPDX-License-Identifier: MIT
// Making a plan: look at every dataset, give it a target, an operation, a format and a name, and find everything that
// speaks against it before anything is written.

#include "oreway/batch/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "batch/areas.hpp"
#include "batch/coverage.hpp"
#include "batch/crs_cache.hpp"
#include "batch/operations.hpp"
#include "batch/outputs.hpp"
#include "batch/targets.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/batch/translate_driver.hpp"
#include "oreway/io/formats.hpp"

namespace oreway {

namespace {

void refuse(Task& task, std::string code, ErrorParts parts) {
    task.verdict = Verdict::refuse;
    if (parts.where.empty())
        parts.where = task.item.source;
    task.problems.push_back({Severity::error, std::move(code), std::move(parts)});
}

/// The extension that the input has may stay where the format stays.
std::string extension_for(Task const& task, TranslateDriver::Format const& format) {
    std::string const own = std::filesystem::path(task.item.relative).extension().string();
    bool const same = task.layers.front().facts.driver == format.driver;
    Format const* const by_name = format_by_extension(task.item.relative);
    return same && by_name != nullptr && by_name->driver == format.driver ? own : format.extension;
}

class Planner {
public:
    Planner(Settings const& settings, Progress& progress, Inspector const& inspect)
        : m_settings(settings), m_progress(progress), m_inspect(inspect), m_target(settings.target) {
        if (!settings.assume_crs.empty())
            m_assumed = Crs::from_user_input(settings.assume_crs);
    }

    /// Looks at one dataset. Faults of the dataset are its own; UsageError concerns the run.
    void look_at(Task& task) const {
        stop_if_cancelled(m_progress);
        try {
            TranslateDriver const& driver = driver_for(task.item.kind);
            for (LayerFacts& facts : m_inspect ? m_inspect(task.item, task.problems)
                                               : driver.inspect(task.item, m_settings, task.problems)) {
                LayerTask layer;
                layer.facts = std::move(facts);
                task.layers.push_back(std::move(layer));
            }
            if (task.layers.empty())
                return refuse(task, "dataset.empty", {"there is no layer in it", "", "check where it comes from"});
            for (LayerTask& layer : task.layers)
                if (layer.facts.spatial)
                    set_source(task, layer);
            if (task.verdict == Verdict::run)
                set_target(task);
            TranslateDriver::Format const format = driver.output_format(task.layers.front().facts.driver, m_settings);
            task.output_driver = format.driver;
            if (!format.note.empty())
                task.problems.push_back({Severity::note, "format.changed", {format.note, task.item.source, ""}});
            name_outputs(task, m_settings, extension_for(task, format), format.several_layers);
            driver.estimate(task, m_settings);
        } catch (UsageError const&) {
            throw;
        } catch (Error const& error) {
            refuse(task, "dataset.unreadable", error.parts());
        }
        m_progress.advance(1);
    }

private:
    void set_source(Task& task, LayerTask& layer) const {
        std::string const where = fmt::format("{}, layer '{}'", task.item.source, layer.facts.layer);
        layer.source_origin = layer.facts.crs_origin;
        try {
            if (!layer.facts.crs_wkt.empty()) {
                Crs const crs = cached_crs(layer.facts.crs_wkt, where);
                layer.source_crs = layer.facts.crs_wkt;
                layer.source_label = label_of(crs);
                return;
            }
        } catch (DataError const& error) {
            if (!m_assumed)
                return refuse(task, "crs.unreadable", error.parts());
            task.problems.push_back({Severity::note, "crs.replaced", error.parts()});
        }
        if (!m_assumed)
            return refuse(task, "crs.missing",
                          {"the layer has no reference system", where, "name it with --assume-crs"});
        layer.source_crs = m_assumed->wkt();
        layer.source_label = label_of(*m_assumed);
        layer.source_origin = CrsOrigin::assumed;
    }

    /// All layers of a dataset get the same target.
    void set_target(Task& task) const {
        LonLatBox extent;
        if (m_target.is_automatic()) {
            std::vector<LonLatBox> boxes;
            for (LayerTask& layer : task.layers)
                if (layer.facts.spatial) {
                    layer.extent = lonlat_extent(cached_crs(layer.source_crs), layer.facts.extent);
                    boxes.push_back(layer.extent);
                }
            if (boxes.empty())
                return;
            extent = united(boxes);
        }
        Crs const target = m_target.for_extent(extent);
        for (LayerTask& layer : task.layers) {
            if (!layer.facts.spatial)
                continue;
            layer.target_crs = target.wkt();
            layer.target_label = label_of(target);
            layer.crosses_seam =
                target.kind() == CrsKind::geographic && cached_crs(layer.source_crs).kind() == CrsKind::projected;
        }
    }

    Settings const& m_settings;
    Progress& m_progress;
    Inspector const& m_inspect;
    Target m_target;
    std::optional<Crs> m_assumed;
};

} // namespace

Plan make_plan(std::vector<Item> items, Settings const& settings, PointCount count, Progress& progress,
               Inspector const& inspect) {
    Planner const planner(settings, progress, inspect);
    Plan plan;
    for (Item& item : items) {
        Task task;
        task.number = plan.tasks.size();
        task.item = std::move(item);
        plan.tasks.push_back(std::move(task));
    }
    progress.stage("looking at datasets", plan.tasks.size());
    parallel_for(plan.tasks.size(), [&](std::size_t t) { planner.look_at(plan.tasks[t]); });
    check_outputs(plan.tasks, settings);
    plan.pairs = choose_operations(plan.tasks, settings);
    check_coverage(plan, settings, count, progress);
    return plan;
}

double total_cost(Plan const& plan) noexcept {
    double cost = 0.0;
    for (Task const& task : plan.tasks)
        cost += task.verdict == Verdict::run ? task.cost : 0.0;
    return cost;
}

} // namespace oreway
