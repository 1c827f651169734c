// SPDX-License-Identifier: MIT
// Hashes against the published XXH3 value and between file and memory.

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"

namespace oreway {
namespace {

TEST(Hash, EmptyInputGivesTheValuePublishedWithXxhash) {
    // xxHash's own sanity table: XXH3 128 bit of nothing with seed 0 is 99aa06d3014798d86001c324468d497f.
    EXPECT_EQ(hash_bytes(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Hash, FileAndMemoryAgreeBeyondOneReadBlock) {
    std::string bytes(3'000'001, 'x');
    bytes[2'999'999] = 'y';
    auto const file = std::filesystem::temp_directory_path() / "oreway_hash_test.bin";
    std::ofstream(file, std::ios::binary) << bytes;
    EXPECT_EQ(hash_file(file), hash_bytes(bytes));
    std::filesystem::remove(file);
}

TEST(Hash, MissingFileIsAnErrorThatNamesIt) {
    try {
        (void)hash_file("no/such/file.bin");
        FAIL() << "hash of a missing file";
    } catch (IoError const& error) {
        EXPECT_EQ(error.parts().where, "no/such/file.bin");
    }
}

} // namespace
} // namespace oreway
