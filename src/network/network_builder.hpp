// SPDX-License-Identifier: MIT
#pragma once

// Builds the arrays of a network step by step. Each step is a function of its own file: nodes and legs
// (network_builder.cpp), values from columns, lines and rates (leg_values.cpp), parallel legs (parallel_legs.cpp), what
// passing costs (node_passages.cpp).

#include "network/fault_tally.hpp"
#include "network/network_impl.hpp"

namespace oreway {

/// What the steps of building share.
struct NetworkDraft {
    LegTable legs;
    NodeTable nodes;
    RateTable const& rates;
    NetworkOptions options;
    FaultTally leg_faults;
    FaultTally node_faults;
    Network::Impl& network;
};

/// The place of an entry in a column that may be empty.
template <class Column, class Value> [[nodiscard]] Value entry_of(Column const& column, std::size_t row, Value absent) {
    return column.empty() ? absent : static_cast<Value>(column[row]);
}

/// Lengths, times, costs and emissions of all legs; LegFacts::row and the countries are there already.
void fill_leg_values(NetworkDraft& draft);

/// Finds legs between the same nodes and leaves out those the policy does not keep.
void apply_parallel_policy(NetworkDraft& draft, Problems& problems);

/// Arcs of the legs that are left, and which of them leave and enter each node.
void make_arcs(NetworkDraft& draft);

/// Charges of the nodes from their columns and rows.
void read_charges(NetworkDraft& draft);
/// Classes of arcs at each node and the cost of all passages.
void cost_passages(NetworkDraft& draft, Problems& problems);

} // namespace oreway
