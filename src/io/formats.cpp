// SPDX-License-Identifier: MIT
// The table of formats. LIBKML is left out because GDAL 3.6.2 crashes in it on a 636-byte file; drivers that talk to
// servers, run programs or name other files are left out for safety; OSM files need another way of reading than layer
// by layer.

#include "oreway/io/formats.hpp"

#include <algorithm>
#include <array>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using enum FormatKind;

constexpr std::array table = {
    Format{"MapInfo File", "MapInfo TAB and MIF", "tab mif", vector, false, "texts by the charset of the file"},
    Format{"COG", "Cloud Optimized GeoTIFF", "tif tiff", raster, true,
           "DEFLATE with predictor, averaged overviews, statistics inside"},
    Format{"GTiff", "GeoTIFF", "tif tiff", raster, true,
           "tiled, the compression of the source kept, overviews made anew"},
    Format{"HFA", "ERDAS Imagine", "img", raster, false, ""},
    Format{"AAIGrid", "ESRI ASCII grid", "asc", raster, false, ""},
    Format{"EHdr", "ESRI binary grid", "bil", raster, false, ""},
    Format{"SRTMHGT", "SRTM heights", "hgt", raster, false, "always WGS 84"},
    Format{"DTED", "Digital terrain elevation data", "dt0 dt1 dt2", raster, false, "always WGS 84"},
    Format{"JP2OpenJPEG", "JPEG 2000", "jp2 j2k", raster, false, ""},
    Format{"CSV", "Comma-separated values", "csv tsv", vector, true,
           "read: points from columns named lon/lat, longitude/latitude or x/y, shapes from wkt; all values are texts. "
           "Written: lines as WKT, numbers in their shortest form, line feed only"},
    Format{"DXF", "AutoCAD DXF", "dxf", vector, false, "curves become polylines"},
    Format{"ESRI Shapefile", "ESRI Shapefile", "shp shz dbf", vector, true,
           "checked record by record; written in UTF-8 with .cpg, field names cut to 10 bytes"},
    Format{"OpenFileGDB", "ESRI file geodatabase", "gdb", vector, false, "curves become polylines"},
    Format{"ESRIJSON", "ESRI JSON", "json", vector, false, ""},
    Format{"ODS", "Open document spreadsheet", "ods", vector, false, "a table a sheet"},
    Format{"XLSX", "Excel spreadsheet", "xlsx xlsm", vector, false, "a table a sheet"},
    Format{"FlatGeobuf", "FlatGeobuf", "fgb", vector, true, "with spatial index; features in the order of the index"},
    Format{"GML", "Geography Markup Language", "gml xml", vector, false, "links are not followed, schemas not fetched"},
    Format{"GPX", "GPS exchange format", "gpx", vector, false, "always WGS 84"},
    Format{"GPKG", "GeoPackage", "gpkg", vector, true, "one transaction, dates pinned, spatial index"},
    Format{"GeoJSON", "GeoJSON", "geojson json", vector, true, "written after RFC 7946: WGS 84, 7 decimals, winding"},
    Format{"GeoJSONSeq", "GeoJSON text sequence", "geojsonl geojsons", vector, false, ""},
    Format{"KML", "Keyhole Markup Language", "kml kmz", vector, false, "the plain driver; styles are passed over"},
    Format{"SQLite", "SQLite and SpatiaLite", "sqlite db", vector, false, "virtual tables are refused"},
    Format{"TopoJSON", "TopoJSON", "topojson json", vector, false, "taken as WGS 84"},
};

constexpr auto sorted_table = [] {
    auto sorted = table;
    std::ranges::sort(sorted, {}, &Format::label);
    return sorted;
}();

bool has_extension(Format const& format, std::string_view extension) {
    std::string_view rest = format.extensions;
    while (!rest.empty()) {
        std::size_t const end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == extension)
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

} // namespace

std::span<Format const> formats() noexcept {
    return sorted_table;
}

Format const* format_by_extension(std::string_view name) noexcept {
    std::size_t const dot = name.find_last_of("./");
    if (dot == std::string_view::npos || name[dot] != '.')
        return nullptr;
    std::string const extension = fold(name.substr(dot + 1));
    Format const* found = nullptr;
    for (Format const& format : sorted_table) {
        if (!has_extension(format, extension))
            continue;
        // Several formats share "json"; the one that also writes is meant.
        bool const better = found == nullptr || (found->kind == raster && format.kind == vector) ||
                            (found->kind == format.kind && !found->writes && format.writes);
        if (better)
            found = &format;
    }
    return found;
}

} // namespace oreway
