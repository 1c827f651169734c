// SPDX-License-Identifier: MIT
// Warping through the library behind gdalwarp, so that pixels are gdalwarp's own. The warper's memory stays at its
// default whatever memory there is: the approximate transformer works on the lines of a chunk, so that other chunks
// would give other pixels.

#include "io/raster_warp.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <gdal_alg.h>
#include <gdal_utils.h>

#include "io/raster_source.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::array<std::string_view, 14> methods = {"near",    "bilinear", "cubic", "cubicspline", "lanczos",
                                                      "average", "rms",      "mode",  "min",         "max",
                                                      "med",     "q1",       "q3",    "sum"};

struct WarpOptionsDestroyer {
    void operator()(GDALWarpAppOptions* options) const noexcept { GDALWarpAppOptionsFree(options); }
};
using GeoTransform = std::array<double, 6>;

struct LikeGrid {
    GeoTransform transform{};
    int columns = 0;
    int rows = 0;
};

bool is_in(GDALDataset& raster, std::string const& wkt) {
    OGRSpatialReference wanted;
    wanted.importFromWkt(wkt.c_str());
    std::array<char const*, 3> const criteria = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                                 "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
    OGRSpatialReference const* own = raster.GetSpatialRef();
    return own != nullptr && own->IsSame(&wanted, criteria.data()) != 0;
}

LikeGrid grid_like(RasterTranslation const& t) {
    std::string const& name = t.grid.like;
    gdal::DatasetHandle const raster = open_raster(name, t.read);
    if (!is_in(*raster, t.target_wkt))
        throw UsageError({.what = "is in another reference system than the target",
                          .where = name,
                          .remedy = "give its reference system with --t_srs, or name another raster for --like"});
    LikeGrid grid{.columns = raster->GetRasterXSize(), .rows = raster->GetRasterYSize()};
    bool const placed = raster->GetGeoTransform(grid.transform.data()) == CE_None;
    if (!placed || grid.transform[2] != 0.0 || grid.transform[4] != 0.0 || grid.transform[5] >= 0.0)
        throw UsageError({.what = "is no raster whose rows run from west to east",
                          .where = name,
                          .remedy = "name another raster for --like"});
    return grid;
}

XYBox box_of(LikeGrid const& grid) {
    GeoTransform const& t = grid.transform;
    return {.min_x = t[0], .min_y = t[3] + grid.rows * t[5], .max_x = t[0] + grid.columns * t[1], .max_y = t[3]};
}

/// Whether GDAL turns round the coordinates of a system before it hands them to an operation.
bool is_turned(std::string const& wkt) {
    OGRSpatialReference crs;
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    crs.importFromWkt(wkt.c_str());
    std::vector<int> const& mapping = crs.GetDataAxisToSRSAxisMapping();
    return mapping.size() >= 2 && mapping[0] == 2;
}

/// GDAL gives coordinates to an operation in the axis order of the authorities, while ours has east and north.
std::string pipeline_for_gdal(RasterTranslation const& t) {
    constexpr std::string_view step = "+step";
    constexpr std::string_view turn = "+step +proj=axisswap +order=2,1 ";
    bool const is_pipeline = t.pipeline.find("proj=pipeline") != std::string::npos;
    std::string text = is_pipeline ? t.pipeline : fmt::format("+proj=pipeline {} {}", step, t.pipeline);
    std::size_t const first = text.find(step);
    if (first == std::string::npos)
        return text;
    if (is_turned(t.source_wkt))
        text.insert(first, turn);
    if (is_turned(t.target_wkt))
        text += fmt::format(" {}", turn);
    return text;
}

CPLStringList transformer_options(RasterTranslation const& t) {
    CPLStringList options;
    options.SetNameValue("SRC_SRS", t.source_wkt.c_str());
    options.SetNameValue("DST_SRS", t.target_wkt.c_str());
    options.SetNameValue("COORDINATE_OPERATION", pipeline_for_gdal(t).c_str());
    return options;
}

struct SuggestedGrid {
    GeoTransform transform{};
    int columns = 0;
    int rows = 0;
};

