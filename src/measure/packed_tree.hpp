// SPDX-License-Identifier: MIT
#pragma once

// A packed bounding volume hierarchy: boxes in 32-bit floats rounded outwards, four children to a node, items reordered
// so that a leaf is a run of neighbours. Built once by median splits, then only read; the same items give the same
// tree.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
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
    /// Round a single place.
    explicit FloatBox(std::array<double, D> const& place) noexcept : FloatBox() {
        for (std::size_t k = 0; k < D; ++k)
            extend(k, place[k], place[k]);
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
        m_nodes.reserve(boxes.size() / 3 + 32); // of single items; pages that stay untouched cost nothing
        Builder{boxes, weights, m_order, m_nodes}.build_root();
        for (Box const& box : boxes)
            m_bounds.extend(box);
    }

    [[nodiscard]] bool empty() const noexcept { return m_nodes.empty(); }
    /// The items in tree order: leaves are runs of this array. Whoever keeps data for the items stores them in this
    /// order.
    [[nodiscard]] std::vector<std::uint32_t> const& order() const noexcept { return m_order; }
    /// Gives the order away once the items are to follow it.
    [[nodiscard]] std::vector<std::uint32_t> take_order() noexcept { return std::exchange(m_order, {}); }
    [[nodiscard]] Box const& bounds() const noexcept { return m_bounds; }

    /// Calls `leaf(first, last)` for each leaf whose box is not farther from `place` than the square root of `limit`,
    /// nearer ones first. The callback may lower `limit` on the way.
    template <class Leaf> void visit_near(Box const& place, double const& limit, Leaf&& leaf) const {
        struct Waiting {
            Child child;
            float squared_distance;
        };
        std::array<Waiting, max_waiting> stack;
        std::size_t waiting = 0;
        if (!empty())
            stack[waiting++] = {{0, 0}, 0.0F};
        while (waiting > 0) {
            Waiting const top = stack[--waiting];
            if (is_farther(top.squared_distance, limit))
                continue;
            if (top.child.count > 0) {
                leaf(std::size_t{top.child.first}, std::size_t{top.child.first} + top.child.count);
                continue;
            }
            Node const& node = m_nodes[top.child.first];
            std::array<float, fan> const distances = node.squared_distances(place);
            std::size_t const bottom = waiting;
            for (std::size_t c = 0; c < fan; ++c) {
                if (node.children[c].is_none() || is_farther(distances[c], limit))
                    continue;
                std::size_t at = waiting++;
                for (; at > bottom && stack[at - 1].squared_distance < distances[c]; --at)
                    stack[at] = stack[at - 1];
                stack[at] = {node.children[c], distances[c]};
            }
        }
    }

    /// Calls `leaf(first, last)` for each leaf whose box overlaps `box`.
    template <class Leaf> void visit_overlapping(Box const& box, Leaf&& leaf) const {
        std::array<Child, max_waiting> stack;
        std::size_t waiting = 0;
        if (!empty())
            stack[waiting++] = {0, 0};
        while (waiting > 0) {
            Child const top = stack[--waiting];
            if (top.count > 0) {
                leaf(std::size_t{top.first}, std::size_t{top.first} + top.count);
                continue;
            }
            Node const& node = m_nodes[top.first];
            for (std::size_t c = fan; c-- > 0;)
                if (!node.children[c].is_none() && node.overlaps(c, box))
                    stack[waiting++] = node.children[c];
        }
    }

