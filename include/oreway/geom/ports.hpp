// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The interfaces through which rooms that may not meet work together: io reads features, geodesy transforms
/// coordinates, and whoever sits above connects them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/attributes.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// Moves points from one reference system to another. Safe to use from one thread at a time; make one per thread.
class CoordinateTransform {
public:
    virtual ~CoordinateTransform() = default;
    /// Transforms in place. `failed[i]` is set to 1 for a point that has no image (its value is then unspecified) and
    /// to 0 otherwise; the spans have the same length. \return number of points that failed
    virtual std::size_t apply(std::span<XY> points, std::span<std::uint8_t> failed) = 0;
};

/// Features in native coordinates, a chunk of a layer. `ids`, `geometries` and attribute rows run in parallel.
struct FeatureChunk {
    std::vector<std::int64_t> ids;
    XYGeometries geometries;
    Attributes attributes;
};

/// A layer that can be read from start to end in chunks.
class FeatureSource {
public:
    virtual ~FeatureSource() = default;
    [[nodiscard]] virtual LayerOrigin const& origin() const noexcept = 0;
    [[nodiscard]] virtual std::vector<Field> const& fields() const noexcept = 0;
    /// Fills the chunk with the next features, at most `max_features`; an empty chunk means the end.
    /// \throws IoError when reading breaks off
    [[nodiscard]] virtual FeatureChunk next(std::size_t max_features) = 0;
    /// What was found wrong so far: lost records, texts in a wrong encoding, shapes that are not what the header says.
    [[nodiscard]] virtual Problems const& problems() const noexcept = 0;
};

/// Layers that are written from start to end in chunks of WGS 84 features.
class FeatureSink {
public:
    virtual ~FeatureSink() = default;
    /// Appends features to the layer of that number. Geometries and attribute rows run in parallel; the attributes have
    /// the fields that the layer was declared with. \throws DataError for what the format cannot hold, IoError
    virtual void write(std::size_t layer, LonLatGeometries const& geometries, Attributes const& attributes) = 0;
    /// Finishes and checks what was written; called once, after the last feature. Without it nothing is kept.
    /// \return what had to be changed to fit the format \throws IoError when anything is missing
    [[nodiscard]] virtual Problems close() = 0;
};

} // namespace oreway
