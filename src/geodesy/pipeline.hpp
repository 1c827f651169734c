// SPDX-License-Identifier: MIT
#pragma once

// Points through PROJ, both ways, in east-north order. Each object has its own context, so it may move between threads.

#include <optional>
#include <string>

#include "geodesy/proj_handles.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// One PROJ operation, as text. A point without an image gives nothing.
class Pipeline {
public:
    /// \throws DataError when PROJ cannot build it
    explicit Pipeline(std::string const& text);

    [[nodiscard]] std::optional<XY> forward(XY p) const noexcept { return run(PJ_FWD, p); }
    [[nodiscard]] std::optional<XY> inverse(XY p) const noexcept { return run(PJ_INV, p); }
    [[nodiscard]] bool has_inverse() const noexcept { return m_has_inverse; }

private:
    [[nodiscard]] std::optional<XY> run(PJ_DIRECTION direction, XY p) const noexcept;

    std::unique_ptr<proj::Context> m_context;
    proj::Object m_operation;
    bool m_has_inverse = false;
};

/// The geographic system under a reference system, and the way to it.
struct GeographicUnder {
    std::string pipeline;
    double degrees_per_unit = 1.0;
    double prime_meridian = 0.0; ///< degrees east of Greenwich
};

/// A reference system and the longitude and latitude on its own datum, in degrees from Greenwich; no datum shift.
class OwnLonLat {
public:
    explicit OwnLonLat(Crs const& crs);

    [[nodiscard]] std::optional<LonLat> lonlat_of(XY native) const noexcept;
    [[nodiscard]] std::optional<XY> native_of(LonLat p) const noexcept;

private:
    explicit OwnLonLat(GeographicUnder const& under);

    Pipeline m_to_geographic;
    double m_degrees_per_unit = 1.0;
    double m_prime_meridian = 0.0; // degrees east of Greenwich
};

} // namespace oreway
