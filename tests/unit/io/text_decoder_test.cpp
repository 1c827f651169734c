// SPDX-License-Identifier: MIT
// Encodings. Byte values from the code charts of CP1251 and CP866 (Unicode mapping tables VENDORS/MICSFT).

#include "io/text_decoder.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

// "Алматы", "Сырдарья"
std::string const almaty_1251 = "\xC0\xEB\xEC\xE0\xF2\xFB";
std::string const almaty_866 = "\x80\xAB\xAC\xA0\xE2\xEB";
std::string const syrdarya_1251 = "\xD1\xFB\xF0\xE4\xE0\xF0\xFC\xFF";
std::string const syrdarya_866 = "\x91\xEB\xE0\xA4\xA0\xE0\xEC\xEF";

TEST(EncodingName, TakesWhatCpgFilesSay) {
    EXPECT_EQ(encoding_name("UTF-8"), "UTF-8");
    EXPECT_EQ(encoding_name("utf8\r\n"), "UTF-8");
    EXPECT_EQ(encoding_name("65001"), "UTF-8");
    EXPECT_EQ(encoding_name("1251"), "CP1251");
    EXPECT_EQ(encoding_name("ANSI 1251"), "CP1251");
    EXPECT_EQ(encoding_name("windows-1251"), "CP1251");
    EXPECT_EQ(encoding_name("OEM 866"), "CP866");
    EXPECT_EQ(encoding_name("88595"), "ISO-8859-5");
    EXPECT_EQ(encoding_name("KOI8-R"), "KOI8-R");
    EXPECT_EQ(encoding_name("no such thing"), "");
}

TEST(LanguageByte, RussianWindowsAndDosAreKnownAndAnsiSaysNothing) {
    EXPECT_EQ(encoding_of_language_byte(0xC9), "CP1251");
    EXPECT_EQ(encoding_of_language_byte(0x65), "CP866");
    EXPECT_EQ(encoding_of_language_byte(0x26), "CP866");
    EXPECT_EQ(encoding_of_language_byte(0x57), "");
    EXPECT_EQ(encoding_of_language_byte(0x00), "");
}

TEST(ByteSurvey, TellsRussianWindowsFromDosAndFromAccents) {
    ByteSurvey windows;
    windows.add(almaty_1251);
    windows.add(syrdarya_1251);
    EXPECT_EQ(windows.guess(), "CP1251");
    ByteSurvey dos;
    dos.add(almaty_866);
    dos.add(syrdarya_866);
    EXPECT_EQ(dos.guess(), "CP866");
    ByteSurvey accents;
    accents.add("Z\xFCrich");
    accents.add("Kars\xFD");
    EXPECT_EQ(accents.guess(), "CP1252");
    ByteSurvey utf8;
    utf8.add("Алматы");
    EXPECT_EQ(utf8.guess(), "UTF-8");
}

TEST(TextDecoder, GivesValidUtf8WhateverComesIn) {
    TextFate fate = TextFate::kept;
    TextDecoder windows("CP1251");
    EXPECT_EQ(windows.decode(almaty_1251, fate), "Алматы");
    EXPECT_EQ(fate, TextFate::kept);
    TextDecoder utf8("UTF-8", "CP1251");
    EXPECT_EQ(utf8.decode(almaty_1251, fate), "Алматы");
    EXPECT_EQ(fate, TextFate::wrong_encoding);
    EXPECT_EQ(utf8.decode("Алма\xD1", fate), "Алма");
    EXPECT_EQ(fate, TextFate::cut_letter);
    TextDecoder ascii("US-ASCII");
    EXPECT_TRUE(is_utf8(ascii.decode(almaty_1251, fate)));
    EXPECT_EQ(fate, TextFate::wrong_encoding);
}

