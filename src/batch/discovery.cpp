// SPDX-License-Identifier: MIT
// Names, folders, archives and patterns to datasets.

#include "oreway/batch/discovery.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include <glob.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/archive.hpp"
#include "oreway/io/formats.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

/// Formats that are found in folders only when they are named: mere tables, and what is mostly metadata.
constexpr std::array<std::string_view, 7> tables = {"csv", "tsv", "ods", "xlsx", "xlsm", "xml", "db"};

/// Files that belong to a main file, by its extension: "*" stands for the name of the main file with its extension.
struct Family {
    std::string_view main;
    std::string_view members;
};
constexpr std::array families = {
    Family{"shp", "shx dbf prj cpg"},
    Family{"tab", "dat map id ind"},
    Family{"mif", "mid"},
    Family{"gml", "xsd gfs"},
    Family{"csv", "csvt prj"},
    Family{"tif", "tfw tifw wld *.aux.xml *.ovr *.msk"},
    Family{"tiff", "tfw tifw wld *.aux.xml *.ovr *.msk"},
};

std::string extension_of(std::string const& name) {
    std::size_t const dot = name.find_last_of("./");
    return dot == std::string::npos || name[dot] == '/' ? std::string() : fold(name.substr(dot + 1));
}

std::string upper(std::string text) {
    for (char& c : text)
        c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return text;
}

/// The files that belong to a main file and exist, the main file first.
std::vector<std::string> family_of(std::string const& source) {
    std::vector<std::string> files = {source};
    std::string const stem = source.substr(0, source.find_last_of('.') + 1);
    auto const* const family = std::ranges::find(families, extension_of(source), &Family::main);
    if (family == families.end())
        return files;
    for (std::string const& member : split(family->members, ' ')) {
        std::array<std::string, 2> const names = member[0] == '*'
                                                     ? std::array{source + member.substr(1), source + member.substr(1)}
                                                     : std::array{stem + member, stem + upper(member)};
        auto const found = std::ranges::find_if(names, [](std::string const& name) { return bytes_of(name) > 0; });
        if (found != names.end())
            files.push_back(*found);
    }
    return files;
}

std::vector<std::string> files_in_folder(std::string const& folder) {
    std::vector<std::string> files = {folder};
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->is_regular_file(error))
            files.push_back(entry->path().string());
    std::ranges::sort(files);
    return files;
}

Item item_of(std::string source, std::string relative) {
    Item item{.source = std::move(source),
              .relative = std::move(relative),
              .kind = DataKind::vector,
              .files = {},
              .bytes = 0};
    Format const* const format = format_by_extension(item.source);
    if (format != nullptr && format->kind == FormatKind::raster)
        item.kind = DataKind::raster;
    std::error_code error;
    item.files = fs::is_directory(item.source, error) ? files_in_folder(item.source) : family_of(item.source);
    for (std::string const& file : item.files)
        item.bytes += bytes_of(file);
    return item;
}

/// Whether a file of that name is a dataset by itself when it is met in a folder that holds `names` (without case).
bool is_dataset(std::string const& name, std::set<std::string> const& names) {
    std::string const extension = extension_of(name);
    if (std::ranges::find(tables, extension) != tables.end())
        return false;
    std::string const stem = fold(name.substr(0, name.find_last_of('.') + 1));
    if (extension == "dbf" && (names.contains(stem + "shp") || names.contains(stem + "tab")))
        return false;
    return format_by_extension(name) != nullptr || is_archive(name);
}

class Finder {
public:
    Finder(std::string const& output_folder, Problems& problems) : m_problems(problems) {
        std::error_code error;
        m_output = fs::weakly_canonical(output_folder, error);
    }

    void add(std::string const& name) {
        std::error_code error;
        if (name.starts_with('@') && !fs::exists(name, error))
            return add_list(name.substr(1));
        if (fs::is_directory(name, error) && extension_of(name) != "gdb")
            return add_named_folder(name);
        if (fs::exists(name, error) && is_archive(name))
            return add_archive(name, fs::path(name).stem().string());
        if (fs::exists(name, error) && extension_of(name) == "lst")
            return add_list(name);
        if (fs::exists(name, error) || name.starts_with("/vsi"))
            return add_file(name);
        if (name.find_first_of("*?[") != std::string::npos)
            return add_pattern(name);
        m_problems.push_back(
            {Severity::error, "input.missing", {"there is no such file or folder", name, "check the name"}});
    }

    std::vector<Item> take() {
        std::ranges::sort(m_items, {}, &Item::source);
        return std::move(m_items);
    }

private:
    void add_file(std::string name) {
        // A sidecar stands for its shapefile.
        std::string const extension = extension_of(name);
        std::string const stem = name.substr(0, name.size() - std::min(name.size(), extension.size()));
        if (extension == "dbf" || extension == "shx")
            for (char const* shp : {"shp", "SHP"})
                if (bytes_of(stem + shp) > 0)
                    name = stem + shp;
        m_items.push_back(item_of(name, fs::path(name).filename().string()));
    }

