// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a way is measured by, what may be used, and both applied to a network: one number for every arc and passage.
///
///     Weights weights(network, {.of = Objective::Of::cost}, {.avoided_countries = {"RU", "BY"}});
///     ShortestPaths search(weights);
///
/// Immutable and safe to read from several threads; refers to the network, which must outlive it.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/network/network.hpp"

namespace oreway {

/// What is to be small.
struct Objective {
    enum class Of : std::uint8_t {
        time,             ///< hours
        cost,             ///< USD a tonne
        distance,         ///< km
        co2e,             ///< kg CO2e a tonne
        generalised_cost, ///< USD a tonne: cost + value of time x time
        exposure,         ///< km in the countries of a set
    } of = Of::cost;
    double value_of_time_usd_th = 0.0;       ///< USD a tonne and hour, for generalised_cost
    std::vector<std::string> countries = {}; ///< for exposure
};
[[nodiscard]] std::string_view name_of(Objective::Of of) noexcept;
[[nodiscard]] std::optional<Objective::Of> parse_objective(std::string_view text) noexcept;
/// "h", "USD/t", "km", "kg CO2e/t".
[[nodiscard]] std::string_view unit_of(Objective::Of of) noexcept;

/// What may not be used. Everything is allowed by default but legs that are planned, under construction or closed.
struct Restriction {
    /// Legs with a part in one of them and nodes in one of them are closed.
    std::vector<std::string> avoided_countries = {};
    std::vector<LegId> closed_legs = {};
    std::vector<NodeId> closed_nodes = {};
    std::vector<Mode> only_modes = {}; ///< empty: all, and legs without a mode
    /// When set, legs with years are open in their years whatever their status is.
    std::optional<int> year = {};
    std::vector<Status> open_status = {Status::operating, Status::unknown};
};

class SearchGraph;

class Weights {
public:
    /// Legs that lack what the objective needs are closed and named in problems() ("network.value.missing").
    /// \throws UsageError when a country is in no node and no leg of the network, or a value of time is negative
    Weights(Network const& network, Objective const& objective, Restriction const& restriction = {});
    Weights(Weights&&) noexcept;
    Weights& operator=(Weights&&) noexcept;
    ~Weights();

    [[nodiscard]] Network const& network() const noexcept;
    [[nodiscard]] Objective const& objective() const noexcept;
    [[nodiscard]] Problems const& problems() const noexcept;

    [[nodiscard]] bool is_open(NodeId node) const noexcept;
    [[nodiscard]] bool is_open(ArcId arc) const noexcept;
    /// Why a leg may not be used ("in avoided RU", "planned", "no time"); empty when it may.
    [[nodiscard]] std::string why_closed(LegId leg) const;

    /// Weights in the unit of the objective; infinite for a closed arc.
    [[nodiscard]] double arc(ArcId arc) const noexcept;
    [[nodiscard]] double passage(ArcId in, ArcId out) const noexcept;
    [[nodiscard]] double departure(ArcId out) const noexcept;
    [[nodiscard]] double arrival(ArcId in) const noexcept;
    /// Of a way of arcs that follow each other; zero for none.
    [[nodiscard]] double of_path(std::span<ArcId const> arcs) const noexcept;

    /// The arrays that searches walk on; private to the room.
    [[nodiscard]] SearchGraph const& graph() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
