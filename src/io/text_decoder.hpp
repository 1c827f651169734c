// SPDX-License-Identifier: MIT
#pragma once

// From the bytes of a file to UTF-8. What an encoding is called, what a language byte of a .dbf means, and what
// unmarked bytes most likely are.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace oreway {

/// One name for each encoding: "1251", "ANSI 1251", "windows-1251" are "CP1251"; "65001", "utf8" are "UTF-8". Empty
/// when the system cannot convert it.
[[nodiscard]] std::string encoding_name(std::string_view label);

/// What the language byte of a .dbf means; empty for none. 0x57 says "ANSI", the code page of whatever Windows it was
/// written on, and therefore nothing.
[[nodiscard]] std::string encoding_of_language_byte(unsigned char byte);

/// Counts what kinds of bytes texts are made of.
///
/// The guess, for texts that are not UTF-8: where bytes above 0x7F mostly follow each other, words are written in them,
/// which is Cyrillic here: CP866 when more than three in ten lie in 0x80-0xAF (capitals and а-п of CP866, unused
/// letters in CP1251), else CP1251. Where they mostly stand alone among ASCII letters, they are accents: CP1252.
class ByteSurvey {
public:
    void add(std::string_view text);
    [[nodiscard]] bool is_ascii() const noexcept { return m_high == 0; }
    [[nodiscard]] bool is_utf8() const noexcept { return m_bad_texts == 0; }
    /// Texts that are UTF-8 and not ASCII.
    [[nodiscard]] std::size_t utf8_texts() const noexcept { return m_utf8_texts; }
    [[nodiscard]] std::string guess() const;

private:
    std::size_t m_high = 0;     ///< bytes from 0x80
    std::size_t m_adjacent = 0; ///< of these, next to another one
    std::size_t m_low_half = 0; ///< of these, in 0x80-0xAF
    std::size_t m_utf8_texts = 0;
    std::size_t m_bad_texts = 0; ///< texts that are not UTF-8
};

/// How a text came through.
enum class TextFate { kept, cut_letter, wrong_encoding };

/// Decodes texts of one encoding.
class TextDecoder {
public:
    /// \param encoding  a result of encoding_name
    /// \param fallback  for texts that turn out not to be UTF-8 although `encoding` says so
    explicit TextDecoder(std::string encoding = "UTF-8", std::string fallback = "CP1252");
    TextDecoder(TextDecoder&&) noexcept;
    TextDecoder& operator=(TextDecoder&&) noexcept;
    ~TextDecoder();

    [[nodiscard]] std::string const& encoding() const noexcept { return m_encoding; }
    [[nodiscard]] std::string const& fallback() const noexcept { return m_fallback; }
    /// Valid UTF-8 whatever comes in.
    [[nodiscard]] std::string decode(std::string_view bytes, TextFate& fate);

private:
    struct Converter;
    std::string m_encoding;
    std::string m_fallback;
    std::unique_ptr<Converter> m_converter; ///< of the encoding, or of the fallback when the encoding is UTF-8
};

} // namespace oreway
