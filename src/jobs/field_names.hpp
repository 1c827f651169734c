// SPDX-License-Identifier: MIT
#pragma once

// Names for new fields beside those that are there.

#include <string>
#include <string_view>
#include <vector>

#include "oreway/geom/attributes.hpp"

namespace oreway {

/// The wanted name, or with the first number that makes it differ from all others in more than the case of letters.
[[nodiscard]] std::string unused_name(std::vector<Field> const& fields, std::string_view wanted);

} // namespace oreway
