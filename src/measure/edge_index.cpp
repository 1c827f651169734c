// SPDX-License-Identifier: MIT
// The public face of the tree of edges.

#include "oreway/measure/edge_index.hpp"

#include <algorithm>

#include "measure/edge_solver.hpp"
#include "measure/edge_tree.hpp"

namespace oreway {

struct EdgeIndex::Impl {
    EdgeTree tree;
};

EdgeIndex::EdgeIndex(LonLatGeometries geometries) : m_impl(new Impl{EdgeTree(std::move(geometries))}) {}
EdgeIndex::EdgeIndex(EdgeIndex&&) noexcept = default;
EdgeIndex& EdgeIndex::operator=(EdgeIndex&&) noexcept = default;
EdgeIndex::~EdgeIndex() = default;

std::optional<NearestHit> EdgeIndex::nearest(LonLat point, Metres radius) const {
    return m_impl->tree.nearest(point, radius.value());
}

std::vector<NearestHit> EdgeIndex::within(LonLat point, Metres radius) const {
    return m_impl->tree.nearest_geometries(point, 0, radius.value(), {});
}

std::vector<NearestHit> EdgeIndex::nearest_geometries(LonLat point, std::size_t count, Metres radius,
                                                      std::function<bool(std::size_t)> const& skip) const {
    return m_impl->tree.nearest_geometries(point, count, radius.value(), skip);
}

std::pair<LonLat, LonLat> EdgeIndex::ends_of(NearestHit const& hit) const {
    LonLatGeometry const geometry = m_impl->tree.geometries()[hit.geometry];
    std::span<LonLat const> const path = geometry.path(hit.path);
    bool const point = geometry.kind() == GeometryKind::point || path.size() == 1;
    return {path[hit.edge], path[point ? hit.edge : hit.edge + 1]};
}

std::size_t EdgeIndex::edge_count() const noexcept {
    return m_impl->tree.edge_count();
}

EdgeFoot nearest_on_edge(LonLat point, LonLat a, LonLat b) {
    return solve_edge(point, a, b, 0.5);
}

} // namespace oreway
