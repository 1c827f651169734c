// SPDX-License-Identifier: MIT
// Reference systems and names of layers.

#include "jobs/layer_text.hpp"

#include <fmt/format.h>

namespace oreway {

std::string_view name_of(CrsOrigin origin) noexcept {
    switch (origin) {
    case CrsOrigin::none:
        return "none";
    case CrsOrigin::sidecar:
        return "sidecar";
    case CrsOrigin::embedded:
        return "embedded";
    case CrsOrigin::assumed:
        return "assumed";
    case CrsOrigin::format:
        return "format";
    }
    return "none";
}

std::string_view name_of(FieldType type) noexcept {
    switch (type) {
    case FieldType::text:
        return "text";
    case FieldType::integer:
        return "integer";
    case FieldType::real:
        return "real";
    }
    return "text";
}

std::string place_of(LayerOrigin const& origin) {
    return fmt::format("{}, layer '{}'", origin.dataset, origin.layer);
}

std::string text_of(Crs const& crs) {
    return crs.code().empty() ? crs.name() : fmt::format("{} ({})", crs.name(), crs.code());
}

std::optional<Crs> crs_of(LayerInfo& layer, InputOptions const& options, Problems& problems) {
    if (layer.geometry_type == "None")
        return std::nullopt;
    LayerOrigin& origin = layer.origin;
    if (!origin.crs_wkt.empty()) {
        try {
            return Crs::from_wkt(origin.crs_wkt, place_of(origin));
        } catch (DataError const& error) {
            problems.push_back({Severity::error, "crs.unreadable", error.parts()});
            return std::nullopt;
        }
    }
    if (!options.assume_crs.empty()) {
        Crs crs = Crs::from_user_input(options.assume_crs);
        origin.crs_origin = CrsOrigin::assumed;
        origin.crs_wkt = crs.wkt();
        return crs;
    }
    problems.push_back({Severity::error,
                        "crs.missing",
                        {.what = "has no coordinate reference system, so nothing can be measured",
                         .where = place_of(origin),
                         .remedy = "say which it is with --assume-crs (for example EPSG:4326), or add a .prj file"}});
    return std::nullopt;
}

} // namespace oreway
