// SPDX-License-Identifier: MIT
// W6: many-to-many weights and single ways on an undirected network of edges with a cost, from files of numbers; prints
// seconds of each step and sums to compare with other programs.
//
//     bench_w6_routes EDGES.csv OD.txt PAIRS.txt
//
// EDGES.csv has a head and rows id,source,target,cost; OD.txt one node a line; PAIRS.txt two nodes a line.

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/network/matrix.hpp"
#include "oreway/network/route_index.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace {

using namespace oreway;

class Clock {
public:
    /// What has passed since the last call: by the wall, and of all cores together.
    std::string lap() {
        auto const now = std::chrono::steady_clock::now();
        std::clock_t const cpu_now = std::clock();
        double const seconds = std::chrono::duration<double>(now - m_last).count();
        double const cpu = static_cast<double>(cpu_now - m_cpu_last) / CLOCKS_PER_SEC;
        m_last = now;
        m_cpu_last = cpu_now;
        return fmt::format("{:.3f} s (CPU {:.3f} s)", seconds, cpu);
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
    std::clock_t m_cpu_last = std::clock();
};

LegTable read_edges(char const* file) {
    LegTable legs;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line); // head
    while (std::getline(in, line)) {
        auto const fields = split(line, ',');
        legs.add_row(fields.at(0), fields.at(1), fields.at(2));
        legs.cost_usd_t.push_back(parse_number(fields.at(3)).value());
    }
    return legs;
}

std::vector<NodeId> read_nodes(char const* file, Network const& network) {
    std::vector<NodeId> nodes;
    std::ifstream in(file);
    for (std::string id; in >> id;)
        nodes.push_back(network.find_node(id));
    return nodes;
}

/// By weights or by an index of them.
template <class By> double matrix_sum(By const& by, std::vector<NodeId> const& nodes) {
    double sum = 0.0;
    route_matrix(by, nodes, nodes, {.content = MatrixContent::weight}, [&](MatrixRow const& row) {
        for (MatrixCell const& cell : row.cells)
            sum += std::isfinite(cell.weight) ? cell.weight : 0.0;
    });
    return sum;
}

template <class Search> double paths_sum(Search search, std::vector<NodeId> const& pairs) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (auto const path = search.find(pairs[i], pairs[i + 1]))
            sum += path->weight;
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: bench_w6_routes EDGES.csv OD.txt PAIRS.txt\n");
        return EXIT_FAILURE;
    }
    Clock clock;
    LegTable legs = read_edges(argv[1]);
    fmt::print("read {}\n", clock.lap());
    Problems problems;
    Network const network = build_network(std::move(legs), {}, {}, {.sentinel_cost_usd_t = 1e300}, problems);
    fmt::print("build {}: {} nodes, {} legs\n", clock.lap(), network.node_count(), network.leg_count());
    Weights const weights(network, {});
    fmt::print("weights {}\n", clock.lap());
    auto const nodes = read_nodes(argv[2], network);
    auto const pairs = read_nodes(argv[3], network);
    clock.lap();
    double const matrix = matrix_sum(weights, nodes);
    fmt::print("matrix {}: {} x {}, sum {:.1f}\n", clock.lap(), nodes.size(), nodes.size(), matrix);
    double const paths = paths_sum(ShortestPaths(weights), pairs);
    fmt::print("paths {}: {}, sum {:.1f}\n", clock.lap(), pairs.size() / 2, paths);
    RouteIndex const index(weights);
    fmt::print("index {}: {} edges\n", clock.lap(), index.edge_count());
    double const indexed_matrix = matrix_sum(index, nodes);
    fmt::print("matrix by index {}: sum {:.1f}\n", clock.lap(), indexed_matrix);
    double const indexed_paths = paths_sum(IndexedPaths(index), pairs);
    fmt::print("paths by index {}: sum {:.1f}\n", clock.lap(), indexed_paths);
}
