// SPDX-License-Identifier: MIT
// Values against the widths of their fields. Fields without a width hold everything.

#include "io/streamed_values.hpp"

#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// Whether rounding to so many decimals keeps nine good digits.
bool loses_digits(double value, int decimals) {
    constexpr double tolerable = 1e-9;
    double const scale = std::pow(10.0, decimals);
    double const rounded = std::round(value * scale) / scale;
    return std::abs(rounded - value) > std::abs(value) * tolerable;
}

/// Characters left of the decimal point, with the sign.
int whole_width(double value) {
    int const digits = std::abs(value) < 1.0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
    return digits + (value < 0.0 ? 1 : 0);
}

} // namespace

StreamedValues::StreamedValues(std::string layer, std::vector<OutputField> const& fields)
    : m_layer(std::move(layer)), m_fields(fields), m_changed(fields.size(), 0) {}

void StreamedValues::check(Attributes const& attributes) {
    for (std::size_t f = 0; f < m_fields.size(); ++f)
        if (m_fields[f].width > 0)
            for (std::size_t row = 0; row < attributes.row_count(); ++row)
                check(attributes.value(row, f), f);
}

void StreamedValues::check(AttributeValue const& value, std::size_t f) {
    OutputField const& field = m_fields[f];
    if (auto const* text = std::get_if<std::string>(&value)) {
        m_changed[f] += fitted(*text, field).size() < text->size() ? 1U : 0U;
        return;
    }
    auto const* real = std::get_if<double>(&value);
    auto const* integer = std::get_if<std::int64_t>(&value);
    if (real != nullptr && std::isfinite(*real)) {
        m_changed[f] += loses_digits(*real, field.precision) ? 1U : 0U;
        if (whole_width(*real) + 1 + field.precision <= field.width)
            return;
    } else if (integer == nullptr || whole_width(static_cast<double>(*integer)) <= field.width) {
        return;
    }
    throw DataError({.what = fmt::format("a number of field '{}' has more digits than a shapefile holds", field.name),
                     .where = fmt::format("layer '{}'", m_layer),
                     .remedy = "write a GeoPackage"});
}

Problems StreamedValues::problems() const {
    Problems problems;
    for (std::size_t f = 0; f < m_fields.size(); ++f) {
        if (m_changed[f] == 0)
            continue;
        bool const text = m_fields[f].type == FieldType::text;
        std::string const what = text ? fmt::format("{} texts of field '{}' were cut to {} bytes", m_changed[f],
                                                    m_fields[f].name, m_fields[f].width)
                                      : fmt::format("{} numbers of field '{}' were rounded to {} decimals",
                                                    m_changed[f], m_fields[f].name, m_fields[f].precision);
        problems.push_back({Severity::warning,
                            text ? "field.cut" : "field.rounded",
                            {what, fmt::format("layer '{}'", m_layer), "write a GeoPackage"}});
    }
    return problems;
}

} // namespace oreway
