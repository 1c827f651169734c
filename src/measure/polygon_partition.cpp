// SPDX-License-Identifier: MIT
// Lines cut by polygons. All places where a line meets a boundary are collected, whichever polygon they belong to; each
// stretch between two of them then is where its middle is. So a missed or doubled touch cannot shift anything, and the
// lengths close.

#include "oreway/measure/polygon_partition.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include <fmt/format.h>

#include "measure/packed_tree.hpp"
#include "measure/plane_path.hpp"
#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// A place this near to a boundary counts as on it: chords are no nearer to the truth.
constexpr double boundary_width = chord_tolerance;
/// Stretches shorter than the error of their ends are not told from nothing; they join their neighbour.
constexpr double shortest_stretch = 2.0 * chord_tolerance;

/// A chord of a polygon's boundary in the plane.
struct Chord {
    LonLat from;
    LonLat to;
    std::uint32_t polygon;
};

double degrees_of_longitude(double metres, double lat) {
    double const parallel = metres_a_degree * std::cos(lat * std::numbers::pi / 180.0);
    return parallel * 360.0 > metres ? metres / parallel : 360.0;
}

/// A box round a segment, wider by the width of a boundary.
FloatBox<2> box_round(LonLat p, LonLat q) {
    double const poleward = std::max(std::abs(p.lat), std::abs(q.lat));
    double const aside = degrees_of_longitude(boundary_width, poleward);
    double const above = boundary_width / metres_a_degree;
    FloatBox<2> box;
    box.extend(0, std::min(p.lon, q.lon) - aside, std::max(p.lon, q.lon) + aside);
    box.extend(1, std::min(p.lat, q.lat) - above, std::max(p.lat, q.lat) + above);
    return box;
}

/// The plane in metres round a place, for distances of a few metres.
struct LocalPlane {
    explicit LocalPlane(LonLat origin)
        : m_origin(origin), m_east(metres_a_degree * std::cos(origin.lat * std::numbers::pi / 180.0)) {}
    [[nodiscard]] XY operator()(LonLat p) const noexcept {
        return {(p.lon - m_origin.lon) * m_east, (p.lat - m_origin.lat) * metres_a_degree};
    }

private:
    LonLat m_origin;
    double m_east;
};

double cross(XY a, XY b) {
    return a.x * b.y - a.y * b.x;
}
double dot(XY a, XY b) {
    return a.x * b.x + a.y * b.y;
}
XY operator-(XY a, XY b) {
    return {a.x - b.x, a.y - b.y};
}

/// Whether a place lies on the chord, give or take the width of a boundary.
bool touches(LonLat place, Chord const& chord) {
    LocalPlane const plane(place);
    XY const a = plane(chord.from);
    XY const d = plane(chord.to) - a;
    double const squared = dot(d, d);
    double const t = squared > 0.0 ? std::clamp(-dot(a, d) / squared, 0.0, 1.0) : 0.0;
    return std::hypot(a.x + t * d.x, a.y + t * d.y) <= boundary_width;
}

/// Whether the meridian north of the place crosses the chord. Of a common end only one of two chords counts.
bool is_crossed_north_of(LonLat place, Chord const& chord) {
    if ((chord.from.lon <= place.lon) == (chord.to.lon <= place.lon))
        return false;
    double const t = (place.lon - chord.from.lon) / (chord.to.lon - chord.from.lon);
    return chord.from.lat + t * (chord.to.lat - chord.from.lat) > place.lat;
}

/// Appends the shares of p-q at which it meets the chord: the crossing, and ends of the chord that lie on p-q.
void add_meetings(LonLat p, LonLat q, Chord const& chord, std::vector<double>& shares) {
    LocalPlane const plane(p);
    XY const way = plane(q);
    XY const a = plane(chord.from);
    XY const d = plane(chord.to) - a;
    double const turn = cross(way, d);
    if (turn != 0.0) {
        double const t = cross(a, d) / turn;
        double const u = cross(a, way) / turn;
        if (t >= 0.0 && t <= 1.0 && u >= 0.0 && u <= 1.0)
            shares.push_back(t);
    }
    double const squared = dot(way, way);
    if (!(squared > 0.0))
        return;
    for (LonLat const end : {chord.from, chord.to}) {
        XY const e = plane(end);
        double const t = std::clamp(dot(e, way) / squared, 0.0, 1.0);
        if (std::hypot(e.x - t * way.x, e.y - t * way.y) <= boundary_width)
            shares.push_back(t);
    }
}

