// SPDX-License-Identifier: MIT
// Points lie in one cell each; of a line every cell counts that it runs through.

#include "jobs/cost_places.hpp"

#include <cmath>

#include <fmt/format.h>

#include "jobs/field_weights.hpp"
#include "jobs/layer_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/surface/grid_trace.hpp"

namespace oreway {

namespace {

FeatureLayer load(PlaceLayer const& place, InputOptions const& input, Problems& problems) {
    auto loaded = load_layer(place.dataset, place.layer, input, problems);
    throw_if_errors(problems, "reading " + place.dataset);
    return std::move(loaded->layer);
}

std::string where_is(FeatureLayer const& layer, std::size_t i) {
    return fmt::format("{}, feature {}", place_of(layer.origin), layer.ids[i]);
}

/// The cell that a point lies in; none outside the grid.
CellPlace cell_of(GridFrame const& frame, LonLat point) {
    GridPlace const place = frame.place_of(point);
    GridSpec const& spec = frame.spec();
    bool const inside = place.row >= 0.0 && place.row < static_cast<double>(spec.rows) && place.column >= 0.0 &&
                        place.column < static_cast<double>(spec.columns);
    if (!inside)
        return {};
    return {static_cast<std::size_t>(place.row), static_cast<std::size_t>(place.column), true};
}

/// Cells that a geometry touches, a cell once for each time it is entered.
std::vector<CellPlace> cells_of(GridFrame const& frame, LonLatGeometry geometry) {
    std::vector<CellPlace> cells;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        if (geometry.kind() == GeometryKind::point) {
            for (LonLat const point : geometry.path(p))
                if (CellPlace const cell = cell_of(frame, point); cell.inside)
                    cells.push_back(cell);
        } else
            for (CellStretch const& stretch : stretches_in_cells(frame, geometry.path(p)))
                cells.push_back({stretch.row, stretch.column, true});
    return cells;
}

/// The problem of a feature that gives no source; nothing when all is well.
std::string fault_of(std::vector<CellPlace> const& cells, std::size_t usable) {
    if (usable > 0)
        return "";
    return cells.empty() ? "lies outside the friction raster" : "lies on cells without friction (barriers)";
}

std::optional<double> start_cost(FeatureLayer const& layer, std::size_t i, std::optional<std::size_t> field) {
    if (!field)
        return 0.0;
    auto const number = layer.attributes.number(i, *field);
    if (!number || !std::isfinite(*number) || *number < 0.0)
        return std::nullopt;
    return number;
}

std::int32_t id_of(std::int64_t number, std::string const& where) {
    if (number <= std::numeric_limits<std::int32_t>::lowest() || number > std::numeric_limits<std::int32_t>::max())
        throw DataError({.what = fmt::format("the feature number {} does not fit 32 bits", number),
                         .where = where,
                         .remedy = "renumber the features"});
    return static_cast<std::int32_t>(number);
}

} // namespace

std::vector<CostSource> read_sources(PlaceLayer const& place, std::string const& start_field, GridFrame const& frame,
                                     Grid<float> const& friction, InputOptions const& input, Problems& problems) {
    FeatureLayer const layer = load(place, input, problems);
    std::optional<std::size_t> field;
    if (!start_field.empty())
        field = require_field(layer.attributes, start_field, place_of(layer.origin));
    std::vector<CostSource> sources;
    auto const refuse = [&](std::size_t i, std::string what, std::string remedy) {
        problems.push_back({Severity::error, "cost.source", {std::move(what), where_is(layer, i), std::move(remedy)}});
    };
    for (std::size_t i = 0; i < layer.size(); ++i) {
        LonLatGeometry const geometry = layer.geometries[i];
        if (geometry.kind() == GeometryKind::polygon) {
            refuse(i, "is a polygon; sources are points and lines", "give its boundary or a point inside");
            continue;
        }
        auto const cost = start_cost(layer, i, field);
        if (!cost) {
            refuse(i, fmt::format("has no start cost of zero or more in '{}'", start_field), "fill the field");
            continue;
        }
        std::vector<CellPlace> const cells = cells_of(frame, geometry);
        std::size_t const before = sources.size();
        for (CellPlace const& cell : cells)
            if (!std::isnan(friction.at(cell.row, cell.column)))
                sources.push_back({cell.row, cell.column, *cost, id_of(layer.ids[i], where_is(layer, i))});
        if (std::string const fault = fault_of(cells, sources.size() - before); !fault.empty())
            refuse(i, fault, "move it, leave it out, or extend the raster");
    }
    throw_if_errors(problems, "placing the sources");
    if (sources.empty())
        throw DataError(
            {.what = "has no feature to start from", .where = place.dataset, .remedy = "give points or lines"});
    return sources;
}

std::vector<PathEnd> read_path_ends(PlaceLayer const& place, GridFrame const& frame, Grid<float> const& friction,
                                    InputOptions const& input, Problems& problems) {
    FeatureLayer const layer = load(place, input, problems);
    std::vector<PathEnd> ends;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        if (layer.geometries.kind(i) != GeometryKind::point) {
            problems.push_back({Severity::warning,
                                "path.no_point",
                                {"is no point, so no path leads to it", where_is(layer, i), "give points"}});
            continue;
        }
        std::vector<CellPlace> const cells = cells_of(frame, layer.geometries[i]);
        std::size_t const before = ends.size();
        for (CellPlace const& cell : cells)
            if (!std::isnan(friction.at(cell.row, cell.column)))
                ends.push_back({cell, layer.ids[i]});
        if (std::string const fault = fault_of(cells, ends.size() - before); !fault.empty())
            problems.push_back({Severity::warning, "path.no_cell", {fault, where_is(layer, i), "move the point"}});
    }
    return ends;
}

} // namespace oreway
