// SPDX-License-Identifier: MIT
// Three searches, one a measure, each parallel over the features of one layer; the rows of a feature are kept together
// and put in order at the end, so that threads leave no trace.

#include "jobs/overlap_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <tuple>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/measure/line_position.hpp"
#include "oreway/measure/polygon_overlap.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/measure/shared_length.hpp"

namespace oreway {

namespace {

using Rows = std::vector<OverlapRow>;
using Stretches = std::vector<SharedStretch>;

/// Rests that are smaller than this share are rounding.
constexpr double smallest_share = 1e-9;

bool has_kind(LonLatGeometries const& layer, GeometryKind kind) {
    for (std::size_t i = 0; i < layer.size(); ++i)
        if (layer.kind(i) == kind && !layer[i].empty())
            return true;
    return false;
}

/// The features of one kind at their positions; the others become null.
LonLatGeometries only(LonLatGeometries const& layer, GeometryKind kind) {
    LonLatGeometries out;
    for (std::size_t i = 0; i < layer.size(); ++i)
        if (layer.kind(i) == kind)
            out.add(layer[i]);
        else
            out.add_null();
    return out;
}

LonLatGeometries single(LonLatGeometry geometry) {
    LonLatGeometries out;
    out.add(geometry);
    return out;
}

std::optional<double> share_of(double part, double whole) {
    return whole > 0.0 ? std::optional(part / whole) : std::nullopt;
}

/// Calls `body(i)` for each feature of the layer that has the kind, in parallel and cancellable.
template <class Body>
void for_each_of(LonLatGeometries const& layer, GeometryKind kind, Progress& progress, Body const& body) {
    parallel_for(layer.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        if (layer.kind(i) == kind && !layer[i].empty())
            body(i);
        progress.advance(1);
    });
}

enum class Side { a, b };

OverlapRow rest_row(OverlapMeasure measure, Side side, std::size_t feature, double rest, double whole) {
    OverlapRow row;
    row.measure = measure;
    (side == Side::a ? row.a : row.b) = feature;
    row.of_a = row.of_b = rest;
    (side == Side::a ? row.share_a : row.share_b) = share_of(rest, whole);
    return row;
}

/// Appends what is left of a feature, if anything is.
void add_rest(OverlapMeasure measure, Side side, std::size_t feature, double covered, double whole, Rows& rows) {
    double const rest = whole - covered;
    if (rest > smallest_share * whole)
        rows.push_back(rest_row(measure, side, feature, rest, whole));
}

// --- polygon and polygon -------------------------------------------------------------------------------------------

/// The area that the pieces cover, and how much of their sum was counted more than once.
struct Covered {
    double area = 0.0;
    double twice = 0.0;
};

/// `position_of` a row in its index tells which pieces may lie over one another; only those are united.
template <class PositionOf>
Covered covered_by(std::vector<OverlapRow const*> const& rows, PolygonOverlap const& index,
                   PositionOf const& position_of) {
    Covered covered;
    LonLatGeometries crowded;
    double sum = 0.0;
    for (OverlapRow const* row : rows) {
        bool const alone = std::ranges::none_of(rows, [&](OverlapRow const* other) {
            return other != row && index.may_overlap(position_of(*row), position_of(*other));
        });
        (alone ? covered.area : sum) += row->of_a;
        if (!alone)
            crowded.add(row->piece[0]);
    }
    double const united = crowded.empty() ? 0.0 : covered_area(crowded).value();
    // Below this the pieces only touch, and their sum is the better number.
    bool const is_twice = sum - united > 1e-7 * sum;
    covered.area += is_twice ? united : sum;
    covered.twice = is_twice ? sum - united : 0.0;
    return covered;
}

std::vector<double> sizes_of(LonLatGeometries const& layer) {
    std::vector<double> sizes(layer.size());
    parallel_for(layer.size(), [&](std::size_t i) { sizes[i] = geodesic_area(layer[i]).value(); });
    return sizes;
}

class AreaSearch {
public:
    AreaSearch(LonLatGeometries const& a, LonLatGeometries const& b)
        : m_a(a), m_b(b), m_index_a(a), m_index_b(b), m_sizes_a(sizes_of(a)), m_sizes_b(sizes_of(b)) {}

