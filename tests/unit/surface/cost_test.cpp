// SPDX-License-Identifier: MIT
// Costs over friction: against a plain Dijkstra that is written here with its own lengths, against ways counted by
// hand, and against themselves the other way round.

#include "oreway/surface/cost.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <random>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

constexpr float barrier = std::numeric_limits<float>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

GridSpec lonlat_spec(double west, double north, double cell, std::size_t rows, std::size_t columns) {
    return {.west = west, .north = north, .cell_width = cell, .cell_height = cell, .columns = columns, .rows = rows};
}

GridSpec utm_spec(std::size_t rows, std::size_t columns) {
    return {.west = 400'000,
            .north = 4'800'000,
            .cell_width = 1000,
            .cell_height = 1000,
            .columns = columns,
            .rows = rows,
            .crs = "EPSG:32642"};
}

/// Rough ground: friction over four orders of magnitude, and one cell in eight a barrier.
Grid<float> rough(GridSpec const& spec, unsigned seed) {
    Grid<float> friction(spec, 1.0F);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> exponent(-2.0F, 2.0F);
    for (std::size_t r = 0; r < spec.rows; ++r)
        for (float& value : friction.row(r))
            value = random() % 8 == 0 ? barrier : std::pow(10.0F, exponent(random));
    return friction;
}

/// Somewhere that is no barrier.
CostSource anywhere(Grid<float> const& friction, std::mt19937& random, std::int32_t id, double start = 0.0) {
    for (;;) {
        CostSource const s{random() % friction.spec().rows, random() % friction.spec().columns, start, id};
        if (!std::isnan(friction.at(s.row, s.column)))
            return s;
    }
}

/// A plain Dijkstra with a heap: nothing of it is shared with what it judges, but the lengths of projected steps.
class Twin {
public:
    Twin(Grid<float> const& friction, bool knights, StepLengths const* lengths = nullptr)
        : m_friction(friction), m_spec(friction.spec()), m_knights(knights), m_lengths(lengths) {}

    std::vector<double> costs(std::vector<CostSource> const& sources) const {
        std::vector<double> cost(m_spec.cell_count(), infinite);
        using Entry = std::pair<double, std::size_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap;
        for (CostSource const& s : sources) {
            std::size_t const at = s.row * m_spec.columns + s.column;
            cost[at] = std::min(cost[at], s.start_cost);
            heap.emplace(s.start_cost, at);
        }
        while (!heap.empty()) {
            auto const [c, at] = heap.top();
            heap.pop();
            if (c > cost[at])
                continue;
            int const row = static_cast<int>(at / m_spec.columns);
            int const column = static_cast<int>(at % m_spec.columns);
            for (int dr = -2; dr <= 2; ++dr)
                for (int dc = -2; dc <= 2; ++dc) {
                    auto const there = cell(row + dr, column + dc);
                    if (!there)
                        continue;
                    double const reached = c + step(row, column, dr, dc);
                    if (reached < cost[*there]) {
                        cost[*there] = reached;
                        heap.emplace(reached, *there);
                    }
                }
        }
        return cost;
    }

private:
    bool is_round() const {
        return m_spec.crs == "EPSG:4326" && static_cast<double>(m_spec.columns) * m_spec.cell_width > 359.9;
    }
    std::optional<std::size_t> cell(int row, int column) const {
        int const columns = static_cast<int>(m_spec.columns);
        if (is_round())
            column = (column + columns) % columns;
        if (row < 0 || row >= static_cast<int>(m_spec.rows) || column < 0 || column >= columns)
            return std::nullopt;
        return static_cast<std::size_t>(row * columns + column);
    }
    double friction(int row, int column) const {
        auto const at = cell(row, column);
        float const f = at ? m_friction.values()[*at] : barrier;
        return std::isnan(f) ? infinite : static_cast<double>(f);
    }
    double length(int row, int column, int dr, int dc) const {
        if (m_lengths != nullptr)
            for (std::size_t k = 0; k < steps.size(); ++k)
                if (steps[k].rows == dr && steps[k].columns == dc)
                    return m_lengths->metres(static_cast<std::size_t>(row), static_cast<std::size_t>(column), k);
        auto const place = [&](int r, int c) {
            return LonLat{m_spec.west + (c + 0.5) * m_spec.cell_width, m_spec.north - (r + 0.5) * m_spec.cell_height};
        };
        return geodesic_distance(place(row, column), place(row + dr, column + dc)).value();
    }
    double step(int row, int column, int dr, int dc) const {
        int const reach = std::max(std::abs(dr), std::abs(dc));
        if (reach == 0 || (reach == 2 && (!m_knights || std::abs(dr) + std::abs(dc) != 3)))
            return infinite;
        double const ends = friction(row, column) + friction(row + dr, column + dc);
        if (reach == 1) {
            bool const diagonal = dr != 0 && dc != 0;
            if (diagonal && std::isinf(friction(row, column + dc)) && std::isinf(friction(row + dr, column)))
                return infinite;
            return length(row, column, dr, dc) * ends / 2.0;
        }
        int const r = dr > 0 ? 1 : -1;
        int const c = dc > 0 ? 1 : -1;
        double const straight = std::abs(dr) == 2 ? friction(row + r, column) : friction(row, column + c);
        return length(row, column, dr, dc) * (ends + friction(row + r, column + c) + straight) / 4.0;
    }

