// SPDX-License-Identifier: MIT
// One problem for each kind of fault, naming how many rows have it and the first of them.

#include "network/fault_tally.hpp"

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {
constexpr std::size_t named = 5;  // as many ids as a line of a terminal holds
constexpr std::size_t recent = 8; // kinds of fault that a table of any size may repeat row by row
} // namespace

FaultTally::Group& FaultTally::group_of(Severity severity, std::string_view code, std::string_view text) {
    for (auto* entry : m_recent) {
        auto const& [known_code, known_text, known_severity] = entry->first;
        if (known_severity == severity && known_code == code && known_text == text)
            return entry->second;
    }
    auto const at = m_groups.try_emplace(Key{std::string(code), std::string(text), severity}).first;
    if (m_recent.size() == recent)
        m_recent.erase(m_recent.begin());
    m_recent.push_back(&*at);
    return at->second;
}

void FaultTally::add(Severity severity, std::string_view code, std::string_view text, std::string_view id,
                     std::string_view remedy) {
    Group& group = group_of(severity, code, text);
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