    void run(Progress& progress, OverlapRows& out) const {
        std::vector<Rows> of_features(m_a.size());
        std::vector<double> twice_in_a(m_a.size(), 0.0);
        for_each_of(m_a, GeometryKind::polygon, progress, [&](std::size_t i) {
            of_features[i] = rows_of(i);
            std::vector<OverlapRow const*> rows;
            for (OverlapRow const& row : of_features[i])
                rows.push_back(&row);
            Covered const covered = covered_by(rows, m_index_b, [](OverlapRow const& row) { return *row.b; });
            twice_in_a[i] = covered.twice;
            add_rest(OverlapMeasure::area, Side::a, i, covered.area, m_sizes_a[i], of_features[i]);
        });
        add_rests_of_b(of_features, progress, out);
        for (Rows& rows : of_features)
            std::ranges::move(rows, std::back_inserter(out.rows));
        for (double const twice : twice_in_a)
            out.counted_twice_in_a += twice;
    }

private:
    [[nodiscard]] Rows rows_of(std::size_t i) const {
        Rows rows;
        for (AreaOverlap& overlap : m_index_b.with(m_index_a, i)) {
            double const area = overlap.area.value();
            rows.push_back({.measure = OverlapMeasure::area,
                            .a = i,
                            .b = overlap.polygon,
                            .of_a = area,
                            .of_b = area,
                            .share_a = share_of(area, m_sizes_a[i]),
                            .share_b = share_of(area, m_sizes_b[overlap.polygon]),
                            .piece = std::move(overlap.piece)});
        }
        return rows;
    }

    void add_rests_of_b(std::vector<Rows> const& of_features, Progress& progress, OverlapRows& out) const {
        std::vector<std::vector<OverlapRow const*>> by_b(m_b.size());
        for (Rows const& rows : of_features)
            for (OverlapRow const& row : rows)
                if (row.b)
                    by_b[*row.b].push_back(&row);
        std::vector<Rows> rests(m_b.size());
        std::vector<double> twice(m_b.size(), 0.0);
        for_each_of(m_b, GeometryKind::polygon, progress, [&](std::size_t j) {
            Covered const covered = covered_by(by_b[j], m_index_a, [](OverlapRow const& row) { return *row.a; });
            twice[j] = covered.twice;
            add_rest(OverlapMeasure::area, Side::b, j, covered.area, m_sizes_b[j], rests[j]);
        });
        for (std::size_t j = 0; j < m_b.size(); ++j) {
            std::ranges::move(rests[j], std::back_inserter(out.rows));
            out.counted_twice_in_b += twice[j];
        }
    }

