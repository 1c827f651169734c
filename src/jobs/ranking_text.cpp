// SPDX-License-Identifier: MIT
// The ranking as a planner reads it: group by group.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/jobs/render.hpp"

namespace oreway {

namespace {

using Cells = std::vector<Cell>;

/// Rows of one scenario and group.
struct Block {
    std::string scenario;
    std::string group;
    std::vector<Cells> rows;
};

std::string text_at(Table const& table, Cells const& row, std::string_view column) {
    std::size_t const c = table.column(column);
    return is_absent(row[c]) ? std::string() : to_text(row[c], table.columns()[c]);
}

std::vector<Block> blocks_of(Table const& ranking) {
    std::vector<Block> blocks;
    for (Cells const& row : ranking.rows()) {
        std::string const scenario = text_at(ranking, row, "scenario");
        std::string const group = text_at(ranking, row, "group");
        if (blocks.empty() || blocks.back().scenario != scenario || blocks.back().group != group)
            blocks.push_back({scenario, group, {}});
        blocks.back().rows.push_back(row);
    }
    return blocks;
}

/// Columns that a block shows; the scenario and the group are its title, remarks follow below.
std::vector<std::size_t> shown_columns(Table const& ranking) {
    std::vector<std::size_t> shown;
    for (std::size_t c = 0; c < ranking.columns().size(); ++c) {
        std::string const& name = ranking.columns()[c].name;
        if (name != "scenario" && name != "group" && name != "remark")
            shown.push_back(c);
    }
    return shown;
}

std::string text_of(Table const& ranking, Block const& block, std::size_t max_width) {
    std::vector<std::size_t> const shown = shown_columns(ranking);
    std::vector<Column> columns;
    for (std::size_t const c : shown)
        columns.push_back(ranking.columns()[c]);
    Table table(block.group, std::move(columns));
    std::string remarks;
    for (Cells const& row : block.rows) {
        Cells cells;
        for (std::size_t const c : shown)
            cells.push_back(row[c]);
        table.add_row(std::move(cells));
        if (std::string const remark = text_at(ranking, row, "remark"); !remark.empty())
            remarks += fmt::format("  {}: {}\n", printable(text_at(ranking, row, "corridor")), printable(remark));
    }
    return fmt::format("{}, scenario {}\n\n{}{}\n", printable(block.group), printable(block.scenario),
                       to_aligned_text(table, max_width), remarks);
}

bool same_but_scenario(Table const& ranking, Block const& a, Block const& b) {
    std::size_t const scenario = ranking.column("scenario");
    return std::ranges::equal(a.rows, b.rows, [&](Cells x, Cells y) {
        x[scenario] = y[scenario];
        return x == y;
    });
}

} // namespace

std::string ranking_text(Table const& ranking, std::size_t max_width) {
    std::string out = "ranking (score: 0 is best in every criterion, 1 is worst)\n\n";
    std::map<std::string, Block const*> first_of_group;
    std::map<std::string, std::vector<std::string>> unchanged;
    std::vector<Block> const blocks = blocks_of(ranking);
    for (Block const& block : blocks) {
        auto const [first, is_new] = first_of_group.try_emplace(block.group, &block);
        if (!is_new && same_but_scenario(ranking, *first->second, block))
            unchanged[block.scenario].push_back(block.group);
        else
            out += text_of(ranking, block, max_width);
    }
    for (auto const& [scenario, groups] : unchanged)
        out += fmt::format("scenario {}: {} as in scenario {}\n", printable(scenario), printable(join(groups, ", ")),
                           printable(blocks.front().scenario));
    if (blocks.empty())
        out += "no group of the study has a corridor to rank; the summary lists all\n";
    return out;
}

} // namespace oreway