    Grid<float> const& m_friction;
    GridSpec m_spec;
    bool m_knights;
    StepLengths const* m_lengths;
};

/// Rounding of a sum of up to a thousand steps that is taken in another way.
constexpr double twin_tolerance = 1e-9;

void expect_like_twin(Grid<float> const& friction, std::vector<CostSource> const& sources, Neighbours neighbours,
                      bool projected) {
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    Grid<double> const costs = path_costs({friction, lengths}, sources, {.neighbours = neighbours}, no_progress());
    std::vector<double> const expected =
        Twin(friction, neighbours == Neighbours::sixteen, projected ? &lengths : nullptr).costs(sources);
    std::size_t reached = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        double const cost = costs.values()[i];
        ASSERT_EQ(std::isinf(cost), std::isinf(expected[i])) << i;
        if (std::isinf(cost))
            continue;
        ++reached;
        ASSERT_NEAR(cost, expected[i], twin_tolerance * std::max(1.0, expected[i])) << i;
    }
    EXPECT_GT(reached, expected.size() / 2);
}

TEST(PathCosts, AreThoseOfAPlainDijkstraOnRoughGroundInDegrees) {
    std::mt19937 random(7);
    // 190 x 150 cells: several tiles both ways, none of full size.
    Grid<float> const friction = rough(lonlat_spec(46, 56, 0.05, 190, 150), 1);
    std::vector<CostSource> const sources = {anywhere(friction, random, 1), anywhere(friction, random, 2, 1000.0)};
    expect_like_twin(friction, sources, Neighbours::eight, false);
    expect_like_twin(friction, sources, Neighbours::sixteen, false);
}

TEST(PathCosts, AreThoseOfAPlainDijkstraRoundTheGlobe) {
    std::mt19937 random(8);
    // An odd number of tiles round the globe: 150 columns are three.
    Grid<float> const friction = rough(lonlat_spec(-180, 88.8, 2.4, 73, 150), 2);
    std::vector<CostSource> const sources = {anywhere(friction, random, 1)};
    expect_like_twin(friction, sources, Neighbours::eight, false);
    expect_like_twin(friction, sources, Neighbours::sixteen, false);
}

TEST(PathCosts, AreThoseOfAPlainDijkstraOnProjectedGrids) {
    std::mt19937 random(9);
    GridSpec spec = utm_spec(100, 140);
    for (char const* crs : {"EPSG:32642", "ESRI:102025"}) {
        spec.crs = crs;
        Grid<float> const friction = rough(spec, 3);
        std::vector<CostSource> const sources = {anywhere(friction, random, 1), anywhere(friction, random, 2)};
        expect_like_twin(friction, sources, Neighbours::eight, true);
        expect_like_twin(friction, sources, Neighbours::sixteen, true);
    }
}

TEST(PathCosts, OfAToBAreThoseOfBToA) {
    std::mt19937 random(10);
    Grid<float> const friction = rough(lonlat_spec(60, 50, 0.1, 120, 130), 4);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    for (int pair = 0; pair < 20; ++pair) {
        CostSource const a = anywhere(friction, random, 0);
        CostSource const b = anywhere(friction, random, 1);
        double const there = path_costs({friction, lengths}, {{a}}, {}, no_progress()).at(b.row, b.column);
        double const back = path_costs({friction, lengths}, {{b}}, {}, no_progress()).at(a.row, a.column);
        if (std::isinf(there)) {
            EXPECT_TRUE(std::isinf(back));
            continue;
        }
        EXPECT_NEAR(there, back, 1e-9 * there); // the demand; rounding alone is 1e-13
    }
}

