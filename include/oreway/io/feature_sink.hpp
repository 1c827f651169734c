// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Layers written in chunks, in any format of the table that writes. The memory needed is that of a chunk, however many
/// features there are.
///
///     auto sink = make_feature_sink({{"near.gpkg", "nearest", GeometryKind::point, fields}}, {});
///     while (...) sink->write(0, geometries, attributes);
///     Problems problems = sink->close();
///
/// What differs from write_vector, because nothing can be known of features to come:
/// - a declared type of lines or polygons is the multi type, and a shapefile's texts are as wide as the field says;
/// - features are numbered by the format;
/// - a FlatGeobuf keeps the order of the features and has no spatial index (its index needs all boxes in memory);
/// - rows and spatial index of a GeoPackage are written by SQLite's prepared statements; GDAL makes its empty layers.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "oreway/geom/ports.hpp"
#include "oreway/io/vector_writer.hpp"

namespace oreway {

/// What is known of a layer before its first feature.
struct SinkLayer {
    std::filesystem::path file; ///< a temporary name of an OutputFile; layers with the same file share a dataset
    std::string name;
    GeometryKind kind = GeometryKind::null; ///< null: any kind, or mixed
    std::vector<Field> fields;
};

/// Opens the outputs. When close() has not succeeded, everything that was written is removed with the sink.
/// close() re-opens each file and compares the number of features, of features without geometry, and of vertices of
/// each layer. \throws UsageError for a format that cannot be written or cannot hold the layers, IoError
[[nodiscard]] std::unique_ptr<FeatureSink> make_feature_sink(std::vector<SinkLayer> layers,
                                                             WriteOptions const& options = {});

} // namespace oreway
