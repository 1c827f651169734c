// SPDX-License-Identifier: MIT
// Cuts lines, joins their ends to nodes through a grid of earth-centred cells, and looks for dead ends near other
// lines.

#include "oreway/network/snap.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "network/fault_tally.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

namespace {

constexpr Metres same_place{1e-6};     // below the accuracy of any survey, above that of the arithmetic
constexpr Metres reported_move{0.001}; // joins over less are rounding of the file format
constexpr std::size_t ends_a_task = 256;

struct ByPlace {
    bool operator()(LonLat a, LonLat b) const noexcept { return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat; }
};

/// Places at which two lines, or one line twice, have a vertex; sorted.
std::vector<LonLat> shared_places(LonLatGeometries const& lines) {
    std::vector<LonLat> places;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t p = 0; p < lines[i].path_count(); ++p)
            places.insert(places.end(), lines[i].path(p).begin(), lines[i].path(p).end());
    std::ranges::sort(places, ByPlace{});
    std::vector<LonLat> shared;
    for (std::size_t i = 1; i < places.size(); ++i)
        if (places[i] == places[i - 1] && (shared.empty() || shared.back() != places[i]))
            shared.push_back(places[i]);
    return shared;
}

/// Cuts every path of every line at the shared places.
class LineCutter {
public:
    LineCutter(std::vector<LonLat> shared, SnappedLines& result) : m_shared(std::move(shared)), m_result(result) {}

    void cut(std::size_t line, std::span<LonLat const> path) {
        std::size_t first = 0;
        for (std::size_t v = 1; v < path.size(); ++v) {
            bool const here = v + 1 == path.size() || std::ranges::binary_search(m_shared, path[v], ByPlace{});
            if (!here || is_one_place(path.subspan(first, v + 1 - first)))
                continue;
            m_result.pieces.add_line(path.subspan(first, v + 1 - first));
            m_result.line_of.push_back(line);
            first = v;
        }
    }

private:
    /// Repeated vertices make no piece of their own.
    static bool is_one_place(std::span<LonLat const> piece) {
        return std::ranges::all_of(piece, [&](LonLat p) { return p == piece.front(); });
    }

    std::vector<LonLat> m_shared;
    SnappedLines& m_result;
};

void cut_lines(LonLatGeometries const& lines, Noding noding, SnappedLines& result) {
    FaultTally faults("lines", "line", "lines");
    LineCutter cutter(noding == Noding::shared_vertices ? shared_places(lines) : std::vector<LonLat>(), result);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].kind() != GeometryKind::line && lines[i].kind() != GeometryKind::null) {
            faults.add(Severity::error, "network.line.kind", "that are points or polygons", fmt::format("{}", i),
                       "give a layer of lines");
            continue;
        }
        std::size_t const before = result.line_of.size();
        for (std::size_t p = 0; p < lines[i].path_count(); ++p)
            cutter.cut(i, lines[i].path(p));
        if (result.line_of.size() == before)
            faults.add(Severity::warning, "network.line.null", "without geometry or of one place only, left out",
                       fmt::format("{}", i), "correct or remove the feature");
    }
    faults.report(result.problems);
}

/// Nodes by cells of the size of the tolerance: those within it lie in the same cell or in one of its neighbours.
class NodeGrid {
public:
    NodeGrid(Metres tolerance, std::vector<LonLat>& nodes)
        : m_tolerance(std::max(tolerance, same_place)), m_cell(std::max(m_tolerance.value(), 0.01)), m_nodes(nodes) {
        for (std::size_t n = 0; n < nodes.size(); ++n)
            m_cells[cell_of(to_ecef(nodes[n]))].push_back(static_cast<std::uint32_t>(n));
    }

    /// The nearest node within the tolerance, else a new one; and how far the end moves.
    std::pair<std::size_t, Metres> join(LonLat end) {
        Cell const home = cell_of(to_ecef(end));
        std::optional<std::size_t> best;
        Metres best_distance = m_tolerance;
        for (std::int64_t dx = -1; dx <= 1; ++dx)
            for (std::int64_t dy = -1; dy <= 1; ++dy)
                for (std::int64_t dz = -1; dz <= 1; ++dz)
                    look_in({home[0] + dx, home[1] + dy, home[2] + dz}, end, best, best_distance);
        if (best)
            return {*best, best_distance};
        m_cells[home].push_back(static_cast<std::uint32_t>(m_nodes.size()));
        m_nodes.push_back(end);
        return {m_nodes.size() - 1, Metres(0.0)};
    }

private:
    using Cell = std::array<std::int64_t, 3>;
    struct CellHash {
        std::size_t operator()(Cell const& cell) const noexcept {
            std::size_t hash = 0;
            for (std::int64_t const part : cell)
                hash = (hash ^ static_cast<std::size_t>(part)) * 0x9E3779B97F4A7C15u;
            return hash ^ (hash >> 29);
        }
    };

    [[nodiscard]] Cell cell_of(Ecef const& p) const noexcept {
        auto const part = [&](double v) { return static_cast<std::int64_t>(std::floor(v / m_cell)); };
        return {part(p.x), part(p.y), part(p.z)};
    }

