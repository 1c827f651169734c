// SPDX-License-Identifier: MIT
// A raster and the style beside it, both under temporary names until both are whole.

#include "oreway/jobs/raster_outputs.hpp"

#include <fmt/format.h>

#include "jobs/output_errors.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

namespace fs = std::filesystem;

std::string driver_of(OutputOptions const& options) {
    std::string const extension = fold(options.path.extension().string());
    if (extension != ".tif" && extension != ".tiff")
        throw UsageError({.what = fmt::format("'{}' is no name of a GeoTIFF", printable(options.path.string())),
                          .where = "the output",
                          .remedy = "name a file that ends in .tif"});
    std::string const driver = options.driver.empty() ? "COG" : options.driver;
    if (fold(driver) == "cog")
        return "COG";
    if (fold(driver) == "gtiff")
        return "GTiff";
    throw UsageError({.what = fmt::format("rasters are not written as '{}'", printable(driver)),
                      .where = "-f",
                      .remedy = "take COG or GTiff"});
}

fs::path style_path(fs::path path) {
    return path.replace_extension(".qml");
}

/// Another program's statistics and its idea of the place would be believed before those of the new raster.
void refuse_sidecars(OutputOptions const& options) {
    if (options.overwrite == OverwritePolicy::replace)
        return;
    for (char const* suffix : {".aux.xml", ".ovr", ".msk"}) {
        std::string const sidecar = options.path.string() + suffix;
        std::error_code error;
        if (fs::exists(sidecar, error))
            throw UsageError({.what = "is left of another raster of this name and would be read with the new one",
                              .where = sidecar,
                              .remedy = "remove it, name another output, or give --overwrite"});
    }
}

} // namespace

struct RasterFile::Impl {
    Impl(OutputOptions const& options, RasterContents contents)
        : raster(options.path, options.overwrite), style_file(style_path(options.path), options.overwrite),
          style(std::move(contents.style)) {
        naming([&] {
            cells = std::make_unique<GridWriter>(GridOutput{.file = raster.temporary(),
                                                            .spec = std::move(contents.spec),
                                                            .type = contents.type,
                                                            .bands = std::move(contents.bands),
                                                            .driver = driver_of(options),
                                                            .creation_options = options.creation_options});
        });
    }

    OutputFile raster;
    OutputFile style_file;
    RasterStyle style;
    std::unique_ptr<GridWriter> cells; // destroyed first: it removes what it has written

    template <class Work> void naming(Work&& work) { naming_targets(std::span(&raster, 1), std::forward<Work>(work)); }
};

void check_raster_output(OutputOptions const& options) {
    static_cast<void>(driver_of(options));
    OutputFile const raster(options.path, options.overwrite);
    OutputFile const style(style_path(options.path), options.overwrite);
    refuse_sidecars(options);
}

fs::path path_with_suffix(fs::path const& path, std::string const& word) {
    return path.parent_path() / (path.stem().string() + "_" + word + path.extension().string());
}

RasterFile::RasterFile(OutputOptions const& options, RasterContents contents) {
    refuse_sidecars(options);
    m_impl = std::make_unique<Impl>(options, std::move(contents));
}
RasterFile::RasterFile(RasterFile&&) noexcept = default;
RasterFile& RasterFile::operator=(RasterFile&&) noexcept = default;
RasterFile::~RasterFile() = default;

void RasterFile::write(CellWindow window, std::size_t band, std::span<float const> cells) {
    m_impl->naming([&] { m_impl->cells->write(window, band, cells); });
}
void RasterFile::write(CellWindow window, std::size_t band, std::span<double const> cells) {
    m_impl->naming([&] { m_impl->cells->write(window, band, cells); });
}
void RasterFile::write(CellWindow window, std::size_t band, std::span<std::int32_t const> cells) {
    m_impl->naming([&] { m_impl->cells->write(window, band, cells); });
}

void RasterFile::set_style(RasterStyle style) {
    m_impl->style = std::move(style);
}

void RasterFile::finish(Progress& progress) {
    m_impl->naming([&] { m_impl->cells->finish(progress); });
    BandStatistics const& range = m_impl->cells->statistics(0);
    naming_targets(std::span(&m_impl->style_file, 1), [&] {
        write_text_file(m_impl->style_file.temporary(), raster_qml(m_impl->style, range.least, range.greatest),
                        OverwritePolicy::replace);
    });
}

BandStatistics const& RasterFile::statistics(std::size_t band) const {
    return m_impl->cells->statistics(band);
}

fs::path RasterFile::commit() {
    // The style first: whoever opens the raster as soon as it appears finds it there.
    m_impl->style_file.commit();
    try {
        m_impl->raster.commit();
    } catch (...) {
        std::error_code ignored;
        fs::remove(m_impl->style_file.target(), ignored);
        throw;
    }
    return m_impl->raster.target();
}

} // namespace oreway
