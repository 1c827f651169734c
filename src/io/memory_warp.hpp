// SPDX-License-Identifier: MIT
#pragma once

// An image warped into memory that is ours: the pixels of every band and, where it is wanted, a mask of one byte a
// pixel lie in one block, which the image shows without a copy.

#include <cstddef>
#include <memory>
#include <optional>

#include "io/gdal_handles.hpp"
#include "io/warp_kernel.hpp"

namespace oreway {

/// How a warp finds positions and values.
struct WarpWay {
    GDALResampleAlg method = GRA_NearestNeighbour;
    double error_threshold = 0.125;    ///< of positions, pixels of the source; 0 transforms every pixel
    CPLStringList transformer_options; ///< of GDALCreateGenImgProjTransformer2
};

struct PixelUnmapper {
    std::size_t bytes = 0;
    void operator()(unsigned char* block) const noexcept;
};

/// A block of zeros that takes memory only where it is written to.
class PixelBlock {
public:
    explicit PixelBlock(std::size_t bytes);
    [[nodiscard]] unsigned char* data() const noexcept { return m_bytes.get(); }

private:
    std::unique_ptr<unsigned char, PixelUnmapper> m_bytes;
};

/// The image must not outlive the block.
struct MemoryImage {
    PixelBlock pixels;
    gdal::DatasetHandle image; ///< the last band is the mask, where there is one
};

/// Warps into an image with the size, place and system of another one, whose pixels are not looked at.
/// \return nothing when the warp is none of the frequent kind, and GDAL must do it
/// \throws std::bad_alloc; errors of GDAL stand in the messages of the caller, the image is empty then
[[nodiscard]] std::optional<MemoryImage> warp_in_memory(GDALDataset& source, GDALDataset& frame, WarpWay const& way,
                                                        bool with_mask, GDALProgressFunc progress, void* reporter);

} // namespace oreway
