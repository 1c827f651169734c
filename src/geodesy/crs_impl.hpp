// SPDX-License-Identifier: MIT
#pragma once

// What a Crs holds: plain values only. PROJ's objects belong to a context and a thread, so each user makes its own from
// `definition`.

#include <optional>
#include <string>

#include "oreway/geodesy/transform.hpp"

namespace oreway {

struct Crs::Impl {
    std::string definition; ///< "EPSG:4326" when the system has a code, else WKT 2
    std::string name;
    std::string code;
    std::string ellipsoid;
    std::string unit;
    std::string wkt;
    std::optional<AreaOfUse> area;
    double unit_size = 1.0;
    CrsKind kind = CrsKind::geographic;
};

} // namespace oreway
