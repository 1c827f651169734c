// SPDX-License-Identifier: MIT
#pragma once

// One TOML table being read. Keys are taken by name from one place, so what was not taken is unknown and can be told;
// every problem is collected with its line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "oreway/base/problem.hpp"

namespace oreway {

/// Where problems go, with the name of the file.
class Reporter {
public:
    Reporter(std::string_view file, Problems& problems) : m_file(file), m_problems(problems) {}

    void error(toml::node const* node, std::string code, std::string what, std::string remedy) const;

private:
    std::string m_file;
    Problems& m_problems;
};

/// Keys are taken by name; `finish` reports those nobody asked for. A value of the wrong type is reported and left out.
class Section {
public:
    Section(toml::table const& table, std::string name, Reporter const& report)
        : m_table(table), m_name(std::move(name)), m_report(report) {}

    toml::node const* take(std::string_view key);

    void text(std::string_view key, std::string& target);
    std::optional<double> number(std::string_view key);
    std::optional<std::uint64_t> count(std::string_view key);
    std::optional<bool> yes_or_no(std::string_view key);
    /// One of some words.
    void word(std::string_view key, std::vector<std::string> const& words, std::string& target);
    /// A number within [low, high].
    void number_in(std::string_view key, double low, double high, double& target);
    std::vector<double> numbers(std::string_view key);
    std::vector<std::string> texts(std::string_view key);

    /// Every table of an array of tables: `[[key]]`.
    template <class Read> void tables(std::string_view key, Read const& read) {
        each(key, "written as [[" + std::string(key) + "]]", [&](toml::node const& item) {
            if (!item.is_table())
                return false;
            Section section(*item.as_table(), std::string(key), m_report);
            read(section);
            section.finish();
            return true;
        });
    }

    template <class Read> void table(std::string_view key, Read const& read) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return;
        if (!node->is_table())
            return wrong_type(*node, key, "a table");
        Section section(*node->as_table(), full_name(key), m_report);
        read(section);
        section.finish();
    }

    void require(std::string_view key, bool present) const;
    void invalid(std::string_view key, std::string const& what, std::string const& remedy) const;
    /// Keys nobody asked for, each with the nearest known one.
    void finish() const;

    [[nodiscard]] toml::table const& raw() const noexcept { return m_table; }
    [[nodiscard]] Reporter const& report() const noexcept { return m_report; }

private:
    template <class Accept> void each(std::string_view key, std::string const& expected, Accept const& accept) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return;
        if (!node->is_array())
            return wrong_type(*node, key, expected);
        for (toml::node const& item : *node->as_array())
            if (!accept(item))
                wrong_type(item, key, expected);
    }

    [[nodiscard]] std::string full_name(std::string_view key) const;
    void wrong_type(toml::node const& node, std::string_view key, std::string const& expected) const;

    toml::table const& m_table;
    std::string m_name;
    Reporter const& m_report;
    std::vector<std::string> m_known;
};

} // namespace oreway
