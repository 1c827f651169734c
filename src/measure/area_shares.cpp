// SPDX-License-Identifier: MIT
// Crossings first, then each ring is walked from its start: it changes sides at every crossing, and its inner stretches
// count.

#include "oreway/measure/area_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "measure/chain_overlaps.hpp"
#include "measure/plane_polygon.hpp"
#include "measure/ring_chains.hpp"
#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/polygon_overlap.hpp"
#include "oreway/planar/overlay.hpp"

namespace oreway {

namespace {

LonLat moved(LonLat p, double turn) noexcept {
    return {p.lon + turn, p.lat};
}

/// Where a ring crosses the other polygon: the edge and the area below the ring from its start to there.
struct Meeting {
    std::uint32_t ring;
    std::uint32_t edge;
    double share; ///< of the edge
    double below;
};

/// What is known of one pair of polygons.
struct Pair {
    std::vector<Meeting> on_a;
    std::vector<Meeting> on_b;
    bool is_uncertain = false;
};

double below_at(RingChains const& chains, std::uint32_t edge, LonLat place) {
    return chains.below(edge) + areas_below(std::array{chains.vertex(edge), place}).back();
}

/// The part of a ring inside of the other polygon, as its share of a common area. Nothing when the crossings do not
/// close.
std::optional<double> inner_part(RingChains const& chains, std::uint32_t ring, std::span<Meeting const> meetings,
                                 bool starts_inside) {
    if (meetings.size() % 2 != 0)
        return std::nullopt;
    RingChains::Ring const& r = chains.rings()[ring];
    double sum = 0.0;
    double from = chains.below(r.first);
    bool inside = starts_inside;
    for (Meeting const& meeting : meetings) {
        if (inside)
            sum += meeting.below - from;
        from = meeting.below;
        inside = !inside;
    }
    if (inside)
        sum += chains.below(r.last - 1) - from;
    return r.sign * sum;
}

void sort_along(std::vector<Meeting>& meetings) {
    std::ranges::sort(meetings, [](Meeting const& l, Meeting const& r) {
        return std::tie(l.ring, l.edge, l.share) < std::tie(r.ring, r.edge, r.share);
    });
}

/// The meetings of one ring among sorted ones.
std::span<Meeting const> of_ring(std::vector<Meeting> const& meetings, std::uint32_t ring) {
    auto const found = std::ranges::equal_range(meetings, ring, {}, &Meeting::ring);
    return {found.begin(), found.end()};
}

/// All pairs of one polygon a, moved east by a whole number of turns, with the polygons of a layer.
class PairFinder {
public:
    PairFinder(RingChains const& a, RingChains const& layer, double turn) : m_a(a), m_layer(layer), m_turn(turn) {}

    [[nodiscard]] std::map<std::uint32_t, Pair> find() {
        for (RingChains::Run const& run : m_a.runs()) {
            FloatBox<2> const box = moved_east(run.box, m_turn);
            m_layer.tree().visit_overlapping(box, [&](std::size_t first, std::size_t last) {
                for (std::size_t i = first; i < last; ++i)
                    if (m_layer.runs()[i].box.overlaps(box))
                        meet(run, m_layer.runs()[i]);
            });
        }
        for (auto& [polygon, pair] : m_pairs) {
            sort_along(pair.on_a);
            sort_along(pair.on_b);
        }
        return std::move(m_pairs);
    }

private:
    void meet(RingChains::Run const& run_a, RingChains::Run const& run_b) {
        for (std::uint32_t a = run_a.first; a < run_a.last; ++a) {
            LonLat const a1 = moved(m_a.vertex(a), m_turn);
            LonLat const a2 = moved(m_a.vertex(a + 1), m_turn);
            if (!chord_box(a1, a2).overlaps(run_b.box))
                continue;
            for (std::uint32_t b = run_b.first; b < run_b.last; ++b)
                meet(run_a.ring, a, a1, a2, run_b.ring, b);
        }
    }

    void meet(std::uint32_t ring_a, std::uint32_t a, LonLat a1, LonLat a2, std::uint32_t ring_b, std::uint32_t b) {
        LonLat const b1 = m_layer.vertex(b);
        LonLat const b2 = m_layer.vertex(b + 1);
        bool const apart = std::min(a1.lon, a2.lon) > std::max(b1.lon, b2.lon) ||
                           std::max(a1.lon, a2.lon) < std::min(b1.lon, b2.lon) ||
                           std::min(a1.lat, a2.lat) > std::max(b1.lat, b2.lat) ||
                           std::max(a1.lat, a2.lat) < std::min(b1.lat, b2.lat);
        if (apart)
            return;
        SegmentPair const segments(a1, a2, b1, b2);
        if (segments.how == SegmentPair::Meets::no)
            return;
        Pair& pair = m_pairs[m_layer.rings()[ring_b].polygon];
        if (segments.how == SegmentPair::Meets::unclear) {
            pair.is_uncertain = true;
            return;
        }
        LonLat const place{b1.lon + segments.share_b * (b2.lon - b1.lon),
                           b1.lat + segments.share_b * (b2.lat - b1.lat)};
        pair.on_a.push_back({ring_a, a, segments.share_a, below_at(m_a, a, moved(place, -m_turn))});
        pair.on_b.push_back({ring_b, b, segments.share_b, below_at(m_layer, b, place)});
    }

