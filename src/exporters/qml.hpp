// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The few things we do to a QML text of our own: take its inside into a project, and change values of a symbol. Our
/// styles are written one element a line, so no XML parser is needed.

#include <string>
#include <string_view>

namespace oreway::qml {

/// What stands between <qgis ...> and </qgis>. \throws std::logic_error when there is no such element
[[nodiscard]] std::string_view body(std::string_view qml);

/// Whether the root element turns labels on; a project keeps that flag on the layer.
[[nodiscard]] bool has_labels(std::string_view qml);

/// The text between the end of the first `from` and the next `to`. \throws std::logic_error when one is missing
[[nodiscard]] std::string_view between(std::string_view text, std::string_view from, std::string_view to);

/// The text with the value of <prop k="KEY" v="..."/> replaced. \throws std::logic_error when there is no such property
[[nodiscard]] std::string with_prop(std::string_view text, std::string_view key, std::string_view value);

/// The text with its only `from` replaced. \throws std::logic_error when it stands there not at all or more than once
[[nodiscard]] std::string with_text(std::string_view text, std::string_view from, std::string_view to);

} // namespace oreway::qml
