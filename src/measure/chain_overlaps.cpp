// SPDX-License-Identifier: MIT
// Boundaries that cross tell of an overlap, unless they are two drawings of one border and cross at a sliver. A polygon
// in another one, or the same one twice, is told by places just inside of its boundary.

#include "measure/chain_overlaps.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "measure/plane_path.hpp"
#include "measure/plane_polygon.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

/// Borders that were drawn twice differ by less.
constexpr double border_width = 2.0 / metres_a_degree; // in degrees of latitude

/// How far c lies to the left of the way from a to b, times its length.
double leftness(LonLat a, LonLat b, LonLat c) noexcept {
    return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

double span(LonLat a, LonLat b) noexcept {
    return std::hypot(b.lon - a.lon, b.lat - a.lat);
}

/// Whether edges of two runs cross by more than the width of a border.
bool cross(RingChains const& chains, RingChains::Run const& run, RingChains::Run const& other) {
    for (std::uint32_t a = run.first; a < run.last; ++a) {
        LonLat const a1 = chains.vertex(a);
        LonLat const a2 = chains.vertex(a + 1);
        if (!chord_box(a1, a2).overlaps(other.box))
            continue;
        for (std::uint32_t b = other.first; b < other.last; ++b) {
            SegmentPair const pair(a1, a2, chains.vertex(b), chains.vertex(b + 1));
            if (pair.how == SegmentPair::Meets::crosses && pair.offset > border_width)
                return true;
        }
    }
    return false;
}

/// Adds the polygons that the run crosses; those behind it in the tree look at it themselves.
void add_crossed(RingChains const& chains, std::size_t i, Pairs& pairs) {
    RingChains::Run const& run = chains.runs()[i];
    std::uint32_t const own = chains.rings()[run.ring].polygon;
    chains.tree().visit_overlapping(run.box, [&](std::size_t first, std::size_t last) {
        for (std::size_t k = std::max(first, i + 1); k < last; ++k) {
            RingChains::Run const& other = chains.runs()[k];
            std::uint32_t const polygon = chains.rings()[other.ring].polygon;
            if (polygon != own && run.box.overlaps(other.box) && !pairs.contains(std::minmax(own, polygon)) &&
                cross(chains, run, other))
                pairs.emplace(std::minmax(own, polygon));
        }
    });
}

/// Adds the polygons that hold a place just inside of the middle edge of the run.
void add_holders(RingChains const& chains, RingChains::Run const& run, Pairs& pairs) {
    RingChains::Ring const& ring = chains.rings()[run.ring];
    std::uint32_t const edge = (run.first + run.last - 1) / 2;
    LonLat const a = chains.vertex(edge);
    LonLat const b = chains.vertex(edge + 1);
    double const shrink = std::max(0.01, std::cos(0.5 * (a.lat + b.lat) * std::numbers::pi / 180.0));
    double const east = (b.lon - a.lon) * shrink;
    double const north = b.lat - a.lat;
    double const length = std::hypot(east, north);
    if (!(length > 0.0))
        return;
    // Where the sign is negative the polygon lies to the left.
    double const aside = (ring.sign < 0.0 ? border_width : -border_width) / length;
    LonLat const place{0.5 * (a.lon + b.lon) - aside * north / shrink, 0.5 * (a.lat + b.lat) + aside * east};
    for (std::uint32_t const holder : chains.holders(place))
        if (holder != ring.polygon)
            pairs.emplace(std::minmax(ring.polygon, holder));
}

/// A polygon that reaches over the antimeridian may overlap one at the other edge of the map; boxes decide.
void add_across_the_map(RingChains const& chains, Pairs& pairs) {
    constexpr float edge_of_the_map = 180.0F;
    if (chains.tree().empty() || chains.tree().bounds().high[0] <= edge_of_the_map)
        return;
    for (RingChains::Ring const& ring : chains.rings()) {
        if (ring.box.high[0] <= edge_of_the_map)
            continue;
        FloatBox<2> const box = moved_east(ring.box, -360.0);
        for (RingChains::Ring const& other : chains.rings())
            if (other.polygon != ring.polygon && other.box.overlaps(box))
                pairs.emplace(std::minmax(ring.polygon, other.polygon));
    }
}

} // namespace

SegmentPair::SegmentPair(LonLat a1, LonLat a2, LonLat b1, LonLat b2) noexcept {
    constexpr double beside = 1e-11; // degrees
    double const left1 = leftness(a1, a2, b1);
    double const left2 = leftness(a1, a2, b2);
    double const width_a = beside * (std::abs(a2.lon - a1.lon) + std::abs(a2.lat - a1.lat) + beside);
    if (std::min(left1, left2) > width_a || std::max(left1, left2) < -width_a)
        return;
    double const right1 = leftness(b1, b2, a1);
    double const right2 = leftness(b1, b2, a2);
    double const width_b = beside * (std::abs(b2.lon - b1.lon) + std::abs(b2.lat - b1.lat) + beside);
    if (std::min(right1, right2) > width_b || std::max(right1, right2) < -width_b)
        return;
    double const nearest_of_b = std::min(std::abs(left1), std::abs(left2));
    double const nearest_of_a = std::min(std::abs(right1), std::abs(right2));
    how = nearest_of_b > width_a && nearest_of_a > width_b ? Meets::crosses : Meets::unclear;
    if (how == Meets::unclear)
        return;
    share_a = right1 / (right1 - right2);
    share_b = left1 / (left1 - left2);
    offset = std::min(nearest_of_b / span(a1, a2), nearest_of_a / span(b1, b2));
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> overlapping_pairs(RingChains const& chains) {
    constexpr std::size_t runs_a_step = 1'024;
    std::size_t const count = chains.runs().size();
    std::vector<Pairs> found((count + runs_a_step - 1) / runs_a_step);
    parallel_blocks(count, runs_a_step, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            add_crossed(chains, i, found[first / runs_a_step]);
            add_holders(chains, chains.runs()[i], found[first / runs_a_step]);
        }
    });
    Pairs all;
    for (Pairs& some : found)
        all.merge(some);
    add_across_the_map(chains, all);
    return {all.begin(), all.end()};
}

} // namespace oreway
