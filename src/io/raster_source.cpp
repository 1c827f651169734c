// SPDX-License-Identifier: MIT
// Rasters as they come: opening, describing, counting pixels without data.

#include "io/raster_source.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "io/dataset_members.hpp"
#include "io/open_policy.hpp"
#include "io/shapefile_check.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/io/library.hpp"
#include "oreway/io/raster_translate.hpp"

namespace oreway {

namespace {

CPLStringList allowed_drivers() {
    CPLStringList drivers;
    for (Format const& format : formats())
        if (format.kind == FormatKind::raster && format.driver != "COG") // GTiff reads them
            drivers.AddString(std::string(format.driver).c_str());
    return drivers;
}

std::string wkt_of(OGRSpatialReference const& crs) {
    char* raw = nullptr;
    std::array<char const*, 2> const options = {"FORMAT=WKT2_2019", nullptr};
    crs.exportToWkt(&raw, options.data());
    gdal::CplText const text(raw);
    return text ? std::string(text.get()) : std::string{};
}

OGRSpatialReference const* crs_of(GDALDataset& raster) {
    OGRSpatialReference const* crs = raster.GetSpatialRef();
    if ((crs == nullptr || crs->IsEmpty()) && raster.GetGCPCount() > 0)
        crs = raster.GetGCPSpatialRef();
    return crs == nullptr || crs->IsEmpty() ? nullptr : crs;
}

CrsOrigin origin_of(GDALDataset& raster, std::string const& driver, std::string const& source) {
    if (crs_of(raster) == nullptr)
        return CrsOrigin::none;
    if (driver == "SRTMHGT" || driver == "DTED")
        return CrsOrigin::format;
    bool const keeps_it_inside = driver == "GTiff" || driver == "HFA" || driver == "JP2OpenJPEG";
    bool const beside = !keeps_it_inside && gdal::file_size(sibling(source, "prj")) >= 0;
    return beside ? CrsOrigin::sidecar : CrsOrigin::embedded;
}

std::string driver_of(GDALDataset& raster) {
    char const* layout = raster.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE");
    return layout != nullptr && EQUAL(layout, "COG") ? "COG" : raster.GetDriver()->GetDescription();
}

} // namespace

gdal::DatasetHandle open_raster(std::string const& source, ReadOptions const& read) {
    start_gdal();
    check_name(source, read);
    check_content(source, read);
    gdal::Messages const messages;
    CPLStringList options;
    for (std::string const& option : read.open_options)
        options.AddString(option.c_str());
    gdal::DatasetHandle raster(GDALDataset::Open(source.c_str(),
                                                 GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                                 allowed_drivers().List(), options.List(), nullptr));
    if (!raster)
        throw IoError({.what = "cannot be opened as a raster: " + messages.text(),
                       .where = source,
                       .remedy = "see 'oreway info --formats' for what is read"});
    if (raster->GetRasterCount() == 0)
        throw DataError({.what = "holds no bands", .where = source, .remedy = "name one of its subdatasets"});
    return raster;
}

RasterMask mask_of(GDALDataset& raster) {
    GDALRasterBand& last = *raster.GetRasterBand(raster.GetRasterCount());
    if (last.GetColorInterpretation() == GCI_AlphaBand)
        return RasterMask::alpha;
    GDALRasterBand& first = *raster.GetRasterBand(1);
    int const flags = first.GetMaskFlags();
    if ((flags & GMF_NODATA) != 0)
        return RasterMask::nodata;
    return (flags & GMF_ALL_VALID) == 0 ? RasterMask::band : RasterMask::none;
}

PixelCount count_pixels(GDALDataset& raster, std::string const& where) {
    PixelCount count;
    auto const columns = static_cast<std::size_t>(raster.GetRasterXSize());
    std::vector<GByte> row;
    for (int b = 1; b <= raster.GetRasterCount(); ++b) {
        GDALRasterBand& band = *raster.GetRasterBand(b);
        std::int64_t const pixels = std::int64_t{raster.GetRasterXSize()} * raster.GetRasterYSize();
        count.all += pixels;
        if (band.GetMaskFlags() == GMF_ALL_VALID || band.GetColorInterpretation() == GCI_AlphaBand)
            continue;
        // Strips of the mask at once: one row at a time would unpack a tile for each of its rows.
        constexpr std::size_t strip_bytes = std::size_t{4} << 20;
        int const strip = static_cast<int>(std::max<std::size_t>(1, strip_bytes / columns));
        row.resize(columns * static_cast<std::size_t>(std::min(strip, raster.GetRasterYSize())));
        for (int y = 0; y < raster.GetRasterYSize(); y += strip) {
            int const height = std::min(strip, raster.GetRasterYSize() - y);
            if (band.GetMaskBand()->RasterIO(GF_Read, 0, y, raster.GetRasterXSize(), height, row.data(),
                                             raster.GetRasterXSize(), height, GDT_Byte, 0, 0, nullptr) != CE_None)
                throw IoError({.what = fmt::format("row {} of band {} cannot be read: {}", y, b, CPLGetLastErrorMsg()),
                               .where = where,
                               .remedy = "the file is damaged; take it from its source again"});
            count.without_data += std::count(
                row.begin(), row.begin() + static_cast<std::ptrdiff_t>(columns * static_cast<std::size_t>(height)), 0);
        }
    }
    return count;
}

XYBox extent_of(GDALDataset& raster, std::string const& where) {
    std::array<double, 6> t{};
    XYBox box;
    if (raster.GetGeoTransform(t.data()) == CE_None) {
        for (double const column : {0.0, static_cast<double>(raster.GetRasterXSize())})
            for (double const row : {0.0, static_cast<double>(raster.GetRasterYSize())})
                box.extend(XY{t[0] + column * t[1] + row * t[2], t[3] + column * t[4] + row * t[5]});
        return box;
    }
    for (int i = 0; i < raster.GetGCPCount(); ++i)
        box.extend(XY{raster.GetGCPs()[i].dfGCPX, raster.GetGCPs()[i].dfGCPY});
    if (box.empty())
        throw DataError({.what = "has no place on the Earth: neither a georeference nor control points",
                         .where = where,
                         .remedy = "give it a world file or control points"});
    return box;
}

RasterInfo describe_raster(std::string const& source, ReadOptions const& read) {
    gdal::Messages const quiet;
    gdal::DatasetHandle const raster = open_raster(source, read);
    RasterInfo info{.driver = driver_of(*raster),
                    .columns = raster->GetRasterXSize(),
                    .rows = raster->GetRasterYSize(),
                    .bands = raster->GetRasterCount(),
                    .pixel_type = GDALGetDataTypeName(raster->GetRasterBand(1)->GetRasterDataType()),
                    .crs_wkt = {},
                    .extent = extent_of(*raster, source)};
    for (int b = 1; b <= raster->GetRasterCount(); ++b)
        info.pixel_bytes +=
            static_cast<std::uint64_t>(GDALGetDataTypeSizeBytes(raster->GetRasterBand(b)->GetRasterDataType()));
    info.has_overviews = raster->GetRasterBand(1)->GetOverviewCount() > 0;
    if (OGRSpatialReference const* crs = crs_of(*raster))
        info.crs_wkt = wkt_of(*crs);
    info.crs_origin = origin_of(*raster, raster->GetDriver()->GetDescription(), source);
    return info;
}

} // namespace oreway
