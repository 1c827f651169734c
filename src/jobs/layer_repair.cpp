// SPDX-License-Identifier: MIT
// Polygons are judged in the numbers of their layer, where their edges are straight; areas are measured on the
// ellipsoid.

#include "jobs/layer_repair.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "jobs/country_codes.hpp"
#include "jobs/data_check_rules.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/densify.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/measure/polygon_overlap.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_size = 16'384;

template <class To, class From> Geometries<To> renumbered(GeometryView<From> shape, auto const& point) {
    Geometries<To> out;
    out.begin(shape.kind());
    for (std::size_t p = 0; p < shape.path_count(); ++p) {
        out.begin_path(shape.role(p));
        for (From const vertex : shape.path(p))
            out.add(point(vertex));
    }
    out.end();
    return out;
}

/// The native numbers as the plane of GEOS takes them.
LonLatGeometries as_plane(XYGeometry shape) {
    return renumbered<LonLat>(shape, [](XY vertex) { return LonLat{vertex.x, vertex.y}; });
}

XYGeometries from_plane(LonLatGeometry shape) {
    return renumbered<XY>(shape, [](LonLat vertex) { return XY{vertex.lon, vertex.lat}; });
}

std::size_t parts_of(XYGeometry shape) {
    std::size_t parts = 0;
    for (std::size_t p = 0; p < shape.path_count(); ++p)
        parts += shape.role(p) == PathRole::exterior ? 1U : 0U;
    return parts;
}

bool has_only_places(LonLatGeometry shape) {
    for (std::size_t p = 0; p < shape.path_count(); ++p)
        if (!std::ranges::all_of(shape.path(p), [](LonLat vertex) { return is_valid(vertex); }))
            return false;
    return true;
}

/// For areas of invalid polygons any operation will do: a shift of metres does not change them.
std::unique_ptr<CoordinateTransform> rough_transform(Crs const& crs, XYBox const& extent) {
    OperationRequest const any{.allow_ballpark = true, .only_best = false, .max_accuracy = {}, .code = ""};
    OperationChoice const choice = choose_operation(crs, Crs::wgs84(), lonlat_extent(crs, extent), any);
    return make_transform(crs, Crs::wgs84(), choice.chosen);
}

/// Whether two shapes have the same vertices in the same order.
bool are_equal(XYGeometry a, XYGeometry b) {
    if (a.kind() != b.kind() || a.path_count() != b.path_count())
        return false;
    for (std::size_t p = 0; p < a.path_count(); ++p)
        if (a.role(p) != b.role(p) || !std::ranges::equal(a.path(p), b.path(p)))
            return false;
    return true;
}

/// The places of the vertices. A driver may begin a ring elsewhere or order parts anew, which changes no shape.
std::vector<std::pair<double, double>> places_in(XYGeometry shape) {
    std::vector<std::pair<double, double>> places;
    for (std::size_t p = 0; p < shape.path_count(); ++p)
        for (XY const vertex : shape.path(p))
            places.emplace_back(vertex.x, vertex.y);
    std::ranges::sort(places);
    auto const repeated = std::ranges::unique(places);
    places.erase(repeated.begin(), repeated.end());
    return places;
}

/// What a cell of the copy shall be.
std::optional<std::string> expected_text(Attributes const& before, std::size_t row, std::size_t field, std::int64_t id,
                                         TextEdits const& texts) {
    if (auto const edits = texts.find(id); edits != texts.end())
        if (auto const edit = edits->second.find(before.fields()[field].name); edit != edits->second.end())
            return edit->second;
    return before.text(row, field);
}

/// What may stand where a country is expected and is none: the sign for all others in a table of rates, a sea, a code
/// that the standard leaves to its users.
bool is_no_country(std::string_view text) {
    std::vector<std::string> seas;
    for (Vocabulary const& vocabulary : vocabularies())
        if (vocabulary.field == "legs.sea")
            seas = split(vocabulary.words, ' ');
    return text == "*" || is_user_assigned(text) || std::ranges::find(seas, text) != seas.end();
}

[[noreturn]] void fail(std::string const& what, LayerOrigin const& origin) {
    throw IoError({.what = "the repaired copy was not kept, because " + what,
                   .where = fmt::format("{}, layer '{}'", origin.dataset, origin.layer),
                   .remedy = "report it; the input is untouched"});
}

} // namespace

Table empty_change_table() {
    return Table("changes",
                 {{"dataset", CellKind::text, "", 0, "the input"},
                  {"layer", CellKind::text, "", 0, "name inside the dataset"},
                  {"feature", CellKind::integer, "", 0, "its id in the file; empty for the layer as a whole"},
                  {"change", CellKind::text, "", 0, "kind of change"},
                  {"before", CellKind::text, "", 0, "what stood there"},
                  {"after", CellKind::text, "", 0, "what stands there now"},
                  {"area_before_km2", CellKind::real, "km2", 6, "of a polygon, on the ellipsoid"},
                  {"area_after_km2", CellKind::real, "km2", 6, "of the mended polygon, on the ellipsoid"}});
}

