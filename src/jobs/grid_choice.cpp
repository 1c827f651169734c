// SPDX-License-Identifier: MIT
// From what the user asked for to a grid: edges, then the size of a cell, then whole cells.

#include "oreway/jobs/grid_choice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/io/grid_reader.hpp"

namespace oreway {

namespace {

constexpr double degree = 3.14159265358979323846 / 180.0;
/// A ratio so near to a whole number is that number: 46/0.05 is 919.9999...
constexpr double whole_slack = 1e-6;
constexpr double margin_share = 0.05;
constexpr double least_margin_degrees = 0.1;
constexpr double least_margin_metres = 10'000.0;
constexpr double least_cells_on_long_side = 1'000.0;

double whole_down(double v) {
    return std::abs(v - std::nearbyint(v)) < whole_slack ? std::nearbyint(v) : std::floor(v);
}
double whole_up(double v) {
    return std::abs(v - std::nearbyint(v)) < whole_slack ? std::nearbyint(v) : std::ceil(v);
}

[[noreturn]] void refuse(std::string what, std::string remedy) {
    throw UsageError({.what = std::move(what), .where = "the grid", .remedy = std::move(remedy)});
}

bool is_in_degrees(Crs const& crs) {
    return crs.kind() == CrsKind::geographic && std::abs(crs.unit_size() / degree - 1.0) < 1e-9;
}

std::string text_of(Crs const& crs) {
    return crs.code().empty() ? crs.wkt() : crs.code();
}

/// Edges that were asked for, east of west.
GridEdges checked(GridEdges edges, Crs const& crs) {
    for (double const edge : {edges.west, edges.south, edges.east, edges.north})
        if (!std::isfinite(edge))
            refuse("an edge of the box is not finite", "give four finite numbers");
    if (is_in_degrees(crs) && edges.west > edges.east)
        edges.east += 360.0;
    if (!(edges.west < edges.east && edges.south < edges.north))
        refuse(fmt::format("the box {},{},{},{} is empty", edges.west, edges.south, edges.east, edges.north),
               "give west,south,east,north with west < east and south < north");
    bool const on_earth = edges.south >= -90.0 && edges.north <= 90.0 && std::abs(edges.west) <= 360.0 &&
                          edges.east - edges.west <= 360.0;
    if (is_in_degrees(crs) && !on_earth)
        refuse(fmt::format("the box {},{},{},{} reaches beyond the Earth", edges.west, edges.south, edges.east,
                           edges.north),
               crs.is_equivalent_to(Crs::wgs84())
                   ? "keep latitudes in [-90, 90] and at most 360 degrees of longitude; a box in metres needs --t_srs"
                   : "keep latitudes in [-90, 90] and at most 360 degrees of longitude");
    return edges;
}

/// The box in the reference system: edges are curves there, so places all over it are asked.
XYBox image_of(LonLatBox const& box, Crs const& crs) {
    constexpr int steps = 32;
    std::vector<XY> points;
    for (int i = 0; i <= steps; ++i)
        for (int k = 0; k <= steps; ++k)
            points.push_back({box.west + box.width() * i / steps, box.south + (box.north - box.south) * k / steps});
    std::vector<std::uint8_t> failed(points.size());
    auto const transform = make_transform(Crs::wgs84(), crs, choose_operation(Crs::wgs84(), crs, box).chosen);
    transform->apply(points, failed);
    XYBox image;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (failed[i] == 0)
            image.extend(points[i]);
    if (image.empty())
        refuse(fmt::format("no place of the input has coordinates in {}", crs.name()),
               "choose a reference system for this part of the Earth, or give --bbox");
    return image;
}

/// The extent of the sources with a margin, where nobody asked for edges.
GridEdges edges_round(LonLatBox const& sources, Crs const& crs) {
    if (sources.empty())
        refuse("there is nothing whose extent the grid could take", "give --bbox");
    if (crs.is_equivalent_to(Crs::wgs84())) {
        double const width = sources.width();
        double const x = std::max(least_margin_degrees, margin_share * width);
        double const y = std::max(least_margin_degrees, margin_share * (sources.north - sources.south));
        GridEdges edges{sources.west - x, std::max(-90.0, sources.south - y), sources.west + width + x,
                        std::min(90.0, sources.north + y)};
        if (edges.east - edges.west >= 360.0)
            return {-180.0, edges.south, 180.0, edges.north};
        if (!sources.crosses_antimeridian()) { // nor shall the margin
            edges.west = std::max(-180.0, edges.west);
            edges.east = std::min(180.0, edges.east);
        }
        return edges;
    }
    XYBox const box = image_of(sources, crs);
    double const least = is_in_degrees(crs) ? least_margin_degrees : least_margin_metres / crs.unit_size();
    double const x = std::max(least, margin_share * (box.max_x - box.min_x));
    double const y = std::max(least, margin_share * (box.max_y - box.min_y));
    GridEdges edges{box.min_x - x, box.min_y - y, box.max_x + x, box.max_y + y};
    if (is_in_degrees(crs)) {
        edges.south = std::max(-90.0, edges.south);
        edges.north = std::min(90.0, edges.north);
    }
    return edges;
}

/// The largest of 1, 2, 2.5, 5 times a power of ten that still gives enough cells.
double round_size(double side) {
    double const most = side / least_cells_on_long_side;
    double const power = std::pow(10.0, std::floor(std::log10(most)));
    for (double const step : {10.0, 5.0, 2.5, 2.0})
        if (step * power <= most * (1.0 + 1e-12))
            return step * power;
    return power;
}

CellSize in_units_of(CellSize size, GridEdges const& edges, Crs const& crs) {
    if (size.unit == CellSize::Unit::of_crs)
        return size;
    if (!is_in_degrees(crs))
        return {.width = size.width / crs.unit_size(), .height = size.height / crs.unit_size()};
    double const latitude = 0.5 * (edges.south + edges.north) * degree;
    double const flat = wgs84_flattening * (2.0 - wgs84_flattening); // first eccentricity squared
    double const w = 1.0 - flat * std::sin(latitude) * std::sin(latitude);
    double const along_parallel = wgs84_semi_major_axis * std::cos(latitude) / std::sqrt(w) * degree;
    double const along_meridian = wgs84_semi_major_axis * (1.0 - flat) / (w * std::sqrt(w)) * degree;
    return {.width = size.width / along_parallel, .height = size.height / along_meridian};
}

CellSize cell_size(GridChoice const& choice, GridEdges const& edges, Crs const& crs) {
    if (!choice.cell_size) {
        double const size = round_size(std::max(edges.east - edges.west, edges.north - edges.south));
        return {.width = size, .height = size};
    }
    CellSize const size = in_units_of(*choice.cell_size, edges, crs);
    if (!(std::isfinite(size.width) && size.width > 0.0 && std::isfinite(size.height) && size.height > 0.0))
        refuse("the size of a cell is not above zero", "give --resolution a size above zero");
    return size;
}

std::size_t whole_cells(double side, double size) {
    double const cells = std::max(1.0, whole_up(side / size));
    if (!(cells <= static_cast<double>(std::numeric_limits<std::int32_t>::max())))
        refuse(fmt::format("{:.3g} cells on one side are too many for a raster file", cells),
               "choose a coarser resolution or a smaller box");
    return static_cast<std::size_t>(cells);
}

/// Edges at multiples of the cell size; a grid in degrees stays on the Earth.
GridEdges aligned(GridEdges edges, CellSize const& size, Crs const& crs) {
    GridEdges const asked = edges;
    edges = {whole_down(edges.west / size.width) * size.width, whole_down(edges.south / size.height) * size.height,
             whole_up(edges.east / size.width) * size.width, whole_up(edges.north / size.height) * size.height};
    if (!is_in_degrees(crs))
        return edges;
    edges.north = std::min(edges.north, 90.0);
    if (edges.south < -90.0)
        edges.south = edges.north - std::floor((edges.north + 90.0) / size.height + whole_slack) * size.height;
    if (edges.east - edges.west > 360.0 + whole_slack)
        edges = {asked.west, edges.south, asked.east, edges.north};
    return edges;
}

GridSpec grid_like(GridChoice const& choice) {
    if (choice.edges || choice.cell_size || !choice.crs.empty())
        throw UsageError({.what = "--like takes the whole grid of another raster",
                          .where = "",
                          .remedy = "leave out --like, or --bbox, --resolution and --t_srs"});
    return GridReader(choice.like, choice.read).spec();
}

} // namespace

GridSpec resolve_grid(GridChoice const& choice, LonLatBox const& sources) {
    if (!choice.like.empty())
        return grid_like(choice);
    Crs const crs = choice.crs.empty() ? Crs::wgs84() : Crs::from_user_input(choice.crs);
    GridEdges edges = choice.edges ? checked(*choice.edges, crs) : edges_round(sources, crs);
    CellSize const size = cell_size(choice, edges, crs);
    if (!choice.edges)
        edges = aligned(edges, size, crs);
    GridSpec spec{.west = edges.west,
                  .north = edges.north,
                  .cell_width = size.width,
                  .cell_height = size.height,
                  .columns = whole_cells(edges.east - edges.west, size.width),
                  .rows = whole_cells(edges.north - edges.south, size.height),
                  .crs = text_of(crs)};
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    double const width = static_cast<double>(spec.columns) * spec.cell_width;
    if (is_in_degrees(crs) && (south < -90.0 - whole_slack || width > 360.0 + whole_slack))
        refuse(fmt::format("the last cells of {} by {} degrees would reach beyond the Earth", size.width, size.height),
               "choose a resolution that divides the box");
    return spec;
}

bool is_lonlat(GridSpec const& spec) {
    return spec.crs == "EPSG:4326" || Crs::from_user_input(spec.crs).is_equivalent_to(Crs::wgs84());
}

std::unique_ptr<CoordinateTransform> lonlat_transform(GridSpec const& spec, OperationRequest const& request) {
    Crs const crs = Crs::from_user_input(spec.crs);
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    double const east = spec.west + static_cast<double>(spec.columns) * spec.cell_width;
    LonLatBox const extent =
        lonlat_extent(crs, {.min_x = spec.west, .min_y = south, .max_x = east, .max_y = spec.north});
    return make_transform(crs, Crs::wgs84(), choose_operation(crs, Crs::wgs84(), extent, request).chosen);
}

} // namespace oreway
