// SPDX-License-Identifier: MIT
// Text helpers: numbers without locale, UTF-8, escapes, spelling.

#include <clocale>

#include <gtest/gtest.h>

#include "oreway/base/text.hpp"

namespace oreway {
namespace {

TEST(Text, NumbersAreParsedWholeOrNotAtAll) {
    EXPECT_EQ(parse_number(" 12.5 "), 12.5);
    EXPECT_EQ(parse_number("+1e3"), 1000.0);
    EXPECT_FALSE(parse_number("12.5 km"));
    EXPECT_FALSE(parse_number("12,5"));
    EXPECT_FALSE(parse_number(""));
    EXPECT_EQ(parse_integer("-7"), -7);
    EXPECT_FALSE(parse_integer("7.0"));
}

TEST(Text, FixedNeverPrintsNegativeZero) {
    EXPECT_EQ(fixed(-0.004, 2), "0.00");
    EXPECT_EQ(fixed(-0.006, 2), "-0.01");
    EXPECT_EQ(fixed(1234567.891, 1), "1234567.9");
}

TEST(Text, ShortestReadsBackAsTheSameNumber) {
    for (double const v : {0.1, 1.0 / 3.0, 1e300, 12345.678, -2.5e-17})
        EXPECT_EQ(parse_number(shortest(v)), v);
}

TEST(Text, SplitTrimsPartsAndKeepsEmptyOnes) {
    EXPECT_EQ(split("Cu; Au;;Mo", ';'), (std::vector<std::string>{"Cu", "Au", "", "Mo"}));
    EXPECT_TRUE(split("", ';').empty());
}

TEST(Text, Utf8RejectsOverlongSurrogateAndCutForms) {
    EXPECT_TRUE(is_utf8("Жезқазған"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xD0"));
    EXPECT_FALSE(is_utf8("\xCA\xE0\xE7")); // CP1251
}

TEST(Text, PrintableShowsControlsAndDirectionOverrides) {
    EXPECT_EQ(printable("a\x1b[2Jb\n"), "a\\x1b[2Jb\\x0a");
    EXPECT_EQ(printable("abc\xE2\x80\xAE"
                        "def"),
              "abc\\u202edef");
    EXPECT_EQ(printable("Шу"), "Шу");
}

TEST(Text, XmlEscapesFiveCharactersAndReplacesForbiddenOnes) {
    EXPECT_EQ(escape_xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;");
    EXPECT_EQ(escape_xml("]]>"), "]]&gt;");
    EXPECT_EQ(escape_xml(std::string_view("x\x01", 2)), "x\xEF\xBF\xBD");
}

TEST(Text, NearestSpellingFindsOneTypingErrorAndIgnoresStrangers) {
    std::vector<std::string> const names = {"overwrite", "output", "operation"};
    EXPECT_EQ(nearest_spelling("ouptut", names), "output");
    EXPECT_EQ(nearest_spelling("OVERWRTE", names), "overwrite");
    EXPECT_FALSE(nearest_spelling("zzz", names));
}

} // namespace
} // namespace oreway