SuggestedGrid suggested_grid(GDALDataset& source, std::string const& name, RasterTranslation const& t) {
    gdal::Messages const messages;
    Transformer const transformer(GDALCreateGenImgProjTransformer2(&source, nullptr, transformer_options(t).List()));
    SuggestedGrid grid;
    std::array<double, 4> extent{};
    if (!transformer ||
        GDALSuggestedWarpOutput2(&source, GDALGenImgProjTransform, transformer.get(), grid.transform.data(),
                                 &grid.columns, &grid.rows, extent.data(), 0) != CE_None)
        throw DataError({.what = "has no image in the target system: " + messages.text(),
                         .where = name,
                         .remedy = "choose a target whose area of use holds the raster"});
    return grid;
}

class Arguments {
public:
    void add(char const* option) { m_list.AddString(option); }
    void add(char const* option, std::string const& value) {
        m_list.AddString(option);
        m_list.AddString(value.c_str());
    }
    void add(char const* option, std::initializer_list<double> values) {
        m_list.AddString(option);
        for (double const value : values)
            m_list.AddString(shortest(value).c_str());
    }
    [[nodiscard]] char** list() { return m_list.List(); }

private:
    CPLStringList m_list;
};

void add_grid(Arguments& arguments, RasterTranslation const& t) {
    RasterGrid const& grid = t.grid;
    if (!grid.like.empty()) {
        LikeGrid const like = grid_like(t);
        XYBox const box = box_of(like);
        arguments.add("-te", {box.min_x, box.min_y, box.max_x, box.max_y});
        arguments.add("-ts", {static_cast<double>(like.columns), static_cast<double>(like.rows)});
        return;
    }
    if (grid.resolution)
        arguments.add("-tr", {*grid.resolution, *grid.resolution});
    if (grid.align_pixels)
        arguments.add("-tap");
    if (grid.extent)
        arguments.add("-te", {grid.extent->min_x, grid.extent->min_y, grid.extent->max_x, grid.extent->max_y});
}

Arguments arguments_of(RasterTranslation const& t, std::string const& format, bool with_mask) {
    Arguments arguments;
    arguments.add("-of", format);
    arguments.add("-s_srs", t.source_wkt);
    arguments.add("-t_srs", t.target_wkt);
    arguments.add("-ct", pipeline_for_gdal(t));
    arguments.add("-r", t.resampling);
    arguments.add("-et", {t.error_threshold});
    arguments.add("-ovr", "NONE");
    arguments.add("-wo", fmt::format("NUM_THREADS={}", thread_count()));
    if (t.nodata)
        arguments.add("-dstnodata", *t.nodata);
    if (with_mask)
        arguments.add("-dstalpha");
    if (format == "GTiff") {
        arguments.add("-co", std::string("TILED=YES"));
        arguments.add("-co", std::string("BIGTIFF=IF_NEEDED"));
    }
    add_grid(arguments, t);
    return arguments;
}

void refuse_palette(GDALDataset& source, std::string const& name, std::string const& method) {
    bool const keeps_values = method == "near" || method == "mode";
    for (int b = 1; b <= source.GetRasterCount() && !keeps_values; ++b)
        if (source.GetRasterBand(b)->GetColorTable() != nullptr)
            throw DataError({.what = fmt::format("band {} holds numbers of colours, which '{}' would mix", b, method),
                             .where = name,
                             .remedy = "warp it with -r near or -r mode"});
}

/// How far the approximate transformer is off, at some pixels on some lines, in pixels of the source.
struct SampledError {
    double largest = 0.0;
    int samples = 0;
};

SampledError sample_error(GDALDataset& source, GDALDataset& image, RasterTranslation const& t) {
    constexpr int lines = 16;
    constexpr int samples_a_line = 64;
    CPLStringList options = transformer_options(t);
    Transformer const exact(GDALCreateGenImgProjTransformer2(&source, &image, options.List()));
    if (!exact)
        return {};
    Transformer const approximate(GDALCreateApproxTransformer(GDALGenImgProjTransform, exact.get(), t.error_threshold));
    auto const columns = static_cast<std::size_t>(image.GetRasterXSize());
    SampledError error;
    std::vector<double> x(columns), y(columns), z(columns);
    std::vector<int> ok(columns);
    for (int line = 0; line < std::min(lines, image.GetRasterYSize()); ++line) {
        double const row = (line + 0.5) * image.GetRasterYSize() / lines;
        for (std::size_t c = 0; c < columns; ++c) {
            x[c] = static_cast<double>(c) + 0.5;
            y[c] = row;
            z[c] = 0.0;
        }
        GDALApproxTransform(approximate.get(), TRUE, static_cast<int>(columns), x.data(), y.data(), z.data(),
                            ok.data());
        std::size_t const stride = std::max<std::size_t>(1, columns / samples_a_line);
        for (std::size_t c = stride / 2; c < columns; c += stride) {
            double true_x = static_cast<double>(c) + 0.5, true_y = row, true_z = 0.0;
            int success = FALSE;
            GDALGenImgProjTransform(exact.get(), TRUE, 1, &true_x, &true_y, &true_z, &success);
            if (success == FALSE || ok[c] == FALSE)
                continue;
            error.largest = std::max(error.largest, std::hypot(x[c] - true_x, y[c] - true_y));
            ++error.samples;
        }
    }
    return error;
}

