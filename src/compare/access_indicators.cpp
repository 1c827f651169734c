// SPDX-License-Identifier: MIT
// Access: which sites lie within reach of a corridor by distance, by time and by cost, and what they produce.

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "compare/families.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A mine near a corridor, by true distance to its line.
struct Reach {
    std::size_t mine = 0;
    Metres distance;
};

/// Access straight from a site to the line by road, measured by time or by cost.
struct RoadAccess {
    char const* by;   ///< "time", "cost"
    char const* unit; ///< of the limits, as in ids
    char const* rate;
    std::vector<double> Study::*limits;
    double (*measure)(double km, double rate);
};
constexpr std::array road_accesses = {
    RoadAccess{"time", "h", "speed_kmh", &Study::catchment_hours, [](double km, double speed) { return km / speed; }},
    RoadAccess{"cost", "usd_t", "tariff_usd_tkm", &Study::catchment_usd_t,
               [](double km, double tariff) { return km * tariff; }}};

/// No way to a site is longer than half the circumference of the Earth.
constexpr double farthest_on_earth_km = 20'100.0;

/// How far the largest limit of an access reaches by the best rate of the table.
double farthest_km(Comparison const& c, RoadAccess const& access) {
    auto const& limits = c.study.*access.limits;
    if (limits.empty())
        return 0.0;
    double farthest = 0.0;
    for (Rate const& rate : c.scene.rates.rows()) {
        if (rate.quantity != access.rate || (rate.mode != "road" && rate.mode != "any"))
            continue;
        // Time grows with km / rate, cost with km x rate: what one km takes gives the reach of the limit.
        double const of_one_km = access.measure(1.0, rate.value);
        farthest = std::max(farthest, of_one_km > 0.0 ? limits.back() / of_one_km : farthest_on_earth_km);
    }
    return std::min(farthest, farthest_on_earth_km);
}

Metres farthest_search(Comparison const& c) {
    Metres farthest = c.study.catchments.empty() ? Metres(0.0) : c.study.catchments.back();
    for (RoadAccess const& access : road_accesses)
        farthest = std::max(farthest, kilometres(farthest_km(c, access)));
    return farthest;
}

std::vector<Reach> reaches_of(Comparison const& c, std::size_t corridor, Metres farthest) {
    std::vector<Reach> result;
    if (!(farthest.value() > 0.0))
        return result;
    for (std::size_t m = 0; m < c.scene.mines.size(); ++m) {
        if (c.scene.mine_points[m].empty())
            continue;
        if (auto const hit = c.measured.indexes[corridor]->nearest(c.scene.mine_points[m].path(0)[0], farthest))
            result.push_back({m, hit->distance});
    }
    std::ranges::sort(result, [&](Reach const& a, Reach const& b) {
        if (a.distance != b.distance)
            return a.distance < b.distance;
        return c.scene.mines[a.mine].id < c.scene.mines[b.mine].id;
    });
    return result;
}

void add_counts(Comparison const& c, std::vector<Reach> const& reaches, IndicatorValues& values) {
    for (Metres const radius : c.study.catchments) {
        std::string const id = "mines_within_" + shortest(to_kilometres(radius)) + "km";
        if (c.scene.mines.empty()) {
            values[id].value = Absent{"there is no layer of mines"};
            continue;
        }
        auto const within = [&](Reach const& reach) { return reach.distance <= radius; };
        values[id] = {std::int64_t{std::ranges::count_if(reaches, within)}, "geodesic distance to the line"};
    }
}

/// What the access from a site takes, or nothing when its country has no rate.
std::optional<double> access_of(Comparison const& c, Reach const& reach, RoadAccess const& access) {
    Rate const* rate = c.scene.rates.find(access.rate, "road", c.scene.mines[reach.mine].country);
    if (rate == nullptr)
        return std::nullopt;
    return access.measure(to_kilometres(reach.distance), rate->value);
}

