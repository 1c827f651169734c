// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// QGIS styles of rasters, made from what is in them: colours that a colour-blind reader tells apart and that grow in
/// lightness as the values do, and breaks at round numbers.

#include <string>
#include <vector>

namespace oreway {

/// How values become colours.
enum class RasterRamp {
    near,       ///< viridis from light (small) to dark (large): distances, times, costs
    amount,     ///< viridis from dark (small) to light (large), zero is transparent: densities, counts
    diverging,  ///< from violet over white at zero to orange: signed distances, differences
    direction,  ///< round the compass: azimuths in degrees
    categories, ///< a colour a value: ids and classes
};

/// A value of a raster of classes or ids.
struct RasterCategory {
    double value = 0.0;
    std::string label;
};

struct RasterStyle {
    RasterRamp ramp = RasterRamp::near;
    std::string unit{};     ///< of the labels: "km"
    double unit_size = 1.0; ///< in the unit of the cells: 1000 shows metres as kilometres
    std::vector<RasterCategory> categories{};
};

/// The text of a .qml for the first band, whose values lie between `least` and `greatest`.
[[nodiscard]] std::string raster_qml(RasterStyle const& style, double least, double greatest);

/// Five to nine round numbers that divide a range, ascending, the last one at or above `greatest`. Amounts over several
/// orders of magnitude are divided by a 1-2-5 series.
[[nodiscard]] std::vector<double> round_breaks(double least, double greatest);

} // namespace oreway
