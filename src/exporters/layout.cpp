// SPDX-License-Identifier: MIT
// Layout items and where they stand on the page. The type numbers are those of QGIS 3 (measured with 3.22).

#include "exporters/layout.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A place on the page, millimetres.
struct Place {
    double left;
    double top;
    double width;
    double height;
};
constexpr Place page_place{0, 0, 420, 297};
constexpr Place title_place{10, 8, 400, 11};
constexpr Place subtitle_place{10, 19, 400, 7};
constexpr Place map_place{10, 29, 270, 246};
constexpr Place legend_place{284, 28, 128, 248};
constexpr Place scale_bar_place{14, 259, 120, 13};
constexpr Place note_place{10, 277, 400, 15};

enum class ItemType : int { page = 65638, map = 65639, label = 65641, legend = 65642, scale_bar = 65646 };

/// Items refer to each other by these; a constant keeps the bytes the same in every run.
std::string uuid(ItemType type, int number = 0) {
    return fmt::format("{{00000000-0000-4000-8000-{:06}{:06}}}", static_cast<int>(type), number);
}

std::string common(ItemType type, Place const& place, std::string_view id, int z, int number = 0) {
    std::string const own = uuid(type, number);
    return fmt::format(
        "type=\"{}\" id=\"{}\" uuid=\"{}\" templateUuid=\"{}\" position=\"{},{},mm\" positionOnPage=\"{},{},mm\" "
        "size=\"{},{},mm\" zValue=\"{}\" referencePoint=\"0\" visibility=\"1\" opacity=\"1\" itemRotation=\"0\" "
        "positionLock=\"false\" excludeFromExports=\"0\" blendMode=\"0\" frameJoinStyle=\"miter\" "
        "outlineWidthM=\"0.3,mm\"",
        static_cast<int>(type), id, own, own, place.left, place.top, place.left, place.top, place.width, place.height,
        z);
}

/// Text style of labels and legends, in the family every machine maps to one of its own (Qt refuses an empty family).
std::string font(double points, int weight = 50) {
    return fmt::format("Sans Serif,{},-1,5,{},0,0,0,0,0", points, weight);
}

std::string label(Place const& place, std::string_view id, int number, std::string_view text, double points,
                  int weight) {
    return fmt::format(
        "      <LayoutItem {} frame=\"false\" background=\"false\" labelText=\"{}\" htmlState=\"0\" halign=\"1\" "
        "valign=\"128\" marginX=\"0\" marginY=\"0\">\n"
        "        <LabelFont description=\"{}\"/>\n"
        "        <FontColor red=\"34\" green=\"34\" blue=\"34\" alpha=\"255\"/>\n"
        "      </LayoutItem>\n",
        common(ItemType::label, place, id, 4 + number, number), escape_xml(text), font(points, weight));
}

/// The extent widened about its middle to the shape of the map frame.
XYBox in_shape(XYBox const& box) {
    double const shape = map_place.width / map_place.height;
    double width = box.max_x - box.min_x;
    double height = box.max_y - box.min_y;
    if (width / height < shape)
        width = height * shape;
    else
        height = width / shape;
    double const x = (box.min_x + box.max_x) / 2.0;
    double const y = (box.min_y + box.max_y) / 2.0;
    return {x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0};
}

std::string map(ProjectContent const& content) {
    XYBox const box = in_shape(content.extent);
    return fmt::format(
        "      <LayoutItem {} frame=\"true\" background=\"true\" keepLayerSet=\"false\" followPreset=\"false\" "
        "mapRotation=\"0\" drawCanvasItems=\"true\" mapFlags=\"0\" labelMargin=\"2,mm\">\n"
        "        <FrameColor red=\"90\" green=\"90\" blue=\"90\" alpha=\"255\"/>\n"
        "        <BackgroundColor red=\"226\" green=\"236\" blue=\"243\" alpha=\"255\"/>\n"
        "        <Extent xmin=\"{}\" ymin=\"{}\" xmax=\"{}\" ymax=\"{}\"/>\n"
        "        <LayerSet/>\n      </LayoutItem>\n",
        common(ItemType::map, map_place, "map", 1), shortest(box.min_x), shortest(box.min_y), shortest(box.max_x),
        shortest(box.max_y));
}

std::string legend_style(std::string_view name, double points, int weight, std::string_view margins) {
    return fmt::format(
        "          <style name=\"{}\" alignment=\"1\" indent=\"0\" {}><styleFont description=\"{}\"/></style>\n", name,
        margins, font(points, weight));
}

