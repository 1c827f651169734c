// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tonnes on the legs of a network: all on the best ways, or the least total under the capacities of the legs, or one
/// commodity whose origins and destinations may be exchanged.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/network_choice.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

enum class FlowMethod { all_or_nothing, capacitated, interchangeable };

struct FlowJobOptions {
    NetworkChoice network;
    FlowMethod method = FlowMethod::capacitated;
    /// Table with columns from, to, tonnes; for interchangeable: node, tonnes (below zero: wanted).
    std::string tonnes;
    std::size_t shown = 15; ///< rows of the table of the busiest legs
    OutputOptions output;
};

struct FlowJobResult {
    Table totals;  ///< tonnes, served, unserved, total, mean a tonne, full legs, the binding cut
    Table busiest; ///< legs by what they carry
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes a layer `legs` of lines (forward_t, backward_t, total_t, capacity_t, used_pct, shadow_price_<unit>, in_cut),
/// a table `ways` (demand, from, to, tonnes, weight, legs in order; not for interchangeable) and a table `unserved`.
/// \throws Error; Cancelled
[[nodiscard]] FlowJobResult flow_of_study(FlowJobOptions const& options, Progress& progress);

} // namespace oreway
