// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The rows of the command table, each defined in its cmd_<name>.cpp.

#include "cli/command.hpp"

namespace oreway::cli {

[[nodiscard]] Command compare_command();
[[nodiscard]] Command criticality_command();
[[nodiscard]] Command flow_command();
[[nodiscard]] Command nearest_command();
[[nodiscard]] Command catchment_command();
[[nodiscard]] Command overlap_command();
[[nodiscard]] Command proximity_command();
[[nodiscard]] Command cost_command();
[[nodiscard]] Command density_command();
[[nodiscard]] Command burn_command();
[[nodiscard]] Command friction_command();
[[nodiscard]] Command sample_command();
[[nodiscard]] Command measure_command();
[[nodiscard]] Command route_command();
[[nodiscard]] Command matrix_command();
[[nodiscard]] Command isochrone_command();
[[nodiscard]] Command reproject_command();
[[nodiscard]] Command info_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command init_command();
[[nodiscard]] Command help_command();
[[nodiscard]] Command version_command();

} // namespace oreway::cli
