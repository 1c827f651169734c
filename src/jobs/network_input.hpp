// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The network of a study: its legs and nodes read from whatever they are kept in, joined with what other tables say of
/// them, and built. All commands on networks start here, the bundled study like any other.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"
#include "oreway/network/network.hpp"

namespace oreway {

/// A mine as an end of a way.
struct MineSite {
    Mine mine;
    std::optional<LonLat> position;
};

struct StudyNetwork {
    std::filesystem::path file; ///< of the study
    Study study;
    RateTable rates;
    Network network;
    std::vector<MineSite> mines;
    std::map<std::string, std::vector<std::string>> corridor_legs; ///< ids of the legs of each corridor
    std::vector<ReceiptInput> receipts;
};

/// What wins over the study file.
struct NetworkOverrides {
    std::optional<ParallelLegs> parallel{};
};

/// Reads a study (empty: the bundled one) and builds its network. Remarks of the build go to `problems`.
/// \throws DataError with all faults of the data; IoError; Cancelled
[[nodiscard]] StudyNetwork load_network(std::filesystem::path const& study, NetworkOverrides const& overrides,
                                        InputOptions const& options, Problems& problems, Progress& progress);

} // namespace oreway
