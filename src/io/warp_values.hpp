// SPDX-License-Identifier: MIT
#pragma once

// Values of single pixels of a warp, as GDAL makes them: every sum in its order.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace oreway {

/// Pixels of one band as they lie in memory.
template <class T> struct Band {
    T const* pixels;
    int columns;
    int rows;
};

/// How far the tent over a pixel reaches, and how it is stretched where the image becomes smaller.
struct Reach {
    double scale_x = 1.0;
    double scale_y = 1.0;
    int radius_x = 1;
    int radius_y = 1;
    bool four_pixels = true; ///< the plain formula over 2 x 2 pixels
};

template <class T> T rounded(double value) {
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(value);
    else if constexpr (std::is_signed_v<T>)
        return static_cast<T>(std::floor(value + 0.5));
    else
        return static_cast<T>(value + 0.5);
}

template <class T> T clamped(double value) {
    if constexpr (!std::is_floating_point_v<T>) {
        if (value < static_cast<double>(std::numeric_limits<T>::min()))
            return std::numeric_limits<T>::min();
        if (value > static_cast<double>(std::numeric_limits<T>::max()))
            return std::numeric_limits<T>::max();
    }
    return rounded<T>(value);
}

/// The largest whole number that is not larger; the standard function is a call without SSE 4.
inline int floor_of(double value) {
    int const towards_zero = static_cast<int>(value);
    return towards_zero - (static_cast<double>(towards_zero) > value ? 1 : 0);
}

/// Where one of the four pixels is missing, the others share its weight.
template <class T> T bilinear_at_edge(Band<T> const& band, int column, int row, double left, double upper) {
    double sum = 0.0;
    double weights = 0.0;
    auto const add = [&](int c, int r, double weight) {
        if (c < 0 || c >= band.columns || r < 0 || r >= band.rows)
            return;
        weights += weight;
        sum += static_cast<double>(band.pixels[static_cast<std::ptrdiff_t>(r) * band.columns + c]) * weight;
    };
    add(column, row, left * upper);
    add(column + 1, row, (1.0 - left) * upper);
    add(column + 1, row + 1, (1.0 - left) * (1.0 - upper));
    add(column, row + 1, left * (1.0 - upper));
    if (weights < 0.00001)
        return T{0};
    return rounded<T>(weights == 1.0 ? sum : sum / weights);
}

template <class T> T bilinear(Band<T> const& band, double x, double y) {
    int const column = floor_of(x - 0.5);
    int const row = floor_of(y - 0.5);
    double const left = 1.5 - (x - column);
    double const upper = 1.5 - (y - row);
    if (column < 0 || column + 1 >= band.columns || row < 0 || row + 1 >= band.rows)
        return bilinear_at_edge(band, column, row, left, upper);
    T const* const p = band.pixels + static_cast<std::ptrdiff_t>(row) * band.columns + column;
    T const* const q = p + band.columns;
    double const right = 1.0 - left;
    return rounded<T>((p[0] * left + p[1] * right) * upper + (q[0] * left + q[1] * right) * (1.0 - upper));
}

inline double tent(double distance) {
    double const d = std::fabs(distance);
    return d <= 1.0 ? 1.0 - d : 0.0;
}

/// Weights of four neighbours, whose distances are made one from the other. \return their sum
inline double four_tents(double first, double step, double* weights) {
    double distance = first;
    for (int k = 0; k < 4; ++k) {
        weights[k] = tent(distance);
        distance += step;
    }
    return weights[0] + weights[1] + weights[2] + weights[3];
}

/// First and last neighbour of a pixel, as differences, that are in the image.
struct Window {
    int first;
    int last;
};
inline Window window(int middle, int radius, int size) {
    return {.first = std::max(1 - radius, -middle), .last = std::min(radius, size - 1 - middle)};
}

constexpr int widest = 32; ///< weights in a row; a reduction by more is GDAL's

