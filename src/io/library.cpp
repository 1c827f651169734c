// SPDX-License-Identifier: MIT
// GDAL is started with the drivers of the format table only: what is not registered cannot be opened, not even as the
// source of a VRT. (It also starts in 0.7 instead of 2.8 ms.)

#include "oreway/io/library.hpp"

#include <mutex>

#include <gdal_frmts.h>
#include <ogr_api.h>
#include <sqlite3.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"

extern "C" {
// Exported by libgdal, declared in none of its public headers.
void CPL_DLL RegisterOGRTopoJSON();
}

namespace oreway {

namespace {

/// VRTs of rasters are made in memory, to learn the grid of a warp; none is ever opened.
void register_closed_vrt() {
    GDALRegister_VRT();
    GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName("VRT");
    driver->pfnOpen = nullptr;
    driver->pfnIdentify = nullptr;
}

void register_drivers() {
    register_closed_vrt();
    GDALRegister_GTiff();
    GDALRegister_COG();
    GDALRegister_MEM();
    GDALRegister_AAIGrid();
    GDALRegister_EHdr();
    GDALRegister_HFA();
    GDALRegister_SRTMHGT();
    GDALRegister_DTED();
    GDALRegister_JP2OpenJPEG();
    RegisterOGRShape();
    RegisterOGRGeoPackage();
    RegisterOGRGeoJSON();
    RegisterOGRGeoJSONSeq();
    RegisterOGRESRIJSON();
    RegisterOGRTopoJSON();
    RegisterOGRFlatGeobuf();
    RegisterOGRCSV();
    RegisterOGRKML();
    RegisterOGRGML();
    RegisterOGRGPX();
    RegisterOGRTAB();
    RegisterOGROpenFileGDB();
    RegisterOGRDXF();
    RegisterOGRSQLite();
    RegisterOGRXLSX();
    RegisterOGRODS();
    RegisterOGRVRT();
}

/// Files depend on their content only: every date that a driver would take from the clock is pinned.
void set_options() {
    CPLSetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
    CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO");
    CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0"); // one large country is not an attack
    CPLSetConfigOption("GML_SKIP_RESOLVE_ELEMS", "ALL"); // no xlink is followed
    CPLSetConfigOption("OGR_SQLITE_LIST_VIRTUAL_OGR", "NO");
}

/// Both libraries work without their data folders until the first reference system is asked for, and then fail
/// obscurely.
void check_data_folders() {
    gdal::Messages const messages;
    OGRSpatialReference wgs84;
    if (wgs84.importFromEPSG(4326) != OGRERR_NONE)
        throw IoError({.what = "the data of PROJ (proj.db) cannot be read: " + messages.text(),
                       .where = "",
                       .remedy = "set PROJ_LIB to the folder that holds proj.db of the installed PROJ"});
    if (CPLFindFile("gdal", "gdalvrt.xsd") == nullptr)
        throw IoError({.what = "the data folder of GDAL is missing",
                       .where = "",
                       .remedy = "set GDAL_DATA to the folder that holds gdalvrt.xsd of the installed GDAL"});
}

} // namespace

void start_gdal() {
    static std::once_flag once;
    std::call_once(once, [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); // nobody asks for the sum, and it takes a lock for each allocation
        CPLSetErrorHandler(CPLQuietErrorHandler);   // what nobody collects is not printed either
        register_drivers();
        set_options();
        check_data_folders();
    });
}

std::vector<std::pair<std::string, std::string>> io_library_versions() {
    return {{"GDAL", GDALVersionInfo("RELEASE_NAME")}, {"SQLite", sqlite3_libversion()}};
}

} // namespace oreway
