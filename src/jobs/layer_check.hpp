// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The faults of one layer, gathered chunk by chunk.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "oreway/geodesy/crs.hpp"
#include "oreway/geom/ports.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway {

/// Kinds of fault of a feature, in the order of the columns of the table of counts.
enum class Fault : std::size_t {
    null_geometry,
    empty_geometry,
    out_of_range,
    doubtful_place,
    invalid_polygon,
    zero_length,
    repeated_vertex,
    missing_id,
    duplicate_id,
};
inline constexpr std::size_t fault_count = 9;

/// What is known of a kind of fault; a row of one table.
struct FaultKind {
    Fault fault;
    std::string_view code;
    std::string_view column; ///< in the table of counts
    Severity severity;
    std::string_view what; ///< what is wrong with the feature, without a detail
    std::string_view remedy;
};
[[nodiscard]] std::array<FaultKind, fault_count> const& fault_kinds() noexcept;

/// The table of counts without rows.
[[nodiscard]] Table empty_count_table();

class LayerCheck {
public:
    /// \param crs  empty: the numbers are looked at as they are, and no range is known
    LayerCheck(LayerInfo const& layer, std::optional<Crs> crs, CheckOptions const& options);

    void add(FeatureChunk const& chunk);

    /// Appends what was found: the faults feature by feature, then what concerns the layer as a whole.
    void finish(CheckResult& result);

private:
    void look_at(FeatureChunk const& chunk, std::size_t feature, LonLatGeometry geometry);
    void look_at_id(FeatureChunk const& chunk, std::size_t feature);
    [[nodiscard]] LonLatGeometries to_lonlat(FeatureChunk const& chunk, std::vector<bool>& misplaced);
    void report(Fault fault, std::int64_t feature, std::string detail = "");
    void report_ranges(Problems& problems) const;

    LayerOrigin m_origin;
    bool m_is_table; ///< has no geometry, so none is missing
    std::optional<Crs> m_crs;
    std::size_t m_listed;
    std::unique_ptr<CoordinateTransform> m_transform; ///< only for projected layers
    XYBox m_extent;                                   ///< of what was read, native
    LonLatBox m_wgs84;
    std::int64_t m_features = 0;
    std::array<std::int64_t, fault_count> m_counts{};
    Problems m_problems;
    std::unordered_map<std::string, std::int64_t> m_ids; ///< value of the id field -> first feature
};

} // namespace oreway
