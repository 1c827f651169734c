// SPDX-License-Identifier: MIT
// Nearest features. Places inside polygons first, then bounds from a few vertices of the query, then every pair of
// pieces within the bounds.

#include "oreway/measure/feature_index.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include <fmt/format.h>

#include "measure/edge_tree.hpp"
#include "measure/nearest_ranking.hpp"
#include "measure/pair_search.hpp"
#include "measure/polygon_sides.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

bool has_polygons(LonLatGeometries const& geometries) {
    for (std::size_t g = 0; g < geometries.size(); ++g)
        if (geometries.kind(g) == GeometryKind::polygon)
            return true;
    return false;
}

void require_radius(Metres radius) {
    if (std::isnan(radius.value()))
        throw NumericError({.what = "the radius of a search is not a number", .where = "", .remedy = ""});
}

} // namespace

Degrees azimuth_of(NearestPair const& pair) {
    constexpr double degree = std::numbers::pi / 180.0;
    if (!(pair.distance.value() > 0.0))
        return Degrees(0.0);
    if (pair.distance.value() < longest_series)
        return Degrees(series_azimuth(pair.from, to_ecef(pair.from), to_ecef(pair.to)) / degree);
    return geodesic_inverse(pair.from, pair.to).azimuth_from;
}

struct FeatureIndex::Impl {
    EdgeTree tree;
    std::optional<PolygonSides> polygons;

    explicit Impl(LonLatGeometries geometries) : tree(std::move(geometries)) {
        if (has_polygons(tree.geometries()))
            polygons.emplace(tree);
    }

    void add_holders(LonLat place, NearestRequest const& request, NearestRanking& ranking) const;
    void add_nearest_to(LonLat place, NearestRequest const& request, NearestRanking& ranking) const;
    void add_held_by(EdgeTree const& query, NearestRequest const& request, NearestRanking& ranking) const;
    void rank_for_points(LonLatGeometry query, NearestRequest const& request, NearestRanking& ranking) const;
    void rank_for_lines(LonLatGeometry query, NearestRequest const& request, NearestRanking& ranking) const;
};

/// Polygons that hold the place.
void FeatureIndex::Impl::add_holders(LonLat place, NearestRequest const& request, NearestRanking& ranking) const {
    if (!polygons)
        return;
    for (std::size_t const polygon : polygons->holders(place))
        if (!request.skip || !request.skip(polygon))
            ranking.add({polygon, Metres(0.0), place, place, 0, Metres(0.0)});
}

void FeatureIndex::Impl::add_nearest_to(LonLat place, NearestRequest const& request, NearestRanking& ranking) const {
    for (EdgeTree::Found const& found : tree.find_geometries(place, request.count, ranking.limit() + tie, request.skip))
        ranking.add(pair_of(place, tree, found));
}

/// Geometries that lie inside of a polygon which is the query. Those that cross its boundary are found as pairs.
void FeatureIndex::Impl::add_held_by(EdgeTree const& query, NearestRequest const& request,
                                     NearestRanking& ranking) const {
    PolygonSides const inside(query);
    for (EdgePath const& path : tree.paths()) {
        if ((request.skip && request.skip(path.geometry)) || ranking.touches(path.geometry))
            continue;
        // The points of a multipoint do not hang together.
        std::size_t const places = path.points ? tree.geometries()[path.geometry].path(path.path).size() : 1;
        for (std::size_t i = 0; i < places; ++i) {
            LonLat const place = tree.geometries().vertices()[path.first_vertex + i];
            if (!inside.holders(place).empty()) {
                ranking.add({path.geometry, Metres(0.0), place, place, path.path, Metres(0.0)});
                break;
            }
        }
    }
}

void FeatureIndex::Impl::rank_for_points(LonLatGeometry query, NearestRequest const& request,
                                         NearestRanking& ranking) const {
    for (std::size_t p = 0; p < query.path_count(); ++p)
        for (LonLat const place : query.path(p)) {
            add_holders(place, request, ranking);
            add_nearest_to(place, request, ranking);
        }
}

void FeatureIndex::Impl::rank_for_lines(LonLatGeometry query, NearestRequest const& request,
                                        NearestRanking& ranking) const {
    LonLatGeometries own;
    own.add(query);
    EdgeTree const edges(std::move(own));
    for (EdgePath const& path : edges.paths())
        add_holders(edges.geometries().vertices()[path.first_vertex], request, ranking);
    if (query.kind() == GeometryKind::polygon)
        add_held_by(edges, request, ranking);
    if (request.count > 0)
        for (EdgeRun const& run : edges.runs())
            add_nearest_to(edges.geometries().vertices()[run.first_vertex], request, ranking);
    search_pairs(edges, tree, request.skip, ranking);
}

FeatureIndex::FeatureIndex(LonLatGeometries geometries) : m_impl(std::make_unique<Impl>(std::move(geometries))) {}
FeatureIndex::FeatureIndex(FeatureIndex&&) noexcept = default;
FeatureIndex& FeatureIndex::operator=(FeatureIndex&&) noexcept = default;
FeatureIndex::~FeatureIndex() = default;

std::vector<NearestPair> FeatureIndex::nearest(LonLatGeometry query, NearestRequest const& request) const {
    require_radius(request.radius);
    if (query.empty())
        return {};
    bool const single = query.kind() == GeometryKind::point && query.vertex_count() == 1;
    if (single && request.count == 1 && !request.skip && !m_impl->polygons) {
        LonLat const place = query.path(0)[0];
        auto const found = m_impl->tree.find_nearest(place, request.radius.value());
        if (!found)
            return {};
        return {touching_made_exact(pair_of(place, m_impl->tree, *found))};
    }
    NearestRanking ranking(request.count, request.radius);
    if (query.kind() == GeometryKind::point)
        m_impl->rank_for_points(query, request, ranking);
    else
        m_impl->rank_for_lines(query, request, ranking);
    return ranking.result();
}

} // namespace oreway
