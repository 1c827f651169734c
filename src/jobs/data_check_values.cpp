// SPDX-License-Identifier: MIT
// Words, numbers and their units, and lengths against the shortest way on the ellipsoid.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "jobs/data_check.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

std::vector<std::string> words_of(Vocabulary const& vocabulary) {
    return split(vocabulary.words, ' ');
}

/// Seas are also known when the rates table has rates for them.
std::vector<std::string> known_words(Vocabulary const& vocabulary, DataSet const& data) {
    std::vector<std::string> words = words_of(vocabulary);
    if (vocabulary.field == "legs.sea" && data.rates)
        for (std::size_t row = 0; row < data.rates->size(); ++row)
            words.push_back(data.rates->text(row, "country"));
    return words;
}

bool is_word(std::vector<std::string> const& words, std::string const& text) {
    return std::ranges::any_of(words, [&](std::string const& word) { return fold(word) == fold(text); });
}

/// A leg without a mode or status is as unknown as one with a strange one; the other fields may be empty.
bool may_be_empty(std::string_view field) {
    return field != "legs.mode" && field != "legs.status";
}

void check_words(DataSet const& data, RuleReport& report) {
    for (Vocabulary const& vocabulary : vocabularies()) {
        std::string_view const role = vocabulary.field.substr(0, vocabulary.field.find('.'));
        std::string_view const field = vocabulary.field.substr(role.size() + 1);
        auto const layer = std::ranges::find_if(data.layers, [&](auto const& l) { return l.second.name() == role; });
        if (layer == data.layers.end())
            continue;
        DataTable const& table = layer->second;
        if (!table.has(field)) {
            report.not_checked("word.unknown", fmt::format("no field '{}'", vocabulary.field));
            continue;
        }
        std::vector<std::string> const words = known_words(vocabulary, data);
        report.checked("word.unknown", table.size());
        for (std::size_t row = 0; row < table.size(); ++row) {
            std::string const text = table.text(row, field);
            if (text.empty() ? may_be_empty(vocabulary.field) : is_word(words, text))
                continue;
            auto const near = nearest_spelling(text, words);
            report.fault("word.unknown",
                         text.empty() ? fmt::format("{} is empty", field)
                                      : fmt::format("{} is '{}'{}", field, text,
                                                    near ? fmt::format("; '{}' is near to it", *near)
                                                         : ", which is none of: " + std::string(vocabulary.words)),
                         table.where(row));
        }
    }
}

void check_gauges_and_seas(DataTable const& legs, RuleReport& report) {
    for (std::size_t row = 0; row < legs.size(); ++row) {
        std::string const mode = fold(legs.text(row, "mode"));
        report.checked("leg.gauge");
        if (!legs.text(row, "gauge_mm").empty() && mode != "rail")
            report.fault("leg.gauge", fmt::format("a {} leg has the gauge {}", mode, legs.text(row, "gauge_mm")),
                         legs.where(row));
        if (!legs.has("sea"))
            continue;
        report.checked("leg.sea");
        std::string const sea = legs.text(row, "sea");
        if (mode == "sea" && sea.empty())
            report.fault("leg.sea", "a sea leg has no sea", legs.where(row));
        if (mode != "sea" && !sea.empty())
            report.fault("leg.sea", fmt::format("a {} leg has the sea '{}'", mode, sea), legs.where(row));
        if (mode == "sea" && !legs.list(row, "countries").empty())
            report.fault("leg.sea", fmt::format("a sea leg has the countries '{}'", legs.text(row, "countries")),
                         legs.where(row));
    }
}

/// What the value is, unless it is in the range.
void check_range(PlausibleRange const* range, std::string_view name, double value, std::string const& where,
                 RuleReport& report) {
    if (range == nullptr)
        return;
    report.checked("number.range");
    if (!(value >= range->low && value <= range->high))
        report.fault("number.range",
                     fmt::format("{} is {}, plausible are {} to {} {}: {}", name,
                                 std::isnan(value) ? "no number" : shortest(value), shortest(range->low),
                                 shortest(range->high), range->unit, range->source),
                     where);
}

void check_ranges(DataSet const& data, RuleReport& report) {
    if (data.rates) {
        DataTable const& rates = *data.rates;
        for (std::size_t row = 0; row < rates.size(); ++row) {
            std::string const quantity = rates.text(row, "quantity");
            check_range(find_range(quantity, fold(rates.text(row, "mode"))), quantity,
                        rates.number(row, "value").value_or(std::nan("")), rates.where(row), report);
        }
    } else {
        report.not_checked("number.range", "the study has no rates");
    }
    DataTable const* const nodes = data.find(LayerRole::nodes);
    for (std::size_t row = 0; nodes != nullptr && row < nodes->size(); ++row)
        for (char const* field : {"dwell_h", "fee_usd_t"})
            if (auto const value = nodes->number(row, field))
                check_range(find_range(field, "any"), field, *value, nodes->where(row), report);
}

