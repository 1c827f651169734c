// SPDX-License-Identifier: MIT
// Columns of attribute values.

#include "oreway/geom/attributes.hpp"

#include <cmath>
#include <stdexcept>

#include "oreway/base/text.hpp"

namespace oreway {

Attributes::Attributes(std::vector<Field> fields) : m_fields(std::move(fields)) {
    for (Field const& field : m_fields) {
        if (field.type == FieldType::text)
            m_values.emplace_back(TextColumn{});
        else if (field.type == FieldType::integer)
            m_values.emplace_back(std::vector<std::int64_t>{});
        else
            m_values.emplace_back(std::vector<double>{});
    }
    m_nulls.resize(m_fields.size());
}

std::optional<std::size_t> Attributes::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        if (m_fields[i].name == name)
            return i;
    std::string const folded = fold(name);
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        if (fold(m_fields[i].name) == folded)
            return i;
    return std::nullopt;
}

AttributeValue Attributes::value(std::size_t row, std::size_t field) const {
    if (is_null(row, field))
        return std::monostate{};
    Values const& column = m_values[field];
    if (auto const* text = std::get_if<TextColumn>(&column))
        return std::string((*text)[row]);
    if (auto const* integers = std::get_if<std::vector<std::int64_t>>(&column))
        return (*integers)[row];
    return std::get<std::vector<double>>(column)[row];
}

std::optional<std::string> Attributes::text(std::size_t row, std::size_t field) const {
    AttributeValue const v = value(row, field);
    if (auto const* text = std::get_if<std::string>(&v))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&v))
        return std::to_string(*integer);
    if (auto const* real = std::get_if<double>(&v))
        return shortest(*real);
    return std::nullopt;
}

std::optional<double> Attributes::number(std::size_t row, std::size_t field) const {
    AttributeValue const v = value(row, field);
    if (auto const* text = std::get_if<std::string>(&v))
        return parse_number(*text);
    if (auto const* integer = std::get_if<std::int64_t>(&v))
        return static_cast<double>(*integer);
    if (auto const* real = std::get_if<double>(&v))
        return *real;
    return std::nullopt;
}

namespace {

std::optional<std::int64_t> as_integer(AttributeValue const& value) {
    if (auto const* integer = std::get_if<std::int64_t>(&value))
        return *integer;
    if (auto const* text = std::get_if<std::string>(&value))
        return parse_integer(*text);
    if (auto const* real = std::get_if<double>(&value))
        if (std::nearbyint(*real) == *real && std::abs(*real) < 9.0e18)
            return static_cast<std::int64_t>(*real);
    return std::nullopt;
}

std::optional<double> as_real(AttributeValue const& value) {
    if (auto const* real = std::get_if<double>(&value))
        return *real;
    if (auto const* text = std::get_if<std::string>(&value))
        return parse_number(*text);
    if (auto const* integer = std::get_if<std::int64_t>(&value)) {
        // Every whole number up to 2^53 is a double; beyond, some are not.
        constexpr std::int64_t exact_limit = std::int64_t{1} << 53;
        if (*integer >= -exact_limit && *integer <= exact_limit)
            return static_cast<double>(*integer);
    }
    return std::nullopt;
}

std::optional<std::string> as_text(AttributeValue const& value) {
    if (auto const* text = std::get_if<std::string>(&value))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&value))
        return std::to_string(*integer);
    if (auto const* real = std::get_if<double>(&value))
        return shortest(*real);
    return std::nullopt;
}

} // namespace

void Attributes::add_row(std::vector<AttributeValue> const& values) {
    if (values.size() != m_fields.size())
        throw std::logic_error("a row of attributes has the wrong number of values");
    for (std::size_t f = 0; f < m_fields.size(); ++f) {
        bool null = true;
        if (auto* texts = std::get_if<TextColumn>(&m_values[f])) {
            auto const text = as_text(values[f]);
            null = !text;
            texts->push_back(text ? std::string_view(*text) : std::string_view{});
        } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&m_values[f])) {
            auto const integer = as_integer(values[f]);
            null = !integer;
            integers->push_back(integer.value_or(0));
        } else {
            auto const real = as_real(values[f]);
            null = !real;
            std::get<std::vector<double>>(m_values[f]).push_back(real.value_or(0.0));
        }
        m_nulls[f].push_back(null);
    }
    ++m_rows;
}

void Attributes::append(Attributes const& other) {
    if (other.m_fields != m_fields)
        throw std::logic_error("rows with other fields cannot be appended");
    for (std::size_t f = 0; f < m_fields.size(); ++f) {
        if (auto* texts = std::get_if<TextColumn>(&m_values[f])) {
            texts->append(std::get<TextColumn>(other.m_values[f]));
        } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&m_values[f])) {
            auto const& more = std::get<std::vector<std::int64_t>>(other.m_values[f]);
            integers->insert(integers->end(), more.begin(), more.end());
        } else {
            auto& reals = std::get<std::vector<double>>(m_values[f]);
            auto const& more = std::get<std::vector<double>>(other.m_values[f]);
            reals.insert(reals.end(), more.begin(), more.end());
        }
        m_nulls[f].insert(m_nulls[f].end(), other.m_nulls[f].begin(), other.m_nulls[f].end());
    }
    m_rows += other.m_rows;
}

} // namespace oreway
