// SPDX-License-Identifier: MIT
// Length, time, cost and emissions of legs: from their own columns, from their lines, else from the rates of mode and
// country; what was filled is marked, what is missing is counted.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "network/network_builder.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr double far_end_km = 1.0; // stations are points drawn beside the track; farther is another place
constexpr std::size_t lines_a_task = 512;

/// Place of the first and the last vertex of a line.
std::pair<LonLat, LonLat> ends_of_line(LonLatGeometry line) {
    auto const first = line.path(0);
    auto const last = line.path(line.path_count() - 1);
    return {first.front(), last.back()};
}

bool has_line(LonLatGeometry line) {
    return line.path_count() > 0 && !line.path(0).empty();
}

/// Which legs are drawn from their second node to the first.
std::vector<bool> find_reversed(NetworkDraft& draft) {
    std::vector<bool> reversed(draft.legs.size(), false);
    for (LegFacts const& leg : draft.network.legs) {
        LonLatGeometry const line = draft.legs.lines[leg.row];
        LonLat const from = draft.nodes.position[index(leg.from)];
        LonLat const to = draft.nodes.position[index(leg.to)];
        if (!has_line(line) || !is_finite(from) || !is_finite(to))
            continue;
        auto const [first, last] = ends_of_line(line);
        double const along = to_kilometres(std::max(geodesic_distance(from, first), geodesic_distance(to, last)));
        double const against = to_kilometres(std::max(geodesic_distance(from, last), geodesic_distance(to, first)));
        reversed[leg.row] = against < along;
        if (std::min(along, against) > far_end_km)
            draft.leg_faults.add(Severity::warning, "network.end.far",
                                 fmt::format("with a line that ends more than {} km from its node", far_end_km),
                                 draft.legs.id[leg.row], "check the node or the line; the line is used as it is");
    }
    return reversed;
}

LonLatGeometries turn_round(LonLatGeometries const& lines, std::vector<bool> const& reversed) {
    LonLatGeometries result;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!reversed[i]) {
            result.add(lines[i]);
            continue;
        }
        result.begin(lines[i].kind());
        for (std::size_t p = lines[i].path_count(); p-- > 0;) {
            auto const path = lines[i].path(p);
            std::vector<LonLat> const back(path.rbegin(), path.rend());
            result.begin_path(lines[i].role(p));
            result.add(back);
        }
        result.end();
    }
    return result;
}

/// Kilometres of the line of each row; NaN without one.
std::vector<double> lengths_of_lines(NetworkDraft& draft) {
    LonLatGeometries const& lines = draft.legs.lines;
    std::vector<double> km(draft.legs.size(), not_given);
    parallel_blocks(lines.size(), lines_a_task, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            if (has_line(lines[i]))
                km[i] = to_kilometres(geodesic_length(lines[i]));
    });
    return km;
}

void set_length(NetworkDraft& draft, LegFacts& leg, double line_km) {
    double const given = leg.length_km;
    bool const use_line =
        std::isnan(given) || (draft.options.length_from == LengthFrom::geometry && !std::isnan(line_km));
    leg.length_km = use_line ? line_km : given;
    leg.length_origin = std::isnan(leg.length_km) ? ValueOrigin::missing
                        : use_line                ? ValueOrigin::geometry
                                                  : ValueOrigin::column;
    std::string_view const id = draft.legs.id[leg.row];
    if (std::isnan(leg.length_km))
        draft.leg_faults.add(Severity::note, "network.length.missing", "without length and without line", id,
                             "give a length, or a line to measure");
    else if (leg.length_km == 0.0)
        draft.leg_faults.add(Severity::warning, "network.length.zero", "of no length", id, "check both ends");
    if (std::abs(given - line_km) > draft.options.length_tolerance * line_km)
        draft.leg_faults.add(Severity::warning, "network.length.differs",
                             fmt::format("with a given length more than {:g} % off the line's; the {} counts",
                                         draft.options.length_tolerance * 100.0, use_line ? "line" : "given length"),
                             id, "lines may be schematic; choose which length counts");
}

