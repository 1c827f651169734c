// SPDX-License-Identifier: MIT
#pragma once

// Counts problems of the same kind, so that a layer with a million bad features gives one line with the first ids.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"

namespace oreway {

class ProblemTally {
public:
    explicit ProblemTally(std::string where) : m_where(std::move(where)) {}

    /// Counts a feature with the problem; kinds are told apart by code and text.
    void add(Severity severity, std::string_view code, std::string_view what, std::int64_t feature,
             std::string_view remedy = "");
    /// Notes a problem of the layer as a whole, once.
    void add_once(Severity severity, std::string_view code, std::string_view what, std::string_view remedy = "");
    /// The list so far, in order of first appearance.
    [[nodiscard]] Problems const& problems();

private:
    struct Entry {
        Problem problem; ///< without the list of features
        std::vector<std::int64_t> first_features;
        std::int64_t count = 0;
    };
    Entry& entry(Severity severity, std::string_view code, std::string_view what, std::string_view remedy);

    std::string m_where;
    std::vector<Entry> m_entries;
    Problems m_problems;
    bool m_changed = false;
};

} // namespace oreway
