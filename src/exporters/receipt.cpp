// SPDX-License-Identifier: MIT
// manifest.json.

#include "oreway/exporters/receipt.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace oreway {

namespace {

using Json = nlohmann::ordered_json;

/// Pairs as an object; a name that comes twice (an option given twice) holds a list.
Json object_of(std::vector<std::pair<std::string, std::string>> const& pairs) {
    Json object = Json::object();
    for (auto const& [name, value] : pairs) {
        if (!object.contains(name))
            object[name] = value;
        else if (object[name].is_array())
            object[name].push_back(value);
        else
            object[name] = Json::array({object[name], value});
    }
    return object;
}

Json json_of(ReceiptInput const& input) {
    Json accuracy = nullptr;
    if (input.operation_accuracy_m && std::isfinite(*input.operation_accuracy_m))
        accuracy = *input.operation_accuracy_m;
    return {{"path", input.path},
            {"layer", input.layer},
            {"driver", input.driver},
            {"hash", input.hash},
            {"crs", input.crs},
            {"crs_origin", input.crs_origin},
            {"encoding", input.encoding},
            {"operation", input.operation},
            {"operation_accuracy_m", accuracy},
            {"features", input.features}};
}

Json json_of(Problem const& problem) {
    return {{"severity", std::string(name_of(problem.severity))},
            {"code", problem.code},
            {"what", problem.parts.what},
            {"where", problem.parts.where},
            {"remedy", problem.parts.remedy}};
}

Json json_of(WrittenFile const& file) {
    return {{"name", file.name}, {"bytes", file.bytes}, {"hash", file.hash}};
}

template <class Items> Json array_of(Items const& items) {
    Json array = Json::array();
    for (auto const& item : items)
        array.push_back(json_of(item));
    return array;
}

} // namespace

std::string to_json(Receipt const& receipt) {
    Json const whole = {{"command", receipt.command},
                        {"options", object_of(receipt.options)},
                        {"versions", object_of(receipt.versions)},
                        {"ellipsoid", receipt.ellipsoid},
                        {"hash_method", "XXH3-128"},
                        {"inputs", array_of(receipt.inputs)},
                        {"outputs", array_of(receipt.outputs)},
                        {"problems", array_of(receipt.problems)},
                        {"started", receipt.started},
                        {"seconds", std::isfinite(receipt.seconds) ? Json(receipt.seconds) : Json(nullptr)}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace oreway
