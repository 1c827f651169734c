// SPDX-License-Identifier: MIT
// Four windows of the source are read row by row and turned, so that neighbours of the same number lie in one register.
// Windows at an edge of the source, or of another size, go one by one.

#include "io/warp_four.hpp"

#if defined(__x86_64__)
#include <cstring>
#include <immintrin.h>

#define OREWAY_AVX2 [[gnu::target("avx2")]]
#endif

namespace oreway {

namespace {

template <class T> T value_of(Band<T> const& band, Reach const& reach, double x, double y) {
#if defined(__SSE2__)
    if (!reach.four_pixels)
        return mean_under_tent(band, x, y, reach);
#endif
    static_cast<void>(reach);
    return bilinear(band, x, y);
}

template <class T>
void fill_singly(Band<T> const& band, Reach const& reach, RowPlaces const& p, std::size_t first, std::size_t last,
                 T* out) {
    for (std::size_t c = first; c < last; ++c)
        if (p.inside[c] != 0)
            out[c] = value_of(band, reach, p.x[c] - p.left, p.y[c] - p.top);
}

#if defined(__x86_64__)

/// Where the windows of four pixels begin.
template <class T> using Starts = std::array<T const*, 4>;

template <int Bytes> OREWAY_AVX2 __m128i load(void const* from) {
    if constexpr (Bytes == 16)
        return _mm_loadu_si128(static_cast<__m128i const*>(from));
    if constexpr (Bytes == 8)
        return _mm_loadl_epi64(static_cast<__m128i const*>(from));
    std::uint32_t bits = 0;
    std::memcpy(&bits, from, static_cast<std::size_t>(Bytes));
    return _mm_cvtsi32_si128(static_cast<int>(bits));
}

/// Four numbers from the low bytes of a register.
template <class T> OREWAY_AVX2 __m256d widened(__m128i bits) {
    if constexpr (std::is_same_v<T, std::uint8_t>)
        return _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(bits));
    else if constexpr (std::is_same_v<T, std::uint16_t>)
        return _mm256_cvtepi32_pd(_mm_cvtepu16_epi32(bits));
    else if constexpr (std::is_same_v<T, std::int16_t>)
        return _mm256_cvtepi32_pd(_mm_cvtepi16_epi32(bits));
    else
        return _mm256_cvtps_pd(_mm_castsi128_ps(bits));
}

/// Pairs of numbers of `Bytes` bytes, from two registers in turn.
template <int Bytes> OREWAY_AVX2 __m128i zipped(__m128i a, __m128i b) {
    if constexpr (Bytes == 1)
        return _mm_unpacklo_epi8(a, b);
    else if constexpr (Bytes == 2)
        return _mm_unpacklo_epi16(a, b);
    else if constexpr (Bytes == 4)
        return _mm_unpacklo_epi32(a, b);
    else
        return _mm_unpacklo_epi64(a, b);
}

/// Neighbours 0 and 1 of four windows, from registers that begin with them.
template <class T> OREWAY_AVX2 void turn_two(__m128i a, __m128i b, __m128i c, __m128i d, __m256d* neighbours) {
    constexpr int bytes = sizeof(T);
    __m128i const ab = zipped<bytes>(a, b);
    __m128i const cd = zipped<bytes>(c, d);
    if constexpr (bytes == 4) {
        neighbours[0] = widened<T>(_mm_unpacklo_epi64(ab, cd));
        neighbours[1] = widened<T>(_mm_unpackhi_epi64(ab, cd));
    } else {
        __m128i const turned = zipped<2 * bytes>(ab, cd);
        neighbours[0] = widened<T>(turned);
        neighbours[1] = widened<T>(_mm_srli_si128(turned, 4 * bytes));
    }
}

template <class T, int Columns>
OREWAY_AVX2 void load_row(Starts<T> const& starts, std::ptrdiff_t offset, __m256d* neighbours) {
    constexpr int bytes = Columns * static_cast<int>(sizeof(T));
    __m128i const a = load<bytes>(starts[0] + offset);
    __m128i const b = load<bytes>(starts[1] + offset);
    __m128i const c = load<bytes>(starts[2] + offset);
    __m128i const d = load<bytes>(starts[3] + offset);
    turn_two<T>(a, b, c, d, neighbours);
    constexpr int half = 2 * static_cast<int>(sizeof(T));
    if constexpr (Columns == 4)
        turn_two<T>(_mm_srli_si128(a, half), _mm_srli_si128(b, half), _mm_srli_si128(c, half), _mm_srli_si128(d, half),
                    neighbours + 2);
}

OREWAY_AVX2 __m256d tents(__m256d distance) {
    __m256d const size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), distance);
    return _mm256_max_pd(_mm256_sub_pd(_mm256_set1_pd(1.0), size), _mm256_setzero_pd());
}

