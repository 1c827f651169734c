// SPDX-License-Identifier: MIT
// Areas of use against extents, and against points where extents do not tell.

#include "batch/coverage.hpp"

#include <fmt/format.h>

#include "batch/areas.hpp"
#include "batch/crs_cache.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_features = 16'384;

std::string text_of(LonLatBox const& box) {
    return fmt::format("{} {} {} {}", fixed(box.west, 2), fixed(box.south, 2), fixed(box.east, 2), fixed(box.north, 2));
}

/// The areas that the points of a layer should lie in.
std::vector<AreaOfUse> areas_of(LayerTask const& layer) {
    std::vector<AreaOfUse> areas;
    if (layer.operation.area)
        areas.push_back(*layer.operation.area);
    if (auto const& area = cached_crs(layer.target_crs).area_of_use())
        areas.push_back(*area);
    return areas;
}

bool all_cover(std::vector<AreaOfUse> const& areas, LonLatBox const& box) {
    for (AreaOfUse const& area : areas)
        if (!covers(area.box, box))
            return false;
    return true;
}

/// Reads the points of a layer and counts those outside.
std::int64_t count_outside(Task const& task, std::size_t number, Settings const& settings,
                           std::vector<AreaOfUse> const& areas, Progress& progress) {
    LayerTask const& layer = task.layers[number];
    Crs const source = cached_crs(layer.source_crs);
    Crs const wgs84 = Crs::wgs84();
    // Areas are rough boxes, so any operation is good enough to tell who lies in them.
    auto const transform =
        make_transform(source, wgs84, choose_operation(source, wgs84, layer.extent, {.allow_ballpark = true}).chosen);
    VectorDataset dataset = VectorDataset::open(task.item.source, settings.read);
    auto const features = dataset.read(number);
    std::int64_t outside = 0;
    for (FeatureChunk chunk = features->next(chunk_features); !chunk.ids.empty();
         chunk = features->next(chunk_features)) {
        stop_if_cancelled(progress);
        std::vector<XY> points(chunk.geometries.vertices().begin(), chunk.geometries.vertices().end());
        std::vector<std::uint8_t> failed(points.size());
        transform->apply(points, failed);
        for (std::size_t i = 0; i < points.size(); ++i) {
            LonLat const place{.lon = wrap_longitude(points[i].x), .lat = points[i].y};
            bool inside = failed[i] == 0;
            for (AreaOfUse const& area : areas)
                inside = inside && covers(area.box, place);
            outside += inside ? 0 : 1;
        }
    }
    return outside;
}

void state(Task& task, LayerTask const& layer, std::vector<AreaOfUse> const& areas) {
    std::string const where = fmt::format("{}, layer '{}'", task.item.source, layer.facts.layer);
    for (AreaOfUse const& area : areas) {
        if (covers(area.box, layer.extent))
            continue;
        bool const none = !touches(area.box, layer.extent);
        std::string const how_many = none                   ? "the layer lies"
                                     : layer.points_outside ? fmt::format("{} points lie", *layer.points_outside)
                                                            : "a part of the layer lies";
        // Nothing is lost by it: coordinates are what the projection makes of them.
        task.problems.push_back({Severity::note,
                                 none ? "crs.outside" : "crs.partly_outside",
                                 {fmt::format("{} outside the area of use '{}' ({}); the data span {}", how_many,
                                              area.name, text_of(area.box), text_of(layer.extent)),
                                  where, "check the reference system of the data, and the target"}});
    }
}

} // namespace

void check_coverage(Plan& plan, Settings const& settings, PointCount count, Progress& progress) {
    parallel_for(plan.tasks.size(), [&](std::size_t t) {
        Task& task = plan.tasks[t];
        for (std::size_t i = 0; i < task.layers.size(); ++i) {
            LayerTask& layer = task.layers[i];
            if (task.verdict != Verdict::run || !layer.facts.spatial)
                continue;
            std::vector<AreaOfUse> const areas = areas_of(layer);
            if (layer.extent.empty())
                layer.extent = lonlat_extent(cached_crs(layer.source_crs), layer.facts.extent);
            if (all_cover(areas, layer.extent))
                layer.points_outside = 0;
            else if (count == PointCount::by_reading && task.item.kind == DataKind::vector)
                layer.points_outside = count_outside(task, i, settings, areas, progress);
            state(task, layer, areas);
        }
    });
}

} // namespace oreway
