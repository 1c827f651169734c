// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Objectives that need more than a word, and sets of countries.

#include <string>
#include <vector>

#include "jobs/network_question.hpp"

namespace oreway {

/// Countries of a list, where the id of an exposure set of the study stands for its countries.
/// \throws UsageError for a country that is in no node and no leg
[[nodiscard]] std::vector<std::string> country_set(StudyNetwork const& study, std::vector<std::string> const& words);

/// The objective of a word, exposure to `countries` among them. \throws UsageError
[[nodiscard]] Objective objective_of_word(StudyNetwork const& study, NetworkChoice choice, std::string const& word,
                                          std::vector<std::string> const& countries);

} // namespace oreway
