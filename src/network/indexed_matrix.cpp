// SPDX-License-Identifier: MIT
// Many to many by the hierarchy (Knopp et al. 2007): each destination leaves its weight at every rank it reaches
// upward, each origin gathers at the ranks it reaches.

#include <algorithm>
#include <mutex>

#include "network/upward_search.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

constexpr std::size_t rows_a_block = 64;
constexpr JourneySums unknown_sums = {not_given, not_given, not_given, not_given};

/// What a search found at a rank.
struct Found {
    std::uint32_t rank = 0;
    double weight = 0.0;
    JourneySums sums;
};

/// What a destination left at a rank.
struct Deposit {
    std::uint32_t destination = 0;
    double weight = 0.0;
    JourneySums sums;
};

JourneySums sums_of(PassageCost const& cost) noexcept {
    return {0.0, cost.hours, cost.usd_t, 0.0};
}

JourneySums sums_of(LegFacts const& facts) noexcept {
    return {facts.length_km, facts.time_h, facts.cost_usd_t, facts.co2e_kg_t};
}

/// Runs upward searches and adds up sums on the way.
class EndSearch {
public:
    EndSearch(RouteIndex::Impl const& index, HierarchySide const& ahead, HierarchySide const& opposite,
              MatrixContent content)
        : m_index(index), m_ahead(ahead), m_search(ahead, opposite, index.rank_count()),
          m_sums(content == MatrixContent::sums ? index.rank_count() : 0) {}

    std::vector<Found> from_origin(NodeId node) {
        start_at_origin(m_index, m_search, node);
        return collect([&](std::uint32_t rank) {
            ArcId const arc{m_search.marks().arc(rank)};
            Network const& network = m_index.weights->network();
            JourneySums sums = sums_of(network.departure(arc));
            return sums += sums_of(network.facts(network.arc(arc).leg));
        });
    }

    std::vector<Found> from_destination(NodeId node) {
        start_at_destination(m_index, m_search, node);
        Network const& network = m_index.weights->network();
        auto const into = network.arcs_into(node);
        return collect([&](std::uint32_t rank) {
            std::uint32_t const first = m_index.weights->graph().labels_of(index(node)).first;
            for (ArcId const arc : into)
                if (m_index.rank_of[first + network.arrival_class(arc)] == rank)
                    return sums_of(network.arrival(arc));
            return JourneySums{};
        });
    }

private:
    template <class StartSums> std::vector<Found> collect(StartSums const& start_sums) {
        std::vector<Found> found;
        while (m_search.next_weight() < unreached) {
            auto const settled = m_search.settle();
            if (settled.by_detour)
                continue;
            Found entry{.rank = settled.rank, .weight = settled.weight, .sums = {}};
            if (!m_sums.empty()) {
                LabelMarks const& marks = m_search.marks();
                std::uint32_t const parent = marks.parent(settled.rank);
                if (parent == LabelMarks::no_label)
                    entry.sums = start_sums(settled.rank);
                else
                    (entry.sums = m_sums[parent]) += m_ahead.sums[marks.arc(settled.rank)];
                m_sums[settled.rank] = entry.sums;
            }
            found.push_back(entry);
        }
        return found;
    }

    RouteIndex::Impl const& m_index;
    HierarchySide const& m_ahead;
    UpwardSearch m_search;
    std::vector<JourneySums> m_sums; // by rank, valid where settled
};