void check_capacities(DataTable const& mines, RuleReport& report) {
    if (!mines.has("capacity"))
        return report.not_checked("number.unit", "no field 'mines.capacity'");
    report.checked("number.unit", mines.size());
    for (std::size_t row = 0; row < mines.size(); ++row) {
        auto const capacity = mines.number(row, "capacity");
        std::string const unit = mines.text(row, "capacity_unit");
        if (capacity && unit.empty())
            report.fault("number.unit", fmt::format("the capacity {} has no unit", mines.text(row, "capacity")),
                         mines.where(row));
        if (!capacity && !unit.empty())
            report.fault("number.unit", fmt::format("the unit '{}' has no capacity", unit), mines.where(row));
        if (capacity && !(*capacity > 0.0))
            report.fault("number.unit", fmt::format("the capacity is '{}'", mines.text(row, "capacity")),
                         mines.where(row));
    }
}

/// Tables of figures as found often have a range beside the value.
void check_order(DataTable const& table, RuleReport& report) {
    if (!table.has("value_min") && !table.has("value_max"))
        return;
    report.checked("number.order", table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
        std::vector<double> numbers;
        for (char const* field : {"value_min", "value", "value_max"})
            if (auto const number = table.number(row, field); number && !std::isnan(*number))
                numbers.push_back(*number);
        if (!std::ranges::is_sorted(numbers))
            report.fault("number.order",
                         fmt::format("value_min is '{}', value '{}', value_max '{}'", table.text(row, "value_min"),
                                     table.text(row, "value"), table.text(row, "value_max")),
                         table.where(row));
    }
}

class LegLengths {
public:
    LegLengths(DataTable const& legs, DataTable const& nodes, RuleReport& report) : m_legs(legs), m_report(report) {
        for (std::size_t row = 0; row < nodes.size(); ++row)
            if (auto const place = nodes.point(row))
                m_places.emplace(nodes.text(row, "id"), *place);
    }

    void check(std::size_t row) const {
        auto const from = m_places.find(m_legs.text(row, "from"));
        auto const to = m_places.find(m_legs.text(row, "to"));
        if (from == m_places.end() || to == m_places.end())
            return;
        Metres const shortest_way = geodesic_distance(from->second, to->second);
        m_report.checked("leg.too_short");
        m_report.checked("leg.too_long");
        LonLatGeometry const line = m_legs.geometries()[row];
        if (line.kind() == GeometryKind::line && !line.empty())
            compare("drawn", geodesic_length(line), shortest_way, shortest_way - drawn_slack, row);
        if (auto const km = m_legs.number(row, "length_km"))
            compare("stated", kilometres(*km), shortest_way, Metres(shortest_way.value() * (1.0 - stated_slack)), row);
    }

private:
    void compare(char const* what, Metres length, Metres shortest_way, Metres least, std::size_t row) const {
        std::string const text = fmt::format("{} {} km, geodesic {} km", what, fixed(to_kilometres(length), 1),
                                             fixed(to_kilometres(shortest_way), 1));
        if (!(length >= least))
            m_report.fault("leg.too_short", text, m_legs.where(row));
        if (shortest_way >= shortest_judged && length.value() > longest_detour * shortest_way.value())
            m_report.fault("leg.too_long", text, m_legs.where(row));
    }

    DataTable const& m_legs;
    RuleReport& m_report;
    std::map<std::string, LonLat> m_places;
};

} // namespace

void check_values(DataSet const& data, RuleReport& report) {
    check_words(data, report);
    if (DataTable const* const legs = data.find(LayerRole::legs))
        check_gauges_and_seas(*legs, report);
    check_ranges(data, report);
    if (data.rates)
        check_order(*data.rates, report);
    for (DataTable const& table : data.tables)
        check_order(table, report);
    if (DataTable const* const mines = data.find(LayerRole::mines))
        check_capacities(*mines, report);
}

void check_lengths(DataSet const& data, RuleReport& report) {
    DataTable const* const legs = data.find(LayerRole::legs);
    DataTable const* const nodes = data.find(LayerRole::nodes);
    if (legs == nullptr || nodes == nullptr) {
        report.not_checked("leg.too_short", "the study has no legs or no nodes");
        report.not_checked("leg.too_long", "the study has no legs or no nodes");
        return;
    }
    LegLengths const lengths(*legs, *nodes, report);
    for (std::size_t row = 0; row < legs->size(); ++row)
        lengths.check(row);
}

} // namespace oreway
