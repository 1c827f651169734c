// SPDX-License-Identifier: MIT
// The rates table: one value for each quantity, mode and country, with its source.

#include "oreway/model/rates.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// All quantities of the cost model; `positive` ones are divided by.
struct Quantity {
    std::string_view name;
    bool positive;
};
constexpr std::array quantities = {
    Quantity{"speed_kmh", true},         Quantity{"tariff_usd_tkm", false}, Quantity{"border_dwell_h", false},
    Quantity{"border_fee_usd_t", false}, Quantity{"gauge_dwell_h", false},  Quantity{"gauge_fee_usd_t", false},
    Quantity{"port_dwell_h", false},     Quantity{"port_fee_usd_t", false}, Quantity{"mode_dwell_h", false},
    Quantity{"mode_fee_usd_t", false},   Quantity{"co2e_g_tkm", false},     Quantity{"value_of_time_usd_th", false},
};

/// The columns of a rates table; the first four are needed.
struct Columns {
    static constexpr std::array names = {"quantity", "mode",   "country",    "value",     "unit",     "year",
                                         "basis",    "source", "confidence", "value_min", "value_max"};
    std::array<std::optional<std::size_t>, names.size()> at;
};

Columns find_columns(FeatureLayer const& table, std::string const& where, Problems& problems) {
    Columns columns;
    std::vector<std::string> fields;
    for (Field const& field : table.attributes.fields())
        fields.push_back(field.name);
    for (std::size_t i = 0; i < Columns::names.size(); ++i) {
        columns.at[i] = table.attributes.find(Columns::names[i]);
        if (columns.at[i] || i > 3)
            continue;
        auto const near = nearest_spelling(Columns::names[i], fields);
        problems.push_back({Severity::error,
                            "rates.column",
                            {fmt::format("there is no column '{}'", Columns::names[i]), where,
                             near ? fmt::format("rename '{}'?", *near) : "columns found: " + join(fields, ", ")}});
    }
    return columns;
}

std::string text_at(FeatureLayer const& table, std::size_t row, std::optional<std::size_t> field) {
    if (!field)
        return {};
    return std::string(trim(table.attributes.text(row, *field).value_or("")));
}

/// The spread of a rate; what is wrong with it, or nothing.
std::string read_spread(FeatureLayer const& table, std::size_t row, Columns const& columns, Rate& rate) {
    for (auto const& [column, end] : {std::pair(columns.at[9], &rate.low), std::pair(columns.at[10], &rate.high)}) {
        std::string const text = text_at(table, row, column);
        if (text.empty())
            continue;
        auto const value = table.attributes.number(row, *column);
        if (!value || !(*value >= 0.0) || *value > 1e12)
            return fmt::format("end of the spread '{}' is no number of zero or more", text);
        *end = *value;
    }
    if (!rate.low && !rate.high)
        return {};
    rate.low = rate.low.value_or(rate.value);
    rate.high = rate.high.value_or(rate.value);
    if (*rate.low > rate.value || rate.value > *rate.high)
        return fmt::format("value {} lies outside its spread from {} to {}", shortest(rate.value), shortest(*rate.low),
                           shortest(*rate.high));
    if (rate.quantity == "speed_kmh" && *rate.low == 0.0)
        return "a spread of speeds that begins at zero";
    return {};
}

/// What is wrong with a row, or nothing.
std::string fault_of(Rate const& rate, std::optional<double> value, std::string const& value_text) {
    auto const* known = std::ranges::find(quantities, rate.quantity, &Quantity::name);
    if (known == quantities.end()) {
        std::vector<std::string> names;
        for (Quantity const& quantity : quantities)
            names.emplace_back(quantity.name);
        auto const near = nearest_spelling(rate.quantity, names);
        return fmt::format("unknown quantity '{}'{}", rate.quantity,
                           near ? fmt::format(", did you mean '{}'?", *near) : "");
    }
    if (rate.mode != "any" && !parse_mode(rate.mode))
        return fmt::format("unknown mode '{}'", rate.mode);
    if (!value)
        return fmt::format("value '{}' is no number", value_text);
    if (!(*value >= 0.0) || *value > 1e12)
        return fmt::format("value {} is out of range", value_text);
    if (known->positive && *value == 0.0)
        return fmt::format("{} of zero", rate.quantity);
    return {};
}

