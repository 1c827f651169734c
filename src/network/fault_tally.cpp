// SPDX-License-Identifier: MIT
// One problem for each kind of fault, naming how many rows have it and the first of them.

#include "network/fault_tally.hpp"

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {
constexpr std::size_t named = 5; // as many ids as a line of a terminal holds
} // namespace

void FaultTally::add(Severity severity, std::string_view code, std::string text, std::string_view id,
                     std::string_view remedy) {
    Group& group = m_groups[{std::string(code), std::move(text), severity}];
    ++group.count;
    if (group.ids.size() < named)
        group.ids.emplace_back(id);
    if (group.remedy.empty())
        group.remedy = remedy;
}

void FaultTally::report(Problems& problems) const {
    for (auto const& [key, group] : m_groups) {
        auto const& [code, text, severity] = key;
        std::string ids;
        for (std::string const& id : group.ids)
            ids += fmt::format("{}'{}'", ids.empty() ? "" : ", ", id);
        if (group.count > group.ids.size())
            ids += fmt::format(" and {} more", group.count - group.ids.size());
        problems.push_back({severity,
                            code,
                            {fmt::format("{} {} {}", group.count, group.count == 1 ? m_one : m_many, text),
                             fmt::format("{}, {}", m_where, ids), group.remedy}});
    }
}

} // namespace oreway
