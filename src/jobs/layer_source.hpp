// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// One layer read in chunks, each brought to WGS 84 by the one operation of the layer. load_layer reads it whole;
/// commands that stream read it bit by bit, so that their memory does not grow with it.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oreway/jobs/inputs.hpp"

namespace oreway {

enum class InputShape { spatial, table };

class LayerSource {
public:
    /// Nothing when a problem of severity error stands in the way; it is appended. \throws Error
    [[nodiscard]] static std::optional<LayerSource> open(std::string const& dataset, std::string const& layer,
                                                         InputShape shape, InputOptions const& options,
                                                         Problems& problems);
    LayerSource(LayerSource&&) noexcept;
    LayerSource& operator=(LayerSource&&) noexcept;
    ~LayerSource();

    [[nodiscard]] LayerInfo const& info() const noexcept;
    [[nodiscard]] std::vector<Field> const& fields() const noexcept;
    /// A layer with name, origin and fields, and no feature yet.
    [[nodiscard]] FeatureLayer empty_layer() const;
    /// Appends the next features, at most so many. \return their number, 0 at the end \throws IoError
    std::size_t append_next(std::size_t max_features, FeatureLayer& layer);
    /// What was found wrong so far: lost records, coordinates that are no place on the Earth.
    void add_problems(Problems& problems) const;
    [[nodiscard]] ReceiptInput receipt() const;

private:
    struct Impl;
    explicit LayerSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Invalid polygons are mended by a named method or refused; either way they are named with the place of the fault.
void mend_polygons(FeatureLayer& layer, InputOptions const& options, Problems& problems);

} // namespace oreway
