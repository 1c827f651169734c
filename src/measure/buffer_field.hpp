// SPDX-License-Identifier: MIT
#pragma once

// The distance to the sources of a buffer as a field over the earth, made for very many calls: the chord to the nearest
// piece of an edge, turned into a geodesic by the curvature of the ellipsoid. The value at a place depends on the place
// only, never on the short list that was searched, so that neighbouring cells agree to the last bit.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "measure/buffer_pieces.hpp"
#include "measure/packed_tree.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

/// The distance at a place, its slope (a unit vector away from the nearest place) and the piece that is nearest.
struct FieldValue {
    double distance = 0.0;
    Ecef slope;
    std::uint32_t piece = 0;
};

/// How a chord becomes a distance. `series`: by the curvature at its middle, off by 8e-6 m at 200 km and by 0.027 m x
/// (d / 1000 km)^5 beyond. `solved`: by the geodesic solution, a hundred times slower.
enum class FieldAccuracy { series, solved };

class BufferField {
public:
    /// Pieces that can be nearest in some region; positions in the field.
    using List = std::vector<std::uint32_t>;

    /// \throws NumericError for vertices that are not valid
    BufferField(LonLatGeometries const& sources, FieldAccuracy accuracy);

    [[nodiscard]] bool empty() const noexcept { return m_pieces.size() == 0; }
    [[nodiscard]] FieldValue at(LonLat p) const;
    /// The same, for a place that `list` serves.
    [[nodiscard]] FieldValue at(LonLat p, List const& list) const;
    /// The distance alone.
    [[nodiscard]] double distance_at(LonLat p, List const& list) const;
    /// The distance to one piece.
    [[nodiscard]] FieldValue at_piece(LonLat p, std::uint32_t piece) const;

    /// The pieces that can be nearest to a place within `reach` of the centre.
    [[nodiscard]] List around(LonLat centre, double reach) const;
    [[nodiscard]] List around(LonLat centre, double reach, List const& from) const;

    /// Whether one of the source polygons holds the place.
    [[nodiscard]] bool inside_polygon(LonLat p) const { return m_polygons && m_polygons->locate(p).has_value(); }
    [[nodiscard]] bool has_polygons() const noexcept { return m_polygons.has_value(); }

private:
    struct Chord {
        double squared;
        std::uint32_t piece;
    };
    /// The nearest place of the sources.
    struct Nearest {
        double distance;
        std::uint32_t piece;
        Ecef foot;
    };
    void add_path(std::span<LonLat const> path, bool points);
    [[nodiscard]] double squared_chord(Ecef p, std::uint32_t piece) const noexcept;
    [[nodiscard]] std::pair<Ecef, double> foot(Ecef p, std::uint32_t piece) const noexcept;
    [[nodiscard]] Nearest nearest_on(LonLat place, Ecef p, std::uint32_t piece) const;
    [[nodiscard]] Nearest nearest_of(LonLat place, Ecef p, std::vector<Chord>& chords, double least) const;
    [[nodiscard]] Nearest nearest_to(LonLat place, Ecef p) const;
    [[nodiscard]] Nearest nearest_to(LonLat place, Ecef p, List const& list) const;
    void keep_one_an_edge(std::vector<Chord>& chords) const;
    void chords_near(Ecef p, double reach, std::vector<Chord>& chords, double& least) const;

    FieldAccuracy m_accuracy;
    BufferPieces m_pieces;
    PackedTree<3> m_tree;
    std::vector<std::pair<LonLat, LonLat>> m_edges; // by BufferPieces::edge
    std::optional<PolygonPartition> m_polygons;
};

/// A place that stands for itself whatever the longitude at a pole and on either side of the antimeridian.
[[nodiscard]] LonLat one_of_its_names(LonLat p) noexcept;

} // namespace oreway
