// SPDX-License-Identifier: MIT
#pragma once

// What a shapefile's fields, sized before the first value is known, do to the values that come.

#include <string>
#include <vector>

#include "io/output_fields.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/geom/attributes.hpp"

namespace oreway {

/// Watches the values of one layer on their way out.
class StreamedValues {
public:
    StreamedValues(std::string layer, std::vector<OutputField> const& fields);

    /// \throws DataError for a number that has more digits than its field
    void check(Attributes const& attributes);
    /// A warning for each field whose texts were cut ("field.cut") or whose numbers lost digits ("field.rounded").
    [[nodiscard]] Problems problems() const;

private:
    void check(AttributeValue const& value, std::size_t field);

    std::string m_layer;
    std::vector<OutputField> m_fields;
    std::vector<std::size_t> m_changed; ///< values a field
};

} // namespace oreway
