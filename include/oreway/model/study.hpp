// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The study file (TOML): which layers play which role, how their fields are called, and what is to be compared how.
///
/// Keys that are not known, values of the wrong type and contradictions are all collected and reported at once, with
/// the line.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/box.hpp"

namespace oreway {

/// The parts a layer can play, as they are called in `[layers.<role>]`.
enum class LayerRole { corridors, corridor_legs, legs, nodes, mines, countries };
[[nodiscard]] std::string_view name_of(LayerRole role) noexcept;

/// One layer of the study: where it is and how its fields are called.
struct LayerBinding {
    std::string path;                          ///< relative to the study file, or a GDAL name
    std::string layer;                         ///< empty: the only layer of the dataset
    std::string crs;                           ///< used when the data have none (`--assume-crs` for one layer)
    std::string encoding;                      ///< overrides .cpg
    std::map<std::string, std::string> fields; ///< our name -> field of the layer
    std::map<std::string, std::map<std::string, std::string>> values; ///< our name -> (value in the data -> our value)
    friend bool operator==(LayerBinding const&, LayerBinding const&) = default;
};

/// A table of the study that is no layer: the sources, or other tables whose rows name a source.
struct TableBinding {
    std::string path;
    std::map<std::string, std::string> fields; ///< our name -> column
    friend bool operator==(TableBinding const&, TableBinding const&) = default;
};

/// A set of countries a planner wants to know the exposure to.
struct ExposureSet {
    std::string id;
    std::string title;
    std::vector<std::string> countries; ///< ISO 3166-1 alpha-2, or whatever ids the countries layer has
    friend bool operator==(ExposureSet const&, ExposureSet const&) = default;
};

/// One criterion of the ranking: an indicator's id and its weight.
struct Criterion {
    std::string indicator;
    double weight = 0.0;
    friend bool operator==(Criterion const&, Criterion const&) = default;
};

/// Corridors that serve the same origin and destination and may therefore be ranked against each other.
struct Group {
    std::string id;
    std::string title;
    std::string origin;
    std::string destination;
    std::vector<std::string> corridors;
    friend bool operator==(Group const&, Group const&) = default;
};

/// A variation in which lines that are planned or under construction count as open, or some legs or nodes are closed.
struct Scenario {
    std::string id;
    std::string title;
    std::vector<std::string> include_status;
    std::vector<std::string> closed_legs;
    std::vector<std::string> closed_nodes;
    friend bool operator==(Scenario const&, Scenario const&) = default;
};

struct Study {
    std::string title;
    std::optional<LonLatBox> bbox; ///< first view of the map and extent of the raster; empty: round the corridors
    Degrees raster_resolution{0.05};
    std::vector<Metres> catchments; ///< radii, increasing; default 25, 50, 100 km
    Metres overlap_tolerance{1000.0};
    std::map<LayerRole, LayerBinding> layers;
    std::string rates_path;
    TableBinding sources; ///< path empty: none. Fields: id, title, pattern
    std::vector<TableBinding>
        tables; ///< other tables whose rows are checked. Fields: id, source, source_ids, confidence
    std::vector<ExposureSet> exposures;
    std::vector<Criterion> criteria;
    std::uint64_t stability_seed = 1;
    std::uint64_t stability_draws = 1000;
    std::vector<Group> groups;
    std::vector<Scenario> scenarios;
    friend bool operator==(Study const&, Study const&) = default;
};

/// Our field names for a role, in documentation order: which ones are needed, their meaning and unit.
struct RoleField {
    LayerRole role;
    std::string_view name;
    bool required;
    std::string_view unit;
    std::string_view meaning;
};
[[nodiscard]] std::vector<RoleField> const& role_fields();
/// The names of role_fields() for one role, in the same order.
[[nodiscard]] std::vector<std::string> field_names(LayerRole role);

/// Reads a study. `where` names the file in problems. The result is usable only when no problem is an error.
[[nodiscard]] Study parse_study(std::string_view toml, std::string_view where, Problems& problems);

/// The study as TOML, as `--print-config` and `init` show it; parse_study reads it back to an equal study.
[[nodiscard]] std::string to_toml(Study const& study);

} // namespace oreway
