// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The rules of the strict check of a data set: one table, from which the check, its table of counts and the
/// documentation are made. Numbers that a rule compares with stand here, too, with their reason.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "oreway/base/problem.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"

namespace oreway {

/// A rule; a row of one table.
struct Rule {
    std::string_view code;   ///< "leg.duplicate"
    std::string_view needs;  ///< what the study must bind: "legs: from, to, mode"
    std::string_view what;   ///< what must hold
    std::string_view why;    ///< what goes wrong otherwise
    std::string_view remedy; ///< what to do about a fault
};
/// All rules, in the order in which they are checked and shown.
[[nodiscard]] std::span<Rule const> data_rules() noexcept;

/// A line may leave its nodes by so much: positions are commonly printed with three decimals of a degree.
inline constexpr Metres end_tolerance{100.0};
/// A drawn line between two nodes is never shorter than the geodesic, less what its ends may be off.
inline constexpr Metres drawn_slack{2.0 * end_tolerance.value() + 1.0};
/// A stated length may be below the geodesic by so much of it: positions of stations are good to 1 km, which is 2 % of
/// a leg of 50 km.
inline constexpr double stated_slack = 0.02;
/// A line longer than so many geodesics between its ends is more likely a vertex far off or another unit than a way.
inline constexpr double longest_detour = 3.0;
/// Ends nearer to each other than this say nothing about the way between them.
inline constexpr Metres shortest_judged{5000.0};
/// A country polygon at 1:10 million is off by so much at borders and in harbours.
inline constexpr Metres border_tolerance{3000.0};
/// A line may run over the wrong element (sea legs over land, land legs over the sea) for the larger of a distance and
/// a share of its length: ports lie in rivers and canals, bridges and dams in the sea.
inline constexpr Metres element_tolerance{6000.0};
inline constexpr double element_share = 0.10;

/// What a number of the cost model can be. Out of it nothing is refused in a run, but a strict check asks.
struct PlausibleRange {
    std::string_view quantity;
    std::string_view mode; ///< "any": whatever the mode
    double low;
    double high;
    std::string_view unit;
    std::string_view source; ///< what was published, which the range goes beyond on both sides
};
[[nodiscard]] std::span<PlausibleRange const> plausible_ranges() noexcept;
/// The range for a quantity and a mode; nullptr when any value may be.
[[nodiscard]] PlausibleRange const* find_range(std::string_view quantity, std::string_view mode) noexcept;

/// Words that a field may hold.
struct Vocabulary {
    std::string_view field; ///< "legs.mode"
    std::string_view words; ///< separated by a space
};
[[nodiscard]] std::span<Vocabulary const> vocabularies() noexcept;

/// Counts what was checked and what was found, by rule.
class RuleReport {
public:
    /// \param listed  faults named one by one for each rule; the others are counted. 0 names all.
    explicit RuleReport(std::size_t listed) : m_listed(listed) {}

    /// So many rows were looked at for the rule. \throws std::logic_error for a code without a rule
    void checked(std::string_view code, std::size_t rows = 1);
    void fault(std::string_view code, std::string what, std::string where);
    /// The rule, or a part of it, cannot be checked.
    void not_checked(std::string_view code, std::string reason);

    /// Appends the faults, rule by rule.
    void finish(Problems& problems) const;
    /// A row a rule: code, rows checked, faults, what must hold, and why it was not checked.
    [[nodiscard]] Table counts() const;

private:
    struct State {
        std::int64_t checked = 0;
        std::int64_t faults = 0;
        Problems problems;
        std::string not_checked;
    };
    [[nodiscard]] State& at(std::string_view code);

    std::size_t m_listed;
    std::map<std::string_view, State> m_states;
};

} // namespace oreway
