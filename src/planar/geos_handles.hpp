// SPDX-License-Identifier: MIT
#pragma once

// Ownership of GEOS's objects, through the re-entrant functions only. Each thread has its own context; an object is
// made, used and freed within one call of this room, so it never leaves its thread.

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <memory>
#include <string>

namespace oreway::geos {

/// The calling thread's context.
[[nodiscard]] GEOSContextHandle_t context();

/// What GEOS said last in this thread; empty when it has said nothing since the last call.
[[nodiscard]] std::string take_message();

struct Closer {
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(context(), g); }
    void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(context(), p); }
    void operator()(char* text) const { GEOSFree_r(context(), text); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Closer>;
using MakeValidParams = std::unique_ptr<GEOSMakeValidParams, Closer>;
using Text = std::unique_ptr<char, Closer>;

} // namespace oreway::geos