auto key_of(Rate const& rate) {
    return std::tie(rate.quantity, rate.mode, rate.country);
}

} // namespace

std::string_view name_of(Mode mode) noexcept {
    switch (mode) {
    case Mode::rail:
        return "rail";
    case Mode::road:
        return "road";
    case Mode::sea:
        return "sea";
    }
    return "rail";
}

std::optional<Mode> parse_mode(std::string_view text) noexcept {
    std::string const word = fold(trim(text));
    if (word == "rail" || word == "railway" || word == "train")
        return Mode::rail;
    if (word == "road" || word == "truck" || word == "highway")
        return Mode::road;
    if (word == "sea" || word == "ship" || word == "ferry" || word == "maritime")
        return Mode::sea;
    return std::nullopt;
}

RateTable RateTable::from_layer(FeatureLayer const& table, Problems& problems) {
    RateTable result;
    std::string const file = table.origin.dataset.empty() ? table.name : table.origin.dataset;
    Columns const columns = find_columns(table, file, problems);
    if (std::ranges::any_of(columns.at.begin(), columns.at.begin() + 4, [](auto const& at) { return !at; }))
        return result;
    for (std::size_t row = 0; row < table.attributes.row_count(); ++row) {
        auto const text = [&](std::size_t column) { return text_at(table, row, columns.at[column]); };
        Rate rate{.quantity = text(0),
                  .mode = fold(text(1)),
                  .country = text(2),
                  .value = 0.0,
                  .unit = text(4),
                  .year = text(5),
                  .basis = text(6),
                  .source = text(7),
                  .confidence = text(8)};
        if (rate.mode.empty() || rate.mode == "*")
            rate.mode = "any";
        if (rate.country.empty())
            rate.country = "*";
        auto const value = table.attributes.number(row, *columns.at[3]);
        std::string fault = fault_of(rate, value, text(3));
        if (fault.empty() &&
            std::ranges::any_of(result.m_rows, [&](Rate const& r) { return key_of(r) == key_of(rate); }))
            fault = fmt::format("a second row for {}, {}, {}", rate.quantity, rate.mode, rate.country);
        if (fault.empty()) {
            rate.value = *value;
            fault = read_spread(table, row, columns, rate);
        }
        if (!fault.empty()) {
            problems.push_back({Severity::error,
                                "rates.row",
                                {fault, fmt::format("{}, row {}", file, row + 1), "correct or remove the row"}});
            continue;
        }
        result.m_rows.push_back(std::move(rate));
    }
    std::ranges::sort(result.m_rows, [](Rate const& a, Rate const& b) { return key_of(a) < key_of(b); });
    return result;
}

Rate const* RateTable::find(std::string_view quantity, std::string_view mode, std::string_view country) const noexcept {
    auto const exact = [&](std::string_view m, std::string_view c) -> Rate const* {
        std::tuple const key(quantity, m, c);
        auto const key_view = [](Rate const& r) {
            return std::tuple<std::string_view, std::string_view, std::string_view>(r.quantity, r.mode, r.country);
        };
        auto const at = std::ranges::lower_bound(m_rows, key, std::less<>{}, key_view);
        return at != m_rows.end() && key_view(*at) == key ? &*at : nullptr;
    };
    for (std::string_view const c : {country, std::string_view("*")})
        for (std::string_view const m : {mode, std::string_view("any")})
            if (Rate const* rate = exact(m, c))
                return rate;
    return nullptr;
}

} // namespace oreway
