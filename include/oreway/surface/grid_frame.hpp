// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A grid as a frame of coordinates: from places on the Earth to columns and rows and back, by one coordinate
/// operation.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/lonlat.hpp"
#include "oreway/geom/transform_pool.hpp"
#include "oreway/grid/grid_spec.hpp"

namespace oreway {

/// A place in a grid, in cells from its north-west corner: the cell in row r and column c holds r <= row < r + 1 and
/// c <= column < c + 1. Not a number where the reference system of the grid has no image of the place.
struct GridPlace {
    double column = 0.0;
    double row = 0.0;
    friend bool operator==(GridPlace const&, GridPlace const&) = default;
};

/// Immutable; safe to use from several threads. In a grid of longitude and latitude, columns go on round the Earth:
/// `period` columns further east is the same place.
class GridFrame {
public:
    /// \throws UsageError for a grid without cells or beyond the Earth, DataError when no operation leads to the grid
    explicit GridFrame(GridSpec spec, OperationRequest const& request = {});

    [[nodiscard]] GridSpec const& spec() const noexcept { return m_spec; }
    /// Whether columns are meridians of WGS 84 and rows its parallels.
    [[nodiscard]] bool is_lonlat() const noexcept { return m_is_lonlat; }
    /// 360 degrees in columns; nothing for a projected grid.
    [[nodiscard]] std::optional<double> period() const noexcept { return m_period; }
    /// Which operation leads from WGS 84 to the grid; nothing when none is needed.
    [[nodiscard]] std::optional<Operation> const& operation() const noexcept { return m_operation; }

    /// Places in the grid; with a period, columns lie in [0, period).
    [[nodiscard]] std::vector<GridPlace> places_of(std::span<LonLat const> points) const;
    [[nodiscard]] GridPlace place_of(LonLat point) const;
    /// The other way round, not a number where there is no image.
    [[nodiscard]] std::vector<LonLat> lonlats_of(std::span<GridPlace const> places) const;
    /// Centres of the cells of a row from `first` to before `last`.
    [[nodiscard]] std::vector<LonLat> centres_of_row(std::size_t row, std::size_t first, std::size_t last) const;

private:
    [[nodiscard]] GridPlace in_cells(XY native) const noexcept;

    GridSpec m_spec;
    bool m_is_lonlat = false;
    std::optional<double> m_period;
    std::optional<Operation> m_operation;
    std::unique_ptr<TransformPool> m_to_grid; ///< none where coordinates are WGS 84 already
    std::unique_ptr<TransformPool> m_to_lonlat;
};

} // namespace oreway
