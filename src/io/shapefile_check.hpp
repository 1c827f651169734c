// SPDX-License-Identifier: MIT
#pragma once

// A look at the files of a shapefile before GDAL sees them. GDAL turns damage into null geometries and missing values,
// mostly in silence; here every record is walked, and what is lost is known before anything is read.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/text_decoder.hpp"
#include "oreway/base/problem.hpp"

namespace oreway {

struct ShapefileReport {
    Problems problems;
    bool has_shapes = true;               ///< false for a .dbf alone
    bool has_attributes = false;          ///< false when the .dbf is missing or unreadable
    std::int64_t records = 0;             ///< records in the index
    std::vector<std::int64_t> damaged;    ///< positions (from 0, ascending) of records whose shape is lost
    std::int64_t rows = 0;                ///< whole rows of the .dbf
    std::optional<std::string> new_index; ///< bytes of a .shx to use instead of the missing or wrong one
    std::optional<std::string>
        new_table;                 ///< bytes of a .dbf with a row for every record, to use instead of a short one
    std::string declared_encoding; ///< by .cpg, else by the language byte; empty: unmarked
    std::string encoding_source;   ///< what declared it: "roads.cpg"
    ByteSurvey texts;              ///< of all texts of the .dbf

    /// The files cannot be read as they lie there: the reader makes a private copy.
    [[nodiscard]] bool needs_copy() const noexcept { return new_index || new_table || !has_attributes; }
};

/// Checks the shapefile of that .shp (or of a .dbf alone).
/// \throws IoError when no record can be read: no shapefile at all, unknown shape type
[[nodiscard]] ShapefileReport check_shapefile(std::string const& shp);

/// The file of the same name with another extension, in lower or upper case; the lower one when there is neither.
[[nodiscard]] std::string sibling(std::string const& file, std::string const& extension);

} // namespace oreway
