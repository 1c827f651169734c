// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Options of all commands that ask a network, and their way into the options of jobs.

#include <span>
#include <string>

#include "cli/arguments.hpp"
#include "cli/option.hpp"
#include "oreway/jobs/network_choice.hpp"

namespace oreway::cli {

[[nodiscard]] std::span<Option const> network_options() noexcept;

/// For a command with network_options() and input_options(). \throws UsageError
[[nodiscard]] NetworkChoice network_choice_of(Arguments const& arguments, std::string const& study);

/// The positionals of a command that takes a study, which may be left out, and an output.
struct StudyAndOutput {
    std::string study;
    std::string output;
};
/// \throws UsageError when the only name is that of a study
[[nodiscard]] StudyAndOutput study_and_output(Arguments const& arguments);

/// Number of rows from the option `top`. \throws UsageError
[[nodiscard]] std::size_t rows_to_show(Arguments const& arguments);

} // namespace oreway::cli
