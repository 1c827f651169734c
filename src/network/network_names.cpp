// SPDX-License-Identifier: MIT
// How the kinds and choices of networks are called in files, options and messages.

#include <array>
#include <utility>

#include "oreway/base/text.hpp"
#include "oreway/network/weights.hpp"

namespace oreway {

namespace {

template <class Value, std::size_t Count> using Names = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Names<PassageKind, 5> passage_kinds = {{{PassageKind::passage, "passage"},
                                                  {PassageKind::border, "border"},
                                                  {PassageKind::gauge, "gauge"},
                                                  {PassageKind::mode, "mode"},
                                                  {PassageKind::port, "port"}}};
constexpr Names<ParallelLegs, 4> parallel_policies = {{{ParallelLegs::keep, "keep"},
                                                       {ParallelLegs::last, "last"},
                                                       {ParallelLegs::first, "first"},
                                                       {ParallelLegs::cheapest, "cheapest"}}};
constexpr Names<ValueOrigin, 5> origins = {{{ValueOrigin::missing, "missing"},
                                            {ValueOrigin::column, "column"},
                                            {ValueOrigin::geometry, "geometry"},
                                            {ValueOrigin::leg_rate, "leg rate"},
                                            {ValueOrigin::rate_table, "rates"}}};

struct ObjectiveName {
    Objective::Of of;
    std::string_view name;
    std::string_view unit;
};
constexpr std::array objectives = {
    ObjectiveName{Objective::Of::time, "time", "h"},
    ObjectiveName{Objective::Of::cost, "cost", "USD/t"},
    ObjectiveName{Objective::Of::distance, "distance", "km"},
    ObjectiveName{Objective::Of::co2e, "co2e", "kg CO2e/t"},
    ObjectiveName{Objective::Of::generalised_cost, "generalised-cost", "USD/t"},
    ObjectiveName{Objective::Of::exposure, "exposure", "km"},
};

template <class Value, std::size_t Count>
std::string_view name_in(Names<Value, Count> const& names, Value value) noexcept {
    for (auto const& [candidate, name] : names)
        if (candidate == value)
            return name;
    return {};
}

} // namespace

std::string_view name_of(PassageKind kind) noexcept {
    return name_in(passage_kinds, kind);
}

std::string_view name_of(ParallelLegs policy) noexcept {
    return name_in(parallel_policies, policy);
}

std::optional<ParallelLegs> parse_parallel_legs(std::string_view text) noexcept {
    for (auto const& [policy, name] : parallel_policies)
        if (name == text)
            return policy;
    return std::nullopt;
}

std::string_view name_of(ValueOrigin origin) noexcept {
    return name_in(origins, origin);
}

std::string_view name_of(Objective::Of of) noexcept {
    for (ObjectiveName const& objective : objectives)
        if (objective.of == of)
            return objective.name;
    return {};
}

std::optional<Objective::Of> parse_objective(std::string_view text) noexcept {
    for (ObjectiveName const& objective : objectives)
        if (objective.name == text)
            return objective.of;
    return std::nullopt;
}

std::string_view unit_of(Objective::Of of) noexcept {
    for (ObjectiveName const& objective : objectives)
        if (objective.of == of)
            return objective.unit;
    return {};
}

} // namespace oreway