std::string grid_text(GDALDataset& image, RasterTranslation const& t) {
    GeoTransform place{};
    image.GetGeoTransform(place.data());
    std::string_view const rule = !t.grid.like.empty() ? "the grid of the raster named by --like"
                                  : t.grid.resolution  ? "as asked for"
                                  : t.grid.extent ? "as many on the diagonal as in the source, fitted to the extent"
                                                  : "square, as many on the diagonal as in the source";
    return fmt::format("{} x {} pixels of {} x {} units, {}", image.GetRasterXSize(), image.GetRasterYSize(),
                       shortest(place[1]), shortest(-place[5]), rule);
}

Problem note(std::string code, std::string what, std::string const& where) {
    return {Severity::note, std::move(code), {.what = std::move(what), .where = where, .remedy = ""}};
}

std::string error_text(SampledError const& error, RasterTranslation const& t) {
    return fmt::format(
        "positions are interpolated to within {} pixel; at {} pixels that were checked the largest error "
        "was {:.4f}",
        shortest(t.error_threshold), error.samples, error.largest);
}

double image_bytes(GDALDataset& source, std::string const& name, RasterTranslation const& t, bool with_mask) {
    RasterSize const size = planned_size(name, t);
    double pixel = with_mask ? 1.0 : 0.0;
    for (int b = 1; b <= source.GetRasterCount(); ++b)
        pixel += GDALGetDataTypeSizeBytes(source.GetRasterBand(b)->GetRasterDataType());
    return pixel * static_cast<double>(size.columns) * static_cast<double>(size.rows);
}

[[noreturn]] void fail(gdal::Messages const& messages, std::string const& name, ByteProgress const& progress) {
    stop_if_cancelled(progress.progress());
    throw IoError({.what = "cannot be warped: " + messages.text(),
                   .where = name,
                   .remedy = "check that the file is whole and that there is room on the disk"});
}

/// Warps into a file, or into memory when the name is empty. A file that is not whole is removed.
gdal::DatasetHandle warp(GDALDataset& source, std::string const& name, std::string const& file, Arguments arguments,
                         Problems& problems, ByteProgress& progress) {
    gdal::Messages const messages;
    std::unique_ptr<GDALWarpAppOptions, WarpOptionsDestroyer> const options(
        GDALWarpAppOptionsNew(arguments.list(), nullptr));
    gdal::DatasetHandle image;
    if (options) {
        GDALWarpAppOptionsSetProgress(options.get(), &ByteProgress::callback, &progress);
        GDALDatasetH handle = &source;
        image.reset(static_cast<GDALDataset*>(GDALWarp(file.c_str(), nullptr, 1, &handle, options.get(), nullptr)));
    }
    if (image)
        image->FlushCache(false); // a full disk shows here, not when the image is read
    if (!image || messages.failed()) {
        image.reset();
        if (!file.empty())
            gdal::remove_file(file);
        fail(messages, name, progress);
    }
    for (gdal::Message const& message : messages.all())
        problems.push_back(note("raster.remark", message.text, name));
    return image;
}

/// The frequent kinds of warps, by our own loop over the pixels. The frame is what GDAL would make, without pixels.
std::optional<MemoryImage> warp_by_ourselves(GDALDataset& source, std::string const& name, RasterTranslation const& t,
                                             Problems& problems, ByteProgress& progress) {
    if (t.resampling != "near" && t.resampling != "bilinear")
        return std::nullopt;
    ByteProgress unseen(no_progress(), 0);
    gdal::DatasetHandle const frame = warp(source, name, "", arguments_of(t, "VRT", false), problems, unseen);
    gdal::Messages const messages;
    WarpWay const way{.method = t.resampling == "near" ? GRA_NearestNeighbour : GRA_Bilinear,
                      .error_threshold = t.error_threshold,
                      .transformer_options = transformer_options(t)};
    std::optional<MemoryImage> image = warp_in_memory(source, *frame, way, true, &ByteProgress::callback, &progress);
    if (image && (!image->image || messages.failed()))
        fail(messages, name, progress);
    return image;
}

} // namespace

