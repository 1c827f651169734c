// SPDX-License-Identifier: MIT
// Features from legs and nodes.

#include "jobs/network_layers.hpp"

#include <cmath>

#include <fmt/format.h>

namespace oreway {

namespace {

FeatureLayer layer_of(std::string name, std::vector<Field> own, std::vector<Field> const& fields) {
    own.insert(own.end(), fields.begin(), fields.end());
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes(std::move(own));
    return layer;
}

void add_row(std::vector<AttributeValue> row, std::vector<AttributeValue> const& values, FeatureLayer& layer) {
    row.insert(row.end(), values.begin(), values.end());
    layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    layer.attributes.add_row(row);
}

AttributeValue text_or_null(std::string_view text) {
    return text.empty() ? AttributeValue{} : AttributeValue{std::string(text)};
}

std::string countries_of(Network const& network, LegId leg) {
    std::string text;
    for (LegCountry const& part : network.countries(leg))
        text += (text.empty() ? "" : ";") + network.countries()[part.country];
    return text;
}

} // namespace

ObjectiveUnits units_of(Objective::Of of) {
    switch (of) {
    case Objective::Of::time:
        return {"h", "t_h", "h", "t h/y"};
    case Objective::Of::cost:
    case Objective::Of::generalised_cost:
        return {"usd_t", "usd", "USD/t", "USD/y"};
    case Objective::Of::distance:
    case Objective::Of::exposure:
        return {"km", "t_km", "km", "t km/y"};
    case Objective::Of::co2e:
        return {"kg_t", "kg", "kg CO2e/t", "kg CO2e/y"};
    }
    return {};
}

Field field(std::string name, FieldType type) {
    return {.name = std::move(name), .type = type, .width = 0, .source_type = {}};
}

FeatureLayer leg_layer(std::string name, std::vector<Field> const& fields) {
    return layer_of(std::move(name),
                    {field("leg", FieldType::text), field("from_node", FieldType::text),
                     field("to_node", FieldType::text), field("mode", FieldType::text),
                     field("countries", FieldType::text), field("length_km", FieldType::real)},
                    fields);
}

void add_leg(Network const& network, LegId leg, std::vector<AttributeValue> const& values, FeatureLayer& layer) {
    LegFacts const& facts = network.facts(leg);
    add_row({std::string(network.id(leg)), std::string(network.id(facts.from)), std::string(network.id(facts.to)),
             facts.mode ? AttributeValue{std::string(name_of(*facts.mode))} : AttributeValue{},
             text_or_null(countries_of(network, leg)),
             std::isnan(facts.length_km) ? AttributeValue{} : AttributeValue{facts.length_km}},
            values, layer);
    LonLatGeometry const line = network.line(leg);
    auto const from = network.position(facts.from);
    auto const to = network.position(facts.to);
    if (!line.empty())
        layer.geometries.add(line);
    else if (from && to && !(*from == *to))
        layer.geometries.add_line(std::vector<LonLat>{*from, *to});
    else
        layer.geometries.add_null();
}

FeatureLayer node_layer(std::string name, std::vector<Field> const& fields) {
    return layer_of(std::move(name),
                    {field("node", FieldType::text), field("name", FieldType::text), field("country", FieldType::text)},
                    fields);
}

void add_node(Network const& network, NodeId node, std::vector<AttributeValue> const& values, FeatureLayer& layer) {
    add_row({std::string(network.id(node)), std::string(network.name(node)), text_or_null(network.country(node))},
            values, layer);
    if (auto const position = network.position(node))
        layer.geometries.add_point(*position);
    else
        layer.geometries.add_null();
}

std::string ends_of(Network const& network, LegId leg) {
    LegFacts const& facts = network.facts(leg);
    return fmt::format("{} - {}", network.name(facts.from), network.name(facts.to));
}

} // namespace oreway
