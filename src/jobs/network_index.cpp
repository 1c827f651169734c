// SPDX-License-Identifier: MIT
// Reads the file, and says why when it does not fit.

#include "jobs/network_index.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

namespace {

// An index takes as long to make as about 100 searches on a railway network, or 300 on a grid of streets.
constexpr std::size_t enough_origins = 300;
constexpr std::size_t enough_nodes = 2'000; // smaller networks are searched in no time

std::string read_bytes(std::filesystem::path const& file) {
    if (!std::filesystem::is_regular_file(file))
        throw UsageError({.what = "the index would be no plain file",
                          .where = file.string(),
                          .remedy = "name a file for --index, such as roads.idx"});
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream)
        throw IoError({.what = "the index cannot be read", .where = file.string(), .remedy = "check its permissions"});
    return bytes;
}

void write_bytes(OutputFile& output, std::string const& bytes) {
    std::ofstream stream(output.temporary(), std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream)
        throw IoError({.what = "the index cannot be written",
                       .where = output.target().string(),
                       .remedy = "check the space left on the disk"});
    output.commit();
}

/// The index of the file, or why it does not fit.
std::pair<std::optional<RouteIndex>, std::string> read_index(std::filesystem::path const& file,
                                                             Weights const& weights) {
    std::string const bytes = read_bytes(file);
    if (!RouteIndex::is_index(bytes))
        throw UsageError({.what = "the file is there and is no index",
                          .where = file.string(),
                          .remedy = "name another file for --index, or remove this one"});
    try {
        return {RouteIndex::from_bytes(bytes, weights), ""};
    } catch (DataError const& error) {
        return {std::nullopt, error.parts().what};
    }
}

ChosenIndex kept_index(std::filesystem::path const& file, Weights const& weights, Progress& progress) {
    std::string state = "made";
    if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
        auto [index, fault] = read_index(file, weights);
        if (index)
            return {std::move(index), "reused"};
        state = fmt::format("made anew: {}", fault);
    }
    OutputFile output(file, OverwritePolicy::replace);
    RouteIndex index(weights, progress);
    write_bytes(output, index.to_bytes());
    return {std::move(index), std::move(state)};
}

} // namespace

ChosenIndex choose_index(std::filesystem::path const& file, Weights const& weights, std::size_t origins,
                         Progress& progress) {
    bool const can_be_indexed = RouteIndex::knows_sums(weights);
    if (!file.empty() && !can_be_indexed)
        throw UsageError({.what = "by this objective stops cost nothing, so that an index does not know their hours "
                                  "and money",
                          .where = "--index",
                          .remedy = "leave --index out, or choose cost, time or generalised-cost"});
    if (!file.empty())
        return kept_index(file, weights, progress);
    if (!can_be_indexed || origins < enough_origins || weights.network().node_count() < enough_nodes)
        return {};
    return {RouteIndex(weights, progress), "in memory"};
}

} // namespace oreway
