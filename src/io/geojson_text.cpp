// SPDX-License-Identifier: MIT
// GDAL has read the file before, so the text is JSON; the scanner only has to find its way.

#include "io/geojson_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Walks over JSON; every function returns the place after what it has passed.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    [[nodiscard]] char at(std::size_t place) const noexcept { return place < m_text.size() ? m_text[place] : '\0'; }

    [[nodiscard]] std::size_t skip_blanks(std::size_t place) const noexcept {
        return std::min(m_text.find_first_not_of(blanks, place), m_text.size());
    }

    [[nodiscard]] std::size_t skip_value(std::size_t place) const noexcept {
        if (at(place) == '"')
            return skip_string(place);
        if (at(place) != '{' && at(place) != '[')
            return std::min(m_text.find_first_of(",]} \t\r\n", place), m_text.size());
        int depth = 0;
        while (place < m_text.size()) {
            char const c = at(place);
            if (c == '"') {
                place = skip_string(place);
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++place;
            if (depth == 0)
                break;
        }
        return place;
    }

    /// Calls `use(key, begin, end)` with each member of the object.
    template <class Use> void members(std::size_t place, Use const& use) const {
        place = skip_blanks(place + 1);
        while (at(place) == '"') {
            std::size_t const key_end = skip_string(place);
            std::string const key = decoded(m_text.substr(place + 1, key_end - place - 2));
            std::size_t const value = skip_blanks(skip_blanks(key_end) + 1);
            std::size_t const end = skip_value(value);
            use(key, value, end);
            place = next(end);
        }
    }

    /// Calls `use(begin, end)` with each element of the array.
    template <class Use> void elements(std::size_t place, Use const& use) const {
        place = skip_blanks(place + 1);
        while (place < m_text.size() && at(place) != ']') {
            std::size_t const end = skip_value(place);
            use(place, end);
            place = next(end);
        }
    }

private:
    [[nodiscard]] std::size_t skip_string(std::size_t place) const noexcept {
        for (++place; place < m_text.size() && at(place) != '"'; ++place)
            if (at(place) == '\\')
                ++place;
        return std::min(place + 1, m_text.size());
    }

    /// After a value and its comma.
    [[nodiscard]] std::size_t next(std::size_t place) const noexcept {
        place = skip_blanks(place);
        return at(place) == ',' ? skip_blanks(place + 1) : place;
    }

    static void append_utf8(std::string& out, std::uint32_t point) {
        auto const byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
        if (point < 0x80) {
            out += byte(point);
        } else if (point < 0x800) {
            out += {byte(0xC0 | (point >> 6)), byte(0x80 | (point & 0x3F))};
        } else if (point < 0x10000) {
            out += {byte(0xE0 | (point >> 12)), byte(0x80 | ((point >> 6) & 0x3F)), byte(0x80 | (point & 0x3F))};
        } else {
            out += {byte(0xF0 | (point >> 18)), byte(0x80 | ((point >> 12) & 0x3F)), byte(0x80 | ((point >> 6) & 0x3F)),
                    byte(0x80 | (point & 0x3F))};
        }
    }

    static std::uint32_t hex4(std::string_view text) {
        std::uint32_t value = 0;
        for (char const c : text.substr(0, 4)) {
            auto const digit =
                std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
            value = value * 16 + static_cast<std::uint32_t>(digit == std::string_view::npos ? 0 : digit);
        }
        return value;
    }

    static std::string decoded(std::string_view raw) {
        std::string out;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] != '\\' || i + 1 >= raw.size()) {
                out += raw[i];
                continue;
            }
            char const escape = raw[++i];
            if (escape != 'u') {
                std::size_t const known = std::string_view("bfnrt").find(escape);
                out += known == std::string_view::npos ? escape : "\b\f\n\r\t"[known];
                continue;
            }
            std::uint32_t point = hex4(raw.substr(i + 1));
            i += 4;
            if (point >= 0xD800 && point < 0xDC00 && raw.substr(i + 1, 2) == "\\u") {
                point = 0x10000 + ((point - 0xD800) << 10) + (hex4(raw.substr(i + 3)) - 0xDC00);
                i += 6;
            }
            append_utf8(out, point);
        }
        return out;
    }

    std::string_view m_text;
};

std::string position(OGRSimpleCurve const& line, int i) {
    std::string text = "[" + shortest(line.getX(i)) + ", " + shortest(line.getY(i));
    return text + (line.Is3D() ? ", " + shortest(line.getZ(i)) : "") + "]";
}

std::string listed(std::vector<std::string> const& parts) {
    return "[" + join(parts, ", ") + "]";
}

