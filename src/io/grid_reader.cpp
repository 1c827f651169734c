// SPDX-License-Identifier: MIT
// Cells of rasters by GDAL: the mask of a band says where there is data, whatever way the file states it (a nodata
// value, a mask band, alpha).

#include "oreway/io/grid_reader.hpp"

#include <array>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/raster_source.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// How a band is to be read.
struct BandAccess {
    GDALRasterBand* band = nullptr;
    bool has_mask = false;
    double scale = 1.0;
    double offset = 0.0;

    [[nodiscard]] bool is_scaled() const noexcept { return scale != 1.0 || offset != 0.0; }
};

std::string wkt_of(OGRSpatialReference const& crs) {
    char* raw = nullptr;
    std::array<char const*, 2> const options = {"FORMAT=WKT2_2019", nullptr};
    crs.exportToWkt(&raw, options.data());
    gdal::CplText const text(raw);
    return text ? std::string(text.get()) : std::string{};
}

std::string name_of(OGRSpatialReference const& crs) {
    char const* authority = crs.GetAuthorityName(nullptr);
    char const* code = crs.GetAuthorityCode(nullptr);
    bool const is_coded =
        authority != nullptr && code != nullptr && (EQUAL(authority, "EPSG") || EQUAL(authority, "ESRI"));
    return is_coded ? fmt::format("{}:{}", authority, code) : wkt_of(crs);
}

std::string crs_of(GDALDataset& raster, std::string const& source, std::string const& assume_crs) {
    OGRSpatialReference const* crs = raster.GetSpatialRef();
    if (crs != nullptr && !crs->IsEmpty())
        return name_of(*crs);
    if (!assume_crs.empty())
        return assume_crs;
    throw DataError({.what = "has no coordinate reference system",
                     .where = source,
                     .remedy = "name it with --assume-crs, for instance --assume-crs EPSG:4326"});
}

GridSpec spec_of(GDALDataset& raster, std::string const& source, std::string const& assume_crs) {
    std::array<double, 6> t{};
    if (raster.GetGeoTransform(t.data()) != CE_None)
        throw DataError({.what = "has no georeference, so its cells have no place",
                         .where = source,
                         .remedy = "give it a world file; with control points, 'oreway reproject' makes a grid of it"});
    bool const is_north_up = t[2] == 0.0 && t[4] == 0.0 && t[1] > 0.0 && t[5] < 0.0;
    if (!is_north_up)
        throw DataError({.what = "is rotated or not north-up",
                         .where = source,
                         .remedy = "make a north-up raster of it with 'oreway reproject'"});
    return {.west = t[0],
            .north = t[3],
            .cell_width = t[1],
            .cell_height = -t[5],
            .columns = static_cast<std::size_t>(raster.GetRasterXSize()),
            .rows = static_cast<std::size_t>(raster.GetRasterYSize()),
            .crs = crs_of(raster, source, assume_crs)};
}

GridBandInfo info_of(GDALRasterBand& band) {
    int has_nodata = 0;
    double const nodata = band.GetNoDataValue(&has_nodata);
    int has_scale = 0;
    bool const is_scaled = band.GetScale(&has_scale) != 1.0 || band.GetOffset(&has_scale) != 0.0;
    GridBandInfo info{.name = band.GetDescription(), .unit = band.GetUnitType(), .nodata = std::nullopt};
    if (has_nodata != 0)
        info.nodata = nodata;
    info.is_integer = GDALDataTypeIsInteger(band.GetRasterDataType()) != 0 && !is_scaled;
    return info;
}

BandAccess access_of(GDALRasterBand& band) {
    BandAccess access{.band = &band, .has_mask = (band.GetMaskFlags() & GMF_ALL_VALID) == 0};
    int given = 0;
    if (double const scale = band.GetScale(&given); given != 0)
        access.scale = scale;
    if (double const offset = band.GetOffset(&given); given != 0)
        access.offset = offset;
    return access;
}

void require_real_numbers(GDALRasterBand& band, int number, std::string const& source) {
    if (GDALDataTypeIsComplex(band.GetRasterDataType()) != 0)
        throw DataError({.what = fmt::format("band {} holds complex numbers", number),
                         .where = source,
                         .remedy = "write its amplitude or another real number into a band of its own"});
}

