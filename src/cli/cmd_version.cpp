// SPDX-License-Identifier: MIT
// oreway version: the versions that a bug report needs.

#include <array>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/version.hpp"
#include "oreway/jobs/settings.hpp"

namespace oreway::cli {

namespace {

Table version_table() {
    Table table("versions", {{"component", CellKind::text, "", 0, "program or library"},
                             {"version", CellKind::text, "", 0, "version that is running"}});
    table.add_row({std::string("oreway"), std::string(version())});
    for (auto const& [name, number] : library_versions())
        table.add_row({name, number});
    return table;
}

Outcome run(Invocation const& invocation) {
    ResultFormat const format = result_format(invocation.arguments);
    if (format != ResultFormat::table)
        return {.output = render(std::array{version_table()}, format), .problems = {}};
    std::string out = fmt::format("oreway {}\n", version());
    for (auto const& [name, number] : library_versions())
        out += fmt::format("{} {}\n", name, number);
    return {.output = out, .problems = {}};
}

} // namespace

Command version_command() {
    return {
        .name = "version",
        .group = CommandGroup::help,
        .summary = "Show the versions of the program and of its libraries",
        .description = {"What a bug report needs. 'oreway --version' shows the first line only."},
        .positional = {},
        .options = joined({result_options(), general_options()}),
        .examples = {{"oreway version --format json", "The versions for machines"}},
        .memory = "",
        .run = run,
    };
}

} // namespace oreway::cli
