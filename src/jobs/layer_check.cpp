// SPDX-License-Identifier: MIT
// What can be wrong with a feature. Ranges are judged in the layer's own system, validity in WGS 84, where it is
// measured.

#include "jobs/layer_check.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/densify.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/measure/polygon_overlap.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

constexpr std::array<FaultKind, fault_count> kinds = {{
    {Fault::null_geometry, "geometry.null", "null", Severity::note, "has no geometry",
     "it is left out of every measure"},
    {Fault::empty_geometry, "geometry.empty", "empty", Severity::note, "has a geometry without a vertex",
     "it is left out of every measure"},
    {Fault::out_of_range, "geometry.out_of_range", "out_of_range", Severity::warning,
     "has a coordinate that is no place on the Earth", "correct or delete it; it counts as null"},
    {Fault::doubtful_place, "geometry.doubtful_place", "doubtful_place", Severity::warning,
     "lies at 0 0 or at a pole, where coordinates end up that are not known",
     "correct it, or delete it when the place is not known; it is measured as it stands"},
    {Fault::invalid_polygon, "geometry.invalid", "invalid", Severity::warning, "the polygon is invalid",
     "mend it in the data, or let 'oreway check --repair' do it"},
    {Fault::zero_length, "geometry.zero_length", "zero_length", Severity::warning, "the line has no length",
     "delete it or give it a second place"},
    {Fault::repeated_vertex, "geometry.repeated_vertex", "repeated_vertex", Severity::note,
     "has the same vertex twice in a row", "harmless for measures; remove it when you can"},
    {Fault::missing_id, "id.missing", "missing_id", Severity::warning, "has no id", "give it one"},
    {Fault::duplicate_id, "id.duplicate", "duplicate_id", Severity::warning, "has the id of another feature",
     "give each feature its own id"},
}};

std::string box_text(double west, double south, double east, double north, int decimals) {
    return fmt::format("{} {} to {} {}", fixed(west, decimals), fixed(south, decimals), fixed(east, decimals),
                       fixed(north, decimals));
}

std::string box_text(XYBox const& box) {
    return box_text(box.min_x, box.min_y, box.max_x, box.max_y, std::abs(box.max_x) > 1000.0 ? 0 : 4);
}

/// Every path has at least two vertices and all of them are one place.
bool has_no_length(XYGeometry geometry) {
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        auto const path = geometry.path(p);
        if (std::ranges::any_of(path, [&](XY vertex) { return vertex != path.front(); }))
            return false;
    }
    return true;
}

bool repeats_a_vertex(XYGeometry geometry) {
    if (geometry.kind() == GeometryKind::point)
        return false;
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        auto const path = geometry.path(p);
        if (std::ranges::adjacent_find(path) != path.end())
            return true;
    }
    return false;
}

/// The numbers of a native geometry taken for longitude and latitude.
void append_numbers(XYGeometry geometry, LonLatGeometries& out) {
    out.begin(geometry.kind());
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        out.begin_path(geometry.role(p));
        for (XY const vertex : geometry.path(p))
            out.add(LonLat{vertex.x, vertex.y});
    }
    out.end();
}

bool lies_on_the_earth(LonLatGeometry geometry) {
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        if (!std::ranges::all_of(geometry.path(p), [](LonLat vertex) { return is_valid(vertex); }))
            return false;
    return true;
}

/// A point where a missing position lands when it is written as zero, or a missing latitude as the end of its range.
bool is_doubtful_place(LonLatGeometry geometry) {
    if (geometry.kind() != GeometryKind::point)
        return false;
    return std::ranges::any_of(geometry.path(0), [](LonLat place) {
        return (place.lon == 0.0 && place.lat == 0.0) || std::abs(place.lat) == 90.0;
    });
}

bool is_apart(LonLatBox const& a, LonLatBox const& b) {
    if (a.empty() || b.empty() || a.crosses_antimeridian() || b.crosses_antimeridian())
        return false;
    return a.east < b.west || b.east < a.west || a.north < b.south || b.north < a.south;
}