    LonLatGeometries const& m_a;
    LonLatGeometries const& m_b;
    PolygonOverlap m_index_a;
    PolygonOverlap m_index_b;
    std::vector<double> m_sizes_a;
    std::vector<double> m_sizes_b;
};

// --- line and polygon ----------------------------------------------------------------------------------------------

/// Metres of a line in each polygon, and the pieces; rows name the polygon as b and the line as a.
Rows rows_in_polygons(LonLatGeometry line, std::size_t position, PolygonPartition const& partition) {
    struct Inside {
        double metres = 0.0;
        std::vector<std::vector<LonLat>> pieces;
    };
    std::map<std::size_t, Inside> inside;
    double covered = 0.0;
    for (std::size_t p = 0; p < line.path_count(); ++p)
        for (LineStretch const& stretch : partition.split(line.path(p))) {
            if (!stretch.polygon)
                continue;
            Inside& in = inside[*stretch.polygon];
            in.metres += (stretch.to - stretch.from).value();
            covered += (stretch.to - stretch.from).value();
            in.pieces.push_back(piece_between(line.path(p), stretch.from, stretch.to));
        }
    double const whole = geodesic_length(line).value();
    Rows rows;
    for (auto const& [polygon, in] : inside) {
        if (!(in.metres > 0.0))
            continue;
        OverlapRow row;
        row.measure = OverlapMeasure::length;
        row.a = position;
        row.b = polygon;
        row.of_a = row.of_b = in.metres;
        row.share_a = share_of(in.metres, whole);
        row.piece.begin(GeometryKind::line);
        for (std::vector<LonLat> const& piece : in.pieces) {
            row.piece.begin_path();
            row.piece.add(piece);
        }
        row.piece.end();
        rows.push_back(std::move(row));
    }
    add_rest(OverlapMeasure::length, Side::a, position, covered, whole, rows);
    return rows;
}

void find_lengths(LonLatGeometries const& lines, LonLatGeometries const& polygons, Side side_of_lines,
                  Progress& progress, OverlapRows& out) {
    PolygonPartition const partition(only(polygons, GeometryKind::polygon));
    std::vector<Rows> of_features(lines.size());
    for_each_of(lines, GeometryKind::line, progress,
                [&](std::size_t i) { of_features[i] = rows_in_polygons(lines[i], i, partition); });
    for (Rows& rows : of_features)
        for (OverlapRow& row : rows) {
            if (side_of_lines == Side::b) {
                std::swap(row.a, row.b);
                std::swap(row.share_a, row.share_b);
            }
            out.rows.push_back(std::move(row));
        }
}

// --- line and line -------------------------------------------------------------------------------------------------

/// Stretches of each path of a line.
using PathStretches = std::vector<Stretches>;

PathStretches stretches_near(LonLatGeometry line, EdgeIndex const& other, Metres tolerance) {
    PathStretches all;
    for (std::size_t p = 0; p < line.path_count(); ++p)
        all.push_back(shared_stretches(line.path(p), other, tolerance));
    return all;
}

double length_of(PathStretches const& paths) {
    double sum = 0.0;
    for (Stretches const& stretches : paths)
        sum += total_length(stretches).value();
    return sum;
}

/// Length of the union of stretches.
double united_length(Stretches stretches) {
    std::ranges::sort(stretches, {}, &SharedStretch::from);
    double sum = 0.0;
    double reached = 0.0;
    for (SharedStretch const& s : stretches) {
        double const from = std::max(reached, s.from.value());
        if (s.to.value() > from) {
            sum += s.to.value() - from;
            reached = s.to.value();
        }
    }
    return sum;
}

/// What of a line is near to any other, gathered pair by pair.
class SharedParts {
public:
    void add(PathStretches const& paths) {
        m_paths.resize(std::max(m_paths.size(), paths.size()));
        for (std::size_t p = 0; p < paths.size(); ++p)
            m_paths[p].insert(m_paths[p].end(), paths[p].begin(), paths[p].end());
    }
    [[nodiscard]] double length() const {
        double sum = 0.0;
        for (Stretches const& stretches : m_paths)
            sum += united_length(stretches);
        return sum;
    }

private:
    PathStretches m_paths;
};

/// The lines that come within the tolerance of a line, and perhaps others nearby: every place of a stretch is at most
/// half its length from its middle.
std::vector<std::size_t> lines_near(LonLatGeometry line, EdgeIndex const& all, Metres tolerance) {
    double const longest = std::max(tolerance.value(), 2000.0);
    std::vector<std::size_t> found;
    for (std::size_t p = 0; p < line.path_count(); ++p)
        for (SharedStretch const& s : shared_stretches(line.path(p), all, tolerance)) {
            double const length = (s.to - s.from).value();
            double const pieces = std::max(1.0, std::ceil(length / longest));
            for (double k = 0.0; k < pieces; ++k) {
                LonLat const middle = place_along(line.path(p), s.from + Metres(length * (k + 0.5) / pieces));
                constexpr double rounding = 0.01;
                for (NearestHit const& hit : all.within(middle, tolerance + Metres(0.5 * length / pieces + rounding)))
                    found.push_back(hit.geometry);
            }
        }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

LonLatGeometries pieces_of(LonLatGeometry line, PathStretches const& paths) {
    LonLatGeometries pieces;
    pieces.begin(GeometryKind::line);
    for (std::size_t p = 0; p < paths.size(); ++p)
        for (SharedStretch const& s : paths[p]) {
            pieces.begin_path();
            pieces.add(piece_between(line.path(p), s.from, s.to));
        }
    pieces.end();
    return pieces;
}

class SharedSearch {
public:
    SharedSearch(LonLatGeometries const& a, LonLatGeometries const& b, Metres tolerance)
        : m_a(a), m_b(b), m_tolerance(tolerance) {}

    void run(Progress& progress, OverlapRows& out) {
        EdgeIndex const all(only(m_b, GeometryKind::line));
        std::vector<std::vector<Pair>> pairs(m_a.size());
        std::vector<Rows> of_features(m_a.size());
        for_each_of(m_a, GeometryKind::line, progress, [&](std::size_t i) {
            SharedParts near_any;
            pairs[i] = pairs_of(i, all, near_any, of_features[i]);
            add_rest(OverlapMeasure::shared, Side::a, i, near_any.length(), geodesic_length(m_a[i]).value(),
                     of_features[i]);
        });
        std::vector<SharedParts> near_any_of_a(m_b.size());
        for (std::vector<Pair> const& of_a : pairs)
            for (Pair const& pair : of_a)
                near_any_of_a[pair.b].add(pair.on_b);
        for (Rows& rows : of_features)
            std::ranges::move(rows, std::back_inserter(out.rows));
        for (std::size_t j = 0; j < m_b.size(); ++j)
            if (m_b.kind(j) == GeometryKind::line)
                add_rest(OverlapMeasure::shared, Side::b, j, near_any_of_a[j].length(), geodesic_length(m_b[j]).value(),
                         out.rows);
    }

private:
    struct Pair {
        std::size_t b;
        PathStretches on_b;
    };

    std::vector<Pair> pairs_of(std::size_t i, EdgeIndex const& all, SharedParts& near_any, Rows& rows) const {
        std::vector<Pair> pairs;
        EdgeIndex const index_of_a(single(m_a[i]));
        double const length_of_a = geodesic_length(m_a[i]).value();
        for (std::size_t const j : lines_near(m_a[i], all, m_tolerance)) {
            PathStretches const on_a = stretches_near(m_a[i], EdgeIndex(single(m_b[j])), m_tolerance);
            PathStretches on_b = stretches_near(m_b[j], index_of_a, m_tolerance);
            double const metres_of_a = length_of(on_a);
            double const metres_of_b = length_of(on_b);
            if (!(metres_of_a > 0.0) && !(metres_of_b > 0.0))
                continue;
            near_any.add(on_a);
            rows.push_back({.measure = OverlapMeasure::shared,
                            .a = i,
                            .b = j,
                            .of_a = metres_of_a,
                            .of_b = metres_of_b,
                            .share_a = share_of(metres_of_a, length_of_a),
                            .share_b = share_of(metres_of_b, geodesic_length(m_b[j]).value()),
                            .piece = pieces_of(m_a[i], on_a)});
            pairs.push_back({j, std::move(on_b)});
        }
        return pairs;
    }

    LonLatGeometries const& m_a;
    LonLatGeometries const& m_b;
    Metres m_tolerance;
};

/// Pairs and rests of a by a; then the rests of b by b. A rest follows the pairs of its measure.
bool is_before(OverlapRow const& left, OverlapRow const& right) {
    auto const key = [](OverlapRow const& row) {
        bool const is_rest_of_b = !row.a;
        return std::tuple(is_rest_of_b, is_rest_of_b ? *row.b : *row.a, row.measure, !row.b, row.b.value_or(0));
    };
    return key(left) < key(right);
}

} // namespace

std::string_view name_of(OverlapMeasure measure) noexcept {
    switch (measure) {
    case OverlapMeasure::area:
        return "area";
    case OverlapMeasure::length:
        return "length";
    case OverlapMeasure::shared:
        return "shared";
    }
    return "area";
}

double size_of(LonLatGeometry geometry) {
    return geometry.kind() == GeometryKind::polygon ? geodesic_area(geometry).value()
                                                    : geodesic_length(geometry).value();
}

OverlapRows find_overlaps(LonLatGeometries const& a, LonLatGeometries const& b, Metres tolerance, Progress& progress) {
    OverlapRows out;
    bool const lines_a = has_kind(a, GeometryKind::line);
    bool const lines_b = has_kind(b, GeometryKind::line);
    bool const polygons_a = has_kind(a, GeometryKind::polygon);
    bool const polygons_b = has_kind(b, GeometryKind::polygon);
    if (polygons_a && polygons_b) {
        progress.stage("areas in common", a.size() + b.size());
        AreaSearch(a, b).run(progress, out);
    }
    if (lines_a && polygons_b) {
        progress.stage("lines in polygons", a.size());
        find_lengths(a, b, Side::a, progress, out);
    }
    if (polygons_a && lines_b) {
        progress.stage("lines in polygons", b.size());
        find_lengths(b, a, Side::b, progress, out);
    }
    if (lines_a && lines_b) {
        progress.stage("lines along lines", a.size());
        SharedSearch(a, b, tolerance).run(progress, out);
    }
    std::ranges::sort(out.rows, is_before);
    return out;
}

} // namespace oreway
