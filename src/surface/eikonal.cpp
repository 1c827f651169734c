// SPDX-License-Identifier: MIT
// Fast marching: the cheapest cell of the front is settled, and its neighbours are asked again. A cell takes its cost
// from one settled neighbour east or west and one north or south.

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <queue>
#include <utility>

#include "oreway/base/error.hpp"
#include "oreway/surface/cost_eikonal.hpp"
#include "surface/cost_sources.hpp"
#include "surface/eikonal_metric.hpp"

namespace oreway {

namespace {

constexpr double unreached = std::numeric_limits<double>::infinity();

/// A settled neighbour, and the one behind it when the difference may be of second order.
struct Upwind {
    CellPlace cell;
    std::optional<CellPlace> behind;
    double cost = 0.0;
    double metres = 0.0;
    double sign = 1.0; ///< +1 when the wave runs east or south
};

/// A derivative as a line of the unknown: slope * unknown - offset.
struct Difference {
    double slope = 0.0;
    double offset = 0.0;
};

/// Directions east and south count as at right angles below this cosine.
constexpr double right_angle = 1e-6;

/// What is solved: both derivatives of the unknown part, and the friction that their square is.
struct Equation {
    Difference east;
    Difference south;
    double friction = 0.0;
    HalfCells place; ///< where the derivatives are taken
};

/// A cost and its derivatives.
struct Solution {
    double cost = 0.0;
    double east = 0.0;
    double south = 0.0;
};

struct Answer {
    double cost = unreached;
    std::int32_t source = -1;
};

/// How derivatives are taken.
enum class Stencil {
    box,    ///< in the corner between four cells: second order, and the same backwards (Vidale 1988)
    second, ///< in the cell, from two cells on either side
    first,
};
/// The box alone carries every second cell by itself, and waves of a hair grow into cracks; a quarter of the other
/// stencil of second order damps them.
constexpr double box_share = 0.75;

/// Near its source T = start + friction there * distance + rest, and only the rest is differenced; elsewhere all is.
struct Factoring {
    CellPlace source;
    double start = 0.0;
    double friction = 0.0; ///< 0: not factored
};

class Wave {
public:
    Wave(CostTerrain const& terrain, std::span<CostSource const> sources)
        : m_terrain(terrain), m_sources(sources),
          m_metric(terrain.lengths), m_surface{Grid<double>(terrain.friction.spec(), unreached),
                                               Grid<std::int32_t>(terrain.friction.spec(), -1)},
          m_settled(terrain.friction.spec().cell_count(), 0) {}

    void start(double max_cost);
    void run(double max_cost, Progress& progress);
    [[nodiscard]] EikonalSurface take() { return std::move(m_surface); }

private:
    [[nodiscard]] std::size_t index(CellPlace cell) const noexcept {
        return cell.row * m_terrain.friction.spec().columns + cell.column;
    }
    [[nodiscard]] double friction(CellPlace cell) const noexcept {
        return static_cast<double>(m_terrain.friction.at(cell.row, cell.column));
    }
    [[nodiscard]] double cost(CellPlace cell) const noexcept { return m_surface.costs.at(cell.row, cell.column); }
    [[nodiscard]] bool is_settled(CellPlace cell) const noexcept { return m_settled[index(cell)] != 0; }
    [[nodiscard]] std::optional<Upwind> upwind(CellPlace cell, Step step, double metres) const;
    [[nodiscard]] Answer ask(CellPlace cell) const;
    [[nodiscard]] Factoring factoring(CellPlace cell, std::int32_t source) const;
    [[nodiscard]] double known(CellPlace cell, Factoring const& by) const;
    [[nodiscard]] double rest(CellPlace cell, Factoring const& by) const { return cost(cell) - known(cell, by); }
    [[nodiscard]] std::optional<Equation> in_box(CellPlace cell, Upwind const& x, Upwind const& y,
                                                 Factoring const& by) const;
    [[nodiscard]] Equation in_cell(CellPlace cell, Upwind const& x, Upwind const& y, Factoring const& by,
                                   Stencil stencil) const;
    [[nodiscard]] std::optional<double> solve(CellPlace cell, Upwind const& x, Upwind const& y, double cosine,
                                              Factoring const& by, Stencil stencil) const;
    [[nodiscard]] std::optional<Solution> solution(CellPlace cell, Equation const& equation, double cosine,
                                                   Factoring const& by) const;
    [[nodiscard]] std::optional<double> beside(CellPlace cell, Upwind const& from, Step corner, CellShape const& shape,
                                               Factoring const& by) const;
    [[nodiscard]] std::optional<double> between(CellPlace cell, Upwind const& x, Upwind const& y, double cosine,
                                                Factoring const& by) const;
    void offer(CellPlace cell, Answer const& answer);

