// SPDX-License-Identifier: MIT
// The layer whole in memory, the raster in bands of rows.

#include "oreway/jobs/burn.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "jobs/field_weights.hpp"
#include "jobs/layer_text.hpp"
#include "jobs/raster_bands.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/surface/burn.hpp"

namespace oreway {

namespace {

/// A measure in words and units.
struct Measure {
    BurnAmount amount;
    std::string_view unit;
    std::string_view title;
    int decimals;
};
constexpr std::array<Measure, 3> measures = {{{BurnAmount::length, "km", "length of lines", 6},
                                              {BurnAmount::area, "km2", "area of polygons", 6},
                                              {BurnAmount::count, "", "number of features", 3}}};

Measure measure_of(BurnMeasure wanted, LonLatGeometries const& geometries) {
    if (wanted == BurnMeasure::by_kind) {
        wanted = BurnMeasure::count;
        for (std::size_t i = 0; i < geometries.size() && geometries.kind(i) != GeometryKind::point; ++i) {
            if (geometries.kind(i) == GeometryKind::null)
                continue;
            wanted = geometries.kind(i) == GeometryKind::line ? BurnMeasure::length : BurnMeasure::area;
            break;
        }
    }
    if (wanted == BurnMeasure::length)
        return measures[0];
    return wanted == BurnMeasure::area ? measures[1] : measures[2];
}

/// What a whole feature has of the measure; zero when it has none.
double whole_of(LonLatGeometry geometry, BurnAmount amount) {
    if (amount == BurnAmount::count)
        return geometry.empty() ? 0.0 : 1.0;
    if (amount == BurnAmount::area)
        return to_square_kilometres(geodesic_area(geometry));
    return geometry.kind() == GeometryKind::line ? to_kilometres(geodesic_length(geometry)) : 0.0;
}

void note_features_without(std::size_t count, Measure const& measure, LayerOrigin const& origin, Problems& problems) {
    if (count > 0)
        problems.push_back({Severity::note,
                            "burn.no_extent",
                            {.what = fmt::format("{} features have no {}; they bring nothing", count,
                                                 measure.amount == BurnAmount::area     ? "area"
                                                 : measure.amount == BurnAmount::length ? "length"
                                                                                        : "place"),
                             .where = place_of(origin),
                             .remedy = ""}});
}

void tell_unreached(std::vector<std::size_t> const& positions, FeatureLayer const& layer, GridSpec const& spec,
                    Problems& problems) {
    std::vector<std::string> ids;
    for (std::size_t const i : positions)
        ids.push_back(std::to_string(layer.ids[i]));
    if (!ids.empty())
        problems.push_back({Severity::warning,
                            "burn.unreached",
                            {.what = fmt::format("features {} reach beyond what {} can show and are left out",
                                                 join(ids, ", "), printable(spec.crs.substr(0, 60))),
                             .where = place_of(layer.origin),
                             .remedy = "take a grid in another reference system, such as longitude and latitude"}});
}

/// Sums of the layer as a whole.
struct Totals {
    std::size_t burnt = 0;
    double sum = 0.0;
};

Totals totals_of(FeatureLayer const& layer, std::vector<double> const& weights, BurnAmount amount) {
    Totals totals;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        double const whole = whole_of(layer.geometries[i], amount);
        totals.burnt += whole > 0.0 ? 1U : 0U;
        totals.sum += weights[i] * whole;
    }
    return totals;
}

Table summary_of(FeatureLayer const& layer, Measure const& measure, Totals const& totals, CellTotals const& cells) {
    std::string const unit(measure.unit);
    auto const real = [&](std::string name, std::string description) {
        return Column{std::move(name), CellKind::real, unit, measure.decimals, std::move(description)};
    };
    bool const is_count = measure.amount == BurnAmount::count;
    Table table("burn", {{"measure", CellKind::text, "", 0, "what a cell holds"},
                         {"features", CellKind::integer, "", 0, "features read"},
                         {"burnt", CellKind::integer, "", 0, "of these with the measure"},
                         real("total", "of all features, times their weight"),
                         real("in_grid", "sum of all cells"),
                         real("outside", "of what lies outside the grid"),
                         real("greatest", "in one cell"),
                         {"cells", CellKind::integer, "", 0, "cells with more than nothing"},
                         {"unit", CellKind::text, "", 0, "of the cells"}});
    constexpr double rounding = 1e-9;
    double const outside = totals.sum - cells.sum;
    table.add_row({std::string(measure.title), static_cast<std::int64_t>(layer.size()),
                   static_cast<std::int64_t>(totals.burnt), totals.sum, cells.sum,
                   is_count ? Cell(Absent{"a feature counts in every cell that it touches"})
                            : Cell(outside > rounding * totals.sum ? outside : 0.0),
                   cells.greatest, static_cast<std::int64_t>(cells.filled), unit});
    return table;
}

} // namespace

BurnResult burn(BurnOptions const& options, Progress& progress) {
    check_raster_output(options.output);
    BurnResult result;
    progress.stage("reading", 0);
    std::optional<LoadedLayer> loaded = load_layer(options.dataset, options.layer, options.input, result.problems);
    throw_if_errors(result.problems, "reading " + options.dataset);
    FeatureLayer const& layer = loaded->layer;
    std::vector<double> const weights = field_weights(layer, options.weight_field, result.problems);
    Measure const measure = measure_of(options.measure, layer.geometries);
    Totals const totals = totals_of(layer, weights, measure.amount);
    note_features_without(layer.size() - totals.burnt, measure, layer.origin, result.problems);
    GridFrame const frame(resolve_grid(options.grid, extent_of(layer.geometries)), options.input.operation);
    Burning const burning(frame, layer.geometries, weights, measure.amount, progress);
    tell_unreached(burning.unreached(), layer, frame.spec(), result.problems);
    std::string const title = options.weight_field.empty()
                                  ? std::string(measure.title)
                                  : fmt::format("{} times {}", measure.title, options.weight_field);
    std::string const unit = options.weight_field.empty() ? std::string(measure.unit) : std::string();
    RasterFile file(options.output, {.spec = frame.spec(),
                                     .type = CellType::float64,
                                     .bands = {{.name = title, .unit = unit, .nodata = std::nullopt}},
                                     .style = {.ramp = RasterRamp::amount, .unit = unit}});
    CellTotals const cells = write_rows(
        file, frame.spec(), [&](std::size_t first, std::size_t last) { return burning.rows(first, last, progress); });
    file.finish(progress);
    result.summary = summary_of(layer, measure, totals, cells);
    result.outputs.push_back(file.commit());
    return result;
}

} // namespace oreway
