// SPDX-License-Identifier: MIT
// Legs and nodes of a study as plain columns for the network.

#include "jobs/network_tables.hpp"

#include "jobs/network_table_parts.hpp"

namespace oreway {

namespace {

/// Columns that a table of nodes has must be as long as it; appended nodes have nothing but a place.
void pad_columns(NodeTable& nodes) {
    auto const pad = [&](auto& column, auto value) {
        if (!column.empty())
            column.resize(nodes.size(), value);
    };
    pad(nodes.name, std::string());
    pad(nodes.country, std::string());
    pad(nodes.kind, std::string());
    pad(nodes.dwell_h, not_given);
    pad(nodes.fee_usd_t, not_given);
    pad(nodes.sharing, FeeSharing::whole_at_node);
    pad(nodes.domestic, DomesticLegs::pay);
}

/// Lines that are snapped may go without ids; they are then called by their feature numbers.
void forgive_missing_ids(BoundLayer const& legs, std::size_t first, Problems& problems) {
    if (legs.binding.fields.contains("id"))
        return;
    auto const begin = problems.begin() + static_cast<std::ptrdiff_t>(first);
    problems.erase(
        std::remove_if(begin, problems.end(), [](Problem const& problem) { return problem.code == "field.missing"; }),
        problems.end());
}

} // namespace

NetworkTables make_network_tables(BoundLayer const& legs, std::optional<BoundLayer> const& nodes,
                                  std::optional<FeatureLayer> const& charges, NetworkSettings const& settings,
                                  Problems& problems) {
    NetworkTables tables;
    std::map<std::string, std::size_t> split;
    if (nodes) {
        JoinedColumns const columns(LayerRole::nodes, *nodes, problems);
        if (!columns.usable())
            return tables;
        tables.nodes = read_nodes(columns, *nodes, settings);
        tables.nodes.where = nodes->binding.path;
        split = find_split(columns);
    }
    bool const snapping = settings.snap_tolerance.has_value();
    std::size_t const before = problems.size();
    JoinedColumns const columns(LayerRole::legs, legs, problems);
    if (snapping && !columns.usable())
        forgive_missing_ids(legs, before, problems);
    if (worst(problems) == Severity::error)
        return tables;
    tables.legs = snapping ? legs_by_snapping(columns, legs, settings, tables.nodes, problems)
                           : legs_by_ids(columns, legs, problems);
    tables.legs.where = legs.binding.path;
    pad_columns(tables.nodes);
    if (charges)
        read_charges(*charges, settings, tables.nodes, problems);
    if (!split.empty() && worst(problems) != Severity::error)
        split_nodes(split, settings.split_suffix, tables, problems);
    return tables;
}

} // namespace oreway
