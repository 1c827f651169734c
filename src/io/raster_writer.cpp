// SPDX-License-Identifier: MIT
// A grid in memory as a Cloud Optimized GeoTIFF, by the writer that takes grids of any size.

#include "oreway/io/raster_writer.hpp"

#include <cmath>

#include "oreway/io/grid_writer.hpp"

namespace oreway {

void write_cog(std::filesystem::path const& file, Grid<float> const& grid, RasterDescription const& description) {
    GridSpec const& spec = grid.spec();
    std::optional<double> nodata;
    if (grid.nodata())
        nodata = static_cast<double>(*grid.nodata());
    GridWriter writer({.file = file,
                       .spec = spec,
                       .bands = {{.name = description.band, .unit = description.unit, .nodata = nodata}}});
    writer.write({.row = 0, .column = 0, .rows = spec.rows, .columns = spec.columns}, 0, grid.values());
    writer.finish(no_progress());
}

} // namespace oreway
