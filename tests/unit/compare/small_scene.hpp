// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A small world on the equator, where lengths can be worked out by hand: the equator is a geodesic, and a degree of it
/// is 6378.137 km x pi / 180 = 111.319490793 km.

#include <map>
#include <stdexcept>
#include <string>

#include "oreway/compare/evaluate.hpp"
#include "unit/model/found_problem.hpp"
#include "unit/model/layers.hpp"

namespace oreway::testing {

inline constexpr double equator_degree_km = 111.319490793;

using Layers = std::map<LayerRole, FeatureLayer>;

inline std::vector<LonLat> box_ring(double west, double east) {
    return {{west, -5.0}, {east, -5.0}, {east, 5.0}, {west, 5.0}, {west, -5.0}};
}

/// Countries AA (60-70 E), BB (70-80 E) and DD (90-100 E); between 80 and 90 E is sea.
/// Corridor "one": P (61 E, AA) - Q (69 E, AA) - R (73 E, BB) - S (80 E, BB) - T (90 E, DD), the last leg by sea.
/// Corridor "two": P - Q - R by the same legs.
inline Layers small_world() {
    Layers layers;
    layers[LayerRole::countries] =
        polygon_layer("countries", {"id", "name"}, {{"AA", "A land"}, {"BB", "B land"}, {"DD", "D land"}},
                      {box_ring(60.0, 70.0), box_ring(70.0, 80.0), box_ring(90.0, 100.0)});
    layers[LayerRole::nodes] = point_layer("nodes", {"id", "country", "kind", "dwell_h", "fee_usd_t"},
                                           {{"P", "AA", "", "", ""},
                                            {"Q", "AA", "", "", ""},
                                            {"R", "BB", "border", "", ""},
                                            {"S", "BB", "port", "", ""},
                                            {"T", "DD", "port", "", ""}},
                                           {{61.0, 0.0}, {69.0, 0.0}, {73.0, 0.0}, {80.0, 0.0}, {90.0, 0.0}});
    layers[LayerRole::legs] =
        line_layer("legs", {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "sea", "length_km"},
                   {{"PQ", "P", "Q", "rail", "1520", "operating", "AA", "", "1000"},
                    {"QR", "Q", "R", "rail", "1520", "operating", "AA;BB", "", ""},
                    {"RS", "R", "S", "rail", "1435", "operating", "BB", "", ""},
                    {"ST", "S", "T", "sea", "", "operating", "", "OCEAN", ""}},
                   {{{61.0, 0.0}, {69.0, 0.0}},
                    {{69.0, 0.0}, {73.0, 0.0}},
                    {{73.0, 0.0}, {80.0, 0.0}},
                    {{80.0, 0.0}, {90.0, 0.0}}});
    layers[LayerRole::corridors] = table_layer("corridors", {"id", "name"}, {{"one", "First"}, {"two", "Second"}});
    layers[LayerRole::corridor_legs] = table_layer("uses", {"corridor", "sequence", "leg"},
                                                   {{"one", "1", "PQ"},
                                                    {"one", "2", "QR"},
                                                    {"one", "3", "RS"},
                                                    {"one", "4", "ST"},
                                                    {"two", "1", "PQ"},
                                                    {"two", "2", "QR"}});
    return layers;
}

/// Rates by quantity, mode, country, value and, when a row has so many, both ends of its spread.
inline RateTable rates_of(std::vector<Texts> rows) {
    for (Texts& row : rows)
        row.resize(6);
    Problems problems;
    RateTable table = RateTable::from_layer(
        table_layer("rates", {"quantity", "mode", "country", "value", "value_min", "value_max"}, rows), problems);
    if (!problems.empty())
        throw std::logic_error(listed(problems));
    return table;
}

/// A full set of rates for the small world.
inline std::vector<Texts> small_rates() {
    return {{"speed_kmh", "rail", "AA", "50"},          {"speed_kmh", "rail", "BB", "25"},
            {"speed_kmh", "sea", "OCEAN", "20"},        {"tariff_usd_tkm", "rail", "*", "0.04"},
            {"tariff_usd_tkm", "sea", "OCEAN", "0.01"}, {"border_dwell_h", "rail", "*", "4"},
            {"border_fee_usd_t", "rail", "*", "20"},    {"gauge_dwell_h", "rail", "*", "12"},
            {"gauge_fee_usd_t", "rail", "*", "10"},     {"port_dwell_h", "sea", "BB", "14"},
            {"port_fee_usd_t", "sea", "OCEAN", "5"},    {"co2e_g_tkm", "rail", "*", "18"},
            {"co2e_g_tkm", "sea", "OCEAN", "15"},       {"value_of_time_usd_th", "any", "*", "0.1"}};
}

struct Evaluated {
    Scene scene;
    Study study;
    Problems problems;
    Evaluation evaluation;

    /// A cell of the table of indicators.
    [[nodiscard]] Cell const& cell(std::string_view corridor, std::string_view indicator) const {
        for (auto const& row : evaluation.indicators.rows())
            if (std::get<std::string>(row[0]) == corridor)
                return row[evaluation.indicators.column(indicator)];
        throw std::logic_error("no such corridor");
    }
    [[nodiscard]] double number(std::string_view corridor, std::string_view indicator) const {
        Cell const& c = cell(corridor, indicator);
        if (auto const* real = std::get_if<double>(&c))
            return *real;
        if (auto const* integer = std::get_if<std::int64_t>(&c))
            return static_cast<double>(*integer);
        throw std::logic_error(std::string(indicator) + " is absent: " + std::get<Absent>(c).reason);
    }
    [[nodiscard]] std::string reason(std::string_view corridor, std::string_view indicator) const {
        auto const* absent = std::get_if<Absent>(&cell(corridor, indicator));
        return absent != nullptr ? absent->reason : "(present)";
    }
};

inline Study small_study() {
    Study study;
    study.catchments = {kilometres(25.0), kilometres(50.0), kilometres(100.0)};
    return study;
}

inline Evaluated evaluated(Layers const& layers, std::vector<Texts> const& rates, Study study = small_study()) {
    Evaluated result;
    result.scene = build_scene(study, layers, rates_of(rates), result.problems);
    throw_if_errors(result.problems, "the test");
    result.study = std::move(study);
    result.evaluation = evaluate(result.scene, result.study, result.problems, no_progress());
    return result;
}

} // namespace oreway::testing
