// SPDX-License-Identifier: MIT
#pragma once

// One layer of an open dataset, written in as many pieces as there are; shared by the writer of whole layers and by the
// sink of streamed ones.

#include <cstdint>
#include <string>
#include <vector>

#include "io/gdal_handles.hpp"
#include "io/geometry_writer.hpp"
#include "io/output_fields.hpp"
#include "oreway/geom/attributes.hpp"
#include "oreway/io/vector_writer.hpp"

namespace oreway {

/// What must be known of a layer before its first feature.
struct OutputLayer {
    std::string name;
    bool has_geometry = true;
    LayerShape shape;
    std::vector<OutputField> fields;
};

/// A new dataset with an open transaction where the driver has them. \throws IoError
[[nodiscard]] gdal::DatasetHandle create_dataset(std::string const& file, std::string const& driver,
                                                 WriteOptions const& options);
/// Commits the transaction and flushes. \throws IoError
void finish_dataset(GDALDataset& dataset);
/// Removes what a driver has left of a dataset that is not whole.
void remove_partial_output(std::string const& file, std::string const& driver) noexcept;

class LayerWriter {
public:
    LayerWriter(GDALDataset& dataset, OutputLayer layer, WriteOptions const& options);

    /// Appends features. `ids` are given for all of them or none.
    /// \throws DataError for texts that are not UTF-8 and coordinates that are not finite \throws IoError
    void write(LonLatGeometries const& geometries, Attributes const& attributes, std::vector<std::int64_t> const& ids);

private:
    [[noreturn]] void fail() const;
    void create_field(OutputField const& field);
    void set_value(OGRFeature& feature, Attributes const& attributes, std::size_t row, std::size_t field) const;
    [[nodiscard]] gdal::GeometryHandle geometry_of(LonLatGeometry const& geometry) const;

    OutputLayer m_layer;
    std::string m_driver;
    int m_decimals;
    OGRLayer* m_out = nullptr;
};

} // namespace oreway
