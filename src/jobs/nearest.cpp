// SPDX-License-Identifier: MIT
// A runs through in chunks: read, searched on all cores, written in the order of A.

#include "oreway/jobs/nearest.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "jobs/layer_source.hpp"
#include "jobs/nearest_rows.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_size = 4'096; // the last one is written when nothing is left to search
constexpr std::size_t features_a_step = 128;
constexpr std::size_t rows_at_once = 4'096; // long connectors are filled with hundreds of vertices each

/// An index over B, or over the features of one group of it.
struct Group {
    FeatureIndex index;
    std::vector<std::size_t> positions; ///< in B of each geometry of the index; empty: all of B in order
};

struct Statistics {
    std::size_t features = 0;
    std::size_t with_neighbour = 0;
    std::size_t without_geometry = 0;
    std::size_t pairs = 0;
    double least_m = std::numeric_limits<double>::infinity();
    double greatest_m = 0.0;
    double sum_m = 0.0;

    void add(LonLatGeometry geometry, std::vector<RankedPair> const& found) {
        ++features;
        with_neighbour += found.empty() ? 0U : 1U;
        without_geometry += geometry.empty() ? 1U : 0U;
        pairs += found.size();
        for (RankedPair const& ranked : found) {
            double const distance = ranked.pair.distance.value();
            least_m = std::min(least_m, distance);
            greatest_m = std::max(greatest_m, distance);
            sum_m += distance;
        }
    }
};

Table summary_of(Statistics const& statistics) {
    auto const metres = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::real, "m", 3, std::move(description)};
    };
    auto const number = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::integer, "", 0, std::move(description)};
    };
    Table table("nearest", {number("features", "features of A"), number("with_neighbour", "of these with a pair"),
                            number("without_neighbour", "nothing of B within the radius"),
                            number("without_geometry", "null or empty in A"), number("pairs", "rows with a distance"),
                            metres("least_m", "shortest distance"), metres("mean_m", "mean of all pairs"),
                            metres("greatest_m", "longest distance")});
    Cell const none = Absent{"no pair"};
    double const pairs = static_cast<double>(statistics.pairs);
    bool const any = statistics.pairs > 0;
    auto const integer = [](std::size_t value) { return static_cast<std::int64_t>(value); };
    table.add_row({integer(statistics.features), integer(statistics.with_neighbour),
                   integer(statistics.features - statistics.with_neighbour - statistics.without_geometry),
                   integer(statistics.without_geometry), integer(statistics.pairs),
                   any ? Cell(statistics.least_m) : none, any ? Cell(statistics.sum_m / pairs) : none,
                   any ? Cell(statistics.greatest_m) : none});
    return table;
}

std::size_t group_field_of(Attributes const& attributes, NearestOptions const& options) {
    return chosen_fields(attributes.fields(), {options.b.dataset, options.b.layer, {{options.group_field}}}).front();
}

/// Groups in the order of their texts; features without a value are a group of their own.
std::vector<Group> make_groups(LonLatGeometries geometries, Attributes const& attributes,
                               NearestOptions const& options) {
    std::vector<Group> groups;
    if (options.group_field.empty()) {
        groups.push_back({FeatureIndex(std::move(geometries)), {}});
        return groups;
    }
    std::size_t const field = group_field_of(attributes, options);
    std::map<std::string, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < geometries.size(); ++i)
        members[attributes.text(i, field).value_or("")].push_back(i);
    for (auto& [value, positions] : members) {
        LonLatGeometries own;
        for (std::size_t const i : positions)
            own.add(geometries[i]);
        groups.push_back({FeatureIndex(std::move(own)), std::move(positions)});
    }
    return groups;
}

/// B in memory.
struct Target {
    NearestTarget rows;
    std::vector<Group> groups;
    std::map<std::int64_t, std::size_t> place_of_id; ///< only when a feature is not to be its own neighbour
};

