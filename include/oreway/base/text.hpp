// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Text helpers that never look at the locale: the same bytes come out under any LANG.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oreway {

[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<std::string const> parts, std::string_view separator);

/// Lower case for ASCII letters only; other bytes are kept. Meant for field names, extensions and option values.
[[nodiscard]] std::string fold(std::string_view text);

/// A whole-string number, with '.' as decimal sign; empty when the text is anything else.
[[nodiscard]] std::optional<double> parse_number(std::string_view text) noexcept;
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// Fixed notation with the given number of decimals ("12.50"), never an exponent, never "-0.00".
[[nodiscard]] std::string fixed(double value, int decimals);
/// The shortest text that reads back as the same double.
[[nodiscard]] std::string shortest(double value);

/// Whether the bytes are valid UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// Number of code points; bytes that are not UTF-8 count one each. Used for aligning columns.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// Text safe for a terminal: control characters (ESC, BEL, CR, bidi overrides) are shown as \x1b or \u202e.
[[nodiscard]] std::string printable(std::string_view text);

/// Text safe inside XML and HTML: & < > " ' escaped, characters XML forbids replaced by U+FFFD.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// The candidate nearest in spelling to `word` (edit distance with transpositions at most 3 and under half the word),
/// if any.
[[nodiscard]] std::optional<std::string> nearest_spelling(std::string_view word,
                                                          std::span<std::string const> candidates);

} // namespace oreway
