// SPDX-License-Identifier: MIT
#pragma once

// A linear programme that grows by columns, solved by COIN-OR CLP's primal simplex, which goes on from the last basis.
// CLP's headers are included by the source alone.

#include <cstddef>
#include <memory>
#include <span>

namespace oreway {

class LinearProgram {
public:
    LinearProgram();
    LinearProgram(LinearProgram&&) noexcept;
    LinearProgram& operator=(LinearProgram&&) noexcept;
    ~LinearProgram();

    /// Where a column meets a row.
    struct Entry {
        int row = 0;
        double value = 0.0;
    };

    /// Rows come before the columns that meet them. Bounds may be infinite. Returns the position.
    int add_row(double low, double high);
    void set_row(int row, double low, double high);
    /// A column of zero or more.
    int add_column(double cost, std::span<Entry const> entries);
    void set_cost(int column, double cost);

    /// Minimises. \throws NumericError when CLP stops without an optimum
    void solve();

    [[nodiscard]] double value(int column) const;
    /// How much the minimum grows when the bound of a row grows by one.
    [[nodiscard]] double dual(int row) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
