// SPDX-License-Identifier: MIT
// Moving shapes: gathered into flat arrays, transformed at once, written back; edges filled and split where asked.

#include "io/vector_translate_geometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double metres_per_degree = 6371000.0 * std::numbers::pi / 180.0;
constexpr int deepest_halving = 16; ///< 65,536 pieces an edge; beyond that the edge has no image worth following

/// A run of vertices that belong together: a point, or a simple curve of any kind.
struct Stretch {
    std::size_t shape = 0; ///< which of the shapes it is part of
    OGRPoint* point = nullptr;
    OGRSimpleCurve* curve = nullptr;
    bool straight = false; ///< its edges are straight, so they can be filled
    std::size_t first = 0; ///< place in the flat array
    std::size_t count = 0;
};

/// Collects the stretches of shapes and their vertices.
class Gatherer final : public OGRDefaultGeometryVisitor {
public:
    using OGRDefaultGeometryVisitor::visit;

    void begin(std::size_t shape) { m_shape = shape; }
    void visit(OGRPoint* point) override {
        if (point->IsEmpty())
            return;
        stretches.push_back({.shape = m_shape, .point = point, .first = vertices.size(), .count = 1});
        vertices.push_back({point->getX(), point->getY()});
    }
    void visit(OGRLineString* line) override { add(line, true); }
    void visit(OGRLinearRing* ring) override { add(ring, true); }
    void visit(OGRCircularString* arc) override { add(arc, false); }

    std::vector<Stretch> stretches;
    std::vector<XY> vertices;

private:
    void add(OGRSimpleCurve* curve, bool straight) {
        auto const count = static_cast<std::size_t>(curve->getNumPoints());
        if (count == 0)
            return;
        stretches.push_back(
            {.shape = m_shape, .curve = curve, .straight = straight, .first = vertices.size(), .count = count});
        static_assert(sizeof(XY) == sizeof(OGRRawPoint) && alignof(XY) == alignof(OGRRawPoint));
        vertices.resize(vertices.size() + count);
        curve->getPoints(reinterpret_cast<OGRRawPoint*>(vertices.data() + vertices.size() - count));
    }

    std::size_t m_shape = 0;
};

/// Heights and measures of a curve; empty where it has none.
struct Extras {
    std::vector<double> z;
    std::vector<double> m;
};

Extras extras_of(OGRSimpleCurve const& curve) {
    Extras extras;
    for (int i = 0; i < curve.getNumPoints(); ++i) {
        if (curve.Is3D())
            extras.z.push_back(curve.getZ(i));
        if (curve.IsMeasured())
            extras.m.push_back(curve.getM(i));
    }
    return extras;
}

void set_vertices(OGRSimpleCurve& curve, std::span<XY const> vertices, Extras const& extras) {
    auto const* points = reinterpret_cast<OGRRawPoint const*>(vertices.data());
    auto const count = static_cast<int>(vertices.size());
    if (!extras.z.empty() && !extras.m.empty())
        curve.setPoints(count, points, extras.z.data(), extras.m.data());
    else if (!extras.z.empty())
        curve.setPoints(count, points, extras.z.data());
    else if (!extras.m.empty())
        curve.setPointsM(count, points, extras.m.data());
    else
        curve.setPoints(count, points);
}

