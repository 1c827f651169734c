// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Everything about the lines of a scene that is measured once and shared by all indicators: lengths, their parts by
/// country, and an index for each corridor. A leg that several corridors use is measured once.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

/// A line with its length by country; the empty id stands for "in no country". The parts add up to the length.
struct MeasuredLine {
    Metres length;
    std::map<std::string, Metres> by_country;
};

struct MeasuredScene {
    std::vector<MeasuredLine> legs;      ///< parallel to Scene::legs
    std::vector<MeasuredLine> corridors; ///< parallel to Scene::corridors
    std::deque<LonLatGeometries> lines;  ///< one container a corridor: what its index is made of
    std::vector<std::optional<EdgeIndex>> indexes;
};

[[nodiscard]] MeasuredScene measure(Scene const& scene, Progress& progress);

} // namespace oreway
