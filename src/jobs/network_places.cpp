// SPDX-License-Identifier: MIT
// Names, coordinates and mines as ends of ways.

#include "jobs/network_places.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

std::optional<LonLat> parse_place(std::string const& text) {
    auto const parts = split(text, ',');
    if (parts.size() != 2)
        return std::nullopt;
    auto const lon = parse_number(trim(parts[0]));
    auto const lat = parse_number(trim(parts[1]));
    if (!lon || !lat)
        return std::nullopt;
    LonLat const place{*lon, *lat};
    if (!is_valid(place))
        throw UsageError({.what = fmt::format("'{}' is no place on the Earth", text),
                          .where = "",
                          .remedy = "give longitude and latitude in degrees, such as 67.70,47.80"});
    return place;
}

enum class Needed { any_leg, rail };

bool is_served(Weights const& weights, NodeId node, Needed needed) {
    Network const& network = weights.network();
    if (!weights.is_open(node))
        return false;
    auto const open = [&](ArcId arc) {
        return weights.is_open(arc) &&
               (needed == Needed::any_leg || network.facts(network.arc(arc).leg).mode == Mode::rail);
    };
    auto const range = network.arcs_from(node);
    for (std::size_t a = index(range.first); a < index(range.last); ++a)
        if (open(ArcId(static_cast<std::uint32_t>(a))))
            return true;
    return std::ranges::any_of(network.arcs_into(node), open);
}

bool has_rail(Network const& network) {
    for (std::size_t i = 0; i < network.leg_count(); ++i)
        if (network.facts(LegId(static_cast<std::uint32_t>(i))).mode == Mode::rail)
            return true;
    return false;
}

struct NearNode {
    NodeId node{};
    Metres distance;
};

