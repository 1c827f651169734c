// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Reading vector data of any allowed format, all layers, in chunks, with everything that is wrong said aloud: missing
/// or unreadable reference systems, damaged shapefiles, texts in wrong encodings, coordinates that are no numbers.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/attributes.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/geom/ports.hpp"

namespace oreway {

struct ReadOptions {
    bool allow_vrt = false;     ///< open VRT files (they name other files)
    bool allow_network = false; ///< open /vsicurl and other remote names
    bool strict = false;        ///< a damaged file is an error, not a warning
    /// Encoding of texts in shapefiles and CSV; wins over all they say. Empty: by the .cpg, then the language byte of
    /// the .dbf, then UTF-8 if the texts are; else a guess from the letters (CP1251, CP866 or CP1252), stated as
    /// problem "encoding.assumed".
    std::string encoding{};
    std::vector<std::string> open_options{}; ///< KEY=VALUE for GDAL
};

/// What is known of a layer before its features are read.
struct LayerInfo {
    LayerOrigin origin;
    std::string geometry_type;       ///< as the layer declares it: "Line String", "3D Multi Polygon", "None"
    std::int64_t feature_count = -1; ///< -1: not known without reading
    XYBox extent;                    ///< native coordinates; empty when not known
    std::vector<Field> fields;
};

/// An open dataset.
class VectorDataset {
public:
    /// \param name a file, a folder, or a GDAL name (/vsizip/...)
    /// \throws IoError when nothing allowed can open it; the text lists the reasons
    [[nodiscard]] static VectorDataset open(std::string const& name, ReadOptions const& options = {});
    VectorDataset(VectorDataset&&) noexcept;
    VectorDataset& operator=(VectorDataset&&) noexcept;
    ~VectorDataset();

    [[nodiscard]] std::vector<LayerInfo> const& layers() const noexcept;
    /// Faults of the files as such: sidecars missing, counts that differ, lost records, encodings.
    [[nodiscard]] Problems const& problems() const noexcept;
    /// Position of the layer of that name. \throws DataError with the names there are, and the nearest spelling
    [[nodiscard]] std::size_t find_layer(std::string const& layer) const;
    /// Reads a layer from its start. The dataset must outlive the source; one source at a time.
    [[nodiscard]] std::unique_ptr<FeatureSource> read(std::size_t layer);

private:
    friend struct NativeAccess; // translation within the room works on native layers
    struct Impl;
    explicit VectorDataset(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
