// SPDX-License-Identifier: MIT
// Areas of catchments by the boundaries alone, lengths of their lines by the crossings with borders; the rest of each
// closes the sum.

#include "jobs/catchment_shares.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "jobs/catchment_members.hpp"
#include "jobs/layer_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/area_shares.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

namespace {

/// Rests that are smaller than this share are rounding.
constexpr double smallest_share = 1e-9;

/// What lies in one area; in none, without a position.
struct Share {
    std::optional<std::size_t> area;
    double square_metres = 0.0;
    double metres = 0.0;
};
struct Shares {
    std::vector<Share> rows;
    double counted_twice = 0.0; ///< square metres
};

/// Kilometres of the lines of a group, by area.
struct Lengths {
    std::map<std::size_t, double> metres;
    double whole = 0.0;
    bool has_lines = false;
};

Lengths lengths_of(LonLatGeometries const& sources, PolygonPartition const& areas) {
    Lengths lengths;
    for (std::size_t g = 0; g < sources.size(); ++g) {
        if (sources.kind(g) != GeometryKind::line)
            continue;
        lengths.has_lines = true;
        for (std::size_t p = 0; p < sources[g].path_count(); ++p)
            for (LineStretch const& stretch : areas.split(sources[g].path(p))) {
                double const metres = (stretch.to - stretch.from).value();
                lengths.whole += metres;
                if (stretch.polygon)
                    lengths.metres[*stretch.polygon] += metres;
            }
    }
    return lengths;
}

/// Shares of one buffer in the order of the areas, what is in none of them last.
Shares shares_of(Buffer const& buffer, AreaShares const& areas, Lengths const& lengths) {
    std::map<std::size_t, Share> by_area;
    double covered = 0.0;
    for (AreaShare const& share : areas.of(buffer.polygons[0])) {
        by_area[share.polygon].square_metres = share.area.value();
        covered += share.area.value();
    }
    double inside = 0.0;
    for (auto const& [area, metres] : lengths.metres) {
        by_area[area].metres = metres;
        inside += metres;
    }
    Shares shares;
    for (auto& [area, share] : by_area) {
        share.area = area;
        shares.rows.push_back(share);
    }
    shares.counted_twice = by_area.size() > 1 ? areas.counted_twice(buffer.polygons[0]).value() : 0.0;
    covered -= shares.counted_twice;
    double const whole = buffer.area.value();
    Share rest;
    if (whole - covered > smallest_share * whole)
        rest.square_metres = whole - covered;
    if (lengths.whole - inside > smallest_share * lengths.whole)
        rest.metres = lengths.whole - inside;
    if (rest.square_metres > 0.0 || rest.metres > 0.0)
        shares.rows.push_back(rest);
    return shares;
}

double rounded_square_kilometres(double square_metres) {
    return std::round(square_metres) / 1e6;
}

/// A share with eight decimals, so that sums of printed shares close to what is printed.
double rounded_share(double part, double whole) {
    return std::round(part / whole * 1e8) / 1e8;
}

} // namespace

struct CatchmentAreasIndex::Impl {
    std::optional<LoadedLayer> loaded;
    std::optional<std::size_t> id_field;
    std::optional<AreaShares> areas;
    std::optional<PolygonPartition> partition;
    Problems problems;

    [[nodiscard]] std::vector<Cell> names_of(std::optional<std::size_t> area) const {
        if (!area)
            return {Absent{"in none of the areas"}, Absent{"in none of the areas"}};
        FeatureLayer const& layer = loaded->layer;
        if (!id_field)
            return {layer.ids[*area], Absent{"no --areas-id was given"}};
        auto const name = layer.attributes.text(*area, *id_field);
        return {layer.ids[*area], name ? Cell(*name) : Cell(Absent{"the area has no value"})};
    }
};

