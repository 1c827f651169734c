// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The scene: corridors, legs, nodes, mines and countries of a study as domain objects, checked and linked. Everything
/// refers to positions in these arrays. Geometry stays in flat containers that run in parallel to the objects.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/model/rates.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

enum class Status { operating, construction, planned, closed, unknown };
[[nodiscard]] std::string_view name_of(Status status) noexcept;
[[nodiscard]] Status parse_status(std::string_view text) noexcept;

/// A station, port, border crossing or town where legs meet.
struct Node {
    std::string id;
    std::string name;
    std::string country;
    std::string kind;
    std::optional<double> dwell_h;                     ///< site value, hours a passage
    std::optional<double> fee_usd_t;                   ///< site value, USD per tonne a passage
    std::string gauge_change;                          ///< "1435/1520" when wagons change gauge here
    std::optional<double> dwell_low_h = std::nullopt;  ///< the spread of dwell_h, low <= dwell_h <= high
    std::optional<double> dwell_high_h = std::nullopt; ///< given together with the low end or not at all
};

/// A section of one mode between two nodes; shared by all corridors that use it.
struct Leg {
    std::string id;
    std::optional<std::size_t> from; ///< node
    std::optional<std::size_t> to;
    std::optional<Mode> mode;
    std::optional<int> gauge_mm; ///< rail only
    Status status = Status::unknown;
    std::vector<std::string> countries; ///< declared; empty for the sea
    std::string sea;                    ///< CASPIAN, BLACK_SEA, OCEAN, CANAL; empty on land
    std::optional<double> published_km; ///< real length as published or measured
    std::string length_source;
    std::string source;
    std::optional<double> capacity_t = std::nullopt; ///< tonnes a year, both directions together
};

/// A leg as a corridor uses it.
struct LegUse {
    std::size_t leg = 0;
    bool reversed = false;
};

struct Corridor {
    std::string id;
    std::string name;
    std::string origin;
    std::string destination;
    Status status = Status::unknown; ///< as given, else the worst of its legs
    std::vector<LegUse> legs;        ///< in order of travel; empty when the study knows only the line
    std::string source;
};

struct Mine {
    std::string id;
    std::string name;
    std::string country;
    std::vector<std::string> commodities; ///< main one first
    std::string operator_name;
    std::string status;
    std::optional<double> production_t; ///< tonnes a year of `production_of`
    std::string production_of;
    std::optional<double> precision_km; ///< of the position
};

struct Country {
    std::string id;
    std::string name;
};

struct Scene {
    std::vector<Node> nodes;
    LonLatGeometries node_points;
    std::vector<Leg> legs;
    LonLatGeometries leg_lines;
    std::vector<Corridor> corridors;
    /// One line geometry a corridor, in order of travel; made from the legs when there are any.
    LonLatGeometries corridor_lines;
    std::vector<Mine> mines;
    LonLatGeometries mine_points;
    std::vector<Country> countries;
    LonLatGeometries country_polygons;
    RateTable rates;
};

/// Builds the scene from the layers of a study. Every problem is collected: fields that are missing (with the nearest
/// spelling), duplicate ids, ends that are no node, corridors whose legs do not connect, unknown modes, null
/// geometries.
///
/// \param layers  the layers that were read, by role; `corridors` is needed, the others may be missing
[[nodiscard]] Scene build_scene(Study const& study, std::map<LayerRole, FeatureLayer> const& layers, RateTable rates,
                                Problems& problems);

} // namespace oreway
