// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Catchments: all places within one or more distances of features, and which other features (mines) lie there.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

/// `discs`: everything within each radius. `rings`: what lies between one radius and the next smaller one.
enum class CatchmentForm { discs, rings };

/// Which features share a catchment.
enum class Dissolve { none, field, all };

/// The layer whose features are counted.
struct CatchmentMembers {
    std::string dataset; ///< empty: none
    std::string layer;   ///< empty: the only one
    std::string weight;  ///< field with a number that is summed; empty: features are counted only
    std::string by;      ///< field whose values are summed one by one (commodity); empty: all together
};

/// The polygons (countries) that catchments and their lines are shared out among.
struct CatchmentAreas {
    std::string dataset;  ///< empty: none
    std::string layer;    ///< empty: the only one
    std::string id_field; ///< names the areas in the result; empty: feature numbers only
};

struct CatchmentOptions {
    std::string dataset;
    std::string layer; ///< empty: the only one
    std::vector<Metres> radii;
    CatchmentForm form = CatchmentForm::discs;
    Dissolve dissolve = Dissolve::none;
    std::string dissolve_field;
    std::optional<Metres> tolerance; ///< of the boundary; default_buffer_tolerance of each radius when left out
    CatchmentMembers members;
    CatchmentAreas areas;
    InputOptions input;
    OutputOptions output;
};

struct CatchmentResult {
    /// A row a catchment and radius: catchment, features, radius_km, error_bound_m, area_km2.
    Table summary;
    /// A row a catchment, radius and value of `by`: catchment, radius_km, by, members, weight, without_weight. In discs
    /// a member counts in every radius that reaches it, in rings in one.
    Table sums;
    /// A row a catchment, radius and area that it reaches, in the order of the areas: catchment, radius_km, area_fid,
    /// area, area_km2, share (of the catchment), length_km (of the lines of its source in that area, whatever the
    /// radius). A last row without area_fid holds what lies in none, so that the rows add up to the catchment, unless
    /// areas overlap one another (note "catchment.counted_twice").
    Table shares;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes the layer `catchments` (the columns of the summary, and the fields of the source when nothing is dissolved)
/// and, with members, the layers `members` (a feature a member and catchment that reaches it: catchment, the smallest
/// radius that does, distance_m, member_fid, the fields of the member) and the table `sums`; with areas the table
/// `shares` (beside formats of one layer as NAME_sums.csv and NAME_shares.csv). Distances are exact; membership follows
/// from the distance, not from the drawn polygon. \throws Error; Cancelled
[[nodiscard]] CatchmentResult catchment(CatchmentOptions const& options, Progress& progress);

} // namespace oreway
