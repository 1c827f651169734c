// SPDX-License-Identifier: MIT
// Chunks of features are read, sampled and written in order; within a chunk points are looked up tile by tile.

#include "oreway/jobs/sample.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "jobs/cell_sampler.hpp"
#include "jobs/field_names.hpp"
#include "jobs/layer_source.hpp"
#include "jobs/layer_text.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/line_position.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_size = 16'384;

/// One band on its way into a field.
struct BandField {
    std::size_t band = 0;
    std::string label;
    std::string field;
    bool is_integer = false;
    std::size_t samples = 0;
    std::size_t without_data = 0;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -std::numeric_limits<double>::infinity();
    double sum = 0.0;

    void count(double value) {
        ++samples;
        if (std::isnan(value)) {
            ++without_data;
            return;
        }
        least = std::min(least, value);
        greatest = std::max(greatest, value);
        sum += value;
    }
};

/// Small letters, digits and underscores.
std::string field_name(GridBandInfo const& info, std::size_t band) {
    std::string name;
    for (char const c : fold(info.name)) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (name.ends_with('_'))
        name.pop_back();
    return name.empty() ? fmt::format("band_{}", band + 1) : name;
}

std::size_t band_of(std::string const& wanted, GridReader const& reader, std::string const& raster) {
    std::vector<std::string> names;
    for (GridBandInfo const& info : reader.bands())
        names.push_back(info.name);
    for (std::size_t b = 0; b < names.size(); ++b)
        if (!wanted.empty() && fold(names[b]) == fold(wanted))
            return b;
    auto const number = parse_integer(wanted);
    if (number && *number >= 1 && static_cast<std::size_t>(*number) <= names.size())
        return static_cast<std::size_t>(*number) - 1;
    auto const near = nearest_spelling(wanted, names);
    throw DataError({.what = fmt::format("has no band '{}'; it has {}", printable(wanted), names.size()),
                     .where = raster,
                     .remedy = near ? fmt::format("did you mean '{}'?", printable(*near)) : "give a number from 1"});
}

std::vector<BandField> chosen_bands(SampleOptions const& options, GridReader const& reader) {
    std::vector<std::size_t> chosen;
    for (std::string const& wanted : options.bands)
        chosen.push_back(band_of(wanted, reader, options.raster));
    if (chosen.empty()) {
        chosen.resize(reader.bands().size());
        std::iota(chosen.begin(), chosen.end(), 0U);
    }
    std::vector<BandField> bands;
    for (std::size_t const b : chosen) {
        GridBandInfo const& info = reader.bands()[b];
        bands.push_back({.band = b,
                         .label = info.name.empty() ? std::to_string(b + 1) : info.name,
                         .field = field_name(info, b),
                         .is_integer = info.is_integer && options.method == SampleMethod::nearest});
    }
    return bands;
}

/// Which rows a layer may need, by the kind that it declares.
struct RowKinds {
    bool values = true; ///< a value a row
    bool lines = true;  ///< a summary a line
};

RowKinds row_kinds(std::string const& declared, SampleOptions const& options) {
    std::string const type = fold(declared);
    auto const has = [&](char const* word) { return type.find(word) != std::string::npos; };
    bool const points_only = has("point");
    bool const lines_only = has("line") || has("curve");
    return {.values = !lines_only || options.every.has_value(), .lines = !points_only && !options.every};
}

AttributeValue value_of(double number, bool is_integer) {
    if (std::isnan(number))
        return {};
    if (is_integer)
        return static_cast<std::int64_t>(std::llround(number));
    return number;
}

class Sampling {
public:
    Sampling(SampleOptions const& options, LayerSource& source, GridReader& reader, Problems& problems)
        : m_options(options), m_source(source), m_frame(reader.spec(), options.input.operation),
          m_sampler(reader, m_frame), m_kinds(row_kinds(source.info().geometry_type, options)),
          m_bands(chosen_bands(options, reader)) {
        add_fields(problems);
        m_rows = Attributes(m_fields);
    }

    [[nodiscard]] StreamedLayer layer() const {
        bool const points = !m_kinds.lines;
        bool const lines = !m_kinds.values;
        return {.name = m_source.info().origin.layer.empty() ? "sample" : m_source.info().origin.layer,
                .kind = points  ? GeometryKind::point
                        : lines ? GeometryKind::line
                                : GeometryKind::null,
                .fields = m_fields};
    }

    void add(FeatureLayer const& chunk, LayerStream& stream) {
        look_up_points(chunk);
        for (std::size_t i = 0; i < chunk.size(); ++i)
            add_feature(chunk, i);
        stream.write(0, m_geometries, m_rows);
        m_geometries = {};
        m_rows = Attributes(m_fields);
    }

