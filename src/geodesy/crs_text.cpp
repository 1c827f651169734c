// SPDX-License-Identifier: MIT
// PROJ opens grids by the names it is given, and the names stand in the text: "+nadgrids=/etc/passwd",
// PARAMETERFILE["x",
// "../y"]. Names without a folder are looked up in PROJ's own data folders only, so any path is refused here.

#include "geodesy/crs_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway::crs_text {

namespace {

constexpr std::size_t max_bytes = 100'000; // a compound system with all its usages has some 20 000
constexpr int max_nesting = 60;            // WKT 2 of a bound compound system goes 12 deep

constexpr std::array<std::string_view, 24> wkt_keywords = {
    "geogcs",         "projcs",        "geoccs",         "vert_cs",     "compd_cs",      "local_cs",
    "geogcrs",        "geographiccrs", "geodcrs",        "geodeticcrs", "basegeogcrs",   "projcrs",
    "projectedcrs",   "boundcrs",      "compoundcrs",    "vertcrs",     "verticalcrs",   "engcrs",
    "engineeringcrs", "localcrs",      "derivedprojcrs", "timecrs",     "parametriccrs", "imagecrs"};

bool starts_like_wkt(std::string_view text) {
    auto const bracket = text.find_first_of("[(");
    if (bracket == std::string_view::npos || bracket > 20)
        return false;
    std::string const keyword = fold(trim(text.substr(0, bracket)));
    return std::ranges::find(wkt_keywords, keyword) != wkt_keywords.end();
}

bool is_code_character(char c) noexcept {
    auto const byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.';
}

bool looks_like_code(std::string_view text) noexcept {
    if (fold(text.substr(0, 16)) == "urn:ogc:def:crs:")
        return true;
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return false;
    return std::ranges::all_of(text.substr(0, colon), is_code_character) &&
           std::ranges::all_of(text.substr(colon + 1), is_code_character);
}

int nesting_of(std::string_view text) noexcept {
    int depth = 0;
    int deepest = 0;
    bool quoted = false;
    for (char const c : text) {
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == '[' || c == '(' || c == '{')
            deepest = std::max(deepest, ++depth);
        if (c == ']' || c == ')' || c == '}')
            --depth;
    }
    return deepest;
}

bool is_path(std::string_view value) noexcept {
    if (value.starts_with('@'))
        value.remove_prefix(1);
    return value.starts_with('/') || value.starts_with("./") || value.starts_with("../") || value.starts_with("~/") ||
           value.find('\\') != std::string_view::npos || (value.size() > 2 && value[1] == ':' && value[2] == '/');
}

/// Quoted strings of WKT and JSON hold names, units and perhaps a file; none of the harmless ones begins like a path.
bool quotes_a_path(std::string_view text) noexcept {
    for (auto open = text.find('"'); open != std::string_view::npos;) {
        auto const close = text.find('"', open + 1);
        if (close == std::string_view::npos)
            return false;
        if (is_path(text.substr(open + 1, close - open - 1)))
            return true;
        open = text.find('"', close + 1);
    }
    return false;
}

/// Values of the PROJ keys that name files: "+nadgrids=a,b", "+geoidgrids=", "+grids=", "+xy_grids=", "+file=".
bool names_a_file_with_a_path(std::string_view text) noexcept {
    for (std::string_view const key : {"grids=", "file=", "catalog=", "model="})
        for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
            auto const begin = at + key.size();
            auto const value = text.substr(begin, text.find_first_of(" \t\r\n\"'", begin) - begin);
            if (value.find_first_of("/\\") != std::string_view::npos)
                return true;
        }
    return false;
}

} // namespace

Form form_of(std::string_view text) noexcept {
    std::string const head = fold(text.substr(0, 6));
    if (head.starts_with('+') || head.starts_with("proj="))
        return Form::proj_string;
    if (head.starts_with('{'))
        return Form::projjson;
    if (starts_like_wkt(text))
        return Form::wkt;
    return looks_like_code(text) ? Form::code : Form::name;
}

std::optional<std::string> refusal(std::string_view text) {
    if (text.empty())
        return "is empty";
    if (text.size() > max_bytes)
        return fmt::format("is suspiciously large: {} bytes, more than {}", text.size(), max_bytes);
    if (text.find('\0') != std::string_view::npos || !is_utf8(text))
        return "is not text";
    if (int const depth = nesting_of(text); depth > max_nesting)
        return fmt::format("nests {} brackets, more than {}", depth, max_nesting);
    if (text.find("init=") != std::string_view::npos)
        return "asks for '+init', which opens a file; write the code, as in EPSG:4326";
    if (form_of(text) == Form::proj_string && text.find("proj=pipeline") != std::string_view::npos)
        return "is an operation, not a reference system";
    if (names_a_file_with_a_path(text) || quotes_a_path(text))
        return "names a file by its path, and no such file is opened";
    return std::nullopt;
}

std::string plain_code(std::string_view text) {
    std::vector<std::string> const parts = split(text, ':');
    if (parts.size() < 2)
        return std::string(text);
    std::string const& authority = parts.size() >= 7 ? parts[4] : parts[0];
    std::string code = authority + ":" + parts.back();
    std::ranges::transform(code, code.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return code;
}

std::string as_crs(std::string_view proj_string) {
    bool const says_crs = proj_string.find("type=crs") != std::string_view::npos;
    return fmt::format("{}{}{}", proj_string.starts_with('+') ? "" : "+", proj_string, says_crs ? "" : " +type=crs");
}

} // namespace oreway::crs_text
