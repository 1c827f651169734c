// SPDX-License-Identifier: MIT
// Friction whole in memory, costs by one of two solvers, rasters and lines out together.

#include "oreway/jobs/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "jobs/cost_places.hpp"
#include "jobs/raster_bands.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/grid_reader.hpp"
#include "oreway/jobs/raster_outputs.hpp"
#include "oreway/surface/cost_eikonal.hpp"

namespace oreway {

namespace {

constexpr double no_cost = -9999.0;
constexpr std::int32_t no_feature = std::numeric_limits<std::int32_t>::lowest();

bool wants(CostOptions const& options, CostBand band) {
    return std::ranges::find(options.bands, band) != options.bands.end();
}

/// No input is replaced by the output.
void require_other_file(CostOptions const& options) {
    for (std::string const& input : {options.friction, options.slope_from}) {
        std::error_code none;
        if (!input.empty() && std::filesystem::equivalent(input, options.output.path, none))
            throw UsageError({.what = "the output would replace an input",
                              .where = options.output.path.string(),
                              .remedy = "name another output"});
    }
}

void check(CostOptions const& options) {
    require_other_file(options);
    check_raster_output(options.output);
    for (std::size_t i = 0; i < options.bands.size(); ++i)
        if (std::ranges::count(options.bands, options.bands[i]) > 1)
            throw UsageError({.what = "a band is named twice", .where = "--band", .remedy = "name each once"});
    if (!options.path_to.dataset.empty())
        check_output(options.paths);
    bool const slopes = options.slope_function != SlopeFunction::none || std::isfinite(options.max_grade);
    if (slopes && options.slope_from.empty())
        throw UsageError({.what = "slopes need heights",
                          .where = "--slope-from",
                          .remedy = "give a raster of heights on the grid of the friction"});
    if (!slopes && !options.slope_from.empty())
        throw UsageError({.what = "heights alone change nothing",
                          .where = "--slope-from",
                          .remedy = "say what slopes do: --slope-function tobler or --max-grade 2.5%"});
    if (slopes && options.method == CostMethod::eikonal)
        throw UsageError({.what = "a wave has the same friction in all directions, so slopes do not count",
                          .where = "--method",
                          .remedy = "take --method paths"});
    if (!(options.max_cost > 0.0))
        throw UsageError({.what = "the most cost is not above zero", .where = "--max-cost", .remedy = "raise it"});
}

/// Bytes a cell at the worst moment.
std::uint64_t bytes_per_cell(CostOptions const& options) {
    bool const eikonal = options.method == CostMethod::eikonal;
    bool const paths = !options.path_to.dataset.empty();
    bool const allocated = wants(options, CostBand::allocation);
    std::uint64_t bytes = sizeof(float) + sizeof(double);
    bytes += options.slope_from.empty() ? 0 : sizeof(float);
    bytes += options.corridor_to.dataset.empty() ? 0 : sizeof(double);
    bytes += eikonal ? sizeof(std::int32_t) + 1 : 0;
    bytes += paths || (allocated && !eikonal) ? 1 : 0;
    bytes += paths || allocated ? sizeof(std::int32_t) : 0;
    return bytes;
}

/// Refuses, before any cell is read, what would not fit the memory.
void require_memory(CostOptions const& options, GridSpec const& spec) {
    auto const pages = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
    auto const page = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
    std::uint64_t const most = options.memory > 0 ? options.memory : pages * page / 4 * 3;
    constexpr std::uint64_t tiles = 400'000'000; // those at hand, and what GDAL keeps
    std::uint64_t const each = bytes_per_cell(options);
    std::uint64_t const needed = each * spec.cell_count() + std::min(tiles, 20 * spec.cell_count());
    if (needed > most)
        throw UsageError({.what = fmt::format(
                              "{} x {} cells need about {:.3g} MB ({} bytes a cell), more than {:.3g} MB", spec.columns,
                              spec.rows, static_cast<double>(needed) / 1e6, each, static_cast<double>(most) / 1e6),
                          .where = options.friction,
                          .remedy = "make the raster coarser or smaller, or raise --memory"});
}

Grid<float> read_grid(std::string const& file, CostOptions const& options, Progress& progress) {
    GridReader reader(file, options.input.read, options.input.assume_crs);
    progress.stage("reading " + file, 0);
    return reader.read_all(0);
}

/// All that a search needs, kept together since parts refer to each other.
class Ground {
public:
    Ground(CostOptions const& options, Progress& progress)
        : m_friction(read_friction(options, progress)), m_frame(m_friction.spec(), options.input.operation),
          m_lengths(m_friction.spec(), options.lengths) {
        require_usable(options.friction);
        if (options.slope_from.empty())
            return;
        m_heights = read_grid(options.slope_from, options, progress);
        GridSpec heights = m_heights->spec();
        heights.crs = m_friction.spec().crs;
        if (heights != m_friction.spec())
            throw DataError({.what = "heights are on another grid than the friction",
                             .where = options.slope_from,
                             .remedy = fmt::format("bring them to its grid first: 'oreway reproject' with the extent "
                                                   "and resolution of {}",
                                                   options.friction)});
    }

