// SPDX-License-Identifier: MIT
// Rule-based renderers as QML of QGIS 3.22.

#include "oreway/exporters/rule_style.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Viridis (Smith and van der Walt 2015, CC0) from light to dark, without its lightest yellow, which vanishes on maps.
constexpr std::array<std::string_view, 7> light_to_dark = {"#addc30", "#5ec962", "#28ae80", "#21918c",
                                                           "#2c728e", "#3b528b", "#440154"};
constexpr std::array<std::string_view, 7> okabe_ito = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                       "#e69f00", "#56b4e9", "#000000"};

struct Symbol {
    std::string_view type;
    std::string_view layer;
    std::string_view colour;
    std::string_view size; // property of the layer
    std::string_view data; // name of that property when it is an expression
    std::string_view more;
    int geometry;
};

constexpr Symbol line_symbol = {
    "line",
    "SimpleLine",
    "line_color",
    "line_width",
    "outlineWidth",
    R"(<prop k="line_width_unit" v="MM"/><prop k="capstyle" v="round"/><prop k="joinstyle" v="round"/>)",
    1};
constexpr Symbol point_symbol = {
    "marker",
    "SimpleMarker",
    "color",
    "size",
    "size",
    R"(<prop k="name" v="circle"/><prop k="size_unit" v="MM"/><prop k="outline_color" v="#ffffff"/><prop k="outline_width" v="0.2"/>)",
    0};
constexpr Symbol area_symbol = {
    "fill",
    "SimpleFill",
    "color",
    "outline_width",
    "outlineWidth",
    R"(<prop k="style" v="solid"/><prop k="outline_color" v="#ffffff"/><prop k="outline_width_unit" v="MM"/>)",
    2};

Symbol const& symbol_of(GeometryKind kind) {
    switch (kind) {
    case GeometryKind::line:
        return line_symbol;
    case GeometryKind::point:
        return point_symbol;
    case GeometryKind::polygon:
        return area_symbol;
    default:
        throw std::logic_error("a style is for points, lines or polygons");
    }
}

std::string size_expression(RuleStyle const& style) {
    return fmt::format("coalesce(scale_linear(sqrt(max(\"{}\", 0)), 0, sqrt({}), {}, {}), {})", style.size_field,
                       shortest(style.greatest), shortest(style.size_mm), shortest(style.largest_mm),
                       shortest(style.size_mm));
}

std::string data_defined(Symbol const& symbol, RuleStyle const& style) {
    if (style.size_field.empty() || !(style.greatest > 0.0))
        return "";
    return fmt::format(
        R"(<data_defined_properties><Option type="Map"><Option name="name" type="QString" value=""/><Option name="properties" type="Map"><Option name="{}" type="Map"><Option name="active" type="bool" value="true"/><Option name="expression" type="QString" value="{}"/><Option name="type" type="int" value="3"/></Option></Option><Option name="type" type="QString" value="collection"/></Option></data_defined_properties>)",
        symbol.data, escape_xml(size_expression(style)));
}

std::string offset_of(RuleStyle const& style, StyleClass const& one) {
    if (style.kind != GeometryKind::line || one.offset_mm == 0.0)
        return "";
    return fmt::format(R"(<prop k="offset" v="{}"/><prop k="offset_unit" v="MM"/>)", shortest(one.offset_mm));
}

std::string rules_of(RuleStyle const& style) {
    std::string text;
    for (std::size_t i = 0; i < style.classes.size(); ++i) {
        StyleClass const& one = style.classes[i];
        text += fmt::format("      <rule key=\"{{class_{}}}\" symbol=\"{}\" label=\"{}\" filter=\"{}\"/>\n", i, i,
                            escape_xml(one.label), one.filter.empty() ? std::string("ELSE") : escape_xml(one.filter));
    }
    return text;
}

std::string symbols_of(RuleStyle const& style) {
    Symbol const& symbol = symbol_of(style.kind);
    std::string text;
    for (std::size_t i = 0; i < style.classes.size(); ++i)
        text += fmt::format("      <symbol type=\"{}\" name=\"{}\" alpha=\"{}\" clip_to_extent=\"1\" force_rhr=\"0\">\n"
                            "        <layer class=\"{}\" enabled=\"1\" locked=\"0\" pass=\"{}\">"
                            "<prop k=\"{}\" v=\"{}\"/><prop k=\"{}\" v=\"{}\"/>{}{}{}</layer>\n      </symbol>\n",
                            symbol.type, i, shortest(style.opacity), symbol.layer, i, symbol.colour,
                            style.classes[i].colour, symbol.size, shortest(style.size_mm), symbol.more,
                            offset_of(style, style.classes[i]), data_defined(symbol, style));
    return text;
}

std::string labels_of(RuleStyle const& style) {
    if (style.label_field.empty())
        return "";
    bool const beside = style.kind == GeometryKind::point;
    return fmt::format(
        "  <labeling type=\"simple\">\n    <settings>\n"
        "      <text-style fieldName=\"{}\" isExpression=\"0\" fontSize=\"7\" fontSizeUnit=\"Point\" "
        "textColor=\"34,34,34,255\" textOpacity=\"1\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.6\" "
        "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" bufferOpacity=\"0.85\"/></text-style>\n"
        "      <placement placement=\"{}\" dist=\"1\" distUnits=\"MM\" offsetType=\"1\" priority=\"5\" "
        "predefinedPositionOrder=\"R,L,TR,BR,TL,BL\"/>\n      <rendering obstacle=\"1\" displayAll=\"0\" "
        "drawLabels=\"1\"/>\n    </settings>\n  </labeling>\n",
        escape_xml(style.label_field), beside ? 6 : 2);
}

} // namespace

std::string rule_qml(RuleStyle const& style) {
    return fmt::format("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                       "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling|Rendering\" "
                       "labelsEnabled=\"{}\">\n"
                       "  <renderer-v2 type=\"RuleRenderer\" symbollevels=\"1\" forceraster=\"0\" "
                       "enableorderby=\"0\">\n    <rules key=\"{{classes}}\">\n{}    </rules>\n"
                       "    <symbols>\n{}    </symbols>\n  </renderer-v2>\n{}"
                       "  <layerGeometryType>{}</layerGeometryType>\n</qgis>\n",
                       style.label_field.empty() ? 0 : 1, rules_of(style), symbols_of(style), labels_of(style),
                       symbol_of(style.kind).geometry);
}

std::vector<std::string> colours_of_classes(std::size_t classes) {
    std::vector<std::string> colours;
    for (std::size_t i = 0; i < classes; ++i) {
        std::size_t const at = classes < 2 ? light_to_dark.size() - 1 : i * (light_to_dark.size() - 1) / (classes - 1);
        colours.emplace_back(light_to_dark[at]);
    }
    return colours;
}

std::string colour_of_thing(std::size_t number) {
    return std::string(okabe_ito[number % okabe_ito.size()]);
}

} // namespace oreway
