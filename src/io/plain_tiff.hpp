// SPDX-License-Identifier: MIT
#pragma once

// An uncompressed GeoTIFF whose cells have fixed places in the file, band after band, row after row. GDAL makes the
// file and says where its cells begin; then any thread writes any cells at their places, so the bytes do not depend on
// the order. What is known at the end only (statistics, nodata) is written by GDAL into a second directory behind them.

#include <span>
#include <string>
#include <vector>

#include "io/gdal_handles.hpp"
#include "oreway/io/grid_writer.hpp"

namespace oreway {

[[nodiscard]] GDALDataType gdal_type(CellType type) noexcept;
[[nodiscard]] std::size_t bytes_of(CellType type) noexcept;

class PlainTiff {
public:
    /// Creates the file with its place on the Earth and its bands. \throws IoError or UsageError
    PlainTiff(std::string file, GridOutput const& output);
    PlainTiff(PlainTiff const&) = delete;
    PlainTiff& operator=(PlainTiff const&) = delete;
    ~PlainTiff();

    /// Cells as they lie in memory, row by row. Safe to call from several threads. \throws IoError
    void write(CellWindow window, std::size_t band, std::span<std::byte const> cells) const;

    /// Closes the file and writes what is known now. With `overviews` each band gets them by its own method.
    /// \throws IoError; Cancelled
    enum class Overviews { none, inside };
    void finish(std::span<BandStatistics const> statistics, Overviews overviews);

    [[nodiscard]] std::string const& name() const noexcept { return m_name; }

private:
    std::string m_name;
    GridOutput const& m_output;
    int m_file = -1;
    std::uint64_t m_first_cell = 0; // offset of the first cell of the first band
};

} // namespace oreway
