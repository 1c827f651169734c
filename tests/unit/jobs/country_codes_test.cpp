// SPDX-License-Identifier: MIT
// The list against what is known of ISO 3166-1 from outside: its number of entries, and codes that stand in the tables
// of the United Nations' statistics division (M49).

#include "jobs/country_codes.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace oreway {
namespace {

TEST(CountryCodes, AllEntriesAreThereOnceAndInOrder) {
    auto const codes = country_codes();
    EXPECT_EQ(codes.size(), 249U) << "ISO's online browsing platform counts 249 officially assigned codes";
    EXPECT_TRUE(std::ranges::is_sorted(codes, {}, &CountryCode::alpha3));
    std::set<std::string_view> alpha2, alpha3, names;
    std::set<int> numbers;
    for (CountryCode const& code : codes) {
        EXPECT_EQ(code.alpha2.size(), 2U) << code.name;
        EXPECT_EQ(code.alpha3.size(), 3U) << code.name;
        EXPECT_FALSE(is_user_assigned(code.alpha2)) << code.name;
        EXPECT_FALSE(is_user_assigned(code.alpha3)) << code.name;
        alpha2.insert(code.alpha2);
        alpha3.insert(code.alpha3);
        names.insert(code.name);
        numbers.insert(code.numeric);
    }
    EXPECT_EQ(alpha2.size(), 249U);
    EXPECT_EQ(alpha3.size(), 249U);
    EXPECT_EQ(names.size(), 249U);
    EXPECT_EQ(numbers.size(), 249U);
}

TEST(CountryCodes, NumbersAreThoseOfM49) {
    // UN M49: Afghanistan 4, China 156, Kazakhstan 398, Kyrgyzstan 417, Russian Federation 643, Tajikistan 762,
    // Turkmenistan 795, Uzbekistan 860, Zambia 894.
    for (auto const& [alpha3, number] : {std::pair("AFG", 4), std::pair("CHN", 156), std::pair("KAZ", 398),
                                         std::pair("KGZ", 417), std::pair("RUS", 643), std::pair("TJK", 762),
                                         std::pair("TKM", 795), std::pair("UZB", 860), std::pair("ZMB", 894)}) {
        CountryCode const* const code = find_country_code(alpha3);
        ASSERT_NE(code, nullptr) << alpha3;
        EXPECT_EQ(code->numeric, number) << alpha3;
        EXPECT_EQ(find_country_code(code->alpha2), code);
    }
}

TEST(CountryCodes, WhatIsMeantIsFound) {
    for (auto const& [written, meant] :
         {std::pair("KZ", "KAZ"), std::pair("kz", "KAZ"), std::pair("KAZ", "KAZ"), std::pair(" Kazakhstan ", "KAZ"),
          std::pair("398", "KAZ"), std::pair("398.0", "KAZ"), std::pair("004", "AFG"), std::pair("ROM", "ROU"),
          std::pair("Kirghizia", "KGZ"), std::pair("Kyrgyz Republic", "KGZ"), std::pair("Узбекистан", "UZB"),
          std::pair("Iran, Islamic Republic of", "IRN"), std::pair("Turkey", "TUR"), std::pair("UK", "GBR"),
          std::pair("russia", "RUS"), std::pair("Viet Nam", "VNM"), std::pair("IRI", "IRN")})
        EXPECT_EQ(alpha3_of(written), meant) << written;
}

TEST(CountryCodes, WhatIsNoCountryIsNotGuessed) {
    for (char const* written : {"", "K", "QQ", "XXX", "999", "1e300", "nan", "Atlantis", "SU", "YUG", "CASPIAN"})
        EXPECT_EQ(alpha3_of(written), std::nullopt) << written;
}

TEST(CountryCodes, ACodeOfTheStandardIsNeverTakenForAMistake) {
    for (CountryCode const& code : country_codes()) {
        EXPECT_EQ(alpha3_of(code.alpha2), code.alpha3);
        EXPECT_EQ(alpha3_of(code.alpha3), code.alpha3);
        EXPECT_EQ(alpha3_of(code.name), code.alpha3);
        EXPECT_EQ(alpha3_of(std::to_string(code.numeric)), code.alpha3);
    }
}

TEST(CountryCodes, UserAssignedCodesAreThoseThatTheStandardLeavesFree) {
    for (char const* code : {"AA", "QM", "QZ", "XA", "XK", "XZ", "ZZ", "AAA", "QMA", "XKX", "ZZZ"})
        EXPECT_TRUE(is_user_assigned(code)) << code;
    for (char const* code : {"AB", "QA", "QLZ", "KZ", "ZA", "x", "XKXX", "xk", ""})
        EXPECT_FALSE(is_user_assigned(code)) << code;
}

} // namespace
} // namespace oreway
