// SPDX-License-Identifier: MIT
// The layers of a project in drawing order, and where its map starts.

#include "exporters/bundle_project.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "exporters/corridor_style.hpp"
#include "oreway/exporters/style.hpp"

namespace oreway {

namespace {

using Kind = ProjectLayer::Kind;

Style const& known_style(std::string_view style, std::string_view user) {
    Style const* found = find_style(style);
    if (found == nullptr)
        throw std::logic_error(fmt::format("'{}' asks for the style '{}', which does not exist", user, style));
    return *found;
}

Kind kind_of(FeatureLayer const& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i)
        switch (layer.geometries.kind(i)) {
        case GeometryKind::point:
            return Kind::point;
        case GeometryKind::line:
            return Kind::line;
        case GeometryKind::polygon:
            return Kind::polygon;
        case GeometryKind::null:
            break;
        }
    return Kind::table;
}

ProjectLayer project_layer(BundleLayer const& layer) {
    return {.kind = kind_of(layer.layer),
            .name = layer.layer.name,
            .title = layer.title,
            .group = layer.group,
            .source = fmt::format("./{}|layername={}", bundle_gpkg, layer.layer.name),
            .qml = style_of(layer),
            .visible = layer.visible};
}

ProjectLayer project_layer(BundleRaster const& raster) {
    return {.kind = Kind::raster,
            .name = raster.name,
            .title = raster.title,
            .group = raster.group,
            .source = fmt::format("./{}.tif", raster.name),
            .qml = style_of(raster),
            .visible = raster.visible};
}

ProjectLayer project_layer(BundleTable const& table) {
    return {.kind = Kind::table,
            .name = table.table.name(),
            .title = table.title,
            .group = "Tables",
            .source = fmt::format("./{}|layername={}", bundle_gpkg, table.table.name()),
            .qml = {},
            .visible = true};
}

/// Rasters go below everything but a last group of polygons: those would hide them.
std::vector<ProjectLayer>::iterator place_of_rasters(std::vector<ProjectLayer>& layers) {
    if (layers.empty())
        return layers.end();
    std::string const last_group = layers.back().group;
    auto const of_last_group = [&](ProjectLayer const& layer) { return layer.group == last_group; };
    bool const background = std::ranges::all_of(
        layers, [&](ProjectLayer const& layer) { return !of_last_group(layer) || layer.kind == Kind::polygon; });
    return background ? std::ranges::find_if(layers, of_last_group) : layers.end();
}

XYBox first_extent(Bundle const& bundle) {
    if (!bundle.map.extent.empty())
        return bundle.map.extent;
    if (bundle.map.crs != "EPSG:4326")
        throw std::logic_error(fmt::format("a map in {} needs its extent in that system", bundle.map.crs));
    if (bundle.view.empty())
        return {-180.0, -90.0, 180.0, 90.0};
    return {bundle.view.west, bundle.view.south, bundle.view.west + bundle.view.width(), bundle.view.north};
}

/// How to read a style, for what its legend cannot show.
struct Note {
    std::string_view style;
    std::string_view text;
};
constexpr std::array style_notes = {
    Note{"corridors",
         "Corridors: solid in operation, dashed under construction, dotted planned. Corridors on one track are drawn "
         "side by side, by the vertices of the study, not along the surveyed track."},
    Note{"mines",
         "Mines: the smallest symbol stands for a production that is not known; the others for less than 1 000, "
         "100 000 and 1 000 000 t a year, and more."},
};

std::vector<std::string> notes_of(std::vector<BundleLayer> const& layers) {
    std::vector<std::string> notes;
    for (Note const& note : style_notes)
        if (std::ranges::find(layers, note.style, &BundleLayer::style) != layers.end())
            notes.emplace_back(note.text);
    return notes;
}

} // namespace

std::string style_of(BundleLayer const& layer) {
    Style const& style = known_style(layer.style, layer.layer.name);
    if (style.name == "corridors")
        return fill_corridor_style(style.qml, layer.layer);
    return std::string(style.qml);
}

std::string style_of(BundleRaster const& raster) {
    return std::string(known_style(raster.style, raster.name).qml);
}

ProjectContent project_of(Bundle const& bundle) {
    ProjectContent content{.title = bundle.title,
                           .subtitle = bundle.subtitle,
                           .crs = bundle.map.crs,
                           .extent = first_extent(bundle),
                           .layers = {},
                           .notes = notes_of(bundle.layers)};
    for (BundleLayer const& layer : bundle.layers)
        content.layers.push_back(project_layer(layer));
    std::vector<ProjectLayer> rasters;
    for (BundleRaster const& raster : bundle.rasters)
        rasters.push_back(project_layer(raster));
    content.layers.insert(place_of_rasters(content.layers), rasters.begin(), rasters.end());
    for (BundleTable const& table : bundle.tables)
        content.layers.push_back(project_layer(table));
    return content;
}

} // namespace oreway
