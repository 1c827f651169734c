// SPDX-License-Identifier: MIT
// Bounds first: a piece is dropped for a group of places only when another piece is nearer to all of them, with room
// for the rounding of 32 bits and for geodesics that are longer than their chords say.

#include "surface/tile_distances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "measure/chord_bounds.hpp"
#include "measure/geodesic_series.hpp"

namespace oreway {

namespace {

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
constexpr double degree = 3.14159265358979323846 / 180.0;
constexpr std::size_t block_side = 16;
constexpr std::size_t block_patches_down = block_side / patch_rows;
constexpr std::size_t block_patches_across = block_side / patch_columns;

/// Tiles that reach farther gather pieces for each block: their list would be long, and every block thins it.
constexpr double longest_tile_reach = 150.0e3;
/// Cells of blocks that reach farther lie so far apart that each has pieces of its own.
constexpr double longest_block_reach = 250.0e3;
/// 32-bit floats lose 0.1 m at this distance.
constexpr double longest_in_floats = 500.0e3;
/// One curvature for all cells of a block: what that may be wrong by at the most, see bend_error.
constexpr double most_bend_error = 0.2;
/// The series is good to 0.2 m at this distance, see series_error.
constexpr double longest_in_doubles = 1500.0e3;
/// Beyond it the series does not even tell which pieces may be the nearest.
constexpr double longest_told_by_series = 15'000.0e3;

/// Rounding of coordinates and squares in 32 bits.
double float_slack(double distance) {
    return 0.2 + 1e-6 * distance;
}

/// Two features that differ by less are told apart by the exact solution.
double tie_slack(double distance) {
    return 0.5 + 1.5e-6 * distance;
}

/// The largest error of a circular arc over a chord as a geodesic: of 400,000 random pairs of places none was worse.
double series_error(double distance) {
    double const x = distance / 1.0e6;
    return (distance > 8.0e6 ? 0.06 : 0.03) * x * x * x * x * x;
}

/// By how much s may be wrong when the curvature k is taken towards the middle of a block that reaches `reach`: ds =
/// c3 k2/12 (dk/k), and k differs by at most 0.67 % between directions, by half of that a radian, and the direction by
/// reach/c.
double bend_error(double chord, double reach) {
    constexpr double k = 1.0 / strongest_radius;
    double const turned = std::min(1.0, reach / std::max(chord, 1.0));
    return chord * chord * chord * k * k / 12.0 * 0.0102 * turned;
}

/// A piece of 20 km bulges so much from its chord, which stands for it where pieces are thinned.
constexpr double straight_slack = 8.0;

/// The longest chord from the middle of a group of places to a piece that may be the nearest of one of them.
double longest_rival(double nearest, double reach) {
    double const farthest_nearest = nearest + reach + most_piece_error + straight_slack;
    return rival_chord(farthest_nearest) + reach + straight_slack + float_slack(farthest_nearest);
}

/// The circular arc over a chord of any length, by the curvature of the normal section at its middle.
double arc_over(Ecef place, Ecef towards, double chord) {
    if (!(chord > 1.0))
        return chord;
    Ecef const middle = place + 0.5 * towards;
    Ecef const normal = over_axes(middle);
    double const ratio = dot(towards, over_axes(towards)) / (chord * chord);
    double const k = ratio * std::sqrt(dot(middle, normal) / dot(normal, normal));
    return 2.0 / k * std::asin(std::min(1.0, 0.5 * chord * k));
}

/// k2/12 of the normal section from a place towards another one.
double bend_towards(Ecef place, Ecef foot) {
    Ecef const d = foot - place;
    double const squared = dot(d, d);
    constexpr double mean = 1.0 / (12.0 * 6371.0e3 * 6371.0e3);
    if (!(squared > 1.0))
        return mean;
    Ecef const middle = 0.5 * (place + foot);
    Ecef const normal = over_axes(middle);
    double const ratio = dot(d, over_axes(d)) / squared;
    return ratio * ratio * dot(middle, normal) / dot(normal, normal) / 12.0;
}

Ecef bulge_of(EdgePiece const& piece) {
    return bulge_over(piece.d, piece.a + 0.5 * piece.d);
}

/// The foot of a place on the curve of a piece, relative to the place.
Ecef foot_from(Ecef place, EdgePiece const& piece, Ecef bulge) {
    Ecef const w = place - piece.a;
    double const rise = dot(w, bulge);
    double const squared_span = dot(piece.d, piece.d);
    double const steep = squared_span + 2.0 * rise;
    double const along = dot(w, piece.d);
    double const t =
        steep > 0.0 ? std::clamp((along + rise) / steep, 0.0, 1.0) : (squared_span < 2.0 * along ? 1.0 : 0.0);
    return t * piece.d + (t * (1.0 - t)) * bulge - w;
}

/// Direction of the normal section from a place; it differs from that of the geodesic by 0.001 degrees at 1,000 km.
double azimuth_of(LonLat place, Ecef towards) {
    double const lon = place.lon * degree, lat = place.lat * degree;
    double const sin_lon = std::sin(lon), cos_lon = std::cos(lon), sin_lat = std::sin(lat), cos_lat = std::cos(lat);
    double const east = -sin_lon * towards.x + cos_lon * towards.y;
    double const north = -sin_lat * (cos_lon * towards.x + sin_lon * towards.y) + cos_lat * towards.z;
    double const azimuth = std::atan2(east, north) / degree;
    return azimuth < 0.0 ? azimuth + 360.0 : azimuth;
}

/// In [0, 360) also after rounding to a float.
float as_azimuth(double azimuth) {
    auto const rounded = static_cast<float>(azimuth);
    return rounded >= 360.0F ? 0.0F : rounded;
}

} // namespace

Ecef TileDistances::place_of(Cell const& cell) const noexcept {
    std::size_t const i = cell.place;
    return m_tile.middle + Ecef{double{m_tile.x[i]}, double{m_tile.y[i]}, double{m_tile.z[i]}};
}

/// Calls `work` for the cells of a patch that are cells of the grid, too.
template <class Work> void TileDistances::for_cells(std::size_t down, std::size_t across, Work&& work) const {
    for (std::size_t r = 0; r < patch_rows; ++r)
        for (std::size_t c = 0; c < patch_columns; ++c) {
            Cell const cell{down * patch_rows + r, across * patch_columns + c,
                            TilePlaces::patch_start(down, across) + r * patch_columns + c};
            if (cell.row < m_tile.rows && cell.column < m_tile.columns)
                work(cell);
        }
}

/// Fills the table of the tile with what can matter within `reach` of a place. \return whether there is anything
bool TileDistances::gather(Ecef middle, double reach) {
    m_pieces.clear();
    m_bulges.clear();
    m_index.append_pieces(middle, reach, m_pieces, m_most);
    m_near_tile.start(m_pieces.size());
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        EdgePiece const& piece = m_pieces[i];
        Ecef const a = piece.a - m_tile.middle;
        Ecef const bulge = bulge_of(piece);
        m_bulges.push_back(bulge);
        double const dd = dot(piece.d, piece.d);
        auto const f = [](double v) { return static_cast<float>(v); };
        m_near_tile.add({f(a.x), f(a.y), f(a.z), f(piece.d.x), f(piece.d.y), f(piece.d.z), f(bulge.x), f(bulge.y),
                         f(bulge.z), dd > 0.0 ? f(1.0 / dd) : 0.0F, 0.0F},
                        static_cast<std::int32_t>(i), static_cast<std::int32_t>(piece.geometry));
    }
    return !m_pieces.empty();
}

