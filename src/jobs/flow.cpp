// SPDX-License-Identifier: MIT
// A study and a table of tonnes in, legs with what they carry out.

#include "oreway/jobs/flow.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "jobs/demand_table.hpp"
#include "jobs/network_layers.hpp"
#include "jobs/network_question.hpp"
#include "jobs/network_styles.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/flow.hpp"

namespace oreway {

namespace {

/// One line of what was asked for: a demand or a supply.
struct Asked {
    std::string from; ///< of a supply: the node
    std::string to;   ///< of a supply: empty
    double tonnes = 0.0;
};

struct Answer {
    std::vector<Asked> asked;
    FlowResult flow;
};

Answer answer_demands(FlowJobOptions const& options, Weights const& weights, Problems& problems, Progress& progress) {
    Network const& network = weights.network();
    std::vector<Demand> const demands = read_demands(network, options.tonnes, options.network.input, problems);
    Answer answer;
    for (Demand const& demand : demands)
        answer.asked.push_back(
            {std::string(network.id(demand.from)), std::string(network.id(demand.to)), demand.tonnes});
    answer.flow = options.method == FlowMethod::all_or_nothing ? all_or_nothing(weights, demands, progress)
                                                               : capacitated_flow(weights, demands, progress);
    return answer;
}

Answer answer_supplies(FlowJobOptions const& options, Weights const& weights, Problems& problems, Progress& progress) {
    std::vector<NodeSupply> const supplies =
        read_supplies(weights.network(), options.tonnes, options.network.input, problems);
    Answer answer;
    for (NodeSupply const& supply : supplies)
        answer.asked.push_back({std::string(weights.network().id(supply.node)), "", supply.tonnes});
    answer.flow = interchangeable_flow(weights, supplies, progress);
    return answer;
}

bool in_cut(FlowResult const& flow, LegId leg) {
    return std::ranges::find(flow.cut, leg) != flow.cut.end();
}

std::optional<double> used_share(LegFlow const& leg, LegFacts const& facts) {
    if (std::isnan(facts.capacity_t) || !(facts.capacity_t > 0.0))
        return std::nullopt;
    return 100.0 * leg.total_t() / facts.capacity_t;
}

AttributeValue or_null(std::optional<double> value) {
    return value ? AttributeValue{*value} : AttributeValue{};
}

FeatureLayer legs_of(Network const& network, FlowResult const& flow, ObjectiveUnits const& units) {
    FeatureLayer layer =
        leg_layer("legs", {field("forward_t", FieldType::real), field("backward_t", FieldType::real),
                           field("total_t", FieldType::real), field("capacity_t", FieldType::real),
                           field("used_pct", FieldType::real), field("shadow_price_" + units.of_one, FieldType::real),
                           field("in_cut", FieldType::integer)});
    for (std::uint32_t i = 0; i < network.leg_count(); ++i) {
        LegFlow const& leg = flow.legs[i];
        LegFacts const& facts = network.facts(LegId(i));
        add_leg(network, LegId(i),
                {leg.forward_t, leg.backward_t, leg.total_t(),
                 std::isnan(facts.capacity_t) ? AttributeValue{} : AttributeValue{facts.capacity_t},
                 or_null(used_share(leg, facts)), leg.shadow_price, std::int64_t{in_cut(flow, LegId(i)) ? 1 : 0}},
                layer);
    }
    return layer;
}

FeatureLayer plain_table(std::string name, std::vector<Field> fields) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.has_geometry = false;
    layer.attributes = Attributes(std::move(fields));
    return layer;
}

void add_plain(std::vector<AttributeValue> const& values, FeatureLayer& layer) {
    layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    layer.attributes.add_row(values);
    layer.geometries.add_null();
}

FeatureLayer ways_of(Network const& network, Answer const& answer, ObjectiveUnits const& units) {
    FeatureLayer layer =
        plain_table("ways", {field("demand", FieldType::integer), field("from_node", FieldType::text),
                             field("to_node", FieldType::text), field("tonnes", FieldType::real),
                             field("way_" + units.of_one, FieldType::real), field("legs", FieldType::text)});
    for (FlowPath const& way : answer.flow.paths) {
        Asked const& asked = answer.asked[way.demand];
        std::string legs;
        for (ArcId const arc : way.path.arcs)
            legs += (legs.empty() ? "" : ";") + std::string(network.id(network.arc(arc).leg));
        add_plain({static_cast<std::int64_t>(way.demand) + 1, asked.from, asked.to, way.tonnes, way.path.weight, legs},
                  layer);
    }
    return layer;
}

FeatureLayer unserved_of(Answer const& answer, FlowMethod method) {
    bool const is_supply = method == FlowMethod::interchangeable;
    FeatureLayer layer =
        is_supply ? plain_table("unserved", {field("row", FieldType::integer), field("node", FieldType::text),
                                             field("tonnes", FieldType::real), field("unserved_t", FieldType::real)})
                  : plain_table("unserved", {field("demand", FieldType::integer), field("from_node", FieldType::text),
                                             field("to_node", FieldType::text), field("tonnes", FieldType::real),
                                             field("unserved_t", FieldType::real)});
    for (std::size_t i = 0; i < answer.asked.size(); ++i) {
        double const unserved = answer.flow.unserved_t[i];
        if (!(unserved > 0.0))
            continue;
        Asked const& asked = answer.asked[i];
        std::vector<AttributeValue> row = {static_cast<std::int64_t>(i) + 1, asked.from};
        if (!is_supply)
            row.emplace_back(asked.to);
        row.insert(row.end(), {asked.tonnes, unserved});
        add_plain(row, layer);
    }
    return layer;
}

std::int64_t full_legs(Network const& network, FlowResult const& flow) {
    constexpr double nearly_full_pct = 100.0 - 1e-4;
    std::int64_t count = 0;
    for (std::uint32_t i = 0; i < network.leg_count(); ++i)
        if (auto const used = used_share(flow.legs[i], network.facts(LegId(i))); used && *used >= nearly_full_pct)
            ++count;
    return count;
}

/// Tonnes that are to be had and those that are wanted are not added up: what is wanted counts.
Table totals_of(Network const& network, Answer const& answer, FlowMethod method, ObjectiveUnits const& units) {
    double asked = 0.0;
    double unserved = 0.0;
    for (std::size_t i = 0; i < answer.asked.size(); ++i) {
        if (method == FlowMethod::interchangeable && answer.asked[i].tonnes > 0.0)
            continue;
        asked += std::abs(answer.asked[i].tonnes);
        unserved += answer.flow.unserved_t[i];
    }
    std::vector<std::string> cut;
    for (LegId const leg : answer.flow.cut)
        cut.emplace_back(network.id(leg));
    double const served = asked - unserved;
    Table table("totals", {{"asked_t", CellKind::real, "t/y", 1, "tonnes that are to be carried"},
                           {"served_t", CellKind::real, "t/y", 1, ""},
                           {"unserved_t", CellKind::real, "t/y", 1, "no way, or no capacity left"},
                           {"total_" + units.total, CellKind::real, units.total_text, 1, "of what is served"},
                           {"mean_" + units.of_one, CellKind::real, units.of_one_text, 3, "a served tonne"},
                           {"full_legs", CellKind::integer, "n", 0, "used to their capacity or beyond"},
                           {"binding_cut", CellKind::text, "", 0, "full legs that part what could not be served"}});
    table.add_row({asked, served, unserved, answer.flow.total,
                   served > 0.0 ? Cell(answer.flow.total / served) : Cell(Absent{"nothing is served"}),
                   full_legs(network, answer.flow),
                   cut.empty() ? Cell(Absent{"no capacity keeps a tonne back"}) : Cell(join(cut, ";"))});
    return table;
}

Table busiest_of(Network const& network, FlowResult const& flow, ObjectiveUnits const& units, std::size_t shown) {
    Table table("busiest", {{"leg", CellKind::text, "", 0, "id of the leg"},
                            {"where", CellKind::text, "", 0, "its ends"},
                            {"forward_t", CellKind::real, "t/y", 1, ""},
                            {"backward_t", CellKind::real, "t/y", 1, ""},
                            {"used_pct", CellKind::real, "%", 1, "of its capacity"},
                            {"shadow_price_" + units.of_one, CellKind::real, units.of_one_text, 3,
                             "what one more tonne of capacity would save"}});
    std::vector<std::uint32_t> order(network.leg_count());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return flow.legs[a].total_t() > flow.legs[b].total_t(); });
    for (std::uint32_t const i : order) {
        LegFlow const& leg = flow.legs[i];
        if (table.rows().size() == shown || !(leg.total_t() > 0.0))
            break;
        auto const used = used_share(leg, network.facts(LegId(i)));
        table.add_row({std::string(network.id(LegId(i))), ends_of(network, LegId(i)), leg.forward_t, leg.backward_t,
                       used ? Cell(*used) : Cell(Absent{"no capacity is given"}), leg.shadow_price});
    }
    return table;
}

