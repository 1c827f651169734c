// SPDX-License-Identifier: MIT
// The parts of the strict check in the order of its table of rules.

#include "jobs/data_check.hpp"

namespace oreway {

void check_data_set(DataSet const& data, RuleReport& report, Progress& progress) {
    using Part = void (*)(DataSet const&, RuleReport&);
    constexpr Part parts[] = {check_topology,      check_lengths,  check_values,
                              check_country_codes, check_evidence, check_places};
    progress.stage("checking the rules of the data set", std::size(parts));
    for (Part const part : parts) {
        stop_if_cancelled(progress);
        part(data, report);
        progress.advance(1);
    }
}

} // namespace oreway
