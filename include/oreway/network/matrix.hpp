// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Best ways between many origins and many destinations, in parallel, row by row, with what each way amounts to.
///
///     route_matrix(weights, from, to, {}, [&](MatrixRow const& row) { write(row); });
///
/// Rows come in the order of `from`, whatever the number of threads, and memory stays at one block of rows. All sums of
/// a cell belong to the way that is best by the objective. A pair without a way has `weight` infinite and NaN sums; it
/// is never zero.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/network/journey.hpp"
#include "oreway/network/weights.hpp"

namespace oreway {

/// Only the weight, or all sums of the way as well.
enum class MatrixContent : std::uint8_t { weight, sums };

struct MatrixOptions {
    MatrixContent content = MatrixContent::sums;
    Progress* progress = &no_progress(); ///< advances by one a row
};

struct MatrixCell {
    double weight = 0.0; ///< in the unit of the objective; infinite when there is no way
    JourneySums sums;    ///< zero with MatrixContent::weight
};

struct MatrixRow {
    std::size_t origin = 0;            ///< position in `from`
    std::span<MatrixCell const> cells; ///< one a destination
};

/// Calls `emit` once a row, from one thread at a time. An exception of `emit` stops the work and is passed on.
void route_matrix(Weights const& weights, std::span<NodeId const> from, std::span<NodeId const> to,
                  MatrixOptions const& options, std::function<void(MatrixRow const&)> const& emit);

/// What a mass counts from a distance: exp(-decay x weight).
[[nodiscard]] double hansen_share(double decay, double weight) noexcept;

/// Accessibility of each origin (Hansen 1959, doi:10.1080/01944365908978307): the sum over the destinations of
/// mass x exp(-decay x weight); destinations without a way add nothing, nor does the origin itself.
///
/// \param masses  one a destination, such as tonnes or inhabitants
/// \param decay   per unit of the objective, above zero
/// \throws UsageError for another number of masses than destinations, a mass below zero, or a decay not above zero
[[nodiscard]] std::vector<double> hansen_accessibility(Weights const& weights, std::span<NodeId const> from,
                                                       std::span<NodeId const> to, std::span<double const> masses,
                                                       double decay);

} // namespace oreway