/// Sites within a limit; unknown when a site that may lie within it has no rate.
std::vector<Reach> within(Comparison const& c, std::vector<Reach> const& reaches, RoadAccess const& access,
                          double limit, Total& known) {
    std::vector<Reach> result;
    bool const has_rates = std::ranges::any_of(c.scene.rates.rows(), [&](Rate const& rate) {
        return rate.quantity == access.rate && (rate.mode == "road" || rate.mode == "any");
    });
    if (!has_rates) {
        known.miss(fmt::format("no {} for road", access.rate));
        return result;
    }
    for (Reach const& reach : reaches) {
        auto const taken = access_of(c, reach, access);
        Mine const& mine = c.scene.mines[reach.mine];
        if (taken && *taken <= limit)
            result.push_back(reach);
        else if (!taken)
            known.miss(fmt::format("no {} for road {} at site '{}'", access.rate,
                                   mine.country.empty() ? "of no country" : mine.country, mine.id));
    }
    return result;
}

void add_road_counts(Comparison const& c, std::vector<Reach> const& reaches, IndicatorValues& values) {
    for (RoadAccess const& access : road_accesses) {
        for (double const limit : c.study.*access.limits) {
            std::string const id = fmt::format("mines_within_{}{}", shortest(limit), access.unit);
            Total known;
            if (c.scene.mines.empty())
                known.miss("there is no layer of mines");
            auto const count = static_cast<std::int64_t>(within(c, reaches, access, limit, known).size());
            values[id] = {
                known.cell([&](double) -> Cell { return count; }),
                fmt::format("geodesic distance to the line and {} by road of the country of the site", access.rate)};
        }
    }
}

/// The smallest radius that holds a distance.
Metres class_of(std::vector<Metres> const& radii, Metres distance) {
    return *std::ranges::lower_bound(radii, distance);
}

Cell text_or_absent(std::string const& text, char const* reason) {
    if (text.empty())
        return Absent{reason};
    return text;
}

Cell number_or_absent(std::optional<double> number, char const* reason) {
    if (!number)
        return Absent{reason};
    return *number;
}

Table mines_table(Comparison const& c, std::vector<std::vector<Reach>> const& reaches) {
    Table table("mines_in_reach", {{"corridor", CellKind::text, "", 0, "id of the corridor"},
                                   {"mine", CellKind::text, "", 0, "id of the site"},
                                   {"name", CellKind::text, "", 0, ""},
                                   {"country", CellKind::text, "", 0, ""},
                                   {"distance_km", CellKind::real, "km", 3, "geodesic distance to the corridor line"},
                                   {"within_km", CellKind::real, "km", 0, "smallest radius of the study that holds it"},
                                   {"commodities", CellKind::text, "", 0, "main one first"},
                                   {"status", CellKind::text, "", 0, ""},
                                   {"production_t", CellKind::real, "t/y", 0, "yearly production of production_of"},
                                   {"production_of", CellKind::text, "", 0, ""},
                                   {"precision_km", CellKind::real, "km", 1, "how well the position is known"}});
    for (std::size_t i = 0; i < reaches.size(); ++i) {
        for (Reach const& reach : reaches[i]) {
            if (c.study.catchments.empty() || reach.distance > c.study.catchments.back())
                break; // they come by distance
            Mine const& mine = c.scene.mines[reach.mine];
            table.add_row({c.scene.corridors[i].id, mine.id, mine.name,
                           text_or_absent(mine.country, "no country is given"), to_kilometres(reach.distance),
                           to_kilometres(class_of(c.study.catchments, reach.distance)),
                           text_or_absent(join(mine.commodities, ";"), "no commodity is given"),
                           text_or_absent(mine.status, "no status is given"),
                           number_or_absent(mine.production_t, "no production figure"),
                           text_or_absent(mine.production_of, "no production figure"),
                           number_or_absent(mine.precision_km, "no precision is given")});
        }
    }
    return table;
}

/// Sites of one commodity. Tonnes of different commodities, and of ore and metal, are never added up.
struct Tonnage {
    std::int64_t mines = 0;
    std::int64_t without_figure = 0;
    double tonnes = 0.0;
};

std::string commodity_of(Mine const& mine) {
    if (mine.production_t && !mine.production_of.empty())
        return mine.production_of;
    return mine.commodities.empty() ? "unknown" : mine.commodities.front();
}