    void add_list(std::string const& file) {
        std::ifstream stream(file);
        if (!stream)
            throw UsageError({.what = "the list cannot be read", .where = file, .remedy = "check the name"});
        for (std::string line; std::getline(stream, line);)
            if (std::string const name(trim(line)); !name.empty() && name[0] != '#')
                add(name);
    }

    void add_pattern(std::string const& pattern) {
        glob_t found{};
        if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
            for (std::size_t i = 0; i < found.gl_pathc; ++i)
                add_match(found.gl_pathv[i]);
        else
            m_problems.push_back(
                {Severity::error, "input.missing", {"nothing matches the pattern", pattern, "check the pattern"}});
        globfree(&found);
    }

    /// "dem/*" also matches sidecars, which are no datasets.
    void add_match(std::string const& name) {
        std::error_code error;
        std::string const stem = name.substr(0, name.find_last_of('.') + 1);
        bool const table_of_shapes =
            extension_of(name) == "dbf" && (bytes_of(stem + "shp") > 0 || bytes_of(stem + "SHP") > 0);
        bool const table = std::ranges::find(tables, extension_of(name)) != tables.end();
        if (fs::is_directory(name, error) || table || (is_dataset(name, {}) && !table_of_shapes))
            add(name);
    }

    void add_archive(std::string const& archive, std::string const& folder) {
        try {
            std::vector<ArchiveMember> const members = archive_members(archive);
            std::set<std::string> names;
            for (ArchiveMember const& member : members)
                names.insert(fold(member.relative));
            std::size_t const before = m_items.size();
            for (ArchiveMember const& member : members)
                if (is_dataset(member.relative, names) && !is_archive(member.relative))
                    m_items.push_back(item_of(member.name, folder + "/" + member.relative));
            if (m_items.size() == before)
                m_problems.push_back(
                    {Severity::error, "input.empty", {"there is no data in the archive", archive, "name a data file"}});
        } catch (IoError const& error) {
            m_problems.push_back({Severity::error, "input.unreadable", error.parts()});
        }
    }

    void add_named_folder(std::string const& folder) {
        std::size_t const before = m_items.size() + m_problems.size();
        add_folder(folder, folder);
        if (m_items.size() + m_problems.size() == before)
            m_problems.push_back({Severity::error,
                                  "input.empty",
                                  {"there is no data in the folder", folder, "name a folder that holds some"}});
    }

    void add_folder(fs::path const& folder, fs::path const& root) {
        std::error_code error;
        fs::path const real = fs::weakly_canonical(folder, error);
        bool const is_output = real == m_output && folder != root; // named itself, it is meant
        if (is_output || !m_visited.insert(real.string()).second)
            return;
        std::vector<fs::path> entries;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
            entries.push_back(entry->path());
        if (error) {
            m_problems.push_back(
                {Severity::error,
                 "input.unreadable",
                 {"the folder cannot be read: " + error.message(), folder.string(), "check its permissions"}});
            return;
        }
        std::ranges::sort(entries);
        std::set<std::string> names;
        for (fs::path const& entry : entries)
            names.insert(fold(entry.filename().string()));
        for (fs::path const& entry : entries)
            add_entry(entry, root, names);
    }

    void add_entry(fs::path const& entry, fs::path const& root, std::set<std::string> const& names) {
        std::string const name = entry.filename().string();
        std::error_code error;
        if (name.starts_with('.'))
            return;
        std::string const relative = fs::relative(entry, root, error).string();
        if (fs::is_directory(entry, error)) {
            if (extension_of(name) == "gdb")
                m_items.push_back(item_of(entry.string(), relative));
            else
                add_folder(entry, root);
        } else if (is_dataset(name, names)) {
            if (is_archive(name))
                add_archive(entry.string(), fs::path(relative).replace_extension().string());
            else
                m_items.push_back(item_of(entry.string(), relative));
        }
    }

    Problems& m_problems;
    fs::path m_output;
    std::set<std::string> m_visited;
    std::vector<Item> m_items;
};

} // namespace

std::string_view name_of(DataKind kind) noexcept {
    return kind == DataKind::raster ? "raster" : "vector";
}

std::vector<Item> discover(std::span<std::string const> names, std::string const& output_folder, Problems& problems) {
    Finder finder(output_folder, problems);
    for (std::string const& name : names)
        finder.add(name);
    return finder.take();
}

std::vector<Item> without_duplicates(std::vector<Item> items) {
    std::set<std::string> seen;
    std::vector<Item> kept;
    for (Item& item : items) {
        std::error_code error;
        fs::path const real =
            item.source.starts_with("/vsi") ? fs::path(item.source) : fs::weakly_canonical(item.source, error);
        if (seen.insert(real.string()).second)
            kept.push_back(std::move(item));
    }
    return kept;
}

} // namespace oreway