template <class Value> constexpr GDALDataType gdal_type = GDT_Float64;
template <> constexpr GDALDataType gdal_type<float> = GDT_Float32;

} // namespace

struct GridReader::Impl {
    std::string source;
    gdal::DatasetHandle raster;
    GridSpec spec;
    std::vector<GridBandInfo> infos;
    std::vector<BandAccess> bands;
    std::vector<GByte> mask;

    void require_inside(CellWindow const& w, std::size_t band, std::size_t cells) const {
        bool const inside = band < bands.size() && w.row + w.rows <= spec.rows && w.column + w.columns <= spec.columns;
        if (!inside || cells != w.rows * w.columns)
            throw std::out_of_range("a window of cells lies outside its grid");
    }

    void transfer(GDALRasterBand& from, CellWindow const& w, GDALDataType type, void* cells) const {
        gdal::Messages const messages;
        CPLErr const status = from.RasterIO(GF_Read, static_cast<int>(w.column), static_cast<int>(w.row),
                                            static_cast<int>(w.columns), static_cast<int>(w.rows), cells,
                                            static_cast<int>(w.columns), static_cast<int>(w.rows), type, 0, 0, nullptr);
        if (status != CE_None || messages.failed())
            throw IoError(
                {.what = fmt::format("rows {} to {} cannot be read: {}", w.row, w.row + w.rows - 1, messages.text()),
                 .where = source,
                 .remedy = "the file is damaged; take it from its source again"});
    }

    template <class Value> void read(CellWindow const& window, std::size_t band, std::span<Value> cells) {
        require_inside(window, band, cells.size());
        if (cells.empty())
            return;
        BandAccess const& access = bands[band];
        transfer(*access.band, window, gdal_type<Value>, cells.data());
        if (access.is_scaled())
            for (Value& cell : cells)
                cell = static_cast<Value>(static_cast<double>(cell) * access.scale + access.offset);
        if (!access.has_mask)
            return;
        mask.resize(cells.size());
        transfer(*access.band->GetMaskBand(), window, GDT_Byte, mask.data());
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (mask[i] == 0)
                cells[i] = static_cast<Value>(nan);
    }
};

GridReader::GridReader(std::string const& source, ReadOptions const& read, std::string const& assume_crs)
    : m_impl(std::make_unique<Impl>()) {
    gdal::Messages const quiet;
    m_impl->source = source;
    m_impl->raster = open_raster(source, read);
    m_impl->spec = spec_of(*m_impl->raster, source, assume_crs);
    for (int b = 1; b <= m_impl->raster->GetRasterCount(); ++b) {
        GDALRasterBand& band = *m_impl->raster->GetRasterBand(b);
        require_real_numbers(band, b, source);
        m_impl->infos.push_back(info_of(band));
        m_impl->bands.push_back(access_of(band));
    }
}

GridReader::~GridReader() = default;

GridSpec const& GridReader::spec() const noexcept {
    return m_impl->spec;
}

std::vector<GridBandInfo> const& GridReader::bands() const noexcept {
    return m_impl->infos;
}

void GridReader::read(CellWindow window, std::size_t band, std::span<double> cells) {
    m_impl->read(window, band, cells);
}

void GridReader::read(CellWindow window, std::size_t band, std::span<float> cells) {
    m_impl->read(window, band, cells);
}

Grid<float> GridReader::read_all(std::size_t band, std::uint64_t most_bytes) {
    GridSpec const& spec = m_impl->spec;
    std::uint64_t const bytes = std::uint64_t{spec.cell_count()} * sizeof(float);
    if (bytes > most_bytes)
        throw UsageError({.what = fmt::format("its {} x {} cells take {} MiB, more than the {} MiB allowed",
                                              spec.columns, spec.rows, bytes >> 20, most_bytes >> 20),
                          .where = m_impl->source,
                          .remedy = "take a smaller piece or a coarser resolution with 'oreway reproject'"});
    Grid<float> grid(spec);
    constexpr std::size_t rows_a_step = 256; // a row of tiles, so that no tile is unpacked twice
    for (std::size_t row = 0; row < spec.rows; row += rows_a_step) {
        std::size_t const rows = std::min(rows_a_step, spec.rows - row);
        read({.row = row, .column = 0, .rows = rows, .columns = spec.columns}, band,
             std::span(grid.row(row).data(), rows * spec.columns));
    }
    return grid;
}

} // namespace oreway
