// SPDX-License-Identifier: MIT
#pragma once

// The nearest geometries found so far: one pair each, and how far the last of them that counts may be.

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "oreway/measure/feature_index.hpp"

namespace oreway {

/// A distance that is not told from zero becomes zero.
[[nodiscard]] NearestPair touching_made_exact(NearestPair pair) noexcept;

class NearestRanking {
public:
    NearestRanking(std::size_t count, Metres radius) : m_count(count), m_radius(radius.value()) {}

    /// Pairs farther than this cannot count.
    [[nodiscard]] double limit() const noexcept { return m_last.value_or(m_radius); }
    /// Pairs of a geometry farther than this cannot count.
    [[nodiscard]] double limit_of(std::size_t geometry) const;
    [[nodiscard]] bool touches(std::size_t geometry) const { return limit_of(geometry) <= 0.0; }
    void add(NearestPair pair);

    /// By distance, then by position, equal distances (to 1e-6 m) by position; at most `count`.
    [[nodiscard]] std::vector<NearestPair> result() const;

private:
    std::size_t m_count;
    double m_radius;
    std::optional<double> m_last; ///< the distance of the last geometry that counts
    std::unordered_map<std::size_t, NearestPair> m_pairs;
    std::vector<std::pair<double, std::size_t>> m_nearest; ///< the `count` nearest, sorted
};

} // namespace oreway
