// SPDX-License-Identifier: MIT
// Rows with a fault are all told before the work stops.

#include "jobs/demand_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A table whose columns are found by name, or counted.
class NamedTable {
public:
    NamedTable(std::string const& dataset, InputOptions const& options, Problems& problems)
        : m_dataset(dataset), m_problems(problems) {
        auto loaded = load_table(dataset, "", options, problems);
        throw_if_errors(problems, "reading the table");
        m_layer = std::move(loaded->layer);
    }

    /// Columns by name, counted from 0 in this order from now on. \throws DataError for those that are not there
    void take_columns(std::vector<std::string> const& names) {
        for (std::string const& name : names)
            find_column(name);
        throw_if_errors(m_problems, "reading the table");
    }
    /// All columns in their order.
    void take_all_columns() {
        m_columns.resize(m_layer.attributes.fields().size());
        std::iota(m_columns.begin(), m_columns.end(), 0);
    }
    [[nodiscard]] bool has_any(std::vector<std::string> const& names) const {
        return std::ranges::any_of(names, [&](auto const& name) { return m_layer.attributes.find(name).has_value(); });
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_layer.attributes.row_count(); }
    [[nodiscard]] std::vector<Field> const& fields() const noexcept { return m_layer.attributes.fields(); }

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

    /// The node that the head of a column stands for.
    [[nodiscard]] std::optional<NodeId> node_of_head(Network const& network, std::string const& head,
                                                     std::size_t column) const {
        try {
            return network.find_node(head);
        } catch (Error const& fault) {
            m_problems.push_back(
                {Severity::error,
                 "demand.column",
                 {fault.parts().what, fmt::format("{}, column {}", m_dataset, column + 1), fault.parts().remedy}});
        }
        return std::nullopt;
    }
    [[nodiscard]] std::string text(std::size_t row, std::size_t column) const {
        return std::string(trim(m_layer.attributes.text(row, column).value_or("")));
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

std::vector<std::string> const row_columns = {"from", "to", "tonnes"};

/// Where a matrix has its destinations.
struct MatrixHead {
    std::vector<std::string> names; ///< one a column; the first one stands over the origins
    std::size_t first_row = 0;      ///< of the origins
};

/// A matrix has none of the columns of rows, and names of nodes as heads from the second column on. Heads that are all
/// numbers look like a row to the reader of CSV files.
std::optional<MatrixHead> matrix_head(NamedTable const& table, Network const& network) {
    if (table.has_any(row_columns) || table.fields().size() < 2)
        return std::nullopt;
    MatrixHead head;
    for (Field const& field : table.fields())
        head.names.push_back(field.name);
    if (network.node_of_id(head.names[1]))
        return head;
    if (table.size() == 0 || !table.text(0, 0).empty() || !network.node_of_id(table.text(0, 1)))
        return std::nullopt;
    for (std::size_t c = 0; c < head.names.size(); ++c)
        head.names[c] = table.text(0, c);
    head.first_row = 1;
    return head;
}

/// Zeros are no demands.
std::vector<Demand> read_matrix(NamedTable& table, MatrixHead const& head, Network const& network) {
    table.take_all_columns();
    std::vector<std::optional<NodeId>> destinations = {std::nullopt};
    for (std::size_t c = 1; c < head.names.size(); ++c)
        destinations.push_back(table.node_of_head(network, head.names[c], c));
    std::vector<Demand> demands;
    for (std::size_t row = head.first_row; row < table.size(); ++row) {
        auto const from = table.node(network, row, 0);
        for (std::size_t c = 1; c < destinations.size(); ++c) {
            auto const tonnes = table.tonnes(row, c, NamedTable::Sign::not_negative);
            if (from && destinations[c] && tonnes && *tonnes > 0.0)
                demands.push_back({*from, *destinations[c], *tonnes});
        }
    }
    return demands;
}

} // namespace

std::vector<Demand> read_demands(Network const& network, std::string const& dataset, InputOptions const& options,
                                 Problems& problems) {
    NamedTable table(dataset, options, problems);
    if (auto const head = matrix_head(table, network)) {
        std::vector<Demand> demands = read_matrix(table, *head, network);
        throw_if_errors(problems, "reading the demands");
        return demands;
    }
    table.take_columns(row_columns);
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
    NamedTable table(dataset, options, problems);
    table.take_columns({"node", "tonnes"});
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
