// SPDX-License-Identifier: MIT
// All numbers are little-endian, as GDAL writes them on every machine we build for.

#include "io/gpkg_geometry.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

#include "oreway/base/error.hpp"

namespace oreway {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");
static_assert(sizeof(LonLat) == 2 * sizeof(double), "vertices are copied as pairs of doubles");

namespace {

constexpr std::int32_t srs_id = 4326;
constexpr std::size_t fixed_header = 8;
constexpr std::byte little_endian{1};

enum Wkb : std::uint32_t {
    point = 1,
    line = 2,
    polygon = 3,
    multi_point = 4,
    multi_line = 5,
    multi_polygon = 6,
    collection = 7
};

class Encoder {
public:
    explicit Encoder(std::vector<std::byte>& out) : m_out(out) { m_out.clear(); }

    template <class Number> void put(Number value) { put_bytes(&value, sizeof value); }

    void header(std::optional<GpkgBox> const& box, bool with_box) {
        constexpr std::uint8_t box_of_two = 1U << 1U;
        constexpr std::uint8_t is_empty = 1U << 4U;
        put_bytes("GP", 2);
        put(std::uint8_t{0});
        put(static_cast<std::uint8_t>(1U | (box ? (with_box ? box_of_two : 0U) : is_empty)));
        put(srs_id);
        if (box && with_box)
            put(*box);
    }
    void begin(std::uint32_t type) {
        put(little_endian);
        put(type);
    }
    void count(std::size_t n) { put(static_cast<std::uint32_t>(n)); }
    void path(std::span<LonLat const> vertices) {
        count(vertices.size());
        put_bytes(vertices.data(), vertices.size_bytes());
    }

private:
    void put_bytes(void const* data, std::size_t size) {
        std::size_t const at = m_out.size();
        m_out.resize(at + size);
        if (size > 0)
            std::memcpy(m_out.data() + at, data, size);
    }
    std::vector<std::byte>& m_out;
};

std::optional<GpkgBox> box_of(LonLatGeometry geometry) {
    constexpr double none = std::numeric_limits<double>::infinity();
    GpkgBox box{none, -none, none, -none};
    bool finite = true;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        for (LonLat const v : geometry.path(p)) {
            finite = finite && is_finite(v);
            box = {std::min(box.min_x, v.lon), std::max(box.max_x, v.lon), std::min(box.min_y, v.lat),
                   std::max(box.max_y, v.lat)};
        }
    if (!finite)
        throw DataError({.what = "a coordinate to be written is no number", .where = "", .remedy = "mend the input"});
    return geometry.empty() ? std::nullopt : std::optional(box);
}

void encode_points(LonLatGeometry geometry, bool multi, Encoder& out) {
    if (!multi) {
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN(); // how an empty point is written
        out.begin(Wkb::point);
        out.put(geometry.empty() ? LonLat{nowhere, nowhere} : geometry.path(0).front());
        return;
    }
    out.begin(Wkb::multi_point);
    out.count(geometry.vertex_count());
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        for (LonLat const v : geometry.path(p)) {
            out.begin(Wkb::point);
            out.put(v);
        }
}

void encode_lines(LonLatGeometry geometry, bool multi, Encoder& out) {
    if (multi) {
        out.begin(Wkb::multi_line);
        out.count(geometry.path_count());
    }
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        out.begin(Wkb::line);
        out.path(geometry.path(p));
    }
    if (!multi && geometry.path_count() == 0) {
        out.begin(Wkb::line);
        out.count(0);
    }
}

/// The path after a polygon and its holes.
std::size_t end_of_part(LonLatGeometry geometry, std::size_t first) {
    std::size_t last = first + 1;
    while (last < geometry.path_count() && geometry.role(last) == PathRole::hole)
        ++last;
    return last;
}

void encode_polygons(LonLatGeometry geometry, bool multi, Encoder& out) {
    std::size_t parts = 0;
    for (std::size_t p = 0; p < geometry.path_count(); p = end_of_part(geometry, p))
        ++parts;
    if (multi) {
        out.begin(Wkb::multi_polygon);
        out.count(parts);
    } else if (parts == 0) {
        out.begin(Wkb::polygon);
        out.count(0);
    }
    for (std::size_t p = 0; p < geometry.path_count();) {
        std::size_t const last = end_of_part(geometry, p);
        out.begin(Wkb::polygon);
        out.count(last - p);
        for (; p < last; ++p)
            out.path(geometry.path(p));
    }
}

/// Walks well-known binary and counts.
class Counter {
public:
    explicit Counter(std::span<std::byte const> bytes) : m_rest(bytes) {}

