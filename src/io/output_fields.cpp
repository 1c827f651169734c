// SPDX-License-Identifier: MIT
// Names and widths of fields: shapefiles cut names to 10 bytes and texts to 254, GeoPackages keep two names for
// themselves.

#include "io/output_fields.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::size_t shapefile_name_bytes = 10;
constexpr int shapefile_text_bytes = 254;
constexpr int shapefile_real_width = 24;
constexpr int most_decimals = 15;

std::string_view cut(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

/// A name of at most `longest` bytes that nobody else has, without regard to case.
std::string unique_name(std::string const& wanted, std::size_t longest, std::set<std::string>& taken) {
    std::string name(cut(wanted.empty() ? "field" : wanted, longest));
    for (int n = 1; !taken.insert(fold(name)).second; ++n) {
        std::string const suffix = fmt::format("_{}", n);
        name = std::string(cut(wanted.empty() ? "field" : wanted, longest - suffix.size())) + suffix;
    }
    return name;
}

int longest_text(FeatureLayer const& layer, std::size_t field) {
    std::size_t longest = 1;
    for (std::size_t row = 0; row < layer.attributes.row_count(); ++row)
        if (auto const text = layer.attributes.text(row, field))
            longest = std::max(longest, text->size());
    return static_cast<int>(std::min<std::size_t>(longest, shapefile_text_bytes + 1));
}

/// As many decimals as 24 characters leave beside the longest whole part.
int decimals_for(FeatureLayer const& layer, std::size_t field) {
    double largest = 1.0;
    for (std::size_t row = 0; row < layer.attributes.row_count(); ++row)
        if (auto const number = layer.attributes.number(row, field); number && std::isfinite(*number))
            largest = std::max(largest, std::abs(*number));
    int const whole_digits = static_cast<int>(std::floor(std::log10(largest))) + 1;
    return std::clamp(shapefile_real_width - 2 - whole_digits, 0, most_decimals);
}

/// Very large and very small numbers in one field: the decimals left are too few for the small ones.
bool loses_digits(FeatureLayer const& layer, std::size_t field, int decimals) {
    double const half_a_digit = 0.5 * std::pow(10.0, -decimals);
    constexpr double tolerable = 1e-9; // nine good digits
    for (std::size_t row = 0; row < layer.attributes.row_count(); ++row)
        if (auto const number = layer.attributes.number(row, field);
            number && std::isfinite(*number) && *number != 0.0) {
            double const rounded = std::round(*number / (2.0 * half_a_digit)) * 2.0 * half_a_digit;
            if (std::abs(rounded - *number) > std::abs(*number) * tolerable)
                return true;
        }
    return false;
}

void size_for_shapefile(FeatureLayer const& layer, std::size_t field, OutputField& out, Problems& problems) {
    if (out.type == FieldType::real) {
        out.width = shapefile_real_width;
        out.precision = decimals_for(layer, field);
        if (loses_digits(layer, field, out.precision))
            problems.push_back({Severity::warning,
                                "field.rounded",
                                {fmt::format("numbers of field '{}' were rounded to {} decimals",
                                             layer.attributes.fields()[field].name, out.precision),
                                 fmt::format("layer '{}'", layer.name), "write a GeoPackage"}});
        return;
    }
    out.width = longest_text(layer, field);
    if (out.type == FieldType::integer || out.width <= shapefile_text_bytes)
        return;
    out.width = shapefile_text_bytes;
    problems.push_back(
        {Severity::warning,
         "field.cut",
         {fmt::format("texts of field '{}' are longer than a shapefile can hold and were cut to 254 bytes",
                      layer.attributes.fields()[field].name),
          fmt::format("layer '{}'", layer.name), "write a GeoPackage"}});
}

void size_for_shapefile(Field const& field, OutputField& out) {
    constexpr int integer_width = 18; // GDAL takes longer whole numbers for reals
    constexpr int decimals = 9;
    if (field.type == FieldType::text)
        out.width = field.width > 0 ? std::min(2 * field.width, shapefile_text_bytes) : shapefile_text_bytes;
    else
        out.width = field.type == FieldType::integer ? integer_width : shapefile_real_width;
    if (field.type == FieldType::real)
        out.precision = decimals;
}

std::vector<OutputField> named_fields(std::string const& layer, std::vector<Field> const& fields,
                                      GeometryColumn geometry, std::string const& driver, Problems& problems) {
    std::set<std::string> taken;
    if (driver == "GPKG")
        taken = {"fid", "geom"};
    if (driver == "CSV" && geometry == GeometryColumn::present)
        taken = {"wkt"};
    std::size_t const longest = driver == "ESRI Shapefile" ? shapefile_name_bytes : 1000;
    std::vector<OutputField> out;
    for (Field const& field : fields) {
        out.push_back({.name = unique_name(field.name, longest, taken), .type = field.type});
        if (out.back().name != field.name)
            problems.push_back({Severity::note,
                                "field.renamed",
                                {fmt::format("field '{}' is called '{}'", field.name, out.back().name),
                                 fmt::format("layer '{}'", layer), ""}});
    }
    return out;
}

} // namespace

std::vector<OutputField> output_fields(FeatureLayer const& layer, std::string const& driver, Problems& problems) {
    auto const geometry = layer.has_geometry ? GeometryColumn::present : GeometryColumn::none;
    std::vector<OutputField> fields = named_fields(layer.name, layer.attributes.fields(), geometry, driver, problems);
    if (driver == "ESRI Shapefile")
        for (std::size_t i = 0; i < fields.size(); ++i)
            size_for_shapefile(layer, i, fields[i], problems);
    return fields;
}

std::vector<OutputField> output_fields(std::string const& layer, std::vector<Field> const& fields,
                                       GeometryColumn geometry, std::string const& driver, Problems& problems) {
    std::vector<OutputField> out = named_fields(layer, fields, geometry, driver, problems);
    if (driver == "ESRI Shapefile")
        for (std::size_t i = 0; i < out.size(); ++i)
            size_for_shapefile(fields[i], out[i]);
    return out;
}

std::string_view fitted(std::string_view text, OutputField const& field) noexcept {
    return field.width > 0 ? cut(text, static_cast<std::size_t>(field.width)) : text;
}

void check_shapefile_size(FeatureLayer const& layer, std::vector<OutputField> const& fields) {
    constexpr std::size_t limit = 2'147'000'000;
    std::size_t row = 1;
    for (OutputField const& field : fields)
        row += static_cast<std::size_t>(field.width);
    std::size_t const table = 32 * (fields.size() + 1) + row * layer.size();
    std::size_t const shapes =
        100 + 56 * layer.size() + 4 * layer.geometries.path_count() + 16 * layer.geometries.vertex_count();
    if (table < limit && shapes < limit)
        return;
    throw DataError({.what = fmt::format("layer '{}' needs {} bytes, more than the 2 GB of a shapefile", layer.name,
                                         std::max(table, shapes)),
                     .where = "",
                     .remedy = "write a GeoPackage"});
}

} // namespace oreway
