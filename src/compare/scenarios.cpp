// SPDX-License-Identifier: MIT
// Scenarios side by side: the first of each group in each, and how it differs from the first of the base scenario.

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "compare/criteria.hpp"
#include "oreway/compare/score.hpp"

namespace oreway {

namespace {

using Cells = std::vector<Cell>;

std::string text_at(Table const& table, Cells const& row, std::string_view column) {
    auto const* text = std::get_if<std::string>(&row[table.column(column)]);
    return text != nullptr ? *text : std::string();
}

bool belongs(Table const& ranking, Cells const& row, std::string const& scenario, std::string const& group) {
    return text_at(ranking, row, "scenario") == scenario && text_at(ranking, row, "group") == group;
}

/// The best row of a group in a scenario, with the number of ranked ones.
struct First {
    Cells const* row = nullptr;
    std::int64_t ranked = 0;
};

First first_of(Table const& ranking, std::string const& scenario, std::string const& group) {
    First first;
    for (Cells const& row : ranking.rows()) {
        if (!belongs(ranking, row, scenario, group) || is_absent(row[ranking.column("rank")]))
            continue;
        ++first.ranked;
        if (first.row == nullptr) // ranked rows come by rank
            first.row = &row;
    }
    return first;
}

Cell difference(Cell const& value, Cell const& base) {
    auto const* a = std::get_if<double>(&value);
    auto const* b = std::get_if<double>(&base);
    if (a == nullptr || b == nullptr)
        return Absent{"no corridor is ranked in this or in the base scenario"};
    return *a - *b;
}

std::vector<Column> columns_of(Table const& ranking, std::vector<std::size_t> const& criteria) {
    std::vector<Column> columns = {
        {"group", CellKind::text, "", 0, "id of the group"},
        {"scenario", CellKind::text, "", 0, "id of the scenario; the first one is the base"},
        {"title", CellKind::text, "", 0, "of the scenario"},
        {"ranked", CellKind::integer, "n", 0, "corridors of the group that are open and ranked"},
        {"first", CellKind::text, "", 0, "the corridor with rank 1"},
        {"changed", CellKind::text, "", 0, "yes: another corridor is first than in the base scenario"}};
    for (std::size_t const c : criteria) {
        Column column = ranking.columns()[c];
        column.description = "of the first corridor";
        columns.push_back(column);
        column.name += "_change";
        column.description = "against the first corridor of the base scenario";
        columns.push_back(column);
    }
    return columns;
}

/// The columns of criteria stand between the stability and the remark.
std::vector<std::size_t> criteria_columns(Table const& ranking) {
    std::vector<std::size_t> result;
    for (std::size_t c = ranking.column("rank_stability") + 1; c < ranking.column("remark"); ++c)
        result.push_back(c);
    return result;
}

} // namespace

Table compare_scenarios(Table const& ranking, Study const& study) {
    std::vector<std::size_t> const criteria = criteria_columns(ranking);
    Table table("scenarios", columns_of(ranking, criteria));
    std::vector<Scenario> const scenarios = compared_scenarios(study);
    Absent const none{"no corridor of the group is ranked in this scenario"};
    for (Group const& group : study.groups) {
        First const base = first_of(ranking, scenarios.front().id, group.id);
        for (Scenario const& scenario : scenarios) {
            First const first = first_of(ranking, scenario.id, group.id);
            std::string const name = first.row != nullptr ? text_at(ranking, *first.row, "corridor") : "";
            std::string const base_name = base.row != nullptr ? text_at(ranking, *base.row, "corridor") : "";
            Cells row = {group.id,
                         scenario.id,
                         scenario.title,
                         first.ranked,
                         first.row != nullptr ? Cell(name) : Cell(none),
                         std::string(name != base_name ? "yes" : "no")};
            for (std::size_t const c : criteria) {
                Cell const value = first.row != nullptr ? (*first.row)[c] : Cell(none);
                row.push_back(value);
                row.push_back(difference(value, base.row != nullptr ? (*base.row)[c] : Cell(none)));
            }
            table.add_row(std::move(row));
        }
    }
    return table;
}

} // namespace oreway
