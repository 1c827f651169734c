// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A raster result on its way to a file and the QGIS style beside it: both whole, or nothing at all.
///
///     check_raster_output(options.output);                                  // before any work
///     RasterFile file(options.output, {.spec = spec, .bands = {band}, .style = {.unit = "km", .unit_size = 1000.0}});
///     file.write(window, 0, std::span<float const>(values)); // from any thread, in any order of windows
///     file.finish(progress);
///     result.outputs.push_back(file.commit());

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/exporters/raster_style.hpp"
#include "oreway/io/grid_writer.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

struct RasterContents {
    GridSpec spec;
    CellType type = CellType::float32;
    std::vector<GridBand> bands;
    RasterStyle style{}; ///< of the first band; breaks come from the data
};

/// Checks at once, before any work: the driver is COG (the default) or GTiff, the folder takes a file, and neither the
/// raster nor its .qml or a forgotten .aux.xml stands in the way. \throws UsageError or IoError
void check_raster_output(OutputOptions const& options);

/// The path with a word at the end of its name: distance.tif, "allocation" -> distance_allocation.tif.
[[nodiscard]] std::filesystem::path path_with_suffix(std::filesystem::path const& path, std::string const& word);

class RasterFile {
public:
    /// \throws UsageError or IoError
    RasterFile(OutputOptions const& options, RasterContents contents);
    RasterFile(RasterFile&&) noexcept;
    RasterFile& operator=(RasterFile&&) noexcept;
    /// Removes everything when it was not committed.
    ~RasterFile();

    /// Cells of one band, row by row; see GridWriter. \throws IoError that names the file the user asked for
    void write(CellWindow window, std::size_t band, std::span<float const> cells);
    void write(CellWindow window, std::size_t band, std::span<double const> cells);
    void write(CellWindow window, std::size_t band, std::span<std::int32_t const> cells);

    /// Another style than that of the contents, for what is known only when the cells are written.
    void set_style(RasterStyle style);
    /// Finishes the raster, reads it again, makes the style from what is in it, and leaves both under temporary names.
    /// \throws IoError; Cancelled
    void finish(Progress& progress);
    /// What the bands hold, after finish().
    [[nodiscard]] BandStatistics const& statistics(std::size_t band) const;
    /// Puts the raster and its style in place; finish() first. A result of several files finishes all of them before it
    /// commits the first. \return the raster's file \throws IoError
    std::filesystem::path commit();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
