// SPDX-License-Identifier: MIT
// Groups by nothing, by a field, or all in one.

#include "jobs/catchment_groups.hpp"

#include <map>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

void report_left_out(std::size_t count, std::string const& why, FeatureLayer const& layer, Problems& problems) {
    if (count > 0)
        problems.push_back(
            {Severity::warning,
             "catchment.left_out",
             {.what = fmt::format("{} of {} features have no {} and were left out", count, layer.size(), why),
              .where = place_of(layer.origin),
              .remedy = "run 'oreway check' on the layer"}});
}

/// The name of the group of a feature; nothing when it has no value of the field.
std::optional<std::string> group_name(FeatureLayer const& layer, std::size_t feature, CatchmentOptions const& options,
                                      std::optional<std::size_t> field) {
    switch (options.dissolve) {
    case Dissolve::all:
        return "all";
    case Dissolve::field:
        return layer.attributes.text(feature, *field);
    case Dissolve::none:
        break;
    }
    return fmt::format("{}", layer.ids[feature]);
}

} // namespace

std::size_t required_field(FeatureLayer const& layer, std::string const& name) {
    if (auto const found = layer.attributes.find(name))
        return *found;
    std::vector<std::string> names;
    for (Field const& field : layer.attributes.fields())
        names.push_back(field.name);
    auto const nearest = nearest_spelling(name, names);
    throw UsageError({.what = fmt::format("there is no field '{}'", name),
                      .where = place_of(layer.origin),
                      .remedy = nearest ? fmt::format("did you mean '{}'?", *nearest)
                                        : fmt::format("there are: {}", join(names, ", "))});
}

std::vector<CatchmentGroup> catchment_groups(FeatureLayer const& layer, CatchmentOptions const& options,
                                             Problems& problems) {
    std::optional<std::size_t> field;
    if (options.dissolve == Dissolve::field)
        field = required_field(layer, options.dissolve_field);
    std::vector<CatchmentGroup> groups;
    std::map<std::string, std::size_t> by_name;
    std::size_t without_geometry = 0;
    std::size_t without_value = 0;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        auto const name = group_name(layer, i, options, field);
        bool const empty = layer.geometries[i].empty();
        without_geometry += empty ? 1U : 0U;
        without_value += !empty && !name ? 1U : 0U;
        if (empty || !name)
            continue;
        auto const [at, is_new] = by_name.try_emplace(*name, groups.size());
        if (is_new || options.dissolve == Dissolve::none) {
            at->second = groups.size();
            groups.push_back({*name, {}, {}});
        }
        groups[at->second].features.push_back(i);
        groups[at->second].geometries.add(layer.geometries[i]);
    }
    report_left_out(without_geometry, "geometry", layer, problems);
    report_left_out(without_value, "value of '" + options.dissolve_field + "'", layer, problems);
    return groups;
}

} // namespace oreway
