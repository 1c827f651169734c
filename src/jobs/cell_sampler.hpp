// SPDX-License-Identifier: MIT
#pragma once

// Values of a raster's cells for whoever asks for one at a time: the tiles that were asked for last are kept.

#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <span>
#include <vector>

#include "oreway/io/grid_reader.hpp"
#include "oreway/jobs/sample.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

/// What a line has of a band; NaN where it has no data at all.
struct LineValues {
    double least = std::numeric_limits<double>::quiet_NaN();
    double greatest = std::numeric_limits<double>::quiet_NaN();
    double mean = std::numeric_limits<double>::quiet_NaN();
    double nodata_share = 1.0; ///< of the length; a line without length: 1
};

class CellSampler {
public:
    /// Both must outlive it. One thread at a time.
    CellSampler(GridReader& reader, GridFrame const& frame) : m_reader(reader), m_frame(frame) {}

    /// NaN without data or outside. \throws IoError
    [[nodiscard]] double value_at(GridPlace const& place, std::size_t band, SampleMethod method);
    [[nodiscard]] LineValues values_along(LonLatGeometry lines, std::size_t band);
    /// Orders places so that those of one tile follow each other.
    [[nodiscard]] std::uint64_t tile_of(GridPlace const& place) const noexcept;

private:
    struct Tile {
        CellWindow window;
        std::vector<double> cells;
        std::list<std::pair<std::uint64_t, std::size_t>>::iterator age;
    };
    [[nodiscard]] double cell(double row, double column, std::size_t band);
    [[nodiscard]] double bilinear(GridPlace const& place, std::size_t band);
    Tile& tile(std::uint64_t number, std::size_t band);
    [[nodiscard]] CellWindow window_of(std::uint64_t number) const noexcept;
    [[nodiscard]] std::uint64_t tiles_across() const noexcept;

    GridReader& m_reader;
    GridFrame const& m_frame;
    std::map<std::pair<std::uint64_t, std::size_t>, Tile> m_tiles;
    std::list<std::pair<std::uint64_t, std::size_t>> m_ages; ///< the latest first
};

} // namespace oreway
