// SPDX-License-Identifier: MIT
// A study and a table of tonnes in, legs and nodes with what their closure costs out.

#include "oreway/jobs/criticality.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "jobs/demand_table.hpp"
#include "jobs/network_layers.hpp"
#include "jobs/network_question.hpp"
#include "jobs/network_styles.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/criticality.hpp"

namespace oreway {

namespace {

/// What a closure cuts off from others: that a closed node loses what begins and ends there goes without saying.
double cut_off(CriticalityRow const& row) {
    return row.unserved_t - row.own_t;
}

/// Tonnes that are cut off come before tonnes that go another way.
bool is_worse(CriticalityRow const& a, CriticalityRow const& b) {
    if (cut_off(a) != cut_off(b))
        return cut_off(a) > cut_off(b);
    return a.extra > b.extra;
}

/// Positions of rows from the worst to the mildest; equal ones in the order of the network.
std::vector<std::size_t> order_of(std::vector<CriticalityRow> const& rows) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return is_worse(rows[a], rows[b]); });
    return order;
}

std::vector<Field> value_fields(ObjectiveUnits const& units) {
    return {field("carried_t", FieldType::real),
            field("own_t", FieldType::real),
            field("extra_" + units.total, FieldType::real),
            field("worst_extra_" + units.of_one, FieldType::real),
            field("unserved_t", FieldType::real),
            field("affected", FieldType::integer),
            field("rank", FieldType::integer)};
}

void add_values(CriticalityRow const& row, std::size_t rank, std::vector<AttributeValue>& values) {
    values.insert(values.end(), {row.carried_t, row.own_t, row.extra, row.worst_extra, row.unserved_t,
                                 static_cast<std::int64_t>(row.affected), static_cast<std::int64_t>(rank)});
}

/// Ranks among rows of the same kind, from 1.
std::vector<std::size_t> ranks_of(std::vector<CriticalityRow> const& rows) {
    std::vector<std::size_t> ranks(rows.size());
    std::size_t legs = 0;
    std::size_t nodes = 0;
    for (std::size_t const i : order_of(rows))
        ranks[i] = rows[i].kind == ClosedKind::leg ? ++legs : ++nodes;
    return ranks;
}

std::vector<FeatureLayer> layers_of(Network const& network, Criticality const& result, ObjectiveUnits const& units,
                                    CriticalityOf of) {
    FeatureLayer legs = leg_layer("legs", value_fields(units));
    FeatureLayer nodes = node_layer("nodes", value_fields(units));
    std::vector<std::size_t> const ranks = ranks_of(result.rows);
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        CriticalityRow const& row = result.rows[i];
        std::vector<AttributeValue> values;
        add_values(row, ranks[i], values);
        if (row.kind == ClosedKind::leg)
            add_leg(network, row.leg, values, legs);
        else
            add_node(network, row.node, values, nodes);
    }
    std::vector<FeatureLayer> layers;
    if (of != CriticalityOf::nodes)
        layers.push_back(std::move(legs));
    if (of != CriticalityOf::legs)
        layers.push_back(std::move(nodes));
    return layers;
}

Table totals_of(std::vector<Demand> const& demands, Criticality const& result, ObjectiveUnits const& units) {
    double tonnes = 0.0;
    for (Demand const& demand : demands)
        tonnes += demand.tonnes;
    double const served = tonnes - result.unserved_t;
    Table table("totals", {{"demands", CellKind::integer, "n", 0, "rows of the table of tonnes"},
                           {"tonnes", CellKind::real, "t/y", 1, "of all demands"},
                           {"unserved_t", CellKind::real, "t/y", 1, "without a way when all is open"},
                           {"total_" + units.total, CellKind::real, units.total_text, 1, "with all open"},
                           {"mean_" + units.of_one, CellKind::real, units.of_one_text, 3, "a tonne that has a way"}});
    table.add_row({static_cast<std::int64_t>(demands.size()), tonnes, result.unserved_t, result.total,
                   served > 0.0 ? Cell(result.total / served) : Cell(Absent{"no tonne has a way"})});
    return table;
}

Table worst_of(Network const& network, Criticality const& result, ObjectiveUnits const& units, std::size_t shown) {
    Table table("worst", {{"closed", CellKind::text, "", 0, "leg or node"},
                          {"id", CellKind::text, "", 0, ""},
                          {"where", CellKind::text, "", 0, "ends of a leg, name of a node"},
                          {"carried_t", CellKind::real, "t/y", 1, "with all open"},
                          {"cut_off_t", CellKind::real, "t/y", 1,
                           "without a way when it is closed; not those that begin or end at the node"},
                          {"extra_" + units.total, CellKind::real, units.total_text, 1, "of the tonnes still served"},
                          {"worst_extra_" + units.of_one, CellKind::real, units.of_one_text, 3, "of one demand"},
                          {"affected", CellKind::integer, "n", 0, "demands"}});
    for (std::size_t const i : order_of(result.rows)) {
        CriticalityRow const& row = result.rows[i];
        if (table.rows().size() == shown || !(row.extra > 0.0 || cut_off(row) > 0.0))
            break;
        bool const is_leg = row.kind == ClosedKind::leg;
        table.add_row({std::string(is_leg ? "leg" : "node"),
                       std::string(is_leg ? network.id(row.leg) : network.id(row.node)),
                       is_leg ? ends_of(network, row.leg) : std::string(network.name(row.node)), row.carried_t,
                       cut_off(row), row.extra, row.worst_extra, static_cast<std::int64_t>(row.affected)});
    }
    return table;
}

} // namespace

CriticalityJobResult criticality_of_study(CriticalityJobOptions const& options, Progress& progress) {
    check_output(options.output);
    CriticalityJobResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    Weights const weights(study.network, objective_of(options.network, study), restriction_of(options.network, study));
    result.problems.insert(result.problems.end(), weights.problems().begin(), weights.problems().end());
    std::vector<Demand> const demands =
        options.od.empty() ? demands_of_groups(study.network, study.study)
                           : read_demands(study.network, options.od, options.network.input, result.problems);
    Criticality const found = criticality(weights, demands,
                                          {.legs = options.of != CriticalityOf::nodes,
                                           .nodes = options.of != CriticalityOf::legs,
                                           .progress = &progress});
    ObjectiveUnits const units = units_of(weights.objective().of);
    std::vector<FeatureLayer> const layers = layers_of(study.network, found, units, options.of);
    progress.stage("writing", 0);
    stop_if_cancelled(progress);
    WrittenLayers written =
        write_layers(options.output, layers, drawing_tolerance_m, criticality_styles(layers, units));
    result.outputs = std::move(written.files);
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.totals = totals_of(demands, found, units);
    result.worst = worst_of(study.network, found, units, options.shown);
    return result;
}

} // namespace oreway
