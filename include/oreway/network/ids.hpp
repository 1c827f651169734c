// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Positions in the arrays of a network, each with a type of its own, so that a node is never taken for a leg.
///
/// A leg is a section between two nodes as the data have it; an arc is a leg in one direction of travel. A leg that is
/// open both ways has two arcs.

#include <cstddef>
#include <cstdint>

namespace oreway {

enum class NodeId : std::uint32_t {};
enum class LegId : std::uint32_t {};
enum class ArcId : std::uint32_t {};

[[nodiscard]] constexpr std::size_t index(NodeId id) noexcept {
    return static_cast<std::size_t>(id);
}
[[nodiscard]] constexpr std::size_t index(LegId id) noexcept {
    return static_cast<std::size_t>(id);
}
[[nodiscard]] constexpr std::size_t index(ArcId id) noexcept {
    return static_cast<std::size_t>(id);
}

} // namespace oreway
