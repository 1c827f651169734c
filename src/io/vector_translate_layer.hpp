// SPDX-License-Identifier: MIT
#pragma once

// One layer on its way from one dataset to another, in chunks: read, converted, written. The three steps may run on
// three threads, each step on one thread at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/gdal_handles.hpp"
#include "io/gpkg_feature_rows.hpp"
#include "io/native_layer.hpp"
#include "io/problem_tally.hpp"
#include "io/vector_translate_geometry.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// Features between two steps.
struct FeatureBatch {
    std::vector<gdal::FeatureHandle> features; ///< of the input, then of the output
    LayerCounts counts;                        ///< of these features
    bool last = false;
};

class LayerCopy {
public:
    /// Makes the layer in the output. \throws IoError, DataError for what the format cannot hold
    LayerCopy(NativeLayer in, GDALDataset& out, LayerTranslation const& translation, TranslateOptions const& options);

    /// At most `vertices` vertices or `features` features. \throws IoError when reading breaks off
    [[nodiscard]] FeatureBatch read();
    /// Moves the shapes and turns features into those of the output. \throws DataError with FailedPoints::fail
    void convert(FeatureBatch& batch);
    /// \throws IoError
    void write(FeatureBatch& batch);

    [[nodiscard]] LayerCounts const& counts() const noexcept { return m_counts; }
    [[nodiscard]] Problems problems();
    [[nodiscard]] OGRLayer& output() const noexcept { return *m_out; }
    /// The definition of the output; it stays when the layer is gone.
    [[nodiscard]] OGRFeatureDefn& definition() const noexcept { return *m_definition; }
    /// From now on features go there, and the output layer may go.
    void write_to(FeatureRows& rows) noexcept { m_rows = &rows; }

private:
    struct DefinitionReleaser {
        void operator()(OGRFeatureDefn* definition) const noexcept { definition->Release(); }
    };

    /// How a field gets from one layer to the other.
    enum class Carry {
        raw,    ///< the same native type
        text,   ///< a text that may need decoding
        number, ///< a number as its shortest text
        iso,    ///< a date and time as text
        json,   ///< a list as text
        binary, ///< bytes as hexadecimal text
    };
    struct Column {
        int source = 0;
        int target = 0;
        Carry carry = Carry::raw;
        std::string name;
    };

    void create_layer(GDALDataset& out, LayerTranslation const& translation, TranslateOptions const& options);
    void create_fields(GDALDriver& driver);
    void create_field(GDALDriver& driver, FieldPlan const& plan, std::string const& name);
    [[nodiscard]] OGRwkbGeometryType output_type(OGRwkbGeometryType source) const;
    [[nodiscard]] gdal::FeatureHandle converted(OGRFeature& feature, gdal::GeometryHandle shape);
    void set_field(OGRFeature const& feature, Column const& column, OGRFeature& out);
    void set_text(OGRFeature const& feature, Column const& column, OGRFeature& out);
    void set_id(OGRFeature const& feature, OGRFeature& out);
    [[nodiscard]] gdal::GeometryHandle fitted(gdal::GeometryHandle shape, std::int64_t id, Moved& moved);
    void convert_one(OGRFeature& feature, gdal::GeometryHandle shape, Moved moved, FeatureBatch& batch);
    void note_failure(std::int64_t id, LayerCounts& counts) const;
    void take_messages(gdal::Messages& messages);

    NativeLayer m_in;
    std::string m_driver; ///< of the output
    FailedPoints m_on_error;
    TransformPool* m_transform;
    MoveRules m_rules;
    OGRLayer* m_out = nullptr;
    std::unique_ptr<OGRFeatureDefn, DefinitionReleaser> m_definition;
    FeatureRows* m_rows = nullptr; ///< instead of the output layer
    OGRwkbGeometryType m_type = wkbNone;
    bool m_promotes = false; ///< single parts become multi parts of one
    bool m_holds_curves = false;
    bool m_ids_may_repeat = false;
    std::int64_t m_last_id = -1;
    std::vector<Column> m_columns;
    ProblemTally m_read_problems;
    ProblemTally m_problems; ///< of converting
    LayerCounts m_counts;
};

} // namespace oreway
