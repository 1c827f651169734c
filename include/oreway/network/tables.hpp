// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a network is built from: plain columns of legs and nodes, whatever they were read from (line layers, CSV files,
/// a study), and what passing a node costs.
///
///     LegTable legs;
///     legs.add_row("KZ1", "AKTAU", "BEYNEU");
///     legs.length_km = {398.0};
///     legs.cost_usd_t = {15.10};
///
/// A column may be empty, which means that no leg has that value; otherwise it has one entry a leg. In columns of
/// numbers NaN means "not given"; build_network fills it from the rates of mode and country where they have it and
/// marks it as filled. Units are in the names: kilometres, hours, km/h, USD per tonne, USD per tonne-kilometre, kg CO2e
/// per tonne, tonnes a year.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/geom/attributes.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/model/rates.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

/// A number that is not given.
inline constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

/// In which directions a leg may be travelled; forward is from its first to its second node.
enum class TravelDirection : std::uint8_t { both, forward, backward };

/// Part of a leg that lies in one country; the shares of a leg sum to 1.
struct CountryPart {
    std::string country;
    double share = 1.0;
};

/// Legs by column; row i of every column belongs to leg i.
struct LegTable {
    TextColumn id;                          ///< unique
    TextColumn from;                        ///< id of a node
    TextColumn to;                          ///< id of a node
    std::vector<TravelDirection> direction; ///< empty: all both ways
    std::vector<std::optional<Mode>> mode;
    std::vector<std::optional<int>> gauge_mm;
    /// In order from `from` to `to`. Used for rates, for sums by country and for avoidance; empty at sea.
    std::vector<std::vector<CountryPart>> countries;
    std::vector<std::string> sea; ///< CASPIAN, BLACK_SEA, OCEAN: where a leg at sea looks for its rates
    std::vector<Status> status;
    std::vector<int> year_from; ///< first year in which the leg is open; 0: not given
    std::vector<int> year_to;   ///< last one; 0: not given
    std::vector<double> length_km;
    std::vector<double> speed_kmh;
    std::vector<double> tariff_usd_tkm;
    std::vector<double> time_h;     ///< wins over speed
    std::vector<double> cost_usd_t; ///< wins over tariff
    std::vector<double> co2e_g_tkm;
    std::vector<double> capacity_t; ///< tonnes a year, both directions together; NaN: unlimited
    LonLatGeometries lines;         ///< one a leg, which may be null, or none at all
    std::string where = "legs";     ///< names the table in messages

    /// Appends a leg to the three columns that every table has.
    void add_row(std::string_view leg, std::string_view from_node, std::string_view to_node) {
        id.push_back(leg);
        from.push_back(from_node);
        to.push_back(to_node);
    }
    [[nodiscard]] std::size_t size() const noexcept { return id.size(); }
};

/// Why passing a node takes time or money. `passage`: whatever happens there (the value of a site as a whole).
enum class PassageKind : std::uint8_t { passage, border, gauge, mode, port };
[[nodiscard]] std::string_view name_of(PassageKind kind) noexcept;

/// How the value of a site as a whole (PassageKind::passage) falls on those who use the node.
enum class FeeSharing : std::uint8_t {
    whole_at_node, ///< once for each passage from one leg to another; nothing at origin and destination
    half_per_leg,  ///< half with each adjoining leg: a passage bears the whole, origin and destination bear half
};
/// Whether those who stay in the node's country (use only legs whose other end lies there) bear the value of a site as
/// a whole. `waived`: a passage between two domestic legs is free, and so is a domestic leg at origin and destination;
/// a passage to or from a leg abroad bears the whole all the same.
enum class DomesticLegs : std::uint8_t { pay, waived };

/// One charge at one node for one kind of passage. Where several fit, the exact pair of countries wins over one with
/// "*", and that over two; a pair holds in the direction of travel.
struct PassageCharge {
    std::string node = {};
    PassageKind kind = PassageKind::passage;
    std::string country_from = "*"; ///< borders only: the country left
    std::string country_to = "*";   ///< borders only: the country entered
    double dwell_h = not_given;
    double fee_usd_t = not_given;
};

/// Nodes by column. A network may go without: nodes are then made from the ids in the legs.
struct NodeTable {
    TextColumn id; ///< unique
    std::vector<std::string> name;
    std::vector<std::string> country;
    std::vector<std::string> kind;      ///< "border", "port", "station"; borders on a leg are passed at its border node
    std::vector<LonLat> position;       ///< NaN: not known
    std::vector<double> dwell_h;        ///< of a passage, whatever happens: a charge of kind `passage`
    std::vector<double> fee_usd_t;      ///< likewise
    std::vector<FeeSharing> sharing;    ///< empty: whole_at_node
    std::vector<DomesticLegs> domestic; ///< empty: pay
    std::vector<PassageCharge> charges; ///< rows by kind of passage, in any order and number
    std::string where = "nodes";        ///< names the table in messages

    [[nodiscard]] std::size_t size() const noexcept { return id.size(); }
};

} // namespace oreway
