// SPDX-License-Identifier: MIT
// Sources in, a file for each kind of band out; rows go from the cells to the files as they are done.

#include "oreway/jobs/proximity.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <deque>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "jobs/proximity_sources.hpp"
#include "oreway/base/error.hpp"
#include "oreway/jobs/raster_outputs.hpp"

namespace oreway {

namespace {

constexpr std::int32_t no_feature = std::numeric_limits<std::int32_t>::lowest();
constexpr double no_distance = -9999.0;
constexpr double lowest_float = std::numeric_limits<float>::lowest();
/// Longer than half a meridian: no distance is.
constexpr double beyond_the_earth = 20'004'000.0;
/// A legend with more entries helps nobody.
constexpr std::size_t most_categories = 1'000;

struct BandKind {
    ProximityBand band;
    char const* word;
    char const* unit;
    char const* text;
    CellType type;
};
constexpr std::array band_kinds = {
    BandKind{ProximityBand::distance, "distance", "m", "geodesic distance to the nearest source", CellType::float32},
    BandKind{ProximityBand::allocation, "allocation", "", "number of the nearest source", CellType::int32},
    BandKind{ProximityBand::azimuth, "azimuth", "degree", "azimuth towards the nearest source", CellType::float32},
};

BandKind const& kind_of(ProximityBand band) {
    return *std::ranges::find(band_kinds, band, &BandKind::band);
}

double distance_nodata(ProximityOptions const& options) {
    bool const is_signed = options.polygons == PolygonDistance::negative_inside;
    double const nodata = options.nodata.value_or(is_signed ? lowest_float : no_distance);
    bool const outside = std::isnan(nodata) || std::abs(nodata) > beyond_the_earth || (nodata < 0.0 && !is_signed);
    bool const holds = std::isnan(nodata) || static_cast<double>(static_cast<float>(nodata)) == nodata;
    if (!outside || !holds)
        throw UsageError({.what = fmt::format("{} could be taken for a distance or is no 32-bit float", nodata),
                          .where = "--nodata",
                          .remedy = is_signed ? "leave it out, or give nan or a number beyond 20,004,000"
                                              : "leave it out, or give nan or a negative number"});
    return nodata;
}

OutputOptions output_of(ProximityOptions const& options, std::size_t position) {
    OutputOptions output = options.output;
    if (position > 0)
        output.path = path_with_suffix(options.output.path, kind_of(options.bands[position]).word);
    return output;
}

void check(ProximityOptions const& options) {
    for (std::size_t i = 0; i < options.bands.size(); ++i) {
        if (std::ranges::count(options.bands, options.bands[i]) > 1)
            throw UsageError({.what = "a band is named twice", .where = "--band", .remedy = "name each once"});
        check_raster_output(output_of(options, i));
    }
    bool const allocated = std::ranges::find(options.bands, ProximityBand::allocation) != options.bands.end();
    if (allocated && options.sources.size() > 1)
        throw UsageError(
            {.what = "numbers of features of several inputs can be the same, so an allocation needs one input",
             .where = "--band",
             .remedy = "give one input, or leave out the allocation"});
    if (!(options.max_distance.value() > 0.0))
        throw UsageError({.what = "the greatest distance is not above zero",
                          .where = "--max-distance",
                          .remedy = "give a length such as 50km"});
    static_cast<void>(distance_nodata(options));
}

bool has_choice(GridChoice const& choice) {
    return !choice.like.empty() || !choice.crs.empty() || choice.edges || choice.cell_size;
}

std::optional<ProximityMask> read_mask(ProximityOptions const& options, Problems& problems, Progress& progress) {
    if (options.within.empty())
        return std::nullopt;
    progress.stage("reading " + options.within, 0);
    auto loaded = load_layer(options.within, options.within_layer, options.input, problems);
    throw_if_errors(problems, "reading the inputs");
    LonLatGeometries polygons;
    for (std::size_t i = 0; i < loaded->layer.size(); ++i)
        if (loaded->layer.geometries.kind(i) == GeometryKind::polygon)
            polygons.add(loaded->layer.geometries[i]);
    if (polygons.empty())
        throw DataError(
            {.what = "has no polygon to stay within", .where = options.within, .remedy = "give a layer of areas"});
    return ProximityMask(std::move(polygons));
}

void require_polygons(SourceSet const& sources) {
    for (SourceGroup const& group : sources.groups)
        for (std::size_t g = 0; g < group.geometries.size(); ++g)
            if (group.geometries.kind(g) == GeometryKind::polygon)
                return;
    throw UsageError({.what = "signed distances need polygons, and there are none",
                      .where = "--signed",
                      .remedy = "leave out --signed, or give a layer of areas"});
}

/// Numbers of the features of a group in 32 bits, and which of them were met.
class Allocation {
public:
    explicit Allocation(SourceGroup const& group)
        : m_group(group), m_numbers(group.numbers.size()), m_met(group.numbers.size()) {
        for (std::size_t i = 0; i < m_numbers.size(); ++i) {
            std::int64_t const number = group.numbers[i];
            if (number <= no_feature || number > std::numeric_limits<std::int32_t>::max())
                throw DataError(
                    {.what = fmt::format("the number {} does not fit 32 bits, so there is no allocation", number),
                     .where = "",
                     .remedy = "ask for the distance only"});
            m_numbers[i] = static_cast<std::int32_t>(number);
        }
    }

