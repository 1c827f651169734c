// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The table that says how fast one gets through each cell of a grid, in a TOML file of its own:
///
///     [friction]
///     speed_kmh = 5                  # where nothing below says otherwise; left out: no way through
///
///     [friction.cover]               # speed by the value of a raster
///     raster = "cover.tif"
///     [[friction.class]]
///     from = 10
///     to = 19                        # left out: from alone
///     speed_kmh = 4                  # 0: no way through
///
///     [friction.slope]               # slows down what is off the ways
///     raster = "dem.tif"             # metres
///     function = "tobler"
///     max_grade = 0.5                # steeper: no way through
///
///     [[friction.barrier]]           # lines or polygons that only ways cross
///     path = "water.gpkg"
///
///     [[friction.way]]               # lines that are faster than what is beside them
///     path = "roads.shp"
///     speed_field = "kmh"            # or speed_kmh = 40 for all
///     where = { mode = ["road"] }    # only features with one of these values
///
///     [[friction.crossing]]          # lines that cost time to cross, also on ways
///     path = "borders.shp"
///     hours = 12
///
/// Paths are relative to the file. Keys that are not known are refused with the nearest one.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"

namespace oreway {

/// A layer of the table, and which of its features count.
struct FrictionLayer {
    std::string path;
    std::string layer;                                     ///< empty: the only one
    std::map<std::string, std::vector<std::string>> where; ///< field -> values, one of which each feature must have
};

struct FrictionWay {
    FrictionLayer source;
    double speed_kmh = 0.0;  ///< for all features; 0: by field
    std::string speed_field; ///< km/h
};

struct FrictionCrossing {
    FrictionLayer source;
    double hours = 0.0;
};

/// Cells of the cover raster with a value from `from` to `to`, both included.
struct FrictionClass {
    double from = 0.0;
    double to = 0.0;
    double speed_kmh = 0.0; ///< 0: no way through
};

struct FrictionCover {
    std::string raster;
    std::vector<FrictionClass> classes; ///< the first that fits counts
};

struct FrictionSlope {
    std::string raster;
    std::string function = "tobler"; ///< or "none"
    std::optional<double> max_grade;
};

struct FrictionTable {
    double speed_kmh = 0.0;
    std::optional<FrictionCover> cover;
    std::optional<FrictionSlope> slope;
    std::vector<FrictionLayer> barriers;
    std::vector<FrictionWay> ways;
    std::vector<FrictionCrossing> crossings;
};

/// Reads the table; all faults are collected with their lines.
[[nodiscard]] FrictionTable parse_friction(std::string_view toml, std::string_view where, Problems& problems);

} // namespace oreway
