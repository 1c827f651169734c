// SPDX-License-Identifier: MIT
// Walks along a corridor and notes what happens at each node.

#include "compare/itinerary.hpp"

#include <set>

#include <fmt/format.h>

namespace oreway {

namespace {

/// Declared countries with their parts of the leg: by drawn length inside each, equal parts when the drawing has none.
std::vector<CountryShare> declared_shares(Leg const& leg, MeasuredLine const& line) {
    std::vector<CountryShare> shares;
    double inside = 0.0;
    for (std::string const& country : leg.countries) {
        auto const part = line.by_country.find(country);
        double const metres = part == line.by_country.end() ? 0.0 : part->second.value();
        shares.push_back({country, metres});
        inside += metres;
    }
    for (CountryShare& share : shares)
        share.share = inside > 0.0 ? share.share / inside : 1.0 / static_cast<double>(shares.size());
    return shares;
}

Stage make_stage(Scene const& scene, MeasuredScene const& measured, std::size_t position) {
    Leg const& leg = scene.legs[position];
    Stage stage;
    stage.leg = position;
    stage.drawn_km = to_kilometres(measured.legs[position].length);
    stage.route_km = leg.published_km.value_or(stage.drawn_km);
    stage.countries = declared_shares(leg, measured.legs[position]);
    stage.rate_keys = stage.countries;
    if (leg.mode == Mode::sea)
        stage.rate_keys = {{leg.sea, 1.0}};
    else if (stage.rate_keys.empty())
        stage.rate_keys = {{"", 1.0}};
    return stage;
}

/// The country of a stop, or nothing with the reason noted.
std::optional<std::string> country_at(Scene const& scene, Itinerary const& way, std::size_t stop, Total& unknown) {
    auto const node = way.stops[stop].node;
    if (!node) {
        unknown.miss(fmt::format("leg '{}' has no nodes", scene.legs[way.stages[stop > 0 ? stop - 1 : 0].leg].id));
        return std::nullopt;
    }
    if (!scene.nodes[*node].country.empty())
        return scene.nodes[*node].country;
    unknown.miss(fmt::format("node '{}' has no country", scene.nodes[*node].id));
    return std::nullopt;
}

void note_borders(Scene const& scene, Itinerary& way) {
    for (std::size_t i = 0; i < way.stages.size(); ++i) {
        auto const left = country_at(scene, way, i, way.border_crossings);
        auto const entered = country_at(scene, way, i + 1, way.border_crossings);
        if (!left || !entered || *left == *entered)
            continue;
        way.border_crossings.add(1.0);
        if (scene.legs[way.stages[i].leg].mode != Mode::sea)
            way.borders_by_land.push_back({i, *left, *entered});
    }
}

void note_gauge(Leg const& before, Leg const& after, std::size_t stop, Itinerary& way) {
    if (before.mode != Mode::rail || after.mode != Mode::rail)
        return;
    for (Leg const* leg : {&before, &after})
        if (!leg->gauge_mm)
            way.gauge_breaks.miss(fmt::format("leg '{}' has no gauge", leg->id));
    if (!before.gauge_mm || !after.gauge_mm || *before.gauge_mm == *after.gauge_mm)
        return;
    way.gauge_breaks.add(1.0);
    way.handlings.push_back({stop, Handling::Kind::gauge, ""});
}

void note_mode(Leg const& before, Leg const& after, std::size_t stop, Itinerary& way) {
    if (!before.mode || !after.mode || *before.mode == *after.mode)
        return;
    way.mode_changes.add(1.0);
    bool const port = before.mode == Mode::sea || after.mode == Mode::sea;
    way.handlings.push_back(
        {stop, port ? Handling::Kind::port : Handling::Kind::mode, before.mode == Mode::sea ? before.sea : after.sea});
}

void note_countries(Scene const& scene, Itinerary& way) {
    std::set<std::string> countries;
    for (Stage const& stage : way.stages) {
        Leg const& leg = scene.legs[stage.leg];
        countries.insert(leg.countries.begin(), leg.countries.end());
        if (leg.countries.empty() && leg.mode != Mode::sea)
            way.countries.miss(fmt::format("leg '{}' declares no country", leg.id));
    }
    for (std::size_t i = 0; i < way.stops.size(); ++i)
        if (auto const country = country_at(scene, way, i, way.countries))
            countries.insert(*country);
    way.countries.add(static_cast<double>(countries.size()));
}

Itinerary without_legs(double drawn_km) {
    Itinerary way;
    way.route_km = drawn_km;
    for (Total* total : {&way.border_crossings, &way.gauge_breaks, &way.mode_changes, &way.countries})
        total->miss(no_legs);
    return way;
}

} // namespace

Itinerary make_itinerary(Scene const& scene, MeasuredScene const& measured, std::size_t corridor) {
    std::vector<LegUse> const& uses = scene.corridors[corridor].legs;
    if (uses.empty())
        return without_legs(to_kilometres(measured.corridors[corridor].length));
    Itinerary way;
    for (LegUse const use : uses) {
        Leg const& leg = scene.legs[use.leg];
        way.stages.push_back(make_stage(scene, measured, use.leg));
        way.route_km += way.stages.back().route_km;
        if (leg.published_km)
            way.published_km += *leg.published_km;
        if (way.stops.empty())
            way.stops.push_back({use.reversed ? leg.to : leg.from, true});
        way.stops.push_back({use.reversed ? leg.from : leg.to, false});
        if (!leg.mode)
            way.mode_changes.miss(fmt::format("leg '{}' has no mode", leg.id));
    }
    way.stops.back().is_end = true;
    note_borders(scene, way);
    note_countries(scene, way);
    for (std::size_t i = 0; i + 1 < uses.size(); ++i) {
        note_gauge(scene.legs[uses[i].leg], scene.legs[uses[i + 1].leg], i + 1, way);
        note_mode(scene.legs[uses[i].leg], scene.legs[uses[i + 1].leg], i + 1, way);
    }
    for (Stage const& stage : way.stages)
        if (!scene.legs[stage.leg].mode)
            way.gauge_breaks.miss(fmt::format("leg '{}' has no mode", scene.legs[stage.leg].id));
    return way;
}

} // namespace oreway
