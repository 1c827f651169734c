// SPDX-License-Identifier: MIT
// What is in a file: from what it declares, and by reading where it does not declare its extent.

#include <algorithm>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway {

namespace {

constexpr int degree_decimals = 5; // about a metre
constexpr std::size_t chunk_size = 16'384;

Column text_column(std::string name, std::string description) {
    return {std::move(name), CellKind::text, "", 0, std::move(description)};
}
Column degree_column(std::string name, std::string description) {
    return {std::move(name), CellKind::real, "degree", degree_decimals, std::move(description)};
}

Table empty_layer_table() {
    return Table("layers", {text_column("dataset", "file or GDAL name"),
                            text_column("layer", "name inside the dataset"),
                            text_column("driver", "GDAL's name of the format"),
                            text_column("geometry", "kind of geometry the layer declares"),
                            {"features", CellKind::integer, "", 0, "number of features the layer declares"},
                            text_column("crs", "reference system of the coordinates"),
                            text_column("crs_origin", "where the reference system was found"),
                            text_column("encoding", "encoding of texts"),
                            degree_column("west_deg", "extent in WGS 84"),
                            degree_column("south_deg", "extent in WGS 84"),
                            degree_column("east_deg", "extent in WGS 84"),
                            degree_column("north_deg", "extent in WGS 84")});
}

Table empty_field_table() {
    return Table("fields", {text_column("dataset", "file or GDAL name"),
                            text_column("layer", "name inside the dataset"),
                            text_column("field", "name of the field"),
                            text_column("type", "text, integer or real"),
                            {"width", CellKind::integer, "", 0, "declared width"},
                            text_column("source_type", "native type of what is read as text")});
}

/// Four cells for the extent, absent with the reason when it is not known.
std::vector<Cell> extent_cells(LayerInfo const& layer, std::optional<Crs> const& crs) {
    auto const absent = [](std::string const& reason) { return std::vector<Cell>(4, Absent{reason}); };
    if (layer.extent.empty())
        return absent("no coordinates");
    if (!crs)
        return absent("no reference system");
    LonLatBox const box = lonlat_extent(*crs, layer.extent);
    if (box.empty())
        return absent("the coordinates have no place in WGS 84");
    return {box.west, box.south, box.east, box.north};
}

void describe(LayerInfo layer, InputOptions const& options, InfoResult& result) {
    Problems crs_problems;
    std::optional<Crs> const crs = crs_of(layer, options, crs_problems);
    for (Problem& problem : crs_problems) {
        problem.severity = Severity::warning; // only measuring is impossible; the file can be described
        result.problems.push_back(std::move(problem));
    }
    bool const spatial = layer.geometry_type != "None";
    std::vector<Cell> cells = {layer.origin.dataset, layer.origin.layer, layer.origin.driver, layer.geometry_type};
    if (layer.feature_count < 0)
        cells.emplace_back(Absent{"not known without reading"});
    else
        cells.emplace_back(layer.feature_count);
    cells.emplace_back(crs ? Cell(text_of(*crs)) : Cell(Absent{spatial ? "none in the file" : "no geometry"}));
    cells.emplace_back(std::string(name_of(layer.origin.crs_origin)));
    cells.emplace_back(layer.origin.encoding);
    std::ranges::move(extent_cells(layer, crs), std::back_inserter(cells));
    result.layers.add_row(std::move(cells));
    for (Field const& field : layer.fields)
        result.fields.add_row({layer.origin.dataset, layer.origin.layer, field.name, std::string(name_of(field.type)),
                               field.width > 0 ? Cell(std::int64_t{field.width}) : Cell(Absent{"none declared"}),
                               field.source_type});
}

/// Text formats do not declare an extent; it is found by reading.
void measure(VectorDataset& dataset, std::size_t position, LayerInfo& layer, Progress& progress) {
    std::unique_ptr<FeatureSource> const source = dataset.read(position);
    layer.feature_count = 0;
    while (true) {
        stop_if_cancelled(progress);
        FeatureChunk const chunk = source->next(chunk_size);
        if (chunk.ids.empty())
            return;
        layer.feature_count += static_cast<std::int64_t>(chunk.ids.size());
        for (XY const vertex : chunk.geometries.vertices())
            layer.extent.extend(vertex);
    }
}

void describe_dataset(std::string const& name, InputOptions const& options, InfoResult& result, Progress& progress) {
    VectorDataset dataset = VectorDataset::open(name, options.read);
    result.problems.insert(result.problems.end(), dataset.problems().begin(), dataset.problems().end());
    for (std::size_t i = 0; i < dataset.layers().size(); ++i) {
        LayerInfo layer = dataset.layers()[i];
        if (layer.geometry_type != "None" && layer.extent.empty())
            measure(dataset, i, layer, progress);
        describe(std::move(layer), options, result);
    }
}

} // namespace

Table format_table() {
    Table table("formats",
                {text_column("label", "the format"), text_column("driver", "GDAL's name of it"),
                 text_column("extensions", "usual file names"), text_column("kind", "vector or raster"),
                 text_column("access", "read, or read and write"), text_column("remark", "how it is treated")});
    for (Format const& format : formats()) {
        bool const raster = format.kind == FormatKind::raster;
        table.add_row({std::string(format.label), std::string(format.driver), std::string(format.extensions),
                       std::string(raster ? "raster" : "vector"), std::string(format.writes ? "read, write" : "read"),
                       std::string(format.remark)});
    }
    return table;
}

InfoResult info(std::vector<std::string> const& datasets, InputOptions const& options, Progress& progress) {
    InfoResult result{.layers = empty_layer_table(), .fields = empty_field_table(), .problems = {}};
    progress.stage("looking at files", datasets.size());
    for (std::string const& name : datasets) {
        stop_if_cancelled(progress);
        try {
            describe_dataset(name, options, result, progress);
        } catch (UsageError const&) {
            throw; // the options are wrong, not the data
        } catch (Error const& error) {
            if (datasets.size() == 1)
                throw;
            result.problems.push_back({Severity::error, "input.unreadable", error.parts()});
        }
        progress.advance(1);
    }
    return result;
}

} // namespace oreway
