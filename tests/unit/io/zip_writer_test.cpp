// SPDX-License-Identifier: MIT
// Archives, read by the system's unzip-alike: GDAL's reader and, for the times, the bytes of the format itself
// (APPNOTE.TXT).

#include "oreway/io/zip_writer.hpp"

#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

TEST(Zip, HoldsItsMembersWithAFixedTime) {
    test::TemporaryFolder const folder;
    std::string const file = folder / "project.qgz";
    std::string const text(5000, 'x');
    write_zip(file, {{"project.qgs", text}, {"empty.qgd", ""}});
    EXPECT_EQ(gdal::read_bytes("/vsizip/{" + file + "}/project.qgs"), text);
    EXPECT_EQ(gdal::file_size("/vsizip/{" + file + "}/empty.qgd"), 0);
    std::string const bytes = test::bytes_of(file);
    ASSERT_EQ(bytes.substr(0, 4), "PK\x03\x04");
    EXPECT_EQ(bytes.substr(10, 4), std::string("\0\0\x21\0", 4)); // 1980-01-01 0:00
    std::size_t const central = bytes.find("PK\x01\x02");
    EXPECT_EQ(bytes.substr(central + 12, 4), std::string("\0\0\x21\0", 4));
    EXPECT_LT(bytes.size(), 500u); // it is compressed
}

TEST(Zip, IsTheSameEveryTime) {
    test::TemporaryFolder const folder;
    write_zip(folder / "a.qgz", {{"project.qgs", "text"}});
    write_zip(folder / "b.qgz", {{"project.qgs", "text"}});
    EXPECT_EQ(test::bytes_of(folder / "a.qgz"), test::bytes_of(folder / "b.qgz"));
}

TEST(Zip, RefusesNamesThatLeaveTheFolder) {
    test::TemporaryFolder const folder;
    for (char const* name : {"", "/etc/passwd", "../up", "a/../../b"})
        EXPECT_THROW(write_zip(folder / "a.qgz", {{name, "text"}}), UsageError) << name;
    EXPECT_THROW(write_zip(folder / "a.qgz", {{"a", "text"}, {"a", "twice"}}), UsageError);
}

} // namespace
} // namespace oreway