/// Weights of a row or a column of neighbours: by fours as long as there are four, then one by one.
inline double weights_of(Window const& w, double delta, double scale, double* weights) {
    double sum = 0.0;
    int i = w.first;
    for (; i + 2 < w.last; i += 4, weights += 4)
        sum += four_tents((i - delta) * scale, scale, weights);
    for (; i <= w.last; ++i, ++weights) {
        *weights = tent((i - delta) * scale);
        sum += *weights;
    }
    return sum;
}

#if defined(__SSE2__)

inline __m128d two(std::uint8_t const* p) {
    return _mm_setr_pd(p[0], p[1]);
}
inline __m128d two(std::uint16_t const* p) {
    return _mm_setr_pd(p[0], p[1]);
}
inline __m128d two(std::int16_t const* p) {
    return _mm_setr_pd(p[0], p[1]);
}
inline __m128d two(float const* p) {
    return _mm_setr_pd(static_cast<double>(p[0]), static_cast<double>(p[1]));
}

/// Two sums side by side, as GDAL makes them: columns 0 and 2, 4 and 6 ... in the one, 1 and 3 ... in the other.
struct FourSums {
    __m128d low = _mm_setzero_pd();
    __m128d high = _mm_setzero_pd();
    template <class T> void add(T const* p, double const* weights) {
        low = _mm_add_pd(low, _mm_mul_pd(two(p), _mm_loadu_pd(weights)));
        high = _mm_add_pd(high, _mm_mul_pd(two(p + 2), _mm_loadu_pd(weights + 2)));
    }
    template <class T> void add_two(T const* p, double const* weights) {
        low = _mm_add_pd(low, _mm_mul_pd(two(p), _mm_loadu_pd(weights)));
    }
    [[nodiscard]] double sum() const {
        __m128d const both = _mm_add_pd(low, high);
        return _mm_cvtsd_f64(_mm_add_sd(both, _mm_unpackhi_pd(both, both)));
    }
};

/// A row that is one of four: a rest of two is added before the sums are joined, in a single row after.
template <class T> double row_of_four(T const* p, double const* weights, int count) {
    FourSums sums;
    int i = 0;
    for (; i + 3 < count; i += 4)
        sums.add(p + i, weights + i);
    if (i + 1 < count) {
        sums.add_two(p + i, weights + i);
        i += 2;
    }
    double sum = sums.sum();
    if (i < count)
        sum += static_cast<double>(p[i]) * weights[i];
    return sum;
}

template <class T> double single_row(T const* p, double const* weights, int count) {
    FourSums sums;
    int i = 0;
    for (; i + 3 < count; i += 4)
        sums.add(p + i, weights + i);
    double sum = sums.sum();
    for (; i < count; ++i)
        sum += static_cast<double>(p[i]) * weights[i];
    return sum;
}

/// Four numbers as two pairs.
struct Pairs {
    __m128d low;
    __m128d high;
};
inline Pairs pairs_of(__m128i numbers) {
    return {_mm_cvtepi32_pd(numbers), _mm_cvtepi32_pd(_mm_unpackhi_epi64(numbers, numbers))};
}
inline Pairs pairs_at(std::uint16_t const* p) {
    __m128i const four = _mm_loadl_epi64(static_cast<__m128i const*>(static_cast<void const*>(p)));
    return pairs_of(_mm_unpacklo_epi16(four, _mm_setzero_si128()));
}
inline Pairs pairs_at(std::int16_t const* p) {
    __m128i const four = _mm_loadl_epi64(static_cast<__m128i const*>(static_cast<void const*>(p)));
    return pairs_of(_mm_srai_epi32(_mm_unpacklo_epi16(four, four), 16));
}
inline Pairs pairs_at(std::uint8_t const* p) {
    return pairs_of(_mm_setr_epi32(p[0], p[1], p[2], p[3]));
}
inline Pairs pairs_at(float const* p) {
    __m128 const four = _mm_loadu_ps(p);
    return {_mm_cvtps_pd(four), _mm_cvtps_pd(_mm_movehl_ps(four, four))};
}