TEST(PathCosts, AreTheSameBitsForOneThreadAndTwo) {
    std::mt19937 random(11);
    Grid<float> const friction = rough(utm_spec(300, 300), 5);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    std::vector<CostSource> const sources = {anywhere(friction, random, 1), anywhere(friction, random, 2)};
    set_thread_count(1);
    Grid<double> const one = path_costs({friction, lengths}, sources, {}, no_progress());
    set_thread_count(2);
    Grid<double> const two = path_costs({friction, lengths}, sources, {}, no_progress());
    set_thread_count(0);
    EXPECT_TRUE(std::ranges::equal(one.values(), two.values()));
}

TEST(PathCosts, DoNotSlipThroughADiagonalBarrier) {
    Grid<float> friction(utm_spec(20, 20), 1.0F);
    for (std::size_t i = 0; i < 20; ++i)
        friction.row(i)[i] = barrier;
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    for (Neighbours const neighbours : {Neighbours::eight, Neighbours::sixteen}) {
        Grid<double> const costs =
            path_costs({friction, lengths}, {{{10, 2}}}, {.neighbours = neighbours}, no_progress());
        EXPECT_TRUE(std::isinf(costs.at(2, 10)));
        EXPECT_TRUE(std::isinf(costs.at(5, 5)));
        EXPECT_TRUE(std::isfinite(costs.at(19, 17)));
    }
}

TEST(PathCosts, EndAtTheMostCostAsked) {
    Grid<float> const friction(utm_spec(60, 60), 1.0F);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    std::vector<CostSource> const sources = {{30, 30}};
    Grid<double> const all = path_costs({friction, lengths}, sources, {}, no_progress());
    double const most = all.at(30, 40);
    Grid<double> const some = path_costs({friction, lengths}, sources, {.max_cost = most}, no_progress());
    for (std::size_t i = 0; i < all.values().size(); ++i)
        EXPECT_EQ(some.values()[i], all.values()[i] <= most ? all.values()[i] : infinite);
}

TEST(PathCosts, OnOneCellAreItsStartCost) {
    Grid<float> const friction(lonlat_spec(70, 45, 0.1, 1, 1), 3.0F);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    EXPECT_EQ(path_costs({friction, lengths}, {{{0, 0, 12.5}}}, {}, no_progress()).at(0, 0), 12.5);
}

TEST(PathCosts, RefuseSourcesThatCannotBe) {
    Grid<float> friction(utm_spec(3, 3), 1.0F);
    friction.row(1)[1] = barrier;
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    CostTerrain const terrain{friction, lengths};
    EXPECT_THROW((void)path_costs(terrain, {}, {}, no_progress()), UsageError);
    EXPECT_THROW((void)path_costs(terrain, {{{1, 1}}}, {}, no_progress()), UsageError);
    EXPECT_THROW((void)path_costs(terrain, {{{0, 3}}}, {}, no_progress()), UsageError);
    EXPECT_THROW((void)path_costs(terrain, {{{0, 0, -1.0}}}, {}, no_progress()), UsageError);
}

TEST(Friction, ThatIsZeroNegativeOrInfiniteIsRefusedByCell) {
    for (float const bad : {0.0F, -2.0F, std::numeric_limits<float>::infinity()}) {
        Grid<float> friction(utm_spec(3, 4), 1.0F);
        friction.row(0)[0] = barrier;
        friction.row(2)[1] = bad;
        try {
            require_friction(friction);
            FAIL() << bad;
        } catch (DataError const& error) {
            EXPECT_NE(error.parts().where.find("row 2, column 1"), std::string::npos) << error.what();
        }
    }
}

