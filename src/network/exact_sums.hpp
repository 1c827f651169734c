// SPDX-License-Identifier: MIT
#pragma once

// Sums that do not depend on the order in which their numbers are added: each is kept as two doubles, the second with
// what the first has lost (Dekker 1971, doi:10.1007/BF01397083), so that the first is the true sum, rounded once.

#include "oreway/network/journey.hpp"

namespace oreway {

class ExactSum {
public:
    ExactSum(double value = 0.0) noexcept : m_high(value) {} // NOLINT: a number is a sum of one

    ExactSum& operator+=(ExactSum const& other) noexcept {
        ExactSum const high = two_sum(m_high, other.m_high);
        ExactSum const low = two_sum(m_low, other.m_low);
        ExactSum const once = two_sum(high.m_high, high.m_low + low.m_high);
        *this = two_sum(once.m_high, once.m_low + low.m_low);
        return *this;
    }
    [[nodiscard]] double value() const noexcept { return m_high; }

private:
    /// The sum of two doubles and its rounding error (Knuth).
    static ExactSum two_sum(double a, double b) noexcept {
        ExactSum sum(a + b);
        double const b_part = sum.m_high - a;
        sum.m_low = (a - (sum.m_high - b_part)) + (b - b_part);
        return sum;
    }

    double m_high = 0.0;
    double m_low = 0.0;
};

/// JourneySums added so.
struct ExactSums {
    ExactSum km;
    ExactSum h;
    ExactSum usd_t;
    ExactSum co2e_kg_t;

    ExactSums() noexcept = default;
    explicit ExactSums(PassageCost const& cost) noexcept : h(cost.hours), usd_t(cost.usd_t) {}
    explicit ExactSums(LegFacts const& facts) noexcept
        : km(facts.length_km), h(facts.time_h), usd_t(facts.cost_usd_t), co2e_kg_t(facts.co2e_kg_t) {}

    ExactSums& operator+=(ExactSums const& other) noexcept {
        km += other.km;
        h += other.h;
        usd_t += other.usd_t;
        co2e_kg_t += other.co2e_kg_t;
        return *this;
    }
    [[nodiscard]] JourneySums value() const noexcept {
        return {km.value(), h.value(), usd_t.value(), co2e_kg_t.value()};
    }
};

} // namespace oreway
