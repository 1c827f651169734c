// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A preprocessed index for many questions on a large network that stays the same: a contraction hierarchy (Geisberger
/// et al. 2012, doi:10.1287/trsc.1110.0401) over nodes and the arc classes by which they are reached, so that passage
/// costs are exact and no node is split by hand.
///
///     RouteIndex index(weights);                       // once
///     write(file, index.to_bytes());                   // and keep it beside the data
///     IndexedPaths search(index);                      // one a thread
///     auto path = search.find(from, to);
///
/// Answers are those of ShortestPaths: ways are measured arc by arc from the origin, so their weights agree to the last
/// bit where the best way is one. The sums of matrices do so, too; their weights add the same numbers up in another
/// order and agree to 1e-12. Of several equally good ways the index may take another one. The same weights give the
/// same index, whatever the number of threads. Immutable and safe to read from several threads; refers to the weights,
/// which must outlive it.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "oreway/base/progress.hpp"
#include "oreway/network/matrix.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

class RouteIndex {
public:
    /// \param progress  advances by one a label contracted
    explicit RouteIndex(Weights const& weights, Progress& progress = no_progress());
    RouteIndex(RouteIndex&&) noexcept;
    RouteIndex& operator=(RouteIndex&&) noexcept;
    ~RouteIndex();

    /// The index as bytes of one machine kind (little endian), with a hash of the weights it was made for.
    [[nodiscard]] std::string to_bytes() const;
    /// Whether bytes are an index at all, of whatever version and weights.
    [[nodiscard]] static bool is_index(std::string_view bytes) noexcept;
    /// \throws DataError when the bytes are no index, are damaged, or were made for other weights
    [[nodiscard]] static RouteIndex from_bytes(std::string_view bytes, Weights const& weights);

    /// Whether an index of these weights knows the sums of ways: not by an objective that passages do not count for, on
    /// a network where they cost something.
    [[nodiscard]] static bool knows_sums(Weights const& weights) noexcept;

    [[nodiscard]] Weights const& weights() const noexcept;
    /// Edges of the hierarchy, as a measure of size.
    [[nodiscard]] std::size_t edge_count() const noexcept;

    struct Impl;
    /// Private to the room.
    [[nodiscard]] Impl const& impl() const noexcept { return *m_impl; }

private:
    explicit RouteIndex(std::unique_ptr<Impl const> impl) noexcept;
    std::unique_ptr<Impl const> m_impl;
};

/// One-to-one questions; keeps its arrays from question to question.
class IndexedPaths {
public:
    explicit IndexedPaths(RouteIndex const& index);
    IndexedPaths(IndexedPaths&&) noexcept;
    IndexedPaths& operator=(IndexedPaths&&) noexcept;
    ~IndexedPaths();

    /// As ShortestPaths::find.
    [[nodiscard]] std::optional<RoutePath> find(NodeId from, NodeId to);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// As route_matrix, by the index. Memory grows with the number of destinations. Sums come from the index where
/// knows_sums(), else from route_matrix.
void route_matrix(RouteIndex const& index, std::span<NodeId const> from, std::span<NodeId const> to,
                  MatrixOptions const& options, std::function<void(MatrixRow const&)> const& emit);

} // namespace oreway
