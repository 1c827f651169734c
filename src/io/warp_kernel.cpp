// SPDX-License-Identifier: MIT
// Pixels are computed in rows: positions in the source from the transformer of the warp, then one value after another.

#include "io/warp_kernel.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <thread>
#include <utility>

#include "io/warp_four.hpp"
#include "io/warp_values.hpp"

namespace oreway {

namespace {

/// Scales near 1/n are taken as 1/n.
double scale_of(int to, int from, double extra) {
    if (from >= to && from <= to + extra)
        return 1.0;
    double const scale = static_cast<double>(to) / (from - extra);
    if (scale < 1.0) {
        double const inverse = 1.0 / scale;
        int const whole = static_cast<int>(inverse + 0.5);
        if (std::fabs(inverse - whole) < 0.05)
            return 1.0 / whole;
    }
    return scale;
}

Reach reach_of(GDALWarpKernel const& piece) {
    double const x = scale_of(piece.nDstXSize, piece.nSrcXSize, piece.dfSrcXExtraSize);
    double const y = scale_of(piece.nDstYSize, piece.nSrcYSize, piece.dfSrcYExtraSize);
    auto const radius = [](double scale) { return scale < 1.0 ? static_cast<int>(std::ceil(1.0 / scale)) : 1; };
    return {.scale_x = std::min(x, 1.0),
            .scale_y = std::min(y, 1.0),
            .radius_x = radius(x),
            .radius_y = radius(y),
            .four_pixels = x >= 0.95 && y >= 0.95};
}

/// The source pixels of a piece. What is no number is outside.
struct Frame {
    double left, top, right, bottom;
    [[nodiscard]] bool holds(double x, double y) const {
        return (x >= left) & (y >= top) & (x + 1e-10 <= right) & (y + 1e-10 <= bottom);
    }
    [[nodiscard]] bool is_near(double x, double y) const {
        return x > left - 1.0 && y > top - 1.0 && x < right + 1.0 && y < bottom + 1.0;
    }
};
Frame frame_of(GDALWarpKernel const& piece) {
    return {static_cast<double>(piece.nSrcXOff), static_cast<double>(piece.nSrcYOff),
            static_cast<double>(piece.nSrcXSize + piece.nSrcXOff),
            static_cast<double>(piece.nSrcYSize + piece.nSrcYOff)};
}

/// Positions of the pixels of one row in the source.
class Positions {
public:
    Positions(GDALWarpKernel const& piece, void* transformer)
        : m_piece(piece), m_transformer(transformer), m_frame(frame_of(piece)),
          m_start(static_cast<std::size_t>(piece.nDstXSize)), m_x(m_start), m_y(m_start), m_z(m_start),
          m_inside(m_start.size()) {
        for (std::size_t c = 0; c < m_start.size(); ++c)
            m_start[c] = static_cast<double>(c) + 0.5 + piece.nDstXOff;
    }

    void find(int row) {
        m_x = m_start;
        std::ranges::fill(m_y, row + 0.5 + m_piece.nDstYOff);
        std::ranges::fill(m_z, 0.0);
        m_piece.pfnTransformer(m_transformer, TRUE, static_cast<int>(m_x.size()), m_x.data(), m_y.data(), m_z.data(),
                               m_inside.data());
        m_all_inside = are_all_inside();
        for (std::size_t c = 0; c < m_x.size() && !m_all_inside; ++c)
            if (m_inside[c] != 0 && !m_frame.holds(m_x[c], m_y[c]))
                m_inside[c] = m_frame.is_near(m_x[c], m_y[c]) && is_inside_exactly(row, c) ? 1 : 0;
    }
    [[nodiscard]] bool all_inside() const { return m_all_inside; }
    [[nodiscard]] RowPlaces places() const {
        return {m_x.data(), m_y.data(), m_inside.data(), m_x.size(), m_frame.left, m_frame.top};
    }

private:
    /// Without branches and with numbers of one width, so that the compiler makes vectors of it.
    [[nodiscard]] bool are_all_inside() const {
        std::int64_t outside = 0;
        for (std::size_t c = 0; c < m_x.size(); ++c)
            outside |= m_frame.holds(m_x[c], m_y[c]) ? 0 : 1;
        int found = 1;
        for (int const inside : m_inside)
            found &= inside != 0 ? 1 : 0;
        return outside == 0 && found != 0;
    }

    /// A position beside the edge is transformed alone, which is exact.
    bool is_inside_exactly(int row, std::size_t c) {
        m_x[c] = m_start[c];
        m_y[c] = row + 0.5 + m_piece.nDstYOff;
        m_z[c] = 0.0;
        m_piece.pfnTransformer(m_transformer, TRUE, 1, &m_x[c], &m_y[c], &m_z[c], &m_inside[c]);
        return m_inside[c] != 0 && m_frame.holds(m_x[c], m_y[c]);
    }

