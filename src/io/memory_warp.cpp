// SPDX-License-Identifier: MIT
// GDAL divides the work into pieces and reads; warp_kernel makes the pixels.

#include "io/memory_warp.hpp"

#include <array>
#include <new>
#include <numeric>

#include <sys/mman.h>

#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

struct OptionsDestroyer {
    void operator()(GDALWarpOptions* options) const noexcept { GDALDestroyWarpOptions(options); }
};
using Options = std::unique_ptr<GDALWarpOptions, OptionsDestroyer>;

Transformer make_transformer(GDALDataset& source, GDALDataset& image, WarpWay const& way) {
    CPLStringList options = way.transformer_options;
    Transformer exact(GDALCreateGenImgProjTransformer2(&source, &image, options.List()));
    if (!exact || way.error_threshold == 0.0)
        return exact;
    Transformer approximate(GDALCreateApproxTransformer(GDALGenImgProjTransform, exact.release(), way.error_threshold));
    GDALApproxTransformerOwnsSubtransformer(approximate.get(), TRUE);
    return approximate;
}

gdal::DatasetHandle show(GDALDataset& frame, PixelBlock const& pixels, GDALDataType type, int bands, bool with_mask) {
    int const columns = frame.GetRasterXSize();
    int const rows = frame.GetRasterYSize();
    gdal::DatasetHandle image(
        GetGDALDriverManager()->GetDriverByName("MEM")->Create("", columns, rows, 0, type, nullptr));
    std::size_t const size = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    unsigned char* place = pixels.data();
    for (int b = 0; b < bands + (with_mask ? 1 : 0); ++b) {
        GDALDataType const own = b < bands ? type : GDT_Byte;
        std::array<char, 32> address{};
        CPLPrintPointer(address.data(), place, static_cast<int>(address.size()) - 1);
        CPLStringList options;
        options.SetNameValue("DATAPOINTER", address.data());
        image->AddBand(own, options.List());
        place += size * static_cast<std::size_t>(GDALGetDataTypeSizeBytes(own));
    }
    std::array<double, 6> transform{};
    frame.GetGeoTransform(transform.data());
    image->SetGeoTransform(transform.data());
    image->SetSpatialRef(frame.GetSpatialRef());
    return image;
}

int* band_numbers(int count) {
    int* const numbers = static_cast<int*>(CPLMalloc(sizeof(int) * static_cast<std::size_t>(count)));
    std::iota(numbers, numbers + count, 1);
    return numbers;
}

Options options_of(GDALDataset& source, GDALDataset& image, WarpWay const& way) {
    Options options(GDALCreateWarpOptions());
    int const bands = source.GetRasterCount();
    options->hSrcDS = &source;
    options->hDstDS = &image;
    options->nBandCount = bands;
    options->panSrcBands = band_numbers(bands);
    options->panDstBands = band_numbers(bands);
    options->eResampleAlg = way.method;
    options->papszWarpOptions = CSLSetNameValue(nullptr, "INIT_DEST", "0");
    options->pfnTransformer = way.error_threshold == 0.0 ? GDALGenImgProjTransform : GDALApproxTransform;
    return options;
}

/// Bands of one type, all of whose pixels have data.
bool is_plain(GDALDataset& source) {
    GDALDataType const type = source.GetRasterBand(1)->GetRasterDataType();
    for (int b = 1; b <= source.GetRasterCount(); ++b) {
        GDALRasterBand& band = *source.GetRasterBand(b);
        if (band.GetRasterDataType() != type || band.GetMaskFlags() != GMF_ALL_VALID ||
            band.GetColorInterpretation() == GCI_AlphaBand)
            return false;
    }
    return true;
}

} // namespace

PixelBlock::PixelBlock(std::size_t bytes) {
    void* const block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        throw std::bad_alloc();
    madvise(block, bytes, MADV_HUGEPAGE); // a few thousand page faults less; without it all is the same
    m_bytes = {static_cast<unsigned char*>(block), PixelUnmapper{bytes}};
}

void PixelUnmapper::operator()(unsigned char* block) const noexcept {
    munmap(block, bytes);
}

std::optional<MemoryImage> warp_in_memory(GDALDataset& source, GDALDataset& frame, WarpWay const& way, bool with_mask,
                                          GDALProgressFunc progress, void* reporter) {
    GDALDataType const type = source.GetRasterBand(1)->GetRasterDataType();
    if (!WarpKernel::takes(way.method, type) || !is_plain(source))
        return std::nullopt;
    int const bands = source.GetRasterCount();
    std::size_t const size =
        static_cast<std::size_t>(frame.GetRasterXSize()) * static_cast<std::size_t>(frame.GetRasterYSize());
    std::size_t const values =
        size * static_cast<std::size_t>(bands) * static_cast<std::size_t>(GDALGetDataTypeSizeBytes(type));
    PixelBlock pixels(values + (with_mask ? size : 0));
    MemoryImage result{std::move(pixels), nullptr};
    gdal::DatasetHandle image = show(frame, result.pixels, type, bands, with_mask);
    Options const options = options_of(source, *image, way);
    auto const make = [&] { return make_transformer(source, *image, way); };
    Transformer const transformer = make();
    if (!transformer)
        return result;
    WarpKernel kernel(thread_count(), make);
    if (with_mask)
        kernel.set_mask({result.pixels.data() + values, static_cast<std::size_t>(frame.GetRasterXSize())});
    options->pTransformerArg = transformer.get();
    options->pfnPreWarpChunkProcessor = &WarpKernel::before_piece;
    options->pPreWarpProcessorArg = &kernel;
    options->pfnProgress = progress;
    options->pProgressArg = reporter;
    GDALWarpOperation operation;
    bool const done = operation.Initialize(options.get()) == CE_None &&
                      operation.ChunkAndWarpMulti(0, 0, image->GetRasterXSize(), image->GetRasterYSize()) == CE_None;
    if (kernel.refused())
        return std::nullopt;
    if (done)
        result.image = std::move(image);
    return result;
}

} // namespace oreway
