// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The ends of a way as a user names them: a node of the network, a mine, or a place by its coordinates. A mine and a
/// place are joined to the nearest node by an access leg along the geodesic.

#include <optional>
#include <string>

#include "jobs/network_input.hpp"
#include "oreway/network/journey.hpp"
#include "oreway/network/weights.hpp"

namespace oreway {

struct RouteEnd {
    std::string id;    ///< of the node or the mine; the coordinates of a place
    std::string label; ///< name for people
    NodeId node{};     ///< where the network is entered or left
    bool has_access = false;
    JourneySums access;       ///< between the place and the node; NaN where a rate is missing
    std::string access_basis; ///< "road KZ, geodesic x 1.0, transfer at the node"
    std::optional<LonLat> place;
};

/// Finds an end. In order: "LON,LAT"; the id of a node; the id of a mine ("mine:" in front asks for one); the name of a
/// node; the id of a node in other case; the name of a mine. Mines are joined to the nearest node with an open rail leg
/// (of any mode where the network has no rail), other places to the nearest node with an open leg. \throws UsageError
/// when nothing or several fit, with the nearest names; DataError when the network is too far away
[[nodiscard]] RouteEnd find_end(StudyNetwork const& network, Weights const& weights, std::string const& text);

} // namespace oreway
