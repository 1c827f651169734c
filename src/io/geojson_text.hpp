// SPDX-License-Identifier: MIT
#pragma once

// The text of a GeoJSON file with the places of what may be exchanged in it. GDAL writes a whole file anew when one
// feature changes, and rounds coordinates that look like noise; here everything that is not exchanged stays byte for
// byte.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/gdal_handles.hpp"

namespace oreway {

class GeoJsonText {
public:
    /// \throws DataError when the text is no FeatureCollection
    GeoJsonText(std::string text, std::string const& where);

    [[nodiscard]] std::size_t size() const noexcept { return m_features.size(); }
    /// The id of a feature when it is a whole number; without one its property 'id', as GDAL has it.
    [[nodiscard]] std::optional<std::int64_t> id(std::size_t feature) const;

    /// To be exchanged by text(); the new value is JSON. A property that the feature does not have is left out.
    void set_geometry(std::size_t feature, std::string json);
    void set_property(std::size_t feature, std::string const& name, std::string json);

    /// The text with everything exchanged.
    [[nodiscard]] std::string text() const;

private:
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Feature {
        Span id;
        Span geometry;
        std::map<std::string, Span> properties;
    };

    [[nodiscard]] Feature read_feature(Span object) const;

    std::string m_text;
    std::vector<Feature> m_features;
    std::map<std::size_t, std::pair<std::size_t, std::string>> m_exchanges; ///< begin -> end and new text
};

/// A geometry as GeoJSON, each number in the shortest form that reads back the same. Measures are left out.
[[nodiscard]] std::string to_geojson(OGRGeometry const& geometry);

} // namespace oreway
