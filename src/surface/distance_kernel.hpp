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
#include <span>
#include <vector>

namespace oreway {

/// Places that are measured together: four rows of eight.
inline constexpr std::size_t patch_rows = 4;
inline constexpr std::size_t patch_columns = 8;
inline constexpr std::size_t patch_cells = patch_rows * patch_columns;

/// Pieces by column. Columns are filled up to a multiple of eight with pieces that are nowhere near.
class PieceTable {
public:
    enum Column : std::size_t { ax, ay, az, dx, dy, dz, bx, by, bz, inverse_dd, bend, columns };
    using Values = std::array<float, columns>;

    [[nodiscard]] std::size_t size() const noexcept { return m_pieces.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_pieces.empty(); }
    /// Empties the table and makes room for so many pieces.
    void start(std::size_t most);
    /// Position of a piece among those of the tile, and the geometry it belongs to.
    void add(Values const& values, std::int32_t piece, std::int32_t geometry);
    /// Becomes the chosen pieces of another table.
    void select(PieceTable const& from, std::span<std::uint32_t const> chosen);

    [[nodiscard]] float const* column(Column c) const noexcept { return m_values.data() + c * m_stride; }
    [[nodiscard]] float& at(Column c, std::size_t i) noexcept { return m_values[c * m_stride + i]; }
    [[nodiscard]] std::int32_t piece(std::size_t i) const noexcept { return m_pieces[i]; }
    [[nodiscard]] std::int32_t geometry(std::size_t i) const noexcept { return m_geometries[i]; }

private:
    std::size_t m_stride = 0;
    std::vector<float> m_values;
    std::vector<std::int32_t> m_pieces;
    std::vector<std::int32_t> m_geometries;
};

/// Places of a patch relative to the middle of the tile.
struct PatchPlaces {
    float const* x;
    float const* y;
    float const* z;
};

/// A piece of a table and its straight distance from the middle of a patch, less the reach of the patch and all slack:
/// no place of the patch is nearer.
struct Candidate {
    float least = 0.0F;
    std::uint32_t piece = 0;
};

/// Squared distance of each place to the nearest candidate; infinite for a place that is not a number. Candidates are
/// sorted by their least distance; the walk ends where no farther one can win.
void measure_patch(PieceTable const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                   std::array<float, patch_cells>& squared);

/// The same, with the position of the nearest piece in the table (-1: none) and the squared distance to the nearest
/// piece of another geometry, as far as that is less than `tie` farther.
struct PatchWinners {
    std::array<float, patch_cells> squared;
    std::array<float, patch_cells> squared_rival;
    std::array<std::int32_t, patch_cells> piece;
};
void measure_patch(PieceTable const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                   float tie, PatchWinners& winners);

/// Squared distances of all pieces, as straight chords, to one place. `squared` gets as many entries as the table has
/// pieces, filled up to a multiple of eight. \return the least of them
float measure_chords(PieceTable const& pieces, std::array<float, 3> const& place, std::vector<float>& squared);

} // namespace oreway
