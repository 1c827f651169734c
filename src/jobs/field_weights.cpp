// SPDX-License-Identifier: MIT
// A weight that is no number must not silently become one.

#include "jobs/field_weights.hpp"

#include <cmath>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

std::size_t require_field(Attributes const& attributes, std::string const& field, std::string const& where) {
    if (auto const found = attributes.find(field))
        return *found;
    std::vector<std::string> names;
    for (Field const& known : attributes.fields())
        names.push_back(known.name);
    auto const near = nearest_spelling(field, names);
    throw DataError(
        {.what = fmt::format("has no field '{}'", printable(field)),
         .where = where,
         .remedy = near ? fmt::format("did you mean '{}'?", *near) : fmt::format("there are: {}", join(names, ", "))});
}

std::vector<double> field_weights(FeatureLayer const& layer, std::string const& field, Problems& problems) {
    std::vector<double> weights(layer.size(), 1.0);
    if (field.empty())
        return weights;
    std::size_t const position = require_field(layer.attributes, field, place_of(layer.origin));
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        auto const value = layer.attributes.number(i, position);
        bool const usable = value && std::isfinite(*value) && *value >= 0.0;
        weights[i] = usable ? *value : 0.0;
        if (!usable)
            missing.push_back(std::to_string(layer.ids[i]));
    }
    constexpr std::size_t listed = 10;
    std::size_t const count = missing.size();
    if (count > listed) {
        missing.resize(listed);
        missing.back() += fmt::format(" and {} more", count - listed);
    }
    if (count > 0)
        problems.push_back(
            {Severity::warning,
             "weight.missing",
             {.what = fmt::format("{} features have no number of 0 or more in '{}' and count nothing: {}", count, field,
                                  join(missing, ", ")),
              .where = place_of(layer.origin),
              .remedy = "fill the field, or leave these features out"}});
    return weights;
}

} // namespace oreway
