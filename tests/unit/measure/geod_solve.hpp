// SPDX-License-Identifier: MIT
#pragma once

// GeographicLib's program GeodSolve as an independent witness: it shares no code with the library (exact elliptic
// integrals, option -E, where PROJ uses series). A missing program fails the tests; it never skips them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "oreway/geom/lonlat.hpp"

namespace oreway::witness {

struct Inverse {
    double azimuth_from = 0.0;
    double azimuth_to = 0.0;
    double distance = 0.0;
};

/// Distance and azimuths for each pair, in one run of the program.
std::vector<Inverse> inverse(std::span<LonLat const> from, std::span<LonLat const> to);

/// Positions at a distance in a direction, in one run of the program.
std::vector<LonLat> direct(std::span<LonLat const> from, std::span<double const> azimuth,
                           std::span<double const> distance);

/// The shortest distance from each point to the edge from a to b: the edge is sampled, then the valleys round the
/// lowest samples are closed in by golden sections.
struct NearestOnEdge {
    double distance = 0.0;
    double along = 0.0;
};
std::vector<NearestOnEdge> nearest_on_edges(std::span<LonLat const> points, std::span<LonLat const> a,
                                            std::span<LonLat const> b);

/// Random numbers that are the same with every standard library (SplitMix64).
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    double between(double low, double high) {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        z ^= z >> 31U;
        return low + (high - low) * static_cast<double>(z >> 11U) * 0x1.0p-53;
    }
    LonLat place(double west = -180.0, double south = -89.9, double east = 180.0, double north = 89.9) {
        double const lon = between(west, east);
        return {lon, between(south, north)};
    }

private:
    std::uint64_t m_state;
};

} // namespace oreway::witness
