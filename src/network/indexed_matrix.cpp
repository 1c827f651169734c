// SPDX-License-Identifier: MIT
// Many to many by the hierarchy (Knopp et al. 2007): each destination leaves its weight at every rank it reaches
// upward, each origin gathers at the ranks it reaches.

#include <algorithm>

#include "network/idle_pool.hpp"
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
};

/// What a destination left at a rank.
struct Deposit {
    std::uint32_t destination = 0;
    double weight = 0.0;
};

/// What an upward search found, and the sums of each, if they are wanted.
struct Findings {
    std::vector<Found> found;
    std::vector<ExactSums> sums;
};

/// Runs upward searches and adds up sums on the way.
class EndSearch {
public:
    EndSearch(RouteIndex::Impl const& index, HierarchySide const& ahead, HierarchySide const& opposite,
              MatrixContent content)
        : m_index(index), m_ahead(ahead), m_search(index, ahead, opposite),
          m_sums(content == MatrixContent::sums ? index.rank_count() : 0) {}

    Findings from_origin(NodeId node) {
        start_at_origin(m_index, m_search, node);
        return collect(UpwardSearch::Core::search, [&](std::uint32_t rank) {
            std::uint32_t const first = m_search.marks().arc(rank);
            if (first == LabelMarks::no_arc)
                return ExactSums();
            Network const& network = m_index.weights->network();
            ExactSums sums(network.departure(ArcId(first)));
            return sums += ExactSums(network.facts(network.arc(ArcId(first)).leg));
        });
    }

    /// Only enters the core, which the searches from the origins go through.
    Findings from_destination(NodeId node) {
        start_at_destination(m_index, m_search, node);
        Network const& network = m_index.weights->network();
        auto const into = network.arcs_into(node);
        return collect(UpwardSearch::Core::only_enter, [&](std::uint32_t rank) {
            if (!m_index.weights->graph().has_turns())
                return ExactSums();
            std::uint32_t const first = m_index.weights->graph().labels_of(index(node)).first;
            for (ArcId const arc : into)
                if (m_index.rank_of[first + network.arrival_class(arc)] == rank)
                    return ExactSums(network.arrival(arc));
            return ExactSums();
        });
    }

private:
    template <class StartSums> Findings collect(UpwardSearch::Core core, StartSums const& start_sums) {
        Findings findings;
        while (m_search.next_weight() < unreached) {
            auto const settled = m_search.settle(core);
            if (settled.by_detour)
                continue;
            findings.found.push_back({settled.rank, settled.weight});
            if (m_sums.empty())
                continue;
            std::uint32_t const parent = m_search.marks().parent(settled.rank);
            ExactSums& sums = m_sums[settled.rank];
            if (parent == LabelMarks::no_label)
                sums = start_sums(settled.rank);
            else
                (sums = m_sums[parent]) += m_ahead.sums[m_search.marks().arc(settled.rank)];
            findings.sums.push_back(sums);
        }
        return findings;
    }

    RouteIndex::Impl const& m_index;
    HierarchySide const& m_ahead;
    UpwardSearch m_search;
    std::vector<ExactSums> m_sums; // by rank, valid where settled
};

/// Deposits of all destinations by rank.
struct Buckets {
    std::vector<std::uint64_t> first; // one more than ranks
    std::vector<Deposit> deposits;
    std::vector<ExactSums> sums; // by deposit; empty when they are not wanted
};

Buckets fill_buckets(RouteIndex::Impl const& index, std::span<NodeId const> to, MatrixContent content,
                     Progress const& progress) {
    std::vector<Findings> findings(to.size());
    IdlePool<EndSearch> pool;
    parallel_for(to.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        if (!index.weights->is_open(to[i]))
            return;
        pool.with([&] { return std::make_unique<EndSearch>(index, index.down, index.up, content); },
                  [&](EndSearch& search) { findings[i] = search.from_destination(to[i]); });
    });
    Buckets buckets;
    buckets.first.assign(index.rank_count() + 1, 0);
    for (Findings const& of_one : findings)
        for (Found const& entry : of_one.found)
            ++buckets.first[entry.rank + 1];
    for (std::size_t r = 0; r < index.rank_count(); ++r)
        buckets.first[r + 1] += buckets.first[r];
    buckets.deposits.resize(buckets.first.back());
    buckets.sums.resize(content == MatrixContent::sums ? buckets.deposits.size() : 0);
    std::vector<std::uint64_t> next(buckets.first.begin(), buckets.first.end() - 1);
    for (std::size_t i = 0; i < to.size(); ++i)
        for (std::size_t f = 0; f < findings[i].found.size(); ++f) {
            std::uint64_t const at = next[findings[i].found[f].rank]++;
            buckets.deposits[at] = {static_cast<std::uint32_t>(i), findings[i].found[f].weight};
            if (!buckets.sums.empty())
                buckets.sums[at] = findings[i].sums[f];
        }
    return buckets;
}

/// Where the two halves of the best way of a cell are.
struct Halves {
    std::size_t found = 0;
    std::uint64_t deposit = 0;
};

void fill_row(RouteIndex::Impl const& index, NodeId from, std::span<NodeId const> to, Buckets const& buckets,
              EndSearch& search, std::span<MatrixCell> cells) {
    std::ranges::fill(cells, MatrixCell{.weight = unreached, .sums = unknown_sums});
    if (!index.weights->is_open(from))
        return;
    Findings const ahead = search.from_origin(from);
    std::vector<Halves> halves(to.size());
    for (std::size_t f = 0; f < ahead.found.size(); ++f)
        for (std::uint64_t d = buckets.first[ahead.found[f].rank]; d < buckets.first[ahead.found[f].rank + 1]; ++d) {
            Deposit const& deposit = buckets.deposits[d];
            double const weight = ahead.found[f].weight + deposit.weight;
            if (!(weight < cells[deposit.destination].weight))
                continue;
            cells[deposit.destination].weight = weight;
            halves[deposit.destination] = {f, d};
        }
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (to[i] == from) {
            cells[i] = {};
        } else if (!buckets.sums.empty() && cells[i].weight < unreached) {
            ExactSums sums = ahead.sums[halves[i].found];
            cells[i].sums = (sums += buckets.sums[halves[i].deposit]).value();
        }
    }
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
    IdlePool<EndSearch> pool;
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