/// A line with the distance of each vertex from its start.
class MeasuredLine {
public:
    explicit MeasuredLine(std::span<LonLat const> line) : m_line(line), m_starts(line.size(), 0.0) {
        for (std::size_t i = 1; i < line.size(); ++i)
            m_starts[i] = m_starts[i - 1] + geodesic_distance(line[i - 1], line[i]).value();
    }
    [[nodiscard]] double length() const noexcept { return m_starts.back(); }
    [[nodiscard]] double start(std::size_t vertex) const noexcept { return m_starts[vertex]; }
    [[nodiscard]] LonLat at(double along) const {
        auto const after = std::upper_bound(m_starts.begin() + 1, m_starts.end() - 1, along);
        auto const edge = static_cast<std::size_t>(after - m_starts.begin()) - 1;
        return GeodesicEdge(m_line[edge], m_line[edge + 1]).at(Metres(along - m_starts[edge])).position;
    }

private:
    std::span<LonLat const> m_line;
    std::vector<double> m_starts;
};

void require_place(LonLat p, std::string where) {
    if (is_valid(p))
        return;
    throw NumericError({.what = fmt::format("longitude {} latitude {} is not a place on the earth", p.lon, p.lat),
                        .where = std::move(where),
                        .remedy = "run 'oreway check' on the layer"});
}

} // namespace

struct PolygonPartition::Impl {
    std::vector<Chord> chords; // in tree order
    PackedTree<2> tree;

    void add_polygon(LonLatGeometry polygon, std::size_t position);
    void pack();
    /// Calls `use(turn)` for each whole turn of longitude that brings a box from `west` to `east` over some polygon.
    template <class Use> void for_each_turn(double west, double east, Use&& use) const;
    [[nodiscard]] Holders holders(LonLat point) const;
    [[nodiscard]] std::optional<std::size_t> locate(LonLat point) const;
    void add_meetings_of_edge(LonLat a, LonLat b, double start, double length, std::vector<double>& meetings) const;
    [[nodiscard]] std::vector<double> meetings(std::span<LonLat const> line, MeasuredLine const& measured) const;
};

void PolygonPartition::Impl::add_polygon(LonLatGeometry polygon, std::size_t position) {
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        for (LonLat const v : polygon.path(p))
            require_place(v, fmt::format("polygon {}, ring {}", position, p));
        std::vector<LonLat> const chain = plane_ring(polygon.path(p));
        for (std::size_t i = 1; i < chain.size(); ++i)
            if (!(chain[i - 1] == chain[i]))
                chords.push_back({chain[i - 1], chain[i], static_cast<std::uint32_t>(position)});
    }
}

void PolygonPartition::Impl::pack() {
    std::vector<FloatBox<2>> boxes(chords.size());
    std::transform(chords.begin(), chords.end(), boxes.begin(), [](Chord const& c) {
        FloatBox<2> box;
        box.extend(0, std::min(c.from.lon, c.to.lon), std::max(c.from.lon, c.to.lon));
        box.extend(1, std::min(c.from.lat, c.to.lat), std::max(c.from.lat, c.to.lat));
        return box;
    });
    tree = PackedTree<2>(boxes);
    std::vector<Chord> ordered;
    ordered.reserve(chords.size());
    for (std::uint32_t const i : tree.order())
        ordered.push_back(chords[i]);
    chords = std::move(ordered);
}

template <class Use> void PolygonPartition::Impl::for_each_turn(double west, double east, Use&& use) const {
    if (tree.empty())
        return;
    double const first = std::ceil((double{tree.bounds().low[0]} - east) / 360.0);
    double const last = std::floor((double{tree.bounds().high[0]} - west) / 360.0);
    for (double turn = first; turn <= last; ++turn)
        use(360.0 * turn);
}

PolygonPartition::Holders PolygonPartition::Impl::holders(LonLat point) const {
    std::vector<std::size_t> crossed;
    Holders found;
    FloatBox<2> const around = box_round(point, point);
    for_each_turn(double{around.low[0]}, double{around.high[0]}, [&](double turn) {
        LonLat const p{point.lon + turn, point.lat};
        FloatBox<2> north = box_round(p, p);
        north.extend(1, p.lat, 91.0);
        tree.visit_overlapping(north, [&](std::size_t first, std::size_t last) {
            for (std::size_t i = first; i < last; ++i) {
                Chord const& chord = chords[i];
                if (is_crossed_north_of(p, chord))
                    crossed.push_back(chord.polygon);
                if (touches(p, chord))
                    found.beside.push_back(chord.polygon);
            }
        });
    });
    std::sort(crossed.begin(), crossed.end());
    for (std::size_t i = 0; i < crossed.size();) {
        std::size_t const run = i;
        while (i < crossed.size() && crossed[i] == crossed[run])
            ++i;
        if ((i - run) % 2 == 1)
            found.inside.push_back(crossed[run]);
    }
    std::sort(found.beside.begin(), found.beside.end());
    found.beside.erase(std::unique(found.beside.begin(), found.beside.end()), found.beside.end());
    return found;
}