/// Only what is seen on the map: layers that are switched on, and of those the symbols inside the frame.
std::string legend(ProjectContent const& content) {
    std::string out = fmt::format(
        "      <LayoutItem {} frame=\"false\" background=\"false\" title=\"\" titleAlignment=\"1\" columnCount=\"2\" "
        "splitLayer=\"0\" equalColumnWidth=\"0\" boxSpace=\"0\" columnSpace=\"4\" symbolWidth=\"7\" "
        "symbolHeight=\"2.6\" "
        "lineSpacing=\"0.6\" wrapChar=\"\" fontColor=\"#222222\" symbolAlignment=\"1\" minSymbolSize=\"0\" "
        "maxSymbolSize=\"0\" "
        "resizeToContents=\"1\" legendFilterByMap=\"1\" legendFilterByAtlas=\"0\" map_uuid=\"{}\">\n        <styles>\n",
        common(ItemType::legend, legend_place, "legend", 3), uuid(ItemType::map));
    out += legend_style("title", 10, 75, "marginBottom=\"2\"");
    out += legend_style("group", 8, 75, "marginTop=\"2\"");
    out += legend_style("subgroup", 7.5, 75, "marginTop=\"2.5\"");
    out += legend_style("symbol", 6, 50, "marginTop=\"0.8\"");
    out += legend_style("symbolLabel", 6, 50, "marginTop=\"0.8\" marginLeft=\"1.5\"");
    out += "        </styles>\n        <layer-tree-group>\n";
    for (ProjectLayer const& layer : content.layers)
        if (layer.visible && layer.kind != ProjectLayer::Kind::table)
            out += fmt::format(
                "          <layer-tree-layer id=\"{}\" name=\"{}\" checked=\"Qt::Checked\" expanded=\"1\"/>\n",
                layer_id(layer.name), escape_xml(layer.title));
    return out + "          <custom-order enabled=\"0\"/>\n        </layer-tree-group>\n      </LayoutItem>\n";
}

double width_km(ProjectContent const& content) {
    XYBox const box = in_shape(content.extent);
    double const width = box.max_x - box.min_x;
    if (content.crs != "EPSG:4326")
        return width / 1000.0;
    double const middle = (box.min_y + box.max_y) / 2.0 * std::numbers::pi / 180.0;
    return width * 111.32 * std::cos(middle); // 111.32 km: a degree of the equator
}

/// One map unit a bar unit with unitType km; 1000 would make the bar read a thousand times too small.
std::string scale_bar(ProjectContent const& content) {
    return fmt::format(
        "      <LayoutItem {} frame=\"false\" background=\"true\" style=\"Single Box\" mapUuid=\"{}\" unitType=\"km\" "
        "unitLabel=\"km\" numMapUnitsPerScaleBarUnit=\"1\" numUnitsPerSegment=\"{}\" numSegments=\"4\" "
        "numSegmentsLeft=\"0\" "
        "numSubdivisions=\"1\" subdivisionsHeight=\"1.5\" segmentSizeMode=\"0\" minBarWidth=\"50\" maxBarWidth=\"150\" "
        "height=\"2\" labelBarSpace=\"1.5\" boxContentSpace=\"1.5\" alignment=\"0\" labelVerticalPlacement=\"0\" "
        "labelHorizontalPlacement=\"0\" outlineWidth=\"0.3\" lineJoinStyle=\"miter\" lineCapStyle=\"square\">\n"
        "        <BackgroundColor red=\"255\" green=\"255\" blue=\"255\" alpha=\"200\"/>\n"
        "        <text-style fontSize=\"8\" fontSizeUnit=\"Point\" textColor=\"34,34,34,255\" textOpacity=\"1\"/>\n"
        "      </LayoutItem>\n",
        common(ItemType::scale_bar, scale_bar_place, "scale bar", 2), uuid(ItemType::map),
        shortest(scale_bar_segment_km(width_km(content))));
}

std::string page_collection() {
    std::string const white = "<symbol type=\"fill\" name=\"\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"><layer "
                              "class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\"><prop k=\"color\" "
                              "v=\"255,255,255,255\"/><prop k=\"style\" v=\"solid\"/><prop k=\"outline_style\" "
                              "v=\"no\"/></layer></symbol>";
    return fmt::format("      <PageCollection>\n        {}\n        <LayoutItem {} frame=\"false\" "
                       "background=\"true\">{}</LayoutItem>\n"
                       "        <GuideCollection visible=\"1\"/>\n      </PageCollection>\n",
                       white, common(ItemType::page, page_place, "", 0), white);
}

std::string note(ProjectContent const& content) {
    // QGIS 3.22 measures the bar along the lower edge: 1.5 % from the middle for 46-88 E 35-56 N in UTM 42.
    std::string const scale = content.crs == "EPSG:4326"
                                  ? "is drawn in degrees and is wider than true away from the equator"
                                  : "changes in scale by a few per cent";
    std::string text = fmt::format("Map in {} on WGS 84. All lengths and distances are measured on the ellipsoid, not "
                                   "on this map, which {}; the scale bar holds along the lower edge.",
                                   content.crs, scale);
    for (std::string const& sentence : content.notes)
        text += "\n" + sentence;
    return text;
}

} // namespace

double scale_bar_segment_km(double map_width_km) {
    if (!(map_width_km > 0.0) || !std::isfinite(map_width_km))
        return 100.0;
    constexpr std::array steps = {5.0, 2.5, 2.0, 1.0};
    double const longest = map_width_km / 3.0 / 4.0;
    double const power = std::pow(10.0, std::floor(std::log10(longest)));
    for (double const step : steps)
        if (step * power <= longest)
            return step * power;
    return power;
}

std::string layout_xml(ProjectContent const& content) {
    std::string out =
        "  <Layouts>\n    <Layout name=\"Overview A3\" units=\"mm\" printResolution=\"300\" worldFileMap=\"\">\n";
    out += page_collection();
    out += map(content);
    out += scale_bar(content);
    out += legend(content);
    out += label(title_place, "title", 1, content.title, 22, 75);
    out += label(subtitle_place, "subtitle", 2, content.subtitle, 11, 50);
    out += label(note_place, "note", 3, note(content), 7.5, 50);
    return out + "    </Layout>\n  </Layouts>\n";
}

} // namespace oreway
