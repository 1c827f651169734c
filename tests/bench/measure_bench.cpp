// SPDX-License-Identifier: MIT
// What the exact measures cost: building an index, nearest queries, a distance raster, cutting lines by polygons,
// shared lengths. The layers are seeded random walks with the density of a real railway network (16 vertices a line, 3
// km an edge).

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/measure/shared_length.hpp"
#include "oreway/surface/proximity.hpp"

namespace oreway {
namespace {

class Random {
public:
    double between(double low, double high) {
        m_state = m_state * 6364136223846793005U + 1442695040888963407U;
        return low + (high - low) * static_cast<double>(m_state >> 11U) * 0x1.0p-53;
    }

private:
    std::uint64_t m_state = 42;
};

std::vector<LonLat> walk(Random& random, LonLat from, int vertices, double step) {
    std::vector<LonLat> line = {from};
    double heading = random.between(0, 6.283);
    for (int i = 1; i < vertices; ++i) {
        heading += random.between(-0.5, 0.5);
        line.push_back({line.back().lon + step * std::cos(heading), line.back().lat + 0.7 * step * std::sin(heading)});
    }
    return line;
}

LonLatGeometries network(int lines, int vertices) {
    Random random;
    LonLatGeometries g;
    for (int i = 0; i < lines; ++i) {
        double const lon = random.between(46, 88);
        g.add_line(walk(random, {lon, random.between(35, 56)}, vertices, 0.03));
    }
    return g;
}

void build_index(benchmark::State& state) {
    LonLatGeometries const lines = network(static_cast<int>(state.range(0)), 16);
    for (auto _ : state)
        benchmark::DoNotOptimize(EdgeIndex(lines).edge_count());
    state.SetItemsProcessed(state.iterations() * state.range(0) * 15);
}
BENCHMARK(build_index)->Arg(1000)->Arg(8900)->Unit(benchmark::kMillisecond);

void nearest(benchmark::State& state) {
    EdgeIndex const index(network(static_cast<int>(state.range(0)), 16));
    Random random;
    for (auto _ : state) {
        double const lon = random.between(46, 88);
        benchmark::DoNotOptimize(index.nearest({lon, random.between(35, 56)})->distance);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(nearest)->Arg(1000)->Arg(8900);

void within_50_km(benchmark::State& state) {
    EdgeIndex const index(network(static_cast<int>(state.range(0)), 16));
    Random random;
    for (auto _ : state) {
        double const lon = random.between(46, 88);
        benchmark::DoNotOptimize(index.within({lon, random.between(35, 56)}, 50.0_km).size());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(within_50_km)->Arg(1000);

void distance_raster(benchmark::State& state) {
    ProximitySources const sources(network(1000, 16));
    GridSpec const spec = lonlat_grid({46, 35, 88, 56}, Degrees(0.05));
    for (auto _ : state)
        benchmark::DoNotOptimize(proximity(spec, sources, no_progress()).values().data());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(spec.cell_count()));
}
BENCHMARK(distance_raster)->Unit(benchmark::kMillisecond)->UseRealTime();

LonLatGeometries countries(int sides) {
    Random random;
    LonLatGeometries g;
    for (double lon = 40; lon < 95; lon += 6)
        for (double lat = 30; lat < 60; lat += 6) {
            g.begin(GeometryKind::polygon);
            g.begin_path();
            for (int i = 0; i <= sides; ++i) {
                double const turn = 6.283185307179586 * (i % sides) / sides;
                double const reach = 3.0 + 0.1 * std::sin(17 * turn) + 0.02 * std::sin(301 * turn);
                g.add({lon + reach * std::cos(turn), lat + reach * std::sin(turn)});
            }
            g.end();
        }
    return g;
}

void build_partition(benchmark::State& state) {
    LonLatGeometries const polygons = countries(10000);
    for (auto _ : state)
        benchmark::DoNotOptimize(PolygonPartition(polygons).locate({60, 40}));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(polygons.vertex_count()));
}
BENCHMARK(build_partition)->Unit(benchmark::kMillisecond);

void split_corridor(benchmark::State& state) {
    PolygonPartition const partition(countries(10000));
    std::vector<LonLat> line;
    for (int i = 0; i < 60; ++i)
        line.push_back({46.0 + 0.7 * i, 43.0 + 2.0 * std::sin(0.3 * i)});
    for (auto _ : state)
        benchmark::DoNotOptimize(partition.split(line).size());
}
BENCHMARK(split_corridor)->Unit(benchmark::kMillisecond);

void shared_with_itself_and_beside(benchmark::State& state) {
    std::vector<LonLat> line;
    for (int i = 0; i < 60; ++i)
        line.push_back({46.0 + 0.7 * i, 43.0 + 2.0 * std::sin(0.3 * i)});
    std::vector<LonLat> beside(line);
    for (std::size_t i = 20; i < beside.size(); ++i)
        beside[i].lat += 0.03 * std::sin(static_cast<double>(i));
    LonLatGeometries g;
    g.add_line(beside);
    EdgeIndex const index(g);
    for (auto _ : state)
        benchmark::DoNotOptimize(total_length(shared_stretches(line, index, 1000.0_m)).value());
}
BENCHMARK(shared_with_itself_and_beside)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace oreway
