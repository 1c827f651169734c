// SPDX-License-Identifier: MIT
// Marching squares on cells of mixed sizes. Everything a cell and its neighbour both need (the sign at a corner, the
// crossings of a side, whether a side is cut in two) is a function of its place alone, so that pieces fit together
// whichever block they were found in.

#include "measure/buffer_contour.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

namespace oreway {

namespace {

/// Below the accuracy of a distance beyond 500 km nothing is proven.
double doubt(double distance) noexcept {
    return distance < 500e3 ? 0.05 : 0.005 * distance;
}

struct PointHash {
    std::size_t operator()(GridPoint p) const noexcept {
        return mixed(static_cast<std::uint64_t>(p.x), static_cast<std::uint64_t>(p.y));
    }
};
struct BlockHash {
    std::size_t operator()(GridBlock const& b) const noexcept {
        return mixed(static_cast<std::uint64_t>(b.corner.x),
                     static_cast<std::uint64_t>(b.corner.y) ^ (static_cast<std::uint64_t>(b.height) << 20));
    }
};

class ContourFinder {
public:
    ContourFinder(BufferGrid const& grid, BufferField const& field, BufferSpec const& spec)
        : m_grid(grid), m_field(field), m_spec(spec), m_refiner(field, spec) {
        double const row = BufferGrid::height({{}, 0, grid.row_height()});
        m_deepest = std::clamp(static_cast<int>(std::ceil(std::log2(row / spec.refined))) + 1, 1, 24);
        while ((grid.row_height() >> m_deepest) < 4)
            --m_deepest;
    }

    void search(GridBlock const& block, Side side, BufferField::List const& list);
    [[nodiscard]] std::vector<ContourPiece> take();

private:
    struct Crossing {
        std::size_t index; ///< in m_crossings
        bool inwards;      ///< the way round the cell leads from outside to inside
    };
    struct Chord {
        std::size_t from;
        std::size_t to;
        std::size_t list;
    };

    [[nodiscard]] FieldValue const& corner(GridPoint p);
    [[nodiscard]] double excess(GridPoint p) { return corner(p).distance - m_spec.radius; }
    [[nodiscard]] bool is_inside(GridPoint p) { return excess(p) <= 0.0; }

    void search_cell(GridBlock const& cell);
    void march(GridBlock const& cell);
    [[nodiscard]] bool is_cut(GridBlock const& cell);
    [[nodiscard]] bool needs_cut(GridBlock const& cell);
    [[nodiscard]] int depth(GridBlock const& cell) const noexcept;
    [[nodiscard]] bool is_cut_at(GridPoint from, std::int64_t length, int direction, std::int64_t shift);
    void cross_side(GridPoint from, std::int64_t length, int direction, std::vector<std::size_t>& out);
    void cross_whole_side(GridPoint from, std::int64_t length, int direction, std::vector<std::size_t>& out);
    void cross_border(BoundaryPlace const& low, BoundaryPlace const& high, std::vector<BoundaryPlace>& out) const;
    [[nodiscard]] bool is_border(GridPoint from, int direction) const noexcept;

    BufferGrid const& m_grid;
    BufferField const& m_field;
    BufferSpec const& m_spec;
    BoundaryRefiner m_refiner;
    int m_deepest = 0;

