// SPDX-License-Identifier: MIT
#pragma once

// The inner loops of distance rasters: many pieces of edges against many places, eight at a time in 32-bit floats
// relative to the middle of a tile. Plain IEEE arithmetic without contraction, so processors with and without AVX2 give
// the same bits.
//
// With w from the start of a piece to the place, the foot lies at t = (w.d + w.B) / (d.d + 2 w.B), where B is four
// times the sagitta; the squared geodesic follows from the squared chord c2 by the series of (2/k asin(ck/2))2 with the
// normal curvature k towards the foot: c2 (1 + y + 8/5 y2), y = c2 k2/12 (geodesic_series.hpp).

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace oreway {

/// Places that are measured together: four rows of eight.
inline constexpr std::size_t patch_rows = 4;
inline constexpr std::size_t patch_columns = 8;
inline constexpr std::size_t patch_cells = patch_rows * patch_columns;

/// Pieces by column.
class PieceTable {
public:
    enum Column : std::size_t { ax, ay, az, dx, dy, dz, bx, by, bz, inverse_dd, bend, columns };

    [[nodiscard]] std::size_t size() const noexcept { return m_pieces.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_pieces.empty(); }
    void clear() noexcept {
        for (std::vector<float>& column : m_columns)
            column.clear();
        m_pieces.clear();
        m_geometries.clear();
    }
    void add(std::array<float, columns> const& values, std::int32_t piece, std::int32_t geometry) {
        for (std::size_t c = 0; c < columns; ++c)
            m_columns[c].push_back(values[c]);
        m_pieces.push_back(piece);
        m_geometries.push_back(geometry);
    }
    void add_from(PieceTable const& other, std::size_t i) {
        for (std::size_t c = 0; c < columns; ++c)
            m_columns[c].push_back(other.m_columns[c][i]);
        m_pieces.push_back(other.m_pieces[i]);
        m_geometries.push_back(other.m_geometries[i]);
    }
    [[nodiscard]] float const* column(Column c) const noexcept { return m_columns[c].data(); }
    [[nodiscard]] float& at(Column c, std::size_t i) noexcept { return m_columns[c][i]; }
    [[nodiscard]] std::int32_t piece(std::size_t i) const noexcept { return m_pieces[i]; }
    [[nodiscard]] std::int32_t geometry(std::size_t i) const noexcept { return m_geometries[i]; }

private:
    std::array<std::vector<float>, columns> m_columns;
    std::vector<std::int32_t> m_pieces;
    std::vector<std::int32_t> m_geometries;
};

/// Places of a patch relative to the middle of the tile.
struct PatchPlaces {
    float const* x;
    float const* y;
    float const* z;
};

/// Squared distance of each place to the nearest piece; infinite for a place that is not a number.
void measure_patch(PieceTable const& pieces, PatchPlaces const& places, std::array<float, patch_cells>& squared);

/// The same, with the position of the nearest piece in the table (-1: none) and the squared distance to the nearest
/// piece of another geometry.
struct PatchWinners {
    std::array<float, patch_cells> squared;
    std::array<float, patch_cells> squared_rival;
    std::array<std::int32_t, patch_cells> piece;
};
void measure_patch(PieceTable const& pieces, PatchPlaces const& places, PatchWinners& winners);

/// Squared chords of all pieces to one place. `squared` is made as long as the table.
void measure_chords(PieceTable const& pieces, std::array<float, 3> const& place, std::vector<float>& squared);

} // namespace oreway
