// SPDX-License-Identifier: MIT
#pragma once

// Distances of a tile of cells: which pieces matter, first for the tile, then for blocks of 16 x 16 cells and patches
// of 4 x 8, and their measurement. One object a thread.

#include <array>
#include <vector>

#include "oreway/measure/piece_index.hpp"
#include "surface/distance_kernel.hpp"
#include "surface/grid_places.hpp"

namespace oreway {

/// Where the results of a tile go: the first cell of each band and the width of a row there.
struct TileTarget {
    float* distance = nullptr;
    std::int32_t* nearest = nullptr; ///< null unless asked for
    float* azimuth = nullptr;        ///< null unless asked for
    std::size_t stride = 0;
};

class TileDistances {
public:
    TileDistances(PieceIndex const& index, GridPlaces const& places, double most)
        : m_index(index), m_places(places), m_most(most) {}

    /// Measures the tile from a cell of the grid on.
    void measure(std::size_t row, std::size_t column, TileTarget const& target);
    [[nodiscard]] TilePlaces const& tile() const noexcept { return m_tile; }

private:
    struct Block {
        std::size_t down = 0; ///< first patch
        std::size_t across = 0;
        std::array<float, 3> middle{};
        double reach = 0.0;
    };
    struct Cell {
        std::size_t row = 0; ///< of the tile
        std::size_t column = 0;
        std::size_t place = 0; ///< in patch order
    };

    [[nodiscard]] bool gather(Ecef middle, double reach);
    void measure_block(Block const& block, TileTarget const& target);
    void measure_patch_of(Block const& block, std::size_t down, std::size_t across, bool far, TileTarget const& target);
    void finish_patch(std::size_t down, std::size_t across, TileTarget const& target);
    void finish_winners(std::size_t down, std::size_t across, double tie, TileTarget const& target);
    template <class Work> void for_cells(std::size_t down, std::size_t across, Work&& work) const;
    double thin_for_block(Block const& block);
    double thin_for_patch(std::array<float, 3> const& middle, double reach);
    void set_bends(Block const& block);
    void measure_far(Cell const& cell, TileTarget const& target);
    void measure_alone(Cell const& cell, TileTarget const& target);
    void measure_beyond_series(Cell const& cell, double nearest, TileTarget const& target);
    void measure_exactly(Cell const& cell, double bound, TileTarget const& target);
    void put(Cell const& cell, double distance, std::int32_t geometry, EdgePiece const& piece,
             TileTarget const& target) const;
    [[nodiscard]] Ecef place_of(Cell const& cell) const noexcept;

    PieceIndex const& m_index;
    GridPlaces const& m_places;
    double m_most;
    TilePlaces m_tile;
    struct FarPiece {
        std::size_t piece = 0;
        double least = 0.0; ///< no straight way to it is shorter
        Ecef towards{};     ///< its foot, from the place
        double chord = 0.0;
        double distance = 0.0;
    };
    void find_feet(Ecef place);

    std::vector<EdgePiece> m_pieces;
    std::vector<Ecef> m_bulges;     ///< of the pieces
    std::vector<FarPiece> m_listed; ///< nearest first, for a patch
    std::vector<FarPiece> m_far;    ///< of one cell
    PieceTable m_near_tile;
    PieceTable m_near_block;
    std::vector<Candidate> m_near_patch; ///< of m_near_block
    std::vector<float> m_chords;
    std::vector<std::uint32_t> m_chosen;
};

} // namespace oreway