    GDALWarpKernel const& m_piece;
    void* m_transformer;
    Frame m_frame;
    std::vector<double> m_start, m_x, m_y, m_z;
    std::vector<int> m_inside;
    bool m_all_inside = false;
};

template <class T> T nearest(Band<T> const& band, GDALWarpKernel const& piece, double x, double y) {
    int const column = std::min(static_cast<int>(x + 1e-10) - piece.nSrcXOff, band.columns - 1);
    int const row = std::min(static_cast<int>(y + 1e-10) - piece.nSrcYOff, band.rows - 1);
    return band.pixels[static_cast<std::ptrdiff_t>(row) * band.columns + column];
}

/// Fills one row of one band by a function of the position.
template <class T, class Value> void fill_row(RowPlaces const& places, Value const& value, T* out) {
    for (std::size_t c = 0; c < places.count; ++c)
        if (places.inside[c] != 0)
            out[c] = value(places.x[c], places.y[c]);
}

template <class T> void warp_row(GDALWarpKernel const& piece, RowPlaces const& places, int row, Reach const& reach) {
    for (int b = 0; b < piece.nBands; ++b) {
        Band<T> const band{static_cast<T const*>(static_cast<void const*>(piece.papabySrcImage[b])), piece.nSrcXSize,
                           piece.nSrcYSize};
        T* const out =
            static_cast<T*>(static_cast<void*>(piece.papabyDstImage[b])) + static_cast<std::size_t>(row) * places.count;
        if (piece.eResample == GRA_NearestNeighbour)
            fill_row(
                places, [&](double x, double y) { return nearest(band, piece, x, y); }, out);
        else
            fill_by_fours(band, reach, places, out);
    }
}

void fill_mask(ImageMask const& mask, GDALWarpKernel const& piece, Positions const& at, int row) {
    if (mask.pixels == nullptr)
        return;
    unsigned char* const out = mask.pixels + static_cast<std::size_t>(piece.nDstYOff + row) * mask.columns +
                               static_cast<std::size_t>(piece.nDstXOff);
    RowPlaces const places = at.places();
    if (at.all_inside())
        std::fill_n(out, places.count, static_cast<unsigned char>(255));
    else
        fill_row(
            places, [](double, double) { return static_cast<unsigned char>(255); }, out);
}

using RowWarper = void (*)(GDALWarpKernel const&, RowPlaces const&, int, Reach const&);

RowWarper row_warper(GDALDataType type) {
    switch (type) {
    case GDT_Byte:
        return &warp_row<std::uint8_t>;
    case GDT_UInt16:
        return &warp_row<std::uint16_t>;
    case GDT_Int16:
        return &warp_row<std::int16_t>;
    case GDT_Float32:
        return &warp_row<float>;
    default:
        return nullptr;
    }
}

bool has_masks(GDALWarpKernel const& piece) {
    return piece.papanBandSrcValid != nullptr || piece.panUnifiedSrcValid != nullptr ||
           piece.pafUnifiedSrcDensity != nullptr || piece.panDstValid != nullptr || piece.pafDstDensity != nullptr ||
           piece.padfDstNoDataReal != nullptr;
}

/// A piece that is much narrower on one side, as from data around the antimeridian, has its scale found by GDAL alone.
bool is_ours(GDALWarpKernel const& piece, Reach const& reach) {
    bool const plain = reach.scale_y / reach.scale_x <= 100.0 && 2 * std::max(reach.radius_x, reach.radius_y) <= widest;
    return WarpKernel::takes(piece.eResample, piece.eWorkingDataType) && plain && !has_masks(piece) &&
           !piece.bApplyVerticalShift;
}

} // namespace

WarpKernel::WarpKernel(std::size_t threads, std::function<Transformer()> make)
    : m_threads(std::max<std::size_t>(1, threads)), m_make(std::move(make)) {}

bool WarpKernel::takes(GDALResampleAlg method, GDALDataType type) noexcept {
#if defined(__SSE2__)
    static bool const known_version = std::string_view(GDALVersionInfo("VERSION_NUM")).starts_with("306");
    return known_version && row_warper(type) != nullptr && (method == GRA_NearestNeighbour || method == GRA_Bilinear);
#else
    static_cast<void>(method);
    static_cast<void>(type);
    return false;
#endif
}

CPLErr WarpKernel::before_piece(void* piece, void* self) {
    return static_cast<WarpKernel*>(self)->warp(*static_cast<GDALWarpKernel*>(piece));
}

CPLErr WarpKernel::warp(GDALWarpKernel& piece) {
    if (piece.nSrcXSize <= 0 || piece.nSrcYSize <= 0)
        return CE_None; // no pixel of it has a source
    Reach const reach = reach_of(piece);
    m_refused = m_refused || !is_ours(piece, reach);
    if (m_refused)
        return CE_Failure;
    RowWarper const warp_row = row_warper(piece.eWorkingDataType);
    constexpr int strip = 16;
    std::atomic<int> next = 0;
    auto const work = [&](void* transformer, bool reports) {
        Positions at(piece, transformer);
        for (int row = next.fetch_add(strip); row < piece.nDstYSize; row = next.fetch_add(strip)) {
            for (int r = row; r < std::min(row + strip, piece.nDstYSize); ++r) {
                at.find(r);
                warp_row(piece, at.places(), r, reach);
                fill_mask(m_mask, piece, at, r);
            }
            double const done = static_cast<double>(row) / piece.nDstYSize;
            if (reports &&
                piece.pfnProgress(piece.dfProgressBase + piece.dfProgressScale * done, "", piece.pProgress) == FALSE)
                next = piece.nDstYSize;
        }
    };
    while (m_transformers.size() + 1 < m_threads)
        m_transformers.push_back(m_make());
    {
        std::vector<std::jthread> others;
        for (Transformer const& transformer : m_transformers)
            others.emplace_back(work, transformer.get(), false);
        work(piece.pTransformerArg, true);
    }
    piece.nSrcXSize = 0; // nothing is left: GDAL reports progress, or that the user stopped, and goes on
    return CE_None;
}

} // namespace oreway
