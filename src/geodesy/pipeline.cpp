// SPDX-License-Identifier: MIT
// A thin layer over proj_trans, and the way from a reference system to its own longitude and latitude.

#include "geodesy/pipeline.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// The plain change of form between a reference system and the geographic system under it.
std::string pipeline_between(PJ_CONTEXT* c, PJ const* source, PJ const* geographic) {
    proj::FactoryContext const factory(proj_create_operation_factory_context(c, nullptr));
    proj::ObjectList const list(proj_create_operations(c, source, geographic, factory.get()));
    if (!list || proj_list_get_count(list.get()) == 0)
        return "+proj=noop";
    proj::Object const operation(proj_list_get(c, list.get(), 0));
    proj::Object const east_north(proj_normalize_for_visualization(c, operation.get()));
    char const* const text =
        proj_as_proj_string(c, east_north ? east_north.get() : operation.get(), PJ_PROJ_5, nullptr);
    return text ? text : "+proj=noop";
}

constexpr double degrees_per_radian = 180.0 / std::numbers::pi;

GeographicUnder geographic_under(Crs const& crs) {
    PJ_CONTEXT* const c = proj::thread_context().get();
    proj::Object const source = proj::open(proj::thread_context(), crs);
    proj::Object const geographic(proj_crs_get_geodetic_crs(c, source.get()));
    if (!geographic)
        throw DataError{
            {.what = "'" + crs.name() + "' has no longitude and latitude under it", .where = {}, .remedy = {}}};
    GeographicUnder found{.pipeline = pipeline_between(c, source.get(), geographic.get())};
    proj::Object const axes(proj_crs_get_coordinate_system(c, geographic.get()));
    double radians_per_unit = 0.0;
    if (axes && proj_cs_get_axis_info(c, axes.get(), 0, nullptr, nullptr, nullptr, &radians_per_unit, nullptr, nullptr,
                                      nullptr))
        found.degrees_per_unit = radians_per_unit * degrees_per_radian;
    proj::Object const meridian(proj_get_prime_meridian(c, geographic.get()));
    double longitude = 0.0;
    double meridian_unit = 0.0;
    if (meridian && proj_prime_meridian_get_parameters(c, meridian.get(), &longitude, &meridian_unit, nullptr))
        found.prime_meridian = longitude * meridian_unit * degrees_per_radian;
    return found;
}

} // namespace

Pipeline::Pipeline(std::string const& text)
    : m_context(std::make_unique<proj::Context>()), m_operation(proj_create(m_context->get(), text.c_str())) {
    if (!m_operation)
        throw DataError{
            {.what = fmt::format("PROJ cannot build the operation '{}': {}", text, m_context->take_message()),
             .where = {},
             .remedy = "check that its grids are installed"}};
    m_has_inverse = proj_pj_info(m_operation.get()).has_inverse != 0;
}

std::optional<XY> Pipeline::run(PJ_DIRECTION direction, XY p) const noexcept {
    PJ_COORD const image = proj_trans(m_operation.get(), direction, proj_coord(p.x, p.y, 0.0, 0.0));
    if (std::isfinite(image.xy.x) && std::isfinite(image.xy.y))
        return XY{image.xy.x, image.xy.y};
    proj_errno_reset(m_operation.get());
    return std::nullopt;
}

OwnLonLat::OwnLonLat(Crs const& crs) : OwnLonLat(geographic_under(crs)) {}

OwnLonLat::OwnLonLat(GeographicUnder const& under)
    : m_to_geographic(under.pipeline), m_degrees_per_unit(under.degrees_per_unit),
      m_prime_meridian(under.prime_meridian) {}

std::optional<LonLat> OwnLonLat::lonlat_of(XY native) const noexcept {
    auto const p = m_to_geographic.forward(native);
    if (!p)
        return std::nullopt;
    LonLat const lonlat{.lon = p->x * m_degrees_per_unit + m_prime_meridian, .lat = p->y * m_degrees_per_unit};
    return std::abs(lonlat.lat) <= 90.0 ? std::optional(lonlat) : std::nullopt;
}

std::optional<XY> OwnLonLat::native_of(LonLat p) const noexcept {
    return m_to_geographic.inverse({(p.lon - m_prime_meridian) / m_degrees_per_unit, p.lat / m_degrees_per_unit});
}

} // namespace oreway
