// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What all questions to a network have in common: which network, what is to be small, and what may not be used.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/jobs/inputs.hpp"

namespace oreway {

struct NetworkChoice {
    std::filesystem::path study{};         ///< empty: the bundled study
    std::string parallel{};                ///< keep, last, first or cheapest; empty: as the study says
    std::string objective = "cost";        ///< time, cost, distance, co2e, generalised-cost
    std::optional<double> value_of_time{}; ///< USD a tonne and hour, for generalised-cost; else that of the rates
    std::vector<std::string> avoided{};    ///< countries
    std::vector<std::string> closed{};     ///< ids of legs, ids or names of nodes
    std::vector<std::string> only_modes{}; ///< empty: all
    std::optional<int> year{};             ///< for legs with years
    std::string scenario{};                ///< id of a scenario of the study; empty: the network as it is
    InputOptions input{};
};

} // namespace oreway
