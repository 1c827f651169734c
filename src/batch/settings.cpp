// SPDX-License-Identifier: MIT
// Settings as text: those that decide what is written, in a fixed order.

#include "oreway/batch/settings.hpp"

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

std::string text_of(XYBox const& box) {
    return fmt::format("{} {} {} {}", shortest(box.min_x), shortest(box.min_y), shortest(box.max_x),
                       shortest(box.max_y));
}

std::string raster_parameters(RasterSettings const& raster) {
    return fmt::format("r={};tr={};tap={};like={};te={};nodata={};et={}", raster.resampling,
                       raster.resolution ? shortest(*raster.resolution) : "", raster.align_pixels, raster.like,
                       raster.extent ? text_of(*raster.extent) : "", raster.nodata.value_or(""),
                       shortest(raster.error_threshold));
}

} // namespace

std::string parameters_of(Settings const& settings) {
    OperationRequest const& operation = settings.operation;
    return fmt::format(
        "t={};f={};co={};strict={};encoding={};oo={};assume={};ballpark={};best={};accuracy={};operation={};scope={};"
        "error={};deviation={};{}",
        settings.target, settings.output_driver, join(settings.creation_options, ","), settings.read.strict,
        settings.read.encoding, join(settings.read.open_options, ","), settings.assume_crs, operation.allow_ballpark,
        operation.only_best, operation.max_accuracy ? shortest(operation.max_accuracy->value()) : "", operation.code,
        settings.scope == OperationScope::layer ? "layer" : "run", static_cast<int>(settings.on_error),
        settings.max_deviation ? shortest(settings.max_deviation->value()) : "", raster_parameters(settings.raster));
}

} // namespace oreway
