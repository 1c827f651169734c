// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tables as CSV and JSON text.

#include <string>

#include "oreway/base/table.hpp"

namespace oreway {

/// How a cell is protected against spreadsheets that run formulas.
enum class CsvSafety { plain, no_formulas };

/// RFC 4180, UTF-8 without BOM, LF, head of column names. An absent cell is empty. With `no_formulas` a text that
/// starts with = + - @ tab or CR gets a ' in front.
[[nodiscard]] std::string to_csv(Table const& table, CsvSafety safety = CsvSafety::plain);

/// {"name", "columns": [{"name","unit","description"}], "rows": [{...}]}; an absent cell is null and its reason stands
/// under "absent" of the row.
[[nodiscard]] std::string to_json(Table const& table);

} // namespace oreway
