// SPDX-License-Identifier: MIT
// Targets by name, by file, and by extent.

#include "batch/targets.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::size_t longest_text = 100'000;

double middle_lon(LonLatBox const& box) noexcept {
    return wrap_longitude(box.west + box.width() / 2.0);
}

double hundredths(double degrees) noexcept {
    return std::round(degrees * 100.0) / 100.0;
}

std::string text_of_file(std::string const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(longest_text + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return std::string(trim(text));
}

Crs fixed_target(std::string const& text) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(text, error))
        return Crs::from_user_input(text);
    try {
        return Crs::from_user_input(text_of_file(text));
    } catch (UsageError const& fault) {
        throw UsageError({.what = fault.parts().what, .where = text, .remedy = "give a file that holds one WKT"});
    }
}

} // namespace

Crs utm_for(LonLatBox const& extent) {
    double const lat = (extent.south + extent.north) / 2.0;
    if (lat > 84.0 || lat < -80.0)
        throw DataError(
            {.what = fmt::format("the middle of the data lies at latitude {}, where UTM is not defined", fixed(lat, 2)),
             .where = "",
             .remedy = "name a polar system, such as EPSG:5041 or EPSG:5042"});
    int const zone = std::clamp(static_cast<int>(std::floor((middle_lon(extent) + 180.0) / 6.0)) + 1, 1, 60);
    return Crs::from_user_input(fmt::format("EPSG:{}{:02}", lat < 0.0 ? 327 : 326, zone));
}

Crs albers_for(LonLatBox const& extent) {
    double const height = extent.north - extent.south;
    double south = hundredths(extent.south + height / 6.0);
    double const north = hundredths(extent.north - height / 6.0);
    // A cone that opens at the equator would be a cylinder, which the projection does not have.
    if (std::abs(south + north) < 0.02)
        south += 0.1;
    return Crs::from_user_input(fmt::format(
        "+proj=aea +lat_1={} +lat_2={} +lat_0={} +lon_0={} +datum=WGS84 +units=m "
        "+no_defs +type=crs",
        fixed(south, 2), fixed(north, 2), fixed((extent.south + extent.north) / 2.0, 2), fixed(middle_lon(extent), 2)));
}

Target::Target(std::string const& text) {
    std::string const name = fold(text);
    if (name == "auto-utm")
        m_rule = Rule::utm;
    else if (name == "auto-albers")
        m_rule = Rule::albers;
    else
        m_fixed = fixed_target(text);
}

Crs Target::for_extent(LonLatBox const& extent) const {
    if (m_fixed)
        return *m_fixed;
    if (extent.empty())
        throw DataError({.what = "there are no coordinates to choose a target system by",
                         .where = "",
                         .remedy = "name a reference system with --t_srs"});
    return m_rule == Rule::utm ? utm_for(extent) : albers_for(extent);
}

} // namespace oreway