/// Tents of four neighbours in pairs, and their sum.
struct Tents {
    Pairs weights;
    double sum;
};
inline Tents tents_of(double first, double step) {
    double const second = first + step;
    double const third = second + step;
    double const fourth = third + step;
    auto const tents = [](double a, double b) {
        __m128d const distance = _mm_andnot_pd(_mm_set1_pd(-0.0), _mm_setr_pd(a, b));
        return _mm_max_pd(_mm_sub_pd(_mm_set1_pd(1.0), distance), _mm_setzero_pd());
    };
    Pairs const w{tents(first, second), tents(third, fourth)};
    auto const upper = [](__m128d v) { return _mm_cvtsd_f64(_mm_unpackhi_pd(v, v)); };
    return {w, _mm_cvtsd_f64(w.low) + upper(w.low) + _mm_cvtsd_f64(w.high) + upper(w.high)};
}

inline double sum_of(Pairs const& values, Pairs const& weights) {
    __m128d const both = _mm_add_pd(_mm_mul_pd(values.low, weights.low), _mm_mul_pd(values.high, weights.high));
    return _mm_cvtsd_f64(_mm_add_sd(both, _mm_unpackhi_pd(both, both)));
}

/// The same mean for the most frequent windows, four columns by two or four rows, all in the image.
template <class T, int Rows>
T mean_of_four(Band<T> const& band, int column, int row, double dx, double dy, Reach const& r) {
    Tents const across = tents_of((-1.0 - dx) * r.scale_x, r.scale_x);
    T const* p = band.pixels + static_cast<std::ptrdiff_t>(row + 1 - Rows / 2) * band.columns + column - 1;
    double sum = 0.0;
    double sum_y = 0.0;
    std::array<double, 4> down{};
    if constexpr (Rows == 4) {
        sum_y = four_tents((-1.0 - dy) * r.scale_y, r.scale_y, down.data());
    } else {
        down[0] = tent((0.0 - dy) * r.scale_y);
        down[1] = tent((1.0 - dy) * r.scale_y);
        sum_y = down[0] + down[1];
    }
    for (std::size_t k = 0; k < Rows; ++k, p += band.columns)
        sum += down[k] * sum_of(pairs_at(p), across.weights);
    return clamped<T>(sum / (across.sum * sum_y));
}

/// The mean under a tent that reaches further than a pixel, where the image becomes smaller.
template <class T> T mean_under_tent(Band<T> const& band, double x, double y, Reach const& reach) {
    int const column = floor_of(x - 0.5);
    int const row = floor_of(y - 0.5);
    if (column >= band.columns || row >= band.rows || reach.radius_x > band.columns || reach.radius_y > band.rows)
        return bilinear(band, x, y);
    if (reach.radius_x == 2 && column >= 1 && column + 2 < band.columns && reach.radius_y <= 2 &&
        row >= reach.radius_y - 1 && row + reach.radius_y < band.rows) {
        double const dx = x - 0.5 - column;
        double const dy = y - 0.5 - row;
        return reach.radius_y == 2 ? mean_of_four<T, 4>(band, column, row, dx, dy, reach)
                                   : mean_of_four<T, 2>(band, column, row, dx, dy, reach);
    }
    Window const across = window(column, reach.radius_x, band.columns);
    Window const down = window(row, reach.radius_y, band.rows);
    std::array<double, widest> wx, wy;
    double const sum_x = weights_of(across, x - 0.5 - column, reach.scale_x, wx.data());
    double const sum_y = weights_of(down, y - 0.5 - row, reach.scale_y, wy.data());
    int const count = across.last - across.first + 1;
    T const* p = band.pixels + static_cast<std::ptrdiff_t>(row + down.first) * band.columns + column + across.first;
    double sum = 0.0;
    int j = down.first;
    double const* weight = wy.data();
    for (; j + 2 < down.last; j += 4)
        for (int k = 0; k < 4; ++k, p += band.columns)
            sum += *weight++ * row_of_four(p, wx.data(), count);
    for (; j <= down.last; ++j, p += band.columns)
        sum += *weight++ * single_row(p, wx.data(), count);
    return clamped<T>(sum / (sum_x * sum_y));
}

#endif

} // namespace oreway
