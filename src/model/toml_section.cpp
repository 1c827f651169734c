// SPDX-License-Identifier: MIT
// Values of one TOML table, by name and type.

#include "model/toml_section.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

void Reporter::error(toml::node const* node, std::string code, std::string what, std::string remedy) const {
    std::string where = m_file;
    if (node != nullptr && node->source().begin.line > 0)
        where += fmt::format(", line {}", node->source().begin.line);
    m_problems.push_back({Severity::error, std::move(code), {std::move(what), std::move(where), std::move(remedy)}});
}

toml::node const* Section::take(std::string_view key) {
    m_known.emplace_back(key);
    return m_table.get(key);
}

void Section::text(std::string_view key, std::string& target) {
    toml::node const* node = take(key);
    if (node == nullptr)
        return;
    if (auto const value = node->value_exact<std::string>())
        target = *value;
    else
        wrong_type(*node, key, "a text in quotes");
}

std::optional<double> Section::number(std::string_view key) {
    toml::node const* node = take(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->is_number())
        if (auto const value = node->value<double>(); value && std::isfinite(*value))
            return value;
    wrong_type(*node, key, "a number");
    return std::nullopt;
}

std::optional<std::uint64_t> Section::count(std::string_view key) {
    toml::node const* node = take(key);
    if (node == nullptr)
        return std::nullopt;
    if (auto const value = node->value_exact<std::int64_t>(); value && *value >= 0)
        return static_cast<std::uint64_t>(*value);
    wrong_type(*node, key, "a whole number, not negative");
    return std::nullopt;
}

std::optional<bool> Section::yes_or_no(std::string_view key) {
    toml::node const* node = take(key);
    if (node == nullptr)
        return std::nullopt;
    if (auto const value = node->value_exact<bool>())
        return value;
    wrong_type(*node, key, "true or false");
    return std::nullopt;
}

void Section::word(std::string_view key, std::vector<std::string> const& words, std::string& target) {
    std::string text = target;
    this->text(key, text);
    if (std::ranges::find(words, text) != words.end()) {
        target = text;
        return;
    }
    auto const near = nearest_spelling(text, words);
    invalid(key, fmt::format("'{}' is not known", text),
            near ? fmt::format("did you mean '{}'?", *near) : "use one of: " + join(words, ", "));
}

void Section::number_in(std::string_view key, double low, double high, double& target) {
    auto const value = number(key);
    if (!value)
        return;
    if (*value >= low && *value <= high)
        target = *value;
    else
        invalid(key, fmt::format("{} is out of range", shortest(*value)),
                fmt::format("use {} to {}", shortest(low), shortest(high)));
}

std::vector<double> Section::numbers(std::string_view key) {
    std::vector<double> result;
    each(key, "a list of numbers", [&](toml::node const& item) {
        auto const value = item.is_number() ? item.value<double>() : std::nullopt;
        if (value && std::isfinite(*value))
            result.push_back(*value);
        return value && std::isfinite(*value);
    });
    return result;
}

std::vector<std::string> Section::texts(std::string_view key) {
    std::vector<std::string> result;
    each(key, "a list of texts", [&](toml::node const& item) {
        auto const value = item.value_exact<std::string>();
        if (value)
            result.push_back(*value);
        return value.has_value();
    });
    return result;
}

void Section::require(std::string_view key, bool present) const {
    if (!present)
        m_report.error(&m_table, "study.missing", fmt::format("[{}] has no '{}'", m_name, key),
                       fmt::format("add {} to it", key));
}

void Section::invalid(std::string_view key, std::string const& what, std::string const& remedy) const {
    toml::node const* node = m_table.get(key);
    m_report.error(node != nullptr ? node : &m_table, "study.value",
                   (m_name.empty() ? std::string() : "[" + m_name + "] ") + std::string(key) + ": " + what, remedy);
}

void Section::finish() const {
    for (auto const& [key, node] : m_table) {
        std::string const name(key.str());
        if (std::ranges::find(m_known, name) != m_known.end())
            continue;
        auto const near = nearest_spelling(name, m_known);
        m_report.error(&node, "study.unknown_key",
                       fmt::format("unknown key '{}'{}", name, m_name.empty() ? "" : " in [" + m_name + "]"),
                       near ? fmt::format("did you mean '{}'?", *near) : "known are: " + join(m_known, ", "));
    }
}

std::string Section::full_name(std::string_view key) const {
    return m_name.empty() ? std::string(key) : m_name + "." + std::string(key);
}

void Section::wrong_type(toml::node const& node, std::string_view key, std::string const& expected) const {
    m_report.error(&node, "study.type", fmt::format("'{}' must be {}", full_name(key), expected), "correct the value");
}

} // namespace oreway