    [[nodiscard]] std::vector<BandField> const& bands() const noexcept { return m_bands; }
    [[nodiscard]] std::size_t polygons() const noexcept { return m_polygons; }
    [[nodiscard]] std::size_t without_place() const noexcept { return m_without_place; }
    [[nodiscard]] std::optional<Operation> const& operation() const noexcept { return m_frame.operation(); }

private:
    void add_field(std::string const& wanted, FieldType type, Problems& problems) {
        std::string const name = unused_name(m_fields, wanted);
        if (name != wanted)
            problems.push_back({Severity::note,
                                "field.renamed",
                                {.what = fmt::format("has a field '{}' already; the new one is '{}'", wanted, name),
                                 .where = place_of(m_source.info().origin),
                                 .remedy = ""}});
        m_fields.push_back({.name = name, .type = type, .width = 0, .source_type = {}});
    }

    void add_fields(Problems& problems) {
        m_fields = m_source.fields();
        m_own_fields = m_fields.size();
        if (m_options.every) {
            add_field("part", FieldType::integer, problems);
            add_field("along_m", FieldType::real, problems);
        }
        for (BandField& band : m_bands) {
            FieldType const type = band.is_integer ? FieldType::integer : FieldType::real;
            if (m_kinds.values)
                add_field(band.field, type, problems);
            std::string const field = m_kinds.values ? m_fields.back().name : band.field;
            if (m_kinds.lines) {
                add_field(band.field + "_min", type, problems);
                add_field(band.field + "_max", type, problems);
                add_field(band.field + "_mean", FieldType::real, problems);
                add_field(band.field + "_nodata_share", FieldType::real, problems);
            }
            band.field = field;
        }
    }

    /// Values of all points of a chunk, by tile, so that each is read once.
    void look_up_points(FeatureLayer const& chunk) {
        std::vector<LonLat> points;
        for (std::size_t i = 0; i < chunk.size(); ++i)
            if (chunk.geometries.kind(i) == GeometryKind::point)
                for (std::size_t p = 0; p < chunk.geometries[i].path_count(); ++p)
                    points.insert(points.end(), chunk.geometries[i].path(p).begin(), chunk.geometries[i].path(p).end());
        m_point_values = values_at(points);
        m_next_point = 0;
    }

    /// Band after band for each place.
    std::vector<double> values_at(std::span<LonLat const> points) {
        std::vector<GridPlace> const places = m_frame.places_of(points);
        std::vector<std::size_t> order(places.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return m_sampler.tile_of(places[i]); });
        std::vector<double> values(places.size() * m_bands.size());
        for (std::size_t const i : order)
            for (std::size_t b = 0; b < m_bands.size(); ++b)
                values[i * m_bands.size() + b] = m_sampler.value_at(places[i], m_bands[b].band, m_options.method);
        return values;
    }

    void start_row(FeatureLayer const& chunk, std::size_t feature) {
        m_row.clear();
        for (std::size_t f = 0; f < m_own_fields; ++f)
            m_row.push_back(chunk.attributes.value(feature, f));
    }

    void add_feature(FeatureLayer const& chunk, std::size_t feature) {
        LonLatGeometry const geometry = chunk.geometries[feature];
        GeometryKind const kind = geometry.empty() ? GeometryKind::null : geometry.kind();
        m_polygons += kind == GeometryKind::polygon ? 1U : 0U;
        m_without_place += kind == GeometryKind::null ? 1U : 0U;
        if (kind == GeometryKind::point)
            return add_points(chunk, feature);
        if (kind == GeometryKind::line && m_options.every)
            return add_posts(chunk, feature);
        start_row(chunk, feature);
        if (kind == GeometryKind::line)
            add_line_values(geometry);
        m_row.resize(m_fields.size());
        m_geometries.add(geometry);
        m_rows.add_row(m_row);
    }

    void add_points(FeatureLayer const& chunk, std::size_t feature) {
        LonLatGeometry const geometry = chunk.geometries[feature];
        for (LonLat const p : geometry.path(0)) {
            start_row(chunk, feature);
            if (m_options.every)
                m_row.resize(m_row.size() + 2);
            add_point_row(p, std::span(m_point_values).subspan(m_next_point * m_bands.size(), m_bands.size()));
            ++m_next_point;
        }
    }

    void add_point_row(LonLat place, std::span<double const> values) {
        for (std::size_t b = 0; b < m_bands.size(); ++b) {
            m_bands[b].count(values[b]);
            m_row.push_back(value_of(values[b], m_bands[b].is_integer));
            if (m_kinds.lines)
                m_row.resize(m_row.size() + 4);
        }
        m_geometries.add_point(place);
        m_rows.add_row(m_row);
    }

    /// Kilometre posts: the start of each part, each so many metres, and its end.
    void add_posts(FeatureLayer const& chunk, std::size_t feature) {
        LonLatGeometry const line = chunk.geometries[feature];
        for (std::size_t part = 0; part < line.path_count(); ++part) {
            double const length = geodesic_length(line.path(part)).value();
            std::vector<double> along;
            constexpr double shortest_rest = 1e-3; // an end that falls on a post is one place
            for (std::size_t k = 0; static_cast<double>(k) * m_options.every->value() < length - shortest_rest; ++k)
                along.push_back(static_cast<double>(k) * m_options.every->value());
            along.push_back(length);
            std::vector<LonLat> places;
            for (double const post : along)
                places.push_back(place_along(line.path(part), Metres(post)));
            std::vector<double> const values = values_at(places);
            for (std::size_t k = 0; k < places.size(); ++k) {
                start_row(chunk, feature);
                m_row.emplace_back(static_cast<std::int64_t>(part + 1));
                m_row.emplace_back(along[k]);
                add_point_row(places[k], std::span(values).subspan(k * m_bands.size(), m_bands.size()));
            }
        }
    }

    void add_line_values(LonLatGeometry line) {
        for (BandField& band : m_bands) {
            LineValues const values = m_sampler.values_along(line, band.band);
            band.count(values.mean);
            if (m_kinds.values)
                m_row.emplace_back();
            m_row.push_back(value_of(values.least, band.is_integer));
            m_row.push_back(value_of(values.greatest, band.is_integer));
            m_row.push_back(value_of(values.mean, false));
            m_row.emplace_back(values.nodata_share);
        }
    }

    SampleOptions const& m_options;
    LayerSource& m_source;
    GridFrame m_frame;
    CellSampler m_sampler;
    RowKinds m_kinds;
    std::vector<BandField> m_bands;
    std::vector<Field> m_fields;
    std::size_t m_own_fields = 0;
    std::vector<double> m_point_values;
    std::size_t m_next_point = 0;
    std::vector<AttributeValue> m_row;
    LonLatGeometries m_geometries;
    Attributes m_rows;
    std::size_t m_polygons = 0;
    std::size_t m_without_place = 0;
};