/// Weights of four neighbours in each lane. \return their sums
OREWAY_AVX2 __m256d tents_of_four(__m256d delta, double scale, __m256d* weights) {
    __m256d const step = _mm256_set1_pd(scale);
    __m256d distance = _mm256_mul_pd(_mm256_sub_pd(_mm256_set1_pd(-1.0), delta), step);
    __m256d sum = weights[0] = tents(distance);
    for (int k = 1; k < 4; ++k) {
        distance = _mm256_add_pd(distance, step);
        weights[k] = tents(distance);
        sum = _mm256_add_pd(sum, weights[k]);
    }
    return sum;
}

/// Weights of the two neighbours in a column that is not reduced.
OREWAY_AVX2 __m256d tents_of_two(__m256d delta, double scale, __m256d* weights) {
    __m256d const step = _mm256_set1_pd(scale);
    weights[0] = tents(_mm256_mul_pd(_mm256_sub_pd(_mm256_setzero_pd(), delta), step));
    weights[1] = tents(_mm256_mul_pd(_mm256_sub_pd(_mm256_set1_pd(1.0), delta), step));
    return _mm256_add_pd(weights[0], weights[1]);
}

/// Stores four values, rounded as the type has it and kept in its range.
template <class T> OREWAY_AVX2 void store(__m256d value, T* out) {
    if constexpr (std::is_floating_point_v<T>) {
        _mm_storeu_ps(out, _mm256_cvtpd_ps(value));
    } else {
        __m256d const least = _mm256_set1_pd(static_cast<double>(std::numeric_limits<T>::min()));
        __m256d const most = _mm256_set1_pd(static_cast<double>(std::numeric_limits<T>::max()));
        __m256d const kept = _mm256_max_pd(_mm256_min_pd(value, most), least);
        __m128i const whole = _mm256_cvttpd_epi32(_mm256_floor_pd(_mm256_add_pd(kept, _mm256_set1_pd(0.5))));
        std::array<int, 4> numbers;
        _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(numbers.data())), whole);
        for (std::size_t k = 0; k < 4; ++k)
            out[k] = static_cast<T>(numbers[k]);
    }
}

/// Four positions, and the pixels of the source up and left of them.
struct FourPlaces {
    __m256d x;
    __m256d y;
    __m256d column;
    __m256d row;
};

OREWAY_AVX2 FourPlaces four_places(RowPlaces const& p, std::size_t c) {
    __m256d const half = _mm256_set1_pd(0.5);
    __m256d const x = _mm256_sub_pd(_mm256_loadu_pd(p.x + c), _mm256_set1_pd(p.left));
    __m256d const y = _mm256_sub_pd(_mm256_loadu_pd(p.y + c), _mm256_set1_pd(p.top));
    return {x, y, _mm256_floor_pd(_mm256_sub_pd(x, half)), _mm256_floor_pd(_mm256_sub_pd(y, half))};
}

/// Finds the windows, which begin so many pixels left of and above the pixels. \return whether all are in the source
template <class T>
OREWAY_AVX2 bool find_windows(Band<T> const& band, FourPlaces const& at, int columns, int rows, Starts<T>& starts) {
    int const before_x = columns / 2 - 1;
    int const before_y = rows / 2 - 1;
    __m128i const first_column = _mm_sub_epi32(_mm256_cvttpd_epi32(at.column), _mm_set1_epi32(before_x));
    __m128i const first_row = _mm_sub_epi32(_mm256_cvttpd_epi32(at.row), _mm_set1_epi32(before_y));
    __m128i const outside =
        _mm_or_si128(_mm_or_si128(_mm_cmplt_epi32(first_column, _mm_setzero_si128()),
                                  _mm_cmplt_epi32(first_row, _mm_setzero_si128())),
                     _mm_or_si128(_mm_cmpgt_epi32(first_column, _mm_set1_epi32(band.columns - columns)),
                                  _mm_cmpgt_epi32(first_row, _mm_set1_epi32(band.rows - rows))));
    if (_mm_movemask_epi8(outside) != 0)
        return false;
    std::array<int, 4> c, r;
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(c.data())), first_column);
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(r.data())), first_row);
    for (std::size_t k = 0; k < 4; ++k)
        starts[k] = band.pixels + static_cast<std::ptrdiff_t>(r[k]) * band.columns + c[k];
    return true;
}

