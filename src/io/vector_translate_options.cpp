// SPDX-License-Identifier: MIT
// Options by format.

#include "io/vector_translate_options.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

bool lists_option(GDALDriver& driver, char const* list, std::string_view option) {
    char const* text = driver.GetMetadataItem(list);
    std::string const wanted = fmt::format("name='{}'", option.substr(0, option.find('=')));
    return text != nullptr && fold(text).find(fold(wanted)) != std::string::npos;
}

CPLStringList known(GDALDriver& driver, char const* list, std::vector<std::string> const& given) {
    CPLStringList options;
    for (std::string const& option : given)
        if (lists_option(driver, list, option))
            options.AddString(option.c_str());
    return options;
}

/// Decimals that hold 0.05 mm on the ground.
int coordinate_decimals(OGRSpatialReference const& target) {
    constexpr int degrees = 9;
    constexpr int metres = 4;
    if (target.IsGeographic() != 0)
        return degrees;
    return std::max(0, metres + static_cast<int>(std::ceil(std::log10(target.GetLinearUnits()) - 0.01)));
}

bool is_wgs84(OGRSpatialReference const& target) {
    char const* authority = target.GetAuthorityName(nullptr);
    char const* code = target.GetAuthorityCode(nullptr);
    return authority != nullptr && code != nullptr && EQUAL(authority, "EPSG") && EQUAL(code, "4326");
}

void set_geojson(CPLStringList& list, OGRSpatialReference const& target) {
    list.SetNameValue("COORDINATE_PRECISION", std::to_string(coordinate_decimals(target)).c_str());
    if (is_wgs84(target)) {
        list.SetNameValue("RFC7946", "YES");
        return;
    }
    if (target.GetAuthorityCode(nullptr) == nullptr)
        throw DataError({.what = "GeoJSON cannot name a reference system without a code",
                         .where = "",
                         .remedy = "write a GeoPackage with -f GPKG, or take EPSG:4326"});
}

void set_gpkg(CPLStringList& list, LayerOrigins const& origins) {
    bool const same = origins.in_driver == "GPKG";
    char const* geometry = same ? origins.in->GetGeometryColumn() : "";
    char const* id = same ? origins.in->GetFIDColumn() : "";
    if (origins.spatial)
        list.SetNameValue("GEOMETRY_NAME", geometry[0] != '\0' ? geometry : "geom");
    list.SetNameValue("FID", id[0] != '\0' ? id : "fid");
    for (char const* item : {"IDENTIFIER", "DESCRIPTION"})
        if (char const* text = same ? origins.in->GetMetadataItem(item) : nullptr)
            list.SetNameValue(item, text);
}

} // namespace

CPLStringList translation_dataset_options(GDALDriver& driver, std::vector<std::string> const& given) {
    return known(driver, GDAL_DMD_CREATIONOPTIONLIST, given);
}

CPLStringList translation_layer_options(GDALDriver& driver, LayerOrigins const& origins) {
    std::string const name = driver.GetDescription();
    CPLStringList list;
    if (name == "GPKG")
        set_gpkg(list, origins);
    else if (name == "GeoJSON" && origins.target != nullptr)
        set_geojson(list, *origins.target);
    else if (name == "ESRI Shapefile") {
        list.SetNameValue("ENCODING", "UTF-8");
        list.SetNameValue("DBF_DATE_LAST_UPDATE", "2000-01-01");
        list.SetNameValue("2GB_LIMIT", "YES");
    } else if (name == "FlatGeobuf") {
        list.SetNameValue("SPATIAL_INDEX", "NO"); // its index would change the order of the features
    } else if (name == "CSV") {
        if (origins.spatial)
            list.SetNameValue("GEOMETRY", "AS_WKT");
        list.SetNameValue("LINEFORMAT", "LF");
        list.SetNameValue("STRING_QUOTING", "IF_NEEDED");
    }
    CPLStringList const given = known(driver, GDAL_DS_LAYER_CREATIONOPTIONLIST, origins.given);
    for (int i = 0; i < given.size(); ++i) {
        std::string const option = given[i];
        std::size_t const equals = option.find('=');
        list.SetNameValue(option.substr(0, equals).c_str(), option.substr(std::min(option.size(), equals + 1)).c_str());
    }
    return list;
}

} // namespace oreway
