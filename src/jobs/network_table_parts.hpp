// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The steps of make_network_tables, each in a file of its own.

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "jobs/network_columns.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

/// The value of a word; a word that is not known is an error, with the nearest one, and the first value is taken.
template <class Value, std::size_t Count>
Value choose(LayerReader const& reader, std::size_t row, std::string_view field, std::string const& text,
             std::array<std::pair<std::string_view, Value>, Count> const& words) {
    std::vector<std::string> known;
    for (auto const& [word, value] : words) {
        if (word == fold(text))
            return value;
        if (!word.empty())
            known.emplace_back(word);
    }
    auto const near = nearest_spelling(fold(text), known);
    reader.report(Severity::error, "network.word", row, fmt::format("{} '{}' is not known", field, text),
                  near ? fmt::format("did you mean '{}'?", *near)
                       : fmt::format("use one of: {}, or translate it: values.{}", join(known, ", "), field));
    return words[0].second;
}

/// Legs whose ends are named by fields (network_legs.cpp).
[[nodiscard]] LegTable legs_by_ids(JoinedColumns const& columns, BoundLayer const& bound, Problems& problems);
/// Legs whose ends are where their lines end. The nodes that are made are appended to `nodes`.
[[nodiscard]] LegTable legs_by_snapping(JoinedColumns const& columns, BoundLayer const& bound,
                                        NetworkSettings const& settings, NodeTable& nodes, Problems& problems);

/// Nodes of a layer or a table (network_nodes.cpp).
[[nodiscard]] NodeTable read_nodes(JoinedColumns const& columns, BoundLayer const& bound,
                                   NetworkSettings const& settings);
void read_charges(FeatureLayer const& table, NetworkSettings const& settings, NodeTable& nodes, Problems& problems);

/// Nodes that the study wants split, by id, with their rows (network_split.cpp).
[[nodiscard]] std::map<std::string, std::size_t> find_split(JoinedColumns const& columns);
/// Moves the legs inside the country of each split node to its domestic side.
void split_nodes(std::map<std::string, std::size_t> const& wanted, std::string const& suffix, NetworkTables& tables,
                 Problems& problems);

} // namespace oreway
