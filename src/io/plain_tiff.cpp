// SPDX-License-Identifier: MIT
// GDAL lays the file out, the cells go straight to their places.

#include "io/plain_tiff.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// The side of the smallest overview that is made.
constexpr int least_overview = 512;

[[noreturn]] void fail(std::string what, std::string const& file) {
    throw IoError({.what = std::move(what),
                   .where = file,
                   .remedy = "check the room on the disk and the permissions of the folder"});
}

[[noreturn]] void fail(std::string what, gdal::Messages const& messages, std::string const& file) {
    std::string const reasons = messages.text();
    fail(reasons.empty() ? std::move(what) : what + ": " + reasons, file);
}

OGRSpatialReference crs_of(GridSpec const& spec) {
    OGRSpatialReference crs;
    std::array<char const*, 3> const limits = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (crs.SetFromUserInput(spec.crs.c_str(), limits.data()) != OGRERR_NONE)
        throw UsageError({.what = fmt::format("'{}' is no reference system", spec.crs),
                          .where = "the grid",
                          .remedy = "give EPSG:code"});
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER); // as GeoTIFF hands it back
    return crs;
}

void place(GDALDataset& dataset, GridOutput const& output) {
    GridSpec const& spec = output.spec;
    std::array<double, 6> transform = {spec.west, spec.cell_width, 0.0, spec.north, 0.0, -spec.cell_height};
    OGRSpatialReference const crs = crs_of(spec);
    dataset.SetGeoTransform(transform.data());
    dataset.SetSpatialRef(&crs);
    dataset.SetMetadataItem("AREA_OR_POINT", "Area");
    for (std::size_t b = 0; b < output.bands.size(); ++b) {
        GDALRasterBand& band = *dataset.GetRasterBand(static_cast<int>(b) + 1);
        band.SetDescription(output.bands[b].name.c_str());
        band.SetUnitType(output.bands[b].unit.c_str());
    }
}

std::uint64_t cells_offset(GDALDataset& dataset, int band, int block) {
    std::string const item = fmt::format("BLOCK_OFFSET_0_{}", block);
    char const* offset = dataset.GetRasterBand(band)->GetMetadataItem(item.c_str(), "TIFF");
    return offset == nullptr ? 0 : std::strtoull(offset, nullptr, 10);
}

/// Where the cells begin. They must lie without a gap to the last row of the last band, or nothing can be written here.
std::uint64_t first_cell(std::string const& file, GridOutput const& output) {
    gdal::Messages const messages;
    gdal::DatasetHandle const dataset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
    if (!dataset)
        fail("what was written cannot be opened", messages, file);
    int rows_a_block = 0, columns_a_block = 0;
    dataset->GetRasterBand(1)->GetBlockSize(&columns_a_block, &rows_a_block);
    int const last_block = (dataset->GetRasterYSize() - 1) / std::max(1, rows_a_block);
    std::uint64_t const row_bytes = output.spec.columns * bytes_of(output.type);
    std::uint64_t const first = cells_offset(*dataset, 1, 0);
    std::uint64_t const last = cells_offset(*dataset, dataset->GetRasterCount(), last_block);
    std::uint64_t const rows_before = (output.bands.size() - 1) * output.spec.rows +
                                      static_cast<std::uint64_t>(last_block) * static_cast<std::uint64_t>(rows_a_block);
    bool const in_one_piece =
        first > 0 && last == first + rows_before * row_bytes && columns_a_block == dataset->GetRasterXSize();
    if (!in_one_piece)
        fail("this version of GDAL lays the cells of a GeoTIFF out in another way", file);
    return first;
}

