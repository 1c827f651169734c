// SPDX-License-Identifier: MIT
// Two layers in, a table out, and the pieces when they are wanted.

#include "oreway/jobs/overlap.hpp"

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "jobs/overlap_rows.hpp"
#include "jobs/overlap_tables.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"

namespace oreway {

namespace {

std::optional<std::size_t> find_id_field(OverlapSide const& side, FeatureLayer const& layer) {
    if (side.id_field.empty())
        return std::nullopt;
    if (auto const found = layer.attributes.find(side.id_field))
        return found;
    std::vector<std::string> names;
    for (Field const& field : layer.attributes.fields())
        names.push_back(field.name);
    auto const nearest = nearest_spelling(side.id_field, names);
    throw UsageError({.what = fmt::format("there is no field '{}'", side.id_field),
                      .where = place_of(layer.origin),
                      .remedy = nearest ? fmt::format("did you mean '{}'?", *nearest)
                                        : fmt::format("there are: {}", join(names, ", "))});
}

std::optional<OverlapLayer> load_side(OverlapSide const& side, InputOptions const& options, Problems& problems) {
    std::optional<LoadedLayer> loaded = load_layer(side.dataset, side.layer, options, problems);
    if (!loaded)
        return std::nullopt;
    OverlapLayer result{.layer = std::move(loaded->layer), .id_field = {}};
    result.id_field = find_id_field(side, result.layer);
    return result;
}

/// Points have no length and no area.
void report_points(FeatureLayer const& layer, Problems& problems) {
    std::size_t points = 0;
    for (std::size_t i = 0; i < layer.size(); ++i)
        points += layer.geometries.kind(i) == GeometryKind::point ? 1U : 0U;
    if (points == 0)
        return;
    problems.push_back(
        {Severity::warning,
         "overlap.no_extent",
         {.what = fmt::format("{} of {} features are points, which have neither length nor area, and were "
                              "left out",
                              points, layer.size()),
          .where = place_of(layer.origin),
          .remedy = "'oreway nearest' relates points to lines and polygons"}});
}

void report_double_counts(double twice, OverlapLayer const& owner, OverlapLayer const& other, Problems& problems) {
    if (!(twice > 0.0))
        return;
    problems.push_back({Severity::note,
                        "overlap.counted_twice",
                        {.what = fmt::format("its features overlap one another inside of features of {}: {} km2 are in "
                                             "several pairs, so shares of those features add up to more than 1",
                                             owner.layer.origin.dataset, fixed(twice / 1e6, 6)),
                         .where = place_of(other.layer.origin),
                         .remedy = ""}});
}

/// Pieces have a geometry, which a table format would drop.
void require_geometry_format(OverlapOptions const& options) {
    if (options.pieces == PieceLayer::none)
        return;
    Format const* const format = format_by_extension(options.output.path.string());
    bool const is_csv =
        options.output.driver.empty() ? format && format->driver == "CSV" : fold(options.output.driver) == "csv";
    if (is_csv)
        throw UsageError({.what = "CSV holds no geometry, so there is no place for the pieces",
                          .where = options.output.path.string(),
                          .remedy = "name a .gpkg file, or leave out --pieces"});
}

} // namespace

OverlapResult overlap(OverlapOptions const& options, Progress& progress) {
    require_geometry_format(options);
    check_output(options.output);
    OverlapResult result;
    progress.stage("reading", 2);
    std::optional<OverlapLayer> const a = load_side(options.a, options.input, result.problems);
    progress.advance(1);
    std::optional<OverlapLayer> const b = load_side(options.b, options.input, result.problems);
    progress.advance(1);
    throw_if_errors(result.problems, "the overlap");
    stop_if_cancelled(progress);
    report_points(a->layer, result.problems);
    report_points(b->layer, result.problems);

    OverlapRows const found = find_overlaps(a->layer.geometries, b->layer.geometries, options.tolerance, progress);
    report_double_counts(found.counted_twice_in_a, *a, *b, result.problems);
    report_double_counts(found.counted_twice_in_b, *b, *a, result.problems);
    std::vector<FeatureLayer> layers;
    layers.push_back(options.form == OverlapForm::matrix ? overlap_matrix(*a, *b, found)
                                                         : overlap_table(*a, *b, found));
    if (options.pieces == PieceLayer::written)
        layers.push_back(overlap_pieces(*a, *b, found));
    progress.stage("writing", 0);
    stop_if_cancelled(progress);
    WrittenLayers written = write_layers(options.output, layers);
    result.outputs = std::move(written.files);
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.summary = overlap_summary(found);
    return result;
}

} // namespace oreway
