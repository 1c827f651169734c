// SPDX-License-Identifier: MIT
// Vectors of eight floats by the extension of GCC and Clang; each loop is compiled twice where the processor may have
// AVX2.

#include "surface/distance_kernel.hpp"

#include <cstring>
#include <limits>

namespace oreway {

namespace {

using Lanes = float __attribute__((vector_size(32)));
using Marks = std::int32_t __attribute__((vector_size(32)));
constexpr std::size_t lanes = 8;
static_assert(lanes == patch_columns);

#define OREWAY_INLINE [[gnu::always_inline]] inline

OREWAY_INLINE void load(Lanes& to, float const* from) {
    std::memcpy(&to, from, sizeof to);
}

/// One piece, or eight of them.
template <class Value> struct Piece { Value ax, ay, az, dx, dy, dz, bx, by, bz, inverse_dd; };

/// The squared chord from a place to the nearest place of a piece.
template <class Place, class Value>
OREWAY_INLINE void squared_chord(Lanes& squared, Piece<Value> const& p, Place const& x, Place const& y,
                                 Place const& z) {
    Lanes const wx = x - p.ax, wy = y - p.ay, wz = z - p.az;
    Lanes const rise = wx * p.bx + wy * p.by + wz * p.bz;
    Lanes const along = wx * p.dx + wy * p.dy + wz * p.dz;
    // 1 / (d.d + 2 w.B): the rise is a few thousandths of d.d at most wherever floats are used.
    Lanes const small = (rise + rise) * p.inverse_dd;
    Lanes t = (along + rise) * p.inverse_dd * (1.0F - small);
    t = t > 0.0F ? t : Lanes{};
    t = t < 1.0F ? t : Lanes{} + 1.0F;
    Lanes const u = t * (1.0F - t);
    Lanes const rx = wx - t * p.dx - u * p.bx;
    Lanes const ry = wy - t * p.dy - u * p.by;
    Lanes const rz = wz - t * p.dz - u * p.bz;
    squared = rx * rx + ry * ry + rz * rz;
}

/// From the squared chord to the squared geodesic.
OREWAY_INLINE void lengthen(Lanes& squared, float bend) {
    Lanes const y = squared * bend;
    squared = squared + squared * (y * (1.0F + 1.6F * y));
}

using Table = PieceTable;

OREWAY_INLINE Piece<float> piece_at(Table const& t, std::size_t i) {
    return {t.column(Table::ax)[i], t.column(Table::ay)[i],        t.column(Table::az)[i], t.column(Table::dx)[i],
            t.column(Table::dy)[i], t.column(Table::dz)[i],        t.column(Table::bx)[i], t.column(Table::by)[i],
            t.column(Table::bz)[i], t.column(Table::inverse_dd)[i]};
}

struct Rows {
    std::array<Lanes, patch_rows> x, y, z;
};

OREWAY_INLINE void load(Rows& rows, PatchPlaces const& places) {
    for (std::size_t r = 0; r < patch_rows; ++r) {
        load(rows.x[r], places.x + r * lanes);
        load(rows.y[r], places.y + r * lanes);
        load(rows.z[r], places.z + r * lanes);
    }
}

OREWAY_INLINE void distances_in(Table const& pieces, PatchPlaces const& places,
                                std::array<float, patch_cells>& squared) {
    Rows rows;
    load(rows, places);
    std::array<Lanes, patch_rows> best;
    best.fill(Lanes{} + std::numeric_limits<float>::infinity());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        Piece<float> const piece = piece_at(pieces, i);
        float const bend = pieces.column(Table::bend)[i];
        for (std::size_t r = 0; r < patch_rows; ++r) {
            Lanes s;
            squared_chord(s, piece, rows.x[r], rows.y[r], rows.z[r]);
            lengthen(s, bend);
            best[r] = s < best[r] ? s : best[r];
        }
    }
    std::memcpy(squared.data(), best.data(), sizeof squared);
}

OREWAY_INLINE void winners_in(Table const& pieces, PatchPlaces const& places, PatchWinners& winners) {
    Rows rows;
    load(rows, places);
    Lanes const infinite = Lanes{} + std::numeric_limits<float>::infinity();
    std::array<Lanes, patch_rows> best, rival;
    std::array<Marks, patch_rows> won, owner;
    best.fill(infinite);
    rival.fill(infinite);
    won.fill(Marks{} - 1);
    owner.fill(Marks{} - 1);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        Piece<float> const piece = piece_at(pieces, i);
        float const bend = pieces.column(Table::bend)[i];
        Marks const own = Marks{} + pieces.geometry(i);
        Marks const number = Marks{} + static_cast<std::int32_t>(i);
        for (std::size_t r = 0; r < patch_rows; ++r) {
            Lanes s;
            squared_chord(s, piece, rows.x[r], rows.y[r], rows.z[r]);
            lengthen(s, bend);
            Marks const wins = s < best[r];
            Marks const another = own != owner[r];
            Lanes const loser = wins ? best[r] : s; // the worse of both
            rival[r] = (another & (loser < rival[r])) ? loser : rival[r];
            best[r] = wins ? s : best[r];
            won[r] = wins ? number : won[r];
            owner[r] = wins ? own : owner[r];
        }
    }
    std::memcpy(winners.squared.data(), best.data(), sizeof winners.squared);
    std::memcpy(winners.squared_rival.data(), rival.data(), sizeof winners.squared_rival);
    std::memcpy(winners.piece.data(), won.data(), sizeof winners.piece);
}

