// SPDX-License-Identifier: MIT
// The parts of a .qgs file, one function an element.

#include "exporters/qgis_project.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "exporters/layout.hpp"
#include "exporters/qml.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using Kind = ProjectLayer::Kind;

/// QGIS 3.22 takes the authority code only together with a positive srsid; its value does not matter then.
std::string spatial_reference(std::string_view crs) {
    return fmt::format("<spatialrefsys><srsid>1</srsid><authid>{}</authid></spatialrefsys>", escape_xml(crs));
}

std::string_view geometry_name(Kind kind) {
    switch (kind) {
    case Kind::point:
        return "Point";
    case Kind::line:
        return "Line";
    case Kind::polygon:
        return "Polygon";
    case Kind::table:
    case Kind::raster:
        break;
    }
    return "No geometry";
}

std::string layer_tags(ProjectLayer const& layer) {
    return fmt::format("      <id>{}</id>\n"
                       "      <datasource>{}</datasource>\n"
                       "      <layername>{}</layername>\n"
                       "      <provider{}>{}</provider>\n",
                       layer_id(layer.name), escape_xml(layer.source), escape_xml(layer.title),
                       layer.kind == Kind::raster ? "" : " encoding=\"UTF-8\"",
                       layer.kind == Kind::raster ? "gdal" : "ogr");
}

std::string map_layer(ProjectLayer const& layer) {
    std::string out;
    if (layer.kind == Kind::raster)
        out =
            "    <maplayer type=\"raster\" styleCategories=\"AllStyleCategories\" hasScaleBasedVisibilityFlag=\"0\">\n";
    else
        out = fmt::format("    <maplayer type=\"vector\" geometry=\"{}\" styleCategories=\"AllStyleCategories\" "
                          "labelsEnabled=\"{}\" hasScaleBasedVisibilityFlag=\"0\">\n",
                          geometry_name(layer.kind), !layer.qml.empty() && qml::has_labels(layer.qml) ? 1 : 0);
    out += layer_tags(layer);
    if (layer.kind != Kind::table)
        out += fmt::format("      <srs>{}</srs>\n", spatial_reference("EPSG:4326"));
    if (!layer.qml.empty())
        out += qml::body(layer.qml);
    return out + "    </maplayer>\n";
}

std::string tree_layer(ProjectLayer const& layer) {
    // Long lists of symbols stay folded; the print legend has its own tree.
    return fmt::format("      <layer-tree-layer id=\"{}\" name=\"{}\" source=\"{}\" providerKey=\"{}\" checked=\"{}\" "
                       "expanded=\"{}\"/>\n",
                       layer_id(layer.name), escape_xml(layer.title), escape_xml(layer.source),
                       layer.kind == Kind::raster ? "gdal" : "ogr", layer.visible ? "Qt::Checked" : "Qt::Unchecked",
                       layer.visible && layer.kind != Kind::table ? 1 : 0);
}

std::vector<std::string> groups_of(std::vector<ProjectLayer> const& layers) {
    std::vector<std::string> groups;
    for (ProjectLayer const& layer : layers)
        if (std::ranges::find(groups, layer.group) == groups.end())
            groups.push_back(layer.group);
    return groups;
}

std::string layer_tree(std::vector<ProjectLayer> const& layers) {
    std::string out = "  <layer-tree-group>\n";
    for (std::string const& group : groups_of(layers)) {
        if (!group.empty())
            out += fmt::format("    <layer-tree-group name=\"{}\" checked=\"Qt::Checked\" expanded=\"1\">\n",
                               escape_xml(group));
        for (ProjectLayer const& layer : layers)
            if (layer.group == group)
                out += tree_layer(layer);
        if (!group.empty())
            out += "    </layer-tree-group>\n";
    }
    return out + "    <custom-order enabled=\"0\"/>\n  </layer-tree-group>\n";
}

/// Without ProjectionsEnabled QGIS drops the reference system, and with it the ellipsoid.
constexpr std::string_view properties = R"(  <properties>
    <Gui>
      <CanvasColorBluePart type="int">243</CanvasColorBluePart>
      <CanvasColorGreenPart type="int">236</CanvasColorGreenPart>
      <CanvasColorRedPart type="int">226</CanvasColorRedPart>
    </Gui>
    <Measure>
      <Ellipsoid type="QString">EPSG:7030</Ellipsoid>
    </Measure>
    <Measurement>
      <AreaUnits type="QString">km2</AreaUnits>
      <DistanceUnits type="QString">km</DistanceUnits>
    </Measurement>
    <Paths>
      <Absolute type="bool">false</Absolute>
    </Paths>
    <SpatialRefSys>
      <ProjectionsEnabled type="int">1</ProjectionsEnabled>
    </SpatialRefSys>
  </properties>
)";

std::string extent_attributes(XYBox const& box) {
    return fmt::format("xmin=\"{}\" ymin=\"{}\" xmax=\"{}\" ymax=\"{}\"", shortest(box.min_x), shortest(box.min_y),
                       shortest(box.max_x), shortest(box.max_y));
}

std::string extent_tags(XYBox const& box) {
    return fmt::format("<extent><xmin>{}</xmin><ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax></extent>",
                       shortest(box.min_x), shortest(box.min_y), shortest(box.max_x), shortest(box.max_y));
}

/// The canvas QGIS opens with, and the extent behind "zoom to full".
std::string views(ProjectContent const& content) {
    bool const degrees = content.crs == "EPSG:4326";
    return fmt::format("  <mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\">\n"
                       "    <units>{}</units>\n    {}\n    <rotation>0</rotation>\n"
                       "    <destinationsrs>{}</destinationsrs>\n  </mapcanvas>\n"
                       "  <ProjectViewSettings UseProjectScales=\"0\" rotation=\"0\">\n"
                       "    <DefaultViewExtent {}>{}</DefaultViewExtent>\n  </ProjectViewSettings>\n",
                       degrees ? "degrees" : "meters", extent_tags(content.extent), spatial_reference(content.crs),
                       extent_attributes(content.extent), spatial_reference(content.crs));
}

} // namespace

std::string layer_id(std::string_view name) {
    std::string id = "oreway_";
    for (char const c : name) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        id += plain ? c : '_';
    }
    return id + "_" + hash_bytes(name).substr(0, 8);
}

std::string to_qgs(ProjectContent const& content) {
    std::string const title = escape_xml(content.title);
    std::string out = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";
    out += fmt::format("<qgis version=\"3.22.0\" projectname=\"{}\">\n", title);
    out += fmt::format("  <title>{}</title>\n", title);
    out += fmt::format("  <projectCrs>{}</projectCrs>\n", spatial_reference(content.crs));
    out += layer_tree(content.layers);
    out += views(content);
    out += "  <projectlayers>\n";
    for (ProjectLayer const& layer : content.layers)
        out += map_layer(layer);
    out += "  </projectlayers>\n";
    out += properties;
    out += layout_xml(content);
    return out + "</qgis>\n";
}

} // namespace oreway