std::optional<std::size_t> PolygonPartition::Impl::locate(LonLat point) const {
    Holders const found = holders(point);
    std::optional<std::size_t> first;
    for (auto const* list : {&found.inside, &found.beside})
        if (!list->empty() && (!first || list->front() < *first))
            first = list->front();
    return first;
}

void PolygonPartition::Impl::add_meetings_of_edge(LonLat a, LonLat b, double start, double length,
                                                  std::vector<double>& meetings) const {
    std::vector<Waypoint> chain;
    follow_edge(a, b, chain);
    std::vector<double> shares;
    Waypoint from{0.0, a};
    for (Waypoint const& to : chain) {
        FloatBox<2> const around = box_round(from.place, to.place);
        shares.clear();
        for_each_turn(double{around.low[0]}, double{around.high[0]}, [&](double turn) {
            LonLat const p{from.place.lon + turn, from.place.lat};
            LonLat const q{to.place.lon + turn, to.place.lat};
            tree.visit_overlapping(box_round(p, q), [&](std::size_t first, std::size_t last) {
                for (std::size_t i = first; i < last; ++i)
                    add_meetings(p, q, chords[i], shares);
            });
        });
        for (double const t : shares)
            meetings.push_back(start + length * (from.share + t * (to.share - from.share)));
        from = to;
    }
}

/// Where the line meets boundaries, by distance along it, in order, none nearer to the next or to an end than the
/// shortest stretch.
std::vector<double> PolygonPartition::Impl::meetings(std::span<LonLat const> line, MeasuredLine const& measured) const {
    std::vector<double> all;
    for (std::size_t i = 1; i < line.size(); ++i) {
        double const length = measured.start(i) - measured.start(i - 1);
        if (length > 0.0)
            add_meetings_of_edge(line[i - 1], line[i], measured.start(i - 1), length, all);
    }
    std::sort(all.begin(), all.end());
    std::vector<double> kept;
    double last = 0.0;
    for (double const along : all) {
        if (along - last < shortest_stretch || measured.length() - along < shortest_stretch)
            continue;
        kept.push_back(along);
        last = along;
    }
    return kept;
}

PolygonPartition::PolygonPartition(LonLatGeometries const& polygons) {
    auto impl = std::make_unique<Impl>();
    for (std::size_t g = 0; g < polygons.size(); ++g)
        if (polygons.kind(g) == GeometryKind::polygon)
            impl->add_polygon(polygons[g], g);
    impl->pack();
    m_impl = std::move(impl);
}

PolygonPartition::PolygonPartition(PolygonPartition&&) noexcept = default;
PolygonPartition& PolygonPartition::operator=(PolygonPartition&&) noexcept = default;
PolygonPartition::~PolygonPartition() = default;

std::optional<std::size_t> PolygonPartition::locate(LonLat point) const {
    require_place(point, "");
    return m_impl->locate(point);
}

PolygonPartition::Holders PolygonPartition::holders(LonLat point) const {
    require_place(point, "");
    return m_impl->holders(point);
}

std::vector<LineStretch> PolygonPartition::split(std::span<LonLat const> line) const {
    std::vector<LineStretch> stretches;
    if (line.size() < 2)
        return stretches;
    for (std::size_t i = 0; i < line.size(); ++i)
        require_place(line[i], fmt::format("vertex {} of the line", i));
    MeasuredLine const measured(line);
    std::vector<double> ends = m_impl->meetings(line, measured);
    ends.push_back(measured.length());
    double from = 0.0;
    for (double const to : ends) {
        std::optional<std::size_t> const polygon = m_impl->locate(measured.at(0.5 * (from + to)));
        if (!stretches.empty() && stretches.back().polygon == polygon)
            stretches.back().to = Metres(to);
        else
            stretches.push_back({Metres(from), Metres(to), polygon});
        from = to;
    }
    return stretches;
}

} // namespace oreway
