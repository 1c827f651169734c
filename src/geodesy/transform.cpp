// SPDX-License-Identifier: MIT
// Runs a chosen operation over points and tells which of them have no image. PROJ gives finite nonsense outside the
// domain of many projections, so three checks stand around it: the ranges of degrees, the limits of the projection in
// northing, and the way back; the last one only outside the area that the target is made for.

#include "oreway/geodesy/transform.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>

#include "geodesy/pipeline.hpp"
#include "geodesy/proj_handles.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double max_return_error_m =
    1.0; // nonsense misses by kilometres; honest operations come back within millimetres
constexpr double earth_radius_m = 6371000.0;

/// Projections that go on past their domain without a word, and the last latitude whose image on the central meridian
/// still bounds it. Transverse Mercator maps the far hemisphere beyond the northing of the pole; Mercator has no pole.
struct NorthingRule {
    std::string_view method; ///< EPSG code of the projection method
    double last_latitude;
};
constexpr std::array<NorthingRule, 5> northing_rules = {{
    {"9807", 90.0}, // Transverse Mercator
    {"9808", 90.0}, // Transverse Mercator (South Orientated)
    {"9804", 89.0}, // Mercator (variant A)
    {"9805", 89.0}, // Mercator (variant B)
    {"1024", 89.0}, // Popular Visualisation Pseudo Mercator
}};

NorthingRule const* find_rule(Crs const& crs) {
    PJ_CONTEXT* const c = proj::thread_context().get();
    proj::Object const object = proj::open(proj::thread_context(), crs);
    proj::Object const projection(proj_crs_get_coordoperation(c, object.get()));
    char const* method = nullptr;
    if (!projection || !proj_coordoperation_get_method_info(c, projection.get(), nullptr, nullptr, &method) || !method)
        return nullptr;
    auto const rule = std::ranges::find(northing_rules, std::string_view(method), &NorthingRule::method);
    return rule == northing_rules.end() ? nullptr : &*rule;
}

/// Which native coordinates a reference system may have.
class Domain {
public:
    explicit Domain(Crs const& crs) {
        if (crs.kind() == CrsKind::geographic) {
            m_metres_per_unit = crs.unit_size() * earth_radius_m;
            m_radians_per_unit = crs.unit_size();
            m_max_abs_x = 3.0 * std::numbers::pi / crs.unit_size();
            m_high_y = std::numbers::pi / 2.0 / crs.unit_size() * (1.0 + 1e-12);
            m_low_y = -m_high_y;
            return;
        }
        m_metres_per_unit = crs.unit_size();
        NorthingRule const* const rule = find_rule(crs);
        if (!rule)
            return;
        OwnLonLat const own(crs);
        auto const north = own.native_of({.lon = 0.0, .lat = rule->last_latitude});
        auto const south = own.native_of({.lon = 0.0, .lat = -rule->last_latitude});
        if (!north || !south)
            return;
        double const slack = max_return_error_m / m_metres_per_unit;
        m_low_y = std::min(north->y, south->y) - slack;
        m_high_y = std::max(north->y, south->y) + slack;
    }

    [[nodiscard]] bool has(XY p) const noexcept {
        return is_finite(p) && std::abs(p.x) <= m_max_abs_x && p.y >= m_low_y && p.y <= m_high_y;
    }

    /// Rough distance of two points that should be one, in metres; longitudes a whole turn apart are equal.
    [[nodiscard]] double gap_m(XY a, XY b) const noexcept {
        double dx = a.x - b.x;
        if (m_radians_per_unit > 0.0)
            dx = std::remainder(dx, 2.0 * std::numbers::pi / m_radians_per_unit) * std::cos(a.y * m_radians_per_unit);
        return std::hypot(dx, a.y - b.y) * m_metres_per_unit;
    }

private:
    double m_max_abs_x = std::numeric_limits<double>::max();
    double m_low_y = std::numeric_limits<double>::lowest();
    double m_high_y = std::numeric_limits<double>::max();
    double m_metres_per_unit = 1.0;
    double m_radians_per_unit = 0.0; // zero for projected systems
};