    RingChains const& m_a;
    RingChains const& m_layer;
    double m_turn;
    std::map<std::uint32_t, Pair> m_pairs;
};

/// What two polygons have in common, by an overlay of the chains; by the slower index where one of them leaves the map
/// or the chains do not fit together.
LonLatGeometries common_part(LonLatGeometry a, LonLatGeometry b) {
    LonLatGeometries const chains_a = plane_shape(a, ring_chain_tolerance);
    LonLatGeometries const chains_b = plane_shape(b, ring_chain_tolerance);
    auto const leaves = [](LonLatGeometries const& shape) {
        return std::ranges::any_of(shape.vertices(), [](LonLat p) { return p.lon > 180.0; });
    };
    LonLatGeometries common;
    try {
        if (!leaves(chains_a) && !leaves(chains_b)) {
            append_intersection(chains_a[0], chains_b[0], common);
            return common;
        }
    } catch (DataError const&) {
        common.clear();
    }
    LonLatGeometries alone;
    alone.add(b);
    for (AreaOverlap const& overlap : PolygonOverlap(alone).with(a))
        common.add(overlap.piece[0]);
    return common;
}

} // namespace

struct AreaShares::Impl {
    LonLatGeometries polygons;
    RingChains chains;
    std::vector<std::uint32_t> first_ring; ///< by polygon, and one more
    std::vector<FloatBox<2>> boxes;        ///< by polygon
    std::vector<std::uint32_t> crowded;    ///< polygons that overlap others
    /// What two of them have in common, as polygons that do not overlap one another; nothing where three meet.
    std::optional<AreaShares> twice;

    explicit Impl(LonLatGeometries geometries) : polygons(std::move(geometries)), boxes(polygons.size()) {
        for (std::size_t i = 0; i < polygons.size(); ++i) {
            first_ring.push_back(static_cast<std::uint32_t>(chains.rings().size()));
            if (polygons.kind(i) == GeometryKind::polygon)
                chains.add(polygons[i], static_cast<std::uint32_t>(i));
        }
        first_ring.push_back(static_cast<std::uint32_t>(chains.rings().size()));
        chains.pack();
        for (RingChains::Ring const& ring : chains.rings())
            boxes[ring.polygon].extend(ring.box);
        find_crowded();
    }

    void find_crowded();
    [[nodiscard]] double area_twice(LonLatGeometry polygon) const;