private:
    /// Four children share the two cache lines of a node.
    static constexpr std::size_t fan = 4;
    /// Halving 2^32 items makes a walk of at most 17 levels of two halvings, with three children waiting at each.
    static constexpr std::size_t max_waiting = 64;

    /// A leaf (`count` items from `first`) or, without a count, the node `first`.
    struct Child {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        /// The root is nobody's child.
        [[nodiscard]] bool is_none() const noexcept { return first == 0 && count == 0; }
    };

    /// Boxes by column, so that all children are measured at once.
    struct Node {
        std::array<std::array<float, fan>, D> low;
        std::array<std::array<float, fan>, D> high;
        std::array<Child, fan> children{};

        Node() noexcept {
            for (std::size_t k = 0; k < D; ++k) {
                low[k].fill(std::numeric_limits<float>::infinity());
                high[k].fill(-std::numeric_limits<float>::infinity());
            }
        }
        void set(std::size_t c, Child child, Box const& box) noexcept {
            children[c] = child;
            for (std::size_t k = 0; k < D; ++k) {
                low[k][c] = box.low[k];
                high[k][c] = box.high[k];
            }
        }
        [[nodiscard]] std::array<float, fan> squared_distances(Box const& place) const noexcept {
            std::array<float, fan> sum{};
            for (std::size_t k = 0; k < D; ++k)
                for (std::size_t c = 0; c < fan; ++c) {
                    float const below = low[k][c] - place.high[k];
                    float const above = place.low[k] - high[k][c];
                    float gap = below > above ? below : above;
                    gap = gap > 0.0F ? gap : 0.0F;
                    sum[c] += gap * gap;
                }
            return sum;
        }
        [[nodiscard]] bool overlaps(std::size_t c, Box const& box) const noexcept {
            bool apart = false;
            for (std::size_t k = 0; k < D; ++k)
                apart |= low[k][c] > box.high[k] || box.low[k] > high[k][c];
            return !apart;
        }
    };

    /// Gaps between boxes that were rounded outwards are computed in 32 bits; what that may add is taken off again.
    [[nodiscard]] static bool is_farther(float squared_distance, double limit) noexcept {
        return double{squared_distance} * (1.0 - 1e-6) > limit;
    }

    /// Splits along the longest axis of the centres, two levels to a node. The first parts are whole powers of the fan,
    /// so that the nodes above the leaves are full: at medians nearly half of their places would stay empty.
    struct Builder {
        std::vector<Box> const& boxes;
        std::span<std::uint16_t const> weights;
        std::vector<std::uint32_t>& order;
        std::vector<Node>& nodes;

        struct Range {
            std::size_t first;
            std::size_t last;
            Box box;
            std::size_t axis = 0;
            bool is_leaf = false;
        };

        [[nodiscard]] Range range(std::size_t first, std::size_t last) const {
            Range r{first, last, {}, 0, false};
            Box centres;
            std::size_t weight = 0;
            for (std::size_t i = first; i < last; ++i) {
                Box const& box = boxes[order[i]];
                weight += weights.empty() ? std::size_t{1} : std::size_t{weights[order[i]]};
                r.box.extend(box);
                for (std::size_t k = 0; k < D; ++k) {
                    centres.low[k] = std::min(centres.low[k], box.centre(k));
                    centres.high[k] = std::max(centres.high[k], box.centre(k));
                }
            }
            r.is_leaf = weight <= leaf_size || last - first == 1;
            for (std::size_t k = 1; k < D; ++k)
                if (centres.high[k] - centres.low[k] > centres.high[r.axis] - centres.low[r.axis])
                    r.axis = k;
            return r;
        }

        /// Items of a full child of a node with so many.
        [[nodiscard]] std::size_t full_child(std::size_t count) const noexcept {
            std::size_t full = weights.empty() ? leaf_size : 1;
            while (full * fan < count)
                full *= fan;
            return full;
        }

        [[nodiscard]] std::array<Range, 2> halves(Range const& whole) {
            std::size_t const count = whole.last - whole.first;
            std::size_t const full = full_child(count);
            std::size_t const children = (count + full - 1) / full;
            std::size_t const middle =
                children > 1 ? whole.first + (children + 1) / 2 * full : whole.first + count / 2; // heavy items
            auto const at = [this](std::size_t i) { return order.begin() + static_cast<std::ptrdiff_t>(i); };
            std::nth_element(at(whole.first), at(middle), at(whole.last), [&](std::uint32_t l, std::uint32_t r) {
                float const left = boxes[l].centre(whole.axis);
                float const right = boxes[r].centre(whole.axis);
                return left < right || (left == right && l < r);
            });
            return {range(whole.first, middle), range(middle, whole.last)};
        }

        void build_root() {
            Range const all = range(0, order.size());
            if (!all.is_leaf) {
                build(all);
                return;
            }
            nodes.emplace_back();
            nodes.back().set(0, {0, static_cast<std::uint32_t>(order.size())}, all.box);
        }

        std::uint32_t build(Range const& whole) {
            auto const index = static_cast<std::uint32_t>(nodes.size());
            nodes.emplace_back();
            std::size_t children = 0;
            auto const add = [&](Range const& r) {
                Child const child =
                    r.is_leaf ? Child{static_cast<std::uint32_t>(r.first), static_cast<std::uint32_t>(r.last - r.first)}
                              : Child{build(r), 0};
                nodes[index].set(children++, child, r.box);
            };
            for (Range const& half : halves(whole)) {
                if (half.is_leaf || half.last - half.first <= full_child(whole.last - whole.first)) {
                    add(half);
                    continue;
                }
                for (Range const& quarter : halves(half))
                    add(quarter);
            }
            return index;
        }
    };

    std::vector<std::uint32_t> m_order;
    std::vector<Node> m_nodes;
    Box m_bounds;
};

} // namespace oreway
