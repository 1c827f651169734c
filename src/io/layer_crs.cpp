// SPDX-License-Identifier: MIT
// Reference systems of layers: sidecar, embedded, by rule of the format, or none.

#include "io/layer_crs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "io/shapefile_check.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Formats that are WGS 84 in longitude and latitude unless they say otherwise.
constexpr std::array<std::string_view, 5> wgs84_formats = {"GeoJSON", "GeoJSONSeq", "TopoJSON", "KML", "GPX"};

bool is_wgs84_by_rule(std::string const& driver) {
    return std::ranges::find(wgs84_formats, driver) != wgs84_formats.end();
}

std::string wkt_of(OGRSpatialReference const& crs) {
    char* raw = nullptr;
    std::array<char const*, 2> const options = {"FORMAT=WKT2_2019", nullptr};
    crs.exportToWkt(&raw, options.data());
    gdal::CplText const text(raw);
    return text ? std::string(text.get()) : std::string{};
}

/// GDAL gives data in east-north order nearly always; where a driver keeps the order of the authority, the mapping says
/// so.
AxisOrder axis_order_of(OGRSpatialReference const& crs) {
    bool const northing_first = crs.EPSGTreatsAsLatLong() != 0 || crs.EPSGTreatsAsNorthingEasting() != 0;
    std::vector<int> const& mapping = crs.GetDataAxisToSRSAxisMapping();
    bool const as_authority = mapping.size() >= 2 && mapping[0] == 1 && mapping[1] == 2;
    return northing_first && as_authority ? AxisOrder::north_east : AxisOrder::east_north;
}

Problem unreadable(std::string const& prj, std::string_view bytes) {
    bool const utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
    bool const huge = gdal::file_size(prj) > 100'000;
    std::string_view const why = utf16  ? "is text in UTF-16"
                                 : huge ? "is far too long for the text of a reference system"
                                        : "holds no reference system that can be read";
    return {Severity::warning,
            "crs.unreadable",
            {.what = std::string(why),
             .where = prj,
             .remedy = "correct it, or name the reference system with --assume-crs"}};
}

} // namespace

LayerCrs crs_of(OGRLayer const& layer, std::string const& driver, std::string const& file) {
    LayerCrs result;
    auto& native = const_cast<OGRLayer&>(layer); // GetSpatialRef is not const in GDAL, but changes nothing
    bool const spatial = native.GetLayerDefn()->GetGeomFieldCount() > 0;
    if (!spatial)
        return result;
    OGRSpatialReference const* crs = native.GetSpatialRef();
    std::string const prj = sibling(file, "prj");
    bool const has_prj = (driver == "ESRI Shapefile" || driver == "CSV") && gdal::file_size(prj) >= 0;
    bool const readable = crs != nullptr && !crs->IsEmpty();
    if (readable) {
        result.wkt = wkt_of(*crs);
        result.axis_order = axis_order_of(*crs);
        bool const by_rule =
            is_wgs84_by_rule(driver) && (crs->IsGeographic() != 0) && result.wkt.find("WGS 84") != std::string::npos;
        result.origin = has_prj ? CrsOrigin::sidecar : by_rule ? CrsOrigin::format : CrsOrigin::embedded;
        return result;
    }
    if (is_wgs84_by_rule(driver)) {
        OGRSpatialReference wgs84;
        wgs84.importFromEPSG(4326);
        result.wkt = wkt_of(wgs84);
        result.origin = CrsOrigin::format;
    }
    if (has_prj)
        result.problems.push_back(unreadable(prj, gdal::read_bytes(prj, 16)));
    return result;
}

} // namespace oreway
