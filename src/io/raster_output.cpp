// SPDX-License-Identifier: MIT
// Writing warped rasters. The compression of the source is kept, and a source without compression stays without; lossy
// ones become DEFLATE, because a second loss is nobody's wish.

#include "io/raster_output.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <gdal_rat.h>
#include <gdal_vrt.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Domains that tell of the source's own file or of its place, which is another now.
constexpr std::array<std::string_view, 8> foreign_domains = {
    "IMAGE_STRUCTURE", "DERIVED_SUBDATASETS", "SUBDATASETS", "RPC", "GEOLOCATION", "TIFF", "COLOR_PROFILE", "xml:ESRI"};

bool is_statistic(std::string_view item) {
    return item.starts_with("STATISTICS_");
}

bool is_foreign(std::string_view domain) {
    return std::ranges::find(foreign_domains, domain) != foreign_domains.end();
}

void copy_domain(GDALMajorObject& from, GDALMajorObject& to, std::string const& domain) {
    CPLStringList items(CSLDuplicate(from.GetMetadata(domain.c_str())), TRUE);
    for (int i = items.size() - 1; i >= 0; --i)
        if (is_statistic(items[i])) // of other pixels
            items.Assign(CSLRemoveStrings(items.StealList(), i, 1, nullptr), TRUE);
    if (!items.empty())
        to.SetMetadata(items.List(), domain.c_str());
}

/// Domains with a name, which a driver does not copy by itself.
std::vector<std::string> named_domains(GDALMajorObject& object) {
    CPLStringList const list(object.GetMetadataDomainList());
    std::vector<std::string> domains;
    for (int d = 0; d < list.size(); ++d)
        if (list[d][0] != '\0' && !is_foreign(list[d]))
            domains.emplace_back(list[d]);
    return domains;
}

void copy_numbers(GDALRasterBand& from, GDALRasterBand& to) {
    int known = FALSE;
    double const scale = from.GetScale(&known);
    if (known != FALSE)
        to.SetScale(scale);
    double const offset = from.GetOffset(&known);
    if (known != FALSE)
        to.SetOffset(offset);
}

int rows_of(GDALRasterAttributeTable const* table) {
    return table == nullptr ? 0 : table->GetRowCount();
}

void dress_band(GDALRasterBand& from, GDALRasterBand& to) {
    to.SetDescription(from.GetDescription());
    to.SetUnitType(from.GetUnitType());
    copy_numbers(from, to);
    copy_domain(from, to, "");
    to.SetColorInterpretation(from.GetColorInterpretation());
    if (GDALColorTable* colours = from.GetColorTable())
        to.SetColorTable(colours);
    if (char** names = from.GetCategoryNames(); CSLCount(names) > 0)
        to.SetCategoryNames(names);
    if (GDALRasterAttributeTable const* table = from.GetDefaultRAT(); rows_of(table) > 0)
        to.SetDefaultRAT(table);
}

/// Makes a band of the view show a band of the image.
void show(GDALRasterBand& from, GDALRasterBand& to) {
    int const columns = from.GetXSize();
    int const rows = from.GetYSize();
    VRTAddSimpleSource(static_cast<VRTSourcedRasterBandH>(static_cast<void*>(&to)), GDALRasterBand::ToHandle(&from), 0,
                       0, columns, rows, 0, 0, columns, rows, "near", VRT_NODATA_UNSET);
}

/// Class names and attribute tables stand in an .aux.xml beside a GeoTIFF, which goes with it.
void check_classes(GDALDataset& source, GDALDataset& written, Problems& problems) {
    for (int b = 1; b <= source.GetRasterCount(); ++b) {
        GDALRasterBand& from = *source.GetRasterBand(b);
        GDALRasterBand& to = *written.GetRasterBand(b);
        bool const names = CSLCount(from.GetCategoryNames()) == CSLCount(to.GetCategoryNames());
        bool const table = rows_of(from.GetDefaultRAT()) == rows_of(to.GetDefaultRAT());
        if (!names || !table)
            problems.push_back(
                {Severity::warning,
                 "raster.classes_lost",
                 {.what = fmt::format("the {} of band {} were not kept", names ? "attribute table" : "class names", b),
                  .where = source.GetDescription(),
                  .remedy = "copy the .aux.xml of the source beside the output"}});
    }
}

