// SPDX-License-Identifier: MIT
// Tables of results and their text for a terminal.

#include "oreway/base/table.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

Table::Table(std::string name, std::vector<Column> columns) : m_name(std::move(name)), m_columns(std::move(columns)) {}

void Table::add_row(std::vector<Cell> cells) {
    if (cells.size() != m_columns.size())
        throw std::logic_error(
            fmt::format("table '{}' has {} columns but a row of {} cells", m_name, m_columns.size(), cells.size()));
    m_rows.push_back(std::move(cells));
}

std::size_t Table::column(std::string_view name) const {
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].name == name)
            return i;
    throw std::logic_error(fmt::format("table '{}' has no column '{}'", m_name, name));
}

std::string to_text(Cell const& cell, Column const& column) {
    if (auto const* text = std::get_if<std::string>(&cell))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&cell))
        return fmt::format("{}", *integer);
    if (auto const* real = std::get_if<double>(&cell))
        return fixed(*real, column.decimals);
    return "n/a";
}

namespace {

std::string cut(std::string text, std::size_t max_width) {
    if (max_width == 0 || display_width(text) <= max_width)
        return text;
    std::size_t bytes = 0;
    std::size_t points = 0;
    while (bytes < text.size() && points + 1 < max_width) {
        ++bytes;
        while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
            ++bytes;
        ++points;
    }
    return text.substr(0, bytes) + "\xE2\x80\xA6";
}

std::string padded(std::string const& text, std::size_t width, bool to_the_right) {
    std::string const space(width - std::min(width, display_width(text)), ' ');
    return to_the_right ? space + text : text + space;
}

} // namespace

std::string to_aligned_text(Table const& table, std::size_t max_width) {
    std::size_t const columns = table.columns().size();
    std::vector<std::size_t> widths(columns);
    std::vector<std::vector<std::string>> texts;
    for (std::size_t c = 0; c < columns; ++c)
        widths[c] = display_width(table.columns()[c].name);
    for (auto const& row : table.rows()) {
        auto& line = texts.emplace_back();
        for (std::size_t c = 0; c < columns; ++c) {
            line.push_back(cut(printable(to_text(row[c], table.columns()[c])), max_width));
            widths[c] = std::max(widths[c], display_width(line.back()));
        }
    }
    std::string out;
    auto const write = [&](auto const& cell_of) {
        std::string line;
        for (std::size_t c = 0; c < columns; ++c) {
            if (c > 0)
                line += "  ";
            line += padded(cell_of(c), widths[c], table.columns()[c].kind != CellKind::text);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    };
    write([&](std::size_t c) { return table.columns()[c].name; });
    write([&](std::size_t c) { return std::string(widths[c], '-'); });
    for (auto const& line : texts)
        write([&](std::size_t c) { return line[c]; });
    return out;
}

} // namespace oreway