    struct Waiting {
        double cost;
        std::size_t cell;
        auto operator<=>(Waiting const&) const = default;
    };

    CostTerrain const& m_terrain;
    std::span<CostSource const> m_sources;
    EikonalMetric m_metric;
    EikonalSurface m_surface;
    std::vector<std::uint8_t> m_settled;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> m_front;
};

void Wave::offer(CellPlace cell, Answer const& answer) {
    double& cost = m_surface.costs.row(cell.row)[cell.column];
    if (!(answer.cost < cost))
        return;
    cost = answer.cost;
    m_surface.sources.row(cell.row)[cell.column] = answer.source;
    m_front.push({answer.cost, index(cell)});
}

void Wave::start(double max_cost) {
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        if (m_sources[i].start_cost <= max_cost)
            offer({m_sources[i].row, m_sources[i].column, true},
                  {m_sources[i].start_cost, static_cast<std::int32_t>(i)});
}

/// The settled neighbour in a direction.
std::optional<Upwind> Wave::upwind(CellPlace cell, Step step, double metres) const {
    CellPlace const next = after_step(m_terrain.lengths, cell.row, cell.column, step);
    if (!next.inside || !is_settled(next))
        return std::nullopt;
    Upwind found{next, std::nullopt, cost(next), metres, step.rows + step.columns < 0 ? 1.0 : -1.0};
    CellPlace const behind = after_step(m_terrain.lengths, next.row, next.column, step);
    if (behind.inside && is_settled(behind) && cost(behind) <= found.cost)
        found.behind = behind;
    return found;
}

Factoring Wave::factoring(CellPlace cell, std::int32_t source) const {
    CostSource const& origin = m_sources[static_cast<std::size_t>(source)];
    CellPlace const centre{origin.row, origin.column, true};
    if (!m_metric.is_near(centre, cell))
        return {};
    return {centre, origin.start_cost, friction(centre)};
}

/// The part of T that is known before.
double Wave::known(CellPlace cell, Factoring const& by) const {
    return by.friction == 0.0 ? 0.0 : by.start + by.friction * m_metric.distance(by.source, cell);
}

/// Derivatives in the corner between the cell and its neighbours; nothing when the corner's far cell is not upwind.
std::optional<Equation> Wave::in_box(CellPlace cell, Upwind const& x, Upwind const& y, Factoring const& by) const {
    CellPlace const far{y.cell.row, x.cell.column, true};
    if (!is_settled(far) || cost(far) > std::min(x.cost, y.cost))
        return std::nullopt;
    double const rest_x = rest(x.cell, by);
    double const rest_y = rest(y.cell, by);
    double const rest_far = rest(far, by);
    double const far_metres = m_metric.shape(y.cell.row, y.cell.column).east;
    return Equation{
        .east = {x.sign * 0.5 / x.metres, x.sign * 0.5 * (rest_x / x.metres - (rest_y - rest_far) / far_metres)},
        .south = {y.sign * 0.5 / y.metres, y.sign * 0.5 / y.metres * (rest_y - rest_x + rest_far)},
        .friction = 0.25 * (friction(cell) + friction(x.cell) + friction(y.cell) + friction(far)),
        .place = m_metric.corner(cell, x.sign, y.sign)};
}

/// Derivatives in the cell, from one side or two cells on it.
Equation Wave::in_cell(CellPlace cell, Upwind const& x, Upwind const& y, Factoring const& by, Stencil stencil) const {
    auto const difference = [&](Upwind const& from) {
        double const scale = from.sign / from.metres;
        if (stencil == Stencil::first || !from.behind)
            return Difference{scale, scale * rest(from.cell, by)};
        return Difference{1.5 * scale, scale * (2.0 * rest(from.cell, by) - 0.5 * rest(*from.behind, by))};
    };
    double const here = friction(cell);
    // Differences of first order look from the middle of the way.
    double const between = 0.5 * here + 0.25 * (friction(x.cell) + friction(y.cell));
    return {.east = difference(x),
            .south = difference(y),
            .friction = stencil == Stencil::first ? between : here,
            .place = centre_of(cell)};
}

/// The cost that two neighbours give, when the wave really comes from between them.
std::optional<double> Wave::solve(CellPlace cell, Upwind const& x, Upwind const& y, double cosine, Factoring const& by,
                                  Stencil stencil) const {
    auto const equation =
        stencil == Stencil::box ? in_box(cell, x, y, by) : std::optional(in_cell(cell, x, y, by, stencil));
    if (!equation)
        return std::nullopt;
    auto const found = solution(cell, *equation, cosine, by);
    bool const comes_between = found && x.sign * (found->east - cosine * found->south) >= 0.0 &&
                               y.sign * (found->south - cosine * found->east) >= 0.0;
    if (!comes_between || !(found->cost >= std::max(x.cost, y.cost)))
        return std::nullopt;
    return found->cost;
}

/// On a skewed grid a wave may come from between a neighbour and the corner beside it while the neighbour on the other
/// axis is still waiting.
std::optional<double> Wave::beside(CellPlace cell, Upwind const& from, Step corner, CellShape const& shape,
                                   Factoring const& by) const {
    CellPlace const far = after_step(m_terrain.lengths, cell.row, cell.column, corner);
    if (!far.inside || !is_settled(far))
        return std::nullopt;
    bool const along_row = far.column == from.cell.column;
    double const sign = (along_row ? corner.rows : corner.columns) < 0 ? 1.0 : -1.0;
    double const metres = along_row ? shape.south : shape.east;
    Difference const known_side{0.0, -sign * (rest(from.cell, by) - rest(far, by)) / metres};
    Difference const open_side{from.sign / from.metres, from.sign / from.metres * rest(from.cell, by)};
    auto const found = solution(cell,
                                {.east = along_row ? open_side : known_side,
                                 .south = along_row ? known_side : open_side,
                                 .friction = 0.5 * friction(cell) + 0.25 * (friction(from.cell) + friction(far)),
                                 .place = centre_of(cell)},
                                shape.cosine, by);
    if (!found || !(found->cost >= from.cost))
        return std::nullopt;
    double const right = found->east - shape.cosine * found->south;
    double const down = found->south - shape.cosine * found->east;
    double const onwards = from.sign * (along_row ? right : down) / from.metres;
    double const sideways = sign * (along_row ? down : right) / metres;
    return sideways >= 0.0 && sideways <= onwards ? std::optional(found->cost) : std::nullopt;
}

/// What the equation gives; nothing when it has no answer.
std::optional<Solution> Wave::solution(CellPlace cell, Equation const& equation, double cosine,
                                       Factoring const& by) const {
    auto [p, q, f, place] = equation;
    if (by.friction > 0.0) {
        DistanceGradient const gradient = m_metric.gradient(by.source, cell, place);
        p.offset -= by.friction * gradient.east;
        q.offset -= by.friction * gradient.south;
    }
    double const a = p.slope * p.slope - 2.0 * cosine * p.slope * q.slope + q.slope * q.slope;
    double const b = p.slope * p.offset - cosine * (p.slope * q.offset + q.slope * p.offset) + q.slope * q.offset;
    double const c = p.offset * p.offset - 2.0 * cosine * p.offset * q.offset + q.offset * q.offset -
                     f * f * (1.0 - cosine * cosine);
    double const root = b * b - a * c;
    if (!(root >= 0.0))
        return std::nullopt;
    double const unknown = (b + std::sqrt(root)) / a;
    double const east = p.slope * unknown - p.offset;
    double const south = q.slope * unknown - q.offset;
    return Solution{known(cell, by) + unknown, east, south};
}

/// The best that both neighbours give.
std::optional<double> Wave::between(CellPlace cell, Upwind const& x, Upwind const& y, double cosine,
                                    Factoring const& by) const {
    auto const second = solve(cell, x, y, cosine, by, Stencil::second);
    auto const box = solve(cell, x, y, cosine, by, Stencil::box);
    if (second && box)
        return box_share * *box + (1.0 - box_share) * *second;
    if (second || box)
        return second ? second : box;
    return solve(cell, x, y, cosine, by, Stencil::first);
}

Answer Wave::ask(CellPlace cell) const {
    CellShape const shape = m_metric.shape(cell.row, cell.column);
    std::array<std::optional<Upwind>, 2> const across = {upwind(cell, {0, -1}, shape.east),
                                                         upwind(cell, {0, 1}, shape.east)};
    std::array<std::optional<Upwind>, 2> const along = {upwind(cell, {-1, 0}, shape.north),
                                                        upwind(cell, {1, 0}, shape.south)};
    Answer best;
    auto const source_of = [&](Upwind const& from) { return m_surface.sources.at(from.cell.row, from.cell.column); };
    for (auto const& x : across)
        for (auto const& y : along) {
            if (!x || !y)
                continue;
            std::int32_t const source = source_of(x->cost <= y->cost ? *x : *y);
            Factoring const by = factoring(cell, source);
            auto const found = between(cell, *x, *y, shape.cosine, by);
            if (found && *found < best.cost)
                best = {*found, source};
        }
    constexpr std::array<Step, 4> sides = {{{0, -1}, {0, 1}, {-1, 0}, {1, 0}}};
    std::array<std::optional<Upwind>, 4> const all = {across[0], across[1], along[0], along[1]};
    if (std::abs(shape.cosine) > right_angle)
        for (std::size_t i = 0; i < sides.size(); ++i)
            for (int const side : {-1, 1})
                if (all[i]) {
                    Step const corner{sides[i].rows == 0 ? side : sides[i].rows,
                                      sides[i].columns == 0 ? side : sides[i].columns};
                    std::int32_t const source = source_of(*all[i]);
                    auto const found = beside(cell, *all[i], corner, shape, factoring(cell, source));
                    if (found && *found < best.cost)
                        best = {*found, source};
                }
    if (std::isfinite(best.cost))
        return best;
    for (auto const& from : all)
        if (from) {
            double const found = from->cost + from->metres * 0.5 * (friction(cell) + friction(from->cell));
            if (found < best.cost)
                best = {found, source_of(*from)};
        }
    return best;
}

void Wave::run(double max_cost, Progress& progress) {
    constexpr std::uint64_t report = 65'536;
    std::uint64_t settled = 0;
    std::size_t const columns = m_terrain.friction.spec().columns;
    constexpr std::array<Step, 4> sides = {{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}};
    while (!m_front.empty() && m_front.top().cost <= max_cost) {
        std::size_t const at = m_front.top().cell;
        m_front.pop();
        if (std::exchange(m_settled[at], std::uint8_t{1}) != 0)
            continue;
        if (++settled % report == 0) {
            stop_if_cancelled(progress);
            progress.advance(report);
        }
        for (Step const side : sides) {
            CellPlace const next = after_step(m_terrain.lengths, at / columns, at % columns, side);
            if (next.inside && !is_settled(next) && !std::isnan(friction(next)))
                offer(next, ask(next));
        }
    }
    for (std::size_t row = 0; row < m_terrain.friction.spec().rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            if (m_settled[row * columns + column] == 0) {
                m_surface.costs.row(row)[column] = unreached;
                m_surface.sources.row(row)[column] = -1;
            }
}

} // namespace

EikonalSurface eikonal_costs(CostTerrain const& terrain, std::span<CostSource const> sources, double max_cost,
                             Progress& progress) {
    require_sources(terrain, sources);
    if (terrain.slope)
        throw UsageError({.what = "a wave has the same friction in all directions, so slopes do not count",
                          .where = "",
                          .remedy = "take the shortest paths for slopes"});
    progress.stage("cost", terrain.lengths.spec().cell_count());
    Wave wave(terrain, sources);
    wave.start(max_cost);
    wave.run(max_cost, progress);
    return wave.take();
}

} // namespace oreway