PolygonMender::PolygonMender(std::optional<Crs> crs, XYBox const& extent, RepairMethod method)
    : m_crs(std::move(crs)), m_method(method) {
    if (m_crs && m_crs->kind() != CrsKind::geographic)
        m_transform = rough_transform(*m_crs, extent);
}

std::optional<double> PolygonMender::area_km2(XYGeometries const& shape) const {
    if (!m_crs)
        return std::nullopt;
    LonLatGeometries lonlat;
    if (m_transform)
        append_unprojected(shape, *m_transform, std::nullopt, lonlat);
    else
        lonlat = as_plane(shape[0]);
    if (lonlat[0].empty() || !has_only_places(lonlat[0]))
        return std::nullopt;
    return to_square_kilometres(geodesic_area(lonlat[0]));
}

std::optional<XYGeometries> PolygonMender::mended(std::int64_t id, XYGeometry shape) {
    if (shape.kind() != GeometryKind::polygon)
        return std::nullopt;
    LonLatGeometries const plane = as_plane(shape);
    auto const fault = find_invalidity(plane[0]);
    if (!fault)
        return std::nullopt;
    // A cap whose ring follows a parallel round the pole has no area in the plane and is a fine polygon on the Earth.
    if (m_crs && !m_transform && has_only_places(plane[0]) && is_valid_on_the_earth(plane[0]))
        return std::nullopt;
    LonLatGeometries better;
    append_repaired(plane[0], m_method, better);
    if (better[0].empty())
        return std::nullopt;
    XYGeometries result = from_plane(better[0]);
    XYGeometries original;
    original.add(shape);
    m_outcomes[id] = {.reason =
                          fmt::format("{} near {} {}", fault->reason, shortest(fault->at.lon), shortest(fault->at.lat)),
                      .parts_before = parts_of(shape),
                      .parts_after = parts_of(result[0]),
                      .area_before_km2 = area_km2(original),
                      .area_after_km2 = area_km2(result)};
    return result;
}

std::optional<std::string> with_alpha3_codes(std::string_view text) {
    std::string result;
    while (true) {
        std::size_t const end = std::min(text.find_first_of(";,"), text.size());
        std::string_view const part = trim(text.substr(0, end));
        auto const code = alpha3_of(part);
        if (!code)
            return std::nullopt;
        result += *code;
        if (end == text.size())
            return result;
        result += text[end];
        text.remove_prefix(end + 1);
    }
}

CountryEdits find_country_edits(FeatureSource& source, std::vector<std::string> const& fields, Progress& progress) {
    CountryEdits edits;
    while (true) {
        stop_if_cancelled(progress);
        FeatureChunk const chunk = source.next(chunk_size);
        if (chunk.ids.empty())
            return edits;
        for (std::string const& name : fields) {
            auto const field = chunk.attributes.find(name);
            if (!field)
                continue;
            Field const& known = chunk.attributes.fields()[*field];
            for (std::size_t row = 0; row < chunk.ids.size(); ++row) {
                std::string const before = chunk.attributes.text(row, *field).value_or("");
                if (trim(before).empty() || is_no_country(trim(before)))
                    continue;
                // A number cannot become letters; what it means may be known all the same, but not be written.
                bool const takes_text = known.type == FieldType::text;
                std::string whole = with_alpha3_codes(before).value_or("");
                if (whole.empty()) // names may hold a comma: Iran, Islamic Republic of
                    whole = alpha3_of(before).value_or("");
                if (whole == before)
                    continue;
                std::string const after = takes_text ? whole : std::string();
                if (!after.empty())
                    edits.texts[chunk.ids[row]][known.name] = after;
                edits.cells.push_back({chunk.ids[row], known.name, before, after});
            }
        }
    }
}

void require_only_meant_changes(FeatureSource& before, FeatureSource& after,
                                std::map<std::int64_t, XYGeometries> const& reshaped, TextEdits const& texts,
                                Progress& progress) {
    while (true) {
        stop_if_cancelled(progress);
        FeatureChunk const was = before.next(chunk_size);
        FeatureChunk const is = after.next(chunk_size);
        if (was.ids != is.ids)
            fail("its features are not those of the input", before.origin());
        if (was.ids.empty())
            return;
        auto const& fields = was.attributes.fields();
        if (fields.size() != is.attributes.fields().size())
            fail("its fields are not those of the input", before.origin());
        for (std::size_t row = 0; row < was.ids.size(); ++row) {
            std::int64_t const id = was.ids[row];
            auto const meant = reshaped.find(id);
            bool const as_meant = meant == reshaped.end()
                                      ? are_equal(was.geometries[row], is.geometries[row])
                                      : places_in(meant->second[0]) == places_in(is.geometries[row]);
            if (!as_meant)
                fail(fmt::format("feature {} has another shape", id), before.origin());
            for (std::size_t field = 0; field < fields.size(); ++field)
                if (is.attributes.fields()[field].type != fields[field].type ||
                    is.attributes.text(row, field) != expected_text(was.attributes, row, field, id, texts))
                    fail(fmt::format("field '{}' of feature {} has another value", fields[field].name, id),
                         before.origin());
        }
    }
}

} // namespace oreway
