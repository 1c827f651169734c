// SPDX-License-Identifier: MIT
// Reliability: the transit time that half of all journeys keep, the one that 19 of 20 keep, and the reserve between.

#include <array>

#include <fmt/format.h>

#include "compare/families.hpp"

namespace oreway {

void add_reliability(TimeParts const& parts, Total const& transit, ReliabilityOptions const& options,
                     IndicatorValues& values) {
    constexpr std::array ids = {"transit_p50_h", "transit_p95_h", "buffer_index_pct"};
    if (!transit.known() || parts.varying.empty()) {
        std::string const reason = transit.known() ? "no rate and no node of the way has a spread" : transit.reason();
        for (char const* id : ids)
            values[id].value = Absent{reason};
        return;
    }
    SimulatedTime const time = simulate_time(parts.fixed_h, parts.varying, options);
    std::string const basis =
        fmt::format("{} distributions of {} parts of transit_time_h, {:.1f} h of it fixed; {} draws, seed {}",
                    name_of(options.shape), parts.varying.size(), parts.fixed_h, options.draws, options.seed);
    values[ids[0]] = {time.p50_h, basis};
    values[ids[1]] = {time.p95_h, basis};
    values[ids[2]] = {100.0 * time.buffer_index(), basis};
}

} // namespace oreway