/// Looks up rates of mode and country for one leg.
class LegRates {
public:
    LegRates(NetworkDraft& draft, std::size_t leg) : m_draft(draft), m_leg(draft.network.legs[leg]) {
        if (m_leg.mode == Mode::sea)
            m_parts = {{std::string(draft.network.sea_of(m_leg)), 1.0}};
        else
            for (LegCountry const& part : draft.network.countries_of(leg))
                if (part.share > 0.0)
                    m_parts.push_back({std::string(draft.network.country_name(part.country)), part.share});
        if (m_parts.empty())
            m_parts = {{"", 1.0}};
    }

    /// Sum over the countries of `part(km, rate)`; NaN when a rate is missing.
    template <class Part> double sum(std::string_view quantity, Part const& part) {
        if (!m_leg.mode)
            return miss(fmt::format("without {} and without mode, so that no rate holds", quantity));
        double total = 0.0;
        for (CountryPart const& place : m_parts) {
            Rate const* rate = m_draft.rates.find(quantity, name_of(*m_leg.mode), place.country);
            if (rate == nullptr)
                return miss(fmt::format("without {}, and the rates have none for {} {}", quantity, name_of(*m_leg.mode),
                                        place.country.empty() ? "of no country" : place.country));
            total += part(m_leg.length_km * place.share, rate->value);
        }
        return total;
    }

private:
    double miss(std::string_view text) {
        m_draft.leg_faults.add(Severity::note, "network.rate.missing", text, m_draft.legs.id[m_leg.row],
                               "needed only when ways are measured by it");
        return not_given;
    }

    NetworkDraft& m_draft;
    LegFacts const& m_leg;
    std::vector<CountryPart> m_parts;
};

double times(double km, double rate) {
    return km * rate;
}
double divided(double km, double speed) {
    return km / speed;
}

void set_time(NetworkDraft& draft, LegFacts& leg, LegRates& rates) {
    double const speed = entry_of(draft.legs.speed_kmh, leg.row, not_given);
    if (!std::isnan(leg.time_h)) {
        leg.time_origin = ValueOrigin::column;
    } else if (!std::isnan(leg.length_km) && !std::isnan(speed)) {
        leg.time_h = leg.length_km / speed;
        leg.time_origin = ValueOrigin::leg_rate;
    } else if (!std::isnan(leg.length_km)) {
        leg.time_h = rates.sum("speed_kmh", divided);
        leg.time_origin = std::isnan(leg.time_h) ? ValueOrigin::missing : ValueOrigin::rate_table;
    }
}

/// A value that is kilometres times a rate.
void set_product(LegFacts const& leg, LegRates& rates, std::vector<double> const& own_rate, std::string_view quantity,
                 double& value, ValueOrigin& origin) {
    double const own = entry_of(own_rate, leg.row, not_given);
    if (!std::isnan(value)) {
        origin = ValueOrigin::column;
    } else if (!std::isnan(leg.length_km) && !std::isnan(own)) {
        value = leg.length_km * own;
        origin = ValueOrigin::leg_rate;
    } else if (!std::isnan(leg.length_km)) {
        value = rates.sum(quantity, times);
        origin = std::isnan(value) ? ValueOrigin::missing : ValueOrigin::rate_table;
    }
}

} // namespace

void fill_leg_values(NetworkDraft& draft) {
    if (!draft.legs.lines.empty() && !draft.nodes.position.empty()) {
        std::vector<bool> const reversed = find_reversed(draft);
        if (std::ranges::find(reversed, true) != reversed.end())
            draft.legs.lines = turn_round(draft.legs.lines, reversed);
    }
    std::vector<double> const line_km = lengths_of_lines(draft);
    for (std::size_t i = 0; i < draft.network.legs.size(); ++i) {
        LegFacts& leg = draft.network.legs[i];
        set_length(draft, leg, line_km[leg.row]);
        LegRates rates(draft, i);
        set_time(draft, leg, rates);
        set_product(leg, rates, draft.legs.tariff_usd_tkm, "tariff_usd_tkm", leg.cost_usd_t, leg.cost_origin);
        set_product(leg, rates, draft.legs.co2e_g_tkm, "co2e_g_tkm", leg.co2e_kg_t, leg.co2e_origin);
        if (leg.co2e_origin == ValueOrigin::leg_rate || leg.co2e_origin == ValueOrigin::rate_table)
            leg.co2e_kg_t /= 1000.0;
    }
}

} // namespace oreway
