// SPDX-License-Identifier: MIT
#pragma once

// Faults of many rows gathered to one problem a kind, with the first few ids: a layer of a million legs may have the
// same fault a million times.

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "oreway/base/problem.hpp"

namespace oreway {

class FaultTally {
public:
    /// \param one, many  what the rows are: "leg", "legs"
    FaultTally(std::string where, std::string_view one, std::string_view many)
        : m_where(std::move(where)), m_one(one), m_many(many) {}
    FaultTally(FaultTally&&) = default;
    FaultTally(FaultTally const&) = delete; // m_recent points into m_groups
    FaultTally& operator=(FaultTally&&) = delete;
    FaultTally& operator=(FaultTally const&) = delete;
    ~FaultTally() = default;

    /// \param text    goes after "1 leg" or "12 legs": "without length", written so that it fits both
    void add(Severity severity, std::string_view code, std::string_view text, std::string_view id,
             std::string_view remedy);

    /// Appends one problem a kind, sorted by code and text.
    void report(Problems& problems) const;

private:
    struct Group {
        std::size_t count = 0;
        std::vector<std::string> ids; // the first few
        std::string remedy;
    };
    using Key = std::tuple<std::string, std::string, Severity>;
    [[nodiscard]] Group& group_of(Severity severity, std::string_view code, std::string_view text);

    std::string m_where;
    std::string m_one;
    std::string m_many;
    std::map<Key, Group> m_groups;
    std::vector<std::map<Key, Group>::value_type*> m_recent; // met last: most rows repeat a few faults
};

} // namespace oreway
