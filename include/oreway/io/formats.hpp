// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The formats Oreway opens and writes: one table, from which opening, error texts, `info --formats` and the
/// documentation are made. A driver that is not in the table is never tried: the extension of a file does not decide
/// what GDAL makes of it, and some drivers open other files, URLs, or crash (LIBKML of GDAL 3.6.2).

#include <span>
#include <string>
#include <string_view>

namespace oreway {

enum class FormatKind { vector, raster };

struct Format {
    std::string_view driver;     ///< GDAL's short name, "ESRI Shapefile"
    std::string_view label;      ///< for people
    std::string_view extensions; ///< separated by spaces, without dots, the usual one first
    FormatKind kind;
    bool writes;             ///< Oreway writes it, too
    std::string_view remark; ///< options we set and why
};

/// All formats, sorted by label. VRT is absent: it is opened only on demand (ReadOptions::allow_vrt).
[[nodiscard]] std::span<Format const> formats() noexcept;

/// The format that the extension of a name stands for, vectors before rasters; nullptr when there is none.
[[nodiscard]] Format const* format_by_extension(std::string_view name) noexcept;

} // namespace oreway
