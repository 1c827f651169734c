// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The steps by which a scene is made from layers: read each role alone, link the parts, check the study against them.

#include <string>
#include <vector>

#include "oreway/model/layer_reader.hpp"
#include "oreway/base/text.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

/// The ends of a leg as its layer names them.
struct LegEnds {
    std::string from;
    std::string to;
};

void read_nodes(LayerReader const& layer, Scene& scene);
[[nodiscard]] std::vector<LegEnds> read_legs(LayerReader const& layer, Scene& scene);
void read_mines(LayerReader const& layer, Scene& scene);
void read_countries(LayerReader const& layer, Scene& scene);
/// Corridors as their layer gives them; their lines go to `scene.corridor_lines` and may be null.
void read_corridors(LayerReader const& layer, Scene& scene);

enum class NodesLayer { given, absent };

/// Turns names of ends into nodes. Without a nodes layer the ends of the legs become nodes of unknown country.
void link_leg_ends(std::vector<LegEnds> const& ends, NodesLayer nodes, Scene& scene, Problems& problems);
/// Puts the legs into their corridors, in order of travel.
void link_corridor_legs(LayerReader const& layer, Scene& scene);
/// Lines, status, origin and destination of all corridors, once their legs are known.
void complete_corridors(Scene& scene, Problems& problems);
/// Everything the study names must be there; countries that the layers use must be known.
void check_references(Study const& study, Scene const& scene, Problems& problems);

/// Position of the object with an id.
template <class Object>
[[nodiscard]] std::optional<std::size_t> find_id(std::vector<Object> const& objects, std::string_view id) {
    for (std::size_t i = 0; i < objects.size(); ++i)
        if (objects[i].id == id)
            return i;
    return std::nullopt;
}

/// "did you mean 'X'?" for an id that nobody has, or what to do when nothing is near.
template <class Object> [[nodiscard]] std::string suggestion(std::vector<Object> const& objects, std::string_view id) {
    std::vector<std::string> ids;
    for (Object const& object : objects)
        ids.push_back(object.id);
    auto const near = nearest_spelling(id, ids);
    return near ? "did you mean '" + *near + "'?" : "add it or correct the name";
}

} // namespace oreway
