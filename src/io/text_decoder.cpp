// SPDX-License-Identifier: MIT
// Encodings of texts, on top of iconv.

#include "io/text_decoder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <iconv.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned char byte_of(char c) noexcept {
    return static_cast<unsigned char>(c);
}

bool all_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return byte_of(c) < 0x80; });
}

iconv_t const no_converter = reinterpret_cast<iconv_t>(-1); // NOLINT: the C interface says "(iconv_t) -1"

bool converts(std::string const& encoding) {
    iconv_t const converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == no_converter)
        return false;
    iconv_close(converter);
    return true;
}

/// The text without a last letter that was cut in the middle (shapefiles end texts at 254 bytes); unchanged otherwise.
std::string_view without_cut_letter(std::string_view text) noexcept {
    std::size_t trail = 0;
    while (trail < 3 && trail < text.size() && (byte_of(text[text.size() - 1 - trail]) & 0xC0) == 0x80)
        ++trail;
    if (trail == text.size())
        return text;
    unsigned char const lead = byte_of(text[text.size() - 1 - trail]);
    std::size_t const needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    return trail < needed ? text.substr(0, text.size() - 1 - trail) : text;
}

} // namespace

std::string encoding_name(std::string_view label) {
    std::string name = fold(trim(label));
    for (std::string_view prefix : {"ansi ", "oem ", "ansi_", "oem_", "ibm", "windows-", "windows", "cp", "ms"})
        if (name.starts_with(prefix)) {
            name.erase(0, prefix.size());
            break;
        }
    if (name == "utf8" || name == "utf-8" || name == "65001")
        return "UTF-8";
    bool const digits = !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && name.starts_with("8859") && name.size() > 4)
        name = "ISO-8859-" + name.substr(4);
    else if (digits)
        name = "CP" + name;
    else
        name = std::string(trim(label));
    return !name.empty() && converts(name) ? name : std::string{};
}

std::string encoding_of_language_byte(unsigned char byte) {
    // dBASE and FoxPro language drivers, as listed by ESRI and in shapelib.
    constexpr std::array<std::pair<unsigned char, std::string_view>, 24> table{{
        {0x01, "CP437"}, {0x02, "CP850"},  {0x03, "CP1252"}, {0x13, "CP932"},  {0x26, "CP866"},  {0x4D, "CP936"},
        {0x4E, "CP949"}, {0x4F, "CP950"},  {0x50, "CP874"},  {0x64, "CP852"},  {0x65, "CP866"},  {0x66, "CP865"},
        {0x67, "CP861"}, {0x6A, "CP737"},  {0x6B, "CP857"},  {0x78, "CP950"},  {0x79, "CP949"},  {0x7A, "CP936"},
        {0x7B, "CP932"}, {0xC8, "CP1250"}, {0xC9, "CP1251"}, {0xCA, "CP1254"}, {0xCB, "CP1253"}, {0xCC, "CP1257"},
    }};
    auto const found = std::ranges::find(table, byte, &std::pair<unsigned char, std::string_view>::first);
    return found == table.end() ? std::string{} : std::string(found->second);
}

void ByteSurvey::add(std::string_view text) {
    if (all_ascii(text))
        return;
    ++(oreway::is_utf8(without_cut_letter(text)) ? m_utf8_texts : m_bad_texts);
    auto const is_high = [&](std::size_t i) { return i < text.size() && byte_of(text[i]) >= 0x80; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_high(i))
            continue;
        ++m_high;
        if (is_high(i + 1) || (i > 0 && is_high(i - 1)))
            ++m_adjacent;
        if (byte_of(text[i]) < 0xB0)
            ++m_low_half;
    }
}

std::string ByteSurvey::guess() const {
    if (is_utf8())
        return "UTF-8";
    if (m_adjacent * 10 < m_high * 6)
        return "CP1252";
    return m_low_half * 10 > m_high * 3 ? "CP866" : "CP1251";
}

struct TextDecoder::Converter {
    explicit Converter(std::string const& from) : handle(iconv_open("UTF-8", from.c_str())) {}
    Converter(Converter const&) = delete;
    Converter& operator=(Converter const&) = delete;
    ~Converter() {
        if (handle != no_converter)
            iconv_close(handle);
    }

    /// Bytes that stand for nothing in the encoding become U+FFFD.
    std::string convert(std::string_view bytes, bool& faultless) const {
        std::string result;
        std::string input(bytes);
        char* in = input.data();
        std::size_t in_left = input.size();
        if (handle == no_converter)
            in_left = 0;
        if (handle != no_converter)
            iconv(handle, nullptr, nullptr, nullptr, nullptr);
        while (in_left > 0) {
            std::array<char, 512> buffer{};
            char* out = buffer.data();
            std::size_t out_left = buffer.size();
            std::size_t const status = iconv(handle, &in, &in_left, &out, &out_left);
            result.append(buffer.data(), buffer.size() - out_left);
            if (status != static_cast<std::size_t>(-1) || errno == E2BIG)
                continue;
            faultless = false;
            result += replacement;
            ++in;
            --in_left;
        }
        return result;
    }

    iconv_t handle;
};

TextDecoder::TextDecoder(std::string encoding, std::string fallback)
    : m_encoding(std::move(encoding)), m_fallback(std::move(fallback)),
      m_converter(std::make_unique<Converter>(m_encoding == "UTF-8" ? m_fallback : m_encoding)) {}

TextDecoder::TextDecoder(TextDecoder&&) noexcept = default;
TextDecoder& TextDecoder::operator=(TextDecoder&&) noexcept = default;
TextDecoder::~TextDecoder() = default;

std::string TextDecoder::decode(std::string_view bytes, TextFate& fate) {
    fate = TextFate::kept;
    if (all_ascii(bytes))
        return std::string(bytes);
    if (m_encoding == "UTF-8") {
        if (is_utf8(bytes))
            return std::string(bytes);
        std::string_view const whole = without_cut_letter(bytes);
        fate = is_utf8(whole) ? TextFate::cut_letter : TextFate::wrong_encoding;
        if (fate == TextFate::cut_letter)
            return std::string(whole);
    }
    bool faultless = true;
    std::string text = m_converter->convert(bytes, faultless);
    if (!faultless)
        fate = TextFate::wrong_encoding;
    return text;
}

} // namespace oreway
