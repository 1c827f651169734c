// SPDX-License-Identifier: MIT
// Grids as Cloud Optimized GeoTIFF. DEFLATE and not ZSTD: every GIS and browser reads it, and with the predictor for
// floats a distance grid is within some percent of ZSTD's size.

#include "oreway/io/raster_writer.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

using Transform = std::array<double, 6>;

Transform transform_of(GridSpec const& spec) {
    return {spec.west, spec.cell_width, 0.0, spec.north, 0.0, -spec.cell_height};
}

OGRSpatialReference crs_of(GridSpec const& spec) {
    OGRSpatialReference crs;
    std::array<char const*, 3> const limits = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (crs.SetFromUserInput(spec.crs.c_str(), limits.data()) != OGRERR_NONE)
        throw UsageError(
            {.what = fmt::format("'{}' is no reference system", spec.crs), .where = "", .remedy = "give EPSG:code"});
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER); // as GeoTIFF hands it back
    return crs;
}

[[noreturn]] void fail(std::string what) {
    throw IoError({.what = std::move(what), .where = "", .remedy = ""});
}

void check_size(GridSpec const& spec) {
    constexpr std::size_t longest_side = std::numeric_limits<int>::max();
    if (spec.columns == 0 || spec.rows == 0 || spec.columns > longest_side || spec.rows > longest_side)
        throw UsageError({.what = fmt::format("a grid of {} by {} cells cannot be written", spec.columns, spec.rows),
                          .where = "",
                          .remedy = "choose another box or resolution"});
}

/// The grid as a dataset of GDAL, without copying the values; the grid must outlive it.
gdal::DatasetHandle in_memory(Grid<float> const& grid, RasterDescription const& description) {
    GridSpec const& spec = grid.spec();
    int const columns = static_cast<int>(spec.columns);
    int const rows = static_cast<int>(spec.rows);
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("MEM");
    gdal::DatasetHandle dataset(driver->Create("", columns, rows, 0, GDT_Float32, nullptr));
    // GDAL only reads from it.
    auto* values = const_cast<float*>(grid.values().data());
    std::array<char, 32> pointer{};
    pointer[static_cast<std::size_t>(CPLPrintPointer(pointer.data(), values, 31))] = '\0';
    CPLStringList options;
    options.SetNameValue("DATAPOINTER", pointer.data());
    if (!dataset || dataset->AddBand(GDT_Float32, options.List()) != CE_None)
        fail("there is not enough memory");
    Transform transform = transform_of(spec);
    OGRSpatialReference const crs = crs_of(spec);
    dataset->SetGeoTransform(transform.data());
    dataset->SetSpatialRef(&crs);
    dataset->SetMetadataItem("AREA_OR_POINT", "Area");
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    if (grid.nodata())
        band.SetNoDataValue(static_cast<double>(*grid.nodata()));
    band.SetDescription(description.band.c_str());
    band.SetUnitType(description.unit.c_str());
    return dataset;
}

/// Stored with the band, so that nobody who looks at the file writes an .aux.xml beside it.
void compute_statistics(GDALRasterBand& band, gdal::Messages& messages) {
    double minimum = 0.0, maximum = 0.0, mean = 0.0, deviation = 0.0;
    CPLErr const status = band.ComputeStatistics(FALSE, &minimum, &maximum, &mean, &deviation, nullptr, nullptr);
    // A grid of nothing but nodata has no statistics, and that is no failure.
    if (status != CE_None)
        static_cast<void>(messages.take());
}

CPLStringList creation_options(RasterDescription const& description) {
    CPLStringList options;
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("PREDICTOR", "FLOATING_POINT");
    options.SetNameValue("LEVEL", "6");
    options.SetNameValue("BLOCKSIZE", "512");
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    options.SetNameValue("OVERVIEWS", "IGNORE_EXISTING");
    options.SetNameValue("OVERVIEW_RESAMPLING", description.overview_resampling.c_str());
    return options;
}

std::optional<std::string> find_difference_in_head(GDALDataset& dataset, Grid<float> const& grid,
                                                   RasterDescription const& description) {
    GridSpec const& spec = grid.spec();
    GDALRasterBand& band = *dataset.GetRasterBand(1);
    Transform transform{};
    bool const same_place = dataset.GetGeoTransform(transform.data()) == CE_None && transform == transform_of(spec);
    if (!same_place)
        return "its place on the Earth differs";
    OGRSpatialReference const* crs = dataset.GetSpatialRef();
    if (crs == nullptr || !crs->IsSame(&static_cast<OGRSpatialReference const&>(crs_of(spec))))
        return "the reference system differs";
    if (band.GetUnitType() != description.unit || band.GetDescription() != description.band)
        return "unit or description is missing";
    int has_nodata = 0;
    double const nodata = band.GetNoDataValue(&has_nodata);
    if ((has_nodata != 0) != grid.nodata().has_value())
        return "the nodata value is missing";
    bool const same = !grid.nodata() || nodata == static_cast<double>(*grid.nodata()) || std::isnan(nodata);
    if (!same)
        return "the nodata value differs";
    return std::nullopt;
}

