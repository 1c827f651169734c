// SPDX-License-Identifier: MIT
// Security of opening: network names, VRT under other names, virtual tables, archives that blow up.

#include "io/open_policy.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::array<std::string_view, 6> local_systems = {"zip", "tar", "gzip", "mem", "subfile", "stdin"};
constexpr std::array<std::string_view, 16> network_systems = {
    "curl", "curl_streaming", "s3",    "s3_streaming",    "gs",   "gs_streaming", "az",     "az_streaming", "adls",
    "oss",  "oss_streaming",  "swift", "swift_streaming", "hdfs", "webhdfs",      "gedrive"};

void refuse_network(std::string const& name) {
    throw IoError({.what = "leads to the network",
                   .where = name,
                   .remedy = "download it first, or allow network sources with --allow-network"});
}

constexpr std::string_view vrt_tag = "<OGRVRT";

void check_vrt_source(std::string_view source, std::string const& name) {
    bool const leaves = source.starts_with('/') || source.starts_with('\\') ||
                        source.find("..") != std::string_view::npos || source.find(':') != std::string_view::npos ||
                        source.find("/vsi") != std::string_view::npos || source.find('<') != std::string_view::npos;
    if (leaves)
        throw IoError({.what = fmt::format("the VRT names a source outside its folder: '{}'", printable(source)),
                       .where = name,
                       .remedy = "name files in the folder of the VRT, by relative names without '..'"});
}

/// Every source of a VRT must lie in or under its own folder.
void check_vrt_nodes(CPLXMLNode const* node, std::string const& name) {
    for (; node != nullptr; node = node->psNext) {
        bool const names_source = node->eType == CXT_Element && (EQUAL(node->pszValue, "SrcDataSource") ||
                                                                 EQUAL(node->pszValue, "GeometryField_SrcDataSource"));
        if (names_source)
            for (CPLXMLNode const* child = node->psChild; child != nullptr; child = child->psNext)
                if (child->eType == CXT_Text)
                    check_vrt_source(child->pszValue, name);
        check_vrt_nodes(node->psChild, name);
    }
}

void check_vrt(std::string const& name, ReadOptions const& options) {
    if (!options.allow_vrt)
        throw IoError({.what = "is a VRT, which names other files",
                       .where = name,
                       .remedy = "open the files it names, or allow it with --allow-vrt"});
    gdal::Messages const messages;
    struct XmlDestroyer {
        void operator()(CPLXMLNode* node) const noexcept { CPLDestroyXMLNode(node); }
    };
    std::unique_ptr<CPLXMLNode, XmlDestroyer> const xml(CPLParseXMLString(gdal::read_bytes(name).c_str()));
    if (!xml)
        throw IoError({.what = "is no readable VRT: " + messages.text(), .where = name, .remedy = ""});
    check_vrt_nodes(xml.get(), name);
}

/// SpatiaLite's virtual tables read any file of the disk; a real data file has at most R-trees and full-text indexes.
void check_virtual_tables(std::string const& name) {
    if (name.starts_with("/vsi"))
        return;
    sqlite::Database const database = sqlite::open_read_only(name);
    sqlite::Statement const query =
        sqlite::prepare(database, "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'");
    while (sqlite::step(query)) {
        std::string const sql = fold(sqlite::text(query, 1));
        bool const harmless = std::ranges::any_of(
            std::array<std::string_view, 6>{"using rtree", "using \"rtree\"", "using fts", "using virtualspatialindex",
                                            "using virtualelementary", "using virtualknn"},
            [&](std::string_view module) { return sql.find(module) != std::string::npos; });
        if (!harmless)
            throw IoError({.what = fmt::format("table '{}' is a virtual table, which may read other files",
                                               printable(sqlite::text(query, 0))),
                           .where = name,
                           .remedy = "copy the data into an ordinary table"});
    }
}

/// A member may be 200 times its archive and 1 GiB; beyond both it is taken for an attack.
void check_archive(std::string const& name) {
    if (!name.starts_with("/vsizip/") && !name.starts_with("/vsigzip/"))
        return;
    constexpr std::int64_t harmless_size = std::int64_t{1} << 30;
    constexpr std::int64_t harmless_ratio = 200;
    std::int64_t const size = gdal::file_size(name);
    if (size <= harmless_size)
        return;
    std::string const inner = name.substr(name.find('/', 1));
    for (std::size_t end = inner.size(); end != std::string::npos && end > 0; end = inner.rfind('/', end - 1)) {
        std::int64_t const archive = gdal::file_size(inner.substr(0, end));
        if (archive > 0 && size / archive > harmless_ratio)
            throw IoError({.what = fmt::format("unpacks {} bytes to {}", archive, size),
                           .where = name,
                           .remedy = "unpack it yourself if that is meant"});
        if (archive > 0)
            return;
    }
}

} // namespace

void check_name(std::string const& name, ReadOptions const& options) {
    if (name.empty())
        throw IoError({.what = "the name of the input is empty", .where = "", .remedy = ""});
    if (!options.allow_network && name.find("://") != std::string::npos)
        refuse_network(name);
    for (std::size_t at = name.find("/vsi"); at != std::string::npos; at = name.find("/vsi", at + 1)) {
        std::size_t const start = at + 4;
        std::size_t const end = std::min(name.find_first_of("/?", start), name.size());
        std::string const system = name.substr(start, end - start);
        if (end == name.size())
            continue; // "/data/vsi" is a file
        if (std::ranges::find(local_systems, system) != local_systems.end())
            continue;
        bool const network = std::ranges::find(network_systems, system) != network_systems.end();
        if (network && !options.allow_network)
            refuse_network(name);
        if (network)
            continue;
        if (at == 0)
            throw IoError({.what = fmt::format("the file system /vsi{}/ is not opened", system),
                           .where = name,
                           .remedy = "name the file itself"});
    }
}

void check_content(std::string const& name, ReadOptions const& options) {
    if (gdal::file_size(name) <= 0)
        return;
    check_archive(name);
    std::string const head = gdal::read_bytes(name, 64 * 1024);
    if (head.find(vrt_tag) != std::string::npos && trim(head.substr(0, 4096)).find('<') < 8)
        check_vrt(name, options);
    if (head.starts_with("SQLite format 3"))
        check_virtual_tables(name);
    bool const utf16 = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
    if (utf16)
        throw IoError({.what = "is text in UTF-16, which cannot be read", .where = name, .remedy = "save it as UTF-8"});
}

} // namespace oreway
