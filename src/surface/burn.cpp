// SPDX-License-Identifier: MIT
// Features are burnt on all cores into lists of their own, which are added up one feature after another: sums do not
// depend on the number of threads.

#include "oreway/surface/burn.hpp"

#include <algorithm>
#include <cmath>

#include "oreway/base/parallel.hpp"
#include "oreway/surface/grid_trace.hpp"
#include "surface/ring_burn.hpp"

namespace oreway {

namespace {

constexpr std::size_t features_a_step = 16;
/// Features whose lists are held at a time.
constexpr std::size_t features_at_once = 4096;
/// Less of a polygon than this, in square metres, is the rounding of a boundary along the side of a cell; less of a
/// line, in metres, that of an end on the side of a cell.
constexpr double least_area = 1e-3;
constexpr double least_length = 1e-6;

/// What one feature brings into one cell: metres, square metres, or its presence.
struct Deposit {
    std::size_t row = 0;
    std::size_t column = 0;
    double amount = 0.0;
};

bool same_cell(Deposit const& a, Deposit const& b) {
    return a.row == b.row && a.column == b.column;
}

/// One deposit a cell, sorted by cell.
void sum_by_cell(std::vector<Deposit>& deposits) {
    std::ranges::stable_sort(deposits, {}, [](Deposit const& d) { return std::pair(d.row, d.column); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < deposits.size(); ++i) {
        if (kept > 0 && same_cell(deposits[kept - 1], deposits[i]))
            deposits[kept - 1].amount += deposits[i].amount;
        else
            deposits[kept++] = deposits[i];
    }
    deposits.resize(kept);
}

bool has_amount(GeometryKind kind, BurnAmount amount) {
    switch (amount) {
    case BurnAmount::length:
        return kind == GeometryKind::line;
    case BurnAmount::area:
        return kind == GeometryKind::polygon;
    case BurnAmount::count:
        break;
    }
    return kind != GeometryKind::null;
}

std::vector<RingBurn> rings_of(GridFrame const& frame, LonLatGeometry polygon) {
    std::vector<RingBurn> rings;
    for (std::size_t p = 0; p < polygon.path_count(); ++p)
        rings.emplace_back(frame, polygon.path(p), polygon.role(p) == PathRole::hole ? -1.0 : 1.0);
    return rings;
}

std::vector<Deposit> deposits_of_points(GridFrame const& frame, LonLatGeometry points) {
    std::vector<Deposit> deposits;
    double const columns = static_cast<double>(frame.spec().columns);
    double const rows = static_cast<double>(frame.spec().rows);
    for (GridPlace const& place : frame.places_of(points.path(0)))
        if (place.row >= 0.0 && place.row < rows && place.column >= 0.0 && place.column < columns)
            deposits.push_back({static_cast<std::size_t>(place.row), static_cast<std::size_t>(place.column), 1.0});
    return deposits;
}

std::vector<Deposit> deposits_of_lines(GridFrame const& frame, LonLatGeometry lines) {
    std::vector<Deposit> deposits;
    for (std::size_t p = 0; p < lines.path_count(); ++p)
        for (CellStretch const& stretch : stretches_in_cells(frame, lines.path(p)))
            deposits.push_back({stretch.row, stretch.column, (stretch.to - stretch.from).value()});
    return deposits;
}

/// Holes cut away what the exterior has brought.
std::vector<Deposit> deposits_of_polygon(GridFrame const& frame, LonLatGeometry polygon, std::size_t first,
                                         std::size_t last, CellAreas const& areas) {
    std::vector<BurntCells> cells;
    for (RingBurn const& ring : rings_of(frame, polygon))
        ring.burn(first, last, cells);
    std::vector<Deposit> deposits;
    for (BurntCells const& c : cells)
        for (std::size_t column = c.first; column < c.last; ++column)
            deposits.push_back(
                {c.row, column,
                 c.kind == BurntCells::Kind::whole
                     ? c.amount * areas.at(static_cast<std::ptrdiff_t>(c.row), static_cast<std::ptrdiff_t>(column))
                     : c.amount});
    sum_by_cell(deposits);
    std::erase_if(deposits, [](Deposit const& d) { return std::abs(d.amount) < least_area; });
    return deposits;
}

double unit_of(BurnAmount amount) {
    switch (amount) {
    case BurnAmount::length:
        return 1e3;
    case BurnAmount::area:
        return 1e6;
    case BurnAmount::count:
        break;
    }
    return 1.0;
}

} // namespace

Burning::Burning(GridFrame const& frame, LonLatGeometries const& geometries, std::vector<double> weights,
                 BurnAmount amount, Progress& progress)
    : m_frame(&frame), m_geometries(&geometries), m_weights(std::move(weights)), m_amount(amount),
      m_rows(geometries.size(), Rows{0, frame.spec().rows}) {
    m_weights.resize(geometries.size(), 1.0);
    std::vector<std::uint8_t> is_unreached(geometries.size());
    progress.stage("places in the grid", geometries.size());
    parallel_blocks(geometries.size(), features_a_step, [&](std::size_t begin, std::size_t end) {
        stop_if_cancelled(progress);
        for (std::size_t i = begin; i < end; ++i) {
            if (geometries.kind(i) != GeometryKind::polygon || !has_amount(geometries.kind(i), amount))
                continue;
            Rows all{frame.spec().rows, 0};
            for (RingBurn const& ring : rings_of(frame, geometries[i])) {
                auto const [first, last] = ring.rows();
                all = {std::min(all.first, first), std::max(all.last, last)};
                is_unreached[i] = is_unreached[i] != 0 || !ring.is_reached() ? 1 : 0;
            }
            m_rows[i] = is_unreached[i] != 0 ? Rows{} : all;
        }
        progress.advance(end - begin);
    });
    for (std::size_t i = 0; i < is_unreached.size(); ++i)
        if (is_unreached[i] != 0)
            m_unreached.push_back(i);
}

std::vector<double> Burning::rows(std::size_t first, std::size_t last, Progress& progress) const {
    std::size_t const columns = m_frame->spec().columns;
    std::vector<double> cells((last - first) * columns);
    CellAreas const areas(*m_frame, rows_of_grid(*m_frame, first, m_amount == BurnAmount::length ? first : last));
    auto const deposits_of = [&](std::size_t i) {
        LonLatGeometry const geometry = (*m_geometries)[i];
        std::size_t const from = std::max(first, m_rows[i].first);
        std::size_t const to = std::min(last, m_rows[i].last);
        std::vector<Deposit> deposits;
        if (geometry.empty() || !has_amount(geometry.kind(), m_amount) || from >= to)
            return deposits;
        if (geometry.kind() == GeometryKind::polygon)
            deposits = deposits_of_polygon(*m_frame, geometry, from, to, areas);
        else
            deposits = geometry.kind() == GeometryKind::line ? deposits_of_lines(*m_frame, geometry)
                                                             : deposits_of_points(*m_frame, geometry);
        std::erase_if(deposits, [&](Deposit const& d) { return d.row < first || d.row >= last; });
        if (geometry.kind() != GeometryKind::polygon)
            sum_by_cell(deposits);
        if (geometry.kind() == GeometryKind::line && m_amount == BurnAmount::count)
            std::erase_if(deposits, [](Deposit const& d) { return d.amount < least_length; });
        return deposits;
    };
    progress.stage("burning", m_geometries->size());
    for (std::size_t start = 0; start < m_geometries->size(); start += features_at_once) {
        std::vector<std::vector<Deposit>> lists(std::min(features_at_once, m_geometries->size() - start));
        parallel_blocks(lists.size(), features_a_step, [&](std::size_t begin, std::size_t end) {
            stop_if_cancelled(progress);
            for (std::size_t i = begin; i < end; ++i)
                lists[i] = deposits_of(start + i);
            progress.advance(end - begin);
        });
        for (std::size_t i = 0; i < lists.size(); ++i) {
            double const weight = m_weights[start + i] / unit_of(m_amount);
            for (Deposit const& d : lists[i])
                cells[(d.row - first) * columns + d.column] +=
                    (m_amount == BurnAmount::count ? 1.0 : d.amount) * weight;
        }
    }
    return cells;
}

} // namespace oreway