/// Eight pieces at a time; the last ones by the same arithmetic in a copy that is filled up.
OREWAY_INLINE void chords_in(Table const& pieces, std::array<float, 3> const& place, float* squared) {
    Lanes const x = Lanes{} + place[0], y = Lanes{} + place[1], z = Lanes{} + place[2];
    std::size_t const size = pieces.size();
    for (std::size_t i = 0; i < size; i += lanes) {
        std::size_t const count = size - i < lanes ? size - i : lanes;
        std::array<Lanes, Table::columns> values{};
        for (std::size_t c = 0; c < Table::bend; ++c)
            std::memcpy(&values[c], pieces.column(static_cast<Table::Column>(c)) + i, count * sizeof(float));
        Piece<Lanes> const piece = {values[0], values[1], values[2], values[3], values[4],
                                    values[5], values[6], values[7], values[8], values[9]};
        Lanes s;
        squared_chord(s, piece, x, y, z);
        std::memcpy(squared + i, &s, count * sizeof(float));
    }
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__AVX2__)
[[gnu::target("avx2")]] void distances_avx2(Table const& pieces, PatchPlaces const& places,
                                            std::array<float, patch_cells>& squared) {
    distances_in(pieces, places, squared);
}
[[gnu::target("avx2")]] void winners_avx2(Table const& pieces, PatchPlaces const& places, PatchWinners& winners) {
    winners_in(pieces, places, winners);
}
[[gnu::target("avx2")]] void chords_avx2(Table const& pieces, std::array<float, 3> const& place, float* squared) {
    chords_in(pieces, place, squared);
}
bool has_avx2() noexcept {
    static bool const there = __builtin_cpu_supports("avx2") != 0;
    return there;
}
#else
void distances_avx2(Table const&, PatchPlaces const&, std::array<float, patch_cells>&) {}
void winners_avx2(Table const&, PatchPlaces const&, PatchWinners&) {}
void chords_avx2(Table const&, std::array<float, 3> const&, float*) {}
constexpr bool has_avx2() noexcept {
    return false;
}
#endif

} // namespace

void measure_patch(PieceTable const& pieces, PatchPlaces const& places, std::array<float, patch_cells>& squared) {
    if (has_avx2())
        distances_avx2(pieces, places, squared);
    else
        distances_in(pieces, places, squared);
}

void measure_patch(PieceTable const& pieces, PatchPlaces const& places, PatchWinners& winners) {
    if (has_avx2())
        winners_avx2(pieces, places, winners);
    else
        winners_in(pieces, places, winners);
}

void measure_chords(PieceTable const& pieces, std::array<float, 3> const& place, std::vector<float>& squared) {
    squared.resize(pieces.size());
    if (has_avx2())
        chords_avx2(pieces, place, squared.data());
    else
        chords_in(pieces, place, squared.data());
}

} // namespace oreway
