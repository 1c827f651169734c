// SPDX-License-Identifier: MIT
// The public face of the tree of edges for many places at once.

#include "oreway/measure/piece_index.hpp"

#include "measure/edge_tree.hpp"

namespace oreway {

static_assert(most_piece_error == piece_slack);

struct PieceIndex::Impl {
    EdgeTree tree;
};

PieceIndex::PieceIndex(LonLatGeometries geometries) : m_impl(new Impl{EdgeTree(std::move(geometries))}) {}
PieceIndex::PieceIndex(PieceIndex&&) noexcept = default;
PieceIndex& PieceIndex::operator=(PieceIndex&&) noexcept = default;
PieceIndex::~PieceIndex() = default;

void PieceIndex::append_pieces(Ecef middle, double reach, std::vector<EdgePiece>& pieces, double most) const {
    EdgeTree const& tree = m_impl->tree;
    for (PieceRef const ref : tree.pieces_near(middle, reach, most)) {
        PieceChord const chord = tree.chord(ref, {});
        pieces.push_back({chord.a, chord.d, tree.geometry_of(tree.runs()[ref.run])});
    }
}

std::optional<NearestHit> PieceIndex::nearest(LonLat point, Metres radius) const {
    return m_impl->tree.nearest(point, radius.value());
}

std::size_t PieceIndex::edge_count() const noexcept {
    return m_impl->tree.edge_count();
}

LonLatGeometries const& PieceIndex::geometries() const noexcept {
    return m_impl->tree.geometries();
}

} // namespace oreway
