// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The tables of a data set as the strict check sees them: cells by our names, as they stand in the data, whatever the
/// reading for a run would make of them.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// One layer or table with the names of its fields.
class DataTable {
public:
    /// \param name    how it is called in the table of rules ("legs")
    /// \param fields  our name -> field; names that are not bound are taken from fields of the same name
    /// \param id      our name of the field that tells rows apart, for messages
    DataTable(std::string name, FeatureLayer layer, std::map<std::string, std::string> const& fields,
              std::map<std::string, std::map<std::string, std::string>> values = {});

    [[nodiscard]] std::string const& name() const noexcept { return m_name; }
    [[nodiscard]] std::size_t size() const noexcept { return m_layer.attributes.row_count(); }
    [[nodiscard]] bool has(std::string_view field) const noexcept { return column(field).has_value(); }
    /// Trimmed, translated by the study's `values`; empty for null and for a field that is not there.
    [[nodiscard]] std::string text(std::size_t row, std::string_view field) const;
    /// Nothing when there is no number; a text that is none gives NaN.
    [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view field) const;
    /// The parts of a list separated by ';' or ',', without empty ones.
    [[nodiscard]] std::vector<std::string> list(std::size_t row, std::string_view field) const;
    [[nodiscard]] LonLatGeometries const& geometries() const noexcept { return m_layer.geometries; }
    /// First vertex of a point, if there is one.
    [[nodiscard]] std::optional<LonLat> point(std::size_t row) const;
    /// "legs.shp, feature 17 (AKTAU__ALAT)"
    [[nodiscard]] std::string where(std::size_t row) const;

private:
    [[nodiscard]] std::optional<std::size_t> column(std::string_view field) const;

    std::string m_name;
    FeatureLayer m_layer;
    std::map<std::string, std::string> m_fields;
    std::map<std::string, std::map<std::string, std::string>> m_values;
};

/// Everything a study names.
struct DataSet {
    Study study;
    std::map<LayerRole, DataTable> layers;
    std::optional<DataTable> rates;
    std::optional<DataTable> sources;
    std::vector<DataTable> tables; ///< other tables whose rows name a source

    /// The table of a role; nullptr when the study has none.
    [[nodiscard]] DataTable const* find(LayerRole role) const noexcept;
};

/// Takes the layers that were read for the study and reads its tables. What cannot be read is a problem.
[[nodiscard]] DataSet make_data_set(Study const& study, std::map<LayerRole, FeatureLayer> layers,
                                    std::filesystem::path const& folder, InputOptions const& options,
                                    Problems& problems);

} // namespace oreway
