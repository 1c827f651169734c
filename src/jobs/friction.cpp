// SPDX-License-Identifier: MIT
// The whole grid is in memory, as it is for the costs that are made of it.

#include "oreway/jobs/friction.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "jobs/cell_sampler.hpp"
#include "jobs/field_weights.hpp"
#include "jobs/layer_text.hpp"
#include "jobs/raster_bands.hpp"
#include "jobs/study_inputs.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/grid/grid.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/model/friction_table.hpp"
#include "oreway/surface/grid_trace.hpp"
#include "oreway/surface/slope.hpp"

namespace oreway {

namespace {

constexpr float barrier = std::numeric_limits<float>::quiet_NaN();
constexpr double seconds_an_hour = 3600.0;

/// Seconds a metre at a speed; 0 km/h is no way through.
float pace(double kmh) {
    return kmh > 0.0 ? static_cast<float>(seconds_an_hour / 1000.0 / kmh) : barrier;
}

/// Layers of the table in memory, in the order of the table.
struct FrictionLayers {
    std::vector<FeatureLayer> barriers;
    std::vector<FeatureLayer> ways;
    std::vector<FeatureLayer> crossings;
};

/// Features that have one of the values in each field asked for.
FeatureLayer chosen_features(FeatureLayer layer, FrictionLayer const& source) {
    if (source.where.empty())
        return layer;
    std::vector<std::pair<std::size_t, std::vector<std::string> const*>> conditions;
    for (auto const& [field, values] : source.where)
        conditions.emplace_back(require_field(layer.attributes, field, place_of(layer.origin)), &values);
    FeatureLayer kept;
    kept.name = layer.name;
    kept.origin = layer.origin;
    kept.attributes = Attributes(layer.attributes.fields());
    std::vector<AttributeValue> row(layer.attributes.fields().size());
    for (std::size_t i = 0; i < layer.size(); ++i) {
        bool const fits = std::ranges::all_of(conditions, [&](auto const& condition) {
            auto const text = layer.attributes.text(i, condition.first);
            return text && std::ranges::find(*condition.second, *text) != condition.second->end();
        });
        if (!fits)
            continue;
        for (std::size_t f = 0; f < row.size(); ++f)
            row[f] = layer.attributes.value(i, f);
        kept.ids.push_back(layer.ids[i]);
        kept.geometries.add(layer.geometries[i]);
        kept.attributes.add_row(row);
    }
    return kept;
}

class Loader {
public:
    Loader(FrictionOptions const& options, Problems& problems) : m_options(options), m_problems(problems) {}

    void load(FrictionLayer const& source, std::vector<FeatureLayer>& layers) {
        std::string const path = resolved_path(source.path, m_options.table.parent_path());
        auto loaded = load_layer(path, source.layer, m_options.input, m_problems);
        if (!loaded)
            return;
        FeatureLayer layer = chosen_features(std::move(loaded->layer), source);
        if (layer.size() == 0)
            m_problems.push_back({Severity::warning,
                                  "friction.empty",
                                  {.what = "has no feature that counts",
                                   .where = place_of(layer.origin),
                                   .remedy = "check 'where' in the friction table"}});
        layers.push_back(std::move(layer));
    }

private:
    FrictionOptions const& m_options;
    Problems& m_problems;
};

LonLatBox extent_of(FrictionLayers const& layers) {
    std::vector<LonLat> vertices;
    for (auto const* list : {&layers.barriers, &layers.ways, &layers.crossings})
        for (FeatureLayer const& layer : *list)
            vertices.insert(vertices.end(), layer.geometries.vertices().begin(), layer.geometries.vertices().end());
    return bounding_box(vertices);
}

/// The grid under work, and what was done to it.
class FrictionGrid {
public:
    FrictionGrid(GridFrame const& frame, double speed_kmh, Progress& progress)
        : m_frame(frame), m_cells(frame.spec(), pace(speed_kmh)), m_progress(progress) {
        add_row("speed_kmh", shortest(speed_kmh), Absent{"no features"},
                speed_kmh > 0.0 ? m_cells.spec().cell_count() : 0);
    }

