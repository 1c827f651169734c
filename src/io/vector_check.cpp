// SPDX-License-Identifier: MIT
// Comparison of a written file with the layers it was written from, feature by feature.

#include "io/vector_check.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/geometry_reader.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geom/box.hpp"

namespace oreway {

namespace {

/// What stays the same when a writer turns rings round or sorts parts.
struct Summary {
    bool null = true;
    std::size_t vertices = 0;
    double sum_lon = 0.0;
    double sum_lat = 0.0;
    XYBox box;

    void add(double lon, double lat) {
        ++vertices;
        sum_lon += lon;
        sum_lat += lat;
        box.extend(XY{lon, lat});
    }
};

Summary summary_of(LonLatGeometry const& geometry) {
    Summary summary;
    summary.null = geometry.kind() == GeometryKind::null;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        for (LonLat const v : geometry.path(p))
            summary.add(v.lon, v.lat);
    return summary;
}

Summary summary_of(OGRGeometry const* geometry) {
    XYGeometries read;
    ProblemTally ignored("");
    append_geometry(geometry, AxisOrder::east_north, 0, read, ignored);
    Summary summary;
    summary.null = read.kind(0) == GeometryKind::null;
    for (std::size_t p = 0; p < read[0].path_count(); ++p)
        for (XY const v : read[0].path(p))
            summary.add(v.x, v.y);
    return summary;
}

bool agree(Summary const& a, Summary const& b, double tolerance) {
    // An empty geometry comes back as null from shapefiles and CSV.
    if (a.vertices == 0 && b.vertices == 0)
        return true;
    if (a.null != b.null || a.vertices != b.vertices)
        return false;
    // The sums are taken in another order where rings were turned: a relative 1e-12 is far above their rounding.
    double const sum_slack = static_cast<double>(a.vertices) * (tolerance + 360.0 * 1e-12);
    double const box_slack = tolerance + 1e-12;
    return std::abs(a.sum_lon - b.sum_lon) <= sum_slack && std::abs(a.sum_lat - b.sum_lat) <= sum_slack &&
           std::abs(a.box.min_x - b.box.min_x) <= box_slack && std::abs(a.box.max_x - b.box.max_x) <= box_slack &&
           std::abs(a.box.min_y - b.box.min_y) <= box_slack && std::abs(a.box.max_y - b.box.max_y) <= box_slack;
}

class LayerCheck {
public:
    LayerCheck(WrittenLayer const& written, std::string const& driver) : m_written(written), m_driver(driver) {}

    std::optional<std::string> run(OGRLayer& layer) {
        std::size_t const expected = m_written.layer->size();
        if (expected > 0)
            if (auto missing = find_fields(*layer.GetLayerDefn()))
                return missing;
        bool const in_order = m_driver != "FlatGeobuf"; // its index sorts the features
        std::size_t row = 0;
        while (gdal::FeatureHandle const feature{layer.GetNextFeature()}) {
            if (row >= expected)
                return fmt::format("more than {} features are there", expected);
            if (in_order)
                if (auto difference = find_difference(*feature, row))
                    return fmt::format("{} of feature {} came out differently", *difference, row);
            if (!in_order)
                m_read.push_back(fingerprint(*feature));
            ++row;
        }
        if (row != expected)
            return fmt::format("{} of {} features are there", row, expected);
        if (!in_order && !same_fingerprints())
            return "the features came out differently";
        return std::nullopt;
    }

private:
    std::optional<std::string> find_fields(OGRFeatureDefn const& definition) {
        for (std::size_t f = 0; f < m_written.fields.size(); ++f) {
            int const at = definition.GetFieldIndex(m_written.fields[f].name.c_str());
            if (at < 0 && has_values(f))
                return fmt::format("field '{}' is missing", m_written.fields[f].name);
            m_places.push_back(at);
        }
        return std::nullopt;
    }

    bool has_values(std::size_t field) const {
        Attributes const& attributes = m_written.layer->attributes;
        for (std::size_t row = 0; row < attributes.row_count(); ++row)
            if (!attributes.is_null(row, field))
                return true;
        return false;
    }

    std::optional<std::string> find_difference(OGRFeature& feature, std::size_t row) const {
        if (m_written.layer->has_geometry &&
            !agree(summary_of(m_written.layer->geometries[row]), summary_of(feature.GetGeometryRef()),
                   m_written.coordinate_tolerance))
            return "the geometry";
        for (std::size_t f = 0; f < m_written.fields.size(); ++f)
            if (!value_agrees(feature, row, f))
                return fmt::format("field '{}'", m_written.fields[f].name);
        return std::nullopt;
    }

    bool value_agrees(OGRFeature& feature, std::size_t row, std::size_t field) const {
        int const at = m_places[field];
        bool const null = at < 0 || feature.IsFieldSetAndNotNull(at) == FALSE;
        AttributeValue const expected = m_written.layer->attributes.value(row, field);
        if (auto const* text = std::get_if<std::string>(&expected)) {
            std::string_view const fit = fitted(*text, m_written.fields[field]);
            bool const as_null = fit.empty() && (m_driver == "ESRI Shapefile" || m_driver == "CSV");
            return null ? as_null : same_text(feature.GetFieldAsString(at), fit);
        }
        if (null)
            return std::holds_alternative<std::monostate>(expected) || is_unwritable(expected);
        if (auto const* integer = std::get_if<std::int64_t>(&expected)) {
            if (m_driver == "CSV")
                return parse_integer(feature.GetFieldAsString(at)) == *integer;
            return feature.GetFieldAsInteger64(at) == *integer;
        }
        if (auto const* real = std::get_if<double>(&expected))
            return same_real(feature, at, *real, field);
        return m_driver == "CSV" && *feature.GetFieldAsString(at) == '\0';
    }

