// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From pairs to rows: the fields of the result of `nearest` and the chosen fields of both layers.

#include <string>
#include <vector>

#include "oreway/geom/attributes.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/jobs/nearest.hpp"
#include "oreway/measure/feature_index.hpp"

namespace oreway {

/// Positions of the fields of one side that go into the result. \throws DataError for a field that is not there, with
/// the nearest spelling
[[nodiscard]] std::vector<std::size_t> chosen_fields(std::vector<Field> const& fields, NearestSide const& side);

/// A pair of a feature of A with one of B.
struct RankedPair {
    NearestPair pair;
    std::int64_t rank = 1;
    AttributeValue azimuth_deg; ///< null where they touch
};

/// A pair with its rank, and its direction computed.
[[nodiscard]] RankedPair ranked_pair(NearestPair const& pair, std::int64_t rank);

/// What is kept of B beside the index.
struct NearestTarget {
    std::vector<std::int64_t> ids;
    std::vector<GeometryKind> kinds;
    Attributes attributes;
    std::vector<std::size_t> fields; ///< chosen ones
};

/// Features of the two result layers that belong to one chunk of A.
class NearestRows {
public:
    NearestRows(std::vector<Field> const& a_fields, std::vector<std::size_t> a_chosen, NearestTarget const& target);

    [[nodiscard]] StreamedLayer nearest_layer(GeometryKind kind) const;
    [[nodiscard]] static StreamedLayer connector_layer();

    /// Rows of feature number `row` of a chunk of A; one with nulls when there is no pair.
    void add(FeatureLayer const& a, std::size_t row, std::vector<RankedPair> const& pairs);
    [[nodiscard]] std::size_t size() const noexcept { return m_geometries.size(); }
    /// Writes and forgets the rows so far.
    void flush(LayerStream& stream, ConnectorLayer connectors);

private:
    void add_pair(FeatureLayer const& a, std::size_t row, RankedPair const* pair);
    void add_connector(std::int64_t a_id, RankedPair const& pair);

    NearestTarget const& m_target;
    std::vector<std::size_t> m_a_chosen;
    std::vector<Field> m_fields;
    std::vector<AttributeValue> m_row; ///< the one that is being made
    LonLatGeometries m_geometries;
    Attributes m_attributes;
    LonLatGeometries m_connectors;
    Attributes m_connector_attributes;
};

} // namespace oreway
