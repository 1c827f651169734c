// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tonnes from somewhere to somewhere, read from a table, with the places looked up in the network.

#include <string>
#include <vector>

#include "oreway/jobs/inputs.hpp"
#include "oreway/model/study.hpp"
#include "oreway/network/criticality.hpp"
#include "oreway/network/flow.hpp"

namespace oreway {

/// Reads columns `from`, `to`, `tonnes`; further columns are left alone. `from` and `to` are ids or names of nodes. A
/// table with none of these columns whose second column is called like the id of a node is a matrix: origins in the
/// first column, destinations as heads of the others; zeros are no demands. \throws DataError with all rows whose place
/// is not known or whose tonnes are no number of zero or more
[[nodiscard]] std::vector<Demand> read_demands(Network const& network, std::string const& dataset,
                                               InputOptions const& options, Problems& problems);

/// Reads columns `node`, `tonnes` (below zero: wanted).
/// \throws DataError likewise
[[nodiscard]] std::vector<NodeSupply> read_supplies(Network const& network, std::string const& dataset,
                                                    InputOptions const& options, Problems& problems);

/// One tonne between the ends of each group of a study whose ends are nodes of the network.
/// \throws UsageError when there is none
[[nodiscard]] std::vector<Demand> demands_of_groups(Network const& network, Study const& study);

} // namespace oreway
