// SPDX-License-Identifier: MIT
#pragma once

// The parts of a study file, each read by its own source.

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "model/toml_section.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// An id that becomes part of column names: plain, and each once.
void read_id(Section& section, std::string& id, std::set<std::string>& taken);

void read_layers(Section& section, Study& study);
/// Where a table lies and how its columns `names` are called there.
void read_table(Section& section, std::span<std::string_view const> names, TableBinding& binding);
/// [sources] and [[table]].
void read_tables(Section& root, Study& study);

void read_criteria(Section& root, Study& study);
/// [ranking]; after the criteria, which its judgements are about.
void read_ranking(Section& section, Study& study);
void read_reliability(Section& section, ReliabilityOptions& options);

void read_network(Section& section, NetworkSettings& network);
void read_questions(Section& root, Study& study);
/// What a question names must be in the study.
void check_questions(Section const& root, Study const& study);

} // namespace oreway
