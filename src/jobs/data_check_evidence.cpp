// SPDX-License-Identifier: MIT
// Every row says who says so and how sure it is, and the sources lead to the table of sources.

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "jobs/data_check.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::array<std::string_view, 4> confidences = {"high", "medium", "low", "memory"};
/// Longer texts are looked at so far only: std::regex needs stack for every letter.
constexpr std::size_t longest_searched = 4000;

/// The table of sources: what a text can name.
class Sources {
public:
    Sources(DataTable const& table, RuleReport& report) {
        report.checked("source.row", table.size());
        for (std::size_t row = 0; row < table.size(); ++row)
            add(table, row, report);
    }

    [[nodiscard]] bool has_id(std::string const& id) const { return m_ids.contains(id); }

    /// Whether the text is one or several ids, holds a title, or fits a pattern.
    [[nodiscard]] bool resolves(std::string const& text) {
        auto const [known, is_new] = m_resolved.try_emplace(text, false);
        if (is_new)
            known->second = names_one(text);
        return known->second;
    }

private:
    void add(DataTable const& table, std::size_t row, RuleReport& report) {
        std::string const id = table.text(row, "id");
        std::string const title = table.text(row, "title");
        if (id.empty() || title.empty())
            report.fault("source.row", "has no id or no title", table.where(row));
        if (!id.empty() && !m_ids.insert(id).second)
            report.fault("source.row", fmt::format("the id '{}' is used before", id), table.where(row));
        if (!title.empty())
            m_titles.push_back(fold(title));
        std::string const pattern = table.text(row, "pattern");
        if (pattern.empty())
            return;
        try {
            m_patterns.emplace_back(pattern, std::regex::ECMAScript | std::regex::optimize);
        } catch (std::regex_error const& error) {
            report.fault("source.row", fmt::format("the pattern '{}' cannot be read: {}", pattern, error.what()),
                         table.where(row));
        }
    }

    [[nodiscard]] bool names_one(std::string const& text) const {
        std::vector<std::string> const parts = split(text, ';');
        if (std::ranges::all_of(parts, [&](std::string const& part) { return has_id(std::string(trim(part))); }))
            return true;
        std::string const folded = fold(text);
        if (std::ranges::any_of(m_titles, [&](std::string const& t) { return folded.find(t) != std::string::npos; }))
            return true;
        std::string const searched = text.substr(0, longest_searched);
        return std::ranges::any_of(m_patterns,
                                   [&](std::regex const& pattern) { return std::regex_search(searched, pattern); });
    }

    std::set<std::string> m_ids;
    std::vector<std::string> m_titles;
    std::vector<std::regex> m_patterns;
    std::map<std::string, bool> m_resolved;
};

/// Everything whose rows are facts: all layers but the countries, which are one work, the rates and the other tables.
std::vector<DataTable const*> tables_of_facts(DataSet const& data) {
    std::vector<DataTable const*> tables;
    for (auto const& [role, table] : data.layers)
        if (role != LayerRole::countries)
            tables.push_back(&table);
    if (data.rates)
        tables.push_back(&*data.rates);
    for (DataTable const& table : data.tables)
        tables.push_back(&table);
    return tables;
}

void check_rows(DataTable const& table, RuleReport& report) {
    bool const names_sources = table.has("source") || table.has("source_ids");
    bool const states_confidence = table.has("confidence");
    report.checked("row.source", table.size());
    report.checked("row.confidence", table.size());
    if (!names_sources)
        report.fault("row.source", fmt::format("no field is bound to 'source' in '{}'", table.name()), table.where(0));
    if (!states_confidence)
        report.fault("row.confidence", fmt::format("no field is bound to 'confidence' in '{}'", table.name()),
                     table.where(0));
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (names_sources && table.text(row, "source").empty() && table.text(row, "source_ids").empty())
            report.fault("row.source", "has no source", table.where(row));
        std::string const confidence = table.text(row, "confidence");
        if (states_confidence && std::ranges::find(confidences, confidence) == confidences.end())
            report.fault("row.confidence", fmt::format("the confidence is '{}'", confidence), table.where(row));
    }
}

/// A number that needs a source of its own.
struct SourcedNumber {
    LayerRole role;
    char const* number;
    char const* source;
};
constexpr SourcedNumber sourced_numbers[] = {
    {LayerRole::legs, "length_km", "length_source"},
    {LayerRole::nodes, "dwell_h", "dwell_source"},
    {LayerRole::nodes, "fee_usd_t", "fee_source"},
};

void check_numbers(DataSet const& data, RuleReport& report) {
    for (SourcedNumber const& pair : sourced_numbers) {
        DataTable const* const table = data.find(pair.role);
        if (table == nullptr || !table->has(pair.number))
            continue;
        report.checked("number.source", table->size());
        for (std::size_t row = 0; row < table->size(); ++row) {
            bool const number = !table->text(row, pair.number).empty();
            bool const source = !table->text(row, pair.source).empty();
            if (number && !source)
                report.fault("number.source", fmt::format("{} has no {}", pair.number, pair.source), table->where(row));
            if (!number && source)
                report.fault("number.source", fmt::format("{} has no {}", pair.source, pair.number), table->where(row));
        }
    }
}

void resolve_rows(DataTable const& table, Sources& sources, RuleReport& report) {
    for (std::size_t row = 0; row < table.size(); ++row) {
        std::vector<std::string> const ids = table.list(row, "source_ids");
        for (std::string const& id : ids) {
            report.checked("source.unresolved");
            if (!sources.has_id(id))
                report.fault("source.unresolved", fmt::format("there is no source '{}'", id), table.where(row));
        }
        for (char const* field : {"source", "length_source", "dwell_source", "fee_source"}) {
            std::string const text = table.text(row, field);
            if (text.empty() || !ids.empty())
                continue; // the ids say which sources the texts name
            report.checked("source.unresolved");
            if (!sources.resolves(text))
                report.fault("source.unresolved", fmt::format("{} '{}' names no source of the table", field, text),
                             table.where(row));
        }
    }
}

} // namespace

void check_evidence(DataSet const& data, RuleReport& report) {
    for (DataTable const* const table : tables_of_facts(data))
        check_rows(*table, report);
    check_numbers(data, report);
    if (!data.sources) {
        report.not_checked("source.unresolved", "the study names no table of sources");
        report.not_checked("source.row", "the study names no table of sources");
        return;
    }
    Sources sources(*data.sources, report);
    for (DataTable const* const table : tables_of_facts(data))
        resolve_rows(*table, sources, report);
}

} // namespace oreway
