// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Coordinate reference systems, opened by code or by text, never from a file or the network.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "oreway/geom/box.hpp"

namespace oreway {

enum class CrsKind { geographic, projected };

/// Where a reference system or an operation is meant to be used.
struct AreaOfUse {
    std::string name;
    LonLatBox box;
};

/// An immutable reference system; copies share it. Safe to read from several threads. Only the horizontal part counts:
/// of a compound system its first part. A system without a code gets the code of the EPSG or ESRI system it is
/// equivalent to, so a .prj as ESRI writes it is known by its code; one with a TOWGS84 clause keeps the clause and has
/// no code.
class Crs {
public:
    /// From what a user types: "EPSG:32642", "ESRI:102025", WKT 1 or 2, a PROJ string, PROJJSON, or a name that only
    /// one system bears. File names and URLs are refused, also inside the text; so are absurd sizes (100 000 bytes, 60
    /// nested brackets). \throws UsageError when nothing of that name exists or the system is not 2D/3D geographic or
    /// projected
    [[nodiscard]] static Crs from_user_input(std::string_view text);
    /// From the WKT of a file; `where` names the file in errors. \throws DataError
    [[nodiscard]] static Crs from_wkt(std::string_view wkt, std::string_view where);
    [[nodiscard]] static Crs wgs84();

    [[nodiscard]] std::string const& name() const noexcept;
    /// "EPSG:4326", or empty when the system has no code.
    [[nodiscard]] std::string const& code() const noexcept;
    [[nodiscard]] CrsKind kind() const noexcept;
    [[nodiscard]] std::string const& ellipsoid() const noexcept;
    /// Name of the unit of the first axis ("degree", "metre") and its size in metres or radians.
    [[nodiscard]] std::string const& unit() const noexcept;
    [[nodiscard]] double unit_size() const noexcept;
    /// WKT 2:2019 on one line.
    [[nodiscard]] std::string const& wkt() const noexcept;
    [[nodiscard]] std::optional<AreaOfUse> const& area_of_use() const noexcept;
    /// The same system for data in east-north order (axis order is ignored, names are not compared).
    [[nodiscard]] bool is_equivalent_to(Crs const& other) const;

    struct Impl;
    [[nodiscard]] Impl const& impl() const noexcept { return *m_impl; }

private:
    explicit Crs(std::shared_ptr<Impl const> impl) : m_impl(std::move(impl)) {}
    std::shared_ptr<Impl const> m_impl;
};

/// Version of PROJ that is running ("9.1.1").
[[nodiscard]] std::string proj_version();

} // namespace oreway