/// Keeps the pieces of the tile that may be the nearest of a place of the block. \return the chord to the nearest
double TileDistances::thin_for_block(Block const& block) {
    float const least = measure_chords(m_near_tile, block.middle, m_chords);
    double const nearest = std::sqrt(double{least});
    double const limit = longest_rival(nearest, block.reach);
    auto const squared_limit = static_cast<float>(limit * limit);
    m_chosen.resize(m_near_tile.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_near_tile.size(); ++i) {
        m_chosen[kept] = static_cast<std::uint32_t>(i);
        kept += m_chords[i] <= squared_limit ? 1U : 0U;
    }
    m_near_block.select(m_near_tile, std::span(m_chosen).first(kept));
    return nearest;
}

/// The pieces of the block that may be the nearest of a place of a patch, nearest first. \return the longest distance
/// that can occur
double TileDistances::thin_for_patch(std::array<float, 3> const& middle, double reach) {
    float const least = measure_chords(m_near_block, middle, m_chords);
    double const nearest = std::sqrt(double{least});
    double const limit = longest_rival(nearest, reach);
    auto const squared_limit = static_cast<float>(limit * limit);
    auto const taken_off = static_cast<float>(reach + straight_slack + float_slack(limit));
    m_near_patch.clear();
    for (std::size_t i = 0; i < m_near_block.size(); ++i) {
        if (m_chords[i] > squared_limit)
            continue;
        Candidate const candidate{std::sqrt(m_chords[i]) - taken_off, static_cast<std::uint32_t>(i)};
        auto at = m_near_patch.insert(m_near_patch.end(), candidate);
        for (; at != m_near_patch.begin() && (at - 1)->least > candidate.least; --at)
            *at = *(at - 1);
        *at = candidate;
    }
    return limit;
}