XY between(XY a, XY b, double share) noexcept {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// Fills the edges of one curve until its image follows the image of the straight edges.
class EdgeFiller {
public:
    EdgeFiller(CoordinateTransform& transform, MoveRules const& rules) : m_transform(transform), m_rules(rules) {}

    void fill(std::vector<XY>& source, std::vector<XY>& image, Extras& extras) {
        std::vector<std::uint8_t> open(source.size() - 1, 1);
        for (int depth = 0; depth < deepest_halving && std::ranges::count(open, 1) > 0; ++depth)
            open = halve(source, image, extras, open);
    }

private:
    static constexpr std::array<double, 3> shares = {0.25, 0.5, 0.75};

    /// Halves the open edges that leave their chord; returns which of the new edges are to be looked at again.
    std::vector<std::uint8_t> halve(std::vector<XY>& source, std::vector<XY>& image, Extras& extras,
                                    std::vector<std::uint8_t> const& open) {
        std::vector<XY> probes;
        for (std::size_t e = 0; e < open.size(); ++e)
            for (double const share : shares)
                if (open[e] != 0)
                    probes.push_back(between(source[e], source[e + 1], share));
        std::vector<std::uint8_t> failed(probes.size());
        m_transform.apply(probes, failed);
        std::vector<XY> new_source, new_image;
        Extras new_extras;
        std::vector<std::uint8_t> new_open;
        std::size_t probe = 0;
        for (std::size_t e = 0; e < open.size(); ++e) {
            keep(e, source, image, extras, new_source, new_image, new_extras);
            bool split = false;
            if (open[e] != 0) {
                bool const known = failed[probe] == 0 && failed[probe + 1] == 0 && failed[probe + 2] == 0;
                for (std::size_t s = 0; known && s < shares.size(); ++s)
                    split = split || deviation_m(probes[probe + s], image[e], image[e + 1]) > *m_rules.max_deviation_m;
                if (split)
                    insert_middle(e, source, probes[probe + 1], extras, new_source, new_image, new_extras);
                probe += shares.size();
            }
            new_open.insert(new_open.end(), split ? 2 : 1, split ? 1 : 0);
        }
        keep(source.size() - 1, source, image, extras, new_source, new_image, new_extras);
        source = std::move(new_source);
        image = std::move(new_image);
        extras = std::move(new_extras);
        return new_open;
    }

    static void keep(std::size_t i, std::vector<XY> const& source, std::vector<XY> const& image, Extras const& extras,
                     std::vector<XY>& new_source, std::vector<XY>& new_image, Extras& new_extras) {
        new_source.push_back(source[i]);
        new_image.push_back(image[i]);
        if (!extras.z.empty())
            new_extras.z.push_back(extras.z[i]);
        if (!extras.m.empty())
            new_extras.m.push_back(extras.m[i]);
    }

    static void insert_middle(std::size_t e, std::vector<XY> const& source, XY middle_image, Extras const& extras,
                              std::vector<XY>& new_source, std::vector<XY>& new_image, Extras& new_extras) {
        new_source.push_back(between(source[e], source[e + 1], 0.5));
        new_image.push_back(middle_image);
        if (!extras.z.empty())
            new_extras.z.push_back((extras.z[e] + extras.z[e + 1]) / 2.0);
        if (!extras.m.empty())
            new_extras.m.push_back((extras.m[e] + extras.m[e + 1]) / 2.0);
    }

    /// Distance of a point from the chord a-b, in metres; on the sphere near the chord for degrees. Across the
    /// antimeridian there is no chord to follow.
    [[nodiscard]] double deviation_m(XY p, XY a, XY b) const noexcept {
        double scale_x = m_rules.metres_per_unit;
        double scale_y = m_rules.metres_per_unit;
        if (m_rules.degrees) {
            if (std::abs(a.x - b.x) * m_rules.metres_per_unit > 180.0)
                return 0.0;
            scale_y = m_rules.metres_per_unit * metres_per_degree;
            scale_x = scale_y * std::cos(p.y * m_rules.metres_per_unit * std::numbers::pi / 180.0);
        }
        double const dx = (b.x - a.x) * scale_x;
        double const dy = (b.y - a.y) * scale_y;
        double const px = (p.x - a.x) * scale_x;
        double const py = (p.y - a.y) * scale_y;
        double const squared = dx * dx + dy * dy;
        double const t = squared > 0.0 ? std::clamp((px * dx + py * dy) / squared, 0.0, 1.0) : 0.0;
        return std::hypot(px - t * dx, py - t * dy);
    }

    CoordinateTransform& m_transform;
    MoveRules const& m_rules;
};

bool jumps(std::span<XY const> image, MoveRules const& rules) noexcept {
    for (std::size_t i = 1; i < image.size(); ++i)
        if (std::abs(image[i].x - image[i - 1].x) * rules.metres_per_unit > 180.0)
            return true;
    return false;
}

/// GDAL cuts a shape at the antimeridian where neighbouring vertices lie on both sides of it.
gdal::GeometryHandle split_at_antimeridian(gdal::GeometryHandle shape) {
    gdal::Messages const quiet;
    // With an offset of 179 degrees every jump of more than 181 counts, however far from the meridian its ends are.
    std::array<char const*, 3> const options = {"WRAPDATELINE=YES", "DATELINEOFFSET=179", nullptr};
    gdal::GeometryHandle split(
        OGRGeometryFactory::transformWithOptions(shape.get(), nullptr, const_cast<char**>(options.data())));
    return split ? std::move(split) : std::move(shape);
}

/// Writes images back to the shapes.
class Scatterer {
public:
    Scatterer(Gatherer const& gathered, CoordinateTransform& transform, MoveRules const& rules,
              std::vector<Moved>& moved, std::vector<std::uint8_t>& jumping)
        : m_images(gathered.vertices), m_failed(gathered.vertices.size()), m_transform(transform), m_rules(rules),
          m_moved(moved), m_jumping(jumping) {
        m_transform.apply(m_images, m_failed);
        for (Stretch const& stretch : gathered.stretches)
            if (std::ranges::count(failed_of(stretch), 1) > 0)
                m_moved[stretch.shape].failed = true;
        for (Stretch const& stretch : gathered.stretches)
            write(stretch, std::span(gathered.vertices).subspan(stretch.first, stretch.count));
    }

private:
    std::span<std::uint8_t const> failed_of(Stretch const& stretch) const {
        return std::span(m_failed).subspan(stretch.first, stretch.count);
    }

    void write(Stretch const& stretch, std::span<XY const> source) {
        Moved& moved = m_moved[stretch.shape];
        auto const count = static_cast<std::int64_t>(stretch.count);
        moved.vertices_in += count;
        if (moved.failed)
            return;
        std::span<XY const> image = std::span(m_images).subspan(stretch.first, stretch.count);
        moved.vertices_out += count;
        if (stretch.point != nullptr) {
            stretch.point->setX(image[0].x);
            stretch.point->setY(image[0].y);
            return;
        }
        OGRSimpleCurve& curve = *stretch.curve;
        Extras extras = curve.Is3D() || curve.IsMeasured() ? extras_of(curve) : Extras{};
        if (m_rules.max_deviation_m && stretch.straight && stretch.count > 1) {
            std::vector<XY> filled_source(source.begin(), source.end());
            std::vector<XY> filled(image.begin(), image.end());
            EdgeFiller(m_transform, m_rules).fill(filled_source, filled, extras);
            moved.vertices_out += static_cast<std::int64_t>(filled.size()) - count;
            set_vertices(curve, filled, extras);
            note_jump(stretch.shape, filled);
            return;
        }
        set_vertices(curve, image, extras);
        note_jump(stretch.shape, image);
    }

    void note_jump(std::size_t shape, std::span<XY const> image) {
        if (m_rules.seam == Seam::split && jumps(image, m_rules))
            m_jumping[shape] = 1;
    }

    std::vector<XY> m_images;
    std::vector<std::uint8_t> m_failed;
    CoordinateTransform& m_transform;
    MoveRules const& m_rules;
    std::vector<Moved>& m_moved;
    std::vector<std::uint8_t>& m_jumping;
};

} // namespace

