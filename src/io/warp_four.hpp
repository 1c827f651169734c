// SPDX-License-Identifier: MIT
#pragma once

// Bilinear rows of a warp, four neighbouring pixels at a time in the lanes of one register. Each lane makes the sums of
// warp_values.hpp in the same order, so that values are the same to the last bit.

#include <cstddef>

#include "io/warp_values.hpp"

namespace oreway {

/// Positions of the pixels of a row; `left` and `top` are those of the first pixel of the source in memory.
struct RowPlaces {
    double const* x;
    double const* y;
    int const* inside;
    std::size_t count;
    double left;
    double top;
};

/// Values of the pixels that are inside; one by one on processors without AVX2.
template <class T> void fill_by_fours(Band<T> const& band, Reach const& reach, RowPlaces const& places, T* out);

} // namespace oreway
