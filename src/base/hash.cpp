// SPDX-License-Identifier: MIT
// XXH3 fingerprints, read in blocks so that a file of any size needs one megabyte.

#include "oreway/base/hash.hpp"

#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <xxhash.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

std::string hex(XXH128_hash_t hash) {
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

struct StateDeleter {
    void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
};

} // namespace

std::string hash_bytes(std::string_view bytes) {
    return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string hash_file(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw IoError(
            {.what = "cannot be read", .where = file.string(), .remedy = "check the name and the permissions"});
    std::unique_ptr<XXH3_state_t, StateDeleter> const state(XXH3_createState());
    XXH3_128bits_reset(state.get());
    constexpr std::size_t block = 1 << 20;
    auto const buffer = std::make_unique_for_overwrite<char[]>(block); // most files are far smaller than a block
    while (stream) {
        stream.read(buffer.get(), static_cast<std::streamsize>(block));
        XXH3_128bits_update(state.get(), buffer.get(), static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad())
        throw IoError({.what = "reading stopped with an error", .where = file.string(), .remedy = "check the disk"});
    return hex(XXH3_128bits_digest(state.get()));
}

} // namespace oreway
