// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A vector dataset in another reference system and, if wanted, another format: all layers, all attributes, native
/// geometries with Z, M and curves. Coordinates are changed by a transform that the caller brings; everything else
/// stays what it is.
///
/// From shapefile to shapefile only the coordinates are rewritten: .dbf and .cpg are copied byte for byte, records keep
/// their order and number. All other pairs of formats go feature by feature, with texts as UTF-8. Memory needed is that
/// of some chunks of features, however large the dataset is.
///
/// Heights and measures are not transformed: operations are horizontal here, and Z and M are carried over as they are.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/transform_pool.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// What becomes of a feature with a point that has no image: it stays without geometry, it is left out, or the whole
/// dataset fails.
enum class FailedPoints { make_null, drop, fail };

/// What happens to lines and polygons whose image jumps from one side of the antimeridian to the other.
enum class Seam { keep, split };

/// What went into a layer and what came out. For a raster, features are pixels and null ones are those without data.
struct LayerCounts {
    std::string layer{};
    std::int64_t features_in = 0;
    std::int64_t features_out = 0;
    std::int64_t null_in = 0; ///< without geometry; with an empty one, too
    std::int64_t null_out = 0;
    std::int64_t vertices_in = 0;
    std::int64_t vertices_out = 0;    ///< more than went in where edges were filled
    std::vector<std::int64_t> failed{}; ///< ids of features that had a point without image, the first 1000
    std::int64_t failed_count = 0;    ///< all of them
};

/// What is done to one layer.
struct LayerTranslation {
    std::size_t layer = 0;              ///< its number in VectorDataset::layers()
    std::string output_layer{};         ///< name in the output
    std::filesystem::path file;         ///< temporary name of the output; layers with the same file share a dataset
    std::string target_wkt{};           ///< reference system of the output; empty: the layer has none (a table)
    TransformPool* transform = nullptr; ///< nothing: coordinates stay as they are
    /// `split` is meant for projected data that come to longitude and latitude: their edges cross the antimeridian,
    /// while a jump that is in geographic data already is theirs.
    Seam seam = Seam::keep;
};

struct TranslateOptions {
    ReadOptions read{};
    std::string driver{};                        ///< GDAL's short name of the output format
    std::vector<std::string> creation_options{}; ///< KEY=VALUE, each goes where the driver knows it
    FailedPoints on_error = FailedPoints::make_null;
    std::optional<Metres> max_deviation{}; ///< how far the image of an edge may leave the straight edge of the output
    std::uint64_t progress_bytes = 0;      ///< size of the input: so many steps are reported to the progress
};

struct TranslateReport {
    std::vector<LayerCounts> layers; ///< parallel to the translations
    Problems problems;               ///< of reading, changing and writing
};

/// Translates layers of a dataset and checks the outputs by opening them again and counting features, features without
/// geometry, and vertices.
/// \throws UsageError for a format that cannot be written, DataError for data that it cannot hold or, with
///         FailedPoints::fail, for the first points without image; IoError; Cancelled. What was written is removed then
[[nodiscard]] TranslateReport translate_vector(std::string const& source,
                                               std::vector<LayerTranslation> const& translations,
                                               TranslateOptions const& options, Progress& progress = no_progress());

} // namespace oreway
