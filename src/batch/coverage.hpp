// SPDX-License-Identifier: MIT
#pragma once

// Whether data lie where their operation and their target system are meant to be used.

#include "oreway/base/progress.hpp"
#include "oreway/batch/plan.hpp"

namespace oreway {

/// Sets points_outside of every spatial layer: 0 where the extents tell, a count where the points were read, nothing
/// where they were not. A layer that lies outside altogether is a note "crs.outside" of its task, one that does in part
/// a note "crs.partly_outside".
void check_coverage(Plan& plan, Settings const& settings, PointCount count, Progress& progress);

} // namespace oreway
