// SPDX-License-Identifier: MIT
// Nodes, legs and corridors as a network: ends, duplicates, order, gauge breaks, ports.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "jobs/data_check.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

using RowOf = std::map<std::string, std::size_t>;

RowOf rows_of(DataTable const* table) {
    RowOf rows;
    for (std::size_t row = 0; table != nullptr && row < table->size(); ++row)
        rows.emplace(table->text(row, "id"), row);
    return rows;
}

std::string near_to(std::string const& id, RowOf const& rows) {
    std::vector<std::string> ids;
    for (auto const& [known, row] : rows)
        ids.push_back(known);
    auto const near = nearest_spelling(id, ids);
    return near ? fmt::format("; '{}' is near to it", *near) : "";
}

void check_leg_ends(DataTable const& legs, DataTable const& nodes, RowOf const& node_rows, RuleReport& report) {
    report.checked("leg.end", legs.size());
    std::set<std::string> used;
    for (std::size_t row = 0; row < legs.size(); ++row) {
        std::string const from = legs.text(row, "from");
        std::string const to = legs.text(row, "to");
        for (std::string const& end : {from, to}) {
            used.insert(end);
            if (end.empty())
                report.fault("leg.end", "an end of the leg has no node", legs.where(row));
            else if (!node_rows.contains(end))
                report.fault("leg.end", fmt::format("there is no node '{}'{}", end, near_to(end, node_rows)),
                             legs.where(row));
        }
        if (!from.empty() && from == to)
            report.fault("leg.end", fmt::format("both ends are '{}'", from), legs.where(row));
    }
    report.checked("node.dangling", nodes.size());
    for (std::size_t row = 0; row < nodes.size(); ++row)
        if (!used.contains(nodes.text(row, "id")))
            report.fault("node.dangling", "no leg starts or stops at the node", nodes.where(row));
}

void check_end_places(DataTable const& legs, DataTable const& nodes, RowOf const& node_rows, RuleReport& report) {
    auto const place = [&](std::string const& id) {
        auto const found = node_rows.find(id);
        return found == node_rows.end() ? std::nullopt : nodes.point(found->second);
    };
    for (std::size_t row = 0; row < legs.size(); ++row) {
        std::array const ids = {legs.text(row, "from"), legs.text(row, "to")};
        auto const from = place(ids[0]);
        auto const to = place(ids[1]);
        LonLatGeometry const line = legs.geometries()[row];
        if (!from || !to || line.kind() != GeometryKind::line || line.empty())
            continue;
        report.checked("leg.end_place");
        LonLat const first = line.path(0).front();
        LonLat const last = line.path(line.path_count() - 1).back();
        std::array const as_drawn = {geodesic_distance(first, *from), geodesic_distance(last, *to)};
        std::array const turned = {geodesic_distance(last, *from), geodesic_distance(first, *to)};
        auto const& off = turned[0] + turned[1] < as_drawn[0] + as_drawn[1] ? turned : as_drawn;
        for (std::size_t end = 0; end < 2; ++end)
            if (off[end] > end_tolerance)
                report.fault(
                    "leg.end_place",
                    fmt::format("the line ends {} km from its node '{}'", fixed(to_kilometres(off[end]), 2), ids[end]),
                    legs.where(row));
    }
}

/// Legs between the same nodes by the same mode; those of different gauges lie side by side.
void check_duplicates(DataTable const& legs, RuleReport& report) {
    std::map<std::array<std::string, 3>, std::vector<std::size_t>> known;
    report.checked("leg.duplicate", legs.size());
    for (std::size_t row = 0; row < legs.size(); ++row) {
        std::string from = legs.text(row, "from");
        std::string to = legs.text(row, "to");
        if (from.empty() || to.empty())
            continue;
        if (to < from)
            std::swap(from, to);
        auto& others = known[{from, to, fold(legs.text(row, "mode"))}];
        std::string const gauge = legs.text(row, "gauge_mm");
        for (std::size_t const other : others) {
            std::string const its = legs.text(other, "gauge_mm");
            if (gauge.empty() || its.empty() || gauge == its) {
                report.fault("leg.duplicate",
                             fmt::format("joins '{}' and '{}' as leg '{}' does", from, to, legs.text(other, "id")),
                             legs.where(row));
                break;
            }
        }
        others.push_back(row);
    }
}

/// Goes after all numbers when legs are sorted.
constexpr double unnumbered = std::numeric_limits<double>::infinity();

/// A leg in the order of a corridor.
struct Step {
    std::size_t row; ///< of corridor_legs
    std::size_t leg; ///< row of legs
    double sequence;
    std::string from;
    std::string to;
};

using Travel = std::map<std::string, std::vector<Step>>;

