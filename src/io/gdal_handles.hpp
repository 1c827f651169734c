// SPDX-License-Identifier: MIT
#pragma once

// Ownership of GDAL's handles, and the scoped handler that keeps GDAL quiet and turns its messages into our errors. The
// only place of the room that closes, destroys or frees anything of GDAL.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace oreway::gdal {

struct DatasetCloser {
    void operator()(GDALDataset* dataset) const noexcept { GDALClose(dataset); }
};
using DatasetHandle = std::unique_ptr<GDALDataset, DatasetCloser>;

struct FeatureDestroyer {
    void operator()(OGRFeature* feature) const noexcept { OGRFeature::DestroyFeature(feature); }
};
using FeatureHandle = std::unique_ptr<OGRFeature, FeatureDestroyer>;

struct GeometryDestroyer {
    void operator()(OGRGeometry* geometry) const noexcept { OGRGeometryFactory::destroyGeometry(geometry); }
};
using GeometryHandle = std::unique_ptr<OGRGeometry, GeometryDestroyer>;

struct FileCloser {
    void operator()(VSILFILE* file) const noexcept { VSIFCloseL(file); }
};
using FileHandle = std::unique_ptr<VSILFILE, FileCloser>;

struct CplFree {
    void operator()(void* memory) const noexcept { VSIFree(memory); }
};
using CplText = std::unique_ptr<char, CplFree>;

/// One message of GDAL.
struct Message {
    CPLErr level = CE_None;
    int number = 0;
    std::string text;
};

/// Collects what GDAL says on this thread from its birth to its death; nothing is printed. Scopes may nest.
class Messages {
public:
    Messages();
    Messages(Messages const&) = delete;
    Messages& operator=(Messages const&) = delete;
    ~Messages();

    [[nodiscard]] std::vector<Message> const& all() const noexcept { return m_messages; }
    [[nodiscard]] bool failed() const noexcept;
    /// The failures, else the warnings, joined by "; ".
    [[nodiscard]] std::string text() const;
    /// Takes the messages out, so that a long-lived scope can be read bit by bit.
    [[nodiscard]] std::vector<Message> take() { return std::exchange(m_messages, {}); }

private:
    static void CPL_STDCALL collect(CPLErr level, CPLErrorNum number, char const* text);
    std::vector<Message> m_messages;
};

/// Sets a configuration option for this thread and puts the old value back.
class ThreadOption {
public:
    ThreadOption(char const* key, char const* value);
    ThreadOption(ThreadOption const&) = delete;
    ThreadOption& operator=(ThreadOption const&) = delete;
    ~ThreadOption();

private:
    std::string m_key;
    std::string m_old;
    bool m_had_old = false;
};

/// A file opened for reading or writing; empty when it cannot be opened.
[[nodiscard]] FileHandle open_file(std::string const& name, char const* mode);
/// Size of a file, or -1 when there is none.
[[nodiscard]] std::int64_t file_size(std::string const& name);
/// All bytes of a file, at most `limit`. \throws IoError when it cannot be read
[[nodiscard]] std::string read_bytes(std::string const& name, std::size_t limit = static_cast<std::size_t>(-1));
/// Writes and closes a file, checking every step. \throws IoError after removing it
void write_bytes(std::string const& name, std::string_view bytes);
/// Writes a member into an archive that is open for writing. \throws IoError
void write_member(std::string const& name, std::string_view bytes);
/// Names in a folder (of any GDAL file system), sorted, without "." and "..".
[[nodiscard]] std::vector<std::string> list_folder(std::string const& folder);
/// Removes the file if it is there.
void remove_file(std::string const& name) noexcept;

} // namespace oreway::gdal