/// Where a projection is sure to give no nonsense, so that the way back, which costs as much as the way there, need not
/// be gone: the area of use of the target, for data in degrees from Greenwich. Elsewhere the box is empty.
XYBox trusted_box(Crs const& source, Crs const& target) {
    constexpr double degree = std::numbers::pi / 180.0;
    XYBox box;
    bool const in_degrees = source.kind() == CrsKind::geographic && std::abs(source.unit_size() / degree - 1.0) < 1e-9;
    if (!in_degrees || target.kind() != CrsKind::projected || !target.area_of_use())
        return box;
    auto const greenwich = OwnLonLat(source).lonlat_of({0.0, 0.0});
    LonLatBox const& area = target.area_of_use()->box;
    if (!greenwich || std::abs(greenwich->lon) > 1e-9)
        return box;
    box.extend(XY{area.west, std::max(area.south, -89.0)}); // at a pole many projections are points
    box.extend(XY{area.crosses_antimeridian() ? 180.0 : area.east, std::min(area.north, 89.0)});
    return box;
}

class OperationTransform final : public CoordinateTransform {
public:
    OperationTransform(Crs const& source, Crs const& target, Operation const& operation)
        : m_pipeline(operation.pipeline), m_source(source), m_target(target), m_trusted(trusted_box(source, target)) {}

    std::size_t apply(std::span<XY> points, std::span<std::uint8_t> failed) override {
        std::size_t failures = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            std::optional<XY> const image = image_of(points[i]);
            failed[i] = image ? 0 : 1;
            if (image)
                points[i] = *image;
            else
                ++failures;
        }
        return failures;
    }

private:
    [[nodiscard]] std::optional<XY> image_of(XY p) const noexcept {
        if (!m_source.has(p))
            return std::nullopt;
        auto const image = m_pipeline.forward(p);
        if (!image || !m_target.has(*image))
            return std::nullopt;
        bool const is_trusted =
            p.x >= m_trusted.min_x && p.x <= m_trusted.max_x && p.y >= m_trusted.min_y && p.y <= m_trusted.max_y;
        if (is_trusted || !m_pipeline.has_inverse())
            return image;
        auto const back = m_pipeline.inverse(*image);
        return back && m_source.gap_m(p, *back) <= max_return_error_m ? image : std::nullopt;
    }

    Pipeline m_pipeline;
    Domain m_source;
    Domain m_target;
    XYBox m_trusted;
};

LonLatBox whole_earth() noexcept {
    return {.west = -180.0, .south = -90.0, .east = 180.0, .north = 90.0};
}

/// Collects longitudes along a walk, so that a box wider than half the earth is told from a narrow one across the
/// antimeridian.
class Walk {
public:
    void visit(LonLat p) noexcept {
        m_lon = m_started ? m_lon + std::remainder(p.lon - m_lon, 360.0) : p.lon;
        m_started = true;
        m_box.extend(XY{m_lon, p.lat});
    }
    [[nodiscard]] LonLatBox box() const noexcept {
        if (m_box.empty())
            return {};
        LonLatBox box{.west = -180.0, .south = m_box.min_y, .east = 180.0, .north = m_box.max_y};
        if (m_box.max_x - m_box.min_x >= 360.0)
            return box;
        box.west = wrap_longitude(m_box.min_x);
        box.east = m_box.max_x == 180.0 ? 180.0 : wrap_longitude(m_box.max_x);
        return box;
    }

private:
    XYBox m_box;
    double m_lon = 0.0;
    bool m_started = false;
};

bool has(XYBox const& box, std::optional<XY> const& p) noexcept {
    return p && p->x >= box.min_x && p->x <= box.max_x && p->y >= box.min_y && p->y <= box.max_y;
}

} // namespace

std::unique_ptr<CoordinateTransform> make_transform(Crs const& source, Crs const& target, Operation const& operation) {
    return std::make_unique<OperationTransform>(source, target, operation);
}

LonLatBox lonlat_extent(Crs const& source, XYBox const& box) {
    if (box.empty())
        return {};
    constexpr int samples = 33; // a side; the box is for choosing an operation, not for measuring
    OwnLonLat const own(source);
    Walk walk;
    for (int row = 0; row < samples; ++row)
        for (int i = 0; i < samples; ++i) {
            int const column = row % 2 == 0 ? i : samples - 1 - i; // to and fro, so that neighbours follow each other
            XY const p{box.min_x + (box.max_x - box.min_x) * column / (samples - 1),
                       box.min_y + (box.max_y - box.min_y) * row / (samples - 1)};
            if (auto const lonlat = own.lonlat_of(p))
                walk.visit(*lonlat);
        }
    LonLatBox extent = walk.box();
    if (extent.empty() || source.kind() == CrsKind::geographic)
        return extent;
    for (double const pole : {-90.0, 90.0})
        if (has(box, own.native_of({.lon = 0.0, .lat = pole}))) {
            extent.west = whole_earth().west;
            extent.east = whole_earth().east;
            (pole < 0.0 ? extent.south : extent.north) = pole;
        }
    return extent;
}

} // namespace oreway
