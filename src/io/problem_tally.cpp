// SPDX-License-Identifier: MIT
// Problems of features, counted by kind.

#include "io/problem_tally.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace oreway {

namespace {

constexpr std::size_t listed_features = 10;

} // namespace

ProblemTally::Entry& ProblemTally::entry(Severity severity, std::string_view code, std::string_view what,
                                         std::string_view remedy) {
    auto const same = [&](Entry const& e) { return e.problem.code == code && e.problem.parts.what == what; };
    if (auto const found = std::ranges::find_if(m_entries, same); found != m_entries.end())
        return *found;
    ErrorParts parts{.what = std::string(what), .where = m_where, .remedy = std::string(remedy)};
    m_entries.push_back({Problem{severity, std::string(code), std::move(parts)}, {}, 0});
    return m_entries.back();
}

void ProblemTally::add(Severity severity, std::string_view code, std::string_view what, std::int64_t feature,
                       std::string_view remedy) {
    Entry& e = entry(severity, code, what, remedy);
    ++e.count;
    if (e.first_features.size() < listed_features)
        e.first_features.push_back(feature);
    m_changed = true;
}

void ProblemTally::add_once(Severity severity, std::string_view code, std::string_view what, std::string_view remedy) {
    entry(severity, code, what, remedy);
    m_changed = true;
}

Problems const& ProblemTally::problems() {
    if (!m_changed)
        return m_problems;
    m_problems.clear();
    for (Entry const& e : m_entries) {
        Problem problem = e.problem;
        if (e.count > 0) {
            bool const more = e.count > static_cast<std::int64_t>(e.first_features.size());
            problem.parts.what += fmt::format(" ({} {}: {}{})", e.count, e.count == 1 ? "feature" : "features",
                                              fmt::join(e.first_features, ", "), more ? ", ..." : "");
        }
        m_problems.push_back(std::move(problem));
    }
    m_changed = false;
    return m_problems;
}

} // namespace oreway
