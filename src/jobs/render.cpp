// SPDX-License-Identifier: MIT
// Results as text; the forms of single tables come from base and exporters.

#include "oreway/jobs/render.hpp"

#include <nlohmann/json.hpp>

#include "oreway/base/text.hpp"
#include "oreway/exporters/table_text.hpp"

namespace oreway {

namespace {

std::string as_table(std::span<Table const> tables, std::size_t max_width) {
    std::string out;
    for (Table const& table : tables) {
        if (table.rows().empty())
            continue;
        if (!out.empty())
            out += "\n";
        if (tables.size() > 1)
            out += table.name() + "\n\n";
        out += to_aligned_text(table, max_width);
    }
    return out;
}

std::string as_json(std::span<Table const> tables) {
    auto all = nlohmann::ordered_json::object();
    for (Table const& table : tables)
        all[table.name()] = nlohmann::ordered_json::parse(to_json(table));
    return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Column text_column(std::string name, std::string description) {
    return {.name = std::move(name),
            .kind = CellKind::text,
            .unit = "",
            .decimals = 0,
            .description = std::move(description)};
}

} // namespace

std::string render(std::span<Table const> tables, ResultFormat format, std::size_t max_width) {
    switch (format) {
    case ResultFormat::table:
        return as_table(tables, max_width);
    case ResultFormat::json:
        return as_json(tables);
    case ResultFormat::csv:
        return tables.empty() ? std::string() : to_csv(tables.front(), CsvSafety::no_formulas);
    }
    return {};
}

Table problem_table(Problems const& problems) {
    Table table("problems", {text_column("severity", "note, warning (something is lost) or error"),
                             text_column("code", "stable name of the kind of problem"),
                             text_column("where", "file, layer, feature"), text_column("what", "what is wrong"),
                             text_column("remedy", "what to do")});
    for (Problem const& problem : problems)
        table.add_row({std::string(name_of(problem.severity)), problem.code, problem.parts.where, problem.parts.what,
                       problem.parts.remedy});
    return table;
}

} // namespace oreway
