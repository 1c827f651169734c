// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A small bundle with every kind of result in it, a few features each, near the real places, with the nasty characters
/// that XML, CSV and SQL trip over. The unit tests and the QGIS tests share it.

#include "oreway/exporters/bundle.hpp"

namespace oreway::testing {

[[nodiscard]] Bundle sample_bundle();

/// A line layer with the columns of `corridors`; each row is {corridor, name, status} with its vertices.
struct SampleCorridor {
    std::string corridor;
    std::string name;
    std::string status;
    std::vector<LonLat> vertices;
};
[[nodiscard]] FeatureLayer corridor_layer(std::vector<SampleCorridor> const& corridors);

inline constexpr std::string_view hostile_text = "R&D <b> \"x\" ' ]]> \xC5\x8D";

} // namespace oreway::testing
