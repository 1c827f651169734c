// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The network: nodes, legs and arcs in flat arrays, with what passing a node costs from one leg to another. Immutable
/// and safe to read from several threads.
///
///     Problems problems;
///     Network network = build_network(legs, nodes, rates, {}, problems);
///     throw_if_errors(problems, "building the network");
///
/// Arcs are numbered by the node they leave, so the arcs that leave a node are neighbours. Nodes stand in the order of
/// the node table (else in the order in which the legs name them), legs in the order of the leg table without those
/// that were left out.
///
/// Passing a node. From an incoming to an outgoing arc there may happen: a border, when a leg on land has its ends in
/// two countries and its border belongs to this node (to the end of kind "border"; of two such ends to the one with a
/// charge; else to the one in the country entered), or when two legs of different countries meet at a node without a
/// country; a change of gauge between two rail legs; a port between land and sea; a change of mode between rail and
/// road. Each costs what the node's charge for that kind says; without one, the node's charge for any passage covers
/// all that happens; without that, the rates hold (border_dwell_h, border_fee_usd_t and so on; of a border the country
/// entered, then the country left, then "*"; of a port the node's country, then the sea, then "*"). A charge for any
/// passage is due once, even when nothing of the kind happens. At origin and destination only the border of the leg is
/// passed, if it belongs there; see FeeSharing for the other rule. What has neither charge nor rate costs nothing and
/// is named in the problems
/// ("network.charge").
///
/// Sources: UN ESCAP time/cost-distance method for legs and nodes; the sharing of fees by halves and the waiver for
/// domestic legs follow the World Bank's study of Central Asian railways (GOST_PublicGoods, asia_railways, MIT).

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/network/ids.hpp"
#include "oreway/network/tables.hpp"

namespace oreway {

/// Which of several legs between the same two nodes (in either direction) are kept. The others are left out.
enum class ParallelLegs : std::uint8_t { keep, last, first, cheapest };
[[nodiscard]] std::string_view name_of(ParallelLegs policy) noexcept;
[[nodiscard]] std::optional<ParallelLegs> parse_parallel_legs(std::string_view text) noexcept;

/// Which length counts when a leg has both: its column, or its line.
enum class LengthFrom : std::uint8_t { column, geometry };

struct NetworkOptions {
    ParallelLegs parallel = ParallelLegs::keep;
    LengthFrom length_from = LengthFrom::column;
    /// A length in the column that differs from the line by more than this share is a warning.
    double length_tolerance = 0.05;
    /// A cost of this much or more is reported as a mark for "closed" ("network.sentinel"), USD a tonne.
    double sentinel_cost_usd_t = 10'000.0;
    /// Whether legs with such a cost are left out or keep it.
    enum class Sentinel : std::uint8_t { keep, close } sentinel = Sentinel::keep;
};

/// Where a value of a leg comes from.
enum class ValueOrigin : std::uint8_t {
    missing,    ///< not given and no rate: the value is NaN
    column,     ///< given
    geometry,   ///< length of the line
    leg_rate,   ///< from the leg's own speed, tariff or factor and its length
    rate_table, ///< filled from the rates of mode and country
};
[[nodiscard]] std::string_view name_of(ValueOrigin origin) noexcept;

/// What is known of a leg. A value that is not known is NaN.
struct LegFacts {
    NodeId from{};
    NodeId to{};
    std::uint32_t row = 0; ///< in the leg table
    TravelDirection direction = TravelDirection::both;
    std::optional<Mode> mode;
    std::optional<int> gauge_mm;
    Status status = Status::unknown;
    int year_from = 0;
    int year_to = 0;
    double length_km = not_given;
    double time_h = not_given;
    double cost_usd_t = not_given;
    double co2e_kg_t = not_given;
    double capacity_t = not_given; ///< NaN: unlimited
    ValueOrigin length_origin = ValueOrigin::missing;
    ValueOrigin time_origin = ValueOrigin::missing;
    ValueOrigin cost_origin = ValueOrigin::missing;
    ValueOrigin co2e_origin = ValueOrigin::missing;
};

/// Position in Network::countries().
using CountryIndex = std::uint16_t;

/// Part of a leg in one country. A leg that declares no country lies half in that of each end, at sea in none.
struct LegCountry {
    CountryIndex country = 0;
    double share = 1.0;
};

/// A leg in one direction of travel.
struct Arc {
    NodeId tail{};
    NodeId head{};
    LegId leg{};
    bool reversed = false; ///< from the second to the first node of the leg
};

/// Time and money.
struct PassageCost {
    double hours = 0.0;
    double usd_t = 0.0;
};

/// One thing that happens at a node and what it costs there.
struct PassageItem {
    PassageKind kind = PassageKind::passage;
    std::string country_from; ///< of a border
    std::string country_to;
    PassageCost cost;
    std::string basis; ///< "charge of the node", "border_dwell_h rail KZ", "no charge and no rate"
};

/// Legs of the table between the same two nodes.
struct ParallelGroup {
    NodeId a{};
    NodeId b{};
    std::vector<std::uint32_t> rows; ///< in the leg table, in its order
    std::vector<std::uint32_t> kept; ///< those that are in the network
};

/// Nodes that are connected with each other by legs in any direction, and with no other.
struct NetworkPart {
    std::vector<NodeId> nodes; ///< in order
    std::size_t legs = 0;
};

class Network {
public:
    struct Impl;
    /// For build_network; Impl is private to the room.
    explicit Network(std::unique_ptr<Impl const> impl) noexcept;
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;
    ~Network();

