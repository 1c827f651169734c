// SPDX-License-Identifier: MIT
#pragma once

// The arrays of a network. Filled once by the builder, read by the accessors of Network.

#include <string>
#include <vector>

#include "network/passage_rules.hpp"
#include "oreway/network/network.hpp"

namespace oreway {

/// A country that is not given.
inline constexpr CountryIndex no_country = 0xFFFF;

struct Network::Impl {
    // Nodes.
    TextColumn node_ids;
    std::vector<std::string> names;         // empty, or one a node
    std::vector<CountryIndex> node_country; // one a node
    std::vector<LonLat> positions;          // empty, or one a node
    std::vector<bool> is_border;            // one a node
    std::vector<std::uint32_t> nodes_by_id; // nodes sorted by id

    // Legs.
    TextColumn leg_ids;
    std::vector<LegFacts> legs;
    std::vector<std::uint32_t> leg_country_ends = {0}; // offsets into leg_countries, one more than legs
    std::vector<LegCountry> leg_countries;
    std::vector<std::string> seas; // by row of the table; empty: none
    LonLatGeometries lines;        // by row of the table; empty: none
    std::vector<std::uint32_t> legs_by_id;
    std::vector<std::string> countries;
    std::vector<ParallelGroup> parallel_groups;

    // Arcs, sorted by tail.
    std::vector<Arc> arcs;
    std::vector<std::uint32_t> first_out; // one more than nodes
    std::vector<std::uint32_t> first_in;  // likewise
    std::vector<ArcId> into;
    std::vector<ArcId> forward_arc;  // one a leg, or no_arc
    std::vector<ArcId> backward_arc; // likewise

    // Passages. All empty in a network where passing is free everywhere.
    PassageRules rules;
    std::vector<std::uint16_t> arrival_class;   // by arc
    std::vector<std::uint16_t> departure_class; // by arc
    std::vector<std::uint16_t> arrival_classes; // by node
    std::vector<std::uint16_t> departure_classes;
    std::vector<std::uint32_t> passage_offset; // by node, one more than nodes
    std::vector<PassageCost> passages;
    std::vector<PassageCost> departures; // by arc
    std::vector<PassageCost> arrivals;

    static constexpr ArcId no_arc{0xFFFFFFFFu};

    [[nodiscard]] std::string_view country_name(CountryIndex country) const noexcept {
        return country == no_country ? std::string_view() : std::string_view(countries[country]);
    }
    [[nodiscard]] std::string_view sea_of(LegFacts const& leg) const noexcept {
        return seas.empty() ? std::string_view() : std::string_view(seas[leg.row]);
    }
    [[nodiscard]] std::span<LegCountry const> countries_of(std::size_t leg) const noexcept {
        return std::span(leg_countries)
            .subspan(leg_country_ends[leg], leg_country_ends[leg + 1] - leg_country_ends[leg]);
    }
};

/// An end of an arc.
enum class ArcEnd : std::uint8_t { tail, head };
/// An arc as the node at one of its ends sees it.
[[nodiscard]] ArcEndView view_at(Network::Impl const& network, ArcId arc, ArcEnd end);

} // namespace oreway
