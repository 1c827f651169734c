// SPDX-License-Identifier: MIT
// A plan as tables.

#include <array>

#include <fmt/format.h>

#include "batch/words.hpp"
#include "oreway/base/text.hpp"
#include "oreway/batch/plan.hpp"

namespace oreway {

namespace {

Column words(std::string name, std::string description) {
    return {std::move(name), CellKind::text, "", 0, std::move(description)};
}

Table layer_table() {
    return Table("plan", {words("dataset", "as it was named or found"),
                          words("layer", "name inside the dataset"),
                          words("verdict", "run, refuse or skip"),
                          words("content", "kind of geometry, or bands"),
                          {"count", CellKind::integer, "", 0, "features or pixels"},
                          words("source_crs", "reference system of the data"),
                          words("crs_from", "where it was found"),
                          words("target_crs", "reference system of the output"),
                          words("operation", "coordinate operation and its code"),
                          {"accuracy_m", CellKind::real, "m", 2, "of the operation, as its authority states it"},
                          words("area", "area of use of the operation"),
                          {"points_outside", CellKind::integer, "", 0, "points outside the areas of use"},
                          {"output_bytes", CellKind::integer, "byte", 0, "estimated size of the output"},
                          {"memory_bytes", CellKind::integer, "byte", 0, "estimated peak of memory"},
                          words("output", "file to be written"),
                          words("problems", "what was found while planning")});
}

Table operation_table() {
    return Table("operations",
                 {words("source_crs", "reference system of the data"),
                  words("target_crs", "reference system of the output"),
                  {"layers", CellKind::integer, "", 0, "layers that it serves"},
                  words("role", "chosen, or a rival that was not"),
                  words("operation", "name"),
                  words("code", "of the operation"),
                  {"accuracy_m", CellKind::real, "m", 2, "as its authority states it"},
                  {"shift_m", CellKind::real, "m", 3, "distance of its result from that of the chosen one"},
                  words("area", "area of use"),
                  words("missing_grids", "grids that are not installed"),
                  words("reason", "why it was chosen")});
}

std::string problem_words(Problems const& problems) {
    std::vector<std::string> texts;
    for (Problem const& problem : problems)
        texts.push_back(fmt::format("{}: {}", problem.code, problem.parts.what));
    return join(texts, "; ");
}

Cell accuracy_of(Operation const& operation) {
    return operation.accuracy ? Cell(operation.accuracy->value()) : Cell(Absent{"not stated"});
}

std::string area_of(Operation const& operation) {
    return operation.area ? operation.area->name : std::string();
}

void add_layer(Table& table, Task const& task, LayerTask const& layer) {
    bool const has_operation = !layer.operation.pipeline.empty();
    table.add_row({task.item.source, layer.facts.layer, std::string(name_of(task.verdict)), layer.facts.content,
                   layer.facts.count < 0 ? Cell(Absent{"not known without reading"}) : Cell(layer.facts.count),
                   layer.source_label, std::string(origin_word(layer.source_origin)), layer.target_label,
                   has_operation ? Cell(name_of(layer.operation)) : Cell(Absent{"none"}),
                   has_operation ? accuracy_of(layer.operation) : Cell(Absent{"no operation"}),
                   area_of(layer.operation),
                   layer.points_outside ? Cell(*layer.points_outside) : Cell(Absent{"not counted"}),
                   static_cast<std::int64_t>(task.output_bytes), static_cast<std::int64_t>(task.memory_bytes),
                   layer.output.string(), problem_words(task.problems)});
}

void add_refused(Table& table, Task const& task) {
    Absent const none{"not known"};
    table.add_row({task.item.source, none, std::string(name_of(task.verdict)), none, none, none, none, none, none, none,
                   none, none, none, none, none, problem_words(task.problems)});
}

void add_pair(Table& table, PairChoice const& pair) {
    OperationChoice const& choice = pair.choice;
    auto const row = [&](Operation const& operation, std::string role, Cell shift, std::string reason) {
        table.add_row({pair.source_label, pair.target_label, static_cast<std::int64_t>(pair.layers), std::move(role),
                       operation.name, operation.code, accuracy_of(operation), std::move(shift), area_of(operation),
                       join(operation.missing_grids, ", "), std::move(reason)});
    };
    row(choice.chosen, "chosen", 0.0, choice.reason);
    for (RivalOperation const& rival : choice.rivals)
        row(rival.operation, "rival", rival.shift ? Cell(rival.shift->value()) : Cell(Absent{"cannot run"}), "");
}

} // namespace

std::string_view name_of(Verdict verdict) noexcept {
    constexpr std::array<std::string_view, 3> names = {"run", "refuse", "skip"};
    return names[static_cast<std::size_t>(verdict)];
}

std::string_view origin_word(CrsOrigin origin) noexcept {
    constexpr std::array<std::string_view, 5> names = {"none", "sidecar", "embedded", "assumed", "format"};
    return names[static_cast<std::size_t>(origin)];
}

std::string name_of(Operation const& operation) {
    return operation.code.empty() ? operation.name : fmt::format("{} ({})", operation.name, operation.code);
}

std::string accuracy_words(Operation const& operation) {
    return operation.accuracy ? shortest(operation.accuracy->value()) + " m" : "not stated";
}

std::vector<Table> plan_tables(Plan const& plan) {
    Table layers = layer_table();
    for (Task const& task : plan.tasks) {
        if (task.layers.empty())
            add_refused(layers, task);
        for (LayerTask const& layer : task.layers)
            add_layer(layers, task, layer);
    }
    Table operations = operation_table();
    for (PairChoice const& pair : plan.pairs)
        add_pair(operations, pair);
    return {std::move(layers), std::move(operations)};
}

} // namespace oreway
