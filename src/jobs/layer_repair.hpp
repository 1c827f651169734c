// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What is to be changed in one layer, found by reading it, and the list of what was.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/table.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geom/ports.hpp"
#include "oreway/io/dataset_repair.hpp"
#include "oreway/jobs/repair.hpp"

namespace oreway {

/// The table of changes without rows.
[[nodiscard]] Table empty_change_table();

/// Judges and mends polygons of one layer.
class PolygonMender {
public:
    /// \param crs  empty: areas are not known
    PolygonMender(std::optional<Crs> crs, XYBox const& extent, RepairMethod method);

    /// The polygon mended, or nothing when it is valid or cannot be mended.
    [[nodiscard]] std::optional<XYGeometries> mended(std::int64_t id, XYGeometry shape);

    struct Outcome {
        std::string reason; ///< of the invalidity, with its place in native numbers
        std::size_t parts_before = 0;
        std::size_t parts_after = 0;
        std::optional<double> area_before_km2;
        std::optional<double> area_after_km2;
    };
    [[nodiscard]] std::map<std::int64_t, Outcome> const& outcomes() const noexcept { return m_outcomes; }

private:
    [[nodiscard]] std::optional<double> area_km2(XYGeometries const& shape) const;

    std::optional<Crs> m_crs;
    std::unique_ptr<CoordinateTransform> m_transform; ///< only for projected layers
    RepairMethod m_method;
    std::map<std::int64_t, Outcome> m_outcomes;
};

/// New codes for the countries in some fields of a layer.
struct CountryEdits {
    TextEdits texts;
    /// Feature, field, text before; of the edits, and of those that could not be made.
    struct Cell {
        std::int64_t feature = 0;
        std::string field;
        std::string before;
        std::string after; ///< empty: no country is known by that
    };
    std::vector<Cell> cells;
};

/// \param fields  names of fields; those that the layer does not have are passed over
[[nodiscard]] CountryEdits find_country_edits(FeatureSource& source, std::vector<std::string> const& fields,
                                              Progress& progress);

/// The parts of a list of countries as alpha-3 codes, separators kept; nothing when a part is not known.
[[nodiscard]] std::optional<std::string> with_alpha3_codes(std::string_view text);

/// Compares the copy with its input, feature by feature; the shapes that were changed must have the vertices they were
/// given. \throws IoError at the first difference that was not meant
void require_only_meant_changes(FeatureSource& before, FeatureSource& after,
                                std::map<std::int64_t, XYGeometries> const& reshaped, TextEdits const& texts,
                                Progress& progress);

} // namespace oreway
