// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A whole grid in memory, row by row.

#include <cassert>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oreway/grid/grid_spec.hpp"

namespace oreway {

/// Values of a grid, row-major from the north-west corner.
template <class Value> class Grid {
public:
    Grid() = default;
    explicit Grid(GridSpec spec, Value fill = Value{}) : m_spec(std::move(spec)), m_values(m_spec.cell_count(), fill) {}

    [[nodiscard]] GridSpec const& spec() const noexcept { return m_spec; }
    [[nodiscard]] std::optional<Value> nodata() const noexcept { return m_nodata; }
    void set_nodata(Value value) noexcept { m_nodata = value; }

    [[nodiscard]] Value at(std::size_t row, std::size_t column) const noexcept {
        assert(row < m_spec.rows && column < m_spec.columns);
        return m_values[row * m_spec.columns + column];
    }
    [[nodiscard]] std::span<Value> row(std::size_t r) noexcept {
        return std::span(m_values).subspan(r * m_spec.columns, m_spec.columns);
    }
    [[nodiscard]] std::span<Value const> row(std::size_t r) const noexcept {
        return std::span(m_values).subspan(r * m_spec.columns, m_spec.columns);
    }
    [[nodiscard]] std::span<Value const> values() const noexcept { return m_values; }

private:
    GridSpec m_spec;
    std::vector<Value> m_values;
    std::optional<Value> m_nodata;
};

} // namespace oreway
