// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Words by which layers, fields and values are recognised in English, Russian and Kazakh. Order is preference.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/model/study.hpp"

namespace oreway {

/// Lower case for Latin and Cyrillic (Kazakh letters included), without spaces, hyphens, dots, slashes and underscores.
[[nodiscard]] std::string fold_name(std::string_view text);

/// Whether the name of a layer or file speaks of a role.
[[nodiscard]] bool speaks_of(std::string_view name, LayerRole role);

/// Place of a field name in the list of names known for one of our fields; nothing when it is not there. A name that a
/// DBF cut after ten bytes counts when it is the beginning of a known one.
[[nodiscard]] std::optional<std::size_t> field_match(std::string_view field, LayerRole role, std::string_view ours);

/// Our word for a value of `mode`, `status` or `direction` in another language; nothing when it is ours already or not
/// known.
[[nodiscard]] std::optional<std::string> translated_value(std::string_view value, std::string_view ours);

} // namespace oreway
