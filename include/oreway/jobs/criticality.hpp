// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Which legs and nodes of a network matter: each is closed in turn, and what that costs the tonnes of a table is told.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/network_choice.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

enum class CriticalityOf { legs, nodes, both };

struct CriticalityJobOptions {
    NetworkChoice network;
    std::string
        od; ///< table with columns from, to, tonnes; empty: one tonne between the ends of each group of the study
    CriticalityOf of = CriticalityOf::both;
    std::size_t shown = 15; ///< rows of the tables of the worst
    OutputOptions output;
};

struct CriticalityJobResult {
    Table totals; ///< demands, tonnes, tonnes without a way, total, mean a tonne
    Table worst;  ///< the legs and nodes whose closure costs others most: tonnes cut off first, then the extra total
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes a layer `legs` of lines and a layer `nodes` of points: id, name or ends, mode, country, carried_t, own_t,
/// `extra_<unit>`, `worst_extra_<unit>`, unserved_t, affected, rank. Legs and nodes that are closed from the start are
/// left out. The unit is that of the objective times tonnes a year.
/// \throws Error; Cancelled
[[nodiscard]] CriticalityJobResult criticality_of_study(CriticalityJobOptions const& options, Progress& progress);

} // namespace oreway
