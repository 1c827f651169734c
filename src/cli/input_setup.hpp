// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From parsed options to the options of jobs; settings of the process are applied on the way.

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/inspect.hpp"
#include "oreway/jobs/outputs.hpp"
#include "oreway/jobs/render.hpp"

namespace oreway::cli {

/// Number of threads and configuration of GDAL. \throws UsageError
void apply_settings(Arguments const& arguments);

/// For a command with input_options(); with operation_options() when `operation` says so.
enum class WithOperation { no, yes };
[[nodiscard]] InputOptions input_options_of(Arguments const& arguments, WithOperation operation);

[[nodiscard]] OverwritePolicy overwrite_policy(Arguments const& arguments);

/// For a command with output_options().
[[nodiscard]] OutputOptions output_options_of(Arguments const& arguments, std::string const& path);

/// A length with its unit, such as 50km. \throws UsageError that names the option
[[nodiscard]] Metres length_of(Arguments const& arguments, std::string_view option);

[[nodiscard]] ResultFormat result_format(Arguments const& arguments);
[[nodiscard]] std::size_t cell_width(CellWidth width) noexcept;

} // namespace oreway::cli