    void take_cover(FrictionCover const& cover, std::string const& raster, InputOptions const& input) {
        GridReader reader(raster, input.read, input.assume_crs);
        GridFrame const frame(reader.spec(), input.operation);
        CellSampler sampler(reader, frame);
        m_progress.stage("land cover", m_cells.spec().rows);
        std::size_t changed = 0;
        for (std::size_t row = 0; row < m_cells.spec().rows; ++row) {
            stop_if_cancelled(m_progress);
            auto const places = frame.places_of(m_frame.centres_of_row(row, 0, m_cells.spec().columns));
            for (std::size_t column = 0; column < places.size(); ++column) {
                double const value = sampler.value_at(places[column], 0, SampleMethod::nearest);
                auto const found = std::ranges::find_if(
                    cover.classes, [&](FrictionClass const& one) { return value >= one.from && value <= one.to; });
                if (found == cover.classes.end())
                    continue;
                m_cells.row(row)[column] = pace(found->speed_kmh);
                ++changed;
            }
            m_progress.advance(1);
        }
        add_row("cover", raster, Absent{"a raster"}, changed);
    }

    void take_slope(FrictionSlope const& slope, std::string const& raster, InputOptions const& input) {
        Grid<float> const heights = heights_of(raster, input);
        SlopeFunction const function = slope.function == "tobler" ? SlopeFunction::tobler : SlopeFunction::none;
        double const steepest = slope.max_grade.value_or(std::numeric_limits<double>::infinity());
        m_progress.stage("slopes", m_cells.spec().rows);
        parallel_for(m_cells.spec().rows, [&](std::size_t row) {
            stop_if_cancelled(m_progress);
            std::vector<double> const grades = grades_of_row(heights, row);
            for (std::size_t column = 0; column < grades.size(); ++column) {
                double const grade = grades[column];
                double const factor = 0.5 * (slope_factor(function, grade) + slope_factor(function, -grade));
                float& cell = m_cells.row(row)[column];
                cell = grade <= steepest ? static_cast<float>(static_cast<double>(cell) * factor) : barrier;
            }
            m_progress.advance(1);
        });
        add_row("slope", raster, Absent{"a raster"}, m_cells.spec().cell_count());
    }

    void take_barrier(FeatureLayer const& layer) {
        std::size_t changed = 0;
        LonLatGeometries polygons;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            if (layer.geometries.kind(i) == GeometryKind::polygon)
                polygons.add(layer.geometries[i]);
            changed += for_cells_of_paths(layer.geometries[i], [](float& cell, auto const&) { cell = barrier; });
        }
        changed += close_inside(polygons);
        add_row("barrier", place_of(layer.origin), static_cast<std::int64_t>(layer.size()), changed);
    }

    /// Features without a speed are left out and told.
    void take_way(FeatureLayer const& layer, FrictionWay const& way, Problems& problems) {
        std::vector<double> speeds(layer.size(), way.speed_kmh);
        if (!way.speed_field.empty())
            speeds = field_weights(layer, way.speed_field, problems);
        std::size_t changed = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            bool const is_line = layer.geometries.kind(i) == GeometryKind::line;
            if (!is_line || !(speeds[i] > 0.0))
                continue;
            float const seconds = pace(speeds[i]);
            changed += for_cells_of_paths(layer.geometries[i], [&](float& cell, auto const&) {
                cell = std::isnan(cell) ? seconds : std::min(cell, seconds);
            });
        }
        add_row("way", place_of(layer.origin), static_cast<std::int64_t>(layer.size()), changed);
    }

    void take_crossing(FeatureLayer const& layer, double hours) {
        std::vector<CellStretch> cells;
        for (std::size_t i = 0; i < layer.size(); ++i)
            static_cast<void>(for_cells_of_paths(layer.geometries[i],
                                                 [&](float&, CellStretch const& cell) { cells.push_back(cell); }));
        auto const place = [](CellStretch const& cell) { return std::pair(cell.row, cell.column); };
        std::ranges::sort(cells, {}, place);
        auto const repeated = std::ranges::unique(cells, {}, place); // a border that two countries share counts once
        cells.erase(repeated.begin(), repeated.end());
        for (CellStretch const& cell : cells)
            m_cells.row(cell.row)[cell.column] +=
                static_cast<float>(hours * seconds_an_hour / side_of(cell.row, cell.column));
        add_row("crossing", place_of(layer.origin), static_cast<std::int64_t>(layer.size()), cells.size());
    }

    [[nodiscard]] Grid<float> const& cells() const noexcept { return m_cells; }
    [[nodiscard]] Table const& summary() const noexcept { return m_summary; }

private:
    void add_row(std::string step, std::string const& source, Cell features, std::size_t cells) {
        m_summary.add_row({std::move(step), printable(source), std::move(features), static_cast<std::int64_t>(cells)});
    }

