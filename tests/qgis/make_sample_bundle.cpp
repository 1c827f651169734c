// SPDX-License-Identifier: MIT
// Writes the sample bundle of the exporters' unit tests into a folder, for a real QGIS to open.

#include <cstdio>
#include <filesystem>

#include "oreway/base/error.hpp"
#include "unit/exporters/sample_bundle.hpp"

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::fputs("usage: make_sample_bundle FOLDER\n", stderr);
        return 2;
    }
    std::filesystem::path const folder = argv[1];
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto const files = oreway::write_bundle(folder, oreway::testing::sample_bundle(), oreway::no_progress());
    return files.empty() ? 1 : 0;
} catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
