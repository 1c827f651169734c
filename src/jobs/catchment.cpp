// SPDX-License-Identifier: MIT
// Groups, a buffer for each radius, rings where they are asked for, then the members.

#include "oreway/jobs/catchment.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <span>

#include <fmt/format.h>

#include "jobs/catchment_groups.hpp"
#include "jobs/catchment_members.hpp"
#include "jobs/catchment_shares.hpp"
#include "jobs/field_names.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/measure/buffer.hpp"

namespace oreway {

namespace {

/// Buffers of one group, a radius each.
using Buffers = std::vector<Buffer>;

Metres tolerance_of(CatchmentOptions const& options, Metres radius) {
    return options.tolerance.value_or(default_buffer_tolerance(radius));
}

/// Radii growing, each once; zones must be wider than the error of their edges.
std::vector<Metres> sorted_radii(CatchmentOptions const& options) {
    std::vector<Metres> radii = options.radii;
    std::sort(radii.begin(), radii.end());
    radii.erase(std::unique(radii.begin(), radii.end()), radii.end());
    if (radii.empty())
        throw UsageError({.what = "a catchment needs a radius", .where = "", .remedy = "give a radius such as 50km"});
    for (std::size_t i = 1; i < radii.size(); ++i)
        if (radii[i] - radii[i - 1] <= tolerance_of(options, radii[i]) + tolerance_of(options, radii[i - 1]))
            throw UsageError(
                {.what = fmt::format("the radii {} m and {} m differ by less than the tolerance of their boundaries",
                                     radii[i - 1].value(), radii[i].value()),
                 .where = "",
                 .remedy = "give radii farther apart or a smaller tolerance"});
    return radii;
}

Buffers buffers_of(CatchmentGroup const& group, CatchmentOptions const& options, Progress& progress) {
    Buffers discs;
    for (Metres const radius : options.radii) {
        discs.push_back(geodesic_buffer(group.geometries, radius, tolerance_of(options, radius), progress));
        progress.advance(1);
    }
    if (options.form == CatchmentForm::discs)
        return discs;
    Buffers zones = {discs.front()};
    for (std::size_t r = 1; r < discs.size(); ++r)
        zones.push_back(zone_between(discs[r], discs[r - 1]));
    return zones;
}

std::vector<Buffers> all_buffers(std::vector<CatchmentGroup> const& groups, CatchmentOptions const& options,
                                 Progress& progress) {
    progress.stage("catchments", groups.size() * options.radii.size());
    std::vector<Buffers> all(groups.size());
    parallel_for(groups.size(), [&](std::size_t g) {
        stop_if_cancelled(progress);
        all[g] = buffers_of(groups[g], options, progress);
    });
    return all;
}

double square_kilometres(SquareMetres area) {
    return std::round(area.value()) / 1e6;
}

Table summary_of(std::vector<CatchmentGroup> const& groups, std::vector<Buffers> const& buffers) {
    Table table("catchments", {{"catchment", CellKind::text, "", 2, {}},
                               {"features", CellKind::integer, "", 2, {}},
                               {"radius_km", CellKind::real, "kilometres", 3, {}},
                               {"error_bound_m", CellKind::real, "metres", 3, {}},
                               {"area_km2", CellKind::real, "square kilometres", 6, {}}});
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (Buffer const& buffer : buffers[g])
            table.add_row({groups[g].name, static_cast<std::int64_t>(groups[g].features.size()),
                           rounded_kilometres(buffer.radius), rounded_metres(buffer.error_bound),
                           square_kilometres(buffer.area)});
    return table;
}

/// The summary with polygons, and the fields of the source when each feature has its own. Wide catchments come first,
/// so that maps draw the narrow ones on top.
FeatureLayer catchment_layer(Table const& summary, std::vector<Buffers> const& buffers,
                             std::vector<CatchmentGroup> const& groups, FeatureLayer const& source, Dissolve dissolve) {
    FeatureLayer const rows = table_as_layer(summary);
    std::vector<Field> fields = rows.attributes.fields();
    std::size_t const own = fields.size();
    std::size_t const taken = dissolve == Dissolve::none ? source.attributes.fields().size() : 0;
    for (std::size_t f = 0; f < taken; ++f) {
        Field field = source.attributes.fields()[f];
        field.name = unused_name(fields, field.name);
        fields.push_back(std::move(field));
    }
    FeatureLayer layer;
    layer.name = "catchments";
    layer.attributes = Attributes(std::move(fields));
    std::size_t first = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (std::size_t r = buffers[g].size(); r-- > 0;) {
            std::vector<AttributeValue> values;
            for (std::size_t f = 0; f < own; ++f)
                values.push_back(rows.attributes.value(first + r, f));
            for (std::size_t f = 0; f < taken; ++f)
                values.push_back(source.attributes.value(groups[g].features.front(), f));
            layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size() + 1));
            layer.geometries.add(buffers[g][r].polygons[0]);
            layer.attributes.add_row(values);
        }
        first += buffers[g].size();
    }
    return layer;
}

