// SPDX-License-Identifier: MIT
// Numbers start at 2: the field that is there already is the first.

#include "jobs/field_names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

std::string unused_name(std::vector<Field> const& fields, std::string_view wanted) {
    auto const is_taken = [&](std::string const& name) {
        return std::ranges::any_of(fields, [&](Field const& field) { return fold(field.name) == fold(name); });
    };
    std::string name(wanted);
    for (int number = 2; is_taken(name); ++number)
        name = fmt::format("{}_{}", wanted, number);
    return name;
}

} // namespace oreway