Travel read_travel(DataTable const& members, DataTable const& legs, RowOf const& leg_rows, RowOf const& corridors,
                   RuleReport& report) {
    Travel travel;
    report.checked("corridor.member", members.size());
    for (std::size_t row = 0; row < members.size(); ++row) {
        std::string const corridor = members.text(row, "corridor");
        std::string const leg = members.text(row, "leg");
        std::string const direction = fold(members.text(row, "direction"));
        auto const found = leg_rows.find(leg);
        if (!corridors.contains(corridor))
            report.fault("corridor.member", fmt::format("there is no corridor '{}'", corridor), members.where(row));
        if (found == leg_rows.end())
            report.fault("corridor.member", fmt::format("there is no leg '{}'{}", leg, near_to(leg, leg_rows)),
                         members.where(row));
        bool const known = direction.empty() || direction == "forward" || direction == "reverse";
        if (!known)
            report.fault("corridor.member", fmt::format("the direction '{}' is not known", direction),
                         members.where(row));
        double const sequence = members.number(row, "sequence").value_or(unnumbered);
        if (found == leg_rows.end() || !known)
            continue;
        Step step{row, found->second, std::isnan(sequence) ? unnumbered : sequence, legs.text(found->second, "from"),
                  legs.text(found->second, "to")};
        if (direction == "reverse")
            std::swap(step.from, step.to);
        travel[corridor].push_back(std::move(step));
    }
    for (auto& [corridor, steps] : travel)
        std::ranges::stable_sort(steps, [](Step const& a, Step const& b) { return a.sequence < b.sequence; });
    return travel;
}

/// Directions that are not given follow from the neighbours.
void turn_undirected(std::vector<Step>& steps, DataTable const& members) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!members.text(steps[i].row, "direction").empty())
            continue;
        bool const turn = i > 0 ? steps[i].from != steps[i - 1].to && steps[i].to == steps[i - 1].to
                                : i + 1 < steps.size() && steps[i].to != steps[1].from && steps[i].to != steps[1].to &&
                                      (steps[i].from == steps[1].from || steps[i].from == steps[1].to);
        if (turn)
            std::swap(steps[i].from, steps[i].to);
    }
}

void check_sequence(std::vector<Step> const& steps, DataTable const& members, RuleReport& report) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        report.checked("corridor.sequence");
        if (steps[i].sequence != static_cast<double>(i + 1)) {
            report.fault("corridor.sequence",
                         fmt::format("leg number {} of the corridor has the number '{}'", i + 1,
                                     members.text(steps[i].row, "sequence")),
                         members.where(steps[i].row));
            return;
        }
    }
}

class Joints {
public:
    Joints(DataTable const& members, DataTable const& legs, DataTable const* nodes, RowOf const& node_rows,
           RuleReport& report)
        : m_members(members), m_legs(legs), m_nodes(nodes), m_node_rows(node_rows), m_report(report) {}

    /// Two legs that follow each other.
    void check(Step const& before, Step const& after) const {
        m_report.checked("corridor.gap");
        if (before.to != after.from)
            return m_report.fault("corridor.gap",
                                  fmt::format("leg '{}' stops at '{}', leg '{}' starts at '{}'",
                                              m_legs.text(before.leg, "id"), before.to, m_legs.text(after.leg, "id"),
                                              after.from),
                                  m_members.where(after.row));
        auto const node = m_node_rows.find(after.from);
        if (m_nodes == nullptr || node == m_node_rows.end())
            return;
        check_gauge(before, after, node->second);
        check_port(before, after, node->second);
    }

private:
    void check_gauge(Step const& before, Step const& after, std::size_t node) const {
        std::string const one = m_legs.text(before.leg, "gauge_mm");
        std::string const other = m_legs.text(after.leg, "gauge_mm");
        if (one.empty() || other.empty() || one == other || !m_nodes->has("gauge_change"))
            return;
        m_report.checked("corridor.gauge_break");
        std::string const change = m_nodes->text(node, "gauge_change");
        if (change.find(one) == std::string::npos || change.find(other) == std::string::npos)
            m_report.fault(
                "corridor.gauge_break",
                fmt::format("the gauge changes from {} to {} mm at node '{}', which has the gauge change '{}'", one,
                            other, after.from, change),
                m_members.where(after.row));
    }

    void check_port(Step const& before, Step const& after, std::size_t node) const {
        bool const at_sea = fold(m_legs.text(before.leg, "mode")) == "sea";
        if (at_sea == (fold(m_legs.text(after.leg, "mode")) == "sea") || !m_nodes->has("kind"))
            return;
        m_report.checked("corridor.port");
        std::string const kind = fold(m_nodes->text(node, "kind"));
        if (kind != "port" && kind != "canal")
            m_report.fault("corridor.port",
                           fmt::format("goods go {} at node '{}', which is of kind '{}'", at_sea ? "ashore" : "aboard",
                                       after.from, kind),
                           m_members.where(after.row));
    }

    DataTable const& m_members;
    DataTable const& m_legs;
    DataTable const* m_nodes;
    RowOf const& m_node_rows;
    RuleReport& m_report;
};

constexpr std::array<std::string_view, 4> statuses_from_best = {"operating", "construction", "planned", "closed"};

