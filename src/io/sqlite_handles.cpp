// SPDX-License-Identifier: MIT
// SQLite with exceptions.

#include "io/sqlite_handles.hpp"

#include "oreway/base/error.hpp"

namespace oreway::sqlite {

namespace {

[[noreturn]] void fail(sqlite3* database) {
    char const* file = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
    throw IoError({.what = std::string("SQLite: ") + (database != nullptr ? sqlite3_errmsg(database) : "out of memory"),
                   .where = file != nullptr ? file : "",
                   .remedy = "check that the file is whole, that it may be written and that the disk has room"});
}

Database open(std::string const& file, int flags) {
    sqlite3* raw = nullptr;
    int const status = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    Database database(raw);
    if (status != SQLITE_OK)
        fail(raw);
    sqlite3_extended_result_codes(raw, 1);
    return database;
}

} // namespace

// A connection is used by one thread at a time here, so it needs no lock of its own.
Database open_read_only(std::string const& file) {
    return open(file, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
}
Database open_for_writing(std::string const& file) {
    return open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
}

Statement prepare(Database const& database, char const* sql) {
    sqlite3_stmt* raw = nullptr;
    int const status = sqlite3_prepare_v2(database.get(), sql, -1, &raw, nullptr);
    Statement statement(raw);
    if (status != SQLITE_OK)
        fail(database.get());
    return statement;
}

bool step(Statement const& statement) {
    int const status = sqlite3_step(statement.get());
    if (status != SQLITE_ROW && status != SQLITE_DONE)
        fail(sqlite3_db_handle(statement.get()));
    return status == SQLITE_ROW;
}

void execute(Database const& database, char const* sql) {
    if (sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(database.get());
}

void bind(Statement const& statement, int parameter, std::string_view text) {
    int const status =
        sqlite3_bind_text64(statement.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (status != SQLITE_OK)
        fail(sqlite3_db_handle(statement.get()));
}

std::string text(Statement const& statement, int column) {
    auto const* bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement.get(), column));
    if (bytes == nullptr)
        return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column))};
}

} // namespace oreway::sqlite