TEST(BackLinks, LeadToASourceAndTheirStepsAddUpToTheCost) {
    std::mt19937 random(12);
    Grid<float> const friction = rough(lonlat_spec(-180, 84, 3, 56, 120), 6);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    std::vector<CostSource> const sources = {anywhere(friction, random, 5), anywhere(friction, random, 9, 2e5)};
    for (Neighbours const neighbours : {Neighbours::eight, Neighbours::sixteen}) {
        PathCostOptions const options{.neighbours = neighbours};
        CostTerrain const terrain{friction, lengths};
        Grid<double> const costs = path_costs(terrain, sources, options, no_progress());
        Grid<std::uint8_t> const links = back_links(terrain, costs, sources, options, no_progress());
        Grid<std::int32_t> const nearest = allocation(lengths, links, sources, -1);
        std::vector<double> const from_first = Twin(friction, neighbours == Neighbours::sixteen).costs({sources[0]});
        std::vector<double> const from_second = Twin(friction, neighbours == Neighbours::sixteen).costs({sources[1]});
        for (std::size_t row = 0; row < 56; ++row)
            for (std::size_t column = 0; column < 120; ++column) {
                auto const path = least_cost_path(lengths, links, row, column);
                ASSERT_EQ(path.has_value(), std::isfinite(costs.at(row, column)));
                std::size_t const i = row * 120 + column;
                if (!path) {
                    EXPECT_EQ(nearest.at(row, column), -1);
                    continue;
                }
                CellPlace const start = path->cells.front();
                CostSource const& source =
                    start.row == sources[0].row && start.column == sources[0].column ? sources[0] : sources[1];
                EXPECT_EQ(nearest.at(row, column), source.id);
                double const expected = source.id == 5 ? from_first[i] : from_second[i];
                EXPECT_NEAR(costs.at(row, column), expected, twin_tolerance * std::max(1.0, expected));
                EXPECT_GE((source.id == 5 ? from_second[i] : from_first[i]) * (1 + twin_tolerance), expected);
            }
    }
}

TEST(Slope, CostsAsToblerSays) {
    // Tobler 1993: 6 km/h at 5 % downhill, 6 exp(-0.175) = 5.0367 km/h on the flat.
    EXPECT_DOUBLE_EQ(slope_factor(SlopeFunction::tobler, 0.0), 1.0);
    EXPECT_NEAR(slope_factor(SlopeFunction::tobler, -0.05), 5.036742 / 6.0, 1e-6);
    EXPECT_NEAR(slope_factor(SlopeFunction::tobler, 0.10), 5.036742 / (6.0 * std::exp(-0.525)), 1e-6);
}

TEST(Slope, MakesUphillDearerThanDownhillInTheDirectionOfTravel) {
    Grid<float> const friction(utm_spec(1, 11), 1.0F);
    Grid<float> heights(friction.spec(), 0.0F);
    for (std::size_t c = 0; c < 11; ++c)
        heights.row(0)[c] = static_cast<float>(100 * c);
    StepLengths const lengths(friction.spec(), StepMeasure::plane);
    auto const cost = [&](std::size_t from, std::size_t to, Travel travel) {
        CostTerrain const terrain{friction, lengths,
                                  SlopeRule{.heights = heights, .function = SlopeFunction::tobler, .travel = travel}};
        return path_costs(terrain, {{{0, from}}}, {}, no_progress()).at(0, to);
    };
    double const up = 10'000 * std::exp(3.5 * 0.10);
    double const down = 10'000 * std::exp(3.5 * 0.0);
    EXPECT_NEAR(cost(0, 10, Travel::outward), up, 1e-6);
    EXPECT_NEAR(cost(10, 0, Travel::outward), down, 1e-6);
    EXPECT_NEAR(cost(0, 10, Travel::towards), down, 1e-6);
    EXPECT_NEAR(cost(10, 0, Travel::towards), up, 1e-6);
}

TEST(Slope, SteeperThanTheMostGradeIsNotCrossedEitherWay) {
    Grid<float> const friction(utm_spec(1, 11), 1.0F);
    Grid<float> heights(friction.spec(), 0.0F);
    for (std::size_t c = 6; c < 11; ++c)
        heights.row(0)[c] = 26.0F; // 2.6 % in 1000 m
    StepLengths const lengths(friction.spec(), StepMeasure::plane);
    for (double const grade : {0.025, 0.027}) {
        CostTerrain const terrain{friction, lengths, SlopeRule{.heights = heights, .max_grade = grade}};
        Grid<double> const up = path_costs(terrain, {{{0, 0}}}, {}, no_progress());
        Grid<double> const down = path_costs(terrain, {{{0, 10}}}, {}, no_progress());
        EXPECT_TRUE(std::isfinite(up.at(0, 5)));
        EXPECT_EQ(std::isfinite(up.at(0, 6)), grade > 0.026);
        EXPECT_EQ(std::isfinite(down.at(0, 0)), grade > 0.026);
    }
}

} // namespace
} // namespace oreway