Target make_target(FeatureLayer layer, NearestOptions const& options) {
    Target target;
    target.rows.fields = chosen_fields(layer.attributes.fields(), options.b);
    if (!options.group_field.empty()) {
        std::size_t const group = group_field_of(layer.attributes, options);
        if (std::ranges::find(target.rows.fields, group) == target.rows.fields.end())
            target.rows.fields.push_back(group);
    }
    if (options.self_pairs == SelfPairs::left_out)
        for (std::size_t i = 0; i < layer.size(); ++i)
            target.place_of_id.emplace(layer.ids[i], i);
    for (std::size_t i = 0; i < layer.size(); ++i)
        target.rows.kinds.push_back(layer.geometries.kind(i));
    target.groups = make_groups(std::move(layer.geometries), layer.attributes, options);
    target.rows.ids = std::move(layer.ids);
    target.rows.attributes = std::move(layer.attributes);
    return target;
}

std::vector<RankedPair> search(LonLatGeometry query, std::optional<std::size_t> self, Target const& target,
                               NearestOptions const& options) {
    std::vector<RankedPair> found;
    for (Group const& group : target.groups) {
        auto const in_b = [&](std::size_t i) { return group.positions.empty() ? i : group.positions[i]; };
        NearestRequest request{.count = options.count, .radius = options.radius};
        if (self)
            request.skip = [&, own = *self](std::size_t i) { return in_b(i) == own; };
        std::int64_t rank = 0;
        for (NearestPair pair : group.index.nearest(query, request)) {
            pair.geometry = in_b(pair.geometry);
            found.push_back(ranked_pair(pair, ++rank));
        }
    }
    return found;
}

std::vector<std::vector<RankedPair>> search_chunk(FeatureLayer const& a, Target const& target,
                                                  NearestOptions const& options, Progress& progress) {
    std::vector<std::vector<RankedPair>> found(a.size());
    parallel_blocks(a.size(), features_a_step, [&](std::size_t first, std::size_t last) {
        stop_if_cancelled(progress);
        for (std::size_t i = first; i < last; ++i) {
            auto const self = target.place_of_id.find(a.ids[i]);
            std::optional<std::size_t> const own =
                self == target.place_of_id.end() ? std::nullopt : std::optional(self->second);
            found[i] = search(a.geometries[i], own, target, options);
        }
        progress.advance(last - first);
    });
    return found;
}

/// The kind that a layer declares; null when it declares none, several, or points of several places.
GeometryKind declared_kind(std::string const& type) {
    std::string const name = fold(type);
    auto const has = [&](char const* word) { return name.find(word) != std::string::npos; };
    if (has("polygon") || has("surface"))
        return GeometryKind::polygon;
    if (has("line") || has("curve"))
        return GeometryKind::line;
    return has("point") && !has("multi") ? GeometryKind::point : GeometryKind::null;
}

void check(NearestOptions const& options) {
    if (options.count == 0 && !std::isfinite(options.radius.value()))
        throw UsageError({.what = "all features within a distance are asked for, but no distance is given",
                          .where = "",
                          .remedy = "give --within, or --k 1 or more"});
    bool const same = options.a.dataset == options.b.dataset && options.a.layer == options.b.layer;
    if (options.self_pairs == SelfPairs::left_out && !same)
        throw UsageError({.what = "a feature can be its own neighbour only when A and B are the same layer",
                          .where = fmt::format("{} and {}", options.a.dataset, options.b.dataset),
                          .remedy = "leave --exclude-self out"});
    check_output(options.output);
}

/// Chunks on their way into the files, one behind the search: while a chunk is searched, the one before is written.
class Writing {
public:
    Writing(LayerStream& stream, NearestRows& rows, ConnectorLayer connectors, Progress& progress)
        : m_stream(stream), m_rows(rows), m_connectors(connectors), m_progress(progress) {}

