// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a batch run is told once, for all its datasets. Every field has the value it has when the user says nothing.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/io/vector_reader.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// What happens when an output is there already.
enum class ExistingOutput { refuse, replace, skip };

/// For which data one coordinate operation is chosen. `run`: one for all layers with the same source and target, so
/// that neighbouring sheets fit; `layer`: the best for each layer by itself.
enum class OperationScope { run, layer };

/// How rasters are warped.
struct RasterSettings {
    std::string resampling = "near"; ///< GDAL's name of the method
    /// Size of a pixel in units of the target system; nothing: the diagonal of the source keeps its number of pixels,
    /// as in gdalwarp.
    std::optional<double> resolution{};
    bool align_pixels = false;           ///< the extent is a multiple of the resolution (gdalwarp -tap)
    std::string like{};                  ///< a raster in the target system whose grid is taken
    std::optional<XYBox> extent{};       ///< exact extent in the target system
    std::optional<std::string> nodata{}; ///< value of pixels without source, instead of the source's own
    /// Largest error of the approximate transformer in pixels; 0 transforms every pixel exactly.
    double error_threshold = 0.125;
};

/// All options of a run.
struct Settings {
    /// Target reference system as the user gave it: a code, WKT, a PROJ string, the name of a file with WKT, or
    /// "auto-utm" or "auto-albers" (a system for the extent of each dataset).
    std::string target;
    std::filesystem::path output_folder;
    std::string output_driver{}; ///< GDAL's short name; empty: the format of the input
    std::string suffix{};        ///< added to each file name before the extension
    ExistingOutput existing = ExistingOutput::refuse;
    std::vector<std::string> creation_options{}; ///< KEY=VALUE for dataset or layer

    ReadOptions read{};
    std::string assume_crs{}; ///< for layers that have none
    OperationRequest operation{};
    OperationScope scope = OperationScope::run;
    FailedPoints on_error = FailedPoints::make_null;
    std::optional<Metres> max_deviation{}; ///< edges are filled with vertices so that they stay where they were

    RasterSettings raster{};
    std::uint64_t memory = 0;        ///< bytes that all work together may hold; 0: a quarter of the machine
    std::optional<double> timeout{}; ///< seconds one dataset may take, in worker processes
};

/// The settings that decide the bytes of outputs, as one text; part of the key by which a resumed run knows its work.
[[nodiscard]] std::string parameters_of(Settings const& settings);

/// Settings as one line of JSON without a line feed, and back; for worker processes and other machines.
/// \throws DataError for a line that is none
[[nodiscard]] std::string to_json_line(Settings const& settings);
[[nodiscard]] Settings settings_from_json(std::string_view line);

} // namespace oreway