    [[nodiscard]] std::vector<std::int32_t> numbers(std::span<std::int32_t const> nearest) {
        std::vector<std::int32_t> cells(nearest.size(), no_feature);
        for (std::size_t i = 0; i < nearest.size(); ++i)
            if (nearest[i] >= 0) {
                auto const geometry = static_cast<std::size_t>(nearest[i]);
                cells[i] = m_numbers[geometry];
                if (m_met[geometry].load(std::memory_order_relaxed) == 0)
                    m_met[geometry].store(1, std::memory_order_relaxed);
            }
        return cells;
    }

    /// Values that occur, with what they are called; nothing when they are too many for a legend.
    [[nodiscard]] std::vector<RasterCategory> categories() const {
        std::map<std::int32_t, std::string> labels;
        for (std::size_t i = 0; i < m_numbers.size() && labels.size() <= most_categories; ++i)
            if (m_met[i].load(std::memory_order_relaxed) != 0)
                labels.try_emplace(m_numbers[i], m_group.labels[i]);
        std::vector<RasterCategory> categories;
        if (labels.size() > most_categories)
            return categories;
        for (auto const& [number, label] : labels)
            categories.push_back({static_cast<double>(number),
                                  label.empty() ? std::to_string(number) : fmt::format("{} {}", number, label)});
        return categories;
    }

private:
    SourceGroup const& m_group;
    std::vector<std::int32_t> m_numbers;
    std::vector<std::atomic<unsigned char>> m_met;
};

/// The files of a run, one a kind of band.
class Files {
public:
    Files(ProximityOptions const& options, SourceSet const& sources, GridSpec const& spec) : m_options(options) {
        for (std::size_t i = 0; i < options.bands.size(); ++i) {
            BandKind const& kind = kind_of(options.bands[i]);
            RasterContents contents{.spec = spec, .type = kind.type, .bands = {}, .style = style_of(kind.band)};
            for (SourceGroup const& group : sources.groups)
                contents.bands.push_back(band_of(kind, group));
            m_files.emplace_back(output_of(options, i), std::move(contents));
        }
    }

    void write(ProximityRows const& rows, std::size_t band, std::size_t columns, Allocation* allocation) {
        CellWindow const window{rows.row, 0, rows.rows, columns};
        for (std::size_t i = 0; i < m_files.size(); ++i)
            switch (m_options.bands[i]) {
            case ProximityBand::distance:
                m_files[i].write(window, band, rows.distance);
                break;
            case ProximityBand::allocation: {
                std::vector<std::int32_t> const numbers = allocation->numbers(rows.nearest);
                m_files[i].write(window, band, std::span<std::int32_t const>(numbers));
                break;
            }
            case ProximityBand::azimuth:
                m_files[i].write(window, band, rows.azimuth);
                break;
            }
    }

    /// The first band of an allocation decides its colours.
    void set_categories(std::vector<RasterCategory> categories) {
        for (std::size_t i = 0; i < m_files.size(); ++i)
            if (m_options.bands[i] == ProximityBand::allocation && !categories.empty())
                m_files[i].set_style({.ramp = RasterRamp::categories, .categories = categories});
    }

    void finish(SourceSet const& sources, ProximityResult& result, Progress& progress) {
        for (RasterFile& file : m_files)
            file.finish(progress);
        for (std::size_t i = 0; i < m_files.size(); ++i)
            for (std::size_t band = 0; band < sources.groups.size(); ++band)
                add_row(result.summary, i, sources.groups[band].value, m_files[i].statistics(band));
        // The first file last: whoever waits for it finds the others there.
        for (std::size_t i = m_files.size(); i-- > 0;)
            result.outputs.insert(result.outputs.begin(), m_files[i].commit());
    }

