// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From here to there on the network of a study: the best way, several that differ, or all that no other beats; as
/// tables, as lines for QGIS, and as a time/cost-distance chart. And the standing questions of a study, answered in one
/// table.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/network_choice.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

struct RouteOptions {
    NetworkChoice network;
    std::vector<std::string> exposure; ///< ids of countries or of exposure sets: kilometres there are stated
    std::string from;                  ///< a node by id or name, a mine ("mine:ID" where both fit), or "LON,LAT"
    std::string to;
    std::size_t alternatives = 1;
    double overlap_limit = 1.0;      ///< share of the length of a better way that an alternative may repeat
    std::vector<std::string> pareto; ///< two to four objectives; not empty: the ways that no other beats
    /// Whether the ways that share no leg are looked for, too.
    enum class Redundancy : std::uint8_t { leave_out, state } redundancy = Redundancy::leave_out;
    std::optional<OutputOptions> output;
    std::filesystem::path chart; ///< an SVG file; empty: none
    OverwritePolicy overwrite = OverwritePolicy::refuse;
};

struct RouteResult {
    Table routes;     ///< a row a way
    Table itinerary;  ///< legs, passages and access in order, cumulated
    Table by_country; ///< sums that close to the whole
    Table by_mode;
    Table redundancy; ///< a row a way of those that share no leg, with a leg of the smallest cut; when asked
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// \throws Error; a pair without a way is a DataError that says what stands in it
[[nodiscard]] RouteResult route(RouteOptions const& options, Progress& progress);

struct QuestionOptions {
    NetworkChoice network; ///< its scenario is not used: the questions name theirs
    std::optional<OutputOptions> output;
};

struct QuestionResult {
    Table answers; ///< a row a question and destination: the first scenario, and what the others cost more
    Table details; ///< a row a question, destination and scenario
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Answers all `[[question]]` of the study. \throws Error
[[nodiscard]] QuestionResult answer_questions(QuestionOptions const& options, Progress& progress);

} // namespace oreway
