// SPDX-License-Identifier: MIT
// Sites and lines on the map of the countries.

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "jobs/data_check.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/feature_index.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

namespace {

/// The polygons of the countries, without places that cannot be measured.
LonLatGeometries usable_polygons(DataTable const& countries) {
    LonLatGeometries usable;
    for (std::size_t row = 0; row < countries.size(); ++row) {
        LonLatGeometry const polygon = countries.geometries()[row];
        bool good = polygon.kind() == GeometryKind::polygon;
        for (std::size_t p = 0; good && p < polygon.path_count(); ++p)
            good = std::ranges::all_of(polygon.path(p), [](LonLat vertex) { return is_valid(vertex); });
        if (good)
            usable.add(polygon);
        else
            usable.add_null();
    }
    return usable;
}

void check_sites(DataTable const& sites, DataTable const& countries, FeatureIndex const& index, RuleReport& report) {
    for (std::size_t row = 0; row < sites.size(); ++row) {
        auto const place = sites.point(row);
        if (!place)
            continue;
        LonLatGeometries query;
        query.add_point(*place);
        auto const near = index.nearest(query[0], {.count = 0, .radius = border_tolerance});
        std::string const at = fmt::format("{} E {} N", fixed(place->lon, 4), fixed(place->lat, 4));
        report.checked("site.in_sea");
        if (near.empty()) {
            report.fault(
                "site.in_sea",
                fmt::format("lies at {}, over {} km from every country", at, shortest(to_kilometres(border_tolerance))),
                sites.where(row));
            continue;
        }
        std::string const country = sites.text(row, "country");
        if (country.empty())
            continue;
        report.checked("site.wrong_country");
        if (std::ranges::none_of(
                near, [&](NearestPair const& pair) { return countries.text(pair.geometry, "id") == country; }))
            report.fault("site.wrong_country",
                         fmt::format("lies at {} in or near '{}', not '{}'", at,
                                     countries.text(near.front().geometry, "id"), country),
                         sites.where(row));
    }
}

/// Length of a line inside the polygons.
Metres on_land(LonLatGeometry line, PolygonPartition const& land) {
    Metres sum{0.0};
    for (std::size_t p = 0; p < line.path_count(); ++p)
        for (LineStretch const& stretch : land.split(line.path(p)))
            if (stretch.polygon)
                sum = sum + (stretch.to - stretch.from);
    return sum;
}

void check_elements(DataTable const& legs, LonLatGeometries const& polygons, RuleReport& report) {
    PolygonPartition const land(polygons);
    for (std::size_t row = 0; row < legs.size(); ++row) {
        LonLatGeometry const line = legs.geometries()[row];
        std::string const mode = fold(legs.text(row, "mode"));
        if (line.kind() != GeometryKind::line || line.empty() || mode.empty())
            continue;
        bool const at_sea = mode == "sea";
        if (at_sea && fold(legs.text(row, "sea")) == "canal")
            continue;
        Metres const whole = geodesic_length(line);
        Metres const inside = on_land(line, land);
        Metres const wrong = at_sea ? inside : whole - inside;
        char const* const code = at_sea ? "leg.sea_on_land" : "leg.land_at_sea";
        report.checked(code);
        if (wrong > element_tolerance && wrong.value() > element_share * whole.value())
            report.fault(code,
                         fmt::format("{} of {} km are {}", fixed(to_kilometres(wrong), 1),
                                     fixed(to_kilometres(whole), 1), at_sea ? "on land" : "at sea"),
                         legs.where(row));
    }
}

/// The countries of the two nodes stand in the list of the leg.
void check_declared(DataTable const& legs, DataTable const& nodes, RuleReport& report) {
    std::map<std::string, std::string> country_of;
    for (std::size_t row = 0; row < nodes.size(); ++row)
        country_of.emplace(nodes.text(row, "id"), nodes.text(row, "country"));
    for (std::size_t row = 0; row < legs.size(); ++row) {
        if (fold(legs.text(row, "mode")) == "sea")
            continue;
        report.checked("leg.countries");
        std::vector<std::string> const declared = legs.list(row, "countries");
        for (char const* field : {"from", "to"}) {
            auto const node = country_of.find(legs.text(row, field));
            if (node == country_of.end() || node->second.empty())
                continue;
            if (std::ranges::find(declared, node->second) == declared.end())
                report.fault("leg.countries",
                             fmt::format("names the countries '{}', but its node '{}' is in '{}'",
                                         legs.text(row, "countries"), node->first, node->second),
                             legs.where(row));
        }
    }
}

} // namespace

void check_places(DataSet const& data, RuleReport& report) {
    DataTable const* const legs = data.find(LayerRole::legs);
    DataTable const* const nodes = data.find(LayerRole::nodes);
    if (legs != nullptr && nodes != nullptr && legs->has("countries") && nodes->has("country"))
        check_declared(*legs, *nodes, report);
    else
        report.not_checked("leg.countries", "legs have no countries, or nodes no country");
    DataTable const* const countries = data.find(LayerRole::countries);
    if (countries == nullptr) {
        for (char const* code : {"site.in_sea", "site.wrong_country", "leg.sea_on_land", "leg.land_at_sea"})
            report.not_checked(code, "the study has no countries");
        return;
    }
    LonLatGeometries const polygons = usable_polygons(*countries);
    FeatureIndex const index(polygons);
    for (LayerRole const role : {LayerRole::nodes, LayerRole::mines})
        if (DataTable const* const sites = data.find(role))
            check_sites(*sites, *countries, index, report);
    if (legs != nullptr)
        check_elements(*legs, polygons, report);
}

} // namespace oreway
