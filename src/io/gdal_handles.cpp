// SPDX-License-Identifier: MIT
// The scoped error handler of GDAL and the small file helpers over its virtual file systems.

#include "io/gdal_handles.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway::gdal {

namespace {

/// Damaged files can give a message a record; more than this many tell nothing new.
constexpr std::size_t max_messages = 1000;

} // namespace

Messages::Messages() {
    CPLErrorReset();
    CPLPushErrorHandlerEx(&Messages::collect, this);
}

Messages::~Messages() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

void CPL_STDCALL Messages::collect(CPLErr level, CPLErrorNum number, char const* text) {
    if (level < CE_Warning)
        return;
    auto* self = static_cast<Messages*>(CPLGetErrorHandlerUserData());
    if (self->m_messages.size() >= max_messages)
        self->m_messages.erase(self->m_messages.begin());
    self->m_messages.push_back({level, number, text});
}

bool Messages::failed() const noexcept {
    return std::ranges::any_of(m_messages, [](Message const& m) { return m.level >= CE_Failure; });
}

std::string Messages::text() const {
    CPLErr const wanted = failed() ? CE_Failure : CE_Warning;
    std::vector<std::string> parts;
    for (Message const& message : m_messages) {
        bool const is_new = std::ranges::find(parts, message.text) == parts.end();
        if (message.level >= wanted && is_new && parts.size() < 3)
            parts.push_back(message.text);
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

ThreadOption::ThreadOption(char const* key, char const* value) : m_key(key) {
    if (char const* old = CPLGetThreadLocalConfigOption(key, nullptr)) {
        m_old = old;
        m_had_old = true;
    }
    CPLSetThreadLocalConfigOption(key, value);
}

ThreadOption::~ThreadOption() {
    CPLSetThreadLocalConfigOption(m_key.c_str(), m_had_old ? m_old.c_str() : nullptr);
}

FileHandle open_file(std::string const& name, char const* mode) {
    return FileHandle(VSIFOpenL(name.c_str(), mode));
}

std::int64_t file_size(std::string const& name) {
    VSIStatBufL status{};
    if (VSIStatExL(name.c_str(), &status, VSI_STAT_EXISTS_FLAG | VSI_STAT_SIZE_FLAG | VSI_STAT_NATURE_FLAG) != 0)
        return -1;
    if (VSI_ISDIR(status.st_mode))
        return -1;
    return static_cast<std::int64_t>(status.st_size);
}

std::string read_bytes(std::string const& name, std::size_t limit) {
    Messages const quiet;
    FileHandle const file = open_file(name, "rb");
    if (!file)
        throw IoError({.what = "cannot be read", .where = name, .remedy = "check that it exists and may be read"});
    std::string bytes;
    constexpr std::size_t block = 1u << 20;
    while (bytes.size() < limit) {
        std::size_t const old = bytes.size();
        std::size_t const wanted = std::min(block, limit - old);
        bytes.resize(old + wanted);
        std::size_t const got = VSIFReadL(bytes.data() + old, 1, wanted, file.get());
        bytes.resize(old + got);
        if (got < wanted)
            break;
    }
    return bytes;
}

void write_bytes(std::string const& name, std::string_view bytes) {
    FileHandle file = open_file(name, "wb");
    if (!file)
        throw IoError({.what = "cannot be created", .where = name, .remedy = "check the folder and its permissions"});
    std::size_t const written = bytes.empty() ? 0 : VSIFWriteL(bytes.data(), 1, bytes.size(), file.get());
    bool const closed = VSIFCloseL(file.release()) == 0;
    if (written == bytes.size() && closed && file_size(name) == static_cast<std::int64_t>(bytes.size()))
        return;
    remove_file(name);
    throw IoError({.what = fmt::format("only {} of {} bytes could be written", written, bytes.size()),
                   .where = name,
                   .remedy = "make room on the disk and run again"});
}

void write_member(std::string const& name, std::string_view bytes) {
    FileHandle file = open_file(name, "wb");
    std::size_t const written = !file || bytes.empty() ? 0 : VSIFWriteL(bytes.data(), 1, bytes.size(), file.get());
    bool const closed = file && VSIFCloseL(file.release()) == 0;
    if (written != bytes.size() || !closed)
        throw IoError({.what = "cannot be written", .where = name, .remedy = ""});
}

std::vector<std::string> list_folder(std::string const& folder) {
    std::vector<std::string> names;
    CPLStringList const entries(VSIReadDir(folder.c_str()));
    for (int i = 0; i < entries.size(); ++i) {
        std::string_view const name = entries[i];
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    std::ranges::sort(names);
    return names;
}

void remove_file(std::string const& name) noexcept {
    VSIStatBufL status{};
    if (VSIStatExL(name.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0)
        VSIUnlink(name.c_str());
}

} // namespace oreway::gdal
