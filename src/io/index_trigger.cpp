// SPDX-License-Identifier: MIT
// Dropping the trigger through the open dataset, so that GDAL and SQLite see one schema.

#include "io/index_trigger.hpp"

#include <fmt/format.h>

namespace oreway {

namespace {

std::string in_quotes(std::string const& text, char quote) {
    std::string out(1, quote);
    for (char const c : text)
        out += c == quote ? std::string(2, quote) : std::string(1, c);
    return out + quote;
}

/// The one value that a query gives; empty when there is none.
std::string query(GDALDataset& dataset, std::string const& sql) {
    OGRLayer* rows = dataset.ExecuteSQL(sql.c_str(), nullptr, nullptr);
    std::string value;
    if (rows != nullptr)
        if (gdal::FeatureHandle const row{rows->GetNextFeature()}; row && row->GetFieldCount() > 0)
            value = row->GetFieldAsString(0);
    dataset.ReleaseResultSet(rows);
    return value;
}

} // namespace

std::string suspend_spatial_index(GDALDataset& dataset, std::string const& table, std::string const& column) {
    std::string const trigger = fmt::format("rtree_{}_{}_insert", table, column);
    std::string sql = query(dataset, fmt::format("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = {}",
                                                 in_quotes(trigger, '\'')));
    if (!sql.empty())
        query(dataset, fmt::format("DROP TRIGGER {}", in_quotes(trigger, '"')));
    return sql;
}

} // namespace oreway
