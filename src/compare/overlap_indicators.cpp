// SPDX-License-Identifier: MIT
// Overlap: how much of each corridor runs along each other one. A leg that both use counts whole, by identity; the rest
// is measured once for each leg and corridor, not for each pair of corridors.

#include <algorithm>
#include <set>

#include "compare/families.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/measure/shared_length.hpp"

namespace oreway {

namespace {

/// A leg, or the whole line of a corridor without legs.
struct Piece {
    LonLatGeometry line;
    Metres length;
};

struct Pieces {
    std::vector<Piece> all;
    std::vector<std::vector<std::size_t>> of_corridor; ///< in order of travel, with repetitions
};

Pieces collect_pieces(Comparison const& c) {
    Pieces pieces;
    std::map<std::size_t, std::size_t> piece_of_leg;
    for (std::size_t i = 0; i < c.scene.corridors.size(); ++i) {
        auto& mine = pieces.of_corridor.emplace_back();
        for (LegUse const use : c.scene.corridors[i].legs) {
            auto const [at, is_new] = piece_of_leg.try_emplace(use.leg, pieces.all.size());
            if (is_new)
                pieces.all.push_back({c.scene.leg_lines[use.leg], c.measured.legs[use.leg].length});
            mine.push_back(at->second);
        }
        if (!mine.empty())
            continue;
        mine.push_back(pieces.all.size());
        pieces.all.push_back({c.scene.corridor_lines[i], c.measured.corridors[i].length});
    }
    return pieces;
}

Metres shared_with(Piece const& piece, EdgeIndex const& other, Metres tolerance) {
    Metres sum;
    for (std::size_t p = 0; p < piece.line.path_count(); ++p)
        sum += total_length(shared_stretches(piece.line.path(p), other, tolerance));
    return std::min(sum, piece.length);
}

/// Length of every piece along every corridor: piece after piece, a value a corridor.
std::vector<Metres> shared_by_piece(Comparison const& c, Pieces const& pieces, Progress& progress) {
    std::size_t const corridors = c.scene.corridors.size();
    std::vector<Metres> shared(pieces.all.size() * corridors);
    std::vector<std::set<std::size_t>> uses(corridors);
    for (std::size_t i = 0; i < corridors; ++i)
        uses[i].insert(pieces.of_corridor[i].begin(), pieces.of_corridor[i].end());
    parallel_for(pieces.all.size(), [&](std::size_t p) {
        stop_if_cancelled(progress);
        for (std::size_t i = 0; i < corridors; ++i)
            shared[p * corridors + i] =
                uses[i].contains(p) ? pieces.all[p].length
                                    : shared_with(pieces.all[p], *c.measured.indexes[i], c.study.overlap_tolerance);
        progress.advance(1);
    });
    return shared;
}

Table empty_table() {
    return Table("overlap",
                 {{"corridor_a", CellKind::text, "", 0, "id of a corridor"},
                  {"corridor_b", CellKind::text, "", 0, "id of another corridor"},
                  {"shared_km", CellKind::real, "km", 3, "length of a that runs along b, within the tolerance"},
                  {"share_of_a_pct", CellKind::real, "%", 2, "100 x shared_km / length of a"},
                  {"shared_back_km", CellKind::real, "km", 3, "length of b that runs along a"},
                  {"share_of_b_pct", CellKind::real, "%", 2, "100 x shared_back_km / length of b"}});
}

Cell percent(double part, double whole) {
    return quotient(Total(part), Total(whole), 100.0, "the line has no length");
}

} // namespace

Table add_overlap(Comparison const& c, ValuesByCorridor& values, Progress& progress) {
    Pieces const pieces = collect_pieces(c);
    progress.stage("overlaps", pieces.all.size());
    std::vector<Metres> const shared = shared_by_piece(c, pieces, progress);
    std::size_t const corridors = c.scene.corridors.size();
    auto const length_km = [&](std::size_t i) { return to_kilometres(c.measured.corridors[i].length); };
    auto const shared_km = [&](std::size_t a, std::size_t b) {
        Metres sum;
        for (std::size_t const piece : pieces.of_corridor[a])
            sum += shared[piece * corridors + b];
        return to_kilometres(sum);
    };
    Table table = empty_table();
    for (std::size_t a = 0; a < corridors; ++a) {
        double largest = 0.0;
        std::string with;
        for (std::size_t b = 0; b < corridors; ++b) {
            if (a == b)
                continue;
            double const there = shared_km(a, b);
            double const back = shared_km(b, a);
            table.add_row({c.scene.corridors[a].id, c.scene.corridors[b].id, there, percent(there, length_km(a)), back,
                           percent(back, length_km(b))});
            if (there > largest) {
                largest = there;
                with = "with " + c.scene.corridors[b].id;
            }
        }
        values[a]["largest_overlap_pct"] = {percent(largest, length_km(a)), with};
        if (corridors < 2)
            values[a]["largest_overlap_pct"].value = Absent{"there is no other corridor"};
    }
    return table;
}

} // namespace oreway
