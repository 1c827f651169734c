// SPDX-License-Identifier: MIT
// Points whole in memory, the raster in bands of rows.

#include "oreway/jobs/density.hpp"

#include <fmt/format.h>

#include "jobs/field_weights.hpp"
#include "jobs/layer_text.hpp"
#include "jobs/raster_bands.hpp"
#include "oreway/surface/density.hpp"

namespace oreway {

namespace {

Kernel kernel_of(DensityKernel kernel) {
    switch (kernel) {
    case DensityKernel::quartic:
        return Kernel::quartic;
    case DensityKernel::epanechnikov:
        return Kernel::epanechnikov;
    case DensityKernel::gaussian:
        return Kernel::gaussian;
    case DensityKernel::uniform:
        break;
    }
    return Kernel::uniform;
}

/// Single points with their share of the weight of their feature.
struct WeightedPoints {
    std::vector<LonLat> places;
    std::vector<double> weights;
    double sum = 0.0;
    std::size_t without_point = 0;
};

WeightedPoints points_of(FeatureLayer const& layer, std::vector<double> const& weights) {
    WeightedPoints points;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        LonLatGeometry const geometry = layer.geometries[i];
        if (geometry.empty())
            continue; // told when the layer was read
        if (geometry.kind() != GeometryKind::point) {
            ++points.without_point;
            continue;
        }
        for (LonLat const p : geometry.path(0)) {
            points.places.push_back(p);
            points.weights.push_back(weights[i] / static_cast<double>(geometry.vertex_count()));
        }
        points.sum += weights[i];
    }
    return points;
}

Table summary_of(FeatureLayer const& layer, WeightedPoints const& points, CellTotals const& cells) {
    Table table("density", {{"features", CellKind::integer, "", 0, "features read"},
                            {"points", CellKind::integer, "", 0, "single points"},
                            {"weight", CellKind::real, "", 3, "of all points"},
                            {"greatest", CellKind::real, "1/km2", 9, "density of the densest cell"},
                            {"cells", CellKind::integer, "", 0, "cells above zero"}});
    table.add_row({static_cast<std::int64_t>(layer.size()), static_cast<std::int64_t>(points.places.size()), points.sum,
                   cells.greatest, static_cast<std::int64_t>(cells.filled)});
    return table;
}

} // namespace

DensityMapResult density_map(DensityMapOptions const& options, Progress& progress) {
    check_raster_output(options.output);
    DensityMapResult result;
    progress.stage("reading", 0);
    std::optional<LoadedLayer> loaded = load_layer(options.dataset, options.layer, options.input, result.problems);
    throw_if_errors(result.problems, "reading " + options.dataset);
    FeatureLayer const& layer = loaded->layer;
    WeightedPoints const points = points_of(layer, field_weights(layer, options.weight_field, result.problems));
    if (points.places.empty())
        throw DataError({.what = "has no points",
                         .where = place_of(layer.origin),
                         .remedy = "give a layer of points; 'oreway burn' maps lines and polygons"});
    if (points.without_point > 0)
        result.problems.push_back(
            {Severity::warning,
             "density.no_point",
             {.what = fmt::format("{} features are no points and count nothing", points.without_point),
              .where = place_of(layer.origin),
              .remedy = ""}});
    GridFrame const frame(resolve_grid(options.grid, extent_of(layer.geometries)), options.input.operation);
    PointDensity const density(
        frame, points.places, points.weights,
        {.radius = options.radius,
         .kernel = kernel_of(options.kernel),
         .normalisation = options.sum == DensitySum::by_cells ? Normalisation::cells : Normalisation::surface},
        progress);
    std::string const what = options.weight_field.empty() ? "points" : options.weight_field;
    std::string const unit = fmt::format("{}/km2", options.weight_field.empty() ? "1" : options.weight_field);
    constexpr double nowhere = -1.0; // densities are not negative
    RasterFile file(options.output,
                    {.spec = frame.spec(),
                     .type = CellType::float64,
                     .bands = {{.name = fmt::format("density of {} within {} km", what, to_kilometres(options.radius)),
                                .unit = unit,
                                .nodata = nowhere}},
                     .style = {.ramp = RasterRamp::amount, .unit = unit}});
    CellTotals const cells = write_rows(
        file, frame.spec(), [&](std::size_t first, std::size_t last) { return density.rows(first, last, progress); });
    file.finish(progress);
    result.summary = summary_of(layer, points, cells);
    result.outputs.push_back(file.commit());
    return result;
}

} // namespace oreway