/// Means under tents over four columns and two or four rows.
template <class T, int Rows>
OREWAY_AVX2 bool four_means(Band<T> const& band, Reach const& reach, FourPlaces const& at, T* out) {
    Starts<T> starts;
    if (!find_windows(band, at, 4, Rows, starts))
        return false;
    __m256d const half = _mm256_set1_pd(0.5);
    __m256d const dx = _mm256_sub_pd(_mm256_sub_pd(at.x, half), at.column);
    __m256d const dy = _mm256_sub_pd(_mm256_sub_pd(at.y, half), at.row);
    __m256d across[4], down[4];
    __m256d const sum_x = tents_of_four(dx, reach.scale_x, across);
    __m256d const sum_y = Rows == 4 ? tents_of_four(dy, reach.scale_y, down) : tents_of_two(dy, reach.scale_y, down);
    __m256d sum = _mm256_setzero_pd();
    for (int k = 0; k < Rows; ++k) {
        __m256d n[4];
        load_row<T, 4>(starts, static_cast<std::ptrdiff_t>(k) * band.columns, n);
        __m256d const even = _mm256_add_pd(_mm256_mul_pd(n[0], across[0]), _mm256_mul_pd(n[2], across[2]));
        __m256d const odd = _mm256_add_pd(_mm256_mul_pd(n[1], across[1]), _mm256_mul_pd(n[3], across[3]));
        sum = _mm256_add_pd(sum, _mm256_mul_pd(down[k], _mm256_add_pd(even, odd)));
    }
    store(_mm256_div_pd(sum, _mm256_mul_pd(sum_x, sum_y)), out);
    return true;
}

template <class T> OREWAY_AVX2 bool four_bilinear(Band<T> const& band, FourPlaces const& at, T* out) {
    Starts<T> starts;
    if (!find_windows(band, at, 2, 2, starts))
        return false;
    __m256d const one = _mm256_set1_pd(1.0);
    __m256d const far = _mm256_set1_pd(1.5);
    __m256d const left = _mm256_sub_pd(far, _mm256_sub_pd(at.x, at.column));
    __m256d const upper = _mm256_sub_pd(far, _mm256_sub_pd(at.y, at.row));
    __m256d const right = _mm256_sub_pd(one, left);
    __m256d p[2], q[2];
    load_row<T, 2>(starts, 0, p);
    load_row<T, 2>(starts, band.columns, q);
    __m256d const above = _mm256_add_pd(_mm256_mul_pd(p[0], left), _mm256_mul_pd(p[1], right));
    __m256d const below = _mm256_add_pd(_mm256_mul_pd(q[0], left), _mm256_mul_pd(q[1], right));
    store(_mm256_add_pd(_mm256_mul_pd(above, upper), _mm256_mul_pd(below, _mm256_sub_pd(one, upper))), out);
    return true;
}

template <class T>
OREWAY_AVX2 bool fill_four(Band<T> const& band, Reach const& reach, RowPlaces const& p, std::size_t c, T* out) {
    __m128i const inside = _mm_loadu_si128(static_cast<__m128i const*>(static_cast<void const*>(p.inside + c)));
    if (_mm_movemask_epi8(_mm_cmpeq_epi32(inside, _mm_setzero_si128())) != 0)
        return false;
    FourPlaces const at = four_places(p, c);
    if (reach.four_pixels)
        return four_bilinear(band, at, out + c);
    if (reach.radius_x != 2 || reach.radius_y > 2)
        return false;
    return reach.radius_y == 2 ? four_means<T, 4>(band, reach, at, out + c)
                               : four_means<T, 2>(band, reach, at, out + c);
}

template <class T> OREWAY_AVX2 void fill_row(Band<T> const& band, Reach const& reach, RowPlaces const& p, T* out) {
    std::size_t c = 0;
    for (; c + 4 <= p.count; c += 4)
        if (!fill_four(band, reach, p, c, out))
            fill_singly(band, reach, p, c, c + 4, out);
    fill_singly(band, reach, p, c, p.count, out);
}

#endif

} // namespace

template <class T> void fill_by_fours(Band<T> const& band, Reach const& reach, RowPlaces const& places, T* out) {
#if defined(__x86_64__)
    static bool const has_lanes = __builtin_cpu_supports("avx2") != 0;
    if (has_lanes)
        return fill_row(band, reach, places, out);
#endif
    fill_singly(band, reach, places, 0, places.count, out);
}

template void fill_by_fours(Band<std::uint8_t> const&, Reach const&, RowPlaces const&, std::uint8_t*);
template void fill_by_fours(Band<std::uint16_t> const&, Reach const&, RowPlaces const&, std::uint16_t*);
template void fill_by_fours(Band<std::int16_t> const&, Reach const&, RowPlaces const&, std::int16_t*);
template void fill_by_fours(Band<float> const&, Reach const&, RowPlaces const&, float*);

} // namespace oreway
