// SPDX-License-Identifier: MIT
// Runs GeodSolve over files in a temporary folder of its own.

#include "unit/measure/geod_solve.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace oreway::witness {

namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "oreway-witness-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder for GeodSolve");
        m_path = name;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    fs::path operator/(char const* name) const { return m_path / name; }

private:
    fs::path m_path;
};

/// Lines of numbers in, lines of numbers out.
std::vector<std::array<double, 3>> run(std::string const& options, std::string const& input, std::size_t lines) {
    TemporaryFolder const folder;
    fs::path const in = folder / "in";
    fs::path const out = folder / "out";
    std::ofstream(in) << input;
    std::string const command =
        "GeodSolve " + options + " --input-file " + in.string() + " --output-file " + out.string();
    if (std::system(command.c_str()) != 0)
        throw std::runtime_error("'" + command +
                                 "' failed; the tests need GeographicLib's GeodSolve (Debian: geographiclib-tools)");
    std::vector<std::array<double, 3>> rows;
    std::ifstream file(out);
    for (std::array<double, 3> row{}; file >> row[0] >> row[1] >> row[2];)
        rows.push_back(row);
    if (rows.size() != lines)
        throw std::runtime_error("GeodSolve answered " + std::to_string(rows.size()) + " lines");
    return rows;
}

std::ostringstream exact_text() {
    std::ostringstream text;
    text.precision(17);
    return text;
}

} // namespace

std::vector<Inverse> inverse(std::span<LonLat const> from, std::span<LonLat const> to) {
    std::ostringstream text = exact_text();
    for (std::size_t i = 0; i < from.size(); ++i)
        text << from[i].lat << ' ' << from[i].lon << ' ' << to[i].lat << ' ' << to[i].lon << '\n';
    std::vector<Inverse> out;
    for (auto const& row : run("-E -i -p 9", text.str(), from.size()))
        out.push_back({row[0], row[1], row[2]});
    return out;
}

std::vector<LonLat> direct(std::span<LonLat const> from, std::span<double const> azimuth,
                           std::span<double const> distance) {
    std::ostringstream text = exact_text();
    for (std::size_t i = 0; i < from.size(); ++i)
        text << from[i].lat << ' ' << from[i].lon << ' ' << azimuth[i] << ' ' << distance[i] << '\n';
    std::vector<LonLat> out;
    for (auto const& row : run("-E -p 9", text.str(), from.size()))
        out.push_back({row[1], row[0]});
    return out;
}

std::vector<NearestOnEdge> nearest_on_edges(std::span<LonLat const> points, std::span<LonLat const> a,
                                            std::span<LonLat const> b) {
    constexpr std::size_t samples = 64;
    constexpr double golden = 0.6180339887498949;
    std::size_t const n = points.size();
    std::vector<Inverse> const edges = inverse(a, b);
    // Distances from the points to places on their edges, many places an edge at once.
    auto const distances = [&](std::vector<double> const& along, std::size_t each) {
        std::vector<LonLat> from;
        std::vector<LonLat> targets;
        std::vector<double> azimuths;
        for (std::size_t i = 0; i < along.size(); ++i) {
            from.push_back(a[i / each]);
            azimuths.push_back(edges[i / each].azimuth_from);
            targets.push_back(points[i / each]);
        }
        std::vector<double> out;
        for (Inverse const& way : inverse(direct(from, azimuths, along), targets))
            out.push_back(way.distance);
        return out;
    };

    std::vector<double> along;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k <= samples; ++k)
            along.push_back(edges[i].distance * static_cast<double>(k) / static_cast<double>(samples));
    std::vector<double> const sampled = distances(along, samples + 1);
    std::vector<double> low(n);
    std::vector<double> high(n);
    std::vector<NearestOnEdge> best(n);
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t const first = i * (samples + 1);
        std::size_t lowest = 0;
        for (std::size_t k = 1; k <= samples; ++k)
            if (sampled[first + k] < sampled[first + lowest])
                lowest = k;
        best[i] = {sampled[first + lowest], along[first + lowest]};
        low[i] = along[first + (lowest == 0 ? 0 : lowest - 1)];
        high[i] = along[first + std::min(samples, lowest + 1)];
    }
    // 2 x 300 km shrink to less than 0.1 mm in 48 steps.
    for (int step = 0; step < 48; ++step) {
        std::vector<double> probes;
        for (std::size_t i = 0; i < n; ++i) {
            probes.push_back(high[i] - golden * (high[i] - low[i]));
            probes.push_back(low[i] + golden * (high[i] - low[i]));
        }
        std::vector<double> const seen = distances(probes, 2);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 2 * i; k < 2 * i + 2; ++k)
                if (seen[k] < best[i].distance)
                    best[i] = {seen[k], probes[k]};
            if (seen[2 * i] <= seen[2 * i + 1])
                high[i] = probes[2 * i + 1];
            else
                low[i] = probes[2 * i];
        }
    }
    return best;
}

} // namespace oreway::witness
