// SPDX-License-Identifier: MIT
// The search: a front of growing cost crosses the grid in windows of cost. Within a window each tile that the front
// stands in is searched by itself, by buckets of cost, and hands what it found at its edge to its neighbours, until
// nothing in the window can be improved. Tiles of one colour do not touch, so they are searched at the same time; what
// is done in which order depends on the grid alone.

#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>
#include <mutex>
#include <utility>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "surface/cost_sources.hpp"
#include "surface/cost_tile.hpp"

namespace oreway {

namespace {

/// A label that is still to be followed: stale when the cell's cost is less by now.
struct Label {
    double cost = 0.0;
    std::uint32_t cell = 0; ///< position in the tile
};

/// A better cost for a cell of another tile.
struct Message {
    std::size_t row = 0;
    std::size_t column = 0;
    double cost = 0.0;
};

/// While the front stands in a tile its cells are at hand, and the costs there are the ones that count. The costs of
/// its halo are then the best that were handed over, not those of the neighbours.
struct Tile {
    std::unique_ptr<TileCells> cells;
    std::vector<Label> waiting;
    double least = no_way; ///< cost of the cheapest waiting label
    bool is_queued = false;
};

/// What the visit of a tile brought.
struct Visit {
    std::vector<Message> messages;
    std::uint64_t reached = 0; ///< cells that had no cost before
};

/// Labels by cost in narrow buckets, for one window. A bucket is a chain; the latest comes first.
class Buckets {
public:
    void open(double from, double to) {
        m_from = from;
        m_per_cost = static_cast<double>(count) / (to - from);
        m_heads.fill(none);
        m_used.fill(0);
        m_chain.clear();
        m_free = none;
    }
    void push(Label label) {
        auto const bucket = std::min<std::size_t>(
            static_cast<std::size_t>(std::max(0.0, (label.cost - m_from) * m_per_cost)), count - 1);
        std::uint32_t place = m_free;
        if (place == none) {
            place = static_cast<std::uint32_t>(m_chain.size());
            m_chain.emplace_back();
        } else
            m_free = m_chain[place].next;
        m_chain[place] = {label, m_heads[bucket]};
        m_heads[bucket] = place;
        m_used[bucket / 64] |= std::uint64_t{1} << (bucket % 64);
    }
    /// Takes a label of the cheapest bucket. \return false when there is none
    bool pop(Label& label) {
        for (std::size_t word = 0; word < m_used.size(); ++word) {
            if (m_used[word] == 0)
                continue;
            std::size_t const bucket = word * 64 + static_cast<std::size_t>(std::countr_zero(m_used[word]));
            std::uint32_t const place = m_heads[bucket];
            label = m_chain[place].label;
            m_heads[bucket] = m_chain[place].next;
            if (m_heads[bucket] == none)
                m_used[word] &= m_used[word] - 1;
            m_chain[place].next = m_free;
            m_free = place;
            return true;
        }
        return false;
    }

private:
    static constexpr std::size_t count = 256;
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    struct Link {
        Label label;
        std::uint32_t next = none;
    };
    double m_from = 0.0;
    double m_per_cost = 1.0;
    std::array<std::uint32_t, count> m_heads;
    std::array<std::uint64_t, count / 64> m_used;
    std::vector<Link> m_chain;
    std::uint32_t m_free = none;
};

/// What one thread works with.
struct Workplace {
    Buckets buckets;
    std::vector<Label> later; ///< beyond the window, or in the halo
};

/// Things that are used again by whoever needs one.
template <class Thing> class Pool {
public:
    [[nodiscard]] std::unique_ptr<Thing> take() {
        std::lock_guard const lock(m_mutex);
        if (m_things.empty())
            return std::make_unique<Thing>();
        std::unique_ptr<Thing> thing = std::move(m_things.back());
        m_things.pop_back();
        return thing;
    }
    void give(std::unique_ptr<Thing> thing) {
        std::lock_guard const lock(m_mutex);
        m_things.push_back(std::move(thing));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Thing>> m_things;
};

/// Tiles at hand at the same time, at most: about 80 kB each.
constexpr std::size_t most_tiles_at_hand = 4096;

class Front {
public:
    Front(CostTerrain const& terrain, PathCostOptions const& options, Progress& progress)
        : m_terrain(terrain), m_options(options), m_progress(progress), m_tiling(terrain.lengths),
          m_tiles(m_tiling.count()), m_costs(terrain.friction.spec(), no_way) {}

    void start(std::span<CostSource const> sources);
    void run();
    [[nodiscard]] Grid<double> take() { return std::move(m_costs); }

private:
    void improve(Message const& message);
    void queue(std::size_t tile);
    void search_window(double limit);
    void visit_all(std::vector<std::size_t> const& tiles, double limit);
    void open(Tile& tile, TileBounds const& bounds);
    void close(Tile& tile);
    template <StepKind Kind, bool Barriers>
    void search(TileCells& cells, Workplace& place, double limit, Visit& visit) const;
    void sort_out(Tile& tile, std::vector<Label> const& later, Visit& visit) const;
    void visit(std::size_t tile, double limit, Visit& visit);
    [[nodiscard]] double window() const;

    CostTerrain const& m_terrain;
    PathCostOptions const& m_options;
    Progress& m_progress;
    TileGrid m_tiling;
    std::vector<Tile> m_tiles;
    Grid<double> m_costs;
    std::array<std::vector<std::size_t>, TileGrid::colours> m_queues;
    double m_limit = 0.0;
    Pool<TileCells> m_cells;
    Pool<Workplace> m_workplaces;
    std::atomic<std::size_t> m_at_hand = 0;
};

void Front::start(std::span<CostSource const> sources) {
    for (CostSource const& source : sources)
        if (source.start_cost <= m_options.max_cost)
            improve({source.row, source.column, source.start_cost});
}

/// Takes over a cost from outside a tile.
void Front::improve(Message const& message) {
    std::size_t const number = m_tiling.tile_of(message.row, message.column);
    TileBounds const bounds = m_tiling.bounds(number);
    std::size_t const cell = tile_cell(message.row - bounds.row, message.column - bounds.column);
    Tile& tile = m_tiles[number];
    double& cost = tile.cells ? tile.cells->cost[cell] : m_costs.row(message.row)[message.column];
    if (!(message.cost < cost))
        return;
    m_progress.advance(std::isinf(cost) ? 1 : 0);
    cost = message.cost;
    tile.waiting.push_back({message.cost, static_cast<std::uint32_t>(cell)});
    tile.least = std::min(tile.least, message.cost);
    if (message.cost < m_limit)
        queue(number);
}

void Front::queue(std::size_t tile) {
    if (std::exchange(m_tiles[tile].is_queued, true))
        return;
    m_queues[m_tiling.colour(tile)].push_back(tile);
}

template <StepKind Kind, bool Barriers>
void Front::search(TileCells& cells, Workplace& place, double limit, Visit& visit) const {
    constexpr auto numbers = std::make_index_sequence<Kind.count>();
    std::array<double, Kind.count> way;
    Label label;
    while (place.buckets.pop(label)) {
        if (label.cost != cells.cost[label.cell])
            continue;
        if (!cells.is_inside(label.cell)) {
            place.later.push_back(label);
            continue;
        }
        step_costs<Kind, Barriers>(cells, label.cell, StepEnd::from_cell, way.data(), numbers);
        std::uint32_t better = 0;
        for (std::size_t k = 0; k < Kind.count; ++k) {
            way[k] += label.cost;
            auto const there = label.cell + static_cast<std::size_t>(tile_offset(steps[k]));
            better |= static_cast<std::uint32_t>(way[k] < cells.cost[there]) << k;
        }
        for (; better != 0; better &= better - 1) {
            auto const k = static_cast<std::size_t>(std::countr_zero(better));
            auto const there = label.cell + static_cast<std::size_t>(tile_offset(steps[k]));
            if (std::isinf(cells.cost[there]))
                visit.reached += cells.is_inside(there) ? 1U : 0U;
            cells.cost[there] = way[k];
            Label const next{way[k], static_cast<std::uint32_t>(there)};
            if (way[k] < limit)
                place.buckets.push(next);
            else
                place.later.push_back(next);
        }
    }
}

void Front::open(Tile& tile, TileBounds const& bounds) {
    ++m_at_hand;
    tile.cells = m_cells.take();
    tile.cells->load(m_terrain, bounds);
    tile.cells->load_costs(m_terrain.lengths, m_costs, bounds);
}

void Front::close(Tile& tile) {
    TileBounds const& bounds = tile.cells->bounds();
    auto const kept = [most = m_options.max_cost](double cost) { return cost <= most ? cost : no_way; };
    for (std::size_t row = 0; row < bounds.rows; ++row) {
        auto const from = tile.cells->cost.begin() + static_cast<std::ptrdiff_t>(tile_cell(row, 0));
        std::transform(from, from + static_cast<std::ptrdiff_t>(bounds.columns),
                       m_costs.row(bounds.row + row).begin() + static_cast<std::ptrdiff_t>(bounds.column), kept);
    }
    m_cells.give(std::move(tile.cells));
    --m_at_hand;
}

/// Labels that the search left: those of the tile wait for their window, those of the halo go to their own tiles.
void Front::sort_out(Tile& tile, std::vector<Label> const& later, Visit& visit) const {
    tile.waiting.clear();
    tile.least = no_way;
    for (Label const& label : later) {
        if (label.cost != tile.cells->cost[label.cell])
            continue;
        if (tile.cells->is_inside(label.cell)) {
            tile.waiting.push_back(label);
            tile.least = std::min(tile.least, label.cost);
        } else {
            CellPlace const there = tile.cells->place(m_terrain.lengths, label.cell);
            visit.messages.push_back({there.row, there.column, label.cost});
        }
    }
}

/// Follows all labels of a tile below the limit.
void Front::visit(std::size_t number, double limit, Visit& visit) {
    Tile& tile = m_tiles[number];
    if (!tile.cells)
        open(tile, m_tiling.bounds(number));
    std::unique_ptr<Workplace> place = m_workplaces.take();
    place->buckets.open(tile.least, limit);
    place->later.clear();
    for (Label const& label : tile.waiting)
        if (label.cost < limit)
            place->buckets.push(label);
        else
            place->later.push_back(label);
    with_step_kind(m_terrain, m_options.neighbours, [&]<StepKind Kind>() {
        if (tile.cells->has_barriers())
            search<Kind, true>(*tile.cells, *place, limit, visit);
        else
            search<Kind, false>(*tile.cells, *place, limit, visit);
    });
    sort_out(tile, place->later, visit);
    m_workplaces.give(std::move(place));
    if (tile.waiting.empty() || m_at_hand > most_tiles_at_hand)
        close(tile);
}

void Front::visit_all(std::vector<std::size_t> const& tiles, double limit) {
    std::vector<Visit> visits(tiles.size());
    parallel_for(tiles.size(), [&](std::size_t i) { visit(tiles[i], limit, visits[i]); });
    for (Visit const& visit : visits) {
        m_progress.advance(visit.reached);
        for (Message const& message : visit.messages)
            improve(message);
    }
}

void Front::search_window(double limit) {
    m_limit = limit;
    for (std::size_t tile = 0; tile < m_tiles.size(); ++tile)
        if (m_tiles[tile].least < limit)
            queue(tile);
    auto const is_waiting = [](std::vector<std::size_t> const& tiles) { return !tiles.empty(); };
    while (std::ranges::any_of(m_queues, is_waiting)) {
        stop_if_cancelled(m_progress);
        for (std::vector<std::size_t>& waiting : m_queues) {
            std::vector<std::size_t> const tiles = std::exchange(waiting, {});
            for (std::size_t const tile : tiles)
                m_tiles[tile].is_queued = false;
            visit_all(tiles, limit);
        }
    }
}

/// The cost of crossing a fifth of a tile: narrow enough that little is done twice, wide enough that a visit of a tile
/// is worth the while.
double Front::window() const {
    constexpr double window_tiles = 0.2;
    std::span<float const> const friction = m_terrain.friction.values();
    std::size_t const stride = std::max<std::size_t>(1, friction.size() / 65'536);
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < friction.size(); i += stride)
        if (!std::isnan(friction[i])) {
            sum += static_cast<double>(friction[i]);
            count += 1.0;
        }
    double const mean = count > 0.0 ? sum / count : 1.0;
    double const length = m_terrain.lengths.of_row(m_terrain.lengths.spec().rows / 2)[1];
    return std::max(length, 1e-6) * mean * static_cast<double>(tile_size) * window_tiles;
}

void Front::run() {
    double const width = window();
    double const beyond = std::nextafter(m_options.max_cost, no_way);
    for (;;) {
        double least = no_way;
        for (Tile const& tile : m_tiles)
            least = std::min(least, tile.least);
        if (std::isinf(least) || least > m_options.max_cost)
            break;
        search_window(std::min(std::max(least + width, std::nextafter(least, no_way)), beyond));
    }
    for (Tile& tile : m_tiles)
        if (tile.cells)
            close(tile);
}

} // namespace

Grid<double> path_costs(CostTerrain const& terrain, std::span<CostSource const> sources, PathCostOptions const& options,
                        Progress& progress) {
    require_sources(terrain, sources);
    Front front(terrain, options, progress);
    progress.stage("cost", terrain.lengths.spec().cell_count());
    front.start(sources);
    front.run();
    return front.take();
}

} // namespace oreway