    /// Calls `change` for every cell that a line, or the boundary of a polygon, touches. \return their number
    template <class Change> std::size_t for_cells_of_paths(LonLatGeometry geometry, Change const& change) {
        if (geometry.kind() != GeometryKind::line && geometry.kind() != GeometryKind::polygon)
            return 0;
        std::size_t count = 0;
        for (std::size_t p = 0; p < geometry.path_count(); ++p)
            for (CellStretch const& cell : stretches_in_cells(m_frame, geometry.path(p))) {
                change(m_cells.row(cell.row)[cell.column], cell);
                ++count;
            }
        return count;
    }

    std::size_t close_inside(LonLatGeometries const& polygons) {
        if (polygons.empty())
            return 0;
        PolygonPartition const partition(polygons);
        std::vector<std::size_t> closed(m_cells.spec().rows);
        m_progress.stage("barriers", m_cells.spec().rows);
        parallel_for(m_cells.spec().rows, [&](std::size_t row) {
            stop_if_cancelled(m_progress);
            auto const centres = m_frame.centres_of_row(row, 0, m_cells.spec().columns);
            for (std::size_t column = 0; column < centres.size(); ++column) {
                if (!is_valid(centres[column]) || !partition.locate(centres[column]))
                    continue;
                m_cells.row(row)[column] = barrier;
                ++closed[row];
            }
            m_progress.advance(1);
        });
        std::size_t all = 0;
        for (std::size_t const count : closed)
            all += count;
        return all;
    }

    /// Heights at the centres of cells.
    Grid<float> heights_of(std::string const& raster, InputOptions const& input) {
        GridReader reader(raster, input.read, input.assume_crs);
        GridFrame const frame(reader.spec(), input.operation);
        CellSampler sampler(reader, frame);
        Grid<float> heights(m_cells.spec(), barrier);
        m_progress.stage("heights", m_cells.spec().rows);
        for (std::size_t row = 0; row < m_cells.spec().rows; ++row) {
            stop_if_cancelled(m_progress);
            auto const places = frame.places_of(m_frame.centres_of_row(row, 0, m_cells.spec().columns));
            for (std::size_t column = 0; column < places.size(); ++column)
                heights.row(row)[column] =
                    static_cast<float>(sampler.value_at(places[column], 0, SampleMethod::bilinear));
            m_progress.advance(1);
        }
        return heights;
    }

    /// Rise a metre between two cells, of those that there are round a cell.
    [[nodiscard]] double grade(Grid<float> const& heights, CellStretch const& from, CellStretch const& to) const {
        double const rise =
            static_cast<double>(heights.at(to.row, to.column)) - static_cast<double>(heights.at(from.row, from.column));
        if (!(std::isfinite(rise)) || (from.row == to.row && from.column == to.column))
            return 0.0;
        return rise / geodesic_distance(centre_of(from.row, from.column), centre_of(to.row, to.column)).value();
    }

    /// Steepest grade of each cell of a row; not a number without a height.
    [[nodiscard]] std::vector<double> grades_of_row(Grid<float> const& heights, std::size_t row) const {
        std::vector<double> grades(m_cells.spec().columns);
        std::size_t const last_row = m_cells.spec().rows - 1;
        std::size_t const last_column = m_cells.spec().columns - 1;
        auto const at = [](std::size_t r, std::size_t c) {
            return CellStretch{.row = r, .column = c, .from = {}, .to = {}};
        };
        auto const known = [&](std::size_t r, std::size_t c) { return !std::isnan(heights.at(r, c)); };
        for (std::size_t column = 0; column <= last_column; ++column) {
            if (!known(row, column)) {
                grades[column] = std::numeric_limits<double>::quiet_NaN();
                continue;
            }
            std::size_t const west = column > 0 && known(row, column - 1) ? column - 1 : column;
            std::size_t const east = column < last_column && known(row, column + 1) ? column + 1 : column;
            std::size_t const north = row > 0 && known(row - 1, column) ? row - 1 : row;
            std::size_t const south = row < last_row && known(row + 1, column) ? row + 1 : row;
            grades[column] = std::hypot(grade(heights, at(row, west), at(row, east)),
                                        grade(heights, at(north, column), at(south, column)));
        }
        return grades;
    }