MoveRules move_rules(OGRSpatialReference const& target, std::optional<Metres> max_deviation, Seam seam) {
    MoveRules rules;
    if (max_deviation && max_deviation->value() < 1e-3)
        throw UsageError({.what = "a deviation below 1 mm cannot be kept",
                          .where = "--max-deviation",
                          .remedy = "give a larger one"});
    if (max_deviation)
        rules.max_deviation_m = max_deviation->value();
    rules.degrees = target.IsGeographic() != 0;
    rules.seam = rules.degrees ? seam : Seam::keep;
    rules.metres_per_unit =
        rules.degrees ? target.GetAngularUnits() * 180.0 / std::numbers::pi : target.GetLinearUnits();
    return rules;
}

std::vector<Moved> move_geometries(std::span<gdal::GeometryHandle> shapes, CoordinateTransform* transform,
                                   MoveRules const& rules) {
    std::vector<Moved> moved(shapes.size());
    if (transform == nullptr) {
        for (std::size_t i = 0; i < shapes.size(); ++i)
            moved[i].vertices_in = moved[i].vertices_out = vertex_count(shapes[i].get());
        return moved;
    }
    Gatherer gathered;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        if (shapes[i]) {
            gathered.begin(i);
            shapes[i]->accept(&gathered);
        }
    std::vector<std::uint8_t> jumping(shapes.size(), 0);
    Scatterer(gathered, *transform, rules, moved, jumping);
    for (std::size_t i = 0; i < shapes.size(); ++i)
        if (jumping[i] != 0 && !moved[i].failed) {
            shapes[i] = split_at_antimeridian(std::move(shapes[i]));
            moved[i].vertices_out = vertex_count(shapes[i].get());
        }
    return moved;
}

std::int64_t vertex_count(OGRGeometry const* shape) {
    if (shape == nullptr)
        return 0;
    Gatherer gathered;
    const_cast<OGRGeometry*>(shape)->accept(
        &gathered); // the visitor only reads here, but GDAL's const one copies points
    return static_cast<std::int64_t>(gathered.vertices.size());
}

} // namespace oreway
