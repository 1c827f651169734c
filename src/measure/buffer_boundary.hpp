// SPDX-License-Identifier: MIT
#pragma once

// Between two places of the boundary d = R: chords that keep the tolerance, with the corners where the nearest place
// jumps solved as intersections.

#include <optional>
#include <vector>

#include "measure/buffer_field.hpp"

namespace oreway {

/// What is built, in metres.
struct BufferSpec {
    double radius = 0.0;
    double refined = 0.0;    ///< chords are halved until they keep this
    double simplified = 0.0; ///< then vertices are left out that the line needs no more than this; 0: none
    double settled = 0.0;    ///< vertices lie on d = R within this
};

struct BoundaryPlace {
    LonLat at;
    FieldValue value;
};

class BoundaryRefiner {
public:
    BoundaryRefiner(BufferField const& field, BufferSpec const& spec) : m_field(field), m_spec(spec) {}

    /// The place on the straight line of longitude and latitude between two places on either side of the boundary.
    [[nodiscard]] BoundaryPlace crossing(BoundaryPlace low, BoundaryPlace high, BufferField::List const& list) const;

    /// Appends the boundary from a to b (inside on its left): what follows a, and b.
    void refine(BoundaryPlace const& a, BoundaryPlace const& b, BufferField::List const& list,
                std::vector<LonLat>& out) const {
        refine(a, b, list, most_halvings, out);
    }

private:
    static constexpr int most_halvings = 48;

    void refine(BoundaryPlace const& a, BoundaryPlace const& b, BufferField::List const& list, int halvings,
                std::vector<LonLat>& out) const;
    [[nodiscard]] double excess(LonLat p, BufferField::List const& list) const {
        return m_field.distance_at(p, list) - m_spec.radius;
    }
    [[nodiscard]] bool keeps_tolerance(BoundaryPlace const& a, BoundaryPlace const& b, BoundaryPlace const& middle,
                                       bool has_corner, BufferField::List const& list) const;
    [[nodiscard]] bool has_corner(BoundaryPlace const& a, BoundaryPlace const& b, double length) const;
    [[nodiscard]] std::optional<BoundaryPlace> corner(BoundaryPlace const& a, BoundaryPlace const& b,
                                                      BufferField::List const& list) const;
    [[nodiscard]] BoundaryPlace beside_middle(LonLat a, LonLat b, BoundaryPlace const& middle,
                                              BufferField::List const& list) const;

    BufferField const& m_field;
    BufferSpec const& m_spec;
};

/// Leaves out vertices while the line stays within `deviation` metres of what it was; the ends stay.
void simplify(std::vector<LonLat>& line, double deviation);

} // namespace oreway