Cell tonnes_cell(Tonnage const& tonnage) {
    if (tonnage.mines == tonnage.without_figure)
        return Absent{"no site has a figure"};
    return tonnage.tonnes;
}

std::map<std::string, Tonnage> tonnages(Comparison const& c, std::vector<Reach> const& reaches) {
    std::map<std::string, Tonnage> result;
    for (Reach const& reach : reaches) {
        Mine const& mine = c.scene.mines[reach.mine];
        Tonnage& tonnage = result[commodity_of(mine)];
        ++tonnage.mines;
        if (mine.production_t)
            tonnage.tonnes += *mine.production_t;
        else
            ++tonnage.without_figure;
    }
    return result;
}

Table tonnes_table(Comparison const& c, std::vector<std::vector<Reach>> const& reaches) {
    Table table(
        "tonnes_in_reach",
        {{"corridor", CellKind::text, "", 0, "id of the corridor"},
         {"radius_km", CellKind::real, "km", 0, "radius of the catchment; larger ones hold the smaller ones"},
         {"commodity", CellKind::text, "", 0, "what the figures count, else the main commodity of the site"},
         {"mines", CellKind::integer, "n", 0, "sites"},
         {"tonnes_per_year", CellKind::real, "t/y", 0, "sum of the known figures"},
         {"mines_without_figure", CellKind::integer, "n", 0, "sites whose production is not known; not in the sum"}});
    for (std::size_t i = 0; i < reaches.size(); ++i) {
        for (Metres const radius : c.study.catchments) {
            std::vector<Reach> inside;
            std::ranges::copy_if(reaches[i], std::back_inserter(inside),
                                 [&](Reach const& reach) { return reach.distance <= radius; });
            for (auto const& [commodity, tonnage] : tonnages(c, inside))
                table.add_row({c.scene.corridors[i].id, to_kilometres(radius), commodity, tonnage.mines,
                               tonnes_cell(tonnage), tonnage.without_figure});
        }
    }
    return table;
}

Table access_table(Comparison const& c, std::vector<std::vector<Reach>> const& reaches) {
    Table table(
        "tonnes_by_access",
        {{"corridor", CellKind::text, "", 0, "id of the corridor"},
         {"by", CellKind::text, "", 0, "time or cost of the road straight to the line"},
         {"limit", CellKind::real, "", 1, "in the unit of the row; larger ones hold the smaller ones"},
         {"unit", CellKind::text, "", 0, "h or usd_t"},
         {"commodity", CellKind::text, "", 0, "what the figures count, else the main commodity of the site"},
         {"mines", CellKind::integer, "n", 0, "sites"},
         {"tonnes_per_year", CellKind::real, "t/y", 0, "sum of the known figures"},
         {"mines_without_figure", CellKind::integer, "n", 0, "sites whose production is not known; not in the sum"}});
    for (std::size_t i = 0; i < reaches.size(); ++i) {
        for (RoadAccess const& access : road_accesses) {
            for (double const limit : c.study.*access.limits) {
                Total known;
                auto const inside = within(c, reaches[i], access, limit, known);
                for (auto const& [commodity, tonnage] : tonnages(c, inside))
                    table.add_row({c.scene.corridors[i].id, std::string(access.by), limit, std::string(access.unit),
                                   commodity, tonnage.mines, tonnes_cell(tonnage), tonnage.without_figure});
            }
        }
    }
    return table;
}

} // namespace

AccessTables add_access(Comparison const& comparison, ValuesByCorridor& values, Progress& progress) {
    std::vector<std::vector<Reach>> reaches(values.size());
    Metres const farthest = farthest_search(comparison);
    progress.stage("sites in reach", values.size());
    parallel_for(values.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        reaches[i] = reaches_of(comparison, i, farthest);
        add_counts(comparison, reaches[i], values[i]);
        add_road_counts(comparison, reaches[i], values[i]);
        progress.advance(1);
    });
    return {mines_table(comparison, reaches), tonnes_table(comparison, reaches), access_table(comparison, reaches)};
}

} // namespace oreway
