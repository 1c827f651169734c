// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Options that several commands share, so that they are called and behave the same in each.

#include <initializer_list>
#include <span>
#include <vector>

#include "cli/option.hpp"

namespace oreway::cli {

[[nodiscard]] std::span<Option const> general_options() noexcept;    ///< every command
[[nodiscard]] std::span<Option const> result_options() noexcept;     ///< commands that print tables
[[nodiscard]] std::span<Option const> input_options() noexcept;      ///< commands that read data
[[nodiscard]] std::span<Option const> output_options() noexcept;     ///< commands that write layers
[[nodiscard]] std::span<Option const> repair_options() noexcept;     ///< commands that measure polygons
[[nodiscard]] std::span<Option const> layer_pair_options() noexcept; ///< commands that hold two inputs A and B together
[[nodiscard]] std::span<Option const>
process_options() noexcept; ///< threads and settings of GDAL, with input_options()
[[nodiscard]] std::span<Option const> operation_options() noexcept; ///< commands that change the reference system

/// Several lists in one.
[[nodiscard]] std::vector<Option> joined(std::initializer_list<std::span<Option const>> lists);

} // namespace oreway::cli
