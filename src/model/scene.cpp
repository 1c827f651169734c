// SPDX-License-Identifier: MIT
// Builds the scene of a study, and checks that what the study names is there.

#include "oreway/model/scene.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/scene_parts.hpp"

namespace oreway {

std::string_view name_of(Status status) noexcept {
    switch (status) {
    case Status::operating:
        return "operating";
    case Status::construction:
        return "construction";
    case Status::planned:
        return "planned";
    case Status::closed:
        return "closed";
    case Status::unknown:
        return "unknown";
    }
    return "unknown";
}

Status parse_status(std::string_view text) noexcept {
    std::string const word = fold(trim(text));
    if (word == "operating" || word == "open" || word == "active" || word == "in operation")
        return Status::operating;
    if (word == "construction" || word == "under construction")
        return Status::construction;
    if (word == "planned" || word == "project" || word == "proposed")
        return Status::planned;
    if (word == "closed" || word == "suspended" || word == "abandoned")
        return Status::closed;
    return Status::unknown;
}

namespace {

template <class Object>
void check_ids(std::vector<std::string> const& ids, std::vector<Object> const& objects, std::string_view kind,
               std::string const& where, Problems& problems) {
    for (std::string const& id : ids)
        if (!find_id(objects, id))
            problems.push_back({Severity::error,
                                "study.reference",
                                {fmt::format("there is no {} '{}'", kind, id), where, suggestion(objects, id)}});
}

/// A corridor is ranked in a group as it is; when it does not serve the group's ends, that is said.
void check_group(Group const& group, Scene const& scene, Problems& problems) {
    std::string const where = fmt::format("study, group '{}'", group.id);
    check_ids(group.corridors, scene.corridors, "corridor", where, problems);
    auto const check_end = [&](std::string const& wanted, std::string const& found, char const* verb,
                               std::string const& id) {
        if (found == wanted || found.empty())
            return;
        bool const region = !scene.nodes.empty() && !find_id(scene.nodes, wanted);
        problems.push_back({region ? Severity::note : Severity::warning,
                            "group.end",
                            {fmt::format("corridor '{}' {} '{}', the group has '{}'{}", id, verb, found, wanted,
                                         region ? ", which is no node and taken for a region" : ""),
                             where, region ? "" : "move the corridor to another group, or give it other ends"}});
    };
    for (std::string const& id : group.corridors) {
        auto const at = find_id(scene.corridors, id);
        if (!at)
            continue;
        check_end(group.origin, scene.corridors[*at].origin, "starts at", id);
        check_end(group.destination, scene.corridors[*at].destination, "ends at", id);
    }
}

/// Country ids that are used but not drawn, once each.
void check_countries(Study const& study, Scene const& scene, Problems& problems) {
    if (scene.countries.empty())
        return;
    std::set<std::string> known;
    for (Country const& country : scene.countries)
        known.insert(country.id);
    std::map<std::string, std::string> unknown; // id -> first user
    auto const use = [&](std::string const& id, std::string const& user) {
        if (!id.empty() && !known.contains(id))
            unknown.try_emplace(id, user);
    };
    for (Node const& node : scene.nodes)
        use(node.country, "node '" + node.id + "'");
    for (Leg const& leg : scene.legs)
        for (std::string const& id : leg.countries)
            use(id, "leg '" + leg.id + "'");
    for (Mine const& mine : scene.mines)
        use(mine.country, "mine '" + mine.id + "'");
    for (ExposureSet const& set : study.exposures)
        for (std::string const& id : set.countries)
            use(id, "exposure '" + set.id + "'");
    for (auto const& [id, user] : unknown)
        problems.push_back({Severity::warning,
                            "country.unknown",
                            {fmt::format("the country '{}' is not in the countries layer", id), "first used by " + user,
                             "use the ids of the countries layer, or translate them with 'values'"}});
}

} // namespace

void check_references(Study const& study, Scene const& scene, Problems& problems) {
    for (Group const& group : study.groups)
        check_group(group, scene, problems);
    for (Scenario const& scenario : study.scenarios) {
        std::string const where = fmt::format("study, scenario '{}'", scenario.id);
        check_ids(scenario.closed_legs, scene.legs, "leg", where, problems);
        check_ids(scenario.closed_nodes, scene.nodes, "node", where, problems);
    }
    check_countries(study, scene, problems);
}

Scene build_scene(Study const& study, std::map<LayerRole, FeatureLayer> const& layers, RateTable rates,
                  Problems& problems) {
    Scene scene;
    scene.rates = std::move(rates);
    static LayerBinding const unbound;
    auto const with = [&](LayerRole role, auto const& read) {
        auto const layer = layers.find(role);
        if (layer == layers.end())
            return;
        auto const bound = study.layers.find(role);
        LayerReader const reader(role, layer->second, bound == study.layers.end() ? unbound : bound->second, problems);
        if (reader.usable())
            read(reader);
    };
    std::vector<LegEnds> ends;
    with(LayerRole::countries, [&](LayerReader const& layer) { read_countries(layer, scene); });
    with(LayerRole::nodes, [&](LayerReader const& layer) { read_nodes(layer, scene); });
    with(LayerRole::mines, [&](LayerReader const& layer) { read_mines(layer, scene); });
    with(LayerRole::legs, [&](LayerReader const& layer) { ends = read_legs(layer, scene); });
    with(LayerRole::corridors, [&](LayerReader const& layer) { read_corridors(layer, scene); });
    if (!layers.contains(LayerRole::corridors))
        problems.push_back({Severity::error,
                            "layer.missing",
                            {"there is no layer of corridors", "", "name it in [layers.corridors] of the study"}});
    NodesLayer const nodes = layers.contains(LayerRole::nodes) ? NodesLayer::given : NodesLayer::absent;
    link_leg_ends(ends, nodes, scene, problems);
    with(LayerRole::corridor_legs, [&](LayerReader const& layer) { link_corridor_legs(layer, scene); });
    complete_corridors(scene, problems);
    check_references(study, scene, problems);
    return scene;
}

} // namespace oreway