    [[nodiscard]] bool walk() {
        std::uint32_t type = 0;
        if (m_rest.empty() || m_rest.front() != little_endian)
            return false;
        m_rest = m_rest.subspan(1);
        if (!take(type))
            return false;
        // ISO 13249-3: thousands tell of Z (1), M (2) or both (3).
        std::uint32_t const extra = type / 1000;
        if (extra > 3)
            return false;
        m_vertex_bytes = sizeof(double) * (extra == 0 ? 2 : extra == 3 ? 4 : 3);
        switch (type % 1000) {
        case Wkb::point:
            return walk_point();
        case Wkb::line:
            return walk_path();
        case Wkb::polygon:
            return each([this] { return walk_path(); });
        case Wkb::multi_point:
        case Wkb::multi_line:
        case Wkb::multi_polygon:
        case Wkb::collection:
            return each([this] { return walk(); });
        default:
            return false;
        }
    }
    [[nodiscard]] std::size_t vertices() const noexcept { return m_vertices; }
    [[nodiscard]] bool at_end() const noexcept { return m_rest.empty(); }

private:
    template <class Number> bool take(Number& value) {
        if (m_rest.size() < sizeof value)
            return false;
        std::memcpy(&value, m_rest.data(), sizeof value);
        m_rest = m_rest.subspan(sizeof value);
        return true;
    }
    template <class Walk> bool each(Walk const& walk_one) {
        std::uint32_t count = 0;
        if (!take(count))
            return false;
        for (std::uint32_t i = 0; i < count; ++i)
            if (!walk_one())
                return false;
        return true;
    }
    bool walk_point() {
        LonLat place;
        if (m_rest.size() < m_vertex_bytes)
            return false;
        std::memcpy(&place, m_rest.data(), sizeof place);
        m_rest = m_rest.subspan(m_vertex_bytes);
        m_vertices += is_finite(place) ? 1U : 0U;
        return true;
    }
    bool walk_path() {
        std::uint32_t count = 0;
        if (!take(count) || m_rest.size() < count * m_vertex_bytes)
            return false;
        m_rest = m_rest.subspan(count * m_vertex_bytes);
        m_vertices += count;
        return true;
    }

    std::span<std::byte const> m_rest;
    std::size_t m_vertices = 0;
    std::size_t m_vertex_bytes = 0;
};

} // namespace

std::optional<GpkgBox> encode_gpkg(LonLatGeometry geometry, bool multi, std::vector<std::byte>& blob) {
    std::optional<GpkgBox> const box = box_of(geometry);
    Encoder out(blob);
    out.header(box, multi || geometry.kind() != GeometryKind::point);
    switch (geometry.kind()) {
    case GeometryKind::point:
        encode_points(geometry, multi, out);
        break;
    case GeometryKind::line:
        encode_lines(geometry, multi, out);
        break;
    case GeometryKind::polygon:
        encode_polygons(geometry, multi, out);
        break;
    case GeometryKind::null:
        break;
    }
    return box;
}

std::optional<std::size_t> gpkg_vertex_count(std::span<std::byte const> blob) {
    constexpr std::size_t envelope_bytes[] = {0, 32, 48, 48, 64, 0, 0, 0};
    if (blob.size() < fixed_header)
        return std::nullopt;
    std::size_t const start = fixed_header + envelope_bytes[(std::to_integer<unsigned>(blob[3]) >> 1U) & 7U];
    if (blob.size() < start)
        return std::nullopt;
    Counter counter(blob.subspan(start));
    if (!counter.walk() || !counter.at_end())
        return std::nullopt;
    return counter.vertices();
}

} // namespace oreway
