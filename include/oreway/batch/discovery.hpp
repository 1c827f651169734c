// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From what a user names to datasets: files, folders with all that lies in them, patterns, archives, lists of names.
///
///     std::vector<Item> items = discover({"sheets/", "dem/*.tif", "@more.txt"}, {}, problems);
///
/// Files that belong together are one item: a shapefile with its .dbf, .shx, .prj, .cpg and indexes, a MapInfo table
/// with its .dat, .map and .id, a raster with its .aux.xml, .ovr and world file, a file geodatabase with its folder.
/// Items come out sorted by name, whatever order the file system has.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"

namespace oreway {

enum class DataKind : std::uint8_t { vector, raster };

[[nodiscard]] std::string_view name_of(DataKind kind) noexcept;

/// One dataset on its way through a batch.
struct Item {
    std::string source;   ///< what GDAL opens: "sheets/north/a.shp", "/vsizip/a.zip/b.shp"
    std::string relative; ///< name under the output folder, with the extension of the source: "north/a.shp"
    DataKind kind = DataKind::vector;
    std::vector<std::string> files; ///< all files that belong to it, the source first
    std::uint64_t bytes = 0;        ///< of all its files; the measure of progress
};

/// Finds the datasets. A name is, in this order:
/// - "@FILE" or a name ending in ".lst": a text file with one name a line; empty lines and lines with # are passed over
/// - a folder: everything under it whose extension is known, recursively, archives too; tables without shapes (CSV,
/// spreadsheets) are taken only when they are named; hidden files, symbolic links to folders above
///   and the folder of outputs are left out. The structure below the folder is kept in `relative`
/// - an archive (.zip, .kmz, .tar, .tgz): the datasets in it, in place, as /vsizip/ and /vsitar/ names
/// - a name with * ? or [: all that match; ** is not special. A pattern that matches nothing is an error
/// - a file or GDAL name
/// A file that is named outright is taken whatever its extension; the kind is then found out by looking inside.
/// \param output_folder  left out of the search when it lies under an input
/// \param problems       names that lead nowhere (errors "input.missing", "input.empty"), one each; the others are
/// found \throws UsageError when a list file cannot be read
[[nodiscard]] std::vector<Item> discover(std::span<std::string const> names, std::string const& output_folder,
                                         Problems& problems);

/// Datasets that are named twice, also by other paths to the same file, are kept once.
[[nodiscard]] std::vector<Item> without_duplicates(std::vector<Item> items);

} // namespace oreway
