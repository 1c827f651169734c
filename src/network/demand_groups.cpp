// SPDX-License-Identifier: MIT
// Groups demands in the order of their origins.

#include "network/demand_groups.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

std::vector<DemandGroup> demand_groups(std::span<Demand const> demands) {
    std::map<std::size_t, DemandGroup> by_origin;
    for (std::size_t i = 0; i < demands.size(); ++i) {
        if (!std::isfinite(demands[i].tonnes) || demands[i].tonnes < 0.0)
            throw UsageError({.what = fmt::format("demand {} has {} tonnes", i + 1, demands[i].tonnes),
                              .where = "",
                              .remedy = "give tonnes of zero or more"});
        DemandGroup& group = by_origin[index(demands[i].from)];
        group.origin = demands[i].from;
        group.demands.push_back(i);
    }
    std::vector<DemandGroup> groups;
    for (auto& [origin, group] : by_origin)
        groups.push_back(std::move(group));
    return groups;
}

} // namespace oreway