/// Every value, bit for bit.
std::optional<std::string> find_difference_in_values(GDALRasterBand& band, Grid<float> const& grid) {
    std::vector<float> row(grid.spec().columns);
    int const columns = static_cast<int>(row.size());
    for (std::size_t r = 0; r < grid.spec().rows; ++r) {
        CPLErr const status = band.RasterIO(GF_Read, 0, static_cast<int>(r), columns, 1, row.data(), columns, 1,
                                            GDT_Float32, 0, 0, nullptr);
        if (status != CE_None)
            return fmt::format("row {} cannot be read", r);
        if (std::memcmp(row.data(), grid.row(r).data(), row.size() * sizeof(float)) != 0)
            return fmt::format("row {} differs", r);
    }
    return std::nullopt;
}

/// Overviews are read through as well: they are written last, where a full disk hits first.
std::optional<std::string> find_fault_in_overviews(GDALRasterBand& band) {
    for (int i = 0; i < band.GetOverviewCount(); ++i) {
        GDALRasterBand* overview = band.GetOverview(i);
        if (overview == nullptr)
            return fmt::format("overview {} is missing", i);
        std::vector<float> row(static_cast<std::size_t>(overview->GetXSize()));
        for (int r = 0; r < overview->GetYSize(); ++r)
            if (overview->RasterIO(GF_Read, 0, r, overview->GetXSize(), 1, row.data(), overview->GetXSize(), 1,
                                   GDT_Float32, 0, 0, nullptr) != CE_None)
                return fmt::format("overview {} cannot be read", i);
    }
    return std::nullopt;
}

std::optional<std::string> find_difference(std::string const& file, Grid<float> const& grid,
                                           RasterDescription const& description) {
    std::array<char const*, 2> const drivers = {"GTiff", nullptr};
    gdal::DatasetHandle const dataset(GDALDataset::Open(
        file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers.data(), nullptr, nullptr));
    if (!dataset || dataset->GetRasterCount() != 1)
        return "it cannot be opened";
    GridSpec const& spec = grid.spec();
    bool const same_size = static_cast<std::size_t>(dataset->GetRasterXSize()) == spec.columns &&
                           static_cast<std::size_t>(dataset->GetRasterYSize()) == spec.rows;
    if (!same_size)
        return "its size differs";
    if (auto difference = find_difference_in_head(*dataset, grid, description))
        return difference;
    if (auto difference = find_difference_in_values(*dataset->GetRasterBand(1), grid))
        return difference;
    bool const wants_overviews = spec.columns > 512 || spec.rows > 512;
    if (wants_overviews && dataset->GetRasterBand(1)->GetOverviewCount() == 0)
        return "overviews are missing";
    return find_fault_in_overviews(*dataset->GetRasterBand(1));
}

void remove_output(std::string const& file) noexcept {
    gdal::Messages const quiet;
    for (char const* suffix : {"", ".ovr.tmp", ".msk.ovr.tmp", ".aux.xml"})
        gdal::remove_file(file + suffix);
}

} // namespace

void write_cog(std::filesystem::path const& path, Grid<float> const& grid, RasterDescription const& description) {
    start_gdal();
    check_size(grid.spec());
    std::string const file = path.string();
    gdal::Messages messages;
    gdal::DatasetHandle const source = in_memory(grid, description);
    compute_statistics(*source->GetRasterBand(1), messages);
    try {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("COG");
        CPLStringList options = creation_options(description);
        gdal::DatasetHandle copy(
            driver->CreateCopy(file.c_str(), source.get(), TRUE, options.List(), nullptr, nullptr));
        if (!copy)
            fail("cannot be written");
        copy->FlushCache(true);
        copy.reset();
        if (messages.failed())
            fail("cannot be written");
        if (auto const difference = find_difference(file, grid, description))
            fail("what was written is not whole: " + *difference);
        if (messages.failed())
            fail("what was written cannot be read");
    } catch (IoError const& failure) {
        std::string const reasons = messages.text();
        remove_output(file);
        throw IoError({.what = reasons.empty() ? failure.parts().what : failure.parts().what + ": " + reasons,
                       .where = file,
                       .remedy = "check the room on the disk and the permissions of the folder"});
    }
}

} // namespace oreway