    [[nodiscard]] Grid<float> const& friction() const noexcept { return m_friction; }
    [[nodiscard]] GridFrame const& frame() const noexcept { return m_frame; }
    [[nodiscard]] StepLengths const& lengths() const noexcept { return m_lengths; }
    [[nodiscard]] CostTerrain terrain(CostOptions const& options, Travel travel) const {
        CostTerrain terrain{.friction = m_friction, .lengths = m_lengths};
        if (m_heights)
            terrain.slope.emplace(SlopeRule{.heights = *m_heights,
                                            .function = options.slope_function,
                                            .max_grade = options.max_grade,
                                            .travel = travel});
        return terrain;
    }

private:
    /// The cell that cannot be is named with its file.
    void require_usable(std::string const& file) const {
        try {
            require_friction(m_friction);
        } catch (DataError const& error) {
            ErrorParts parts = error.parts();
            parts.where = file + ", " + parts.where;
            throw DataError(std::move(parts));
        }
    }
    static Grid<float> read_friction(CostOptions const& options, Progress& progress) {
        GridReader const probe(options.friction, options.input.read, options.input.assume_crs);
        require_memory(options, probe.spec());
        return read_grid(options.friction, options, progress);
    }

    Grid<float> m_friction;
    GridFrame m_frame;
    StepLengths m_lengths;
    std::optional<Grid<float>> m_heights;
};

/// Costs, and where they came from when somebody wants to know.
struct Surface {
    Grid<double> costs;
    std::optional<Grid<std::uint8_t>> links;
    std::optional<Grid<std::int32_t>> allocation;
};

Surface solve(CostOptions const& options, CostTerrain const& terrain, std::vector<CostSource> const& sources,
              Progress& progress) {
    Surface surface;
    bool const allocated = wants(options, CostBand::allocation);
    bool const paths = !options.path_to.dataset.empty();
    PathCostOptions const search{.neighbours = options.neighbours, .max_cost = options.max_cost};
    if (options.method == CostMethod::eikonal) {
        EikonalSurface wave = eikonal_costs(terrain, sources, options.max_cost, progress);
        surface.costs = std::move(wave.costs);
        if (allocated) {
            surface.allocation.emplace(surface.costs.spec(), no_feature);
            for (std::size_t row = 0; row < surface.costs.spec().rows; ++row)
                std::ranges::transform(
                    wave.sources.row(row), surface.allocation->row(row).begin(),
                    [&](std::int32_t i) { return i < 0 ? no_feature : sources[static_cast<std::size_t>(i)].id; });
        }
    } else
        surface.costs = path_costs(terrain, sources, search, progress);
    if (paths || (allocated && !surface.allocation))
        surface.links = back_links(terrain, surface.costs, sources, search, progress);
    if (allocated && !surface.allocation)
        surface.allocation = allocation(terrain.lengths, *surface.links, sources, no_feature);
    return surface;
}

/// What a file of the result holds.
struct Band {
    std::string word;
    std::string title;
    std::string unit;
    CellType type = CellType::float32;
    RasterRamp ramp = RasterRamp::near;
};

RasterFile write_band(CostOptions const& options, std::size_t position, Band const& band, GridSpec const& spec,
                      std::function<void(RasterFile&, CellWindow)> const& write, Progress& progress) {
    OutputOptions output = options.output;
    if (position > 0)
        output.path = path_with_suffix(options.output.path, band.word);
    bool const ids = band.type == CellType::int32;
    RasterFile file(output, {.spec = spec,
                             .type = band.type,
                             .bands = {{.name = band.title,
                                        .unit = band.unit,
                                        .nodata = ids ? double{no_feature} : no_cost,
                                        .overviews = ids ? OverviewMethod::nearest : OverviewMethod::average}},
                             .style = {.ramp = band.ramp, .unit = band.unit}});
    std::size_t const step = rows_at_once(spec);
    for (std::size_t first = 0; first < spec.rows; first += step) {
        stop_if_cancelled(progress);
        write(file, {first, 0, std::min(step, spec.rows - first), spec.columns});
    }
    file.finish(progress);
    return file;
}

void write_costs(RasterFile& file, CellWindow window, std::span<double const> costs) {
    std::vector<float> cells(window.rows * window.columns);
    std::ranges::transform(costs.subspan(window.row * window.columns, cells.size()), cells.begin(), [](double cost) {
        return std::isinf(cost) ? static_cast<float>(no_cost) : static_cast<float>(cost);
    });
    file.write(window, 0, std::span<float const>(cells));
}

/// Rasters of the result, and their rows of the summary.
class Files {
public:
    Files(CostOptions const& options, Progress& progress) : m_options(options), m_progress(progress) {}