/// What is not served is lost, so that it is said and the run does not end as if all were well.
void report_unserved(Table const& totals, FlowMethod method, Problems& problems) {
    double const unserved = std::get<double>(totals.rows().front()[totals.column("unserved_t")]);
    if (!(unserved > 0.0))
        return;
    char const* const no_way =
        method == FlowMethod::interchangeable ? "no supply with a way is left" : "they have no way";
    Cell const& cut = totals.rows().front()[totals.column("binding_cut")];
    problems.push_back({Severity::warning,
                        "flow.unserved",
                        {fmt::format("{} tonnes are not served: {}", fixed(unserved, 1),
                                     is_absent(cut) ? std::string(no_way)
                                                    : "the capacities of these legs let no more through: " +
                                                          std::get<std::string>(cut)),
                         "", "see the table 'unserved'"}});
}

} // namespace

FlowJobResult flow_of_study(FlowJobOptions const& options, Progress& progress) {
    check_output(options.output);
    FlowJobResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    Network const& network = study.network;
    Weights const weights(network, objective_of(options.network, study), restriction_of(options.network, study));
    result.problems.insert(result.problems.end(), weights.problems().begin(), weights.problems().end());
    Answer const answer = options.method == FlowMethod::interchangeable
                              ? answer_supplies(options, weights, result.problems, progress)
                              : answer_demands(options, weights, result.problems, progress);
    ObjectiveUnits const units = units_of(weights.objective().of);
    std::vector<FeatureLayer> layers = {legs_of(network, answer.flow, units)};
    if (options.method != FlowMethod::interchangeable)
        layers.push_back(ways_of(network, answer, units));
    layers.push_back(unserved_of(answer, options.method));
    progress.stage("writing", 0);
    stop_if_cancelled(progress);
    WrittenLayers written = write_layers(options.output, layers, drawing_tolerance_m, flow_styles(layers));
    result.outputs = std::move(written.files);
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.totals = totals_of(network, answer, options.method, units);
    result.busiest = busiest_of(network, answer.flow, units, options.shown);
    report_unserved(result.totals, options.method, result.problems);
    return result;
}

} // namespace oreway
