// SPDX-License-Identifier: MIT
// Problems and counts as JSON and back.

#include "batch/json_text.hpp"

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway::json_text {

namespace {

Severity severity_from(std::string const& name) {
    for (Severity const severity : {Severity::note, Severity::warning, Severity::error})
        if (name_of(severity) == name)
            return severity;
    return Severity::error;
}

} // namespace

Json problems_to_json(Problems const& problems) {
    Json list = Json::array();
    for (Problem const& problem : problems)
        list.push_back({{"severity", name_of(problem.severity)},
                        {"code", problem.code},
                        {"what", problem.parts.what},
                        {"where", problem.parts.where},
                        {"remedy", problem.parts.remedy}});
    return list;
}

Problems problems_from_json(Json const& json) {
    Problems problems;
    for (Json const& item : json)
        problems.push_back({severity_from(item.at("severity")),
                            item.at("code"),
                            {item.at("what"), item.at("where"), item.at("remedy")}});
    return problems;
}

Json counts_to_json(LayerCounts const& counts) {
    return {{"layer", counts.layer},
            {"features_in", counts.features_in},
            {"features_out", counts.features_out},
            {"null_in", counts.null_in},
            {"null_out", counts.null_out},
            {"vertices_in", counts.vertices_in},
            {"vertices_out", counts.vertices_out},
            {"failed_count", counts.failed_count},
            {"failed", counts.failed}};
}

LayerCounts counts_from_json(Json const& json) {
    return {.layer = json.at("layer"),
            .features_in = json.at("features_in"),
            .features_out = json.at("features_out"),
            .null_in = json.at("null_in"),
            .null_out = json.at("null_out"),
            .vertices_in = json.at("vertices_in"),
            .vertices_out = json.at("vertices_out"),
            .failed = json.at("failed"),
            .failed_count = json.at("failed_count")};
}

std::string line_of(Json const& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parsed(std::string_view line, std::string_view what) {
    Json json = Json::parse(line, nullptr, false);
    if (json.is_object())
        return json;
    throw DataError({.what = fmt::format("the line is no {}", what), .where = "", .remedy = "the file is damaged"});
}

} // namespace oreway::json_text
