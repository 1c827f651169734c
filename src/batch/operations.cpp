// SPDX-License-Identifier: MIT
// Layers are grouped by their source system; the operation is chosen for the extent of the whole group, so that
// neighbouring sheets fit, and for each target that the group has.

#include "batch/operations.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "batch/areas.hpp"
#include "batch/crs_cache.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A layer and the task it belongs to.
struct Place {
    Task* task = nullptr;
    LayerTask* layer = nullptr;
};

std::string key_of(Crs const& crs) {
    return crs.code().empty() ? crs.wkt() : crs.code();
}

void refuse(Task& task, ErrorParts parts) {
    task.verdict = Verdict::refuse;
    if (parts.where.empty())
        parts.where = task.item.source;
    task.problems.push_back({Severity::error, "operation.none", std::move(parts)});
}

/// The extent of a group from the native boxes of its layers, which is one computation however many layers there are.
LonLatBox extent_of(std::vector<Place> const& places, Crs const& source) {
    XYBox box;
    for (Place const& place : places)
        box.extend(place.layer->facts.extent);
    return lonlat_extent(source, box);
}

void note_operation(Place const& place, OperationChoice const& choice) {
    place.layer->operation = choice.chosen;
    place.layer->reason = choice.reason;
    auto& problems = place.task->problems;
    std::string const where = fmt::format("{}, layer '{}'", place.task->item.source, place.layer->facts.layer);
    if (choice.chosen.ballpark)
        problems.push_back(
            {Severity::warning,
             "operation.ballpark",
             {"the datum shift is ignored, as --allow-ballpark lets it: errors of a hundred metres and more", where,
              "install the grids that the plan names, or name an operation"}});
}

class Chooser {
public:
    explicit Chooser(Settings const& settings) : m_settings(settings) {}

    /// Chooses for all layers of one source and one target; they share an extent.
    void choose(std::vector<Place> const& places, LonLatBox const& extent) {
        Crs const source = cached_crs(places.front().layer->source_crs);
        Crs const target = cached_crs(places.front().layer->target_crs);
        try {
            PairChoice pair{.source_label = label_of(source),
                            .target_label = label_of(target),
                            .layers = places.size(),
                            .extent = extent,
                            .choice = choose_operation(source, target, extent, m_settings.operation)};
            for (Place const& place : places)
                note_operation(place, pair.choice);
            m_pairs.push_back(std::move(pair));
        } catch (DataError const& error) {
            for (Place const& place : places)
                refuse(*place.task, error.parts());
        }
    }

    std::vector<PairChoice> take() { return std::move(m_pairs); }

private:
    Settings const& m_settings;
    std::vector<PairChoice> m_pairs;
};

} // namespace

std::vector<PairChoice> choose_operations(std::vector<Task>& tasks, Settings const& settings) {
    std::map<std::string, std::vector<Place>> by_source;
    for (Task& task : tasks)
        for (LayerTask& layer : task.layers)
            if (task.verdict == Verdict::run && layer.facts.spatial)
                by_source[key_of(cached_crs(layer.source_crs))].push_back({&task, &layer});
    Chooser chooser(settings);
    for (auto const& [name, places] : by_source) {
        Crs const source = cached_crs(places.front().layer->source_crs);
        LonLatBox const extent = extent_of(places, source);
        std::map<std::string, std::vector<Place>> by_target;
        for (std::size_t i = 0; i < places.size(); ++i) {
            std::string key = key_of(cached_crs(places[i].layer->target_crs));
            if (settings.scope == OperationScope::layer)
                key += fmt::format("#{:09}", i); // a group of its own
            by_target[key].push_back(places[i]);
        }
        for (auto const& [target, group] : by_target)
            chooser.choose(group, settings.scope == OperationScope::layer ? extent_of(group, source) : extent);
    }
    return chooser.take();
}

} // namespace oreway
