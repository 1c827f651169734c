// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Result layers on their way to files: which format a name stands for, where a second layer goes when the format holds
/// one only, and all of it whole or not at all.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

struct OutputOptions {
    std::filesystem::path path{};                ///< the extension names the format
    std::string driver{};                        ///< GDAL's short name (`-f`); empty: by extension
    std::vector<std::string> creation_options{}; ///< KEY=VALUE (`--co`, `--lco`)
    OverwritePolicy overwrite = OverwritePolicy::refuse;
};

/// What was written.
struct WrittenLayers {
    std::vector<std::filesystem::path> files; ///< in the order of the layers
    Problems problems; ///< what had to be changed to fit the format: fields that were renamed, cut or rounded
};

/// Checks at once, before any work, that the output can be written: a format that is known, a folder that takes a file,
/// nothing in the way. \throws UsageError or IoError
void check_output(OutputOptions const& options);

/// The file that layer number `position` goes to: `path` for the first and for formats that hold several layers, else
/// NAME_LAYER.ext beside it.
[[nodiscard]] std::filesystem::path path_of_layer(OutputOptions const& options, std::size_t position,
                                                  std::string const& layer);

/// Finer than a line on any map of a corridor.
inline constexpr double drawing_tolerance_m = 10.0;

/// How QGIS draws a layer: the text of a .qml.
struct LayerStyle {
    std::string layer;
    std::string qml;
};

/// Writes the layers: into one file when the format holds several layers (GeoPackage), else the first into `path` and
/// each other one beside it as NAME_LAYER.ext. All files are written under temporary names and read back before the
/// first is put in place. Geodesic edges are filled with vertices to `tolerance_m` first, so that QGIS draws
/// what was measured (0: edges are left as they are); lines that cross the antimeridian are split there. Styles go into
/// a GeoPackage, and beside a GeoJSON, shapefile or FlatGeobuf as NAME.qml, so that QGIS opens the layers in them.
WrittenLayers write_layers(OutputOptions const& options, std::span<FeatureLayer const> layers,
                           double tolerance_m = drawing_tolerance_m, std::span<LayerStyle const> styles = {});

/// What is known of a layer before its first feature.
struct StreamedLayer {
    std::string name;
    GeometryKind kind = GeometryKind::null; ///< null: any, or mixed
    std::vector<Field> fields;
};

/// Result layers that are written in chunks, in the same files as by write_layers, with memory for a chunk only.
class LayerStream {
public:
    /// \throws UsageError or IoError when an output cannot be written
    LayerStream(OutputOptions const& options, std::vector<StreamedLayer> const& layers,
                double tolerance_m = drawing_tolerance_m);
    LayerStream(LayerStream const&) = delete;
    LayerStream& operator=(LayerStream const&) = delete;
    /// Removes everything when it was not committed.
    ~LayerStream();

    /// Appends features to the layer of that number.
    void write(std::size_t layer, LonLatGeometries const& geometries, Attributes const& attributes);
    /// Finishes, reads all files again and counts, and puts them in place.
    WrittenLayers commit();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
