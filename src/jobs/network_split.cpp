// SPDX-License-Identifier: MIT
// Nodes with two sides: legs inside the country of a border town meet free of charge, those that leave it pay.

#include <optional>

#include "jobs/network_table_parts.hpp"

namespace oreway {

namespace {

constexpr double joint_km = 1e-6; // a millimetre: a length that is not zero and adds nothing

std::optional<bool> parse_yes(std::string_view text) {
    std::string const word = fold(text);
    if (word == "true" || word == "yes" || word == "1" || word == "t" || word == "y")
        return true;
    if (word.empty() || word == "false" || word == "no" || word == "0" || word == "f" || word == "n")
        return false;
    return std::nullopt;
}

/// The domestic side of a node: in the table already, or a copy of it without charges.
std::string domestic_side(NodeTable& nodes, std::size_t row, std::string const& suffix) {
    std::string const id = std::string(nodes.id[row]) + suffix;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes.id[i] == id)
            return id;
    nodes.id.push_back(id);
    nodes.name.push_back(nodes.name[row].empty() ? "" : nodes.name[row] + " (domestic)");
    nodes.country.push_back(nodes.country[row]);
    nodes.kind.push_back("station");
    nodes.position.push_back(nodes.position[row]);
    nodes.dwell_h.push_back(not_given);
    nodes.fee_usd_t.push_back(not_given);
    nodes.sharing.push_back(nodes.sharing[row]);
    nodes.domestic.push_back(nodes.domestic[row]);
    return id;
}

/// A leg without length, time or cost between both sides of a split node.
void add_joint(LegTable& legs, std::string const& side, std::string const& node, std::string const& country) {
    legs.add_row(fmt::format("{}__{}", side, node), side, node);
    auto const add = [&](auto& column, auto value, bool needed) {
        if (needed && column.empty())
            column.resize(legs.size() - 1, not_given);
        if (!column.empty())
            column.push_back(value);
    };
    auto const fill = [&](auto& column, auto value) {
        if (!column.empty())
            column.push_back(value);
    };
    fill(legs.direction, TravelDirection::both);
    fill(legs.mode, std::optional<Mode>());
    fill(legs.gauge_mm, std::optional<int>());
    fill(legs.countries, std::vector<CountryPart>{{country, 1.0}});
    fill(legs.sea, std::string());
    fill(legs.status, Status::operating);
    fill(legs.year_from, 0);
    fill(legs.year_to, 0);
    add(legs.length_km, joint_km, true);
    add(legs.time_h, 0.0, true);
    add(legs.cost_usd_t, 0.0, true);
    fill(legs.speed_kmh, not_given);
    fill(legs.tariff_usd_tkm, not_given);
    fill(legs.co2e_g_tkm, 0.0);
    fill(legs.capacity_t, not_given);
    if (!legs.lines.empty())
        legs.lines.add_null();
}

} // namespace

std::map<std::string, std::size_t> find_split(JoinedColumns const& columns) {
    std::map<std::string, std::size_t> result;
    for (std::size_t row = 0; row < columns.size(); ++row) {
        std::string const text = columns.text(row, "split");
        auto const yes = parse_yes(text);
        if (!yes)
            columns.main().report(Severity::error, "network.word", row,
                                  fmt::format("split '{}' is neither yes nor no", text), "use true or false");
        if (yes.value_or(false))
            result.emplace(columns.text(row, "id"), row);
    }
    return result;
}

void split_nodes(std::map<std::string, std::size_t> const& wanted, std::string const& suffix, NetworkTables& tables,
                 Problems& problems) {
    std::map<std::string, std::string> country;
    for (std::size_t i = 0; i < tables.nodes.size(); ++i)
        country.emplace(tables.nodes.id[i], tables.nodes.country[i]);
    for (auto const& [id, row] : wanted) {
        std::string const home = tables.nodes.country[row];
        TextColumn from;
        TextColumn to;
        std::size_t moved = 0;
        for (std::size_t i = 0; i < tables.legs.size(); ++i) {
            std::string const a(tables.legs.from[i]);
            std::string const b(tables.legs.to[i]);
            bool const domestic = a != b && country[a] == home && country[b] == home;
            from.push_back(domestic && a == id ? id + suffix : a);
            to.push_back(domestic && b == id ? id + suffix : b);
            moved += domestic && (a == id || b == id) ? 1U : 0U;
        }
        if (moved == 0)
            continue;
        tables.legs.from = std::move(from);
        tables.legs.to = std::move(to);
        std::string const side = domestic_side(tables.nodes, row, suffix);
        country.emplace(side, home);
        add_joint(tables.legs, side, id, home);
        problems.push_back({Severity::note,
                            "network.split",
                            {fmt::format("node '{}' is split: {} leg{} inside {} meet at '{}'", id, moved,
                                         moved == 1 ? "" : "s", home, side),
                             "", ""}});
    }
}

} // namespace oreway
