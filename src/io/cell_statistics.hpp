// SPDX-License-Identifier: MIT
#pragma once

// Statistics of cells in one pass, in pieces that are added up later in a fixed order.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>

#include "oreway/io/grid_writer.hpp"

namespace oreway {

struct CellMoments {
    std::uint64_t cells = 0;
    std::uint64_t not_a_number = 0;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -std::numeric_limits<double>::infinity();
    double mean = 0.0;
    double squares = 0.0; ///< sum of the squared differences from the mean

    /// Of both together (Chan, Golub and LeVeque 1979).
    void add(CellMoments const& other) noexcept {
        not_a_number += other.not_a_number;
        if (other.cells == 0)
            return;
        double const n = static_cast<double>(cells);
        double const m = static_cast<double>(other.cells);
        double const step = other.mean - mean;
        cells += other.cells;
        mean += step * m / (n + m);
        squares += other.squares + step * step * n * m / (n + m);
        least = std::min(least, other.least);
        greatest = std::max(greatest, other.greatest);
    }
};

[[nodiscard]] inline BandStatistics statistics_of(CellMoments const& moments) noexcept {
    if (moments.cells == 0)
        return {};
    return {.cells = moments.cells,
            .least = moments.least,
            .greatest = moments.greatest,
            .mean = moments.mean,
            .deviation = std::sqrt(moments.squares / static_cast<double>(moments.cells))};
}

/// Of the cells that are neither NaN nor the nodata value. Sums run in four lanes, which a compiler may not bring about
/// by itself, and about the first value, so that nothing cancels.
template <class Cell>
[[nodiscard]] CellMoments moments_of(std::span<Cell const> cells, std::optional<double> nodata) noexcept {
    constexpr std::size_t lanes = 4;
    Cell const none = static_cast<Cell>(nodata.value_or(0.0));
    auto const has_data = [&](Cell cell) { return cell == cell && !(nodata && cell == none); };
    auto const first = std::ranges::find_if(cells, has_data);
    CellMoments moments;
    if constexpr (std::is_floating_point_v<Cell>)
        moments.not_a_number =
            static_cast<std::uint64_t>(std::count_if(cells.begin(), first, [](Cell cell) { return cell != cell; }));
    if (first == cells.end())
        return moments;
    Cell const origin = *first;
    Cell least[lanes] = {origin, origin, origin, origin}, greatest[lanes] = {origin, origin, origin, origin};
    double sums[lanes] = {}, squares[lanes] = {};
    std::uint64_t counts[lanes] = {}, not_numbers[lanes] = {};
    auto const take = [&](Cell cell, std::size_t lane) {
        bool const counted = has_data(cell);
        Cell const value = counted ? cell : origin;
        double const difference = static_cast<double>(value) - static_cast<double>(origin);
        least[lane] = std::min(least[lane], value);
        greatest[lane] = std::max(greatest[lane], value);
        sums[lane] += difference;
        squares[lane] += difference * difference;
        counts[lane] += counted ? 1U : 0U;
        not_numbers[lane] += cell == cell ? 0U : 1U;
    };
    std::span<Cell const> const rest = cells.subspan(static_cast<std::size_t>(first - cells.begin()));
    std::size_t i = 0;
    for (; i + lanes <= rest.size(); i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            take(rest[i + lane], lane);
    for (; i < rest.size(); ++i)
        take(rest[i], 0);
    double sum = 0.0, square = 0.0;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        moments.cells += counts[lane];
        moments.not_a_number += not_numbers[lane];
        sum += sums[lane];
        square += squares[lane];
    }
    double const n = static_cast<double>(moments.cells);
    moments.least = static_cast<double>(*std::ranges::min_element(least));
    moments.greatest = static_cast<double>(*std::ranges::max_element(greatest));
    moments.mean = static_cast<double>(origin) + sum / n;
    moments.squares = std::max(0.0, square - sum * sum / n);
    return moments;
}

} // namespace oreway
