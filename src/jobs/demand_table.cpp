// SPDX-License-Identifier: MIT
// Rows with a fault are all told before the work stops.

#include "jobs/demand_table.hpp"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A table under the names of its columns.
class NamedTable {
public:
    NamedTable(std::string const& dataset, std::vector<std::string> const& columns, InputOptions const& options,
               Problems& problems)
        : m_dataset(dataset), m_problems(problems) {
        auto loaded = load_table(dataset, "", options, problems);
        throw_if_errors(problems, "reading the table");
        m_layer = std::move(loaded->layer);
        for (std::string const& column : columns)
            find_column(column);
        throw_if_errors(problems, "reading the table");
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_layer.attributes.row_count(); }

    /// The node a cell names.
    [[nodiscard]] std::optional<NodeId> node(Network const& network, std::size_t row, std::size_t column) const {
        std::string const text(trim(m_layer.attributes.text(row, m_columns[column]).value_or("")));
        try {
            return network.find_node(text);
        } catch (Error const& fault) {
            report(row, fault.parts().what, fault.parts().remedy);
        }
        return std::nullopt;
    }

    enum class Sign { any, not_negative };
    [[nodiscard]] std::optional<double> tonnes(std::size_t row, std::size_t column, Sign sign) const {
        auto const value = m_layer.attributes.number(row, m_columns[column]);
        if (value && std::isfinite(*value) && (sign == Sign::any || *value >= 0.0))
            return value;
        std::string const text(m_layer.attributes.text(row, m_columns[column]).value_or(""));
        report(row, fmt::format("'{}' are no tonnes", text),
               sign == Sign::any ? "give a number with '.' as decimal sign" : "give a number of zero or more");
        return std::nullopt;
    }

private:
    void find_column(std::string const& name) {
        if (auto const at = m_layer.attributes.find(name)) {
            m_columns.push_back(*at);
            return;
        }
        std::vector<std::string> known;
        for (Field const& field : m_layer.attributes.fields())
            known.push_back(field.name);
        auto const near = nearest_spelling(name, known);
        m_problems.push_back({Severity::error,
                              "demand.column",
                              {fmt::format("there is no column '{}'", name), m_dataset,
                               near ? fmt::format("rename '{}'?", *near) : "columns found: " + join(known, ", ")}});
    }
    void report(std::size_t row, std::string what, std::string remedy) const {
        m_problems.push_back({Severity::error,
                              "demand.row",
                              {std::move(what), fmt::format("{}, row {}", m_dataset, row + 1), std::move(remedy)}});
    }

    std::string m_dataset;
    Problems& m_problems;
    FeatureLayer m_layer;
    std::vector<std::size_t> m_columns;
};

} // namespace

std::vector<Demand> read_demands(Network const& network, std::string const& dataset, InputOptions const& options,
                                 Problems& problems) {
    NamedTable const table(dataset, {"from", "to", "tonnes"}, options, problems);
    std::vector<Demand> demands;
    for (std::size_t row = 0; row < table.size(); ++row) {
        auto const from = table.node(network, row, 0);
        auto const to = table.node(network, row, 1);
        auto const tonnes = table.tonnes(row, 2, NamedTable::Sign::not_negative);
        if (from && to && tonnes)
            demands.push_back({*from, *to, *tonnes});
    }
    throw_if_errors(problems, "reading the demands");
    return demands;
}

std::vector<NodeSupply> read_supplies(Network const& network, std::string const& dataset, InputOptions const& options,
                                      Problems& problems) {
    NamedTable const table(dataset, {"node", "tonnes"}, options, problems);
    std::vector<NodeSupply> supplies;
    for (std::size_t row = 0; row < table.size(); ++row) {
        auto const node = table.node(network, row, 0);
        auto const tonnes = table.tonnes(row, 1, NamedTable::Sign::any);
        if (node && tonnes)
            supplies.push_back({*node, *tonnes});
    }
    throw_if_errors(problems, "reading the supplies");
    return supplies;
}

std::vector<Demand> demands_of_groups(Network const& network, Study const& study) {
    std::vector<Demand> demands;
    std::set<std::pair<NodeId, NodeId>> known;
    for (Group const& group : study.groups) {
        auto const from = network.node_of_id(group.origin);
        auto const to = network.node_of_id(group.destination);
        if (from && to && known.emplace(*from, *to).second)
            demands.push_back({*from, *to, 1.0});
    }
    if (demands.empty())
        throw UsageError({.what = "no group of the study has nodes of the network as its ends, so nothing is carried",
                          .where = "--od",
                          .remedy = "name a table with columns from, to, tonnes"});
    return demands;
}

} // namespace oreway
