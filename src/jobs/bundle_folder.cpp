// SPDX-License-Identifier: MIT
// A folder is ours when its manifest.json is a receipt of Oreway; the name of the file alone proves nothing, since
// others use it.

#include "jobs/bundle_folder.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t names_listed = 5;

/// The files a receipt lists; nothing when the text is no receipt of Oreway.
std::set<std::string> files_of_receipt(fs::path const& manifest) {
    std::ifstream stream(manifest, std::ios::binary);
    auto const receipt = nlohmann::json::parse(stream, nullptr, false);
    if (!receipt.is_object() || !receipt.contains("ellipsoid") || !receipt.contains("command") ||
        !receipt.contains("outputs") || !receipt["outputs"].is_array())
        return {};
    std::set<std::string> names = {std::string(bundle_manifest_name)};
    for (auto const& output : receipt["outputs"])
        if (output.is_object() && output.contains("name") && output["name"].is_string())
            names.insert(output["name"].get<std::string>());
    return names;
}

/// GDAL's statistics, sqlite's journals, and the settings QGIS keeps beside a project.
bool is_side_file(std::string const& name) {
    constexpr std::string_view endings[] = {".aux.xml",        "-wal", "-shm", "-journal", ".qgz~", ".qgs~",
                                            "_attachments.zip"};
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

std::vector<std::string> strangers_in(fs::path const& folder, std::set<std::string> const& ours) {
    std::vector<std::string> strangers;
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator(folder)) {
        std::string const name = entry.path().lexically_relative(folder).generic_string();
        if (!entry.is_directory() && !ours.contains(name) && !is_side_file(name))
            strangers.push_back(name);
    }
    std::ranges::sort(strangers);
    return strangers;
}

} // namespace

void check_replaceable_bundle(fs::path const& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored) || fs::is_empty(folder, ignored) ||
        !fs::exists(folder / bundle_manifest_name, ignored))
        return; // OutputFolder judges these
    std::set<std::string> const ours = files_of_receipt(folder / bundle_manifest_name);
    if (ours.empty())
        throw UsageError({.what = fmt::format("its {} is no receipt of Oreway, so the folder is not ours to replace",
                                              bundle_manifest_name),
                          .where = folder.string(),
                          .remedy = "name a new or an empty folder"});
    std::vector<std::string> strangers = strangers_in(folder, ours);
    if (strangers.empty())
        return;
    std::size_t const count = strangers.size();
    strangers.resize(std::min(count, names_listed));
    throw UsageError(
        {.what = fmt::format("holds {} file{} that Oreway did not write: {}{}", count, count == 1 ? "" : "s",
                             join(strangers, ", "), count > names_listed ? ", ..." : ""),
         .where = folder.string(),
         .remedy = "move them away, or name another folder"});
}

} // namespace oreway
