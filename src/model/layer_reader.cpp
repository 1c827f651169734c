// SPDX-License-Identifier: MIT
// Access to the fields of a layer under our names.

#include "oreway/model/layer_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

std::string name_of_layer(FeatureLayer const& layer) {
    std::string text = layer.origin.dataset.empty() ? layer.name : layer.origin.dataset;
    std::string const& inner = layer.origin.layer.empty() ? layer.name : layer.origin.layer;
    if (!inner.empty() && inner != text)
        text += fmt::format(", layer '{}'", inner);
    return text;
}

} // namespace

LayerReader::LayerReader(LayerRole role, FeatureLayer const& layer, LayerBinding const& binding, Problems& problems)
    : m_role(role), m_layer(layer), m_binding(binding), m_problems(problems) {
    for (RoleField const& field : role_fields())
        if (field.role == role)
            find_field(field);
}

void LayerReader::find_field(RoleField const& field) {
    auto const bound = m_binding.fields.find(std::string(field.name));
    bool const named = bound != m_binding.fields.end();
    std::string const theirs = named ? bound->second : std::string(field.name);
    if (auto const at = m_layer.attributes.find(theirs)) {
        m_columns.emplace(field.name, *at);
        return;
    }
    if (!named && !field.required)
        return;
    m_usable = m_usable && !field.required;
    std::vector<std::string> names;
    for (Field const& f : m_layer.attributes.fields())
        names.push_back(f.name);
    auto const near = nearest_spelling(theirs, names);
    std::string const key = fmt::format("[layers.{}] fields.{}", name_of(m_role), field.name);
    m_problems.push_back({Severity::error,
                          "field.missing",
                          {fmt::format("there is no field '{}' ({})", theirs, field.meaning), name_of_layer(m_layer),
                           near ? fmt::format("did you mean '{}'? Set {} = \"{}\"", *near, key, *near)
                                : fmt::format("set {} to one of: {}", key,
                                              names.empty() ? "(the layer has no fields)" : join(names, ", "))}});
}

std::string LayerReader::text(std::size_t row, std::string_view field) const {
    auto const column = m_columns.find(field);
    if (column == m_columns.end())
        return {};
    std::string const raw(trim(m_layer.attributes.text(row, column->second).value_or("")));
    if (auto const map = m_binding.values.find(std::string(field)); map != m_binding.values.end())
        if (auto const ours = map->second.find(raw); ours != map->second.end())
            return ours->second;
    return raw;
}

std::optional<double> LayerReader::number(std::size_t row, std::string_view field, double low, double high) const {
    std::string const raw = text(row, field);
    if (raw.empty())
        return std::nullopt;
    auto const value = parse_number(raw);
    if (value && *value >= low && *value <= high)
        return value;
    report(Severity::warning, "field.number", row,
           value ? fmt::format("{} = {} is out of range and taken as unknown", field, raw)
                 : fmt::format("{} = '{}' is no number and taken as unknown", field, raw),
           value ? fmt::format("give a value from {} to {}, or leave it empty", shortest(low), shortest(high))
                 : "write plain digits with '.' as decimal sign, or leave it empty");
    return std::nullopt;
}

LayerReader::Shape LayerReader::shape(std::size_t row, GeometryKind wanted) const {
    if (row >= m_layer.geometries.size() || m_layer.geometries[row].empty())
        return {std::nullopt, "has no geometry"};
    LonLatGeometry const geometry = m_layer.geometries[row];
    if (geometry.kind() != wanted)
        return {std::nullopt, fmt::format("is a {}, not a {}", name_of(geometry.kind()), name_of(wanted))};
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        for (LonLat const vertex : geometry.path(p))
            if (!is_valid(vertex))
                return {std::nullopt,
                        fmt::format("has the impossible position {} {}", shortest(vertex.lon), shortest(vertex.lat))};
    return {geometry, {}};
}

std::string LayerReader::where(std::size_t row) const {
    std::string text = name_of_layer(m_layer);
    if (row < m_layer.ids.size())
        text += fmt::format(", feature {}", m_layer.ids[row]);
    else
        text += fmt::format(", row {}", row + 1);
    if (std::string const id = this->text(row, "id"); !id.empty())
        text += fmt::format(" ({})", id);
    return text;
}

void LayerReader::report(Severity severity, std::string code, std::size_t row, std::string what,
                         std::string remedy) const {
    m_problems.push_back({severity, std::move(code), {std::move(what), where(row), std::move(remedy)}});
}

} // namespace oreway
