// SPDX-License-Identifier: MIT
// Cutting and changing QML texts of our own.

#include "exporters/qml.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway::qml {

namespace {

std::string_view root_tag(std::string_view qml) {
    return between(qml, "<qgis ", ">");
}

} // namespace

std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
    std::size_t const found = text.find(from);
    std::size_t const start = found == std::string_view::npos ? found : found + from.size();
    std::size_t const end = start == std::string_view::npos ? start : text.find(to, start);
    if (end == std::string_view::npos)
        throw std::logic_error(fmt::format("a style has no text between '{}' and '{}'", from, to));
    return text.substr(start, end - start);
}

std::string_view body(std::string_view qml) {
    std::string_view const tag = root_tag(qml);
    auto const start = static_cast<std::size_t>(tag.data() - qml.data()) + tag.size() + 1;
    std::size_t const end = qml.rfind("</qgis>");
    if (end == std::string_view::npos || end < start)
        throw std::logic_error("a style does not end with </qgis>");
    return qml.substr(start, end - start);
}

bool has_labels(std::string_view qml) {
    return root_tag(qml).find("labelsEnabled=\"1\"") != std::string_view::npos;
}

std::string with_prop(std::string_view text, std::string_view key, std::string_view value) {
    std::string_view const old = between(text, fmt::format("<prop k=\"{}\" v=\"", key), "\"");
    auto const start = static_cast<std::size_t>(old.data() - text.data());
    std::string result(text.substr(0, start));
    result += escape_xml(value);
    result += text.substr(start + old.size());
    return result;
}

std::string with_text(std::string_view text, std::string_view from, std::string_view to) {
    std::size_t const found = text.find(from);
    if (found == std::string_view::npos || text.find(from, found + 1) != std::string_view::npos)
        throw std::logic_error(fmt::format("a style must hold '{}' exactly once", from));
    std::string result(text);
    return result.replace(found, from.size(), to);
}

} // namespace oreway::qml