    /// Adds what a has in common with each polygon when it is moved east by `turn`; marks those that need an overlay.
    void add_shares(RingChains const& a, double turn, std::map<std::uint32_t, double>& areas,
                    std::vector<bool>& is_overlaid) const;
    [[nodiscard]] std::optional<double> common_area(RingChains const& a, double turn, std::uint32_t polygon,
                                                    Pair const& pair,
                                                    std::vector<std::vector<std::uint32_t>> const& starts) const;
    [[nodiscard]] double overlaid_area(LonLatGeometry polygon, std::uint32_t other) const;
};

/// `starts`: for each ring of a the polygons that hold its first vertex.
std::optional<double> AreaShares::Impl::common_area(RingChains const& a, double turn, std::uint32_t polygon,
                                                    Pair const& pair,
                                                    std::vector<std::vector<std::uint32_t>> const& starts) const {
    double sum = 0.0;
    for (std::uint32_t r = 0; r < a.rings().size(); ++r) {
        bool const starts_inside = std::ranges::binary_search(starts[r], polygon);
        auto const part = inner_part(a, r, of_ring(pair.on_a, r), starts_inside);
        if (!part)
            return std::nullopt;
        sum += *part;
    }
    FloatBox<2> const box_of_a = moved_east(a.tree().bounds(), turn);
    for (std::uint32_t r = first_ring[polygon]; r < first_ring[polygon + 1]; ++r) {
        if (!chains.rings()[r].box.overlaps(box_of_a))
            continue;
        bool const starts_inside = !a.holders(moved(chains.vertex(chains.rings()[r].first), -turn)).empty();
        auto const part = inner_part(chains, r, of_ring(pair.on_b, r), starts_inside);
        if (!part)
            return std::nullopt;
        sum += *part;
    }
    return sum;
}

void AreaShares::Impl::add_shares(RingChains const& a, double turn, std::map<std::uint32_t, double>& areas,
                                  std::vector<bool>& is_overlaid) const {
    std::map<std::uint32_t, Pair> const pairs = PairFinder(a, chains, turn).find();
    std::vector<std::vector<std::uint32_t>> starts;
    for (RingChains::Ring const& ring : a.rings())
        starts.push_back(chains.holders(moved(a.vertex(ring.first), turn)));
    FloatBox<2> const box_of_a = moved_east(a.tree().bounds(), turn);
    static Pair const apart;
    for (std::uint32_t polygon = 0; polygon < boxes.size(); ++polygon) {
        if (!boxes[polygon].overlaps(box_of_a))
            continue;
        auto const found = pairs.find(polygon);
        Pair const& pair = found == pairs.end() ? apart : found->second;
        auto const area = pair.is_uncertain ? std::nullopt : common_area(a, turn, polygon, pair, starts);
        if (area)
            areas[polygon] += *area;
        else
            is_overlaid[polygon] = true;
    }
}

/// By overlay, where counting is not enough.
double AreaShares::Impl::overlaid_area(LonLatGeometry polygon, std::uint32_t other) const {
    LonLatGeometries alone;
    alone.add(polygons[other]);
    double area = 0.0;
    for (AreaOverlap const& overlap : PolygonOverlap(alone).with(polygon))
        area += overlap.area.value();
    return area;
}

void AreaShares::Impl::find_crowded() {
    LonLatGeometries common;
    for (auto const& [i, k] : overlapping_pairs(chains)) {
        LonLatGeometries const part = common_part(polygons[i], polygons[k]);
        for (std::size_t p = 0; p < part.size(); ++p)
            if (!part[p].empty())
                common.add(part[p]);
        crowded.push_back(i);
        crowded.push_back(k);
    }
    std::ranges::sort(crowded);
    crowded.erase(std::unique(crowded.begin(), crowded.end()), crowded.end());
    if (common.empty()) {
        crowded.clear(); // they only touch
        return;
    }
    RingChains parts;
    for (std::uint32_t i = 0; i < common.size(); ++i)
        parts.add(common[i], i);
    parts.pack();
    if (overlapping_pairs(parts).empty())
        twice.emplace(std::move(common));
}

double AreaShares::Impl::area_twice(LonLatGeometry polygon) const {
    double sum = 0.0;
    if (twice) {
        for (AreaShare const& share : twice->of(polygon))
            sum += share.area.value();
        return sum;
    }
    LonLatGeometries some;
    for (std::uint32_t const i : crowded)
        some.add(polygons[i]);
    LonLatGeometries pieces;
    for (AreaOverlap const& overlap : PolygonOverlap(some).with(polygon)) {
        sum += overlap.area.value();
        pieces.add(overlap.piece[0]);
    }
    return pieces.size() < 2 ? 0.0 : std::max(0.0, sum - covered_area(pieces).value());
}

std::vector<AreaShare> AreaShares::of(LonLatGeometry polygon) const {
    std::vector<AreaShare> shares;
    if (polygon.kind() != GeometryKind::polygon || m_impl->chains.tree().empty())
        return shares;
    RingChains a;
    a.add(polygon, 0);
    a.pack();
    if (a.tree().empty())
        return shares;
    FloatBox<2> const& all = m_impl->chains.tree().bounds();
    FloatBox<2> const& own = a.tree().bounds();
    double const first = std::ceil((double{all.low[0]} - double{own.high[0]}) / 360.0);
    double const last = std::floor((double{all.high[0]} - double{own.low[0]}) / 360.0);
    std::map<std::uint32_t, double> areas;
    std::vector<bool> is_overlaid(m_impl->polygons.size(), false);
    for (double k = first; k <= last; ++k)
        m_impl->add_shares(a, 360.0 * k, areas, is_overlaid);
    for (std::uint32_t i = 0; i < is_overlaid.size(); ++i)
        if (is_overlaid[i])
            areas[i] = m_impl->overlaid_area(polygon, i);
    for (auto const& [i, area] : areas)
        if (area > 0.0)
            shares.push_back({i, SquareMetres(area)});
    return shares;
}

SquareMetres AreaShares::counted_twice(LonLatGeometry polygon) const {
    bool const may = polygon.kind() == GeometryKind::polygon && !m_impl->crowded.empty();
    return SquareMetres(may ? m_impl->area_twice(polygon) : 0.0);
}

AreaShares::AreaShares(LonLatGeometries polygons) : m_impl(std::make_unique<Impl const>(std::move(polygons))) {}
AreaShares::AreaShares(AreaShares&&) noexcept = default;
AreaShares& AreaShares::operator=(AreaShares&&) noexcept = default;
AreaShares::~AreaShares() = default;

} // namespace oreway
