// SPDX-License-Identifier: MIT
#pragma once

// What kind of text names a reference system, and which texts are refused before PROJ sees them: absurd ones, and those
// that would make PROJ open a file of the user's choosing.

#include <optional>
#include <string>
#include <string_view>

namespace oreway::crs_text {

enum class Form { code, wkt, proj_string, projjson, name };

/// The form is told from the first characters alone.
[[nodiscard]] Form form_of(std::string_view text) noexcept;

/// Why a text is not handed to PROJ; nothing when it may be.
[[nodiscard]] std::optional<std::string> refusal(std::string_view text);

/// "EPSG:4326" from "epsg:4326" or from "urn:ogc:def:crs:EPSG::4326".
[[nodiscard]] std::string plain_code(std::string_view text);

/// A PROJ string that PROJ takes for a reference system, not for an operation.
[[nodiscard]] std::string as_crs(std::string_view proj_string);

} // namespace oreway::crs_text