std::optional<NearNode> nearest_node(Weights const& weights, LonLat place, Needed needed) {
    Network const& network = weights.network();
    std::optional<NearNode> best;
    for (std::size_t i = 0; i < network.node_count(); ++i) {
        NodeId const node{static_cast<std::uint32_t>(i)};
        auto const position = network.position(node);
        // A degree of latitude is at least 110.5 km, so nodes too far north or south need no geodesic.
        if (!position || (best && std::abs(position->lat - place.lat) * 110'500.0 > best->distance.value()))
            continue;
        Metres const distance = geodesic_distance(place, *position);
        if ((!best || distance < best->distance) && is_served(weights, node, needed))
            best = NearNode{node, distance};
    }
    return best;
}

/// What a rate gives, or NaN; the words of the basis grow.
double rate_of(StudyNetwork const& study, std::string_view quantity, std::string_view mode, std::string_view country) {
    Rate const* rate = study.rates.find(quantity, mode, country);
    return rate == nullptr ? not_given : rate->value;
}

void add_access(StudyNetwork const& study, std::string const& country, NearNode const& near, RouteEnd& end) {
    NetworkSettings const& settings = study.study.network;
    std::string const& mode = settings.access_mode;
    double const km = to_kilometres(near.distance) * settings.access_detour;
    // Goods change from the road to the train once; the rates of a change of mode hold for it.
    double const transfer_h = rate_of(study, "mode_dwell_h", "any", country);
    double const transfer_usd = rate_of(study, "mode_fee_usd_t", "any", country);
    end.has_access = true;
    end.access = {.km = km,
                  .h = km / rate_of(study, "speed_kmh", mode, country) + (std::isnan(transfer_h) ? 0.0 : transfer_h),
                  .usd_t = km * rate_of(study, "tariff_usd_tkm", mode, country) +
                           (std::isnan(transfer_usd) ? 0.0 : transfer_usd),
                  .co2e_kg_t = km * rate_of(study, "co2e_g_tkm", mode, country) / 1000.0};
    end.access_basis = fmt::format("{} {}, geodesic{}{}", mode, country.empty() ? "*" : country,
                                   settings.access_detour == 1.0 ? "" : " x " + shortest(settings.access_detour),
                                   std::isnan(transfer_h) && std::isnan(transfer_usd) ? "" : ", with one transfer");
}

RouteEnd join(StudyNetwork const& study, Weights const& weights, RouteEnd end, LonLat place, std::string const& country,
              Needed needed) {
    if (needed == Needed::rail && !has_rail(study.network))
        needed = Needed::any_leg;
    auto const near = nearest_node(weights, place, needed);
    Metres const limit = study.study.network.access_limit;
    if (!near || near->distance > limit)
        throw DataError(
            {.what = near ? fmt::format("the nearest {} of '{}' is '{}', {} km away, and the limit is {} km",
                                        needed == Needed::rail ? "railhead" : "node", end.label,
                                        study.network.name(near->node), fixed(to_kilometres(near->distance), 1),
                                        shortest(to_kilometres(limit)))
                          : fmt::format("no open {} with a known place is there for '{}'",
                                        needed == Needed::rail ? "railhead" : "node", end.label),
             .where = study.file.string(),
             .remedy = "raise limit_km in [network.access] of the study, or name a node"});
    end.node = near->node;
    end.place = place;
    add_access(study, country.empty() ? std::string(study.network.country(near->node)) : country, *near, end);
    return end;
}

RouteEnd end_at_mine(StudyNetwork const& study, Weights const& weights, MineSite const& site) {
    RouteEnd end;
    end.id = site.mine.id;
    end.label = site.mine.name.empty() ? site.mine.id : site.mine.name;
    if (!site.position)
        throw DataError({.what = fmt::format("the place of the mine '{}' is not known", end.label),
                         .where = study.file.string(),
                         .remedy = "give coordinates instead"});
    return join(study, weights, std::move(end), *site.position, site.mine.country, Needed::rail);
}

RouteEnd end_at_node(StudyNetwork const& study, NodeId node) {
    RouteEnd end;
    end.id = std::string(study.network.id(node));
    end.label = std::string(study.network.name(node));
    end.node = node;
    return end;
}

MineSite const* mine_of_id(StudyNetwork const& study, std::string const& id) {
    for (MineSite const& site : study.mines)
        if (site.mine.id == id)
            return &site;
    return nullptr;
}

/// The one node whose id differs from the text by case only.
std::optional<NodeId> node_of_folded_id(Network const& network, std::string const& text) {
    std::optional<NodeId> found;
    for (std::size_t i = 0; i < network.node_count(); ++i) {
        NodeId const node{static_cast<std::uint32_t>(i)};
        if (fold(network.id(node)) != fold(text))
            continue;
        if (found)
            return std::nullopt;
        found = node;
    }
    return found;
}

/// The one mine of a name, nothing when there is none. \throws UsageError when several have it
MineSite const* mine_of_name(StudyNetwork const& study, std::string const& name) {
    MineSite const* found = nullptr;
    std::vector<std::string> ids;
    for (MineSite const& site : study.mines)
        if (fold(site.mine.name) == fold(name)) {
            found = &site;
            ids.push_back(site.mine.id);
        }
    if (ids.size() > 1)
        throw UsageError({.what = fmt::format("'{}' fits {} mines", name, ids.size()),
                          .where = "",
                          .remedy = "give the id of one of them: " + oreway::join(ids, ", ")});
    return found;
}

} // namespace

RouteEnd find_end(StudyNetwork const& study, Weights const& weights, std::string const& text) {
    std::string const name(trim(text));
    if (auto const place = parse_place(name)) {
        RouteEnd end;
        end.id = name;
        end.label = name;
        return join(study, weights, std::move(end), *place, "", Needed::any_leg);
    }
    if (name.starts_with("mine:")) {
        std::string const wanted(trim(std::string_view(name).substr(5)));
        MineSite const* site = mine_of_id(study, wanted);
        if (site == nullptr)
            site = mine_of_name(study, wanted);
        if (site != nullptr)
            return end_at_mine(study, weights, *site);
        std::vector<std::string> known;
        for (MineSite const& mine : study.mines)
            known.push_back(mine.mine.name);
        auto const near = nearest_spelling(wanted, known);
        throw UsageError(
            {.what = fmt::format("there is no mine '{}'", wanted),
             .where = study.file.string(),
             .remedy = near ? fmt::format("did you mean '{}'?", *near)
                            : fmt::format("the study has {} mines; give the id or the name of one", known.size())});
    }
    if (auto const node = study.network.node_of_id(name))
        return end_at_node(study, *node);
    if (MineSite const* site = mine_of_id(study, name))
        return end_at_mine(study, weights, *site);
    try {
        return end_at_node(study, study.network.find_node(name));
    } catch (UsageError const&) {
        if (auto const node = node_of_folded_id(study.network, name))
            return end_at_node(study, *node);
        if (MineSite const* site = mine_of_name(study, name))
            return end_at_mine(study, weights, *site);
        throw;
    }
}

} // namespace oreway
