// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Options of commands that make rasters, and their reading: which grid, and what file.

#include <span>

#include "cli/arguments.hpp"
#include "cli/option.hpp"
#include "oreway/jobs/grid_choice.hpp"

namespace oreway::cli {

[[nodiscard]] std::span<Option const> grid_options() noexcept;          ///< --resolution, --bbox, --like, --t_srs
[[nodiscard]] std::span<Option const> raster_output_options() noexcept; ///< -f, --co, --overwrite; in place of
                                                                        ///< output_options()

/// For a command with grid_options() and input_options(). \throws UsageError that names the option.
/// The output is read by output_options_of(), as that of layers.
[[nodiscard]] GridChoice grid_choice_of(Arguments const& arguments);

} // namespace oreway::cli
