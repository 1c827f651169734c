// SPDX-License-Identifier: MIT
#pragma once

// The header and rows of a .dbf, as far as they must be known to tell what is lost. dBASE III file structure.

#include <cstdint>
#include <string>
#include <vector>

#include "io/text_decoder.hpp"

namespace oreway::dbf {

struct Table {
    bool readable = false;       ///< the header makes sense
    std::string fault;           ///< why not
    std::int64_t rows = 0;       ///< as the header says
    std::int64_t whole_rows = 0; ///< as the size of the file allows
    std::int64_t deleted = 0;    ///< rows marked as deleted
    std::int64_t header_size = 0;
    std::int64_t row_size = 0;
    unsigned char language = 0; ///< language byte
    ByteSurvey texts;           ///< of the texts and field names
};

/// Reads the header and looks through all rows.
[[nodiscard]] Table read(std::string const& file);

/// The bytes of the file with exactly `rows` rows: what is missing is filled with blanks, which read as null.
[[nodiscard]] std::string with_rows(std::string const& file, Table const& table, std::int64_t rows);

} // namespace oreway::dbf
