// SPDX-License-Identifier: MIT
// Vectors of eight floats by the extension of GCC and Clang; each loop is compiled twice where the processor may have
// AVX2.

#include "surface/distance_kernel.hpp"

#include <algorithm>
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

struct Piece {
    float ax, ay, az, dx, dy, dz, bx, by, bz, inverse_dd;
};

/// The squared chord from a place to the nearest place of a piece.
OREWAY_INLINE void squared_chord(Lanes& squared, Piece const& p, Lanes const& x, Lanes const& y, Lanes const& z) {
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

OREWAY_INLINE Piece piece_at(Table const& t, std::size_t i) {
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

/// The largest of a patch; places that are not numbers stay at infinity and do not count.
OREWAY_INLINE float farthest_of(std::array<Lanes, patch_rows> const& best) {
    Lanes most{};
    for (std::size_t r = 0; r < patch_rows; ++r) {
        Marks const counted = (best[r] < std::numeric_limits<float>::max()) & (best[r] > most);
        most = counted ? best[r] : most;
    }
    float result = 0.0F;
    for (std::size_t i = 0; i < lanes; ++i)
        result = most[i] > result ? most[i] : result;
    return result;
}

/// Candidates that are taken before the next look at whether the rest can win.
constexpr std::size_t stride = 4;

/// Whether a candidate cannot win any more.
OREWAY_INLINE bool is_beaten(Candidate const& candidate, std::array<Lanes, patch_rows> const& best, float tie) {
    float const least = candidate.least - tie;
    return least > 0.0F && least * least > farthest_of(best);
}

OREWAY_INLINE void distances_in(Table const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                                std::array<float, patch_cells>& squared) {
    Rows rows;
    load(rows, places);
    std::array<Lanes, patch_rows> best;
    best.fill(Lanes{} + std::numeric_limits<float>::infinity());
    for (std::size_t k = 0; k < candidates.size(); ++k) {
        if (k % stride == 0 && k > 0 && is_beaten(candidates[k], best, 0.0F))
            break;
        std::size_t const i = candidates[k].piece;
        Piece const piece = piece_at(pieces, i);
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

OREWAY_INLINE void winners_in(Table const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                              float tie, PatchWinners& winners) {
    Rows rows;
    load(rows, places);
    Lanes const infinite = Lanes{} + std::numeric_limits<float>::infinity();
    std::array<Lanes, patch_rows> best, rival;
    std::array<Marks, patch_rows> won, owner;
    best.fill(infinite);
    rival.fill(infinite);
    won.fill(Marks{} - 1);
    owner.fill(Marks{} - 1);
    for (std::size_t k = 0; k < candidates.size(); ++k) {
        if (k % stride == 0 && k > 0 && is_beaten(candidates[k], best, tie))
            break;
        std::size_t const i = candidates[k].piece;
        Piece const piece = piece_at(pieces, i);
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

OREWAY_INLINE float chords_in(Table const& pieces, std::array<float, 3> const& place, float* squared) {
    Lanes const x = Lanes{} + place[0], y = Lanes{} + place[1], z = Lanes{} + place[2];
    Lanes least = Lanes{} + std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < pieces.size(); i += lanes) {
        std::array<Lanes, Table::columns> v;
        for (std::size_t const c :
             {Table::ax, Table::ay, Table::az, Table::dx, Table::dy, Table::dz, Table::inverse_dd})
            load(v[c], pieces.column(static_cast<Table::Column>(c)) + i);
        Lanes const wx = x - v[Table::ax], wy = y - v[Table::ay], wz = z - v[Table::az];
        Lanes t = (wx * v[Table::dx] + wy * v[Table::dy] + wz * v[Table::dz]) * v[Table::inverse_dd];
        t = t > 0.0F ? t : Lanes{};
        t = t < 1.0F ? t : Lanes{} + 1.0F;
        Lanes const rx = wx - t * v[Table::dx], ry = wy - t * v[Table::dy], rz = wz - t * v[Table::dz];
        Lanes const s = rx * rx + ry * ry + rz * rz;
        least = s < least ? s : least;
        std::memcpy(squared + i, &s, sizeof s);
    }
    float result = least[0];
    for (std::size_t i = 1; i < lanes; ++i)
        result = least[i] < result ? least[i] : result;
    return result;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__AVX2__)
[[gnu::target("avx2")]] void distances_avx2(Table const& pieces, std::span<Candidate const> candidates,
                                            PatchPlaces const& places, std::array<float, patch_cells>& squared) {
    distances_in(pieces, candidates, places, squared);
}
[[gnu::target("avx2")]] void winners_avx2(Table const& pieces, std::span<Candidate const> candidates,
                                          PatchPlaces const& places, float tie, PatchWinners& winners) {
    winners_in(pieces, candidates, places, tie, winners);
}
[[gnu::target("avx2")]] float chords_avx2(Table const& pieces, std::array<float, 3> const& place, float* squared) {
    return chords_in(pieces, place, squared);
}
bool has_avx2() noexcept {
    static bool const there = __builtin_cpu_supports("avx2") != 0;
    return there;
}
#else
void distances_avx2(Table const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                    std::array<float, patch_cells>& squared) {
    distances_in(pieces, candidates, places, squared);
}
void winners_avx2(Table const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places, float tie,
                  PatchWinners& winners) {
    winners_in(pieces, candidates, places, tie, winners);
}
float chords_avx2(Table const& pieces, std::array<float, 3> const& place, float* squared) {
    return chords_in(pieces, place, squared);
}
constexpr bool has_avx2() noexcept {
    return true; // the compiler has taken what there is
}
#endif

} // namespace

void PieceTable::start(std::size_t most) {
    constexpr float nowhere = 1e9F;
    m_stride = (most + lanes - 1) / lanes * lanes;
    m_values.assign(m_stride * columns, 0.0F);
    std::fill_n(m_values.begin(), m_stride, nowhere); // of ax
    m_pieces.clear();
    m_geometries.clear();
}

void PieceTable::add(Values const& values, std::int32_t piece, std::int32_t geometry) {
    for (std::size_t c = 0; c < columns; ++c)
        m_values[c * m_stride + size()] = values[c];
    m_pieces.push_back(piece);
    m_geometries.push_back(geometry);
}

void PieceTable::select(PieceTable const& from, std::span<std::uint32_t const> chosen) {
    start(chosen.size());
    m_pieces.resize(chosen.size());
    m_geometries.resize(chosen.size());
    for (std::size_t c = 0; c < columns; ++c) {
        float const* const values = from.column(static_cast<Column>(c));
        float* const own = m_values.data() + c * m_stride;
        for (std::size_t i = 0; i < chosen.size(); ++i)
            own[i] = values[chosen[i]];
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        m_pieces[i] = from.m_pieces[chosen[i]];
        m_geometries[i] = from.m_geometries[chosen[i]];
    }
}

void measure_patch(PieceTable const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                   std::array<float, patch_cells>& squared) {
    if (has_avx2())
        distances_avx2(pieces, candidates, places, squared);
    else
        distances_in(pieces, candidates, places, squared);
}

void measure_patch(PieceTable const& pieces, std::span<Candidate const> candidates, PatchPlaces const& places,
                   float tie, PatchWinners& winners) {
    if (has_avx2())
        winners_avx2(pieces, candidates, places, tie, winners);
    else
        winners_in(pieces, candidates, places, tie, winners);
}

float measure_chords(PieceTable const& pieces, std::array<float, 3> const& place, std::vector<float>& squared) {
    squared.resize((pieces.size() + lanes - 1) / lanes * lanes);
    return has_avx2() ? chords_avx2(pieces, place, squared.data()) : chords_in(pieces, place, squared.data());
}

} // namespace oreway
