// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A whole layer in memory: WGS 84 geometries, attributes, feature ids, and where it all came from.

#include <cstdint>
#include <string>
#include <vector>

#include "oreway/geom/attributes.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// How the reference system of a layer became known.
enum class CrsOrigin : std::uint8_t { none, sidecar, embedded, assumed, format };

/// Where a layer was read from; kept for messages and receipts.
struct LayerOrigin {
    std::string dataset; ///< name as the user gave it
    std::string layer;   ///< layer name inside the dataset
    std::string driver;  ///< GDAL's short driver name
    std::string crs_wkt; ///< WKT of the source reference system, empty when there is none
    CrsOrigin crs_origin = CrsOrigin::none;
    std::string encoding; ///< encoding of texts as it was taken, e.g. "CP1251"
};

/// Features of one layer. `ids`, `geometries` and the attribute rows run in parallel.
struct FeatureLayer {
    std::string name;
    LayerOrigin origin;
    bool has_geometry = true; ///< false for a plain table; every geometry is then null
    std::vector<std::int64_t> ids;
    LonLatGeometries geometries;
    Attributes attributes;

    [[nodiscard]] std::size_t size() const noexcept { return geometries.size(); }
};

} // namespace oreway