/// A shapefile of points whose names are written byte by byte, as old programs do.
class EncodedShapefile : public testing::Test {
protected:
    void write(std::string const& first, std::string const& second) {
        FeatureLayer layer;
        layer.name = "towns";
        layer.attributes = Attributes({{"name", FieldType::text, 0, ""}});
        for (std::string const& mark : {std::string(first.size(), '#'), std::string(second.size(), '%')}) {
            layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()));
            layer.geometries.add_point({76.9, 43.2});
            layer.attributes.add_row({mark});
        }
        write_vector(shp, std::span(&layer, 1));
        std::filesystem::remove(cpg);
        std::string table = test::bytes_of(dbf);
        table.replace(table.find('#'), first.size(), first);
        table.replace(table.find('%'), second.size(), second);
        table[29] = 0;
        test::put(dbf, table);
    }
    void write_again(std::string const& first, std::string const& second) {
        for (std::string const& name : test::names_in(folder.path()))
            std::filesystem::remove(folder.path() / name);
        write(first, second);
    }
    void set_language_byte(char byte) {
        std::string table = test::bytes_of(dbf);
        table[29] = byte;
        test::put(dbf, table);
    }

    test::TemporaryFolder folder;
    std::string const shp = folder / "towns.shp";
    std::string const dbf = folder / "towns.dbf";
    std::string const cpg = folder / "towns.cpg";
};

void expect_towns(test::WholeLayer const& read) {
    ASSERT_EQ(read.features.ids.size(), 2u);
    EXPECT_EQ(read.features.attributes.text(0, 0), "Алматы");
    EXPECT_EQ(read.features.attributes.text(1, 0), "Сырдарья");
}

TEST_F(EncodedShapefile, IsReadByItsCpg) {
    write(almaty_1251, syrdarya_1251);
    test::put(cpg, "1251");
    test::WholeLayer const read = test::read_all(shp);
    expect_towns(read);
    EXPECT_EQ(read.info.origin.encoding, "CP1251");
    EXPECT_TRUE(read.problems.empty()) << test::text_of(read.problems);
}

TEST_F(EncodedShapefile, IsReadByItsLanguageByte) {
    write(almaty_866, syrdarya_866);
    set_language_byte('\x65');
    test::WholeLayer const read = test::read_all(shp);
    expect_towns(read);
    EXPECT_TRUE(read.problems.empty()) << test::text_of(read.problems);
}

TEST_F(EncodedShapefile, UnmarkedIsGuessedAndSaidAloud) {
    write(almaty_1251, syrdarya_1251);
    test::WholeLayer const windows = test::read_all(shp);
    expect_towns(windows);
    EXPECT_TRUE(test::has_problem(windows.problems, "encoding.assumed"));
    write_again(almaty_866, syrdarya_866);
    expect_towns(test::read_all(shp));
}

TEST_F(EncodedShapefile, WrongCpgIsStatedAndTheTextIsRightAllTheSame) {
    write(almaty_1251, syrdarya_1251);
    test::put(cpg, "UTF-8");
    test::WholeLayer const read = test::read_all(shp);
    expect_towns(read);
    EXPECT_TRUE(test::has_problem(read.problems, "encoding.wrong"));
    EXPECT_EQ(worst(read.problems), Severity::warning);
}

TEST_F(EncodedShapefile, TheUsersWordWinsOverTheCpg) {
    write(almaty_866, syrdarya_866);
    test::put(cpg, "1251");
    expect_towns(test::read_all(shp, {.encoding = "CP866"}));
    EXPECT_THROW(static_cast<void>(test::read_all(shp, {.encoding = "klingon"})), UsageError);
}

TEST(EncodedCsv, InCp1251IsGuessedAndStated) {
    test::TemporaryFolder const folder;
    test::put(folder.path() / "towns.csv",
              "name,lon,lat\n" + almaty_1251 + ",76.9,43.2\n" + syrdarya_1251 + ",64,45\n");
    test::WholeLayer const read = test::read_all(folder / "towns.csv");
    expect_towns(read);
    EXPECT_TRUE(test::has_problem(read.problems, "encoding.assumed"));
    EXPECT_EQ(read.features.geometries[0].path(0)[0], (XY{76.9, 43.2}));
}

} // namespace
} // namespace oreway
