// SPDX-License-Identifier: MIT
#pragma once

// Ownership of SQLite's handles; its failures become IoError here.

#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace oreway::sqlite {

struct DatabaseCloser {
    void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, DatabaseCloser>;

struct StatementFinalizer {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementFinalizer>;

/// \throws IoError
[[nodiscard]] Database open_read_only(std::string const& file);
/// Opens an existing file. \throws IoError
[[nodiscard]] Database open_for_writing(std::string const& file);
/// \throws IoError
[[nodiscard]] Statement prepare(Database const& database, char const* sql);
/// Runs to the next row; false at the end. \throws IoError
bool step(Statement const& statement);
/// Runs SQL without results. \throws IoError
void execute(Database const& database, char const* sql);
void bind(Statement const& statement, int parameter, std::string_view text);
/// Text of a column, empty for null.
[[nodiscard]] std::string text(Statement const& statement, int column);

} // namespace oreway::sqlite
