// SPDX-License-Identifier: MIT
// Compressed rasters and COGs. DEFLATE and not ZSTD: every GIS and browser reads it.

#include "io/grid_copy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "io/plain_tiff.hpp"
#include "io/raster_warp.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

/// Groups of pieces that are read again at a time; each opens the file once.
constexpr std::size_t reading_groups = 8;

[[noreturn]] void fail(std::string what, gdal::Messages const& messages, std::filesystem::path const& file) {
    std::string const reasons = messages.text();
    throw IoError({.what = reasons.empty() ? std::move(what) : what + ": " + reasons,
                   .where = file.string(),
                   .remedy = "check the room on the disk and the permissions of the folder"});
}

CPLStringList given_options(GridOutput const& output) {
    CPLStringList options;
    for (std::string const& option : output.creation_options) {
        std::size_t const equals = option.find('=');
        std::string key = option.substr(0, equals);
        std::ranges::transform(key, key.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        options.SetNameValue(key.c_str(), equals == std::string::npos ? "" : option.c_str() + equals + 1);
    }
    return options;
}

void set_unless_given(CPLStringList& options, char const* key, std::string const& value) {
    if (options.FetchNameValue(key) == nullptr)
        options.SetNameValue(key, value.c_str());
}

bool takes_predictor(std::string_view compression) {
    return compression == "LZW" || compression == "DEFLATE" || compression == "ZSTD";
}

std::string compression_of(CPLStringList const& options) {
    std::string text = options.FetchNameValueDef("COMPRESS", "NONE");
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

CPLStringList copy_options(GridOutput const& output) {
    CPLStringList options = given_options(output);
    set_unless_given(options, "BIGTIFF", "IF_SAFER");
    if (output.driver == "COG") {
        set_unless_given(options, "COMPRESS", "DEFLATE");
        set_unless_given(options, "BLOCKSIZE", "512");
        if (takes_predictor(compression_of(options)))
            set_unless_given(options, "PREDICTOR", "YES");
        bool const average = output.bands.front().overviews == OverviewMethod::average;
        if (has_mixed_overviews(output))
            set_unless_given(options, "OVERVIEWS", "FORCE_USE_EXISTING");
        else
            set_unless_given(options, "OVERVIEW_RESAMPLING", average ? "AVERAGE" : "NEAREST");
    }
    if (compression_of(options) != "NONE")
        set_unless_given(options, "NUM_THREADS", std::to_string(thread_count()));
    return options;
}

bool is_lossy(GridOutput const& output) {
    CPLStringList const options = copy_options(output);
    std::string const compression = compression_of(options);
    return options.FetchNameValue("DISCARD_LSB") != nullptr || options.FetchNameValue("NBITS") != nullptr ||
           !(compression == "NONE" || compression == "PACKBITS" || compression == "LZMA" ||
             takes_predictor(compression));
}

gdal::DatasetHandle open_geotiff(std::string const& file) {
    std::array<char const*, 2> const drivers = {"GTiff", nullptr};
    return gdal::DatasetHandle(GDALDataset::Open(
        file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers.data(), nullptr, nullptr));
}

char const* difference_of_band(GDALRasterBand& band, GridBand const& wanted, GDALDataType type) {
    if (band.GetRasterDataType() != type)
        return "the type of the cells differs";
    if (band.GetUnitType() != wanted.unit || band.GetDescription() != wanted.name)
        return "unit or description is missing";
    int has_nodata = 0;
    double const nodata = band.GetNoDataValue(&has_nodata);
    bool const same =
        wanted.nodata ? has_nodata != 0 && (nodata == *wanted.nodata || std::isnan(*wanted.nodata)) : has_nodata == 0;
    return same ? nullptr : "the nodata value differs";
}

char const* difference_of_head(GDALDataset& dataset, GridOutput const& output) {
    GridSpec const& spec = output.spec;
    bool const same_size = static_cast<std::size_t>(dataset.GetRasterXSize()) == spec.columns &&
                           static_cast<std::size_t>(dataset.GetRasterYSize()) == spec.rows &&
                           static_cast<std::size_t>(dataset.GetRasterCount()) == output.bands.size();
    if (!same_size)
        return "its size differs";
    std::array<double, 6> const wanted = {spec.west, spec.cell_width, 0.0, spec.north, 0.0, -spec.cell_height};
    std::array<double, 6> got{};
    if (dataset.GetGeoTransform(got.data()) != CE_None || got != wanted || dataset.GetSpatialRef() == nullptr)
        return "its place on the Earth differs";
    for (std::size_t b = 0; b < output.bands.size(); ++b)
        if (char const* difference = difference_of_band(*dataset.GetRasterBand(static_cast<int>(b) + 1),
                                                        output.bands[b], gdal_type(output.type)))
            return difference;
    return nullptr;
}

bool read_window(GDALRasterBand& band, CellWindow const& window, std::vector<std::byte>& cells) {
    GDALDataType const type = band.GetRasterDataType();
    cells.resize(window.rows * window.columns * static_cast<std::size_t>(GDALGetDataTypeSizeBytes(type)));
    int const columns = static_cast<int>(window.columns);
    int const rows = static_cast<int>(window.rows);
    return band.RasterIO(GF_Read, static_cast<int>(window.column), static_cast<int>(window.row), columns, rows,
                         cells.data(), columns, rows, type, 0, 0, nullptr) == CE_None;
}

/// Overviews are written last, where a full disk hits first.
void read_overviews(GridOutput const& output, gdal::Messages const& messages) {
    gdal::DatasetHandle const dataset = open_geotiff(output.file.string());
    std::vector<std::byte> cells;
    for (int b = 1; dataset && b <= dataset->GetRasterCount(); ++b)
        for (int i = 0; i < dataset->GetRasterBand(b)->GetOverviewCount(); ++i) {
            GDALRasterBand& overview = *dataset->GetRasterBand(b)->GetOverview(i);
            constexpr int rows_at_once = 512;
            for (int row = 0; row < overview.GetYSize(); row += rows_at_once) {
                CellWindow const window{.row = static_cast<std::size_t>(row),
                                        .rows =
                                            static_cast<std::size_t>(std::min(rows_at_once, overview.GetYSize() - row)),
                                        .columns = static_cast<std::size_t>(overview.GetXSize())};
                if (!read_window(overview, window, cells))
                    fail(fmt::format("overview {} cannot be read", i), messages, output.file);
            }
        }
}

/// Reads pieces through a handle of its own.
void verify_pieces(GridOutput const& output, std::span<GridPiece const> pieces, bool lossy, Progress& progress) {
    gdal::Messages const messages;
    gdal::DatasetHandle const dataset = open_geotiff(output.file.string());
    if (!dataset)
        fail("what was written cannot be opened", messages, output.file);
    std::vector<std::byte> cells;
    for (GridPiece const& piece : pieces) {
        stop_if_cancelled(progress);
        if (!read_window(*dataset->GetRasterBand(static_cast<int>(piece.band) + 1), piece.window, cells))
            fail("what was written cannot be read", messages, output.file);
        std::string_view const text(reinterpret_cast<char const*>(cells.data()), cells.size());
        if (!lossy && hash_bytes(text) != piece.hash)
            fail(fmt::format("what was written is not whole: band {} differs at row {}", piece.band + 1,
                             piece.window.row),
                 messages, output.file);
        progress.advance(1);
    }
}

/// GDAL ends the process where it cannot have the memory for its own tables, and waits for threads that could not be
/// made, so a compressed copy begins only when there is room for both.
void require_room(std::filesystem::path const& file) {
    constexpr std::size_t tables = std::size_t{64} << 20; // blocks of 512 x 512, the encoder's window, directories
    constexpr std::size_t stack = std::size_t{8} << 20;
    std::size_t const bytes = tables + thread_count() * stack;
    void* const room = VSIMalloc(bytes); // of GDAL, since a compiler may leave out an allocation that it sees
    VSIFree(room);
    if (room == nullptr)
        throw IoError(
            {.what = "there is not enough memory to compress it",
             .where = file.string(),
             .remedy = fmt::format("give the process {} MB more, or write a plain file: -f GTiff", bytes >> 20)});
}

} // namespace

void check_creation_options(GridOutput const& output) {
    gdal::Messages const messages;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(output.driver.c_str());
    CPLStringList const options = given_options(output);
    bool const valid = GDALValidateCreationOptions(GDALDriver::ToHandle(driver), options.List()) != 0;
    if (!valid)
        throw UsageError({.what = messages.text(),
                          .where = "--co",
                          .remedy = fmt::format("see GDAL's page of the driver {}", output.driver)});
}

bool has_mixed_overviews(GridOutput const& output) {
    return std::ranges::any_of(output.bands,
                               [&](GridBand const& b) { return b.overviews != output.bands.front().overviews; });
}

void copy_grid(std::string const& plain, GridOutput const& output, Progress& progress) {
    constexpr std::uint64_t steps = 1000;
    progress.stage("compressing", steps);
    ByteProgress watch(progress, steps);
    watch.step(1.0);
    require_room(output.file);
    gdal::Messages const messages;
    gdal::DatasetHandle const source = open_geotiff(plain);
    if (!source)
        fail("what was written cannot be opened", messages, output.file);
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(output.driver.c_str());
    gdal::DatasetHandle copy(driver->CreateCopy(output.file.c_str(), source.get(), FALSE, copy_options(output).List(),
                                                &ByteProgress::callback, &watch));
    bool const created = copy != nullptr;
    if (created)
        copy->FlushCache(true);
    copy.reset();
    stop_if_cancelled(progress);
    if (!created || messages.failed())
        fail("cannot be written", messages, output.file);
}

void verify_grid(GridOutput const& output, std::span<GridPiece const> pieces, Progress& progress) {
    progress.stage("reading again", pieces.size());
    gdal::Messages const messages;
    gdal::DatasetHandle dataset = open_geotiff(output.file.string());
    if (!dataset)
        fail("what was written cannot be opened", messages, output.file);
    if (char const* difference = difference_of_head(*dataset, output))
        fail(std::string("what was written is not whole: ") + difference, messages, output.file);
    dataset.reset();
    bool const lossy = is_lossy(output);
    std::size_t const grain = (pieces.size() + reading_groups - 1) / reading_groups;
    parallel_blocks(pieces.size(), grain, [&](std::size_t first, std::size_t last) {
        verify_pieces(output, pieces.subspan(first, last - first), lossy, progress);
    });
    read_overviews(output, messages);
    if (messages.failed())
        fail("what was written cannot be read", messages, output.file);
}

void remove_grid(std::string const& file) noexcept {
    gdal::Messages const quiet;
    for (char const* suffix : {"", ".ovr.tmp", ".msk.ovr.tmp", ".aux.xml", ".cells.tif", ".cells.tif.aux.xml"})
        gdal::remove_file(file + suffix);
}

} // namespace oreway