    void add(FeatureLayer chunk, std::vector<std::vector<RankedPair>> found) {
        wait();
        auto const how = thread_count() > 1 ? std::launch::async : std::launch::deferred;
        m_last = std::async(how, [this, chunk = std::move(chunk), found = std::move(found)] { write(chunk, found); });
    }
    void wait() {
        if (m_last.valid())
            m_last.get();
    }
    [[nodiscard]] Statistics const& statistics() const noexcept { return m_statistics; }

private:
    void write(FeatureLayer const& chunk, std::vector<std::vector<RankedPair>> const& found) {
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            m_rows.add(chunk, i, found[i]);
            m_statistics.add(chunk.geometries[i], found[i]);
            if (m_rows.size() < rows_at_once)
                continue;
            m_rows.flush(m_stream, m_connectors);
            stop_if_cancelled(m_progress);
        }
        m_rows.flush(m_stream, m_connectors);
    }

    LayerStream& m_stream;
    NearestRows& m_rows;
    ConnectorLayer m_connectors;
    Progress& m_progress;
    Statistics m_statistics;
    std::future<void> m_last; // its end is waited for before the rest goes
};

/// Streams A past B.
Statistics run(LayerSource& source, Target const& target, NearestOptions const& options, Progress& progress,
               NearestResult& result) {
    NearestRows rows(source.fields(), chosen_fields(source.fields(), options.a), target.rows);
    std::vector<StreamedLayer> layers = {rows.nearest_layer(declared_kind(source.info().geometry_type))};
    if (options.connectors == ConnectorLayer::written)
        layers.push_back(NearestRows::connector_layer());
    LayerStream stream(options.output, layers);
    Writing writing(stream, rows, options.connectors, progress);
    progress.stage("features", static_cast<std::uint64_t>(std::max<std::int64_t>(source.info().feature_count, 0)));
    for (;;) {
        FeatureLayer chunk = source.empty_layer();
        if (source.append_next(chunk_size, chunk) == 0)
            break;
        mend_polygons(chunk, options.input, result.problems);
        throw_if_errors(result.problems, "reading A");
        auto found = search_chunk(chunk, target, options, progress);
        writing.add(std::move(chunk), std::move(found));
    }
    writing.wait();
    source.add_problems(result.problems);
    throw_if_errors(result.problems, "reading A");
    WrittenLayers const written = stream.commit();
    result.outputs = written.files;
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    return writing.statistics();
}

void note_what_is_missing(Statistics const& statistics, Target const& target, NearestOptions const& options,
                          Problems& problems) {
    bool const nothing = std::ranges::all_of(target.rows.kinds, [](GeometryKind k) { return k == GeometryKind::null; });
    if (nothing)
        problems.push_back({Severity::warning,
                            "nearest.empty",
                            {"has no feature with a geometry, so nothing has a neighbour", options.b.dataset,
                             "check that the right layer was given as B"}});
    if (statistics.without_geometry > 0)
        problems.push_back({Severity::note,
                            "geometry.null",
                            {fmt::format("{} features have no geometry; they are kept without a neighbour",
                                         statistics.without_geometry),
                             options.a.dataset, ""}});
}

} // namespace

NearestResult nearest(NearestOptions const& options, Progress& progress) {
    check(options);
    NearestResult result;
    progress.stage("reading B", 0);
    std::optional<LoadedLayer> b = load_layer(options.b.dataset, options.b.layer, options.input, result.problems);
    std::optional<LayerSource> a;
    try {
        a = LayerSource::open(options.a.dataset, options.a.layer, InputShape::spatial, options.input, result.problems);
    } catch (DataError const& error) {
        result.problems.push_back({Severity::error, "input.unreadable", error.parts()});
    } catch (IoError const& error) {
        result.problems.push_back({Severity::error, "input.unreadable", error.parts()});
    }
    throw_if_errors(result.problems, "reading the inputs");
    stop_if_cancelled(progress);
    Target const target = make_target(std::move(b->layer), options);
    Statistics const statistics = run(*a, target, options, progress, result);
    note_what_is_missing(statistics, target, options, result.problems);
    result.summary = summary_of(statistics);
    return result;
}

} // namespace oreway
