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

/// Another table with facts about the same legs or nodes, joined by their id.
struct JoinedTable {
    std::string path;
    std::string layer;
    std::map<std::string, std::string> fields; ///< our name -> column; `id` is the column to join by
    /// Whether the study can do without the file; what it holds is then not known.
    enum class Need : std::uint8_t { required, optional } need = Need::required;
    friend bool operator==(JoinedTable const&, JoinedTable const&) = default;
};

/// One layer of the study: where it is and how its fields are called.
struct LayerBinding {
    std::string path;                          ///< relative to the study file, or a GDAL name
    std::string layer;                         ///< empty: the only layer of the dataset
    std::string crs;                           ///< used when the data have none (`--assume-crs` for one layer)
    std::string encoding;                      ///< overrides .cpg
    std::map<std::string, std::string> fields; ///< our name -> field of the layer
    std::map<std::string, std::map<std::string, std::string>> values; ///< our name -> (value in the data -> our value)
    std::vector<JoinedTable> joins;                                   ///< legs and nodes only
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

/// Judgements of how much more important one criterion is than another (Saaty's scale from 1/9 to 9). Row and column
/// follow the criteria; the matrix is reciprocal. Weights are taken from it in place of those of the criteria.
struct PairwiseJudgements {
    std::vector<std::vector<double>> matrix; ///< empty: none
    friend bool operator==(PairwiseJudgements const&, PairwiseJudgements const&) = default;
};

/// What orders the corridors of a group.
enum class RankingMethod : std::uint8_t { weighted_sum, topsis };
[[nodiscard]] std::string_view name_of(RankingMethod method) noexcept;

/// How times between the ends of a spread are distributed round the given value.
enum class SpreadShape : std::uint8_t { triangular, pert };
[[nodiscard]] std::string_view name_of(SpreadShape shape) noexcept;

/// The simulation of transit times.
struct ReliabilityOptions {
    SpreadShape shape = SpreadShape::pert;
    std::uint64_t seed = 1;
    std::uint64_t draws = 10'000;
    friend bool operator==(ReliabilityOptions const&, ReliabilityOptions const&) = default;
};

/// A variation in which lines that are planned or under construction count as open, or some countries, legs or nodes
/// are closed.
struct Scenario {
    std::string id;
    std::string title;
    std::vector<std::string> include_status;
    std::vector<std::string> open_corridors = {}; ///< count as open whatever their status is
    std::vector<std::string> avoided_countries = {};
    std::vector<std::string> closed_legs;
    std::vector<std::string> closed_nodes;
    friend bool operator==(Scenario const&, Scenario const&) = default;
};

/// How legs and nodes become a network (`[network]`). The words are those of the study file.
struct NetworkSettings {
    std::string parallel = "keep";          ///< keep, last, first or cheapest of legs between the same nodes
    std::string length_from = "column";     ///< column or geometry, for legs that have both
    double length_tolerance = 0.05;         ///< share by which they may differ without a warning
    double sentinel_cost_usd_t = 10'000.0;  ///< costs from here on are taken for a mark
    std::string sentinel = "keep";          ///< keep or close such legs
    std::string sharing = "whole_at_node";  ///< or half_per_leg: who bears the charge of a node
    std::string domestic = "pay";           ///< or waived: legs inside the country of a node
    std::string split_suffix = "b";         ///< of the domestic side of nodes that are split
    std::optional<Metres> snap_tolerance{}; ///< set: ends of lines are joined instead of named by fields
    std::string noding = "ends_only";       ///< or shared_vertices
    TableBinding charges{};                 ///< fields: node, kind, country_from, country_to, dwell_h, fee_usd_t
    double access_usd_t = 0.0;              ///< once for each pair, on top of the way
    double access_h = 0.0;
    Metres access_limit{200'000.0};   ///< how far a mine or a place may lie from the network
    std::string access_mode = "road"; ///< whose rates hold between a mine and the network
    double access_detour = 1.0;       ///< length of the way to the network over the geodesic
    friend bool operator==(NetworkSettings const&, NetworkSettings const&) = default;
};

/// A standing question: how goods get from one place to some others, in some scenarios.
struct Question {
    std::string id;
    std::string title;
    std::string commodity;
    std::string origin;                    ///< id or name of a node or a mine
    std::vector<std::string> destinations; ///< likewise
    std::vector<std::string> scenarios;    ///< ids; "today" is the network as it is
    std::string exposure;                  ///< id of an exposure set; empty: none
    friend bool operator==(Question const&, Question const&) = default;
};

struct Study {
    std::string title;
    std::optional<LonLatBox> bbox; ///< first view of the map and extent of the raster; empty: round the corridors
    Degrees raster_resolution{0.05};
    std::vector<Metres> catchments;      ///< radii, increasing; default 25, 50, 100 km
    std::vector<double> catchment_hours; ///< limits of road access by time, increasing; none by default
    std::vector<double> catchment_usd_t; ///< limits of road access by cost, increasing; none by default
    Metres overlap_tolerance{1000.0};
    std::map<LayerRole, LayerBinding> layers;
    std::string rates_path;
    TableBinding sources; ///< path empty: none. Fields: id, title, pattern
    std::vector<TableBinding>
        tables; ///< other tables whose rows are checked. Fields: id, source, source_ids, confidence
    std::vector<ExposureSet> exposures;
    std::vector<Criterion> criteria;
    RankingMethod ranking_method = RankingMethod::weighted_sum;
    PairwiseJudgements judgements;
    ReliabilityOptions reliability;
    std::uint64_t stability_seed = 1;
    std::uint64_t stability_draws = 1000;
    std::vector<Group> groups;
    std::vector<Scenario> scenarios;
    NetworkSettings network{};
    std::vector<Question> questions{};
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
