// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From the words of a user to weights of a network.

#include "jobs/network_input.hpp"
#include "oreway/jobs/network_choice.hpp"
#include "oreway/network/weights.hpp"

namespace oreway {

/// Reads the study and builds its network, with the parallel legs that are asked for. \throws UsageError, DataError
[[nodiscard]] StudyNetwork load_network(NetworkChoice const& choice, Problems& problems, Progress& progress);

/// \throws UsageError for an unknown objective, or a generalised cost without a value of time
[[nodiscard]] Objective objective_of(NetworkChoice const& choice, StudyNetwork const& study);

/// The scenario of the study, and what is closed besides. Corridors that a scenario opens are open with all their legs.
/// \throws UsageError for a scenario, leg, node or mode that is not known, with the nearest spelling
[[nodiscard]] Restriction restriction_of(NetworkChoice const& choice, StudyNetwork const& study);

} // namespace oreway
