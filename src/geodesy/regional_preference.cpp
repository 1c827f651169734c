// SPDX-License-Identifier: MIT
// The operation for Russia, EPSG:5044 (3 m), has a bounding box that starts at 41.19 N and so takes in Almaty, Tashkent
// and Bishkek, Georgia and Ukraine; the one for the Caspian shelf, EPSG:1303 (2 m), takes in Aktau. Neighbouring sheets
// would differ by 2.7 m and 4.7 m. EPSG:15865 (4.5 m) is the only one whose area names these countries, so it serves
// them all. The Baltic states have operations of their own and are left to the general rule; Russia north of the boxes
// takes EPSG:5044 by that rule.

#include "geodesy/regional_preference.hpp"

#include <algorithm>
#include <array>

#include "geodesy/candidates.hpp"
#include "geodesy/proj_handles.hpp"

namespace oreway {

namespace {

constexpr std::string_view pulkovo_1942 = "EPSG:4284";
constexpr std::string_view for_the_cis = "EPSG:15865";
constexpr std::string_view why =
    "Pulkovo 1942 outside Russia takes EPSG:15865 everywhere, so that neighbouring sheets fit: the "
    "more accurate operations are meant for Russia or a coast and reach here by their bounding box only";

// Boxes of the countries named in the area of EPSG:15865 (EPSG areas of use of the countries, rounded outwards).
constexpr std::array<RegionalPreference, 3> table = {{
    {pulkovo_1942,
     {.west = 46.4, .south = 35.1, .east = 87.4, .north = 55.5},
     for_the_cis,
     why}, // Central Asia with Kazakhstan
    {pulkovo_1942,
     {.west = 39.9, .south = 37.8, .east = 51.8, .north = 43.6},
     for_the_cis,
     why}, // Georgia, Armenia, Azerbaijan
    {pulkovo_1942,
     {.west = 22.1, .south = 44.3, .east = 40.2, .north = 56.2},
     for_the_cis,
     why}, // Ukraine, Belarus, Moldova
}};

/// Code of the geographic system under a reference system, by identification when the text carries none.
std::string datum_code(Crs const& crs) {
    proj::Context& context = proj::thread_context();
    proj::Object const object = proj::open(context, crs);
    proj::Object const geographic(proj_crs_get_geodetic_crs(context.get(), object.get()));
    if (!geographic)
        return {};
    if (std::string code = proj::code_of(geographic.get()); !code.empty())
        return code;
    int* confidence = nullptr;
    proj::ObjectList const found(proj_identify(context.get(), geographic.get(), "EPSG", nullptr, &confidence));
    bool const is_sure = found && proj_list_get_count(found.get()) > 0 && confidence[0] >= 70;
    proj_int_list_destroy(confidence);
    if (!is_sure)
        return {};
    proj::Object const known(proj_list_get(context.get(), found.get(), 0));
    return known ? proj::code_of(known.get()) : std::string();
}

} // namespace

std::span<RegionalPreference const> regional_preferences() noexcept {
    return table;
}

RegionalPreference const* find_preference(Crs const& source, Crs const& target, LonLatBox const& extent) {
    std::string const from = datum_code(source);
    std::string const to = datum_code(target);
    auto const holds = [&](RegionalPreference const& row) {
        return (from == row.datum) != (to == row.datum) && intersects(row.region, extent);
    };
    auto const row = std::ranges::find_if(table, holds);
    return row == table.end() ? nullptr : &*row;
}

} // namespace oreway
