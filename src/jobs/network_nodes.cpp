// SPDX-License-Identifier: MIT
// Nodes of a study as plain columns, and what passing them costs.

#include "jobs/network_table_parts.hpp"

namespace oreway {

namespace {

constexpr std::array<std::pair<std::string_view, FeeSharing>, 2> sharings = {
    {{"whole_at_node", FeeSharing::whole_at_node}, {"half_per_leg", FeeSharing::half_per_leg}}};
constexpr std::array<std::pair<std::string_view, DomesticLegs>, 2> domestics = {
    {{"pay", DomesticLegs::pay}, {"waived", DomesticLegs::waived}}};

LonLat position_of(JoinedColumns const& columns, BoundLayer const& bound, std::size_t row) {
    if (bound.layer.has_geometry) {
        LayerReader::Shape const shape = columns.main().shape(row, GeometryKind::point);
        if (shape.geometry)
            return shape.geometry->path(0)[0];
    }
    LonLat const place{columns.number(row, "lon"), columns.number(row, "lat")};
    return is_valid(place) ? place : LonLat{not_given, not_given};
}

} // namespace

NodeTable read_nodes(JoinedColumns const& columns, BoundLayer const& bound, NetworkSettings const& settings) {
    NodeTable nodes;
    for (std::size_t row = 0; row < columns.size(); ++row) {
        nodes.id.push_back(columns.text(row, "id"));
        nodes.name.push_back(columns.text(row, "name"));
        nodes.country.push_back(columns.text(row, "country"));
        nodes.kind.push_back(fold(columns.text(row, "kind")));
        nodes.position.push_back(position_of(columns, bound, row));
        nodes.dwell_h.push_back(columns.number(row, "dwell_h"));
        nodes.fee_usd_t.push_back(columns.number(row, "fee_usd_t"));
        std::string const sharing = columns.text(row, "sharing");
        std::string const domestic = columns.text(row, "domestic");
        nodes.sharing.push_back(
            choose(columns.main(), row, "sharing", sharing.empty() ? settings.sharing : sharing, sharings));
        nodes.domestic.push_back(
            choose(columns.main(), row, "domestic", domestic.empty() ? settings.domestic : domestic, domestics));
    }
    return nodes;
}

void read_charges(FeatureLayer const& table, NetworkSettings const& settings, NodeTable& nodes, Problems& problems) {
    auto const column = [&](std::string const& name, bool needed) {
        auto const bound = settings.charges.fields.find(name);
        std::string const theirs = bound == settings.charges.fields.end() ? name : bound->second;
        auto const at = table.attributes.find(theirs);
        if (!at && (needed || bound != settings.charges.fields.end()))
            problems.push_back({Severity::error,
                                "field.missing",
                                {fmt::format("there is no column '{}'", theirs), settings.charges.path,
                                 fmt::format("set [network.charges] fields.{}", name)}});
        return at;
    };
    auto const node = column("node", true);
    auto const kind = column("kind", true);
    auto const from = column("country_from", false);
    auto const to = column("country_to", false);
    auto const dwell = column("dwell_h", false);
    auto const fee = column("fee_usd_t", false);
    if (!node || !kind)
        return;
    constexpr std::array kinds = {PassageKind::passage, PassageKind::border, PassageKind::gauge, PassageKind::mode,
                                  PassageKind::port};
    for (std::size_t row = 0; row < table.attributes.row_count(); ++row) {
        auto const text = [&](auto const& at) {
            return at ? std::string(trim(table.attributes.text(row, *at).value_or(""))) : std::string();
        };
        auto const number = [&](auto const& at) {
            if (text(at).empty())
                return not_given;
            auto const value = table.attributes.number(row, *at);
            if (!value)
                problems.push_back({Severity::error,
                                    "field.number",
                                    {fmt::format("'{}' is no number", text(at)),
                                     fmt::format("{}, row {}", settings.charges.path, row + 1), "correct the value"}});
            return value.value_or(not_given);
        };
        auto const* known = std::ranges::find_if(kinds, [&](PassageKind k) { return name_of(k) == fold(text(kind)); });
        if (known == kinds.end()) {
            problems.push_back({Severity::error,
                                "network.word",
                                {fmt::format("the kind of passage '{}' is not known", text(kind)),
                                 fmt::format("{}, row {}", settings.charges.path, row + 1),
                                 "use passage, border, gauge, mode or port"}});
            continue;
        }
        nodes.charges.push_back({.node = text(node),
                                 .kind = *known,
                                 .country_from = text(from).empty() ? "*" : text(from),
                                 .country_to = text(to).empty() ? "*" : text(to),
                                 .dwell_h = number(dwell),
                                 .fee_usd_t = number(fee)});
    }
}

} // namespace oreway