void write_at(int file, std::byte const* bytes, std::size_t count, std::uint64_t offset, std::string const& name) {
    while (count > 0) {
        ssize_t const written = pwrite(file, bytes, count, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail(std::string("cannot be written: ") + std::strerror(written < 0 ? errno : ENOSPC), name);
        bytes += written;
        count -= static_cast<std::size_t>(written);
        offset += static_cast<std::uint64_t>(written);
    }
}

/// Stored with the band, so that nobody who looks at the file writes an .aux.xml beside it.
void set_statistics(GDALRasterBand& band, BandStatistics const& statistics, std::uint64_t cells) {
    if (statistics.cells == 0)
        return;
    band.SetStatistics(statistics.least, statistics.greatest, statistics.mean, statistics.deviation);
    double const valid = 100.0 * static_cast<double>(statistics.cells) / static_cast<double>(cells);
    band.SetMetadataItem("STATISTICS_VALID_PERCENT", fmt::format("{:.4g}", valid).c_str());
}

bool build_overviews(GDALDataset& dataset, std::vector<GridBand> const& bands) {
    std::vector<int> factors;
    for (int factor = 2; std::max(dataset.GetRasterXSize(), dataset.GetRasterYSize()) * 2 / factor > least_overview;
         factor *= 2)
        factors.push_back(factor);
    int const count = static_cast<int>(factors.size());
    if (count == 0)
        return true;
    if (dataset.BuildOverviews("NONE", count, factors.data(), 0, nullptr, nullptr, nullptr) != CE_None)
        return false;
    for (std::size_t b = 0; b < bands.size(); ++b) {
        GDALRasterBand& band = *dataset.GetRasterBand(static_cast<int>(b) + 1);
        std::vector<GDALRasterBandH> levels;
        for (int i = 0; i < band.GetOverviewCount(); ++i)
            levels.push_back(GDALRasterBand::ToHandle(band.GetOverview(i)));
        char const* method = bands[b].overviews == OverviewMethod::nearest ? "NEAREST" : "AVERAGE";
        if (GDALRegenerateOverviews(GDALRasterBand::ToHandle(&band), static_cast<int>(levels.size()), levels.data(),
                                    method, nullptr, nullptr) != CE_None)
            return false;
    }
    return true;
}

} // namespace

GDALDataType gdal_type(CellType type) noexcept {
    constexpr std::array types = {GDT_Byte, GDT_Int32, GDT_Float32, GDT_Float64};
    return types[static_cast<std::size_t>(type)];
}

std::size_t bytes_of(CellType type) noexcept {
    constexpr std::array<std::size_t, 4> sizes = {1, 4, 4, 8};
    return sizes[static_cast<std::size_t>(type)];
}

PlainTiff::PlainTiff(std::string file, GridOutput const& output) : m_name(std::move(file)), m_output(output) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    CPLStringList options;
    options.SetNameValue("INTERLEAVE", "BAND");
    options.SetNameValue("BIGTIFF", "IF_NEEDED");
    {
        gdal::Messages const messages;
        // Without a nodata value, or GDAL would fill the file with it when it is closed; without it cells are a hole.
        gdal::DatasetHandle dataset(
            driver->Create(m_name.c_str(), static_cast<int>(output.spec.columns), static_cast<int>(output.spec.rows),
                           static_cast<int>(output.bands.size()), gdal_type(output.type), options.List()));
        if (!dataset)
            fail("cannot be created", messages, m_name);
        place(*dataset, output);
        dataset->FlushCache(true);
        dataset.reset();
        if (messages.failed())
            fail("cannot be created", messages, m_name);
    }
    m_first_cell = first_cell(m_name, output);
    m_file = open(m_name.c_str(), O_WRONLY | O_CLOEXEC);
    if (m_file < 0)
        fail(std::string("cannot be opened: ") + std::strerror(errno), m_name);
}

PlainTiff::~PlainTiff() {
    if (m_file >= 0)
        close(m_file);
}

void PlainTiff::write(CellWindow window, std::size_t band, std::span<std::byte const> cells) const {
    GridSpec const& spec = m_output.spec;
    std::size_t const cell = bytes_of(m_output.type);
    std::size_t const row_bytes = window.columns * cell;
    auto const offset_of = [&](std::size_t row) {
        return m_first_cell + ((band * spec.rows + row) * spec.columns + window.column) * cell;
    };
    if (window.columns == spec.columns)
        return write_at(m_file, cells.data(), cells.size(), offset_of(window.row), m_name);
    for (std::size_t r = 0; r < window.rows; ++r)
        write_at(m_file, cells.data() + r * row_bytes, row_bytes, offset_of(window.row + r), m_name);
}

void PlainTiff::finish(std::span<BandStatistics const> statistics, Overviews overviews) {
    int const file = std::exchange(m_file, -1);
    if (close(file) != 0)
        fail(std::string("cannot be closed: ") + std::strerror(errno), m_name);
    gdal::Messages const messages;
    gdal::DatasetHandle dataset(GDALDataset::Open(m_name.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
    if (!dataset)
        fail("what was written cannot be opened", messages, m_name);
    for (std::size_t b = 0; b < statistics.size(); ++b) {
        GDALRasterBand& band = *dataset->GetRasterBand(static_cast<int>(b) + 1);
        if (m_output.bands[b].nodata)
            band.SetNoDataValue(*m_output.bands[b].nodata);
        set_statistics(band, statistics[b], m_output.spec.cell_count());
    }
    dataset->FlushCache(true);
    if (overviews == Overviews::inside && !build_overviews(*dataset, m_output.bands))
        fail("overviews cannot be written", messages, m_name);
    dataset->FlushCache(true);
    dataset.reset();
    if (messages.failed())
        fail("cannot be written", messages, m_name);
}

} // namespace oreway