/// For checking, any operation will do: a shift of metres changes neither validity nor range.
std::unique_ptr<CoordinateTransform> rough_transform(Crs const& crs, XYBox const& extent) {
    OperationRequest const any{.allow_ballpark = true, .only_best = false, .max_accuracy = {}, .code = ""};
    OperationChoice const choice = choose_operation(crs, Crs::wgs84(), lonlat_extent(crs, extent), any);
    return make_transform(crs, Crs::wgs84(), choice.chosen);
}

} // namespace

std::array<FaultKind, fault_count> const& fault_kinds() noexcept {
    return kinds;
}

Table empty_count_table() {
    std::vector<Column> columns = {{"dataset", CellKind::text, "", 0, "file or GDAL name"},
                                   {"layer", CellKind::text, "", 0, "name inside the dataset"},
                                   {"features", CellKind::integer, "", 0, "features that were read"}};
    for (FaultKind const& kind : kinds)
        columns.push_back({std::string(kind.column), CellKind::integer, "", 0, std::string(kind.what)});
    return Table("counts", std::move(columns));
}

LayerCheck::LayerCheck(LayerInfo const& layer, std::optional<Crs> crs, CheckOptions const& options)
    : m_origin(layer.origin), m_is_table(layer.geometry_type == "None"), m_crs(std::move(crs)),
      m_listed(options.listed_per_fault) {
    if (m_crs && m_crs->kind() != CrsKind::geographic)
        m_transform = rough_transform(*m_crs, layer.extent);
}

void LayerCheck::report(Fault fault, std::int64_t feature, std::string detail) {
    auto const position = static_cast<std::size_t>(fault);
    FaultKind const& kind = kinds[position];
    std::int64_t const count = ++m_counts[position];
    if (m_listed > 0 && count > static_cast<std::int64_t>(m_listed))
        return;
    std::string what(kind.what);
    if (!detail.empty())
        what += ": " + detail;
    m_problems.push_back({kind.severity,
                          std::string(kind.code),
                          {.what = std::move(what),
                           .where = fmt::format("{}, feature {}", place_of(m_origin), feature),
                           .remedy = std::string(kind.remedy)}});
}

LonLatGeometries LayerCheck::to_lonlat(FeatureChunk const& chunk, std::vector<bool>& misplaced) {
    LonLatGeometries lonlat;
    misplaced.assign(chunk.ids.size(), false);
    if (m_transform) {
        UnprojectReport const done = append_unprojected(chunk.geometries, *m_transform, std::nullopt, lonlat);
        for (std::size_t const i : done.failed)
            misplaced[i] = true;
        return lonlat;
    }
    for (std::size_t i = 0; i < chunk.ids.size(); ++i) {
        append_numbers(chunk.geometries[i], lonlat);
        misplaced[i] = m_crs && !lies_on_the_earth(lonlat[i]);
    }
    return lonlat;
}

void LayerCheck::look_at(FeatureChunk const& chunk, std::size_t feature, LonLatGeometry geometry) {
    std::int64_t const id = chunk.ids[feature];
    XYGeometry const native = chunk.geometries[feature];
    if (native.kind() == GeometryKind::line && has_no_length(native))
        report(Fault::zero_length, id);
    else if (repeats_a_vertex(native))
        report(Fault::repeated_vertex, id);
    if (is_doubtful_place(geometry))
        report(Fault::doubtful_place, id);
    if (geometry.kind() != GeometryKind::polygon)
        return;
    if (auto const fault = find_invalidity(geometry); fault && !is_valid_on_the_earth(geometry))
        report(Fault::invalid_polygon, id,
               fmt::format("{} near {} {}", fault->reason, fixed(fault->at.lon, 5), fixed(fault->at.lat, 5)));
}

void LayerCheck::look_at_id(FeatureChunk const& chunk, std::size_t feature) {
    auto const& fields = chunk.attributes.fields();
    auto const found = std::ranges::find_if(fields, [](Field const& field) { return fold(field.name) == "id"; });
    if (found == fields.end())
        return;
    auto const column = static_cast<std::size_t>(found - fields.begin());
    std::optional<std::string> const value = chunk.attributes.text(feature, column);
    if (!value || trim(*value).empty())
        return report(Fault::missing_id, chunk.ids[feature]);
    auto const [first, is_new] = m_ids.emplace(*value, chunk.ids[feature]);
    if (!is_new)
        report(Fault::duplicate_id, chunk.ids[feature], fmt::format("'{}', as feature {}", *value, first->second));
}

