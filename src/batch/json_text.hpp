// SPDX-License-Identifier: MIT
#pragma once

// Parts that tasks and outcomes have in common, as JSON.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "oreway/base/problem.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway::json_text {

/// Members keep the order in which they are set, so that lines read well and are the same in every run.
using Json = nlohmann::ordered_json;

[[nodiscard]] Json problems_to_json(Problems const& problems);
[[nodiscard]] Problems problems_from_json(Json const& json);

[[nodiscard]] Json counts_to_json(LayerCounts const& counts);
[[nodiscard]] LayerCounts counts_from_json(Json const& json);

/// One line; bytes that are not UTF-8 (in names of files) are replaced.
[[nodiscard]] std::string line_of(Json const& json);

/// \throws DataError when the line is no JSON object of the kind `what`
[[nodiscard]] Json parsed(std::string_view line, std::string_view what);

} // namespace oreway::json_text
