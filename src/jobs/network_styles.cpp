// SPDX-License-Identifier: MIT
// Classes from the range of the values.

#include "jobs/network_styles.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/exporters/raster_style.hpp"
#include "oreway/exporters/rule_style.hpp"

namespace oreway {

namespace {

constexpr char const* nothing_colour = "#b3b3b3";
constexpr char const* alarm_colour = "#d55e00"; // vermilion of Okabe and Ito
constexpr char const* unknown_colour = "#0072b2";

FeatureLayer const* layer_of(std::span<FeatureLayer const> layers, std::string_view name) {
    auto const at = std::ranges::find(layers, name, &FeatureLayer::name);
    return at == layers.end() ? nullptr : &*at;
}

double greatest_of(FeatureLayer const& layer, std::string const& name) {
    auto const column = layer.attributes.find(name);
    double greatest = 0.0;
    for (std::size_t row = 0; column && row < layer.size(); ++row)
        greatest = std::max(greatest, layer.attributes.number(row, *column).value_or(0.0));
    return greatest;
}

std::vector<std::string> values_of(FeatureLayer const& layer, std::string const& name) {
    auto const column = layer.attributes.find(name);
    std::vector<std::string> values;
    for (std::size_t row = 0; column && row < layer.size(); ++row)
        if (auto const value = layer.attributes.text(row, *column);
            value && std::ranges::find(values, *value) == values.end())
            values.push_back(*value);
    return values;
}

/// As a text of an expression.
std::string quoted(std::string const& text) {
    std::string result = "'";
    for (char const c : text)
        result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
}

/// A class for each range of a value above zero, from light to dark.
void add_ranges(std::string const& field, double greatest, std::string const& condition, std::string const& unit,
                std::vector<StyleClass>& classes) {
    if (!(greatest > 0.0))
        return;
    std::vector<double> breaks = round_breaks(0.0, greatest);
    std::erase_if(breaks, [](double value) { return value <= 0.0; });
    std::vector<std::string> const colours = colours_of_classes(breaks.size());
    double below = 0.0;
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        classes.push_back({.filter = fmt::format("{} AND \"{}\" > {} AND \"{}\" <= {}", condition, field,
                                                 shortest(below), field, shortest(breaks[i])),
                           .label = i == 0 ? fmt::format("up to {} {}", shortest(breaks[i]), unit)
                                           : fmt::format("{} to {} {}", shortest(below), shortest(breaks[i]), unit),
                           .colour = colours[i]});
        below = breaks[i];
    }
}

RuleStyle closures(FeatureLayer const& layer, GeometryKind kind, ObjectiveUnits const& units) {
    std::string const extra = "extra_" + units.total;
    std::string const serves = R"("carried_t" > 0 AND "unserved_t" <= "own_t")";
    bool const is_line = kind == GeometryKind::line;
    RuleStyle style{.kind = kind,
                    .classes = {{.filter = R"("carried_t" = 0)", .label = "carries nothing", .colour = nothing_colour}},
                    .size_mm = is_line ? 0.4 : 1.2,
                    .size_field = "carried_t",
                    .greatest = greatest_of(layer, "carried_t"),
                    .largest_mm = is_line ? 3.0 : 3.6,
                    .label_field = is_line ? "" : "name"};
    style.classes.push_back({.filter = serves + fmt::format(" AND \"{}\" <= 0", extra),
                             .label = "closing it costs nothing",
                             .colour = "#808080"});
    add_ranges(extra, greatest_of(layer, extra), serves, units.total_text, style.classes);
    style.classes.push_back(
        {.filter = R"("unserved_t" > "own_t")", .label = "closing it cuts tonnes off", .colour = alarm_colour});
    return style;
}

} // namespace

std::vector<LayerStyle> criticality_styles(std::span<FeatureLayer const> layers, ObjectiveUnits const& units) {
    std::vector<LayerStyle> styles;
    if (FeatureLayer const* legs = layer_of(layers, "legs"))
        styles.push_back({"legs", rule_qml(closures(*legs, GeometryKind::line, units))});
    if (FeatureLayer const* nodes = layer_of(layers, "nodes"))
        styles.push_back({"nodes", rule_qml(closures(*nodes, GeometryKind::point, units))});
    return styles;
}

