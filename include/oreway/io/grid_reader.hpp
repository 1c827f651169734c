// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Cells of a raster file, window by window: friction, heights, land cover, or any raster that is sampled.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oreway/grid/grid.hpp"
#include "oreway/grid/grid_spec.hpp"
#include "oreway/io/grid_writer.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

struct GridBandInfo {
    std::string name; ///< description of the band; may be empty
    std::string unit;
    std::optional<double> nodata;
    bool is_integer = false;
};

/// A north-up raster file. Cells without data (nodata value, mask band, NaN) are read as NaN; scale and offset of the
/// band are applied.
class GridReader {
public:
    /// \param assume_crs  taken when the file has no reference system; empty: that is an error
    /// \throws IoError when it cannot be opened, DataError when it has no bands or no reference system, or is rotated
    /// or
    ///         not north-up (remedy: oreway reproject)
    explicit GridReader(std::string const& source, ReadOptions const& read = {}, std::string const& assume_crs = {});
    GridReader(GridReader const&) = delete;
    GridReader& operator=(GridReader const&) = delete;
    ~GridReader();

    /// Place and size; `crs` is "EPSG:4326" or another code where one is known, else WKT 2:2019. Longitudes stay as
    /// they are in the file: a grid over the antimeridian reaches beyond 180 degrees.
    [[nodiscard]] GridSpec const& spec() const noexcept;
    [[nodiscard]] std::vector<GridBandInfo> const& bands() const noexcept;

    /// Cells of one band (from 0), row by row. One thread at a time; the window lies in the grid.
    /// \throws IoError when the file breaks off, std::out_of_range for a window or band outside the grid
    void read(CellWindow window, std::size_t band, std::span<double> cells);
    void read(CellWindow window, std::size_t band, std::span<float> cells);

    /// The whole band. \throws IoError; UsageError when it takes more than `most_bytes`
    [[nodiscard]] Grid<float> read_all(std::size_t band,
                                       std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
