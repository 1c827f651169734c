// SPDX-License-Identifier: MIT
#pragma once

// Where names go on a drawing: beside their points, off each other, and as far as possible off the lines.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oreway {

struct ChartPoint {
    double x = 0.0;
    double y = 0.0;
};

/// A box with y downward.
struct ChartBox {
    double left = 0.0;
    double top = 0.0;
    double right = 0.0;
    double bottom = 0.0;

    [[nodiscard]] bool meets(ChartBox const& other) const noexcept {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

struct ChartSegment {
    ChartPoint a;
    ChartPoint b;
};

/// A name that found room.
struct PlacedLabel {
    ChartPoint anchor;                    ///< on the base line
    std::string_view alignment = "start"; ///< where on the text the anchor is: start, middle or end
    ChartBox box{};
    bool far_away = false; ///< wants a line back to its point
};

/// Remembers what is taken.
class LabelPlacer {
public:
    LabelPlacer(ChartBox area, std::vector<ChartSegment> lines) : m_area(area), m_lines(std::move(lines)) {}

    /// Takes a place that no name may cover.
    void block(ChartBox const& box) { m_taken.push_back(box); }
    /// Finds room for a text near a point, or nothing.
    [[nodiscard]] std::optional<PlacedLabel> place(ChartPoint point, std::string const& text, double font_size);

private:
    [[nodiscard]] double crossed_length(ChartBox const& box) const noexcept;

    ChartBox m_area;
    std::vector<ChartSegment> m_lines;
    std::vector<ChartBox> m_taken;
};

/// Width of a text in a sans serif font, on the safe side.
[[nodiscard]] double text_width(std::string const& text, double font_size) noexcept;

} // namespace oreway