void LayerCheck::add(FeatureChunk const& chunk) {
    m_features += static_cast<std::int64_t>(chunk.ids.size());
    for (std::size_t i = 0; i < chunk.ids.size(); ++i)
        look_at_id(chunk, i);
    if (m_is_table)
        return;
    for (XY const vertex : chunk.geometries.vertices())
        m_extent.extend(vertex);
    std::vector<bool> misplaced;
    LonLatGeometries const lonlat = to_lonlat(chunk, misplaced);
    for (std::size_t i = 0; i < chunk.ids.size(); ++i) {
        XYGeometry const native = chunk.geometries[i];
        if (native.kind() == GeometryKind::null)
            report(Fault::null_geometry, chunk.ids[i]);
        else if (native.empty())
            report(Fault::empty_geometry, chunk.ids[i]);
        else if (misplaced[i])
            report(Fault::out_of_range, chunk.ids[i]);
        else
            look_at(chunk, i, lonlat[i]);
    }
}

void LayerCheck::report_ranges(Problems& problems) const {
    if (!m_crs || m_extent.empty())
        return;
    bool const degrees = m_crs->kind() == CrsKind::geographic;
    bool const x_like_lon = std::max(std::abs(m_extent.min_x), std::abs(m_extent.max_x)) <= 180.0;
    bool const y_like_lat = std::max(std::abs(m_extent.min_y), std::abs(m_extent.max_y)) <= 90.0;
    auto const say = [&](std::string code, std::string what, std::string remedy) {
        problems.push_back(
            {Severity::warning, std::move(code), {std::move(what), place_of(m_origin), std::move(remedy)}});
    };
    if (degrees && m_counts[static_cast<std::size_t>(Fault::out_of_range)] > 0) {
        bool const swap_fits = std::max(std::abs(m_extent.min_x), std::abs(m_extent.max_x)) <= 90.0 &&
                               std::max(std::abs(m_extent.min_y), std::abs(m_extent.max_y)) <= 180.0;
        say("crs.range",
            fmt::format("the layer reaches from {}, but degrees lie in -180 -90 to 180 90", box_text(m_extent)),
            swap_fits
                ? "the axes look swapped: exchange longitude and latitude"
                : "when these are metres, remove the wrong reference system and name the right one with --assume-crs");
    }
    if (!degrees && x_like_lon && y_like_lat)
        say("crs.range",
            fmt::format("the layer reaches from {}, which looks like degrees, but its reference system is {} in {}s",
                        box_text(m_extent), text_of(*m_crs), m_crs->unit()),
            "remove the wrong reference system and read it with --assume-crs EPSG:4326");
    if (degrees || (x_like_lon && y_like_lat) || !m_crs->area_of_use())
        return;
    LonLatBox const seen = lonlat_extent(*m_crs, m_extent);
    LonLatBox const meant = m_crs->area_of_use()->box;
    if (is_apart(seen, meant))
        say("crs.outside_area",
            fmt::format("the layer lies at {} in degrees, but {} is meant for {}",
                        box_text(seen.west, seen.south, seen.east, seen.north, 2), text_of(*m_crs),
                        box_text(meant.west, meant.south, meant.east, meant.north, 2)),
            "check whether the reference system is the right one");
}

void LayerCheck::finish(CheckResult& result) {
    std::vector<Cell> cells = {m_origin.dataset, m_origin.layer, m_features};
    cells.insert(cells.end(), m_counts.begin(), m_counts.end());
    result.counts.add_row(std::move(cells));
    result.problems.insert(result.problems.end(), m_problems.begin(), m_problems.end());
    for (FaultKind const& kind : kinds) {
        std::int64_t const count = m_counts[static_cast<std::size_t>(kind.fault)];
        auto const listed = static_cast<std::int64_t>(m_listed);
        if (m_listed == 0 || count <= listed)
            continue;
        result.problems.push_back({kind.severity,
                                   std::string(kind.code),
                                   {.what = fmt::format("{} more features like these: {}", count - listed, kind.what),
                                    .where = place_of(m_origin),
                                    .remedy = std::string(kind.remedy)}});
    }
    report_ranges(result.problems);
}

} // namespace oreway