void TileDistances::set_bends(Block const& block) {
    Ecef const middle = m_tile.middle + Ecef{double{block.middle[0]}, double{block.middle[1]}, double{block.middle[2]}};
    for (std::size_t i = 0; i < m_near_block.size(); ++i) {
        EdgePiece const& piece = m_pieces[static_cast<std::size_t>(m_near_block.piece(i))];
        m_near_block.at(PieceTable::bend, i) = static_cast<float>(bend_towards(
            middle, middle + foot_from(middle, piece, m_bulges[static_cast<std::size_t>(m_near_block.piece(i))])));
    }
}

void TileDistances::measure(std::size_t row, std::size_t column, TileTarget const& target) {
    m_places.fill(m_tile, row, column);
    for (std::size_t r = 0; r < m_tile.rows; ++r) {
        std::fill_n(target.distance + r * target.stride, m_tile.columns, static_cast<float>(nowhere));
        if (target.nearest != nullptr)
            std::fill_n(target.nearest + r * target.stride, m_tile.columns, -1);
        if (target.azimuth != nullptr)
            std::fill_n(target.azimuth + r * target.stride, m_tile.columns, static_cast<float>(nowhere));
    }
    bool const small = m_tile.reach <= longest_tile_reach;
    if (m_tile.reach < 0.0 || (small && !gather(m_tile.middle, m_tile.reach)))
        return;
    constexpr std::size_t block_cells = block_side * block_side;
    for (std::size_t down = 0; down * patch_rows < m_tile.rows; down += block_patches_down)
        for (std::size_t across = 0; across * patch_columns < m_tile.columns; across += block_patches_across) {
            // The cells of a block in one piece, to find its middle and its reach.
            std::array<float, block_cells> x, y, z;
            std::size_t n = 0;
            std::array<double, 3> sum{};
            std::size_t known = 0;
            for (std::size_t d = down; d < down + block_patches_down; ++d)
                for (std::size_t a = across; a < across + block_patches_across; ++a)
                    for (std::size_t i = 0; i < patch_cells; ++i, ++n) {
                        std::size_t const at = TilePlaces::patch_start(d, a) + i;
                        x[n] = m_tile.x[at], y[n] = m_tile.y[at], z[n] = m_tile.z[at];
                        if (x[n] == x[n]) {
                            sum[0] += x[n], sum[1] += y[n], sum[2] += z[n];
                            ++known;
                        }
                    }
            if (known == 0)
                continue;
            Block block{down, across, {}, 0.0};
            for (std::size_t k = 0; k < 3; ++k)
                block.middle[k] = static_cast<float>(sum[k] / static_cast<double>(known));
            block.reach = farthest(block.middle, x.data(), y.data(), z.data(), block_cells);
            if (!small && block.reach <= longest_block_reach) {
                Ecef const middle =
                    m_tile.middle + Ecef{double{block.middle[0]}, double{block.middle[1]}, double{block.middle[2]}};
                if (!gather(middle, block.reach))
                    continue;
            }
            measure_block(block, target);
        }
}

void TileDistances::measure_block(Block const& block, TileTarget const& target) {
    auto const for_patches = [&](auto&& work) {
        for (std::size_t d = block.down; d < block.down + block_patches_down; ++d)
            for (std::size_t a = block.across; a < block.across + block_patches_across; ++a)
                work(d, a);
    };
    if (block.reach > longest_block_reach) {
        for_patches([&](std::size_t d, std::size_t a) {
            for_cells(d, a, [&](Cell const& cell) { measure_alone(cell, target); });
        });
        return;
    }
    double const nearest = thin_for_block(block);
    if (longest_chord_under(m_most) < nearest - block.reach - straight_slack - float_slack(nearest))
        return;
    double const farthest_cell = nearest + 2.0 * block.reach;
    bool const far = farthest_cell > longest_in_floats || bend_error(farthest_cell, block.reach) > most_bend_error;
    if (!far)
        set_bends(block);
    for_patches([&](std::size_t d, std::size_t a) { measure_patch_of(block, d, a, far, target); });
}

