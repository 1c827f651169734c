// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Values of indicators on their way into tables, and totals that are unknown as soon as one of their parts is.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/table.hpp"

namespace oreway {

/// The value of an indicator for a corridor, and what it rests on.
struct IndicatorValue {
    Cell value = Absent{"not computed"};
    std::string basis;
};
using IndicatorValues = std::map<std::string, IndicatorValue, std::less<>>;

/// A number that may be unknown, with every different reason why.
class Total {
public:
    Total() = default;
    explicit Total(double value) : m_sum(value) {}

    void add(double part) noexcept { m_sum += part; }
    void miss(std::string const& reason) {
        if (std::ranges::find(m_reasons, reason) == m_reasons.end())
            m_reasons.push_back(reason);
    }
    void add(Total const& part) {
        m_sum += part.m_sum;
        for (std::string const& reason : part.m_reasons)
            miss(reason);
    }

    [[nodiscard]] bool known() const noexcept { return m_reasons.empty(); }
    /// The sum; only meaningful when it is known.
    [[nodiscard]] double sum() const noexcept { return m_sum; }
    [[nodiscard]] std::string reason() const {
        if (known())
            return {};
        if (m_reasons.size() == 1)
            return m_reasons.front();
        return fmt::format("{} (and {} more)", m_reasons.front(), m_reasons.size() - 1);
    }
    /// The same reasons with another number; `of` is not called when the number is unknown.
    template <class Of> [[nodiscard]] Cell cell(Of const& of) const {
        if (!known())
            return Absent{reason()};
        return of(m_sum);
    }
    [[nodiscard]] Cell cell() const {
        return cell([](double sum) -> Cell { return sum; });
    }

private:
    double m_sum = 0.0;
    std::vector<std::string> m_reasons;
};

/// A quotient, absent when the numerator or the denominator is unknown or the denominator is zero.
[[nodiscard]] inline Cell quotient(Total const& above, Total const& below, double factor,
                                   std::string const& when_zero) {
    Total both = above;
    both.add(below);
    if (!both.known())
        return Absent{both.reason()};
    if (!(below.sum() > 0.0))
        return Absent{when_zero};
    return factor * above.sum() / below.sum();
}

} // namespace oreway