bool ByteProgress::report(double fraction) {
    double const done = m_start + m_share * std::clamp(fraction, 0.0, 1.0);
    auto const bytes = std::min(m_bytes, static_cast<std::uint64_t>(done * static_cast<double>(m_bytes)));
    if (bytes > m_reported) {
        m_progress.advance(bytes - m_reported);
        m_reported = bytes;
    }
    return !m_progress.cancelled();
}

int CPL_STDCALL ByteProgress::callback(double fraction, char const*, void* self) {
    return static_cast<ByteProgress*>(self)->report(fraction) ? TRUE : FALSE;
}

std::span<std::string_view const> resampling_methods() noexcept {
    return methods;
}

void check_translation(RasterTranslation const& t) {
    if (std::ranges::find(methods, t.resampling) == methods.end())
        throw UsageError({.what = fmt::format("'{}' is no resampling method", t.resampling),
                          .where = "",
                          .remedy = fmt::format("take one of {}", fmt::join(methods, ", "))});
    RasterGrid const& grid = t.grid;
    if (grid.resolution && !(*grid.resolution > 0.0 && std::isfinite(*grid.resolution)))
        throw UsageError({.what = "the resolution must be a positive number", .where = "", .remedy = ""});
    if (grid.align_pixels && !grid.resolution)
        throw UsageError({.what = "pixels can only be aligned to a given resolution",
                          .where = "",
                          .remedy = "give --resolution with --align-pixels"});
    if (!grid.like.empty() && (grid.resolution || grid.extent || grid.align_pixels))
        throw UsageError({.what = "a raster to be like gives resolution and extent already",
                          .where = grid.like,
                          .remedy = "leave out either --like or the others"});
    if (!(t.error_threshold >= 0.0))
        throw UsageError({.what = "the error threshold must be 0 or more pixels", .where = "", .remedy = ""});
}

RasterSize planned_size(std::string const& name, RasterTranslation const& t) {
    check_translation(t);
    gdal::DatasetHandle const source = open_raster(name, t.read);
    if (!t.grid.like.empty()) {
        LikeGrid const like = grid_like(t);
        return {like.columns, like.rows};
    }
    SuggestedGrid const grid = suggested_grid(*source, name, t);
    double const pixel = t.grid.resolution.value_or(grid.transform[1]);
    double const width = t.grid.extent ? t.grid.extent->max_x - t.grid.extent->min_x : grid.columns * grid.transform[1];
    double const height = t.grid.extent ? t.grid.extent->max_y - t.grid.extent->min_y : grid.rows * grid.transform[1];
    return {std::llround(std::ceil(width / pixel)), std::llround(std::ceil(height / pixel))};
}

WarpedImage::WarpedImage(GDALDataset& source, std::string const& name, RasterTranslation const& t,
                         ByteProgress& progress) {
    check_translation(t);
    refuse_palette(source, name, t.resampling);
    RasterMask const mask = mask_of(source);
    m_has_mask_band = !t.nodata && (mask == RasterMask::none || mask == RasterMask::band);
    bool const in_memory = image_bytes(source, name, t, m_has_mask_band) <= static_cast<double>(t.memory);
    if (!in_memory)
        m_file = t.file.string() + ".warped.tif";
    std::optional<MemoryImage> own;
    if (in_memory && !t.nodata && mask == RasterMask::none)
        own = warp_by_ourselves(source, name, t, m_problems, progress);
    if (own) {
        m_pixels = std::move(own->pixels);
        m_image = std::move(own->image);
    } else {
        m_image = warp(source, name, m_file, arguments_of(t, in_memory ? "MEM" : "GTiff", m_has_mask_band), m_problems,
                       progress);
    }
    m_problems.push_back(note("raster.grid", grid_text(*m_image, t), name));
    if (t.error_threshold > 0.0)
        m_problems.push_back(note("raster.approximate", error_text(sample_error(source, *m_image, t), t), name));
    if (!t.grid.like.empty())
        m_image->SetGeoTransform(grid_like(t).transform.data());
}

WarpedImage::~WarpedImage() {
    m_image.reset();
    if (!m_file.empty())
        gdal::remove_file(m_file);
}

} // namespace oreway
