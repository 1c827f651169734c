// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A small table of results: named columns with a unit, rows of cells. Absence has a reason; it is never zero.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace oreway {

/// A value that is not known, and why ("no speed for rail in BY").
struct Absent {
    std::string reason;
    friend bool operator==(Absent const&, Absent const&) = default;
};

/// One cell. Text, whole number, real number, or absent with a reason.
using Cell = std::variant<Absent, std::string, std::int64_t, double>;

[[nodiscard]] inline bool is_absent(Cell const& cell) noexcept {
    return std::holds_alternative<Absent>(cell);
}

enum class CellKind { text, integer, real };

/// A column: the name carries the unit (`length_km`), `unit` spells it out, `decimals` is for printing reals.
struct Column {
    std::string name;
    CellKind kind = CellKind::text;
    std::string unit;
    int decimals = 2;
    std::string description;
};

/// Columns and rows; every row has as many cells as there are columns.
class Table {
public:
    Table() = default;
    Table(std::string name, std::vector<Column> columns);

    [[nodiscard]] std::string const& name() const noexcept { return m_name; }
    [[nodiscard]] std::vector<Column> const& columns() const noexcept { return m_columns; }
    [[nodiscard]] std::vector<std::vector<Cell>> const& rows() const noexcept { return m_rows; }

    /// \throws std::logic_error when the number of cells differs from the number of columns.
    void add_row(std::vector<Cell> cells);

    /// Position of a column. \throws std::logic_error when there is none of that name.
    [[nodiscard]] std::size_t column(std::string_view name) const;

private:
    std::string m_name;
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// The text of a cell as it is printed: fixed decimals for reals, "n/a" for an absent one.
[[nodiscard]] std::string to_text(Cell const& cell, Column const& column);

/// A table as aligned columns for a terminal: numbers to the right, a rule under the head, control characters made
/// visible. Cells longer than `max_width` are cut with an ellipsis; 0 keeps them whole.
[[nodiscard]] std::string to_aligned_text(Table const& table, std::size_t max_width = 60);

} // namespace oreway
