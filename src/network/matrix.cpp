// SPDX-License-Identifier: MIT
// Many origins to many destinations: blocks of rows are computed in parallel and handed out in order.

#include "oreway/network/matrix.hpp"

#include <algorithm>
#include <cmath>

#include "network/exact_sums.hpp"
#include "network/forward_search.hpp"
#include "network/idle_pool.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

constexpr std::size_t rows_a_block = 64; // enough for every core to have several, little enough to hold

constexpr JourneySums unknown_sums = {not_given, not_given, not_given, not_given};

/// The sums of ways from the origin of a search to its labels, each label summed once.
class SumsByLabel {
public:
    explicit SumsByLabel(Network const& network, std::size_t labels)
        : m_network(network), m_sums(labels), m_run_of(labels, 0) {}

    void start() { ++m_run; }

    /// Up to a label, without arrival.
    ExactSums const& at(LabelMarks const& marks, std::uint32_t label) {
        m_pending.clear();
        for (std::uint32_t at = label; at != LabelMarks::no_label && m_run_of[at] != m_run; at = marks.parent(at))
            m_pending.push_back(at);
        for (std::size_t i = m_pending.size(); i-- > 0;)
            sum(marks, m_pending[i]);
        return m_sums[label];
    }

    [[nodiscard]] JourneySums with_arrival(ExactSums sums, std::uint32_t arc) const {
        return (sums += ExactSums(m_network.arrival(ArcId(arc)))).value();
    }

private:
    void sum(LabelMarks const& marks, std::uint32_t label) {
        ArcId const arc{marks.arc(label)};
        std::uint32_t const parent = marks.parent(label);
        ExactSums sums;
        if (parent == LabelMarks::no_label)
            sums = ExactSums(m_network.departure(arc));
        else
            (sums = m_sums[parent]) += ExactSums(m_network.passage(ArcId(marks.arc(parent)), arc));
        sums += ExactSums(m_network.facts(m_network.arc(arc).leg));
        m_sums[label] = sums;
        m_run_of[label] = m_run;
    }

    Network const& m_network;
    std::vector<ExactSums> m_sums;
    std::vector<std::uint32_t> m_run_of;
    std::vector<std::uint32_t> m_pending;
    std::uint32_t m_run = 0;
};

/// What one thread needs to compute rows.
struct RowWorker {
    RowWorker(Weights const& by, MatrixContent wanted)
        : weights(by), content(wanted), search(by.graph()),
          sums(by.network(), wanted == MatrixContent::sums ? by.graph().label_count() : 0) {}

    void compute(NodeId from, std::span<NodeId const> to, std::span<MatrixCell> cells) {
        if (weights.is_open(from))
            search.run(from, to, unreached);
        else
            search.forget();
        sums.start();
        for (std::size_t i = 0; i < to.size(); ++i)
            cells[i] = cell(to[i]);
    }

    MatrixCell cell(NodeId to) {
        auto const best = weights.is_open(to) ? search.best_at(to) : ForwardSearch::Best{};
        MatrixCell result{.weight = best.weight, .sums = {}};
        if (content == MatrixContent::weight)
            return result;
        if (best.weight == unreached)
            result.sums = unknown_sums;
        else if (best.label != LabelMarks::no_label)
            result.sums = sums.with_arrival(sums.at(search.marks(), best.label), search.marks().arc(best.label));
        return result;
    }

    Weights const& weights;
    MatrixContent content;
    ForwardSearch search;
    SumsByLabel sums;
};

} // namespace

void route_matrix(Weights const& weights, std::span<NodeId const> from, std::span<NodeId const> to,
                  MatrixOptions const& options, std::function<void(MatrixRow const&)> const& emit) {
    IdlePool<RowWorker> pool;
    std::vector<MatrixCell> cells(std::min(rows_a_block, from.size()) * to.size());
    for (std::size_t begin = 0; begin < from.size(); begin += rows_a_block) {
        std::size_t const rows = std::min(rows_a_block, from.size() - begin);
        parallel_for(rows, [&](std::size_t r) {
            stop_if_cancelled(*options.progress);
            pool.with([&] { return std::make_unique<RowWorker>(weights, options.content); },
                      [&](RowWorker& worker) {
                          worker.compute(from[begin + r], to, std::span(cells).subspan(r * to.size(), to.size()));
                      });
            options.progress->advance(1);
        });
        for (std::size_t r = 0; r < rows; ++r)
            emit({.origin = begin + r, .cells = std::span(cells).subspan(r * to.size(), to.size())});
    }
}

double hansen_share(double decay, double weight) noexcept {
    return std::exp(-decay * weight);
}

std::vector<double> hansen_accessibility(Weights const& weights, std::span<NodeId const> from,
                                         std::span<NodeId const> to, std::span<double const> masses, double decay) {
    if (masses.size() != to.size())
        throw UsageError({"as many masses as destinations are needed", "accessibility", ""});
    if (!(decay > 0.0) || !std::isfinite(decay))
        throw UsageError({"the decay of accessibility must be above zero", "accessibility", "give it per unit"});
    for (double const mass : masses)
        if (!(mass >= 0.0) || !std::isfinite(mass))
            throw UsageError({"a mass of a destination is below zero or not finite", "accessibility", ""});
    std::vector<double> result(from.size(), 0.0);
    route_matrix(weights, from, to, {.content = MatrixContent::weight}, [&](MatrixRow const& row) {
        for (std::size_t i = 0; i < to.size(); ++i)
            if (to[i] != from[row.origin] && std::isfinite(row.cells[i].weight))
                result[row.origin] += masses[i] * hansen_share(decay, row.cells[i].weight);
    });
    return result;
}

} // namespace oreway
