// SPDX-License-Identifier: MIT
// Keeps every pair that was near enough when it came; the sorted list of the nearest decides what still is.

#include "measure/nearest_ranking.hpp"

#include <algorithm>

#include "measure/edge_tree.hpp"

namespace oreway {

double NearestRanking::limit_of(std::size_t geometry) const {
    auto const found = m_pairs.find(geometry);
    return found == m_pairs.end() ? limit() : std::min(limit(), found->second.distance.value());
}

NearestPair touching_made_exact(NearestPair pair) noexcept {
    if (pair.distance.value() < tie) {
        pair.distance = Metres(0.0);
        pair.to = pair.from;
    }
    return pair;
}

void NearestRanking::add(NearestPair pair) {
    pair = touching_made_exact(pair);
    double const distance = pair.distance.value();
    if (distance > limit() + tie || distance > m_radius)
        return;
    auto const [place, is_new] = m_pairs.try_emplace(pair.geometry, pair);
    if (!is_new) {
        if (place->second.distance <= pair.distance)
            return;
        std::erase(m_nearest, std::pair(place->second.distance.value(), pair.geometry));
        place->second = pair;
    }
    if (m_count == 0)
        return;
    std::pair const entry(distance, pair.geometry);
    m_nearest.insert(std::upper_bound(m_nearest.begin(), m_nearest.end(), entry), entry);
    if (m_nearest.size() > m_count)
        m_nearest.pop_back();
    if (m_nearest.size() == m_count)
        m_last = m_nearest.back().first;
}

std::vector<NearestPair> NearestRanking::result() const {
    std::vector<NearestPair> pairs;
    for (auto const& [geometry, pair] : m_pairs)
        if (pair.distance.value() <= limit() + tie)
            pairs.push_back(pair);
    auto const by_position = [](NearestPair const& l, NearestPair const& r) { return l.geometry < r.geometry; };
    std::sort(pairs.begin(), pairs.end(), [&](NearestPair const& l, NearestPair const& r) {
        return l.distance != r.distance ? l.distance < r.distance : by_position(l, r);
    });
    for (auto first = pairs.begin(); first != pairs.end();) {
        auto const last = std::find_if(
            first, pairs.end(), [&](NearestPair const& p) { return p.distance > first->distance + Metres(tie); });
        std::sort(first, last, by_position);
        first = last;
    }
    if (m_count > 0 && pairs.size() > m_count)
        pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(m_count), pairs.end());
    return pairs;
}

} // namespace oreway
