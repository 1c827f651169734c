// SPDX-License-Identifier: MIT
#pragma once

// Reads a table of reference numbers: a head line, then one row a line; fields hold no comma. A table that is missing,
// empty or ragged throws, so that no test passes for want of numbers.

#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "oreway/base/text.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway::truth {

class Row {
public:
    explicit Row(std::map<std::string, std::string> fields) : m_fields(std::move(fields)) {}

    [[nodiscard]] std::string const& text(std::string const& column) const { return m_fields.at(column); }
    [[nodiscard]] std::optional<double> optional(std::string const& column) const {
        std::string const& field = text(column);
        if (field.empty())
            return std::nullopt;
        auto const number = parse_number(field);
        if (!number)
            throw std::runtime_error("not a number: '" + field + "' in column " + column);
        return number;
    }
    [[nodiscard]] double number(std::string const& column) const { return optional(column).value(); }
    [[nodiscard]] LonLat lonlat(std::string const& lon, std::string const& lat) const {
        return {number(lon), number(lat)};
    }

private:
    std::map<std::string, std::string> m_fields;
};

inline std::vector<Row> read_table(std::string const& name) {
    std::ifstream file(std::string(OREWAY_SOURCE_DIR) + "/tests/truth/" + name);
    std::string line;
    if (!std::getline(file, line))
        throw std::runtime_error("no reference numbers in " + name);
    std::vector<std::string> const head = split(line, ',');
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        std::vector<std::string> const fields = split(line, ',');
        if (fields.size() != head.size())
            throw std::runtime_error("ragged line in " + name + ": " + line);
        std::map<std::string, std::string> row;
        for (std::size_t i = 0; i < head.size(); ++i)
            row[head[i]] = fields[i];
        rows.emplace_back(std::move(row));
    }
    if (rows.empty())
        throw std::runtime_error("no reference numbers in " + name);
    return rows;
}

/// "2 1; 1 2; 3 3" as latitude and longitude of an open ring.
inline std::vector<LonLat> read_ring(std::string const& text) {
    std::vector<LonLat> ring;
    for (std::string const& vertex : split(text, ';')) {
        std::vector<std::string> const parts = split(trim(vertex), ' ');
        ring.push_back({.lon = parse_number(parts.at(1)).value(), .lat = parse_number(parts.at(0)).value()});
    }
    return ring;
}

} // namespace oreway::truth
