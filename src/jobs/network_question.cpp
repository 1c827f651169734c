// SPDX-License-Identifier: MIT
// Words are looked up in the study and in the network; what is not found is named with what comes near.

#include "jobs/network_question.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

UsageError not_known(std::string_view what, std::string const& text, std::string_view option,
                     std::vector<std::string> const& known) {
    auto const near = nearest_spelling(text, known);
    return UsageError({.what = fmt::format("there is no {} '{}'", what, text),
                       .where = std::string(option),
                       .remedy = near            ? fmt::format("did you mean '{}'?", *near)
                                 : known.empty() ? fmt::format("the study has no {}", what)
                                                 : fmt::format("there are: {}", join(known, ", "))});
}

Scenario const& scenario_of(Study const& study, std::string const& id) {
    auto const at = std::ranges::find(study.scenarios, id, &Scenario::id);
    if (at != study.scenarios.end())
        return *at;
    std::vector<std::string> known;
    for (Scenario const& scenario : study.scenarios)
        known.push_back(scenario.id);
    throw not_known("scenario", id, "--scenario", known);
}

void close_leg(Network const& network, std::string const& id, Restriction& restriction) {
    if (auto const leg = network.leg_of_id(id))
        restriction.closed_legs.push_back(*leg);
}

/// A leg of that id, else a node of that id or name.
void close_named(Network const& network, std::string const& text, Restriction& restriction) {
    if (auto const leg = network.leg_of_id(text))
        restriction.closed_legs.push_back(*leg);
    else
        restriction.closed_nodes.push_back(network.find_node(text));
}

/// Opens what the scenario includes. A status is open or not as a whole, so that legs which share the status of a leg
/// of an open corridor, and are in none themselves, are closed by name.
void open_by_scenario(StudyNetwork const& study, Scenario const& scenario, Restriction& restriction) {
    for (std::string const& status : scenario.include_status)
        restriction.open_status.push_back(parse_status(status));
    if (scenario.open_corridors.empty())
        return;
    std::set<std::string> opened;
    for (std::string const& corridor : scenario.open_corridors)
        if (auto const legs = study.corridor_legs.find(corridor); legs != study.corridor_legs.end())
            opened.insert(legs->second.begin(), legs->second.end());
    std::vector<Status> const open_anyway = restriction.open_status;
    auto const is_open = [&](Status status) { return std::ranges::find(open_anyway, status) != open_anyway.end(); };
    for (std::uint32_t i = 0; i < study.network.leg_count(); ++i) {
        Status const status = study.network.facts(LegId(i)).status;
        if (is_open(status))
            continue;
        if (!opened.contains(std::string(study.network.id(LegId(i)))))
            restriction.closed_legs.push_back(LegId(i));
        else if (std::ranges::find(restriction.open_status, status) == restriction.open_status.end())
            restriction.open_status.push_back(status);
    }
}

void apply(StudyNetwork const& study, Scenario const& scenario, Restriction& restriction) {
    open_by_scenario(study, scenario, restriction);
    auto const& countries = study.network.countries();
    for (std::string const& country : scenario.avoided_countries)
        if (std::ranges::find(countries, country) != countries.end()) // a scenario may avoid more than there is
            restriction.avoided_countries.push_back(country);
    for (std::string const& leg : scenario.closed_legs)
        close_leg(study.network, leg, restriction);
    for (std::string const& node : scenario.closed_nodes)
        if (auto const id = study.network.node_of_id(node))
            restriction.closed_nodes.push_back(*id);
}

} // namespace

StudyNetwork load_network(NetworkChoice const& choice, Problems& problems, Progress& progress) {
    NetworkOverrides overrides;
    if (!choice.parallel.empty()) {
        overrides.parallel = parse_parallel_legs(choice.parallel);
        if (!overrides.parallel)
            throw not_known("rule for parallel legs", choice.parallel, "--parallel",
                            {"keep", "last", "first", "cheapest"});
    }
    return load_network(choice.study, overrides, choice.input, problems, progress);
}

Objective objective_of(NetworkChoice const& choice, StudyNetwork const& study) {
    auto const of = parse_objective(choice.objective);
    if (!of)
        throw not_known("objective", choice.objective, "--objective",
                        {"time", "cost", "distance", "co2e", "generalised-cost"});
    Objective objective{.of = *of, .value_of_time_usd_th = 0.0, .countries = {}};
    if (*of != Objective::Of::generalised_cost)
        return objective;
    Rate const* rate = study.rates.find("value_of_time_usd_th", "any", "*");
    if (!choice.value_of_time && rate == nullptr)
        throw UsageError({.what = "a generalised cost needs a value of time",
                          .where = "--objective",
                          .remedy = "give --value-of-time, or a rate value_of_time_usd_th in the study"});
    objective.value_of_time_usd_th = choice.value_of_time ? *choice.value_of_time : rate->value;
    return objective;
}

Restriction restriction_of(NetworkChoice const& choice, StudyNetwork const& study) {
    Restriction restriction;
    restriction.year = choice.year;
    if (!choice.scenario.empty() && choice.scenario != "today")
        apply(study, scenario_of(study.study, choice.scenario), restriction);
    for (std::string const& country : choice.avoided)
        restriction.avoided_countries.push_back(country);
    for (std::string const& text : choice.closed)
        close_named(study.network, text, restriction);
    for (std::string const& text : choice.only_modes) {
        auto const mode = parse_mode(text);
        if (!mode)
            throw not_known("mode", text, "--only-mode", {"rail", "road", "sea"});
        restriction.only_modes.push_back(*mode);
    }
    return restriction;
}

} // namespace oreway