/// Searches that are idle, so that no thread builds its arrays anew for each node.
template <class Search> class SearchPool {
public:
    template <class Make, class Use> void with(Make const& make, Use const& use) {
        std::unique_ptr<Search> search;
        {
            std::scoped_lock const lock(m_mutex);
            if (!m_idle.empty()) {
                search = std::move(m_idle.back());
                m_idle.pop_back();
            }
        }
        if (!search)
            search = make();
        use(*search);
        std::scoped_lock const lock(m_mutex);
        m_idle.push_back(std::move(search));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Search>> m_idle;
};

/// Deposits of all destinations by rank.
struct Buckets {
    std::vector<std::uint64_t> first; // one more than ranks
    std::vector<Deposit> deposits;

    [[nodiscard]] std::span<Deposit const> of(std::uint32_t rank) const noexcept {
        return std::span(deposits).subspan(first[rank], first[rank + 1] - first[rank]);
    }
};

Buckets fill_buckets(RouteIndex::Impl const& index, std::span<NodeId const> to, MatrixContent content,
                     Progress const& progress) {
    std::vector<std::vector<Found>> found(to.size());
    SearchPool<EndSearch> pool;
    parallel_for(to.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        if (!index.weights->is_open(to[i]))
            return;
        pool.with([&] { return std::make_unique<EndSearch>(index, index.down, index.up, content); },
                  [&](EndSearch& search) { found[i] = search.from_destination(to[i]); });
    });
    Buckets buckets;
    buckets.first.assign(index.rank_count() + 1, 0);
    for (auto const& entries : found)
        for (Found const& entry : entries)
            ++buckets.first[entry.rank + 1];
    for (std::size_t r = 0; r < index.rank_count(); ++r)
        buckets.first[r + 1] += buckets.first[r];
    buckets.deposits.resize(buckets.first.back());
    std::vector<std::uint64_t> next(buckets.first.begin(), buckets.first.end() - 1);
    for (std::size_t i = 0; i < to.size(); ++i)
        for (Found const& entry : found[i])
            buckets.deposits[next[entry.rank]++] = {static_cast<std::uint32_t>(i), entry.weight, entry.sums};
    return buckets;
}

void fill_row(RouteIndex::Impl const& index, NodeId from, std::span<NodeId const> to, Buckets const& buckets,
              EndSearch& search, std::span<MatrixCell> cells) {
    std::ranges::fill(cells, MatrixCell{.weight = unreached, .sums = unknown_sums});
    if (!index.weights->is_open(from))
        return;
    for (Found const& entry : search.from_origin(from))
        for (Deposit const& deposit : buckets.of(entry.rank)) {
            MatrixCell& cell = cells[deposit.destination];
            if (!(entry.weight + deposit.weight < cell.weight))
                continue;
            cell = {.weight = entry.weight + deposit.weight, .sums = entry.sums};
            cell.sums += deposit.sums;
        }
    for (std::size_t i = 0; i < to.size(); ++i)
        if (to[i] == from)
            cells[i] = {};
}

} // namespace

void route_matrix(RouteIndex const& index, std::span<NodeId const> from, std::span<NodeId const> to,
                  MatrixOptions const& options, std::function<void(MatrixRow const&)> const& emit) {
    bool const with_sums = options.content == MatrixContent::sums;
    RouteIndex::Impl const& impl = index.impl();
    if (with_sums && !impl.has_sums()) {
        route_matrix(index.weights(), from, to, options, emit);
        return;
    }
    Buckets const buckets = fill_buckets(impl, to, options.content, *options.progress);
    SearchPool<EndSearch> pool;
    std::vector<MatrixCell> cells(std::min(rows_a_block, from.size()) * to.size());
    for (std::size_t begin = 0; begin < from.size(); begin += rows_a_block) {
        std::size_t const rows = std::min(rows_a_block, from.size() - begin);
        auto const row_of = [&](std::size_t r) { return std::span(cells).subspan(r * to.size(), to.size()); };
        parallel_for(rows, [&](std::size_t r) {
            stop_if_cancelled(*options.progress);
            pool.with([&] { return std::make_unique<EndSearch>(impl, impl.up, impl.down, options.content); },
                      [&](EndSearch& search) { fill_row(impl, from[begin + r], to, buckets, search, row_of(r)); });
            options.progress->advance(1);
        });
        for (std::size_t r = 0; r < rows; ++r) {
            if (!with_sums)
                for (MatrixCell& cell : row_of(r))
                    cell.sums = {};
            emit({.origin = begin + r, .cells = row_of(r)});
        }
    }
}

} // namespace oreway
