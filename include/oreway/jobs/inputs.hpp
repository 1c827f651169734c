// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Reading inputs: every layer is opened, checked, and brought to WGS 84 by one recorded operation. All problems are
/// collected; nothing is measured while one of them is an error.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/units.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// What an edge between two vertices of longitude and latitude is: the shortest way, or straight in degrees (as QGIS
/// draws it and RFC 7946 defines it). Edges of projected layers are straight in their projection.
enum class EdgeModel { geodesic, planar };

struct InputOptions {
    ReadOptions read;
    std::string assume_crs; ///< for layers that have none
    OperationRequest operation;
    EdgeModel edges = EdgeModel::geodesic;
    Metres max_deviation{0.1};   ///< how closely projected edges are followed
    bool repair_polygons = true; ///< by linework, stated as a warning; otherwise an invalid polygon is an error
    std::optional<std::size_t> max_features; ///< read only so many (init looks at samples)
};

/// A layer in WGS 84, and what the receipt says of it.
struct LoadedLayer {
    FeatureLayer layer;
    ReceiptInput receipt;
};

/// Loads one layer (`layer` empty: the only one; several without a name are a problem). Problems are appended; when one
/// of them is an error the result is empty.
[[nodiscard]] std::optional<LoadedLayer> load_layer(std::string const& dataset, std::string const& layer,
                                                    InputOptions const& options, Problems& problems);

/// Loads the attributes of a layer and leaves its geometry, if any, alone (`layer` as above). Numbers stay texts unless
/// the format has types.
[[nodiscard]] std::optional<LoadedLayer> load_table(std::string const& dataset, std::string const& layer,
                                                    InputOptions const& options, Problems& problems);

} // namespace oreway
