// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Best ways between many origins and many destinations of a network, streamed to a file in long form.

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

struct MatrixJobOptions {
    NetworkChoice network;
    /// Nodes by id or name, mines, places; "mines" stands for all mines of the study. Empty: all nodes.
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    std::optional<double> decay; ///< of accessibility, for each unit of the objective; empty: it is not asked
    std::string masses;          ///< table of node and tonnes, what accessibility reaches; empty: one a destination
    std::filesystem::path index; ///< where the index of the network is kept; empty: it is not
    OutputOptions output;
};

struct MatrixResult {
    Table summary;       ///< one row: origins, destinations, pairs, reached, unreachable, index
    Table accessibility; ///< a row an origin (Hansen 1959): mass x exp(-decay x objective), over the destinations with
                         ///< a way but for itself; no columns when it was not asked
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes from, to, length_km, time_h, cost_usd_t, co2e_kg_t, state, a row a pair, origins in order and destinations
/// within. `state` is "reached" or "unreachable"; values of an unreachable pair, and values that are not known, are
/// empty. CSV has no geometry; layers join both ends by a line. An index makes many origins on a large network
/// faster; the file is the same with and without it, but for ties between equally good ways. \throws Error; Cancelled
[[nodiscard]] MatrixResult matrix(MatrixJobOptions const& options, Progress& progress);

} // namespace oreway