    void look_in(Cell const& cell, LonLat end, std::optional<std::size_t>& best, Metres& best_distance) const {
        auto const found = m_cells.find(cell);
        if (found == m_cells.end())
            return;
        for (std::uint32_t const node : found->second) {
            Metres const distance = m_nodes[node] == end ? Metres(0.0) : geodesic_distance(m_nodes[node], end);
            bool const nearer = distance < best_distance || (distance == best_distance && (!best || node < *best));
            if (nearer) {
                best = node;
                best_distance = distance;
            }
        }
    }

    Metres m_tolerance;
    double m_cell; // metres
    std::vector<LonLat>& m_nodes;
    std::unordered_map<Cell, std::vector<std::uint32_t>, CellHash> m_cells;
};

void join_ends(SnapOptions const& options, SnappedLines& result) {
    result.nodes = options.known_nodes;
    NodeGrid grid(options.tolerance, result.nodes);
    auto const join = [&](std::size_t piece, LonLat end, bool at_end) {
        auto const [node, moved] = grid.join(end);
        if (moved > reported_move)
            result.joins.push_back({piece, at_end, node, moved});
        return node;
    };
    for (std::size_t i = 0; i < result.pieces.size(); ++i) {
        auto const path = result.pieces[i].path(0);
        result.from.push_back(join(i, path.front(), false));
        result.to.push_back(join(i, path.back(), true));
    }
}

/// An end of a piece that no other piece meets.
struct DeadEnd {
    std::size_t piece;
    bool at_end;
};

std::vector<DeadEnd> dead_ends(SnappedLines const& lines, std::size_t known_nodes) {
    std::vector<std::uint8_t> meets(lines.nodes.size(), 0);
    for (std::vector<std::size_t> const* ends : {&lines.from, &lines.to})
        for (std::size_t const node : *ends)
            meets[node] = static_cast<std::uint8_t>(std::min(2, meets[node] + 1));
    std::vector<DeadEnd> result;
    for (std::size_t i = 0; i < lines.from.size(); ++i) {
        if (meets[lines.from[i]] == 1 && lines.from[i] >= known_nodes)
            result.push_back({i, false});
        if (meets[lines.to[i]] == 1 && lines.to[i] >= known_nodes)
            result.push_back({i, true});
    }
    return result;
}

void find_gaps(SnapOptions const& options, SnappedLines& result) {
    std::vector<DeadEnd> const ends = dead_ends(result, options.known_nodes.size());
    if (ends.empty() || options.gap_search <= Metres(0.0))
        return;
    EdgeIndex const index(result.pieces);
    std::vector<std::optional<SnapGap>> found(ends.size());
    parallel_blocks(ends.size(), ends_a_task, [&](std::size_t first, std::size_t last) {
        for (std::size_t e = first; e < last; ++e) {
            auto const [piece, at_end] = ends[e];
            std::size_t const far_node = at_end ? result.from[piece] : result.to[piece];
            auto const meets = [&](std::size_t other) {
                return other == piece || result.from[other] == far_node || result.to[other] == far_node;
            };
            auto const path = result.pieces[piece].path(0);
            LonLat const place = at_end ? path.back() : path.front();
            auto const hits = index.nearest_geometries(place, 1, options.gap_search, meets);
            if (!hits.empty())
                found[e] = SnapGap{piece, at_end, hits.front().geometry, hits.front().distance};
        }
    });
    for (auto const& gap : found)
        if (gap)
            result.gaps.push_back(*gap);
}

void report_gaps(SnapOptions const& options, SnappedLines& result) {
    FaultTally faults("lines", "dead end", "dead ends");
    for (SnapGap const& gap : result.gaps)
        faults.add(Severity::note, "network.gap",
                   fmt::format("within {:g} m of another line without meeting it", options.gap_search.value()),
                   fmt::format("line {} near line {}", result.line_of[gap.piece], result.line_of[gap.other]),
                   "raise the tolerance, or cut lines at the vertices they share");
    faults.report(result.problems);
}

std::string node_name(std::size_t node) {
    return fmt::format("n{}", node);
}

} // namespace

SnappedLines snap_lines(LonLatGeometries const& lines, SnapOptions const& options) {
    SnappedLines result;
    cut_lines(lines, options.noding, result);
    join_ends(options, result);
    find_gaps(options, result);
    report_gaps(options, result);
    return result;
}

LegTable legs_of(SnappedLines const& snapped) {
    LegTable legs;
    std::size_t number = 0;
    for (std::size_t i = 0; i < snapped.line_of.size(); ++i) {
        std::size_t const line = snapped.line_of[i];
        bool const first = i == 0 || snapped.line_of[i - 1] != line;
        bool const last = i + 1 == snapped.line_of.size() || snapped.line_of[i + 1] != line;
        number = first ? 1 : number + 1;
        legs.add_row(first && last ? fmt::format("{}", line) : fmt::format("{}.{}", line, number),
                     node_name(snapped.from[i]), node_name(snapped.to[i]));
    }
    legs.lines = snapped.pieces;
    return legs;
}

NodeTable nodes_of(SnappedLines const& snapped) {
    NodeTable nodes;
    for (std::size_t n = 0; n < snapped.nodes.size(); ++n)
        nodes.id.push_back(node_name(n));
    nodes.position = snapped.nodes;
    return nodes;
}

} // namespace oreway
