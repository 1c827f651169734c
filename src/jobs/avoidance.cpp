// SPDX-License-Identifier: MIT
// Least costs between the ends of each corridor over the network of the study, with and without the countries of a set.

#include "jobs/avoidance.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "jobs/network_question.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

namespace {

struct Ends {
    NodeId from{};
    NodeId to{};
};

/// The first and the last node of a corridor, when its legs have nodes of the network.
std::optional<Ends> ends_of(Corridor const& corridor, Scene const& scene, Network const& network) {
    if (corridor.legs.empty())
        return std::nullopt;
    LegUse const& first = corridor.legs.front();
    LegUse const& last = corridor.legs.back();
    auto const from = first.reversed ? scene.legs[first.leg].to : scene.legs[first.leg].from;
    auto const to = last.reversed ? scene.legs[last.leg].from : scene.legs[last.leg].to;
    if (!from || !to)
        return std::nullopt;
    auto const a = network.node_of_id(scene.nodes[*from].id);
    auto const b = network.node_of_id(scene.nodes[*to].id);
    return a && b ? std::optional(Ends{*a, *b}) : std::nullopt;
}

Objective cost_of(StudyNetwork const& study) {
    Rate const* rate = study.rates.find("value_of_time_usd_th", "any", "*");
    if (rate == nullptr)
        return {.of = Objective::Of::cost, .value_of_time_usd_th = 0.0, .countries = {}};
    return {.of = Objective::Of::generalised_cost, .value_of_time_usd_th = rate->value, .countries = {}};
}

bool is_in(ExposureSet const& set, std::string_view country) {
    return std::ranges::find(set.countries, country) != set.countries.end();
}

Restriction without(ExposureSet const& set, Network const& network) {
    Restriction restriction;
    for (std::string const& country : network.countries())
        if (is_in(set, country))
            restriction.avoided_countries.push_back(country);
    return restriction;
}

/// Searches with all open and without one set.
class AvoidanceSearch {
public:
    AvoidanceSearch(StudyNetwork const& study, ExposureSet const& set)
        : m_network(study.network), m_set(set), m_all(study.network, cost_of(study)),
          m_without(study.network, cost_of(study), without(set, study.network)), m_open(m_all), m_avoiding(m_without) {}

    GivenValue premium(std::optional<Ends> const& ends) {
        if (!ends)
            return {Absent{"the corridor has no legs with nodes of the network"}, ""};
        for (NodeId const end : {ends->from, ends->to})
            if (is_in(m_set, m_network.country(end)))
                return {Absent{fmt::format("'{}' lies in {}", m_network.id(end), m_network.country(end))}, ""};
        auto const open = m_open.find(ends->from, ends->to);
        if (!open)
            return {Absent{"the network has no way in operation between the ends, or not all of its costs are known"},
                    ""};
        auto const avoiding = m_avoiding.find(ends->from, ends->to);
        if (!avoiding)
            return {Absent{fmt::format("the network has no way in operation without {}", join(m_set.countries, ", "))},
                    ""};
        return {avoiding->weight - open->weight,
                fmt::format("least {} over the network: {} without the set, {} with all open",
                            name_of(m_all.objective().of), fixed(avoiding->weight, 2), fixed(open->weight, 2))};
    }

private:
    Network const& m_network;
    ExposureSet const& m_set;
    Weights m_all;
    Weights m_without;
    ShortestPaths m_open;
    ShortestPaths m_avoiding;
};

GivenIndicators same_for_all(Study const& study, std::size_t corridors, std::string const& reason) {
    GivenIndicators given;
    for (ExposureSet const& set : study.exposures)
        given[fmt::format("avoidance_premium_{}_usd_t", set.id)].assign(corridors, {Absent{reason}, ""});
    return given;
}

} // namespace

GivenIndicators avoidance_premiums(std::filesystem::path const& study_file, Study const& study, Scene const& scene,
                                   InputOptions const& options, Progress& progress) {
    if (study.exposures.empty() || scene.legs.empty())
        return {};
    Problems of_network; // told by 'check' and by the commands on networks
    try {
        StudyNetwork const network = load_network(study_file, NetworkOverrides{}, options, of_network, progress);
        GivenIndicators given;
        for (ExposureSet const& set : study.exposures) {
            AvoidanceSearch search(network, set);
            auto& values = given[fmt::format("avoidance_premium_{}_usd_t", set.id)];
            for (Corridor const& corridor : scene.corridors)
                values.push_back(search.premium(ends_of(corridor, scene, network.network)));
        }
        return given;
    } catch (Error const& fault) {
        return same_for_all(study, scene.corridors.size(),
                            fmt::format("the network of the study cannot be built: {}", fault.parts().what));
    }
}

} // namespace oreway