    void add(Band const& band, GridSpec const& spec, std::function<void(RasterFile&, CellWindow)> const& write) {
        m_files.push_back(write_band(m_options, m_files.size(), band, spec, write, m_progress));
        BandStatistics const& found = m_files.back().statistics(0);
        bool const any = found.cells > 0;
        auto const cell = [&](double number) { return any ? Cell(number) : Cell(Absent{"no cell has a value"}); };
        m_summary.add_row({band.word, band.unit, static_cast<std::int64_t>(found.cells), cell(found.least),
                           band.type == CellType::int32 ? Cell(Absent{"numbers have no mean"}) : cell(found.mean),
                           cell(found.greatest)});
    }
    [[nodiscard]] Table const& summary() const noexcept { return m_summary; }
    /// The first file last: whoever waits for it finds the others there.
    [[nodiscard]] std::vector<std::filesystem::path> commit() {
        std::vector<std::filesystem::path> names;
        for (std::size_t i = m_files.size(); i-- > 0;)
            names.insert(names.begin(), m_files[i].commit());
        return names;
    }

private:
    CostOptions const& m_options;
    Progress& m_progress;
    std::vector<RasterFile> m_files;
    Table m_summary{"cost",
                    {{"band", CellKind::text, "", 0, "what the cells hold"},
                     {"unit", CellKind::text, "", 0, "of the cells"},
                     {"cells", CellKind::integer, "", 0, "cells that have a value"},
                     {"least", CellKind::real, "", 3, "smallest value"},
                     {"mean", CellKind::real, "", 3, "of all cells with a value"},
                     {"greatest", CellKind::real, "", 3, "largest value"}}};
};

/// Both surfaces added, less the least sum. Infinity where one of them does not reach.
void make_corridor(Grid<double>& costs, Grid<double> const& other) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < costs.spec().rows; ++row)
        for (std::size_t column = 0; column < costs.spec().columns; ++column) {
            double& sum = costs.row(row)[column];
            sum += other.at(row, column);
            least = std::min(least, sum);
        }
    for (std::size_t row = 0; row < costs.spec().rows; ++row)
        for (double& sum : costs.row(row))
            sum -= std::isinf(sum) ? 0.0 : least;
}

