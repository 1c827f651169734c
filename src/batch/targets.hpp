// SPDX-License-Identifier: MIT
#pragma once

// The target reference system: one for the whole run, or one made for the extent of each dataset.

#include <optional>
#include <string>

#include "oreway/geodesy/crs.hpp"
#include "oreway/geom/box.hpp"

namespace oreway {

/// The UTM zone of the middle of an extent, on WGS 84.
[[nodiscard]] Crs utm_for(LonLatBox const& extent);
/// An equal-area conic for an extent, on WGS 84: standard parallels a sixth of the height inside (Deetz and Adams
/// 1934), central meridian and latitude in its middle, all rounded to hundredths of a degree.
[[nodiscard]] Crs albers_for(LonLatBox const& extent);

class Target {
public:
    /// \param text  Settings::target \throws UsageError when it names no reference system
    explicit Target(std::string const& text);

    /// Whether each dataset gets a system of its own.
    [[nodiscard]] bool is_automatic() const noexcept { return !m_fixed; }
    /// \param extent  of the dataset; not looked at for a fixed target
    /// \throws DataError when the extent is empty or, for UTM, outside 84 N to 80 S
    [[nodiscard]] Crs for_extent(LonLatBox const& extent) const;

private:
    enum class Rule { utm, albers };
    std::optional<Crs> m_fixed;
    Rule m_rule = Rule::utm;
};

} // namespace oreway
