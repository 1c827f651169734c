// SPDX-License-Identifier: MIT
// Folders and archives of data files.

#include "io/dataset_members.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"

namespace oreway {

namespace {

constexpr int deepest_folder = 4; ///< in archives, which often have everything in a folder

bool is_folder(std::string const& name) {
    VSIStatBufL status{};
    return VSIStatExL(name.c_str(), &status, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG) == 0 &&
           VSI_ISDIR(status.st_mode);
}

bool exists(std::string const& name) {
    VSIStatBufL status{};
    return VSIStatExL(name.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

/// Archives are entered by the name of GDAL's file system for them.
std::string entered(std::string const& name) {
    bool const archive = has_extension(name, "zip") || has_extension(name, "kmz") || has_extension(name, "shz");
    return archive && !is_folder(name) && !name.starts_with("/vsizip/") ? "/vsizip/" + name : name;
}

std::string stem_of(std::string const& name) {
    return fold(name.substr(0, name.find_last_of('.')));
}

bool is_data_file(std::string const& name, std::set<std::string> const& shapefiles) {
    // .xml is mostly metadata, a .dbf or .shx beside a .shp belongs to it
    if (has_extension(name, "xml") || has_extension(name, "dbf")) {
        return has_extension(name, "dbf") && !shapefiles.contains(stem_of(name));
    }
    Format const* format = format_by_extension(name);
    return format != nullptr && format->kind == FormatKind::vector;
}

void collect(std::string const& folder, int depth, std::vector<std::string>& files) {
    std::vector<std::string> const names = gdal::list_folder(folder);
    std::set<std::string> shapefiles;
    for (std::string const& name : names)
        if (has_extension(name, "shp") || has_extension(name, "tab"))
            shapefiles.insert(stem_of(name));
    for (std::string const& name : names) {
        std::string const path = folder + "/" + name;
        if (name.starts_with('.'))
            continue;
        if (has_extension(name, "gdb"))
            files.push_back(path);
        else if (is_folder(path)) {
            if (depth > 0)
                collect(path, depth - 1, files);
        } else if (is_data_file(name, shapefiles))
            files.push_back(path);
    }
}

[[noreturn]] void fail_missing(std::string const& name) {
    std::size_t const slash = name.find_last_of('/');
    std::string const folder = slash == std::string::npos ? "." : name.substr(0, slash);
    std::vector<std::string> const names = gdal::list_folder(folder);
    auto const near = nearest_spelling(slash == std::string::npos ? name : name.substr(slash + 1), names);
    throw IoError({.what = "there is no such file or folder",
                   .where = name,
                   .remedy = near ? fmt::format("did you mean '{}'?", *near) : "check the name"});
}

} // namespace

bool has_extension(std::string const& name, std::string_view extension) {
    std::size_t const dot = name.find_last_of("./");
    return dot != std::string::npos && name[dot] == '.' && fold(std::string_view(name).substr(dot + 1)) == extension;
}

DatasetMembers members_of(std::string const& given) {
    std::string name = entered(given);
    while (name.size() > 1 && name.ends_with('/'))
        name.pop_back();
    if (!exists(name) && name.find("://") == std::string::npos)
        fail_missing(given);
    if (has_extension(name, "dbf") || has_extension(name, "shx")) {
        std::string const stem = name.substr(0, name.size() - 3);
        for (char const* shp : {"shp", "SHP"})
            if (gdal::file_size(stem + shp) >= 0)
                name = stem + shp;
    }
    if (!is_folder(name) || has_extension(name, "gdb"))
        return {{name}, false};
    DatasetMembers members{{}, true};
    collect(name, name.starts_with("/vsi") ? deepest_folder : 0, members.files);
    if (members.files.empty())
        throw IoError(
            {.what = "there is no vector data in the folder",
             .where = given,
             .remedy = "name a file, or a folder that holds some; 'oreway info --formats' lists what is read"});
    return members;
}

} // namespace oreway