std::string coordinates(OGRGeometry const& geometry) {
    std::vector<std::string> parts;
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint: {
        OGRPoint const& point = *geometry.toPoint();
        parts = {shortest(point.getX()), shortest(point.getY())};
        if (point.Is3D())
            parts.push_back(shortest(point.getZ()));
        break;
    }
    case wkbLineString: {
        OGRSimpleCurve const& line = *geometry.toLineString();
        for (int i = 0; i < line.getNumPoints(); ++i)
            parts.push_back(position(line, i));
        break;
    }
    case wkbPolygon:
        for (OGRLinearRing const* ring : *geometry.toPolygon()) {
            std::vector<std::string> vertices;
            for (int i = 0; i < ring->getNumPoints(); ++i)
                vertices.push_back(position(*ring, i));
            parts.push_back(listed(vertices));
        }
        break;
    default:
        for (OGRGeometry const* part : *geometry.toGeometryCollection())
            parts.push_back(coordinates(*part));
    }
    return listed(parts);
}

/// "MultiPolygon", as GeoJSON names it.
std::string type_of(OGRGeometry const& geometry) {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
        return "Point";
    case wkbLineString:
        return "LineString";
    case wkbPolygon:
        return "Polygon";
    case wkbMultiPoint:
        return "MultiPoint";
    case wkbMultiLineString:
        return "MultiLineString";
    case wkbMultiPolygon:
        return "MultiPolygon";
    default:
        return "GeometryCollection";
    }
}

} // namespace

std::string to_geojson(OGRGeometry const& geometry) {
    std::string const type = type_of(geometry);
    if (type != "GeometryCollection")
        return fmt::format(R"({{ "type": "{}", "coordinates": {} }})", type, coordinates(geometry));
    std::vector<std::string> members;
    for (OGRGeometry const* part : *geometry.toGeometryCollection())
        members.push_back(to_geojson(*part));
    return fmt::format(R"({{ "type": "GeometryCollection", "geometries": {} }})", listed(members));
}

GeoJsonText::GeoJsonText(std::string text, std::string const& where) : m_text(std::move(text)) {
    Scanner const scanner(m_text);
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    std::size_t const start = scanner.skip_blanks(m_text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::optional<Span> features;
    if (scanner.at(start) == '{')
        scanner.members(start, [&](std::string const& key, std::size_t begin, std::size_t end) {
            if (key == "features" && scanner.at(begin) == '[')
                features = Span{begin, end};
        });
    if (!features)
        throw DataError({.what = "is no FeatureCollection",
                         .where = where,
                         .remedy = "a repaired copy is made of GeoJSON with a list of features only"});
    scanner.elements(features->begin, [&](std::size_t begin, std::size_t end) {
        m_features.push_back(read_feature({begin, end}));
    });
}

GeoJsonText::Feature GeoJsonText::read_feature(Span object) const {
    Scanner const scanner(m_text);
    Feature feature;
    scanner.members(object.begin, [&](std::string const& key, std::size_t begin, std::size_t end) {
        if (key == "id")
            feature.id = {begin, end};
        if (key == "geometry")
            feature.geometry = {begin, end};
        if (key == "properties" && scanner.at(begin) == '{')
            scanner.members(begin, [&](std::string const& name, std::size_t from, std::size_t to) {
                feature.properties[name] = {from, to};
            });
    });
    return feature;
}

std::optional<std::int64_t> GeoJsonText::id(std::size_t feature) const {
    auto const number = [&](Span span) {
        return parse_integer(std::string_view(m_text).substr(span.begin, span.end - span.begin));
    };
    Feature const& known = m_features.at(feature);
    if (known.id.end > known.id.begin)
        return number(known.id);
    auto const property = known.properties.find("id");
    return property == known.properties.end() ? std::nullopt : number(property->second);
}

void GeoJsonText::set_geometry(std::size_t feature, std::string json) {
    Span const span = m_features.at(feature).geometry;
    if (span.end > span.begin)
        m_exchanges[span.begin] = {span.end, std::move(json)};
}

void GeoJsonText::set_property(std::size_t feature, std::string const& name, std::string json) {
    auto const& properties = m_features.at(feature).properties;
    if (auto const found = properties.find(name); found != properties.end())
        m_exchanges[found->second.begin] = {found->second.end, std::move(json)};
}

std::string GeoJsonText::text() const {
    std::string out;
    std::size_t place = 0;
    for (auto const& [begin, exchange] : m_exchanges) {
        out.append(m_text, place, begin - place);
        out += exchange.second;
        place = exchange.first;
    }
    return out.append(m_text, place, std::string::npos);
}

} // namespace oreway
