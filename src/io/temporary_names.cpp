// SPDX-License-Identifier: MIT
// Temporary names, and the system calls that make a file last.

#include "io/temporary_names.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

/// Names may have 255 bytes; ours adds about 50.
constexpr std::size_t longest_stem = 150;

/// The machine in four digits: process numbers mean nothing on another one that shares the disk.
std::string const& host_tag() {
    static std::string const tag = [] {
        std::array<char, 256> name{};
        if (gethostname(name.data(), name.size() - 1) != 0)
            return std::string("0000");
        std::uint32_t hash = 2166136261U; // FNV-1a
        for (char const c : std::string_view(name.data()))
            hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
        return fmt::format("{:04x}", hash & 0xFFFFU);
    }();
    return tag;
}

std::string prefix_of(fs::path const& target, std::string_view word) {
    return fmt::format(".{}.oreway-{}-{}-", target.stem().string().substr(0, longest_stem), word, host_tag());
}

/// A process that ended but that nobody asked about stays in the table as a zombie; it writes no more.
bool is_zombie(std::int64_t process) {
    std::ifstream stream(fmt::format("/proc/{}/stat", process));
    std::string const text{std::istreambuf_iterator<char>(stream), {}};
    std::size_t const name_end = text.rfind(')');
    return name_end != std::string::npos && text.substr(name_end, 3) == ") Z";
}

bool is_alive(std::int64_t process) {
    bool const is_there = kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM;
    return is_there && !is_zombie(process);
}

} // namespace

fs::path temporary_name(fs::path const& target, std::string_view word) {
    std::random_device random;
    std::uint64_t const number = (std::uint64_t{random()} << 32) | random();
    return folder_of(target) /
           fmt::format("{}{}-{:016x}{}", prefix_of(target, word), getpid(), number, target.extension().string());
}

bool is_stale_temporary(fs::path const& candidate, fs::path const& target, std::string_view word) {
    std::string const name = candidate.filename().string();
    if (!name.starts_with('.')) // most are finished outputs, and there may be thousands
        return false;
    std::string const prefix = prefix_of(target, word);
    if (!name.starts_with(prefix))
        return false;
    std::string const rest = name.substr(prefix.size());
    std::size_t const dash = rest.find('-');
    auto const process = parse_integer(rest.substr(0, dash));
    return dash != std::string::npos && process && *process > 0 && !is_alive(*process);
}

bool is_temporary(fs::path const& candidate) {
    std::string const name = candidate.filename().string();
    return name.starts_with('.') && name.find(".oreway-new-") != std::string::npos;
}

bool is_stale_temporary(fs::path const& candidate) {
    std::string const name = candidate.filename().string();
    std::string const mark = fmt::format(".oreway-new-{}-", host_tag());
    std::size_t const at = name.rfind(mark);
    if (!name.starts_with('.') || at == std::string::npos)
        return false;
    std::string const rest = name.substr(at + mark.size());
    std::size_t const dash = rest.find('-');
    auto const process = parse_integer(rest.substr(0, dash));
    return dash != std::string::npos && process && *process > 0 && !is_alive(*process);
}

namespace {

void flush_by(int (*call)(int), fs::path const& path) {
    int const file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    int const status = file < 0 ? -1 : call(file);
    int const reason = errno;
    if (file >= 0)
        close(file);
    // Some file systems cannot flush a folder and say so; they keep names safe in another way or not at all.
    if (status == 0 || reason == EINVAL || reason == EROFS)
        return;
    throw IoError({.what = std::string("cannot be brought to the disk: ") + std::strerror(reason),
                   .where = path.string(),
                   .remedy = "check the disk and its room"});
}

} // namespace

void flush_to_disk(fs::path const& path) {
    flush_by(&fsync, path);
}

void flush_file_systems(std::vector<fs::path> const& folders) {
    std::set<dev_t> flushed;
    for (fs::path const& folder : folders) {
        struct stat status {};
        if (stat(folder.c_str(), &status) != 0 || flushed.insert(status.st_dev).second)
            flush_by(&syncfs, folder);
    }
}

fs::path folder_of(fs::path const& target) {
    fs::path const folder = target.parent_path();
    return folder.empty() ? fs::path(".") : folder;
}

} // namespace oreway