std::string structure(GDALMajorObject& object, char const* item) {
    char const* value = object.GetMetadataItem(item, "IMAGE_STRUCTURE");
    return value == nullptr ? "" : value;
}

std::string compression_for(GDALDataset& source) {
    std::string const own = structure(source, "COMPRESSION");
    if (own.empty())
        return "NONE";
    bool const lossless = own == "LZW" || own == "DEFLATE" || own == "ZSTD" || own == "PACKBITS";
    return lossless ? own : "DEFLATE";
}

bool takes_predictor(std::string_view compression) {
    return compression == "LZW" || compression == "DEFLATE" || compression == "ZSTD";
}

std::string predictor_for(GDALRasterBand& band, bool cog) {
    GDALDataType const type = band.GetRasterDataType();
    if (GDALDataTypeIsComplex(type) != 0)
        return "1";
    bool const floating = GDALDataTypeIsFloating(type) != 0;
    if (cog)
        return floating ? "FLOATING_POINT" : "STANDARD";
    return floating ? "3" : "2";
}

/// Keys that the driver knows, of the options the user gave.
CPLStringList known_options(GDALDriver& driver, std::vector<std::string> const& options) {
    char const* list = driver.GetMetadataItem(GDAL_DMD_CREATIONOPTIONLIST);
    std::string const known = list == nullptr ? "" : list;
    CPLStringList result;
    for (std::string const& option : options) {
        std::size_t const equals = option.find('=');
        std::string key = option.substr(0, equals);
        std::ranges::transform(key, key.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        if (equals != std::string::npos && known.find("'" + key + "'") != std::string::npos)
            result.SetNameValue(key.c_str(), option.c_str() + equals + 1);
    }
    return result;
}

void set_unless_given(CPLStringList& options, char const* key, std::string const& value) {
    if (options.FetchNameValue(key) == nullptr && !value.empty())
        options.SetNameValue(key, value.c_str());
}

void set_compression(CPLStringList& options, GDALDataset& view, GDALDataset& source, bool cog) {
    set_unless_given(options, "COMPRESS", compression_for(source));
    std::string const compression = options.FetchNameValue("COMPRESS");
    std::string const predictor = predictor_for(*view.GetRasterBand(1), cog);
    if (takes_predictor(compression) && predictor != "1")
        set_unless_given(options, "PREDICTOR", predictor);
    if (compression != "NONE")
        set_unless_given(options, "NUM_THREADS", std::to_string(thread_count()));
}

char const* overview_method(GDALDataset& view, RasterTranslation const& t) {
    bool const classes =
        t.resampling == "near" || t.resampling == "mode" || view.GetRasterBand(1)->GetColorTable() != nullptr;
    return classes ? "NEAREST" : "AVERAGE";
}

constexpr int tile_side = 256;

CPLStringList creation_options(GDALDriver& driver, GDALDataset& view, GDALDataset& source, RasterTranslation const& t) {
    bool const cog = t.driver == "COG";
    CPLStringList options = known_options(driver, t.creation_options);
    set_compression(options, view, source, cog);
    bool const compressed = !EQUAL(options.FetchNameValue("COMPRESS"), "NONE");
    set_unless_given(options, "BIGTIFF", compressed ? "IF_SAFER" : "IF_NEEDED");
    if (cog) {
        set_unless_given(options, "OVERVIEW_RESAMPLING", overview_method(view, t));
        return options;
    }
    if (view.GetRasterXSize() > tile_side || view.GetRasterYSize() > tile_side)
        set_unless_given(options, "TILED", "YES"); // 256 x 256 unless the user gives another size
    if (view.GetRasterCount() > 1)
        set_unless_given(options, "INTERLEAVE", structure(source, "INTERLEAVE"));
    return options;
}

[[noreturn]] void fail(std::string what, gdal::Messages const& messages, std::filesystem::path const& file) {
    std::string const reasons = messages.text();
    throw IoError({.what = reasons.empty() ? std::move(what) : what + ": " + reasons,
                   .where = file.string(),
                   .remedy = "check the room on the disk and the permissions of the folder"});
}

/// Reductions that the overviews of the source have, the smallest first.
std::vector<int> overview_factors(GDALDataset& source) {
    GDALRasterBand& band = *source.GetRasterBand(1);
    std::vector<int> factors;
    for (int i = 0; i < band.GetOverviewCount(); ++i) {
        int const factor = static_cast<int>(
            std::lround(static_cast<double>(band.GetXSize()) / std::max(1, band.GetOverview(i)->GetXSize())));
        if (factor > 1)
            factors.push_back(factor);
    }
    std::ranges::sort(factors);
    factors.erase(std::unique(factors.begin(), factors.end()), factors.end());
    return factors;
}

/// Opens the written file once more for what cannot be given at its creation: named metadata and overviews.
void finish_geotiff(GDALDataset& view, GDALDataset& source, RasterTranslation const& t, ByteProgress& progress) {
    std::vector<int> factors = overview_factors(source);
    std::vector<std::string> const domains = named_domains(source);
    if (factors.empty() && domains.empty())
        return;
    gdal::Messages const messages;
    gdal::DatasetHandle file(GDALDataset::Open(t.file.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
    if (!file)
        fail("what was written cannot be opened", messages, t.file);
    for (std::string const& domain : domains)
        copy_domain(source, *file, domain);
    file->FlushCache(true);
    bool const built = factors.empty() ||
                       file->BuildOverviews(overview_method(view, t), static_cast<int>(factors.size()), factors.data(),
                                            0, nullptr, &ByteProgress::callback, &progress) == CE_None;
    file->FlushCache(true);
    file.reset();
    stop_if_cancelled(progress.progress());
    if (!built || messages.failed())
        fail("overviews cannot be written", messages, t.file);
}

/// A COG must not be touched once it is written.
void state_lost_domains(GDALDataset& source, RasterTranslation const& t, Problems& problems) {
    if (std::vector<std::string> const domains = named_domains(source); t.driver == "COG" && !domains.empty())
        problems.push_back({Severity::warning,
                            "raster.metadata_lost",
                            {.what = "a COG does not hold the metadata of " + join(domains, ", "),
                             .where = source.GetDescription(),
                             .remedy = "write a GeoTIFF with -f GTiff"}});
}

bool is_lossy(RasterTranslation const& t) {
    return std::ranges::any_of(t.creation_options, [](std::string const& option) {
        std::string const folded = fold(option);
        bool const method = folded == "compress=jpeg" || folded == "compress=webp" || folded == "compress=jxl" ||
                            folded.starts_with("compress=lerc");
        return method || folded.starts_with("discard_lsb=") || folded.starts_with("nbits=");
    });
}

/// Walks two bands strip by strip.
bool are_equal(GDALRasterBand& a, GDALRasterBand& b, bool as_mask, ByteProgress const& progress) {
    int const columns = a.GetXSize();
    GDALDataType const type = as_mask ? GDT_Byte : a.GetRasterDataType();
    auto const row_bytes = static_cast<std::size_t>(columns) * static_cast<std::size_t>(GDALGetDataTypeSizeBytes(type));
    constexpr std::size_t strip_bytes = std::size_t{8} << 20;
    int const strip = std::min(a.GetYSize(), static_cast<int>(std::max<std::size_t>(256, strip_bytes / row_bytes)));
    std::vector<unsigned char> from_a(row_bytes * static_cast<std::size_t>(strip));
    std::vector<unsigned char> from_b(from_a.size());
    auto const read = [&](GDALRasterBand& band, std::vector<unsigned char>& into, int y, int height) {
        return band.RasterIO(GF_Read, 0, y, columns, height, into.data(), columns, height, type, 0, 0, nullptr) ==
               CE_None;
    };
    for (int y = 0; y < a.GetYSize(); y += strip) {
        stop_if_cancelled(progress.progress());
        int const height = std::min(strip, a.GetYSize() - y);
        if (!read(a, from_a, y, height) || !read(b, from_b, y, height))
            return false;
        std::size_t const count = row_bytes * static_cast<std::size_t>(height);
        auto const same = [](unsigned char x, unsigned char z) { return (x != 0) == (z != 0); };
        bool const equal = as_mask ? std::equal(from_a.begin(), from_a.begin() + static_cast<std::ptrdiff_t>(count),
                                                from_b.begin(), same)
                                   : std::memcmp(from_a.data(), from_b.data(), count) == 0;
        if (!equal)
            return false;
    }
    return true;
}

void check_head(GDALDataset& view, GDALDataset& written, gdal::Messages const& messages, RasterTranslation const& t,
                Problems& problems) {
    bool const same_size = written.GetRasterXSize() == view.GetRasterXSize() &&
                           written.GetRasterYSize() == view.GetRasterYSize() &&
                           written.GetRasterCount() == view.GetRasterCount();
    if (!same_size)
        fail("what was written is not whole: its size differs", messages, t.file);
    std::array<double, 6> wanted{}, got{};
    bool const placed =
        view.GetGeoTransform(wanted.data()) == CE_None && written.GetGeoTransform(got.data()) == CE_None;
    // A place given by the centre of a pixel is moved by half a pixel in writing and back in reading.
    double const slack = 1e-6 * std::abs(wanted[1]);
    bool const same_place =
        placed && std::ranges::equal(wanted, got, [&](double a, double b) { return std::abs(a - b) <= slack; });
    if (!same_place || written.GetSpatialRef() == nullptr)
        fail("what was written is not whole: its place on the Earth differs", messages, t.file);
    std::array<char const*, 2> const criterion = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS", nullptr};
    if (written.GetSpatialRef()->IsSame(view.GetSpatialRef(), criterion.data()) == 0)
        problems.push_back({Severity::note,
                            "raster.crs_text",
                            {.what = "a GeoTIFF cannot hold every word of the target system",
                             .where = t.file.filename().string(),
                             .remedy = ""}});
}

void read_through(GDALRasterBand& band, gdal::Messages const& messages, RasterTranslation const& t) {
    std::vector<unsigned char> row(static_cast<std::size_t>(band.GetXSize()) *
                                   static_cast<std::size_t>(GDALGetDataTypeSizeBytes(band.GetRasterDataType())));
    for (int y = 0; y < band.GetYSize(); ++y)
        if (band.RasterIO(GF_Read, 0, y, band.GetXSize(), 1, row.data(), band.GetXSize(), 1, band.GetRasterDataType(),
                          0, 0, nullptr) != CE_None)
            fail("what was written cannot be read", messages, t.file);
}

} // namespace

gdal::DatasetHandle dressed_view(GDALDataset& source, WarpedImage const& image) {
    GDALDataset& warped = image.dataset();
    gdal::DatasetHandle view(GDALDataset::FromHandle(VRTCreate(warped.GetRasterXSize(), warped.GetRasterYSize())));
    std::array<double, 6> place{};
    warped.GetGeoTransform(place.data());
    view->SetGeoTransform(place.data());
    view->SetSpatialRef(warped.GetSpatialRef());
    copy_domain(source, *view, "");
    for (int b = 1; b <= source.GetRasterCount(); ++b) {
        view->AddBand(warped.GetRasterBand(b)->GetRasterDataType(), nullptr);
        GDALRasterBand& band = *view->GetRasterBand(b);
        show(*warped.GetRasterBand(b), band);
        int has_nodata = FALSE;
        double const nodata = warped.GetRasterBand(b)->GetNoDataValue(&has_nodata);
        if (has_nodata != FALSE)
            band.SetNoDataValue(nodata);
        dress_band(*source.GetRasterBand(b), band);
    }
    if (image.has_mask_band()) {
        view->CreateMaskBand(GMF_PER_DATASET);
        show(*warped.GetRasterBand(source.GetRasterCount() + 1), *view->GetRasterBand(1)->GetMaskBand());
    }
    return view;
}

void write_raster(GDALDataset& view, GDALDataset& source, RasterTranslation const& t, Problems& problems,
                  ByteProgress& progress) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(t.driver.c_str());
    if (driver == nullptr || (t.driver != "GTiff" && t.driver != "COG"))
        throw UsageError({.what = fmt::format("rasters are not written as '{}'", t.driver),
                          .where = "",
                          .remedy = "take GTiff or COG"});
    {
        gdal::ThreadOption const inside("GDAL_TIFF_INTERNAL_MASK", "YES");
        gdal::Messages const messages;
        CPLStringList options = creation_options(*driver, view, source, t);
        gdal::DatasetHandle copy(
            driver->CreateCopy(t.file.c_str(), &view, FALSE, options.List(), &ByteProgress::callback, &progress));
        bool const created = copy != nullptr;
        if (created)
            copy->FlushCache(true);
        copy.reset();
        stop_if_cancelled(progress.progress());
        if (!created || messages.failed())
            fail("cannot be written", messages, t.file);
    }
    if (t.driver == "GTiff")
        finish_geotiff(view, source, t, progress);
    else
        state_lost_domains(source, t, problems);
}

PixelCount verify_raster(GDALDataset& view, GDALDataset& source, RasterTranslation const& t, Problems& problems,
                         ByteProgress& progress) {
    gdal::Messages const messages;
    std::array<char const*, 2> const drivers = {"GTiff", nullptr};
    gdal::DatasetHandle const written(GDALDataset::Open(
        t.file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers.data(), nullptr, nullptr));
    if (!written)
        fail("what was written cannot be opened", messages, t.file);
    check_head(view, *written, messages, t, problems);
    check_classes(source, *written, problems);
    bool const lossy = is_lossy(t);
    for (int b = 1; b <= view.GetRasterCount(); ++b) {
        GDALRasterBand& band = *written->GetRasterBand(b);
        if (lossy)
            read_through(band, messages, t);
        else if (!are_equal(*view.GetRasterBand(b), band, false, progress))
            fail(fmt::format("what was written is not whole: band {} differs", b), messages, t.file);
        for (int i = 0; i < band.GetOverviewCount(); ++i)
            read_through(*band.GetOverview(i), messages, t);
    }
    bool const masked = view.GetRasterBand(1)->GetMaskFlags() == GMF_PER_DATASET;
    if (masked &&
        !are_equal(*view.GetRasterBand(1)->GetMaskBand(), *written->GetRasterBand(1)->GetMaskBand(), true, progress))
        fail("what was written is not whole: the mask differs", messages, t.file);
    PixelCount const count = count_pixels(*written, t.file.string());
    if (messages.failed())
        fail("what was written cannot be read", messages, t.file);
    progress.report(1.0);
    return count;
}

void remove_raster(std::string const& file) noexcept {
    gdal::Messages const quiet;
    for (char const* suffix : {"", ".ovr.tmp", ".msk.ovr.tmp", ".aux.xml", ".warped.tif", ".warped.tif.aux.xml"})
        gdal::remove_file(file + suffix);
}

} // namespace oreway
