// SPDX-License-Identifier: MIT
// Locale-free text helpers on top of <charconv>.

#include "oreway/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace oreway {

namespace {

bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

struct CodePoint {
    char32_t value;
    std::size_t bytes; ///< 0 when the bytes at this place are not UTF-8
};

CodePoint decode(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const trail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
    unsigned char const lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    if (lead >= 0xC2 && lead <= 0xDF && trail(1))
        return {char32_t((lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu)), 2};
    if (lead >= 0xE0 && lead <= 0xEF && trail(1) && trail(2)) {
        auto const value = char32_t((lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu));
        if (value >= 0x800 && !(value >= 0xD800 && value <= 0xDFFF))
            return {value, 3};
    }
    if (lead >= 0xF0 && lead <= 0xF4 && trail(1) && trail(2) && trail(3)) {
        auto const value =
            char32_t((lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu));
        if (value >= 0x10000 && value <= 0x10FFFF)
            return {value, 4};
    }
    return {lead, 0};
}

bool is_direction_control(char32_t c) noexcept {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

} // namespace

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    if (text.empty())
        return parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == separator) {
            parts.emplace_back(trim(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    return parts;
}

std::string join(std::span<std::string const> parts, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            text += separator;
        text += parts[i];
    }
    return text;
}

std::string fold(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::optional<double> parse_number(std::string_view text) noexcept {
    text = trim(text);
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    double value = 0.0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    text = trim(text);
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer{};
    auto const [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    std::string text(buffer.data(), error == std::errc{} ? end : buffer.data());
    if (!text.empty() && text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos)
        text.erase(0, 1);
    return text;
}

std::string shortest(double value) {
    std::array<char, 64> buffer{};
    auto const result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        CodePoint const point = decode(text);
        if (point.bytes == 0)
            return false;
        text.remove_prefix(point.bytes);
    }
    return true;
}

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    while (!text.empty()) {
        text.remove_prefix(std::max<std::size_t>(1, decode(text).bytes));
        ++width;
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        CodePoint const point = decode(text);
        if (point.bytes == 0 || point.value < 0x20 || point.value == 0x7F ||
            (point.value >= 0x80 && point.value < 0xA0)) {
            result += fmt::format("\\x{:02x}", static_cast<unsigned>(point.value));
        } else if (is_direction_control(point.value)) {
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
        } else {
            result += text.substr(0, point.bytes);
        }
        text.remove_prefix(std::max<std::size_t>(1, point.bytes));
    }
    return result;
}

std::string escape_xml(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        CodePoint const point = decode(text);
        bool const allowed = point.bytes > 0 && (point.value >= 0x20 || point.value == '\t' || point.value == '\n') &&
                             point.value != 0xFFFE && point.value != 0xFFFF;
        if (!allowed)
            result += "\xEF\xBF\xBD";
        else if (point.value == '&')
            result += "&amp;";
        else if (point.value == '<')
            result += "&lt;";
        else if (point.value == '>')
            result += "&gt;";
        else if (point.value == '"')
            result += "&quot;";
        else if (point.value == '\'')
            result += "&apos;";
        else
            result += text.substr(0, point.bytes);
        text.remove_prefix(std::max<std::size_t>(1, point.bytes));
    }
    return result;
}

namespace {

/// Restricted Damerau-Levenshtein distance (neighbouring letters swapped count one).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const change = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

} // namespace

std::optional<std::string> nearest_spelling(std::string_view word, std::span<std::string const> candidates) {
    std::optional<std::string> best;
    std::size_t best_distance = std::min<std::size_t>(3, (word.size() + 1) / 2) + 1;
    std::string const folded = fold(word);
    for (std::string const& candidate : candidates) {
        std::size_t const distance = edit_distance(folded, fold(candidate));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace oreway