    [[nodiscard]] std::uint64_t cells_with_distance() const { return m_files.front().statistics(0).cells; }

private:
    [[nodiscard]] RasterStyle style_of(ProximityBand band) const {
        if (band == ProximityBand::azimuth)
            return {.ramp = RasterRamp::direction};
        if (band == ProximityBand::allocation)
            return {.ramp = RasterRamp::near};
        return {.ramp =
                    m_options.polygons == PolygonDistance::negative_inside ? RasterRamp::diverging : RasterRamp::near,
                .unit = "km",
                .unit_size = 1000.0};
    }

    [[nodiscard]] GridBand band_of(BandKind const& kind, SourceGroup const& group) const {
        std::string name = kind.text;
        if (!m_options.by_field.empty())
            name += fmt::format(" with {} = {}", m_options.by_field, group.value.empty() ? "(none)" : group.value);
        bool const ids = kind.band == ProximityBand::allocation;
        double const nodata = ids                                   ? double{no_feature}
                              : kind.band == ProximityBand::azimuth ? no_distance
                                                                    : distance_nodata(m_options);
        // Directions have no mean: between 359 and 1 degrees lies north, not south.
        bool const mean = kind.band == ProximityBand::distance;
        return {.name = name,
                .unit = kind.unit,
                .nodata = nodata,
                .overviews = mean ? OverviewMethod::average : OverviewMethod::nearest};
    }

    void add_row(Table& table, std::size_t file, std::string const& value, BandStatistics const& statistics) const {
        BandKind const& kind = kind_of(m_options.bands[file]);
        bool const any = statistics.cells > 0;
        auto const cell = [&](double number) { return any ? Cell(number) : Cell(Absent{"no cell has a value"}); };
        bool const has_mean = kind.band == ProximityBand::distance;
        table.add_row({std::string(kind.word), value, std::string(kind.unit),
                       static_cast<std::int64_t>(statistics.cells), cell(statistics.least),
                       has_mean ? cell(statistics.mean) : Cell(Absent{"numbers and directions have no mean"}),
                       cell(statistics.greatest)});
    }

    ProximityOptions const& m_options;
    std::deque<RasterFile> m_files;
};

Table summary_table() {
    auto const number = [](std::string name, std::string text) {
        return Column{std::move(name), CellKind::real, "", 3, std::move(text)};
    };
    return Table("proximity", {{"band", CellKind::text, "", 0, "what the cells hold"},
                               {"value", CellKind::text, "", 0, "of the field that makes bands"},
                               {"unit", CellKind::text, "", 0, "of the cells"},
                               {"cells", CellKind::integer, "", 0, "cells that have a value"},
                               number("least", "smallest value"),
                               number("mean", "of all cells with a value"),
                               number("greatest", "largest value")});
}

} // namespace

ProximityResult proximity(ProximityOptions const& options, Progress& progress) {
    check(options);
    ProximityResult result{.summary = summary_table(), .problems = {}, .outputs = {}};
    SourceSet sources = read_sources(options, result.problems, progress);
    if (options.polygons == PolygonDistance::negative_inside)
        require_polygons(sources);
    auto const mask = read_mask(options, result.problems, progress);
    GridSpec const spec = !has_choice(options.grid) && sources.raster_grid ? *sources.raster_grid
                                                                           : resolve_grid(options.grid, sources.extent);
    TransformPool transforms([&] { return lonlat_transform(spec, options.input.operation); });
    ProximityRequest request{.spec = spec,
                             .to_lonlat = is_lonlat(spec) ? nullptr : &transforms,
                             .within = mask ? &*mask : nullptr,
                             .max_distance = options.max_distance};
    auto const wants = [&](ProximityBand band) {
        return std::ranges::find(options.bands, band) != options.bands.end();
    };
    request.wants_nearest = wants(ProximityBand::allocation);
    request.wants_azimuth = wants(ProximityBand::azimuth);
    Files files(options, sources, spec);
    for (std::size_t band = 0; band < sources.groups.size(); ++band) {
        SourceGroup& group = sources.groups[band];
        std::optional<Allocation> allocation;
        if (request.wants_nearest)
            allocation.emplace(group);
        ProximitySources const indexed(std::move(group.geometries), options.polygons);
        proximity(
            indexed, request,
            [&](ProximityRows const& rows) {
                files.write(rows, band, spec.columns, allocation ? &*allocation : nullptr);
            },
            progress);
        if (allocation && band == 0)
            files.set_categories(allocation->categories());
    }
    files.finish(sources, result, progress);
    if (files.cells_with_distance() == 0)
        result.problems.push_back({Severity::note,
                                   "raster.empty",
                                   {.what = "no cell has a value",
                                    .where = options.output.path.string(),
                                    .remedy = "look at --max-distance, --within and the grid"}});
    return result;
}

} // namespace oreway
