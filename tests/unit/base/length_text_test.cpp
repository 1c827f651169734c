// SPDX-License-Identifier: MIT
// Miles and nautical miles by their definitions (NIST Special Publication 811, appendix B).

#include "oreway/base/length_text.hpp"

#include <gtest/gtest.h>

namespace oreway {
namespace {

TEST(ParseLength, KnowsMetresKilometresMilesAndNauticalMiles) {
    EXPECT_EQ(parse_length("300m"), Metres(300.0));
    EXPECT_EQ(parse_length("50km"), Metres(50'000.0));
    EXPECT_EQ(parse_length("1mi"), Metres(1609.344));
    EXPECT_EQ(parse_length("12nmi"), Metres(22'224.0));
}

TEST(ParseLength, TakesBlanksFractionsExponentsAndCapitals) {
    EXPECT_EQ(parse_length(" 2.5 km "), Metres(2500.0));
    EXPECT_EQ(parse_length("1e3m"), Metres(1000.0));
    EXPECT_EQ(parse_length("7 KM"), Metres(7000.0));
    EXPECT_EQ(parse_length("0m"), Metres(0.0));
}

TEST(ParseLength, RefusesNumbersWithoutUnitAndDegrees) {
    for (char const* text : {"50", "0.5", "0.5deg", "1 degree", "0.5\xC2\xB0", "", "km", "m"})
        EXPECT_EQ(parse_length(text), std::nullopt) << text;
}

TEST(ParseLength, RefusesWhatIsNoLength) {
    for (char const* text : {"-5km", "nan km", "inf m", "1e999km", "5 6km", "5kmm", "five km", "5,5km"})
        EXPECT_EQ(parse_length(text), std::nullopt) << text;
}

} // namespace
} // namespace oreway
