// SPDX-License-Identifier: MIT
#pragma once

// Who lies in a catchment, and what they sum to.

#include <optional>

#include "jobs/catchment_groups.hpp"

namespace oreway {

/// A member of a catchment.
struct CatchmentMember {
    std::size_t group = 0;
    std::size_t feature = 0; ///< in the members' layer
    std::size_t radius = 0;  ///< the smallest one that reaches it
    Metres distance;
};

/// For every group the features within the greatest radius, in the order of groups and features. `radii` grow.
[[nodiscard]] std::vector<CatchmentMember> find_members(std::vector<CatchmentGroup> const& groups,
                                                        LonLatGeometries const& members,
                                                        std::vector<Metres> const& radii, Progress& progress);

/// The layer `members`.
[[nodiscard]] FeatureLayer members_layer(std::vector<CatchmentGroup> const& groups, FeatureLayer const& members,
                                         std::vector<CatchmentMember> const& found, std::vector<Metres> const& radii);

/// See CatchmentResult::sums.
[[nodiscard]] Table member_sums(std::vector<CatchmentGroup> const& groups, FeatureLayer const& members,
                                std::vector<CatchmentMember> const& found, CatchmentOptions const& options);

/// A table as a layer without geometry.
[[nodiscard]] FeatureLayer table_as_layer(Table const& table);

/// Numbers as they are written: kilometres to the millimetre, metres to the millimetre.
[[nodiscard]] double rounded_kilometres(Metres length) noexcept;
[[nodiscard]] double rounded_metres(Metres length) noexcept;

} // namespace oreway
