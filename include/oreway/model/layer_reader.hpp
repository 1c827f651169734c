// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A layer seen through its binding: values by our names, translated to our words, with every fault reported where it
/// stands.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

class LayerReader {
public:
    /// Finds the fields; a needed or a named field that is not there is an error with the nearest spelling.
    LayerReader(LayerRole role, FeatureLayer const& layer, LayerBinding const& binding, Problems& problems);

    /// Whether all needed fields are there.
    [[nodiscard]] bool usable() const noexcept { return m_usable; }
    [[nodiscard]] std::size_t size() const noexcept { return m_layer.attributes.row_count(); }
    [[nodiscard]] bool has(std::string_view field) const noexcept { return m_columns.contains(field); }

    /// The value as text, trimmed, translated by the binding's `values`; empty when there is none.
    [[nodiscard]] std::string text(std::size_t row, std::string_view field) const;
    /// The value as a number within [low, high]; anything else is reported and taken as unknown.
    [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view field, double low, double high) const;

    /// The geometry when it is of the wanted kind and its vertices are valid, else nothing, with `fault` saying why.
    struct Shape {
        std::optional<LonLatGeometry> geometry;
        std::string fault;
    };
    [[nodiscard]] Shape shape(std::size_t row, GeometryKind wanted) const;

    void report(Severity severity, std::string code, std::size_t row, std::string what, std::string remedy) const;

private:
    [[nodiscard]] std::string where(std::size_t row) const;
    void find_field(RoleField const& field);

    LayerRole m_role;
    FeatureLayer const& m_layer;
    LayerBinding const& m_binding;
    Problems& m_problems;
    std::map<std::string, std::size_t, std::less<>> m_columns;
    bool m_usable = true;
};

} // namespace oreway
