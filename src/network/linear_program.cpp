// SPDX-License-Identifier: MIT
// The one source that knows CLP.

#include "network/linear_program.hpp"

#include <limits>
#include <vector>

#include <coin/ClpSimplex.hpp>
#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double clp_tolerance = 1e-9; // numbers are scaled to about one

char const* meaning(int status) {
    switch (status) {
    case 1:
        return "no answer is feasible";
    case 2:
        return "the minimum is not bounded";
    case 3:
        return "the limit of iterations or time was reached";
    default:
        return "numerical trouble";
    }
}

} // namespace

/// Rows and columns wait until the next solution and are then added at once, which CLP does much faster.
struct LinearProgram::Impl {
    ClpSimplex clp;
    int rows = 0;
    int columns = 0;
    std::vector<double> row_low;
    std::vector<double> row_high;
    std::vector<double> costs;
    std::vector<CoinBigIndex> starts = {0};
    std::vector<int> entry_rows;
    std::vector<double> entry_values;

    void add_waiting() {
        if (!row_low.empty()) {
            std::vector<CoinBigIndex> const empty_rows(row_low.size() + 1, 0);
            clp.addRows(static_cast<int>(row_low.size()), row_low.data(), row_high.data(), empty_rows.data(), nullptr,
                        nullptr);
            row_low.clear();
            row_high.clear();
        }
        if (costs.empty())
            return;
        std::vector<double> const low(costs.size(), 0.0);
        std::vector<double> const high(costs.size(), std::numeric_limits<double>::infinity());
        clp.addColumns(static_cast<int>(costs.size()), low.data(), high.data(), costs.data(), starts.data(),
                       entry_rows.data(), entry_values.data());
        costs.clear();
        starts.assign(1, 0);
        entry_rows.clear();
        entry_values.clear();
    }
};

LinearProgram::LinearProgram() : m_impl(std::make_unique<Impl>()) {
    m_impl->clp.setLogLevel(0);
    m_impl->clp.setPrimalTolerance(clp_tolerance);
    m_impl->clp.setDualTolerance(clp_tolerance);
}
LinearProgram::LinearProgram(LinearProgram&&) noexcept = default;
LinearProgram& LinearProgram::operator=(LinearProgram&&) noexcept = default;
LinearProgram::~LinearProgram() = default;

int LinearProgram::add_row(double low, double high) {
    m_impl->row_low.push_back(low);
    m_impl->row_high.push_back(high);
    return m_impl->rows++;
}

void LinearProgram::set_row(int row, double low, double high) {
    m_impl->add_waiting();
    m_impl->clp.setRowBounds(row, low, high);
}

int LinearProgram::add_column(double cost, std::span<Entry const> entries) {
    for (Entry const& entry : entries) {
        m_impl->entry_rows.push_back(entry.row);
        m_impl->entry_values.push_back(entry.value);
    }
    m_impl->starts.push_back(static_cast<CoinBigIndex>(m_impl->entry_rows.size()));
    m_impl->costs.push_back(cost);
    return m_impl->columns++;
}

void LinearProgram::set_cost(int column, double cost) {
    m_impl->add_waiting();
    m_impl->clp.setObjectiveCoefficient(column, cost);
}

void LinearProgram::solve() {
    m_impl->add_waiting();
    m_impl->clp.primal();
    if (int const status = m_impl->clp.status(); status != 0)
        throw NumericError({.what = fmt::format("the linear programme has no answer: {}", meaning(status)),
                            .where = "COIN-OR CLP",
                            .remedy = "check capacities and tonnes for numbers of very different size"});
}

double LinearProgram::value(int column) const {
    return m_impl->clp.primalColumnSolution()[column];
}

double LinearProgram::dual(int row) const {
    return m_impl->clp.dualRowSolution()[row];
}

} // namespace oreway
