// SPDX-License-Identifier: MIT
#pragma once

// A shorter way through the pixels of the most frequent warps: nearest and bilinear, numbers of up to 16 bits or
// floats, no masks. GDAL's warper divides the image, reads, transforms positions and writes as ever; only the loop over
// the pixels of a piece is ours, on several threads. Every sum is made in the order in which GDAL makes it, so that
// pixels are the same to the last bit; the order is that of GDAL 3.6, and with any other version GDAL's own loop runs.

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include <gdal_alg.h>

#include <gdalwarper.h>

namespace oreway {

struct TransformerDestroyer {
    void operator()(void* transformer) const noexcept { GDALDestroyTransformer(transformer); }
};
using Transformer = std::unique_ptr<void, TransformerDestroyer>;

/// A mask of a whole image, which gets 255 where a pixel has a source; none without pixels.
struct ImageMask {
    unsigned char* pixels = nullptr;
    std::size_t columns = 0;
};

class WarpKernel {
public:
    /// \param make makes a transformer like that of the warp; threads cannot share one
    WarpKernel(std::size_t threads, std::function<Transformer()> make);

    /// Whether warps of these numbers with this method are ours at all, with the GDAL that runs.
    [[nodiscard]] static bool takes(GDALResampleAlg method, GDALDataType type) noexcept;
    void set_mask(ImageMask const& mask) noexcept { m_mask = mask; }
    /// Whether a piece came that only GDAL's own loop can do; the warp has failed then.
    [[nodiscard]] bool refused() const noexcept { return m_refused; }
    /// For the options of a warp: called with each piece before GDAL's loop, which finds nothing left to do.
    static CPLErr before_piece(void* piece, void* self);

private:
    CPLErr warp(GDALWarpKernel& piece);

    std::size_t m_threads;
    std::function<Transformer()> m_make;
    std::vector<Transformer> m_transformers; ///< for all threads but the first
    ImageMask m_mask;
    bool m_refused = false;
};

} // namespace oreway
