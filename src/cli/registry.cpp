// SPDX-License-Identifier: MIT
// The table of commands. A new command is one file cmd_<name>.cpp and one line here.

#include "cli/registry.hpp"
#include "cli/command.hpp"

namespace oreway::cli {

std::vector<Command> const& commands() {
    static std::vector<Command> const table = {
        compare_command(),   criticality_command(), flow_command(),    nearest_command(), catchment_command(),
        overlap_command(),   proximity_command(),   cost_command(),    density_command(), burn_command(),
        friction_command(),  sample_command(),      measure_command(), route_command(),   matrix_command(),
        isochrone_command(), reproject_command(),   info_command(),    check_command(),   init_command(),
        help_command(),      version_command(),
    };
    return table;
}

} // namespace oreway::cli
