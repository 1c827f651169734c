// SPDX-License-Identifier: MIT
// The roles of layers and the fields each role has: one table for reading, checking and documentation.

#include <array>
#include <utility>

#include "oreway/model/study.hpp"

namespace oreway {

std::string_view name_of(LayerRole role) noexcept {
    switch (role) {
    case LayerRole::corridors:
        return "corridors";
    case LayerRole::corridor_legs:
        return "corridor_legs";
    case LayerRole::legs:
        return "legs";
    case LayerRole::nodes:
        return "nodes";
    case LayerRole::mines:
        return "mines";
    case LayerRole::countries:
        return "countries";
    }
    return "corridors";
}

std::vector<RoleField> const& role_fields() {
    using enum LayerRole;
    static std::vector<RoleField> const table = {
        {corridors, "id", true, "", "identifier, unique"},
        {corridors, "name", false, "", "name on maps and in tables; the id when missing"},
        {corridors, "origin", false, "", "id of the node where it begins; the first node of its legs when missing"},
        {corridors, "destination", false, "", "id of the node where it ends; the last node of its legs when missing"},
        {corridors, "status", false, "",
         "operating, construction, planned, closed; the worst of its legs when missing"},
        {corridors, "source", false, "", "where the facts come from"},
        {corridors, "source_ids", false, "", "ids in the table of sources, separated by ';'"},
        {corridors, "confidence", false, "", "high, medium, low or memory"},
        {corridor_legs, "corridor", true, "", "id of the corridor"},
        {corridor_legs, "sequence", true, "", "place of the leg in the corridor, a number"},
        {corridor_legs, "leg", true, "", "id of the leg"},
        {corridor_legs, "direction", false, "", "forward or reverse; found from the nodes when missing"},
        {corridor_legs, "source", false, "", "who says that the corridor uses the leg"},
        {corridor_legs, "source_ids", false, "", "ids in the table of sources, separated by ';'"},
        {corridor_legs, "confidence", false, "", "high, medium, low or memory"},
        {legs, "id", true, "", "identifier, unique"},
        {legs, "from", false, "", "id of the node where it begins"},
        {legs, "to", false, "", "id of the node where it ends"},
        {legs, "mode", false, "", "rail, road or sea"},
        {legs, "gauge_mm", false, "mm", "track gauge; rail only"},
        {legs, "status", false, "", "operating, construction, planned, closed"},
        {legs, "countries", false, "", "ids of the countries it runs through, separated by ';'"},
        {legs, "sea", false, "", "name of the sea for its rates: CASPIAN, BLACK_SEA, OCEAN, CANAL"},
        {legs, "length_km", false, "km", "published or measured length of the real line"},
        {legs, "direction", false, "", "both, forward (only from `from` to `to`) or backward; both when missing"},
        {legs, "speed_kmh", false, "km/h", "speed without stops; wins over the rates"},
        {legs, "tariff_usd_tkm", false, "USD/t-km", "wins over the rates"},
        {legs, "time_h", false, "h", "time from end to end; wins over a speed"},
        {legs, "cost_usd_t", false, "USD/t", "cost from end to end; wins over a tariff"},
        {legs, "co2e_g_tkm", false, "g/t-km", "emission factor; wins over the rates"},
        {legs, "capacity_t", false, "t/y", "tonnes a year, both directions together; unlimited when missing"},
        {legs, "year_from", false, "", "first year in which it is open; of a text the last number of four digits"},
        {legs, "year_to", false, "", "last year in which it is open"},
        {legs, "length_source", false, "", "where that length comes from"},
        {legs, "capacity_t", false, "t/y", "tonnes a year it can carry, both directions together"},
        {legs, "source", false, "", "where the leg comes from"},
        {legs, "source_ids", false, "", "ids in the table of sources, separated by ';'"},
        {legs, "confidence", false, "", "high, medium, low or memory"},
        {nodes, "id", true, "", "identifier, unique"},
        {nodes, "name", false, "", "name; the id when missing"},
        {nodes, "country", false, "", "id of its country"},
        {nodes, "kind", false, "", "station, junction, port, border, gauge_yard, city"},
        {nodes, "dwell_h", false, "h", "hours a passage takes here; replaces all default dwell times at the node"},
        {nodes, "dwell_min_h", false, "h", "shortest time of a passage; dwell_h is the most likely one"},
        {nodes, "dwell_max_h", false, "h", "longest time of a passage"},
        {nodes, "fee_usd_t", false, "USD/t", "fees of a passage; replaces all default fees at the node"},
        {nodes, "lon", false, "degrees", "longitude (WGS 84), for tables without geometry"},
        {nodes, "lat", false, "degrees", "latitude (WGS 84), for tables without geometry"},
        {nodes, "sharing", false, "", "whole_at_node or half_per_leg; as in [network] when missing"},
        {nodes, "domestic", false, "", "pay or waived; as in [network] when missing"},
        {nodes, "split", false, "",
         "true: legs inside its country meet at a node of their own, free of charge, whose id has split_suffix of "
         "[network] appended"},
        {nodes, "gauge_change", false, "", "1435/1520 when wagons change gauge here"},
        {nodes, "dwell_source", false, "", "where dwell_h comes from"},
        {nodes, "fee_source", false, "", "where fee_usd_t comes from"},
        {nodes, "source", false, "", "where the position comes from"},
        {nodes, "source_ids", false, "", "ids in the table of sources, separated by ';'"},
        {nodes, "confidence", false, "", "high, medium, low or memory"},
        {mines, "id", true, "", "identifier, unique"},
        {mines, "name", false, "", "name; the id when missing"},
        {mines, "country", false, "", "id of its country"},
        {mines, "commodities", false, "", "what is produced, main one first, separated by ';' or ','"},
        {mines, "operator", false, "", "company"},
        {mines, "status", false, "", "operating, project, closed, in your words"},
        {mines, "production_t", false, "t/y", "yearly production of production_of"},
        {mines, "production_of", false, "", "the commodity that production_t counts; the main one when missing"},
        {mines, "precision_km", false, "km", "how well the position is known"},
        {mines, "capacity", false, "", "yearly capacity, in capacity_unit"},
        {mines, "capacity_unit", false, "", "unit of capacity, such as t/year"},
        {mines, "source", false, "", "where the position comes from"},
        {mines, "source_ids", false, "", "ids in the table of sources, separated by ';'"},
        {mines, "confidence", false, "", "high, medium, low or memory"},
        {countries, "id", true, "", "ISO 3166-1 alpha-2, or whatever ids legs and nodes use"},
        {countries, "name", false, "", "name; the id when missing"},
        {countries, "alpha3", false, "", "ISO 3166-1 alpha-3 code"},
    };
    return table;
}

std::vector<std::string> field_names(LayerRole role) {
    std::vector<std::string> names;
    for (RoleField const& field : role_fields())
        if (field.role == role)
            names.emplace_back(field.name);
    return names;
}

} // namespace oreway