void TileDistances::measure_patch_of(Block const& block, std::size_t down, std::size_t across, bool far,
                                     TileTarget const& target) {
    if (down * patch_rows >= m_tile.rows || across * patch_columns >= m_tile.columns)
        return;
    std::size_t const start = TilePlaces::patch_start(down, across);
    PatchPlaces const places{m_tile.x.data() + start, m_tile.y.data() + start, m_tile.z.data() + start};
    auto const middle_of = [](float const* v) {
        constexpr std::size_t last = patch_cells - 1, right = patch_columns - 1, below = last - right;
        return 0.25F * (v[0] + v[right] + v[below] + v[last]);
    };
    std::array<float, 3> middle = {middle_of(places.x), middle_of(places.y), middle_of(places.z)};
    double reach = farthest(middle, places.x, places.y, places.z, patch_cells);
    if (reach < 0.0) { // a corner is nowhere, but others may not be
        middle = block.middle;
        reach = block.reach;
    }
    double const longest = thin_for_patch(middle, reach);
    if (far) {
        m_listed.clear();
        for (Candidate const& candidate : m_near_patch)
            m_listed.push_back({.piece = static_cast<std::size_t>(m_near_block.piece(candidate.piece)),
                                .least = double{candidate.least}});
        for_cells(down, across, [&](Cell const& cell) { measure_far(cell, target); });
    } else if (target.nearest != nullptr || target.azimuth != nullptr)
        finish_winners(down, across, tie_slack(longest), target);
    else
        finish_patch(down, across, target);
}

void TileDistances::finish_patch(std::size_t down, std::size_t across, TileTarget const& target) {
    std::size_t const start = TilePlaces::patch_start(down, across);
    std::array<float, patch_cells> squared;
    measure_patch(m_near_block, m_near_patch,
                  {m_tile.x.data() + start, m_tile.y.data() + start, m_tile.z.data() + start}, squared);
    auto const most = static_cast<float>(std::min(m_most, longest_geodesic));
    std::size_t const rows = std::min(patch_rows, m_tile.rows - down * patch_rows);
    std::size_t const columns = std::min(patch_columns, m_tile.columns - across * patch_columns);
    for (std::size_t r = 0; r < rows; ++r) {
        float* const to = target.distance + (down * patch_rows + r) * target.stride + across * patch_columns;
        for (std::size_t c = 0; c < columns; ++c) {
            float const distance = std::sqrt(squared[r * patch_columns + c]);
            to[c] = distance <= most ? distance : static_cast<float>(nowhere);
        }
    }
}

void TileDistances::finish_winners(std::size_t down, std::size_t across, double tie, TileTarget const& target) {
    std::size_t const start = TilePlaces::patch_start(down, across);
    PatchWinners winners;
    measure_patch(m_near_block, m_near_patch,
                  {m_tile.x.data() + start, m_tile.y.data() + start, m_tile.z.data() + start}, static_cast<float>(tie),
                  winners);
    for_cells(down, across, [&](Cell const& cell) {
        std::size_t const i = cell.place - start;
        if (winners.piece[i] < 0)
            return;
        double const distance = double{std::sqrt(winners.squared[i])};
        double const rival = std::sqrt(double{winners.squared_rival[i]});
        if (rival - distance < tie_slack(distance)) {
            measure_exactly(cell, distance + float_slack(distance), target);
            return;
        }
        EdgePiece const& piece =
            m_pieces[static_cast<std::size_t>(m_near_block.piece(static_cast<std::size_t>(winners.piece[i])))];
        put(cell, distance, static_cast<std::int32_t>(piece.geometry), piece, target);
    });
}

/// The pieces of m_listed that may be the nearest of a place, with their feet and distances by the series.
void TileDistances::find_feet(Ecef place) {
    m_far.clear();
    double least = std::numeric_limits<double>::infinity();
    double limit = least;
    for (FarPiece piece : m_listed) {
        if (piece.least > limit)
            break;
        piece.towards = foot_from(place, m_pieces[piece.piece], m_bulges[piece.piece]);
        piece.chord = norm(piece.towards);
        if (piece.chord > limit)
            continue;
        m_far.push_back(piece);
        if (piece.chord < least) {
            least = piece.chord;
            limit = rival_chord(least + most_piece_error) + float_slack(least);
        }
    }
    std::erase_if(m_far, [limit](FarPiece const& piece) { return piece.chord > limit; });
    for (FarPiece& piece : m_far)
        piece.distance = arc_over(place, piece.towards, piece.chord);
}

