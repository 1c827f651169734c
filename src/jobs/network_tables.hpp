// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From the layers of a study to the tables of a network: columns under our names, facts joined from other tables, ends
/// of lines snapped where no field names them, and nodes split where the study says so.

#include <filesystem>
#include <optional>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/model/study.hpp"
#include "oreway/network/tables.hpp"

namespace oreway {

/// A layer with the way its fields are called, and the tables joined to it, in the order of the study.
struct BoundLayer {
    FeatureLayer layer;
    LayerBinding binding;
    struct Joined {
        FeatureLayer layer;
        LayerBinding binding;
    };
    std::vector<Joined> joined;
};

struct NetworkTables {
    LegTable legs;
    NodeTable nodes;
};

/// \param nodes    absent: nodes are made from the legs
/// \param charges  absent: none
[[nodiscard]] NetworkTables make_network_tables(BoundLayer const& legs, std::optional<BoundLayer> const& nodes,
                                                std::optional<FeatureLayer> const& charges,
                                                NetworkSettings const& settings, Problems& problems);

} // namespace oreway