Table summary_of(std::vector<BandField> const& bands) {
    auto const real = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::real, "", 6, std::move(description)};
    };
    Table table("sample", {{"band", CellKind::text, "", 0, "number or description"},
                           {"field", CellKind::text, "", 0, "in the output"},
                           {"samples", CellKind::integer, "", 0, "points, or lines"},
                           {"without_data", CellKind::integer, "", 0, "of these, outside the raster included"},
                           real("least", "of the values, or of the means of lines"),
                           real("mean", "of the same"),
                           real("greatest", "of the same")});
    for (BandField const& band : bands) {
        std::size_t const with_data = band.samples - band.without_data;
        auto const cell = [&](double value) { return with_data > 0 ? Cell(value) : Cell(Absent{"no data"}); };
        table.add_row({printable(band.label), band.field, static_cast<std::int64_t>(band.samples),
                       static_cast<std::int64_t>(band.without_data), cell(band.least),
                       cell(band.sum / static_cast<double>(std::max<std::size_t>(1, with_data))), cell(band.greatest)});
    }
    return table;
}

void check(SampleOptions const& options) {
    constexpr double shortest = 0.01;
    if (options.every && !(options.every->value() >= shortest))
        throw UsageError(
            {.what = "posts cannot be closer than 1 cm", .where = "--every", .remedy = "give a length such as 1km"});
    check_output(options.output);
}

void tell_left_out(Sampling const& sampling, LayerOrigin const& origin, Problems& problems) {
    if (sampling.polygons() > 0)
        problems.push_back({Severity::warning,
                            "sample.polygon",
                            {.what = fmt::format("{} features are polygons, which have no single value; they are kept "
                                                 "with nulls",
                                                 sampling.polygons()),
                             .where = place_of(origin),
                             .remedy = "give points or lines"}});
    if (sampling.without_place() > 0)
        problems.push_back(
            {Severity::note,
             "geometry.null",
             {.what = fmt::format("{} features have no geometry; they are kept with nulls", sampling.without_place()),
              .where = place_of(origin),
              .remedy = ""}});
}

} // namespace

SampleResult sample(SampleOptions const& options, Progress& progress) {
    check(options);
    SampleResult result;
    GridReader reader(options.raster, options.input.read, options.input.assume_crs);
    std::optional<LayerSource> source =
        LayerSource::open(options.dataset, options.layer, InputShape::spatial, options.input, result.problems);
    throw_if_errors(result.problems, "reading " + options.dataset);
    Sampling sampling(options, *source, reader, result.problems);
    constexpr double own_vertices_only = 0.0;
    LayerStream stream(options.output, {sampling.layer()}, own_vertices_only);
    progress.stage("features", static_cast<std::uint64_t>(std::max<std::int64_t>(source->info().feature_count, 0)));
    for (;;) {
        stop_if_cancelled(progress);
        FeatureLayer chunk = source->empty_layer();
        if (source->append_next(chunk_size, chunk) == 0)
            break;
        sampling.add(chunk, stream);
        progress.advance(chunk.size());
    }
    source->add_problems(result.problems);
    throw_if_errors(result.problems, "reading " + options.dataset);
    tell_left_out(sampling, source->info().origin, result.problems);
    WrittenLayers written = stream.commit();
    result.outputs = std::move(written.files);
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.summary = summary_of(sampling.bands());
    return result;
}

} // namespace oreway
