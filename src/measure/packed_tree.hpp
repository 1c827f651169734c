// SPDX-License-Identifier: MIT
#pragma once

// A packed bounding volume hierarchy: boxes in 32-bit floats rounded outwards, nodes in the order of a depth-first
// walk, items reordered so that a leaf is a run of neighbours. Built once by median splits, then only read; the same
// items give the same tree.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

namespace oreway {

/// An axis-parallel box in D dimensions that never loses what it was extended by.
template <std::size_t D> struct FloatBox {
    std::array<float, D> low;
    std::array<float, D> high;

    FloatBox() noexcept {
        low.fill(std::numeric_limits<float>::infinity());
        high.fill(-std::numeric_limits<float>::infinity());
    }
    void extend(std::size_t axis, double from, double to) noexcept {
        constexpr float infinity = std::numeric_limits<float>::infinity();
        auto const down = static_cast<float>(from);
        auto const up = static_cast<float>(to);
        low[axis] = std::min(low[axis], double{down} > from ? std::nextafter(down, -infinity) : down);
        high[axis] = std::max(high[axis], double{up} < to ? std::nextafter(up, infinity) : up);
    }
    void extend(FloatBox const& other) noexcept {
        for (std::size_t k = 0; k < D; ++k) {
            low[k] = std::min(low[k], other.low[k]);
            high[k] = std::max(high[k], other.high[k]);
        }
    }
    [[nodiscard]] bool overlaps(FloatBox const& other) const noexcept {
        bool apart = false;
        for (std::size_t k = 0; k < D; ++k)
            apart |= low[k] > other.high[k] || other.low[k] > high[k];
        return !apart;
    }
    /// Square of the distance from a point; zero inside.
    [[nodiscard]] double squared_distance(std::array<double, D> const& p) const noexcept {
        double sum = 0.0;
        for (std::size_t k = 0; k < D; ++k) {
            double const gap = std::max({double{low[k]} - p[k], p[k] - double{high[k]}, 0.0});
            sum += gap * gap;
        }
        return sum;
    }
    /// Square of the distance to another box; zero when they overlap.
    [[nodiscard]] double squared_distance(FloatBox const& other) const noexcept {
        double sum = 0.0;
        for (std::size_t k = 0; k < D; ++k) {
            double const gap =
                std::max({double{low[k]} - double{other.high[k]}, double{other.low[k]} - double{high[k]}, 0.0});
            sum += gap * gap;
        }
        return sum;
    }
    [[nodiscard]] float centre(std::size_t axis) const noexcept { return 0.5F * (low[axis] + high[axis]); }
};

template <std::size_t D> class PackedTree {
public:
    using Box = FloatBox<D>;
    static constexpr std::size_t leaf_size = 8;

    PackedTree() = default;
    /// With `weights`, a leaf holds items of at most `leaf_size` together, or a single one.
    explicit PackedTree(std::vector<Box> const& boxes, std::span<std::uint16_t const> weights = {})
        : m_order(boxes.size()) {
        std::iota(m_order.begin(), m_order.end(), std::uint32_t{0});
        if (boxes.empty())
            return;
        m_nodes.reserve(weights.empty() ? boxes.size() / 2 + 1 : 0);
        build(boxes, weights, 0, boxes.size());
        m_nodes.shrink_to_fit();
    }

    [[nodiscard]] bool empty() const noexcept { return m_nodes.empty(); }
    /// The items in tree order: leaves are runs of this array. Whoever keeps data for the items stores them in this
    /// order.
    [[nodiscard]] std::vector<std::uint32_t> const& order() const noexcept { return m_order; }
    /// Frees the order once the items follow it.
    void forget_order() noexcept { m_order = {}; }
    [[nodiscard]] Box const& bounds() const noexcept { return m_nodes.front().box; }

    /// Calls `leaf(first, last)` for each leaf whose box is not farther than the square root of `limit`, nearer ones
    /// first. The callback may lower `limit` on the way. `Place` is a point or a box.
    template <class Place, class Leaf> void visit_near(Place const& p, double const& limit, Leaf&& leaf) const {
        struct Waiting {
            std::uint32_t node;
            double squared_distance;
        };
        std::array<Waiting, max_depth> stack;
        std::size_t waiting = 0;
        if (!empty())
            stack[waiting++] = {0, m_nodes[0].box.squared_distance(p)};
        while (waiting > 0) {
            Waiting const top = stack[--waiting];
            if (top.squared_distance > limit)
                continue;
            Node const& node = m_nodes[top.node];
            if (node.count > 0) {
                leaf(std::size_t{node.first}, std::size_t{node.first} + node.count);
                continue;
            }
            Waiting near{top.node + 1, m_nodes[top.node + 1].box.squared_distance(p)};
            Waiting far{node.first, m_nodes[node.first].box.squared_distance(p)};
            if (far.squared_distance < near.squared_distance)
                std::swap(near, far);
            if (far.squared_distance <= limit)
                stack[waiting++] = far;
            if (near.squared_distance <= limit)
                stack[waiting++] = near;
        }
    }

    /// Calls `leaf(first, last)` for each leaf whose box overlaps `box`.
    template <class Leaf> void visit_overlapping(Box const& box, Leaf&& leaf) const {
        std::array<std::uint32_t, max_depth> stack;
        std::size_t waiting = 0;
        if (!empty())
            stack[waiting++] = 0;
        while (waiting > 0) {
            std::uint32_t const index = stack[--waiting];
            Node const& node = m_nodes[index];
            if (!node.box.overlaps(box))
                continue;
            if (node.count > 0) {
                leaf(std::size_t{node.first}, std::size_t{node.first} + node.count);
            } else {
                stack[waiting++] = node.first;
                stack[waiting++] = index + 1;
            }
        }
    }

private:
    /// A median split halves the items, so 2^32 of them make a walk of at most 33 levels with one node waiting a level.
    static constexpr std::size_t max_depth = 64;

    struct Node {
        Box box;
        std::uint32_t first = 0; ///< leaf: first item; otherwise the right child (the left one follows the node)
        std::uint32_t count = 0; ///< items of a leaf; zero for an inner node
    };

    std::uint32_t build(std::vector<Box> const& boxes, std::span<std::uint16_t const> weights, std::size_t first,
                        std::size_t last) {
        auto const index = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.emplace_back();
        Box centres;
        std::size_t weight = 0;
        for (std::size_t i = first; i < last; ++i) {
            Box const& box = boxes[m_order[i]];
            weight += weights.empty() ? std::size_t{1} : std::size_t{weights[m_order[i]]};
            m_nodes[index].box.extend(box);
            for (std::size_t k = 0; k < D; ++k) {
                centres.low[k] = std::min(centres.low[k], box.centre(k));
                centres.high[k] = std::max(centres.high[k], box.centre(k));
            }
        }
        if (weight <= leaf_size || last - first == 1) {
            m_nodes[index].first = static_cast<std::uint32_t>(first);
            m_nodes[index].count = static_cast<std::uint32_t>(last - first);
            return index;
        }
        std::size_t axis = 0;
        for (std::size_t k = 1; k < D; ++k)
            if (centres.high[k] - centres.low[k] > centres.high[axis] - centres.low[axis])
                axis = k;
        std::size_t const middle = (first + last) / 2;
        auto const at = [this](std::size_t i) { return m_order.begin() + static_cast<std::ptrdiff_t>(i); };
        std::nth_element(at(first), at(middle), at(last), [&](std::uint32_t l, std::uint32_t r) {
            float const left = boxes[l].centre(axis);
            float const right = boxes[r].centre(axis);
            return left < right || (left == right && l < r);
        });
        build(boxes, weights, first, middle);
        std::uint32_t const right = build(boxes, weights, middle, last);
        m_nodes[index].first = right;
        return index;
    }

    std::vector<std::uint32_t> m_order;
    std::vector<Node> m_nodes;
};

} // namespace oreway
