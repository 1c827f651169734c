// SPDX-License-Identifier: MIT
// Outcomes as lines of a manifest.

#include "batch/json_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/batch/manifest.hpp"

namespace oreway {

namespace {

using json_text::Json;

Json layer_to_json(LayerOutcome const& layer) {
    Json json = json_text::counts_to_json(layer.counts);
    json["source_crs"] = layer.source_crs;
    json["crs_origin"] = layer.crs_origin;
    json["target_crs"] = layer.target_crs;
    json["operation"] = layer.operation;
    json["accuracy"] = layer.accuracy;
    return json;
}

LayerOutcome layer_from_json(Json const& json) {
    return {.counts = json_text::counts_from_json(json),
            .source_crs = json.at("source_crs"),
            .crs_origin = json.at("crs_origin"),
            .target_crs = json.at("target_crs"),
            .operation = json.at("operation"),
            .accuracy = json.at("accuracy")};
}

Json files_to_json(std::vector<FileHash> const& files) {
    Json list = Json::array();
    for (FileHash const& file : files)
        list.push_back({{"file", file.file}, {"bytes", file.bytes}, {"xxh3", file.hash}});
    return list;
}

std::vector<FileHash> files_from_json(Json const& json) {
    std::vector<FileHash> files;
    for (Json const& item : json)
        files.push_back({.file = item.at("file"), .hash = item.at("xxh3"), .bytes = item.at("bytes")});
    return files;
}

/// Only what a worker hands over has pending files; the lines of a manifest have none.
Json pending_to_json(std::vector<Placement> const& pending) {
    Json list = Json::array();
    for (Placement const& file : pending)
        list.push_back({{"temporary", file.temporary.string()}, {"target", file.target.string()}});
    return list;
}

std::vector<Placement> pending_from_json(Json const& json) {
    std::vector<Placement> pending;
    for (Json const& item : json.value("pending", Json::array()))
        pending.push_back({item.at("temporary").get<std::string>(), item.at("target").get<std::string>()});
    return pending;
}

} // namespace

std::string to_json_line(DatasetOutcome const& outcome) {
    Json layers = Json::array();
    for (LayerOutcome const& layer : outcome.layers)
        layers.push_back(layer_to_json(layer));
    Json json = {{"number", outcome.number},
                 {"source", outcome.source},
                 {"status", name_of(outcome.status)},
                 {"key", outcome.key},
                 {"layers", std::move(layers)},
                 {"problems", json_text::problems_to_json(outcome.problems)},
                 {"inputs", files_to_json(outcome.inputs)},
                 {"outputs", files_to_json(outcome.outputs)},
                 {"seconds", outcome.seconds}};
    if (!outcome.pending.empty())
        json["pending"] = pending_to_json(outcome.pending);
    return json_text::line_of(json);
}

DatasetOutcome outcome_from_json(std::string_view line) {
    Json const json = json_text::parsed(line, "outcome of a dataset");
    try {
        DatasetOutcome outcome{.number = json.at("number"),
                               .source = json.at("source"),
                               .status = status_from(json.at("status").get<std::string>()),
                               .key = json.at("key"),
                               .layers = {},
                               .inputs = files_from_json(json.at("inputs")),
                               .outputs = files_from_json(json.at("outputs")),
                               .problems = json_text::problems_from_json(json.at("problems")),
                               .seconds = json.at("seconds"),
                               .pending = pending_from_json(json)};
        for (Json const& layer : json.at("layers"))
            outcome.layers.push_back(layer_from_json(layer));
        return outcome;
    } catch (Json::exception const& fault) {
        throw DataError({.what = std::string("the line is no outcome of a dataset: ") + fault.what(),
                         .where = "",
                         .remedy = "the file is damaged"});
    }
}

} // namespace oreway