    /// Shapefiles drop blanks at the end of a text.
    bool same_text(std::string_view read, std::string_view expected) const {
        if (m_driver != "ESRI Shapefile")
            return read == expected;
        while (expected.ends_with(' '))
            expected.remove_suffix(1);
        return read == expected;
    }

    static bool is_unwritable(AttributeValue const& value) {
        auto const* real = std::get_if<double>(&value);
        return real != nullptr && !std::isfinite(*real);
    }

    bool same_real(OGRFeature& feature, int at, double expected, std::size_t field) const {
        if (m_driver == "CSV")
            return parse_number(feature.GetFieldAsString(at)) == expected;
        double const read = feature.GetFieldAsDouble(at);
        // GDAL shortens 91.270000000000010 to 15 digits in JSON when it sees a run of zeros or nines.
        if (m_driver == "GeoJSON" || m_driver == "GeoJSONSeq")
            return std::abs(read - expected) <= 5e-15 * std::abs(expected);
        if (m_driver != "ESRI Shapefile")
            return read == expected;
        // Rounded to the decimals of the field, and by the conversion to text and back.
        double const half_a_digit = 0.5 * std::pow(10.0, -m_written.fields[field].precision);
        return std::abs(read - expected) <= half_a_digit * 1.01 + std::abs(expected) * 1e-15;
    }

    /// Everything of a feature in one number; exact, for a format that stores exactly.
    template <class Values> std::size_t hash_of(Summary const& summary, Values const& value_of) const {
        std::string text =
            fmt::format("{} {} {:a} {:a} {:a} {:a}", summary.null || summary.vertices == 0, summary.vertices,
                        summary.box.min_x, summary.box.max_x, summary.box.min_y, summary.box.max_y);
        for (std::size_t f = 0; f < m_written.fields.size(); ++f)
            text += '\x1F' + value_of(f);
        return std::hash<std::string>{}(text);
    }

    std::size_t fingerprint(OGRFeature& feature) const {
        return hash_of(summary_of(feature.GetGeometryRef()), [&](std::size_t f) -> std::string {
            int const at = m_places[f];
            if (at < 0 || feature.IsFieldSetAndNotNull(at) == FALSE)
                return "null";
            if (m_written.fields[f].type == FieldType::integer)
                return std::to_string(feature.GetFieldAsInteger64(at));
            if (m_written.fields[f].type == FieldType::real)
                return shortest(feature.GetFieldAsDouble(at));
            return "'" + std::string(feature.GetFieldAsString(at));
        });
    }

    std::size_t fingerprint(std::size_t row) const {
        return hash_of(summary_of(m_written.layer->geometries[row]), [&](std::size_t f) -> std::string {
            AttributeValue const value = m_written.layer->attributes.value(row, f);
            if (std::holds_alternative<std::monostate>(value) || is_unwritable(value))
                return "null";
            std::string const text = *m_written.layer->attributes.text(row, f);
            return m_written.fields[f].type == FieldType::text ? "'" + text : text;
        });
    }

    bool same_fingerprints() {
        std::vector<std::size_t> expected;
        for (std::size_t row = 0; row < m_written.layer->size(); ++row)
            expected.push_back(fingerprint(row));
        std::ranges::sort(expected);
        std::ranges::sort(m_read);
        return expected == m_read;
    }

    WrittenLayer const& m_written;
    std::string const& m_driver;
    std::vector<int> m_places; ///< position of each field in the file
    std::vector<std::size_t> m_read;
};

} // namespace

std::optional<std::string> find_difference(std::string const& file, std::string const& driver,
                                           std::span<WrittenLayer const> layers) {
    gdal::Messages const messages;
    char const* const drivers[] = {driver.c_str(), nullptr};
    CPLStringList options;
    if (driver == "CSV")
        options.AddString("KEEP_GEOM_COLUMNS=NO");
    if (driver == "GeoJSON")
        options.AddString("DATE_AS_STRING=YES");
    gdal::DatasetHandle const dataset(GDALDataset::Open(
        file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options.List(), nullptr));
    if (!dataset)
        return layers.empty() && driver == "GPKG" ? std::nullopt
                                                  : std::optional("it cannot be opened: " + messages.text());
    if (driver == "GPKG" && dataset->GetLayerCount() != static_cast<int>(layers.size()))
        return fmt::format("{} of {} layers are there", dataset->GetLayerCount(), layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        OGRLayer* layer =
            driver == "GPKG" ? dataset->GetLayerByName(layers[i].layer->name.c_str()) : dataset->GetLayer(0);
        if (layer == nullptr)
            return fmt::format("layer '{}' is missing", layers[i].layer->name);
        if (auto difference = LayerCheck(layers[i], driver).run(*layer))
            return difference;
    }
    if (messages.failed())
        return messages.text();
    return std::nullopt;
}

} // namespace oreway
