// SPDX-License-Identifier: MIT
// Values of a layer and of the tables joined to it by id.

#include "jobs/network_columns.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace oreway {

namespace {
constexpr double any_number = 1e300;
} // namespace

JoinedColumns::JoinedColumns(LayerRole role, BoundLayer const& bound, Problems& problems)
    : m_main(role, bound.layer, bound.binding, problems) {
    for (BoundLayer::Joined const& joined : bound.joined) {
        Other& other = m_others.emplace_back(
            Other{LayerReader(role, joined.layer, joined.binding, problems), &joined.binding.fields, {}});
        for (std::size_t row = 0; row < other.reader.size(); ++row)
            if (!other.row_of_id.emplace(other.reader.text(row, "id"), row).second)
                other.reader.report(Severity::warning, "join.duplicate", row,
                                    "has an id that stands in an earlier row, which is taken", "remove one of them");
    }
}

bool JoinedColumns::has(std::string_view field) const noexcept {
    return m_main.has(field) || std::ranges::any_of(m_others, [&](Other const& other) {
               return other.fields->contains(std::string(field));
           });
}

std::string JoinedColumns::text(std::size_t row, std::string_view field) const {
    std::string own = m_main.text(row, field);
    if (!own.empty() || m_others.empty())
        return own;
    std::string const id = m_main.text(row, "id");
    for (Other const& other : m_others) {
        auto const at = other.row_of_id.find(id);
        if (at == other.row_of_id.end() || !other.fields->contains(std::string(field)))
            continue;
        if (std::string text = other.reader.text(at->second, field); !text.empty())
            return text;
    }
    return {};
}

double JoinedColumns::number(std::size_t row, std::string_view field) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (!m_main.text(row, field).empty())
        return m_main.number(row, field, -any_number, any_number).value_or(none);
    std::string const id = m_main.text(row, "id");
    for (Other const& other : m_others) {
        auto const at = other.row_of_id.find(id);
        if (at != other.row_of_id.end() && other.fields->contains(std::string(field)) &&
            !other.reader.text(at->second, field).empty())
            return other.reader.number(at->second, field, -any_number, any_number).value_or(none);
    }
    return none;
}

} // namespace oreway
