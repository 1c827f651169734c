// SPDX-License-Identifier: MIT
// Names of geometry kinds; the container itself is a template.

#include "oreway/geom/geometries.hpp"

namespace oreway {

std::string_view name_of(GeometryKind kind) noexcept {
    switch (kind) {
    case GeometryKind::null:
        return "null";
    case GeometryKind::point:
        return "point";
    case GeometryKind::line:
        return "line";
    case GeometryKind::polygon:
        return "polygon";
    }
    return "null";
}

} // namespace oreway
