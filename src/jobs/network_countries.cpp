// SPDX-License-Identifier: MIT
// Legs over borders are cut by the polygons of the countries they declare.

#include "jobs/network_countries.hpp"

#include <algorithm>
#include <set>

#include "jobs/study_inputs.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/model/layer_reader.hpp"

namespace oreway {

namespace {

bool needs_shares(LegTable const& legs, std::size_t leg) {
    return legs.countries[leg].size() > 1 && leg < legs.lines.size() && !legs.lines[leg].empty();
}

/// Polygons of the countries that are asked for, with the country of each.
struct Countries {
    LonLatGeometries polygons;
    std::vector<std::string> ids;
};

Countries read_countries(FeatureLayer const& layer, LayerBinding const& binding, std::set<std::string> const& wanted,
                         Problems& problems) {
    Countries countries;
    LayerReader const reader(LayerRole::countries, layer, binding, problems);
    for (std::size_t row = 0; reader.usable() && row < reader.size(); ++row) {
        std::string const id = reader.text(row, "id");
        LayerReader::Shape const shape = reader.shape(row, GeometryKind::polygon);
        if (!wanted.contains(id) || !shape.geometry)
            continue;
        countries.polygons.add(*shape.geometry);
        countries.ids.push_back(id);
    }
    return countries;
}

void share_leg(LonLatGeometry line, PolygonPartition const& partition, std::vector<std::string> const& ids,
               std::vector<CountryPart>& parts) {
    std::vector<double> metres(parts.size(), 0.0);
    for (std::size_t p = 0; p < line.path_count(); ++p)
        for (LineStretch const& stretch : partition.split(line.path(p))) {
            if (!stretch.polygon)
                continue;
            auto const at = std::ranges::find(parts, ids[*stretch.polygon], &CountryPart::country);
            if (at != parts.end())
                metres[static_cast<std::size_t>(at - parts.begin())] += (stretch.to - stretch.from).value();
        }
    double total = 0.0;
    for (double const part : metres)
        total += part;
    if (!(total > 0.0))
        return;
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i].share = metres[i] / total;
}

} // namespace

void share_by_countries(Study const& study, std::filesystem::path const& folder, InputOptions const& options,
                        LegTable& legs, std::vector<ReceiptInput>& receipts, Problems& problems) {
    auto const binding = study.layers.find(LayerRole::countries);
    if (binding == study.layers.end() || legs.countries.empty())
        return;
    std::set<std::string> wanted;
    for (std::size_t i = 0; i < legs.size(); ++i)
        if (needs_shares(legs, i))
            for (CountryPart const& part : legs.countries[i])
                wanted.insert(part.country);
    if (wanted.empty())
        return;
    auto loaded = load_layer(resolved_path(binding->second.path, folder), binding->second.layer,
                             options_for(binding->second, options), problems);
    if (!loaded)
        return;
    receipts.push_back(std::move(loaded->receipt));
    Countries const countries = read_countries(loaded->layer, binding->second, wanted, problems);
    PolygonPartition const partition(countries.polygons);
    for (std::size_t i = 0; i < legs.size(); ++i)
        if (needs_shares(legs, i))
            share_leg(legs.lines[i], partition, countries.ids, legs.countries[i]);
}

} // namespace oreway
