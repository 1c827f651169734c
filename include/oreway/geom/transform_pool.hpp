// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Transforms of one operation for any number of threads. Making a transform costs milliseconds, so each is used again
/// by whichever thread comes next.

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "oreway/geom/ports.hpp"

namespace oreway {

/// Hands out transforms, each to one thread at a time. Safe to use from several threads; must outlive what it lends.
///
///     auto transform = pool.borrow();
///     transform->apply(points, failed);
class TransformPool {
public:
    using Maker = std::function<std::unique_ptr<CoordinateTransform>()>;
    struct GiveBack {
        TransformPool* pool = nullptr;
        void operator()(CoordinateTransform* transform) const { pool->give_back(transform); }
    };
    using Loan = std::unique_ptr<CoordinateTransform, GiveBack>;

    explicit TransformPool(Maker maker) : m_maker(std::move(maker)) {}

    /// \throws whatever the maker throws when a new transform is needed
    [[nodiscard]] Loan borrow() {
        {
            std::lock_guard const lock(m_mutex);
            if (!m_idle.empty()) {
                Loan loan(m_idle.back().release(), GiveBack{this});
                m_idle.pop_back();
                return loan;
            }
        }
        return Loan(m_maker().release(), GiveBack{this});
    }

private:
    void give_back(CoordinateTransform* transform) {
        std::unique_ptr<CoordinateTransform> owned(transform);
        std::lock_guard const lock(m_mutex);
        m_idle.push_back(std::move(owned));
    }

    Maker m_maker;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<CoordinateTransform>> m_idle;
};

} // namespace oreway
