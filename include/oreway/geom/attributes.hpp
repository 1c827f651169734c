// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Attributes of features by column: names and types once, values in flat arrays with a null flag a row.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace oreway {

enum class FieldType : std::uint8_t { text, integer, real };

/// A field as it is declared. `width` is the declared width of the source (0: none). `source_type` keeps the name of
/// the native type for kinds that are carried as text here (dates, lists, booleans).
struct Field {
    std::string name;
    FieldType type = FieldType::text;
    int width = 0;
    std::string source_type;
    friend bool operator==(Field const&, Field const&) = default;
};

/// Texts in one block of bytes.
class TextColumn {
public:
    [[nodiscard]] std::size_t size() const noexcept { return m_ends.size() - 1; }
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
        return std::string_view(m_bytes).substr(m_ends[i], m_ends[i + 1] - m_ends[i]);
    }
    void push_back(std::string_view text) {
        m_bytes += text;
        m_ends.push_back(m_bytes.size());
    }
    void append(TextColumn const& other) {
        for (std::size_t i = 0; i < other.size(); ++i)
            push_back(other[i]);
    }

private:
    std::string m_bytes;
    std::vector<std::size_t> m_ends = {0};
};

/// A value on its way in or out of a column; monostate is null.
using AttributeValue = std::variant<std::monostate, std::string, std::int64_t, double>;

/// Fields and rows. Every row has a value or null for each field.
class Attributes {
public:
    Attributes() = default;
    explicit Attributes(std::vector<Field> fields);

    [[nodiscard]] std::vector<Field> const& fields() const noexcept { return m_fields; }
    [[nodiscard]] std::size_t row_count() const noexcept { return m_rows; }
    /// Position of a field by its exact name, else by its name without regard to ASCII case.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const noexcept;

    [[nodiscard]] bool is_null(std::size_t row, std::size_t field) const noexcept { return m_nulls[field][row]; }
    [[nodiscard]] AttributeValue value(std::size_t row, std::size_t field) const;
    /// The value as text: numbers in their shortest form, null as nothing.
    [[nodiscard]] std::optional<std::string> text(std::size_t row, std::size_t field) const;
    /// The value as a number: texts are parsed, with '.' as decimal sign; null or not a number gives nothing.
    [[nodiscard]] std::optional<double> number(std::size_t row, std::size_t field) const;

    /// Appends a row. A value of another type than the field is converted when that loses nothing, else stored as null.
    /// \throws std::logic_error when the number of values differs from the number of fields
    void add_row(std::vector<AttributeValue> const& values);

    /// Appends all rows of a table with the same fields. \throws std::logic_error when the fields differ
    void append(Attributes const& other);

private:
    using Values = std::variant<TextColumn, std::vector<std::int64_t>, std::vector<double>>;
    std::vector<Field> m_fields;
    std::vector<Values> m_values;
    std::vector<std::vector<bool>> m_nulls;
    std::size_t m_rows = 0;
};

} // namespace oreway
