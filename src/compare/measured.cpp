// SPDX-License-Identifier: MIT
// Measures the lines of a scene, in parallel; each line writes to its own place, so the result has one order.

#include "compare/measured.hpp"

#include <algorithm>
#include <cmath>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/densify.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

namespace {

/// The countries that lie where the lines run. World layers have half a million vertices, a study a few dozen
/// countries.
struct NearCountries {
    LonLatGeometries polygons;
    std::vector<std::string> ids;
};

LonLatBox box_of_lines(Scene const& scene) {
    std::vector<LonLat> vertices;
    auto const collect = [&](LonLatGeometries const& lines) {
        LonLatGeometries const followed = densify_geodesic(lines, kilometres(1.0));
        vertices.insert(vertices.end(), followed.vertices().begin(), followed.vertices().end());
    };
    collect(scene.leg_lines);
    collect(scene.corridor_lines);
    return bounding_box(vertices);
}

/// Edges of up to 10 degrees bulge by less than the margin of a degree; longer ones are not judged by their vertices.
bool may_meet(std::span<LonLat const> ring, LonLatBox const& lines) {
    constexpr double margin = 1.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        if (std::abs(ring[i + 1].lon - ring[i].lon) > 10.0)
            return true;
    LonLatBox const box = bounding_box(ring);
    if (box.south > lines.north + margin || box.north < lines.south - margin)
        return false;
    auto const starts_inside = [&](LonLatBox const& outer, double lon) {
        double const turned = std::fmod(lon - outer.west + margin + 720.0, 360.0);
        return turned <= outer.width() + 2.0 * margin;
    };
    return starts_inside(lines, box.west) || starts_inside(box, lines.west);
}

NearCountries near_countries(Scene const& scene) {
    LonLatBox const lines = box_of_lines(scene);
    NearCountries result;
    if (lines.empty())
        return result;
    for (std::size_t i = 0; i < scene.countries.size(); ++i) {
        LonLatGeometry const polygon = scene.country_polygons[i];
        bool near = false;
        for (std::size_t p = 0; p < polygon.path_count() && !near; ++p)
            near = may_meet(polygon.path(p), lines);
        if (!near)
            continue;
        result.polygons.add(polygon);
        result.ids.push_back(scene.countries[i].id);
    }
    return result;
}

MeasuredLine measure_line(LonLatGeometry line, PolygonPartition const& partition, std::vector<std::string> const& ids) {
    MeasuredLine result;
    for (std::size_t p = 0; p < line.path_count(); ++p) {
        for (LineStretch const& stretch : partition.split(line.path(p))) {
            Metres const length = stretch.to - stretch.from;
            result.by_country[stretch.polygon ? ids[*stretch.polygon] : std::string()] += length;
            result.length += length;
        }
    }
    return result;
}

MeasuredLine sum_of_legs(Corridor const& corridor, std::vector<MeasuredLine> const& legs) {
    MeasuredLine result;
    for (LegUse const use : corridor.legs) {
        result.length += legs[use.leg].length;
        for (auto const& [country, length] : legs[use.leg].by_country)
            result.by_country[country] += length;
    }
    return result;
}

} // namespace

MeasuredScene measure(Scene const& scene, Progress& progress) {
    NearCountries const countries = near_countries(scene);
    PolygonPartition const partition(countries.polygons);
    MeasuredScene result;
    result.legs.resize(scene.legs.size());
    result.corridors.resize(scene.corridors.size());
    result.lines.resize(scene.corridors.size());
    result.indexes.resize(scene.corridors.size());
    progress.stage("measuring lines", scene.legs.size() + scene.corridors.size());
    parallel_for(scene.legs.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        result.legs[i] = measure_line(scene.leg_lines[i], partition, countries.ids);
        progress.advance(1);
    });
    parallel_for(scene.corridors.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        Corridor const& corridor = scene.corridors[i];
        result.corridors[i] = corridor.legs.empty() ? measure_line(scene.corridor_lines[i], partition, countries.ids)
                                                    : sum_of_legs(corridor, result.legs);
        result.lines[i].add(scene.corridor_lines[i]);
        result.indexes[i].emplace(result.lines[i]);
        progress.advance(1);
    });
    return result;
}

} // namespace oreway
