// SPDX-License-Identifier: MIT
// Four pixels at a time are compared with one at a time, to the last bit, at random positions in and beside a small
// source. That single values are GDAL's is shown in raster_translate_test.cpp.

#include "io/warp_four.hpp"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace oreway {
namespace {

template <class T> class WarpFour : public testing::Test {};
using Types = testing::Types<std::uint8_t, std::uint16_t, std::int16_t, float>;
TYPED_TEST_SUITE(WarpFour, Types);

template <class T> std::vector<T> noise(std::size_t count, std::mt19937_64& random) {
    std::vector<T> values(count);
    for (T& value : values)
        value = static_cast<T>(static_cast<double>(random() % 65536) - (std::is_signed_v<T> ? 32768.0 : 0.0));
    return values;
}

template <class T> T single(Band<T> const& band, Reach const& reach, double x, double y) {
    return reach.four_pixels ? bilinear(band, x, y) : mean_under_tent(band, x, y, reach);
}

TYPED_TEST(WarpFour, GivesTheValuesOfSinglePixels) {
#if defined(__SSE2__)
    std::mt19937_64 random(20241124);
    int const columns = 37;
    int const rows = 29;
    std::vector<TypeParam> const pixels = noise<TypeParam>(37 * 29, random);
    Band<TypeParam> const band{pixels.data(), columns, rows};
    for (Reach const& reach : {Reach{}, Reach{0.8, 1.0, 2, 1, false}, Reach{0.7, 0.6, 2, 2, false},
                               Reach{1.0, 0.55, 1, 2, false}, Reach{0.3, 0.2, 4, 5, false}}) {
        constexpr std::size_t count = 1003; // no multiple of four
        std::uniform_real_distribution<double> across(0.0, columns), down(0.0, rows);
        std::vector<double> x(count), y(count);
        std::vector<int> inside(count);
        for (std::size_t c = 0; c < count; ++c) {
            x[c] = across(random) + 5.0;
            y[c] = down(random) + 7.0;
            inside[c] = random() % 10 == 0 ? 0 : 1;
        }
        TypeParam const untouched = 77;
        std::vector<TypeParam> got(count, untouched);
        fill_by_fours(band, reach, {x.data(), y.data(), inside.data(), count, 5.0, 7.0}, got.data());
        for (std::size_t c = 0; c < count; ++c)
            EXPECT_EQ(got[c], inside[c] == 0 ? untouched : single(band, reach, x[c] - 5.0, y[c] - 7.0)) << c;
    }
#endif
}

} // namespace
} // namespace oreway