std::vector<LayerStyle> flow_styles(std::span<FeatureLayer const> layers) {
    FeatureLayer const* legs = layer_of(layers, "legs");
    if (legs == nullptr)
        return {};
    std::vector<std::string> const colours = colours_of_classes(4);
    std::string const used = R"("total_t" > 0 AND "in_cut" = 0 AND "used_pct" )";
    RuleStyle const style{
        .kind = GeometryKind::line,
        .classes = {{.filter = R"("total_t" = 0)", .label = "carries nothing", .colour = nothing_colour},
                    {.filter = R"("total_t" > 0 AND "used_pct" IS NULL)",
                     .label = "in use, capacity not known",
                     .colour = unknown_colour},
                    {.filter = used + "< 50", .label = "less than half full", .colour = colours[0]},
                    {.filter = used + ">= 50 AND \"used_pct\" < 80", .label = "50 to 80 % full", .colour = colours[1]},
                    {.filter = used + ">= 80 AND \"used_pct\" < 100",
                     .label = "80 to 100 % full",
                     .colour = colours[2]},
                    {.filter = used + ">= 100", .label = "full", .colour = colours[3]},
                    {.filter = R"("total_t" > 0 AND "in_cut" = 1)",
                     .label = "full, and keeps tonnes back",
                     .colour = alarm_colour}},
        .size_mm = 0.4,
        .size_field = "total_t",
        .greatest = greatest_of(*legs, "total_t")};
    return {{"legs", rule_qml(style)}};
}

std::vector<LayerStyle> route_styles(std::span<FeatureLayer const> layers) {
    std::vector<LayerStyle> styles;
    if (FeatureLayer const* routes = layer_of(layers, "routes")) {
        constexpr double lane_mm = 0.9;
        RuleStyle style{.kind = GeometryKind::line, .classes = {}, .size_mm = 0.8};
        std::vector<std::string> const names = values_of(*routes, "route");
        for (std::size_t i = 0; i < names.size(); ++i)
            style.classes.push_back(
                {.filter = fmt::format("\"route\" = {}", quoted(names[i])),
                 .label = "way " + names[i],
                 .colour = colour_of_thing(i),
                 .offset_mm = lane_mm * (static_cast<double>(i) - static_cast<double>(names.size() - 1) / 2.0)});
        styles.push_back({"routes", rule_qml(style)});
    }
    if (layer_of(layers, "legs") != nullptr)
        styles.push_back(
            {"legs", rule_qml({.kind = GeometryKind::line,
                               .classes = {{.filter = R"("mode" = 'rail')", .label = "rail", .colour = "#4d4d4d"},
                                           {.filter = R"("mode" = 'road')", .label = "road", .colour = "#e69f00"},
                                           {.filter = R"("mode" = 'sea')", .label = "sea", .colour = "#56b4e9"},
                                           {.filter = "", .label = "other", .colour = "#cc79a7"}},
                               .size_mm = 0.5})});
    if (layer_of(layers, "stops") != nullptr)
        styles.push_back({"stops", rule_qml({.kind = GeometryKind::point,
                                             .classes = {{.filter = "", .label = "stop", .colour = "#222222"}},
                                             .size_mm = 2.0,
                                             .label_field = "name"})});
    return styles;
}

std::vector<LayerStyle> isochrone_styles(std::span<FeatureLayer const> layers, std::vector<double> const& limits,
                                         std::string_view unit) {
    std::vector<std::string> const light_to_dark = colours_of_classes(limits.size());
    std::vector<StyleClass> classes; // far ones first, so that near ones lie on top
    for (std::size_t i = limits.size(); i-- > 0;)
        classes.push_back({.filter = fmt::format("\"limit\" = {}", shortest(limits[i])),
                           .label = fmt::format("within {} {}", shortest(limits[i]), unit),
                           .colour = light_to_dark[limits.size() - 1 - i]});
    std::vector<LayerStyle> styles;
    if (layer_of(layers, "reached") != nullptr)
        styles.push_back({"reached", rule_qml({.kind = GeometryKind::line, .classes = classes, .size_mm = 0.9})});
    if (layer_of(layers, "nodes") != nullptr)
        styles.push_back({"nodes", rule_qml({.kind = GeometryKind::point,
                                             .classes = {{.filter = "", .label = "reached", .colour = "#222222"}},
                                             .size_mm = 1.4,
                                             .label_field = "name"})});
    if (layer_of(layers, "areas") != nullptr)
        styles.push_back(
            {"areas", rule_qml({.kind = GeometryKind::polygon, .classes = classes, .size_mm = 0.2, .opacity = 0.5})});
    return styles;
}

} // namespace oreway
