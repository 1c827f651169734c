// SPDX-License-Identifier: MIT
// Greedy choice of colour and lane against the corridors that share track, and the categories made from it.

#include "exporters/corridor_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "exporters/qml.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

// Okabe and Ito 2008 without yellow, which is too light for a line on a light map.
constexpr std::array<std::string_view, corridor_colours> palette = {
    "0,114,178,255", "213,94,0,255", "0,158,115,255", "204,121,167,255", "230,159,0,255", "86,180,233,255", "0,0,0,255",
};
constexpr double lane_width_mm = 0.7;
constexpr std::size_t legend_width = 60; // characters that fit the legend of the print layout

using SharedTrack = std::vector<std::vector<double>>;
using Spot = std::pair<std::int64_t, std::int64_t>;

/// To 1e-6 degrees, since a leg run backwards may be rounded otherwise.
Spot spot_of(LonLat p) {
    return {std::llround(p.lon * 1e6), std::llround(p.lat * 1e6)};
}

/// How much track each two corridors share, in degrees: enough to choose colours, and no measure of anything else.
SharedTrack shared_track(LonLatGeometries const& lines) {
    std::map<std::pair<Spot, Spot>, std::set<std::size_t>> users;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t p = 0; p < lines[i].path_count(); ++p) {
            auto const path = lines[i].path(p);
            for (std::size_t v = 1; v < path.size(); ++v)
                users[std::minmax({spot_of(path[v - 1]), spot_of(path[v])})].insert(i);
        }
    SharedTrack shared(lines.size(), std::vector<double>(lines.size()));
    for (auto const& [edge, corridors] : users) {
        auto const& [from, to] = edge;
        double const length =
            std::hypot(static_cast<double>(to.first - from.first), static_cast<double>(to.second - from.second)) * 1e-6;
        for (std::size_t const a : corridors)
            for (std::size_t const b : corridors)
                shared[a][b] += length;
    }
    return shared;
}

double cost_of(CorridorLook look, std::size_t corridor, SharedTrack const& shared,
               std::vector<CorridorLook> const& taken) {
    constexpr double used_before = 1e9;
    double cost = std::abs(look.lane);
    for (std::size_t other = 0; other < taken.size(); ++other) {
        double const together = shared[corridor][other];
        if (taken[other].lane == look.lane)
            cost += 3.0 * together;
        if (taken[other].colour == look.colour)
            cost += 2.0 * together + 0.1;
        if (taken[other] == look)
            cost += used_before;
    }
    return cost;
}

CorridorLook cheapest_look(std::size_t corridor, SharedTrack const& shared, std::vector<CorridorLook> const& taken) {
    std::optional<std::pair<double, CorridorLook>> best;
    for (int lane = -outermost_lane; lane <= outermost_lane; ++lane)
        for (std::size_t colour = 0; colour < corridor_colours; ++colour) {
            CorridorLook const look{colour, lane};
            double const cost = cost_of(look, corridor, shared, taken);
            if (!best || cost < best->first)
                best = {cost, look};
        }
    return best->second;
}

/// QGIS measures an offset from the direction of drawing; a corridor that runs westwards has its lanes mirrored.
bool runs_westwards(LonLatGeometry line) {
    if (line.empty())
        return false;
    auto const first = line.path(0);
    auto const last = line.path(line.path_count() - 1);
    return !first.empty() && !last.empty() && last.back().lon < first.front().lon;
}

std::string shortened(std::string_view text) {
    if (display_width(text) <= legend_width)
        return std::string(text);
    std::string cut;
    for (char const c : text) {
        bool const starts_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (starts_character && display_width(cut) + 1 >= legend_width)
            break;
        cut += c;
    }
    return std::string(trim(cut)) + "\xE2\x80\xA6";
}

/// The text the map writes along the line (the id without underscores), then the name: the key from the map to the
/// legend.
std::string legend_text(std::string id, std::string_view name) {
    std::ranges::replace(id, '_', ' ');
    return shortened(name.empty() || name == id ? id : fmt::format("{}: {}", id, name));
}

std::string_view pen_of(std::string_view status) {
    if (status == "operating")
        return "solid";
    if (status == "construction")
        return "dash";
    if (status == "planned")
        return "dot";
    return "dash dot";
}

/// The values of one corridor that its category needs.
struct Category {
    std::string id;
    std::string label;
    std::string_view pen;
    CorridorLook look;
    bool mirrored;
};

std::vector<Category> categories_of(FeatureLayer const& layer, std::size_t id_field) {
    auto const looks = corridor_looks(layer);
    auto const name_field = layer.attributes.find("name");
    auto const status_field = layer.attributes.find("status");
    std::vector<Category> categories;
    std::set<std::string> seen;
    for (std::size_t row = 0; row < layer.size(); ++row) {
        auto const id = layer.attributes.text(row, id_field);
        if (!id || id->empty() || !seen.insert(*id).second)
            continue;
        auto const name = name_field ? layer.attributes.text(row, *name_field) : std::nullopt;
        auto const status = status_field ? layer.attributes.text(row, *status_field) : std::nullopt;
        categories.push_back({*id, legend_text(*id, name.value_or("")), pen_of(status.value_or("")), looks[row],
                              runs_westwards(layer.geometries[row])});
    }
    return categories;
}

std::string symbol_of(std::string_view pattern, std::size_t number, Category const& category) {
    double const offset = category.look.lane * lane_width_mm * (category.mirrored ? -1.0 : 1.0);
    std::string inside = qml::with_prop(pattern, "line_color", palette[category.look.colour]);
    inside = qml::with_prop(inside, "line_style", category.pen);
    inside = qml::with_text(inside, "THEN 0 END", fmt::format("THEN {} END", fixed(offset, 2)));
    return fmt::format("      <symbol type=\"line\" name=\"{}\"{}</symbol>\n", number, inside);
}

} // namespace

std::vector<CorridorLook> corridor_looks(FeatureLayer const& corridors) {
    SharedTrack const shared = shared_track(corridors.geometries);
    std::vector<CorridorLook> looks;
    for (std::size_t i = 0; i < corridors.size(); ++i)
        looks.push_back(cheapest_look(i, shared, looks));
    return looks;
}

std::string fill_corridor_style(std::string_view style, FeatureLayer const& corridors) {
    auto const id_field = corridors.attributes.find("corridor");
    if (!id_field)
        return std::string(style);
    std::string_view const old_categories = qml::between(style, "<categories>\n", "    </categories>");
    std::string_view const old_symbols = qml::between(style, "<symbols>\n", "    </symbols>");
    std::string_view const pattern = qml::between(old_symbols, "name=\"0\"", "</symbol>");

    // Symbol 0 and its category stay last: a corridor that is added later in QGIS is drawn, too.
    std::string categories;
    std::string symbols(old_symbols);
    std::size_t number = 0;
    for (Category const& category : categories_of(corridors, *id_field)) {
        categories += fmt::format("      <category render=\"true\" value=\"{}\" symbol=\"{}\" label=\"{}\"/>\n",
                                  escape_xml(category.id), ++number, escape_xml(category.label));
        symbols += symbol_of(pattern, number, category);
    }
    categories += old_categories;

    auto const at = [&](std::string_view part) { return static_cast<std::size_t>(part.data() - style.data()); };
    std::string filled(style.substr(0, at(old_categories)));
    filled += categories;
    filled += style.substr(at(old_categories) + old_categories.size(),
                           at(old_symbols) - at(old_categories) - old_categories.size());
    filled += symbols;
    filled += style.substr(at(old_symbols) + old_symbols.size());
    return filled;
}

} // namespace oreway