    [[nodiscard]] std::size_t node_count() const noexcept;
    [[nodiscard]] std::size_t leg_count() const noexcept;
    [[nodiscard]] std::size_t arc_count() const noexcept;

    [[nodiscard]] std::string_view id(NodeId node) const noexcept;
    /// The name, or the id when it has none.
    [[nodiscard]] std::string_view name(NodeId node) const noexcept;
    [[nodiscard]] std::string_view country(NodeId node) const noexcept;
    /// Nothing when the place is not known.
    [[nodiscard]] std::optional<LonLat> position(NodeId node) const noexcept;

    [[nodiscard]] std::string_view id(LegId leg) const noexcept;
    [[nodiscard]] LegFacts const& facts(LegId leg) const noexcept;
    [[nodiscard]] std::span<LegCountry const> countries(LegId leg) const noexcept;
    /// The sea of a leg, or nothing.
    [[nodiscard]] std::string_view sea(LegId leg) const noexcept;
    /// The line of a leg from its first to its second node; null when it has none.
    [[nodiscard]] LonLatGeometry line(LegId leg) const noexcept;

    /// All countries of nodes and legs, sorted.
    [[nodiscard]] std::vector<std::string> const& countries() const noexcept;

    [[nodiscard]] Arc const& arc(ArcId arc) const noexcept;
    /// The arcs that leave a node are [first, last).
    struct ArcRange {
        ArcId first{};
        ArcId last{};
        [[nodiscard]] std::size_t size() const noexcept { return index(last) - index(first); }
    };
    [[nodiscard]] ArcRange arcs_from(NodeId node) const noexcept;
    [[nodiscard]] std::span<ArcId const> arcs_into(NodeId node) const noexcept;
    /// The arc of a leg in a direction, if it may be travelled so.
    [[nodiscard]] std::optional<ArcId> arc_of(LegId leg, TravelDirection direction) const noexcept;

    /// What passing from one arc to the next costs; `out` must leave the node that `in` enters.
    [[nodiscard]] PassageCost passage(ArcId in, ArcId out) const noexcept;
    /// What it costs at the origin to leave by an arc, and at the destination to arrive by one.
    [[nodiscard]] PassageCost departure(ArcId out) const noexcept;
    [[nodiscard]] PassageCost arrival(ArcId in) const noexcept;
    /// The same one by one, for itineraries: `in` is nothing at the origin, `out` at the destination.
    [[nodiscard]] std::vector<PassageItem> passage_items(std::optional<ArcId> in, std::optional<ArcId> out) const;

    /// Arcs are of the same class at a node when all passages with them cost the same. Classes are counted from 0 at
    /// each node, for arriving and for leaving arcs by themselves; a node where all passages cost the same has one.
    [[nodiscard]] std::uint16_t arrival_class(ArcId in) const noexcept;
    [[nodiscard]] std::uint16_t departure_class(ArcId out) const noexcept;
    [[nodiscard]] std::uint16_t arrival_classes(NodeId node) const noexcept;
    [[nodiscard]] std::uint16_t departure_classes(NodeId node) const noexcept;
    /// What a passage costs by class; `departure_classes` entries for each arrival class. Empty: all are free.
    [[nodiscard]] std::span<PassageCost const> passages(NodeId node) const noexcept;

    /// The node of an id, else of a name without regard to ASCII case.
    /// \throws UsageError when there is none (with the nearest spellings) or when a name fits several (with their ids)
    [[nodiscard]] NodeId find_node(std::string_view text) const;
    [[nodiscard]] std::optional<NodeId> node_of_id(std::string_view id) const noexcept;
    [[nodiscard]] std::optional<LegId> leg_of_id(std::string_view id) const noexcept;

    [[nodiscard]] std::vector<ParallelGroup> const& parallel_groups() const noexcept;
    /// The connected parts, largest first; a part with one node and no leg is a node that nothing meets.
    [[nodiscard]] std::vector<NetworkPart> parts() const;

private:
    std::unique_ptr<Impl const> m_impl;
};

/// Builds a network from its tables. All problems are collected: ids that are missing or double, ends that are no node,
/// numbers below zero, speeds of zero, lengths of zero, legs from a node to itself (left out), lines that end far from
/// their nodes, lengths that differ from their lines, values that are missing and have no rate, parallel legs, islands,
/// sentinel costs. The network is usable when none of them is an error; rows with an error are left out. A line that
/// runs from the second node to the first is turned round.
///
/// \param nodes  may be empty; its nodes are then those that the legs name, without country or place
/// \param rates  may be empty
/// \throws std::logic_error when a column has neither no entry nor one a row
[[nodiscard]] Network build_network(LegTable legs, NodeTable nodes, RateTable const& rates,
                                    NetworkOptions const& options, Problems& problems);

} // namespace oreway
