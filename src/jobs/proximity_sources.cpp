// SPDX-License-Identifier: MIT
// A source is opened as a layer first, then as a raster; what neither can open is reported as a layer.

#include "jobs/proximity_sources.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/grid_reader.hpp"

namespace oreway {

namespace {

/// Each takes about 150 bytes while the index is built.
constexpr std::size_t most_cells = 20'000'000;
constexpr std::size_t most_groups = 1'000;

/// All sources one after another, before they are parted into groups.
struct AllSources {
    SourceGroup all;
    std::vector<std::string> group_of; ///< by geometry; empty without a field
};

bool is_raster(std::string const& source, InputOptions const& input) {
    try {
        static_cast<void>(VectorDataset::open(source, input.read));
        return false;
    } catch (IoError const&) {
        try {
            GridReader const probe(source, input.read, input.assume_crs);
            return true;
        } catch (IoError const&) {
            return false; // the layer's own error says why
        }
    }
}

/// The field that a reader would know a feature by.
std::optional<std::size_t> label_field(std::vector<Field> const& fields) {
    for (std::string_view const wanted : {"name", "title", "label", "code"})
        for (std::size_t f = 0; f < fields.size(); ++f)
            if (fold(fields[f].name).find(wanted) != std::string::npos)
                return f;
    return std::nullopt;
}

void add_layer(std::string const& source, ProximityOptions const& options, AllSources& sources, Problems& problems) {
    auto const loaded = load_layer(source, options.layer, options.input, problems);
    throw_if_errors(problems, "reading the inputs");
    FeatureLayer const& layer = loaded->layer;
    std::optional<std::size_t> by;
    if (!options.by_field.empty()) {
        by = layer.attributes.find(options.by_field);
        if (!by)
            throw UsageError({.what = fmt::format("there is no field '{}'", printable(options.by_field)),
                              .where = source,
                              .remedy = "'oreway info' lists the fields"});
    }
    auto const label = label_field(layer.attributes.fields());
    for (std::size_t i = 0; i < layer.size(); ++i) {
        if (layer.geometries[i].empty())
            continue;
        sources.all.geometries.add(layer.geometries[i]);
        sources.all.numbers.push_back(layer.ids[i]);
        sources.all.labels.push_back(label ? layer.attributes.text(i, *label).value_or("") : "");
        if (by)
            sources.group_of.push_back(layer.attributes.text(i, *by).value_or(""));
    }
}

bool is_source(double cell, std::vector<double> const& values) {
    if (std::isnan(cell))
        return false;
    return values.empty() ? cell != 0.0 : std::ranges::find(values, cell) != values.end();
}

/// Centres of cells, brought to WGS 84 in stretches of rows.
class CellSources {
public:
    CellSources(GridReader& reader, std::string const& name, ProximityOptions const& options, AllSources& sources)
        : m_reader(reader), m_name(name), m_options(options), m_sources(sources),
          m_numbered(std::ranges::find(options.bands, ProximityBand::allocation) != options.bands.end()) {
        if (!is_lonlat(reader.spec()))
            m_transform = lonlat_transform(reader.spec(), options.input.operation);
    }

    void read(Progress& progress) {
        GridSpec const& spec = m_reader.spec();
        progress.stage("reading cells", spec.rows);
        std::size_t const rows = std::max<std::size_t>(1, (std::size_t{1} << 20) / spec.columns);
        std::vector<double> cells;
        for (std::size_t row = 0; row < spec.rows; row += rows) {
            stop_if_cancelled(progress);
            CellWindow const window{row, 0, std::min(rows, spec.rows - row), spec.columns};
            cells.resize(window.rows * window.columns);
            m_reader.read(window, 0, cells);
            add(window, cells);
            progress.advance(window.rows);
        }
    }

private:
    void add(CellWindow const& window, std::vector<double> const& cells) {
        GridSpec const& spec = m_reader.spec();
        std::vector<XY> points;
        std::vector<double> values;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (is_source(cells[i], m_options.values)) {
                points.push_back(
                    {spec.x_of_centre(i % window.columns), spec.y_of_centre(window.row + i / window.columns)});
                values.push_back(cells[i]);
            }
        if (m_sources.all.numbers.size() + points.size() > most_cells)
            throw DataError({.what = fmt::format("has more than {} cells that are sources", most_cells),
                             .where = m_name,
                             .remedy = "name the values that are sources with --values, or make the raster coarser"});
        std::vector<std::uint8_t> failed(points.size());
        if (m_transform)
            m_transform->apply(points, failed);
        for (std::size_t i = 0; i < points.size(); ++i)
            if (failed[i] == 0)
                add({points[i].x, std::clamp(points[i].y, -90.0, 90.0)}, values[i]);
    }

    void add(LonLat place, double value) {
        if (m_numbered && value != std::trunc(value))
            throw DataError(
                {.what = fmt::format("holds {}, which is no whole number, so there is no allocation", value),
                 .where = m_name,
                 .remedy = "ask for the distance only"});
        m_sources.all.geometries.add_point(place);
        m_sources.all.numbers.push_back(m_numbered ? static_cast<std::int64_t>(value) : 0);
        m_sources.all.labels.emplace_back();
    }

    GridReader& m_reader;
    std::string const& m_name;
    ProximityOptions const& m_options;
    AllSources& m_sources;
    bool m_numbered;
    std::unique_ptr<CoordinateTransform> m_transform;
};

std::vector<SourceGroup> parted(AllSources sources) {
    std::vector<SourceGroup> groups;
    if (sources.group_of.empty()) {
        groups.push_back(std::move(sources.all));
        return groups;
    }
    std::map<std::string, SourceGroup> by_value;
    for (std::size_t i = 0; i < sources.group_of.size(); ++i) {
        SourceGroup& group = by_value[sources.group_of[i]];
        group.geometries.add(sources.all.geometries[i]);
        group.numbers.push_back(sources.all.numbers[i]);
        group.labels.push_back(std::move(sources.all.labels[i]));
    }
    if (by_value.size() > most_groups)
        throw UsageError({.what = fmt::format("the field has {} values, which are too many bands", by_value.size()),
                          .where = "--by",
                          .remedy = fmt::format("choose a field with at most {} values", most_groups)});
    for (auto& [value, group] : by_value) {
        group.value = value;
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace

SourceSet read_sources(ProximityOptions const& options, Problems& problems, Progress& progress) {
    AllSources sources;
    SourceSet set;
    for (std::string const& source : options.sources) {
        progress.stage("reading " + source, 0);
        stop_if_cancelled(progress);
        if (!is_raster(source, options.input)) {
            add_layer(source, options, sources, problems);
            continue;
        }
        if (!options.by_field.empty())
            throw UsageError({.what = "a raster has no fields to make bands by",
                              .where = source,
                              .remedy = "leave out --by, or give layers only"});
        GridReader reader(source, options.input.read, options.input.assume_crs);
        CellSources(reader, source, options, sources).read(progress);
        if (options.sources.size() == 1)
            set.raster_grid = reader.spec();
    }
    if (sources.all.geometries.empty())
        throw DataError(
            {.what = "there is nothing to measure the distance to",
             .where = fmt::format("{}", fmt::join(options.sources, ", ")),
             .remedy = "give a layer with at least one geometry, or a raster with a cell that is a source"});
    set.extent = bounding_box(sources.all.geometries.vertices());
    set.groups = parted(std::move(sources));
    return set;
}

} // namespace oreway
