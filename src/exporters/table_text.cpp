// SPDX-License-Identifier: MIT
// CSV by RFC 4180, and JSON with the columns described and absences explained.

#include "oreway/exporters/table_text.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using Json = nlohmann::ordered_json;

/// A real number that is not finite cannot be written in JSON and means nothing in CSV.
bool has_value(Cell const& cell) {
    auto const* real = std::get_if<double>(&cell);
    return !is_absent(cell) && (real == nullptr || std::isfinite(*real));
}

bool runs_as_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csv_quoted(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"')
            result += '"';
        result += c;
    }
    return result + "\"";
}

std::string csv_field(Cell const& cell, Column const& column, CsvSafety safety) {
    if (!has_value(cell))
        return {};
    std::string text = to_text(cell, column);
    bool const is_word = std::holds_alternative<std::string>(cell);
    if (is_word && safety == CsvSafety::no_formulas && runs_as_formula(text))
        text.insert(0, 1, '\'');
    return csv_quoted(text);
}

Json json_value(Cell const& cell, Column const& column) {
    if (!has_value(cell))
        return nullptr;
    if (auto const* text = std::get_if<std::string>(&cell))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&cell))
        return *integer;
    return parse_number(to_text(cell, column)).value(); // the decimals of the column, as in CSV
}

Json json_row(std::vector<Cell> const& cells, std::vector<Column> const& columns) {
    Json row = Json::object();
    Json absent = Json::object();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        row[columns[c].name] = json_value(cells[c], columns[c]);
        if (auto const* reason = std::get_if<Absent>(&cells[c]))
            absent[columns[c].name] = reason->reason;
        else if (!has_value(cells[c]))
            absent[columns[c].name] = "not a finite number";
    }
    if (!absent.empty())
        row["absent"] = absent;
    return row;
}

} // namespace

std::string to_csv(Table const& table, CsvSafety safety) {
    std::string out;
    for (std::size_t c = 0; c < table.columns().size(); ++c)
        out += (c > 0 ? "," : "") + csv_quoted(table.columns()[c].name);
    out += '\n';
    for (auto const& row : table.rows()) {
        for (std::size_t c = 0; c < row.size(); ++c)
            out += (c > 0 ? "," : "") + csv_field(row[c], table.columns()[c], safety);
        out += '\n';
    }
    return out;
}

std::string to_json(Table const& table) {
    Json columns = Json::array();
    for (Column const& column : table.columns())
        columns.push_back({{"name", column.name}, {"unit", column.unit}, {"description", column.description}});
    Json rows = Json::array();
    for (auto const& row : table.rows())
        rows.push_back(json_row(row, table.columns()));
    Json const whole = {{"name", table.name()}, {"columns", columns}, {"rows", rows}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace oreway
