// SPDX-License-Identifier: MIT
// Appending, reading and rewriting manifest.jsonl.

#include "oreway/batch/manifest.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "oreway/base/error.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(fs::path const& file, std::string_view doing) {
    throw IoError({.what = fmt::format("cannot be {}: {}", doing, std::strerror(errno)),
                   .where = file.string(),
                   .remedy = "check the room on the disk and the permissions of the folder"});
}

} // namespace

Manifest::Manifest(fs::path file)
    : m_file(std::move(file)), m_handle(open(m_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    if (m_handle < 0)
        fail(m_file, "opened");
    // A line that was cut by a crash is closed, so that it spoils no other.
    std::error_code error;
    if (fs::file_size(m_file, error) == 0)
        return;
    std::ifstream stream(m_file, std::ios::binary);
    stream.seekg(-1, std::ios::end);
    if (stream.get() != '\n' && ::write(m_handle, "\n", 1) != 1)
        fail(m_file, "written");
}

Manifest::~Manifest() {
    if (m_handle >= 0)
        close(m_handle);
}

void Manifest::append(DatasetOutcome const& outcome) {
    std::string const line = to_json_line(outcome) + "\n";
    std::lock_guard const lock(m_mutex);
    ssize_t written = 0;
    do
        written = ::write(m_handle, line.data(), line.size());
    while (written < 0 && errno == EINTR);
    if (written != static_cast<ssize_t>(line.size()))
        fail(m_file, "written");
}

std::map<std::string, DatasetOutcome> Manifest::read(fs::path const& file) {
    std::map<std::string, DatasetOutcome> outcomes;
    std::error_code error;
    if (!fs::exists(file, error))
        return outcomes;
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        fail(file, "read");
    for (std::string line; std::getline(stream, line);) {
        // A cut line is never whole JSON; what it told of is done again.
        try {
            DatasetOutcome outcome = outcome_from_json(line);
            outcomes.insert_or_assign(outcome.source, std::move(outcome));
        } catch (DataError const&) {
            continue;
        }
    }
    return outcomes;
}

void Manifest::write(fs::path const& file, std::span<DatasetOutcome const> outcomes) {
    std::string text;
    for (DatasetOutcome const& outcome : outcomes)
        text += to_json_line(outcome) + "\n";
    write_text_file(file, text, OverwritePolicy::replace);
}

} // namespace oreway
