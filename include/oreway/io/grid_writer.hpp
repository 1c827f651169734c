// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A grid on its way to a raster file, window by window, so that its size is not bounded by memory.
///
///     GridWriter writer({.file = output.temporary(), .spec = spec, .bands = {{.name = "distance", .unit = "m"}}});
///     writer.write({.row = 0, .column = 0, .rows = 64, .columns = 64}, 0, std::span<float const>(values));
///     writer.finish(progress); // statistics, overviews, the COG; opened again and compared

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/grid/grid_spec.hpp"

namespace oreway {

/// Type of the cells; GeoTIFF has one for all bands of a file.
enum class CellType { uint8, int32, float32, float64 };

/// How the cells of an overview come from those below: `average` for amounts, `nearest` for ids and classes.
enum class OverviewMethod { average, nearest };

struct GridBand {
    std::string name;             ///< what the band holds: "distance to the nearest corridor"
    std::string unit{};           ///< "m"; empty for ids and counts
    std::optional<double> nodata; ///< lies outside the range of the data
    OverviewMethod overviews = OverviewMethod::average;
};

/// What a band holds; cells without data do not count.
struct BandStatistics {
    std::uint64_t cells = 0; ///< with data; the rest is zero when there are none
    double least = 0.0;
    double greatest = 0.0;
    double mean = 0.0;
    double deviation = 0.0; ///< standard deviation of the cells
};

/// A rectangle of cells.
struct CellWindow {
    std::size_t row = 0; ///< northernmost
    std::size_t column = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
};

struct GridOutput {
    std::filesystem::path file; ///< a temporary name; OutputFile renames it
    GridSpec spec;
    CellType type = CellType::float32;
    std::vector<GridBand> bands;
    std::string driver = "COG";                  ///< or "GTiff"
    std::vector<std::string> creation_options{}; ///< KEY=VALUE (`--co`), before our own defaults
};

/// Writes the cells of a new raster in any order of windows. BigTIFF by itself when the size asks for it. Same cells,
/// same bytes, whatever the order of the windows and the number of threads.
class GridWriter {
public:
    /// \throws UsageError for a size, driver or creation option that cannot be, IoError when nothing can be written
    explicit GridWriter(GridOutput output);
    GridWriter(GridWriter const&) = delete;
    GridWriter& operator=(GridWriter const&) = delete;
    /// Removes what was written when it was not finished.
    ~GridWriter();

    /// Cells of one band, row by row. Several threads may call it at once. Each cell is written exactly once.
    /// \throws IoError
    void write(CellWindow window, std::size_t band, std::span<float const> cells);
    void write(CellWindow window, std::size_t band, std::span<double const> cells);
    void write(CellWindow window, std::size_t band, std::span<std::int32_t const> cells);

    /// Statistics of each band (so that nobody who looks writes an .aux.xml), overviews, the COG; then the file is
    /// opened again and compared with what was handed over (size, place, bands, a hash of all cells). \throws IoError;
    /// Cancelled
    void finish(Progress& progress);

    /// After finish().
    [[nodiscard]] BandStatistics const& statistics(std::size_t band) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
