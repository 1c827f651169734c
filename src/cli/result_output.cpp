// SPDX-License-Identifier: MIT
// Tables go to standard output in any form; the names of files are told only where a person reads them.

#include "cli/result_output.hpp"

#include <fmt/format.h>

#include "cli/input_setup.hpp"

namespace oreway::cli {

Outcome outcome_of(Invocation const& invocation, std::span<Table const> tables, Problems problems,
                   std::vector<std::filesystem::path> const& outputs) {
    ResultFormat const format = result_format(invocation.arguments);
    Outcome outcome{.output = render(tables, format, cell_width(invocation.width)), .problems = std::move(problems)};
    if (format == ResultFormat::table)
        for (std::filesystem::path const& file : outputs)
            outcome.output += fmt::format("written: {}\n", file.string());
    return outcome;
}

} // namespace oreway::cli