std::size_t rank_of(std::string const& status) {
    return static_cast<std::size_t>(std::ranges::find(statuses_from_best, fold(status)) - statuses_from_best.begin());
}

void check_corridor_row(DataTable const& corridors, std::size_t row, std::vector<Step> const& steps,
                        DataTable const& legs, RuleReport& report) {
    for (auto const& [field, found] :
         {std::pair("origin", steps.front().from), std::pair("destination", steps.back().to)}) {
        std::string const given = corridors.text(row, field);
        if (given.empty())
            continue;
        report.checked("corridor.ends");
        if (given != found)
            report.fault("corridor.ends", fmt::format("{} is '{}', but the legs have '{}'", field, given, found),
                         corridors.where(row));
    }
    std::size_t worst = 0;
    for (Step const& step : steps)
        worst = std::max(worst, rank_of(legs.text(step.leg, "status")));
    std::size_t const given = rank_of(corridors.text(row, "status"));
    if (worst >= statuses_from_best.size() || given >= statuses_from_best.size())
        return; // no status, or a word that another rule tells
    report.checked("corridor.status");
    if (given != worst)
        report.fault(
            "corridor.status",
            fmt::format("the status is {}, the worst leg is {}", statuses_from_best[given], statuses_from_best[worst]),
            corridors.where(row));
}

void check_groups(DataSet const& data, DataTable const& corridors, RowOf const& rows, RowOf const& nodes,
                  RuleReport& report) {
    for (Group const& group : data.study.groups) {
        report.checked("group.ends");
        std::string const where = fmt::format("study, group '{}'", group.id);
        if (group.corridors.size() < 2)
            report.fault("group.ends", "the group has nothing to rank", where);
        for (std::string const& id : group.corridors) {
            auto const found = rows.find(id);
            if (found == rows.end())
                continue; // told when the scene is built
            for (auto const& [field, wanted] :
                 {std::pair("origin", group.origin), std::pair("destination", group.destination)}) {
                std::string const given = corridors.text(found->second, field);
                if (!given.empty() && given != wanted && nodes.contains(wanted))
                    report.fault("group.ends",
                                 fmt::format("corridor '{}' has the {} '{}', the group '{}'", id, field, given, wanted),
                                 where);
            }
        }
    }
}

void check_corridors(DataSet const& data, DataTable const& legs, DataTable const* nodes, RowOf const& node_rows,
                     RuleReport& report) {
    DataTable const* const corridors = data.find(LayerRole::corridors);
    DataTable const* const members = data.find(LayerRole::corridor_legs);
    if (corridors == nullptr)
        return;
    RowOf const rows = rows_of(corridors);
    check_groups(data, *corridors, rows, node_rows, report);
    if (members == nullptr) {
        for (char const* code : {"corridor.member", "corridor.sequence", "corridor.empty", "corridor.gap",
                                 "corridor.gauge_break", "corridor.port", "corridor.ends", "corridor.status"})
            report.not_checked(code, "the study has no corridor_legs");
        return;
    }
    Travel travel = read_travel(*members, legs, rows_of(&legs), rows, report);
    Joints const joints(*members, legs, nodes, node_rows, report);
    report.checked("corridor.empty", corridors->size());
    for (std::size_t row = 0; row < corridors->size(); ++row) {
        auto const found = travel.find(corridors->text(row, "id"));
        if (found == travel.end()) {
            report.fault("corridor.empty", "no leg is listed for the corridor", corridors->where(row));
            continue;
        }
        std::vector<Step>& steps = found->second;
        check_sequence(steps, *members, report);
        turn_undirected(steps, *members);
        for (std::size_t i = 1; i < steps.size(); ++i)
            joints.check(steps[i - 1], steps[i]);
        check_corridor_row(*corridors, row, steps, legs, report);
    }
}

} // namespace

void check_topology(DataSet const& data, RuleReport& report) {
    DataTable const* const nodes = data.find(LayerRole::nodes);
    DataTable const* const legs = data.find(LayerRole::legs);
    if (legs == nullptr || !legs->has("from") || !legs->has("to")) {
        for (char const* code : {"node.dangling", "leg.end", "leg.end_place", "leg.duplicate", "corridor.gap"})
            report.not_checked(code, "the study has no legs with both ends");
        return;
    }
    RowOf const node_rows = rows_of(nodes);
    if (nodes != nullptr) {
        check_leg_ends(*legs, *nodes, node_rows, report);
        check_end_places(*legs, *nodes, node_rows, report);
        if (!nodes->has("gauge_change"))
            report.not_checked("corridor.gauge_break", "nodes have no gauge_change");
        if (!nodes->has("kind"))
            report.not_checked("corridor.port", "nodes have no kind");
    } else {
        for (char const* code : {"node.dangling", "leg.end", "leg.end_place", "corridor.gauge_break", "corridor.port"})
            report.not_checked(code, "the study has no nodes");
    }
    check_duplicates(*legs, report);
    check_corridors(data, *legs, nodes, node_rows, report);
}

} // namespace oreway
