// SPDX-License-Identifier: MIT
// Cells are taken as they are; what a rule makes of them is the business of the rule.

#include "jobs/data_check_tables.hpp"

#include <limits>

#include <fmt/format.h>

#include "jobs/study_inputs.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

DataTable::DataTable(std::string name, FeatureLayer layer, std::map<std::string, std::string> const& fields,
                     std::map<std::string, std::map<std::string, std::string>> values)
    : m_name(std::move(name)), m_layer(std::move(layer)), m_fields(fields), m_values(std::move(values)) {}

std::optional<std::size_t> DataTable::column(std::string_view field) const {
    auto const bound = m_fields.find(std::string(field));
    return m_layer.attributes.find(bound == m_fields.end() ? field : std::string_view(bound->second));
}

std::string DataTable::text(std::size_t row, std::string_view field) const {
    auto const at = column(field);
    if (!at)
        return {};
    std::string const raw(trim(m_layer.attributes.text(row, *at).value_or("")));
    if (auto const map = m_values.find(std::string(field)); map != m_values.end())
        if (auto const ours = map->second.find(raw); ours != map->second.end())
            return ours->second;
    return raw;
}

std::optional<double> DataTable::number(std::size_t row, std::string_view field) const {
    std::string const raw = text(row, field);
    if (raw.empty())
        return std::nullopt;
    return parse_number(raw).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::vector<std::string> DataTable::list(std::size_t row, std::string_view field) const {
    std::string text = this->text(row, field);
    for (char& c : text)
        if (c == ',')
            c = ';';
    std::vector<std::string> parts = split(text, ';');
    for (std::string& part : parts)
        part = std::string(trim(part));
    std::erase(parts, "");
    return parts;
}

std::optional<LonLat> DataTable::point(std::size_t row) const {
    if (row >= m_layer.geometries.size() || m_layer.geometries[row].kind() != GeometryKind::point ||
        m_layer.geometries[row].empty())
        return std::nullopt;
    LonLat const place = m_layer.geometries[row].path(0).front();
    return is_valid(place) ? std::optional(place) : std::nullopt;
}

std::string DataTable::where(std::size_t row) const {
    std::string text = m_layer.origin.dataset.empty() ? m_name : m_layer.origin.dataset;
    text += fmt::format(", {} {}", m_layer.has_geometry ? "feature" : "row",
                        m_layer.has_geometry && row < m_layer.ids.size() ? m_layer.ids[row]
                                                                         : static_cast<std::int64_t>(row) + 1);
    for (std::string_view const field : {"id", "corridor", "quantity"})
        if (std::string const id = this->text(row, field); !id.empty())
            return text + fmt::format(" ({})", id);
    return text;
}

DataTable const* DataSet::find(LayerRole role) const noexcept {
    auto const found = layers.find(role);
    return found == layers.end() ? nullptr : &found->second;
}

DataSet make_data_set(Study const& study, std::map<LayerRole, FeatureLayer> layers, std::filesystem::path const& folder,
                      InputOptions const& options, Problems& problems) {
    DataSet data{.study = study, .layers = {}, .rates = {}, .sources = {}, .tables = {}};
    for (auto& [role, layer] : layers) {
        LayerBinding const& binding = study.layers.at(role);
        data.layers.emplace(role,
                            DataTable(std::string(name_of(role)), std::move(layer), binding.fields, binding.values));
    }
    auto const read = [&](std::string name, std::string const& path,
                          std::map<std::string, std::string> const& fields) -> std::optional<DataTable> {
        if (path.empty())
            return std::nullopt;
        std::optional<LoadedLayer> loaded = load_table(resolved_path(path, folder), "", options, problems);
        return loaded ? std::optional<DataTable>(std::in_place, std::move(name), std::move(loaded->layer), fields)
                      : std::nullopt;
    };
    data.rates = read("rates", study.rates_path, {{"source_ids", "source_id"}});
    data.sources = read("sources", study.sources.path, study.sources.fields);
    for (TableBinding const& binding : study.tables)
        if (auto table = read(std::filesystem::path(binding.path).stem().string(), binding.path, binding.fields))
            data.tables.push_back(std::move(*table));
    return data;
}

} // namespace oreway