void require_weight_field(CatchmentMembers const& asked, FeatureLayer const& members) {
    if (!asked.weight.empty())
        static_cast<void>(required_field(members, asked.weight));
    if (!asked.by.empty())
        static_cast<void>(required_field(members, asked.by));
}

bool holds_all_layers(OutputOptions const& output) {
    return path_of_layer(output, 1, "sums") == output.path;
}

/// Beside formats of one layer a table becomes a CSV file: it has no place among shapes.
OutputOptions table_output(OutputOptions const& output, std::string const& table) {
    OutputOptions apart{.overwrite = output.overwrite};
    apart.path = output.path;
    apart.path.replace_filename(output.path.stem().string() + "_" + table + ".csv");
    return apart;
}

void check_outputs(CatchmentOptions const& options) {
    check_output(options.output);
    if (holds_all_layers(options.output))
        return;
    if (!options.members.dataset.empty())
        check_output(table_output(options.output, "sums"));
    if (!options.areas.dataset.empty())
        check_output(table_output(options.output, "shares"));
}

void append_written(WrittenLayers written, CatchmentResult& result) {
    result.outputs.insert(result.outputs.end(), written.files.begin(), written.files.end());
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
}

void write_all(OutputOptions const& output, std::vector<FeatureLayer> layers, std::vector<FeatureLayer> tables,
               CatchmentResult& result) {
    constexpr double as_it_is = 0.0; // boundaries are drawn within their bound already
    bool const together = holds_all_layers(output);
    for (FeatureLayer& table : tables)
        if (together)
            layers.push_back(std::move(table));
        else
            append_written(write_layers(table_output(output, table.name), std::span(&table, 1)), result);
    append_written(write_layers(output, layers, as_it_is), result);
}

/// Areas are read and made ready while the catchments are drawn, where there is a second core.
std::future<CatchmentAreasIndex> areas_meanwhile(CatchmentOptions const& options) {
    if (options.areas.dataset.empty())
        return {};
    auto const how = thread_count() > 1 ? std::launch::async : std::launch::deferred;
    return std::async(how, [&options] { return CatchmentAreasIndex(options.areas, options.input); });
}

} // namespace

CatchmentResult catchment(CatchmentOptions const& asked, Progress& progress) {
    CatchmentOptions options = asked;
    options.radii = sorted_radii(asked);
    check_outputs(options);
    CatchmentResult result;
    progress.stage("reading", 0);
    auto const source = load_layer(options.dataset, options.layer, options.input, result.problems);
    std::optional<LoadedLayer> members;
    if (!options.members.dataset.empty())
        members = load_layer(options.members.dataset, options.members.layer, options.input, result.problems);
    throw_if_errors(result.problems, "the catchments");
    if (members)
        require_weight_field(options.members, members->layer);

    std::future<CatchmentAreasIndex> areas = areas_meanwhile(options);
    std::vector<CatchmentGroup> const groups = catchment_groups(source->layer, options, result.problems);
    std::vector<Buffers> const buffers = all_buffers(groups, options, progress);
    result.summary = summary_of(groups, buffers);
    std::vector<FeatureLayer> layers;
    std::vector<FeatureLayer> tables;
    layers.push_back(catchment_layer(result.summary, buffers, groups, source->layer, options.dissolve));
    if (members) {
        auto const found = find_members(groups, members->layer.geometries, options.radii, progress);
        result.sums = member_sums(groups, members->layer, found, options);
        layers.push_back(members_layer(groups, members->layer, found, options.radii));
        tables.push_back(table_as_layer(result.sums));
    }
    if (areas.valid()) {
        CatchmentAreasIndex const index = areas.get();
        result.problems.insert(result.problems.end(), index.problems().begin(), index.problems().end());
        throw_if_errors(result.problems, "the catchments");
        result.shares = index.shares(groups, buffers, progress, result.problems);
        tables.push_back(table_as_layer(result.shares));
    }
    progress.stage("writing", 0);
    stop_if_cancelled(progress);
    write_all(options.output, std::move(layers), std::move(tables), result);
    return result;
}

} // namespace oreway