CatchmentAreasIndex::CatchmentAreasIndex(CatchmentAreas const& areas, InputOptions const& input) {
    auto impl = std::make_unique<Impl>();
    impl->loaded = load_layer(areas.dataset, areas.layer, input, impl->problems);
    if (impl->loaded) {
        FeatureLayer const& layer = impl->loaded->layer;
        if (!areas.id_field.empty())
            impl->id_field = required_field(layer, areas.id_field);
        LonLatGeometries polygons;
        std::size_t others = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            bool const is_polygon = layer.geometries.kind(i) == GeometryKind::polygon;
            others += is_polygon ? 0U : 1U;
            if (is_polygon)
                polygons.add(layer.geometries[i]);
            else
                polygons.add_null();
        }
        if (others > 0)
            impl->problems.push_back({Severity::warning,
                                      "catchment.no_area",
                                      {.what = fmt::format("{} of {} features are no polygons, so nothing lies in them",
                                                           others, layer.size()),
                                       .where = place_of(layer.origin),
                                       .remedy = "give a layer of polygons with --areas"}});
        impl->partition.emplace(polygons);
        impl->areas.emplace(std::move(polygons));
    }
    m_impl = std::move(impl);
}

CatchmentAreasIndex::CatchmentAreasIndex(CatchmentAreasIndex&&) noexcept = default;
CatchmentAreasIndex& CatchmentAreasIndex::operator=(CatchmentAreasIndex&&) noexcept = default;
CatchmentAreasIndex::~CatchmentAreasIndex() = default;

Problems const& CatchmentAreasIndex::problems() const noexcept {
    return m_impl->problems;
}

Table CatchmentAreasIndex::shares(std::vector<CatchmentGroup> const& groups,
                                  std::vector<std::vector<Buffer>> const& buffers, Progress& progress,
                                  Problems& problems) const {
    progress.stage("shares of areas", groups.size());
    std::vector<Lengths> lengths(groups.size());
    std::vector<std::vector<Shares>> found(groups.size());
    parallel_for(groups.size(), [&](std::size_t g) {
        stop_if_cancelled(progress);
        lengths[g] = lengths_of(groups[g].geometries, *m_impl->partition);
        for (Buffer const& buffer : buffers[g])
            found[g].push_back(shares_of(buffer, *m_impl->areas, lengths[g]));
        progress.advance(1);
    });
    Table table("shares", {{"catchment", CellKind::text, "", 2, {}},
                           {"radius_km", CellKind::real, "kilometres", 3, {}},
                           {"area_fid", CellKind::integer, "", 2, "none for what lies in no area"},
                           {"area", CellKind::text, "", 2, "value of the field of --areas-id"},
                           {"area_km2", CellKind::real, "square kilometres", 6, {}},
                           {"share", CellKind::real, "of the catchment", 8, {}},
                           {"length_km", CellKind::real, "kilometres", 6, "of the lines of the source"}});
    double counted_twice = 0.0;
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (std::size_t r = 0; r < buffers[g].size(); ++r) {
            double const whole = buffers[g][r].area.value();
            counted_twice += found[g][r].counted_twice;
            for (Share const& share : found[g][r].rows) {
                std::vector<Cell> row = {groups[g].name, rounded_kilometres(buffers[g][r].radius)};
                std::ranges::move(m_impl->names_of(share.area), std::back_inserter(row));
                row.emplace_back(rounded_square_kilometres(share.square_metres));
                row.push_back(whole > 0.0 ? Cell(rounded_share(share.square_metres, whole))
                                          : Cell(Absent{"the catchment has no area"}));
                row.push_back(lengths[g].has_lines ? Cell(std::round(share.metres * 1e3) / 1e6)
                                                   : Cell(Absent{"the source has no lines"}));
                table.add_row(std::move(row));
            }
        }
    if (counted_twice > 0.0)
        problems.push_back({Severity::note,
                            "catchment.counted_twice",
                            {.what = fmt::format("its features overlap one another inside of catchments: {} km2 are in "
                                                 "several shares, so those add up to more than 1",
                                                 fixed(counted_twice / 1e6, 6)),
                             .where = place_of(m_impl->loaded->layer.origin),
                             .remedy = ""}});
    return table;
}

} // namespace oreway
