// SPDX-License-Identifier: MIT
// Access: which sites lie within reach of a corridor, and what they produce.

#include <algorithm>

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

std::vector<Reach> reaches_of(Comparison const& c, std::size_t corridor, Metres farthest) {
    std::vector<Reach> result;
    if (c.study.catchments.empty())
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

std::map<std::string, Tonnage> tonnages(Comparison const& c, std::vector<Reach> const& reaches, Metres radius) {
    std::map<std::string, Tonnage> result;
    for (Reach const& reach : reaches) {
        if (reach.distance > radius)
            continue;
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
            for (auto const& [commodity, tonnage] : tonnages(c, reaches[i], radius)) {
                Cell tonnes = tonnage.tonnes;
                if (tonnage.mines == tonnage.without_figure)
                    tonnes = Absent{"no site has a figure"};
                table.add_row({c.scene.corridors[i].id, to_kilometres(radius), commodity, tonnage.mines, tonnes,
                               tonnage.without_figure});
            }
        }
    }
    return table;
}

} // namespace

AccessTables add_access(Comparison const& comparison, ValuesByCorridor& values, Progress& progress) {
    std::vector<std::vector<Reach>> reaches(values.size());
    Metres const farthest = comparison.study.catchments.empty() ? Metres(0.0) : comparison.study.catchments.back();
    progress.stage("sites in reach", values.size());
    parallel_for(values.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        reaches[i] = reaches_of(comparison, i, farthest);
        add_counts(comparison, reaches[i], values[i]);
        progress.advance(1);
    });
    return {mines_table(comparison, reaches), tonnes_table(comparison, reaches)};
}

} // namespace oreway