    [[nodiscard]] LonLat centre_of(std::size_t row, std::size_t column) const {
        return m_frame.centres_of_row(row, column, column + 1).front();
    }

    /// Mean side of a cell in metres.
    [[nodiscard]] double side_of(std::size_t row, std::size_t column) const {
        double const x = static_cast<double>(column);
        double const y = static_cast<double>(row);
        std::array<GridPlace, 4> const middles = {{{x, y + 0.5}, {x + 1.0, y + 0.5}, {x + 0.5, y}, {x + 0.5, y + 1.0}}};
        auto const ends = m_frame.lonlats_of(middles);
        return std::sqrt(geodesic_distance(ends[0], ends[1]).value() * geodesic_distance(ends[2], ends[3]).value());
    }

    GridFrame const& m_frame;
    Grid<float> m_cells;
    Progress& m_progress;
    Table m_summary{"friction",
                    {{"step", CellKind::text, "", 0, "in the order in which they are taken"},
                     {"source", CellKind::text, "", 0, "layer, raster or speed"},
                     {"features", CellKind::integer, "", 0, "that count"},
                     {"cells", CellKind::integer, "", 0, "that were touched; each time counts"}}};
};

std::string text_of_table(std::filesystem::path const& file) {
    try {
        return read_study_text(file);
    } catch (IoError const&) {
        throw IoError({.what = "the friction table cannot be read",
                       .where = file.string(),
                       .remedy = "check the name; docs/rasters.md says what the table holds"});
    }
}

void write(FrictionOptions const& options, Grid<float> const& cells, FrictionResult& result, Progress& progress) {
    constexpr double nowhere = -1.0; // friction is above zero
    GridSpec const& spec = cells.spec();
    RasterFile file(options.output, {.spec = spec,
                                     .type = CellType::float32,
                                     .bands = {{.name = "friction", .unit = "s/m", .nodata = nowhere}},
                                     .style = {.ramp = RasterRamp::near, .unit = "s/m"}});
    std::size_t const step = rows_at_once(spec);
    for (std::size_t first = 0; first < spec.rows; first += step) {
        std::size_t const rows = std::min(step, spec.rows - first);
        file.write({.row = first, .column = 0, .rows = rows, .columns = spec.columns}, 0,
                   cells.values().subspan(first * spec.columns, rows * spec.columns));
    }
    file.finish(progress);
    result.outputs.push_back(file.commit());
}

} // namespace

FrictionResult friction(FrictionOptions const& options, Progress& progress) {
    check_raster_output(options.output);
    FrictionResult result;
    FrictionTable const table = parse_friction(text_of_table(options.table), options.table.string(), result.problems);
    throw_if_errors(result.problems, "reading " + options.table.string());
    progress.stage("reading", 0);
    FrictionLayers layers;
    Loader loader(options, result.problems);
    for (FrictionLayer const& source : table.barriers)
        loader.load(source, layers.barriers);
    for (FrictionWay const& way : table.ways)
        loader.load(way.source, layers.ways);
    for (FrictionCrossing const& crossing : table.crossings)
        loader.load(crossing.source, layers.crossings);
    throw_if_errors(result.problems, "reading the layers");
    std::filesystem::path const folder = options.table.parent_path();
    GridChoice choice = options.grid;
    bool const is_chosen = !choice.like.empty() || !choice.crs.empty() || choice.edges || choice.cell_size;
    if (!is_chosen && table.cover)
        choice.like = resolved_path(table.cover->raster, folder);
    GridFrame const frame(resolve_grid(choice, extent_of(layers)), options.input.operation);
    FrictionGrid grid(frame, table.speed_kmh, progress);
    if (table.cover)
        grid.take_cover(*table.cover, resolved_path(table.cover->raster, folder), options.input);
    if (table.slope)
        grid.take_slope(*table.slope, resolved_path(table.slope->raster, folder), options.input);
    for (FeatureLayer const& layer : layers.barriers)
        grid.take_barrier(layer);
    for (std::size_t i = 0; i < layers.ways.size(); ++i)
        grid.take_way(layers.ways[i], table.ways[i], result.problems);
    for (std::size_t i = 0; i < layers.crossings.size(); ++i)
        grid.take_crossing(layers.crossings[i], table.crossings[i].hours);
    result.summary = grid.summary();
    write(options, grid.cells(), result, progress);
    return result;
}

} // namespace oreway