void TileDistances::measure_far(Cell const& cell, TileTarget const& target) {
    Ecef const place = place_of(cell);
    if (place.x != place.x)
        return;
    find_feet(place);
    if (m_far.empty())
        return;
    double const nearest = std::ranges::min_element(m_far, {}, &FarPiece::distance)->distance;
    if (nearest > longest_told_by_series)
        return measure_exactly(cell, m_most, target);
    if (nearest > longest_in_doubles)
        measure_beyond_series(cell, nearest, target);
    FarPiece const& winner = *std::ranges::min_element(m_far, {}, &FarPiece::distance);
    EdgePiece const& piece = m_pieces[winner.piece];
    bool const needs_owner = target.nearest != nullptr || target.azimuth != nullptr;
    double const tie = winner.distance + tie_slack(winner.distance);
    bool const tied = needs_owner && std::ranges::any_of(m_far, [&](FarPiece const& other) {
                          return other.distance < tie && m_pieces[other.piece].geometry != piece.geometry;
                      });
    if (tied || (target.azimuth != nullptr && winner.distance > longest_in_doubles))
        measure_exactly(cell, tie, target);
    else
        put(cell, winner.distance, static_cast<std::int32_t>(piece.geometry), piece, target);
}

/// Replaces distances of the series by the exact ones to the same feet, for all that may be the nearest.
void TileDistances::measure_beyond_series(Cell const& cell, double nearest, TileTarget const& target) {
    LonLat const lonlat = m_places.lonlat(m_tile, cell.row, cell.column);
    Ecef const place = place_of(cell);
    bool const needs_owner = target.nearest != nullptr || target.azimuth != nullptr;
    double const limit = nearest + 2.0 * series_error(nearest) + (needs_owner ? tie_slack(nearest) : 0.0);
    std::erase_if(m_far, [limit](FarPiece const& piece) { return piece.distance > limit; });
    for (std::size_t i = 0; i < m_far.size(); ++i) {
        // Neighbours often share their end as the foot.
        Ecef const step = i > 0 ? m_far[i].towards - m_far[i - 1].towards : Ecef{1.0, 0.0, 0.0};
        m_far[i].distance = dot(step, step) < 1e-4
                                ? m_far[i - 1].distance
                                : geodesic_distance(lonlat, from_ecef(place + m_far[i].towards)).value();
    }
}

/// A cell that shares nothing with its neighbours.
void TileDistances::measure_alone(Cell const& cell, TileTarget const& target) {
    Ecef const place = place_of(cell);
    if (place.x != place.x || !gather(place, 0.0))
        return;
    m_listed.clear();
    for (std::size_t i = 0; i < m_pieces.size(); ++i)
        m_listed.push_back({.piece = i});
    measure_far(cell, target);
}

void TileDistances::measure_exactly(Cell const& cell, double bound, TileTarget const& target) {
    LonLat const place = m_places.lonlat(m_tile, cell.row, cell.column);
    if (!is_finite(place))
        return;
    auto const hit = m_index.nearest(place, Metres(std::min(bound, m_most)));
    if (!hit)
        return;
    std::size_t const at = cell.row * target.stride + cell.column;
    target.distance[at] = static_cast<float>(hit->distance.value());
    if (target.nearest != nullptr)
        target.nearest[at] = static_cast<std::int32_t>(hit->geometry);
    if (target.azimuth != nullptr && hit->distance.value() > 0.0) {
        double const azimuth = geodesic_inverse(place, hit->foot).azimuth_from.value();
        target.azimuth[at] = as_azimuth(azimuth < 0.0 ? azimuth + 360.0 : azimuth);
    }
}

void TileDistances::put(Cell const& cell, double distance, std::int32_t geometry, EdgePiece const& piece,
                        TileTarget const& target) const {
    if (distance > m_most)
        return;
    std::size_t const at = cell.row * target.stride + cell.column;
    target.distance[at] = static_cast<float>(distance);
    if (target.nearest != nullptr)
        target.nearest[at] = geometry;
    if (target.azimuth != nullptr && distance > 0.0) {
        LonLat const lonlat = m_places.lonlat(m_tile, cell.row, cell.column);
        // From the exact place: the tile's own is rounded to 32 bits, which turns the nearest directions.
        target.azimuth[at] = as_azimuth(azimuth_of(lonlat, foot_from(to_ecef(lonlat), piece, bulge_of(piece))));
    }
}

} // namespace oreway
