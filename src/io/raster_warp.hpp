// SPDX-License-Identifier: MIT
#pragma once

// The warped image before it is written down: in memory where it fits, else in a file beside the output.

#include <optional>
#include <string>

#include "io/gdal_handles.hpp"
#include "io/memory_warp.hpp"
#include "oreway/io/raster_translate.hpp"

namespace oreway {

/// Progress of several steps in bytes of the input; each step has its share.
class ByteProgress {
public:
    ByteProgress(Progress& progress, std::uint64_t bytes) : m_progress(progress), m_bytes(bytes) {}
    /// The next step takes this share of all.
    void step(double share) noexcept {
        m_start += m_share;
        m_share = share;
    }
    /// Reports up to a fraction of the step. \return false when the user asked to stop
    bool report(double fraction);
    [[nodiscard]] Progress const& progress() const noexcept { return m_progress; }
    /// For GDAL: the last argument is the ByteProgress.
    static int CPL_STDCALL callback(double fraction, char const* message, void* self);

private:
    Progress& m_progress;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_reported = 0;
    double m_start = 0.0;
    double m_share = 0.0;
};

/// Bands as in the source, and one more where the mask is to be told from the data.
class WarpedImage {
public:
    /// \throws as translate_raster
    WarpedImage(GDALDataset& source, std::string const& name, RasterTranslation const& translation,
                ByteProgress& progress);
    WarpedImage(WarpedImage const&) = delete;
    WarpedImage& operator=(WarpedImage const&) = delete;
    ~WarpedImage();

    [[nodiscard]] GDALDataset& dataset() const noexcept { return *m_image; }
    [[nodiscard]] bool has_mask_band() const noexcept { return m_has_mask_band; }
    [[nodiscard]] Problems const& problems() const noexcept { return m_problems; }

private:
    std::string m_file; ///< empty: in memory
    bool m_has_mask_band = false;
    std::optional<PixelBlock> m_pixels; ///< of an image that our own loop made
    gdal::DatasetHandle m_image;
    Problems m_problems;
};

/// Refuses methods and grids that do not exist. \throws UsageError
void check_translation(RasterTranslation const& translation);

} // namespace oreway