FeatureLayer path_layer(CostOptions const& options, Ground const& ground, Surface const& surface,
                        std::vector<CostSource> const& sources, Problems& problems) {
    FeatureLayer layer;
    layer.name = "paths";
    layer.attributes = Attributes({{"from_fid", FieldType::integer, 0, ""},
                                   {"to_fid", FieldType::integer, 0, ""},
                                   {"length_km", FieldType::real, 0, ""},
                                   {"cost", FieldType::real, 0, ""}});
    Grid<std::int32_t> const ids =
        surface.allocation ? Grid<std::int32_t>() : allocation(ground.lengths(), *surface.links, sources, no_feature);
    for (PathEnd const& end :
         read_path_ends(options.path_to, ground.frame(), ground.friction(), options.input, problems)) {
        auto const path = least_cost_path(ground.lengths(), *surface.links, end.cell.row, end.cell.column);
        if (!path) {
            problems.push_back({Severity::warning,
                                "path.none",
                                {fmt::format("no path leads to feature {}", end.number), options.path_to.dataset,
                                 "look at barriers and --max-cost"}});
            continue;
        }
        std::vector<GridPlace> places;
        for (CellPlace const& cell : path->cells)
            places.push_back({static_cast<double>(cell.column) + 0.5, static_cast<double>(cell.row) + 0.5});
        std::vector<LonLat> line = ground.frame().lonlats_of(places);
        if (line.size() == 1)
            line.push_back(line.front());
        layer.geometries.add_line(line);
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
        Grid<std::int32_t> const& from = surface.allocation ? *surface.allocation : ids;
        layer.attributes.add_row({std::int64_t{from.at(end.cell.row, end.cell.column)}, end.number,
                                  to_kilometres(path->length), surface.costs.at(end.cell.row, end.cell.column)});
    }
    return layer;
}

void add_bands(CostOptions const& options, Surface const& surface, Files& files) {
    GridSpec const& spec = surface.costs.spec();
    for (CostBand const band : options.bands)
        if (band == CostBand::cost)
            files.add({"cost", "accumulated cost from the cheapest source", options.unit}, spec,
                      [&](RasterFile& file, CellWindow window) { write_costs(file, window, surface.costs.values()); });
        else
            files.add({"allocation", "number of the cheapest source", "", CellType::int32}, spec,
                      [&](RasterFile& file, CellWindow window) {
                          file.write(window, 0,
                                     surface.allocation->values().subspan(window.row * window.columns,
                                                                          window.rows * window.columns));
                      });
}

} // namespace

CostResult cost_surface(CostOptions const& options, Progress& progress) {
    check(options);
    CostResult result;
    Ground const ground(options, progress);
    std::vector<CostSource> const sources = read_sources(options.from, options.start_field, ground.frame(),
                                                         ground.friction(), options.input, result.problems);
    CostTerrain const terrain = ground.terrain(options, options.travel);
    Surface surface = solve(options, terrain, sources, progress);
    Files files(options, progress);
    add_bands(options, surface, files);
    std::optional<FeatureLayer> paths;
    if (!options.path_to.dataset.empty())
        paths = path_layer(options, ground, surface, sources, result.problems);
    if (!options.corridor_to.dataset.empty()) {
        std::vector<CostSource> const others =
            read_sources(options.corridor_to, "", ground.frame(), ground.friction(), options.input, result.problems);
        // Who travels from the sources to the other end comes through a cell and goes on towards that end.
        Travel const onwards = options.travel == Travel::outward ? Travel::towards : Travel::outward;
        CostOptions other = options;
        other.bands = {CostBand::cost};
        other.path_to = {};
        make_corridor(surface.costs, solve(other, ground.terrain(options, onwards), others, progress).costs);
        files.add({"corridor", "cost of a way through the cell beyond the cheapest way", options.unit},
                  surface.costs.spec(),
                  [&](RasterFile& file, CellWindow window) { write_costs(file, window, surface.costs.values()); });
    }
    result.summary = files.summary();
    if (paths) {
        WrittenLayers const written = write_layers(options.paths, std::span(&*paths, 1));
        result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
        result.outputs = written.files;
    }
    std::vector<std::filesystem::path> const rasters = files.commit();
    result.outputs.insert(result.outputs.begin(), rasters.begin(), rasters.end());
    return result;
}

} // namespace oreway
