// SPDX-License-Identifier: MIT
#pragma once

// What happens when a node is passed from one arc to another, and what it costs: the charges of the node first, then
// the rates. network.hpp states the rule.

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oreway/model/rates.hpp"
#include "oreway/network/network.hpp"

namespace oreway {

/// An arc as a node at one of its ends sees it. Arcs that look the same cost the same.
struct ArcEndView {
    std::optional<Mode> mode;
    std::optional<int> gauge_mm;
    std::string border_from; ///< border of the leg that belongs to this node, in the direction of travel; else empty
    std::string border_to;
    std::string country; ///< of the leg at this end, for nodes that have none
    std::string sea;
    bool domestic = false; ///< the other end lies in the node's country

    auto operator<=>(ArcEndView const&) const = default;
};

/// Something that happens at a node.
struct PassageEvent {
    PassageKind kind = PassageKind::passage;
    std::string country_from;
    std::string country_to;
    std::string_view mode; ///< whose rate holds
    std::string sea;       ///< of a port
};

/// Charges of one node.
struct NodeCharges {
    std::optional<double> site_h; ///< of any passage
    std::optional<double> site_usd_t;
    FeeSharing sharing = FeeSharing::whole_at_node;
    DomesticLegs domestic = DomesticLegs::pay;
    std::vector<PassageCharge> by_kind;

    [[nodiscard]] bool any() const noexcept { return site_h || site_usd_t || !by_kind.empty(); }
};

class PassageRules {
public:
    PassageRules() = default;
    explicit PassageRules(RateTable rates) : m_rates(std::move(rates)) {}

    /// The charges of a node, made when there are none.
    [[nodiscard]] NodeCharges& charges_of(NodeId node) { return m_charges[index(node)]; }
    [[nodiscard]] NodeCharges const* find_charges(NodeId node) const noexcept;

    /// Everything that happens from one arc to the next with its cost; `in` is null at the origin, `out` at the
    /// destination. Charges and rates that are missing are remembered in `missing` when it is given.
    [[nodiscard]] std::vector<PassageItem> items(NodeId node, std::string const& country, ArcEndView const* in,
                                                 ArcEndView const* out, std::set<std::string>* missing) const;

    /// Whether the rates speak of a quantity at all.
    [[nodiscard]] bool has_rates_for(std::string_view quantity) const noexcept;

private:
    RateTable m_rates;
    std::map<std::size_t, NodeCharges> m_charges;
};

/// Time and money of all items.
[[nodiscard]] PassageCost sum_of(std::vector<PassageItem> const& items) noexcept;

} // namespace oreway
