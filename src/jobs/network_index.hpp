// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The index of a network for many questions: kept in a file beside the data, made anew when the data have changed, or
/// made for one question that is large enough.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "oreway/base/progress.hpp"
#include "oreway/network/route_index.hpp"

namespace oreway {

/// An index, if one is used, and what became of it in words for a table: "none", "in memory", "made", "reused",
/// "made anew: ...".
struct ChosenIndex {
    std::optional<RouteIndex> index{};
    std::string state = "none";
};

/// \param file     where it is kept; empty: an index only where it saves time, and not kept
/// \param origins  how many searches it saves
/// \throws UsageError when the file is something else, or the weights cannot be indexed with their sums; IoError
[[nodiscard]] ChosenIndex choose_index(std::filesystem::path const& file, Weights const& weights, std::size_t origins,
                                       Progress& progress);

} // namespace oreway