    std::vector<BufferField::List> m_lists; ///< of the cells with a piece of boundary
    BufferField::List m_list;               ///< of the cell at hand
    std::unordered_map<GridPoint, FieldValue, PointHash> m_corners;
    std::unordered_map<GridBlock, bool, BlockHash> m_cut;
    std::unordered_map<CrossingName, std::vector<std::size_t>, CrossingNameHash> m_sides;
    std::vector<CrossingName> m_names;
    std::vector<BoundaryPlace> m_crossings;
    std::vector<Chord> m_chords;
};

FieldValue const& ContourFinder::corner(GridPoint p) {
    auto const [found, is_new] = m_corners.try_emplace(p);
    if (is_new)
        found->second = m_field.at(BufferGrid::place(p), m_list);
    return found->second;
}

void ContourFinder::search(GridBlock const& block, Side side, BufferField::List const& list) {
    LonLat const centre = BufferGrid::place(block.centre());
    BlockVerdict const verdict = judge(block, m_field.at(centre, list).distance, side, m_field, m_spec.radius);
    if (!verdict.may_hold_boundary)
        return;
    // Cells beside the block are asked, too, and the boundary may swing out of a cell when it is refined.
    double const margin = 6.0 * BufferGrid::height({{}, 0, m_grid.row_height()});
    BufferField::List near = m_field.around(centre, BufferGrid::half_diagonal(block) + margin, list);
    if (m_grid.is_cell(block)) {
        m_list = std::move(near);
        search_cell(block);
        return;
    }
    m_grid.halve(block, [&](GridBlock const& half) { search(half, verdict.side, near); });
}

void ContourFinder::search_cell(GridBlock const& cell) {
    if (std::abs(excess(cell.centre())) > BufferGrid::half_diagonal(cell) + doubt(m_spec.radius))
        return;
    if (!is_cut(cell)) {
        march(cell);
        return;
    }
    std::int64_t const w = cell.width / 2;
    std::int64_t const h = cell.height / 2;
    for (auto const& [x, y] : {std::pair{std::int64_t{0}, std::int64_t{0}}, {w, 0}, {0, h}, {w, h}})
        search_cell({{cell.corner.x + x, cell.corner.y + y}, w, h});
}

int ContourFinder::depth(GridBlock const& cell) const noexcept {
    int halvings = 0;
    while ((cell.height << halvings) < m_grid.row_height())
        ++halvings;
    return halvings;
}

bool ContourFinder::is_cut(GridBlock const& cell) {
    if (auto const known = m_cut.find(cell); known != m_cut.end())
        return known->second;
    bool const cut = needs_cut(cell);
    m_cut.emplace(cell, cut);
    return cut;
}

/// Whether a cell may hide more than its corners tell: the boundary may pass, and the nearest places of its corners lie
/// in directions that differ by more than one arc explains. Where the boundary is seen at two sides already, only
/// directions that oppose each other can hide a neck: otherwise the distance grows fast along the line between them,
/// and the corner of the boundary is solved later.
bool ContourFinder::needs_cut(GridBlock const& cell) {
    constexpr double similar = 0.6; // cosine; across a cell an arc turns by 0.6 radians at most
    constexpr double opposed = 0.0;
    constexpr int seen_depth = 2;
    int const level = depth(cell);
    if (level >= m_deepest)
        return false;
    if (std::abs(excess(cell.centre())) > BufferGrid::half_diagonal(cell) + doubt(m_spec.radius))
        return false;
    auto const [x, y] = cell.corner;
    std::array const corners = {GridPoint{x, y}, GridPoint{x + cell.width, y},
                                GridPoint{x + cell.width, y + cell.height}, GridPoint{x, y + cell.height}};
    std::array<Ecef, 5> slopes = {corner(cell.centre()).slope};
    int changes = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        slopes[i + 1] = corner(corners[i]).slope;
        changes += is_inside(corners[i]) != is_inside(corners[(i + 1) % 4]) ? 1 : 0;
    }
    double const limit = changes == 2 && level >= seen_depth ? opposed : similar;
    for (std::size_t i = 0; i < slopes.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (slopes[i].x * slopes[k].x + slopes[i].y * slopes[k].y + slopes[i].z * slopes[k].z < limit)
                return true;
    return false;
}

/// Whether the cells on one side of a stretch of grid line have a corner inside of it. `shift` is 0 for the side of
/// greater coordinates and 1 for the other.
bool ContourFinder::is_cut_at(GridPoint from, std::int64_t length, int direction, std::int64_t shift) {
    GridPoint const probe = direction == 0 ? GridPoint{from.x, from.y - shift} : GridPoint{from.x - shift, from.y};
    if (probe.x < 0 || probe.y < 0 || probe.x >= BufferGrid::steps || probe.y >= BufferGrid::steps)
        return false;
    std::int64_t const row = m_grid.row_of(probe.y);
    std::int64_t const width = m_grid.cell_width(row);
    GridBlock cell{{probe.x - probe.x % width, row}, width, m_grid.row_height()};
    while ((direction == 0 ? cell.width : cell.height) >= length) {
        if (!is_cut(cell))
            return false;
        cell.width /= 2;
        cell.height /= 2;
        cell.corner.x += probe.x >= cell.corner.x + cell.width ? cell.width : 0;
        cell.corner.y += probe.y >= cell.corner.y + cell.height ? cell.height : 0;
    }
    return true;
}

bool ContourFinder::is_border(GridPoint from, int direction) const noexcept {
    std::int64_t const line = direction == 0 ? from.y : from.x;
    return line == 0 || line == BufferGrid::steps;
}

/// Appends the crossings of a side in the order of growing coordinates.
void ContourFinder::cross_side(GridPoint from, std::int64_t length, int direction, std::vector<std::size_t>& out) {
    if (!is_cut_at(from, length, direction, 0) && !is_cut_at(from, length, direction, 1)) {
        cross_whole_side(from, length, direction, out);
        return;
    }
    std::int64_t const half = length / 2;
    GridPoint const middle = direction == 0 ? GridPoint{from.x + half, from.y} : GridPoint{from.x, from.y + half};
    cross_side(from, half, direction, out);
    cross_side(middle, half, direction, out);
}

void ContourFinder::cross_whole_side(GridPoint from, std::int64_t length, int direction,
                                     std::vector<std::size_t>& out) {
    CrossingName name{from, direction, 0};
    auto const [known, is_new] = m_sides.try_emplace(name);
    if (is_new) {
        GridPoint const to = direction == 0 ? GridPoint{from.x + length, from.y} : GridPoint{from.x, from.y + length};
        BoundaryPlace const low{BufferGrid::place(from), corner(from)};
        BoundaryPlace const high{BufferGrid::place(to), corner(to)};
        std::vector<BoundaryPlace> places;
        if (is_border(from, direction))
            cross_border(low, high, places);
        else if (is_inside(from) != is_inside(to))
            places.push_back(m_refiner.crossing(low, high, m_list));
        for (BoundaryPlace const& place : places) {
            known->second.push_back(m_crossings.size());
            m_crossings.push_back(place);
            m_names.push_back(name);
            ++name.ordinal;
        }
    }
    out.insert(out.end(), known->second.begin(), known->second.end());
}

/// All crossings of a side at the edge of the map, also where the boundary only dips over it: beyond the edge nothing
/// would be refined.
void ContourFinder::cross_border(BoundaryPlace const& low, BoundaryPlace const& high,
                                 std::vector<BoundaryPlace>& out) const {
    double const f = low.value.distance - m_spec.radius;
    double const g = high.value.distance - m_spec.radius;
    bool const changes = (f <= 0.0) != (g <= 0.0);
    double const span =
        BufferGrid::metres_a_degree *
        std::hypot((high.at.lon - low.at.lon) * std::cos(low.at.lat * 0.017453292519943295), high.at.lat - low.at.lat);
    bool const is_pole = std::abs(low.at.lat) == 90.0 && low.at.lat == high.at.lat;
    if (is_pole || span <= m_spec.refined || (!changes && std::abs(f) + std::abs(g) >= span)) {
        if (changes)
            out.push_back(m_refiner.crossing(low, high, m_list));
        return;
    }
    LonLat const middle{0.5 * (low.at.lon + high.at.lon), 0.5 * (low.at.lat + high.at.lat)};
    BoundaryPlace const between{middle, m_field.at(middle, m_list)};
    cross_border(low, between, out);
    cross_border(between, high, out);
}

/// Joins the crossings round a cell, counterclockwise from its south-western corner: a chord runs from where the way
/// round leaves the inside to where it enters it. In a saddle the centre decides which parts hang together.
void ContourFinder::march(GridBlock const& cell) {
    auto const [x, y] = cell.corner;
    std::vector<std::size_t> round;
    cross_side({x, y}, cell.width, 0, round);
    cross_side({x + cell.width, y}, cell.height, 1, round);
    std::vector<std::size_t> back;
    cross_side({x, y}, cell.height, 1, back);
    std::vector<std::size_t> top;
    cross_side({x, y + cell.height}, cell.width, 0, top);
    round.insert(round.end(), top.rbegin(), top.rend());
    round.insert(round.end(), back.rbegin(), back.rend());
    if (round.empty())
        return;
    std::size_t const count = round.size();
    std::size_t const first_outwards = is_inside(cell.corner) ? 0 : 1;
    bool const joined = count > 2 && is_inside(cell.centre());
    for (std::size_t i = first_outwards; i < count; i += 2) {
        std::size_t const entry = joined ? (i + 1) % count : (i + count - 1) % count;
        m_chords.push_back({round[i], round[entry], m_lists.size()});
    }
    m_lists.push_back(m_list);
}

/// Chords end to end, refined.
std::vector<ContourPiece> ContourFinder::take() {
    constexpr std::size_t none = ~std::size_t{0};
    std::vector<std::size_t> next(m_crossings.size(), none);
    std::vector<char> has_previous(m_crossings.size(), 0);
    for (std::size_t i = 0; i < m_chords.size(); ++i) {
        next[m_chords[i].from] = i;
        has_previous[m_chords[i].to] = 1;
    }
    std::vector<ContourPiece> pieces;
    auto const follow = [&](std::size_t start) {
        ContourPiece piece{m_names[start], {}, {m_crossings[start].at}};
        std::size_t at = start;
        while (next[at] != none) {
            Chord const chord = m_chords[std::exchange(next[at], none)];
            m_refiner.refine(m_crossings[chord.from], m_crossings[chord.to], m_lists[chord.list], piece.places);
            at = chord.to;
        }
        piece.to = m_names[at];
        simplify(piece.places, m_spec.simplified);
        pieces.push_back(std::move(piece));
    };
    for (Chord const& chord : m_chords)
        if (!has_previous[chord.from])
            follow(chord.from);
    for (Chord const& chord : m_chords)
        if (next[chord.from] != none)
            follow(chord.from);
    return pieces;
}

} // namespace

BlockVerdict judge(GridBlock const& block, double distance, Side side, BufferField const& field, double radius) {
    double const half = BufferGrid::half_diagonal(block) + doubt(distance);
    if (std::abs(distance - radius) > half)
        return {false, side};
    if (side == Side::outside_polygons || !field.has_polygons() || distance <= half)
        return {true, side};
    bool const inside = field.inside_polygon(BufferGrid::place(block.centre()));
    return {!inside, Side::outside_polygons};
}

std::vector<ContourPiece> contours_in(ContourTask const& task, BufferGrid const& grid, BufferField const& field,
                                      BufferSpec const& spec) {
    double const margin = 6.0 * BufferGrid::height({{}, 0, grid.row_height()});
    ContourFinder finder(grid, field, spec);
    finder.search(task.block, task.side,
                  field.around(BufferGrid::place(task.block.centre()), BufferGrid::half_diagonal(task.block) + margin));
    return finder.take();
}

} // namespace oreway
