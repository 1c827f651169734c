// SPDX-License-Identifier: MIT
// Settings as JSON, for worker processes and for plans that run on other machines.

#include "batch/json_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

namespace {

using json_text::Json;

template <class T> Json optional_to_json(std::optional<T> const& value) {
    return value ? Json(*value) : Json();
}
template <class T> std::optional<T> optional_from_json(Json const& json) {
    return json.is_null() ? std::nullopt : std::optional<T>(json.get<T>());
}

Json metres_to_json(std::optional<Metres> const& length) {
    return length ? Json(length->value()) : Json();
}
std::optional<Metres> metres_from_json(Json const& json) {
    return json.is_null() ? std::nullopt : std::optional(Metres(json.get<double>()));
}

Json box_to_json(std::optional<XYBox> const& box) {
    return box ? Json{box->min_x, box->min_y, box->max_x, box->max_y} : Json();
}
std::optional<XYBox> box_from_json(Json const& json) {
    return json.is_null() ? std::nullopt : std::optional(XYBox{json.at(0), json.at(1), json.at(2), json.at(3)});
}

Json read_to_json(ReadOptions const& read) {
    return {{"allow_vrt", read.allow_vrt},
            {"allow_network", read.allow_network},
            {"strict", read.strict},
            {"encoding", read.encoding},
            {"open_options", read.open_options}};
}
ReadOptions read_from_json(Json const& json) {
    return {.allow_vrt = json.at("allow_vrt"),
            .allow_network = json.at("allow_network"),
            .strict = json.at("strict"),
            .encoding = json.at("encoding"),
            .open_options = json.at("open_options")};
}

Json operation_to_json(OperationRequest const& request) {
    return {{"allow_ballpark", request.allow_ballpark},
            {"only_best", request.only_best},
            {"max_accuracy_m", metres_to_json(request.max_accuracy)},
            {"code", request.code}};
}
OperationRequest operation_from_json(Json const& json) {
    return {.allow_ballpark = json.at("allow_ballpark"),
            .only_best = json.at("only_best"),
            .max_accuracy = metres_from_json(json.at("max_accuracy_m")),
            .code = json.at("code")};
}

Json raster_to_json(RasterSettings const& raster) {
    return {{"resampling", raster.resampling},          {"resolution", optional_to_json(raster.resolution)},
            {"align_pixels", raster.align_pixels},      {"like", raster.like},
            {"extent", box_to_json(raster.extent)},     {"nodata", optional_to_json(raster.nodata)},
            {"error_threshold", raster.error_threshold}};
}
RasterSettings raster_from_json(Json const& json) {
    return {.resampling = json.at("resampling"),
            .resolution = optional_from_json<double>(json.at("resolution")),
            .align_pixels = json.at("align_pixels"),
            .like = json.at("like"),
            .extent = box_from_json(json.at("extent")),
            .nodata = optional_from_json<std::string>(json.at("nodata")),
            .error_threshold = json.at("error_threshold")};
}

} // namespace

std::string to_json_line(Settings const& settings) {
    return json_text::line_of({{"target", settings.target},
                               {"output_folder", settings.output_folder.string()},
                               {"output_driver", settings.output_driver},
                               {"suffix", settings.suffix},
                               {"existing", static_cast<int>(settings.existing)},
                               {"creation_options", settings.creation_options},
                               {"read", read_to_json(settings.read)},
                               {"assume_crs", settings.assume_crs},
                               {"operation", operation_to_json(settings.operation)},
                               {"scope", static_cast<int>(settings.scope)},
                               {"on_error", static_cast<int>(settings.on_error)},
                               {"max_deviation_m", metres_to_json(settings.max_deviation)},
                               {"raster", raster_to_json(settings.raster)},
                               {"memory", settings.memory},
                               {"timeout_s", optional_to_json(settings.timeout)}});
}

Settings settings_from_json(std::string_view line) {
    Json const json = json_text::parsed(line, "list of settings");
    try {
        return {.target = json.at("target"),
                .output_folder = json.at("output_folder").get<std::string>(),
                .output_driver = json.at("output_driver"),
                .suffix = json.at("suffix"),
                .existing = static_cast<ExistingOutput>(json.at("existing").get<int>()),
                .creation_options = json.at("creation_options"),
                .read = read_from_json(json.at("read")),
                .assume_crs = json.at("assume_crs"),
                .operation = operation_from_json(json.at("operation")),
                .scope = static_cast<OperationScope>(json.at("scope").get<int>()),
                .on_error = static_cast<FailedPoints>(json.at("on_error").get<int>()),
                .max_deviation = metres_from_json(json.at("max_deviation_m")),
                .raster = raster_from_json(json.at("raster")),
                .memory = json.at("memory"),
                .timeout = optional_from_json<double>(json.at("timeout_s"))};
    } catch (Json::exception const& fault) {
        throw DataError({.what = std::string("the line holds no settings: ") + fault.what(),
                         .where = "",
                         .remedy = "the file is damaged"});
    }
}

} // namespace oreway
