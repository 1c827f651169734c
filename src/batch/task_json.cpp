// SPDX-License-Identifier: MIT
// Tasks as lines of a plan.

#include "batch/json_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/batch/plan.hpp"

namespace oreway {

namespace {

using json_text::Json;

Json box_to_json(XYBox const& box) {
    return box.empty() ? Json() : Json{box.min_x, box.min_y, box.max_x, box.max_y};
}
XYBox box_from_json(Json const& json) {
    return json.is_null() ? XYBox{} : XYBox{json.at(0), json.at(1), json.at(2), json.at(3)};
}

Json lonlat_to_json(LonLatBox const& box) {
    return box.empty() ? Json() : Json{box.west, box.south, box.east, box.north};
}
LonLatBox lonlat_from_json(Json const& json) {
    return json.is_null() ? LonLatBox{} : LonLatBox{json.at(0), json.at(1), json.at(2), json.at(3)};
}

Json item_to_json(Item const& item) {
    return {{"source", item.source},
            {"relative", item.relative},
            {"kind", name_of(item.kind)},
            {"files", item.files},
            {"bytes", item.bytes}};
}
Item item_from_json(Json const& json) {
    return {.source = json.at("source"),
            .relative = json.at("relative"),
            .kind = json.at("kind") == name_of(DataKind::raster) ? DataKind::raster : DataKind::vector,
            .files = json.at("files"),
            .bytes = json.at("bytes")};
}

Json facts_to_json(LayerFacts const& facts) {
    return {{"layer", facts.layer},
            {"driver", facts.driver},
            {"content", facts.content},
            {"spatial", facts.spatial},
            {"count", facts.count},
            {"crs_wkt", facts.crs_wkt},
            {"crs_origin", static_cast<int>(facts.crs_origin)},
            {"encoding", facts.encoding},
            {"extent", box_to_json(facts.extent)}};
}
LayerFacts facts_from_json(Json const& json) {
    return {.layer = json.at("layer"),
            .driver = json.at("driver"),
            .content = json.at("content"),
            .spatial = json.at("spatial"),
            .count = json.at("count"),
            .crs_wkt = json.at("crs_wkt"),
            .crs_origin = static_cast<CrsOrigin>(json.at("crs_origin").get<int>()),
            .encoding = json.at("encoding"),
            .extent = box_from_json(json.at("extent"))};
}

Json operation_to_json(Operation const& operation) {
    Json area;
    if (operation.area)
        area = {{"name", operation.area->name}, {"box", lonlat_to_json(operation.area->box)}};
    return {{"name", operation.name},
            {"code", operation.code},
            {"accuracy_m", operation.accuracy ? Json(operation.accuracy->value()) : Json()},
            {"area", std::move(area)},
            {"ballpark", operation.ballpark},
            {"missing_grids", operation.missing_grids},
            {"pipeline", operation.pipeline}};
}
Operation operation_from_json(Json const& json) {
    Operation operation;
    operation.name = json.at("name");
    operation.code = json.at("code");
    if (!json.at("accuracy_m").is_null())
        operation.accuracy = Metres(json.at("accuracy_m").get<double>());
    if (Json const& area = json.at("area"); !area.is_null())
        operation.area = AreaOfUse{.name = area.at("name"), .box = lonlat_from_json(area.at("box"))};
    operation.ballpark = json.at("ballpark");
    operation.missing_grids = json.at("missing_grids").get<std::vector<std::string>>();
    operation.pipeline = json.at("pipeline");
    return operation;
}

Json layer_to_json(LayerTask const& layer) {
    return {{"facts", facts_to_json(layer.facts)},
            {"source_crs", layer.source_crs},
            {"source_label", layer.source_label},
            {"source_origin", static_cast<int>(layer.source_origin)},
            {"target_crs", layer.target_crs},
            {"target_label", layer.target_label},
            {"operation", operation_to_json(layer.operation)},
            {"reason", layer.reason},
            {"extent", lonlat_to_json(layer.extent)},
            {"points_outside", layer.points_outside ? Json(*layer.points_outside) : Json()},
            {"crosses_seam", layer.crosses_seam},
            {"output_layer", layer.output_layer},
            {"output", layer.output.string()}};
}
LayerTask layer_from_json(Json const& json) {
    LayerTask layer;
    layer.facts = facts_from_json(json.at("facts"));
    layer.source_crs = json.at("source_crs");
    layer.source_label = json.at("source_label");
    layer.source_origin = static_cast<CrsOrigin>(json.at("source_origin").get<int>());
    layer.target_crs = json.at("target_crs");
    layer.target_label = json.at("target_label");
    layer.operation = operation_from_json(json.at("operation"));
    layer.reason = json.at("reason");
    layer.extent = lonlat_from_json(json.at("extent"));
    if (!json.at("points_outside").is_null())
        layer.points_outside = json.at("points_outside").get<std::int64_t>();
    layer.crosses_seam = json.at("crosses_seam");
    layer.output_layer = json.at("output_layer");
    layer.output = json.at("output").get<std::string>();
    return layer;
}

} // namespace

std::string to_json_line(Task const& task) {
    Json layers = Json::array();
    for (LayerTask const& layer : task.layers)
        layers.push_back(layer_to_json(layer));
    std::vector<std::string> outputs;
    for (std::filesystem::path const& output : task.outputs)
        outputs.push_back(output.string());
    return json_text::line_of({{"number", task.number},
                               {"item", item_to_json(task.item)},
                               {"verdict", static_cast<int>(task.verdict)},
                               {"output_driver", task.output_driver},
                               {"layers", std::move(layers)},
                               {"outputs", outputs},
                               {"output_bytes", task.output_bytes},
                               {"memory_bytes", task.memory_bytes},
                               {"cost", task.cost},
                               {"problems", json_text::problems_to_json(task.problems)}});
}

Task task_from_json(std::string_view line) {
    Json const json = json_text::parsed(line, "task of a plan");
    try {
        Task task;
        task.number = json.at("number");
        task.item = item_from_json(json.at("item"));
        task.verdict = static_cast<Verdict>(json.at("verdict").get<int>());
        task.output_driver = json.at("output_driver");
        for (Json const& layer : json.at("layers"))
            task.layers.push_back(layer_from_json(layer));
        for (std::string const output : json.at("outputs"))
            task.outputs.emplace_back(output);
        task.output_bytes = json.at("output_bytes");
        task.memory_bytes = json.at("memory_bytes");
        task.cost = json.at("cost");
        task.problems = json_text::problems_from_json(json.at("problems"));
        return task;
    } catch (Json::exception const& fault) {
        throw DataError({.what = std::string("the line is no task of a plan: ") + fault.what(),
                         .where = "",
                         .remedy = "the file is damaged"});
    }
}

} // namespace oreway
