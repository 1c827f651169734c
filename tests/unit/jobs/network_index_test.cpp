// SPDX-License-Identifier: MIT
// An index in a file: made, used again, made anew for other data, and never in the place of another file.

#include "jobs/network_index.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

/// A ladder of two times `length` nodes without costs of passages.
Network ladder(std::uint32_t length) {
    LegTable legs;
    auto const add = [&](std::string const& from, std::string const& to, double cost) {
        legs.add_row(from + "-" + to, from, to);
        legs.cost_usd_t.push_back(cost);
        legs.length_km.push_back(cost * 10.0);
    };
    for (std::uint32_t i = 0; i + 1 < length; ++i) {
        std::string const here = std::to_string(i);
        std::string const next = std::to_string(i + 1);
        add("A" + here, "A" + next, 1.0 + 0.1 * (i % 7));
        add("B" + here, "B" + next, 1.0 + 0.1 * (i % 5));
        add("A" + here, "B" + here, 0.25);
    }
    Problems problems;
    return build_network(std::move(legs), {}, {}, {}, problems);
}

double sum_of(RouteIndex const& index, std::vector<NodeId> const& nodes) {
    double sum = 0.0;
    route_matrix(index, nodes, nodes, {}, [&](MatrixRow const& row) {
        for (MatrixCell const& cell : row.cells)
            sum += cell.sums.usd_t;
    });
    return sum;
}

class NetworkIndex : public testing::Test {
protected:
    test::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "ladder.idx";
    Network m_network = ladder(30);
    Weights m_weights{m_network, {.of = Objective::Of::cost}};
    std::vector<NodeId> m_nodes = {NodeId(0), NodeId(17), NodeId(40)};
};

TEST_F(NetworkIndex, IsMadeOnceThenReadAndGivesTheSame) {
    ChosenIndex const made = choose_index(m_file, m_weights, 1, no_progress());
    EXPECT_EQ(made.state, "made");
    auto const written = std::filesystem::last_write_time(m_file);
    ChosenIndex const read = choose_index(m_file, m_weights, 1, no_progress());
    EXPECT_EQ(read.state, "reused");
    EXPECT_EQ(std::filesystem::last_write_time(m_file), written);
    EXPECT_EQ(sum_of(*read.index, m_nodes), sum_of(*made.index, m_nodes));
}

TEST_F(NetworkIndex, IsMadeAnewForAnotherQuestionAndWhenTheFileIsDamaged) {
    (void)choose_index(m_file, m_weights, 1, no_progress());
    Restriction restriction;
    restriction.closed_legs = {LegId(3)};
    Weights const others(m_network, {.of = Objective::Of::cost}, restriction);
    EXPECT_TRUE(choose_index(m_file, others, 1, no_progress()).state.starts_with("made anew: "));
    EXPECT_EQ(choose_index(m_file, others, 1, no_progress()).state, "reused");
    std::filesystem::resize_file(m_file, std::filesystem::file_size(m_file) - 1);
    EXPECT_TRUE(choose_index(m_file, others, 1, no_progress()).state.starts_with("made anew: "));
}

TEST_F(NetworkIndex, NeverTakesThePlaceOfAnotherFile) {
    std::ofstream(m_file) << "id,name\n";
    EXPECT_THROW((void)choose_index(m_file, m_weights, 1, no_progress()), UsageError);
    EXPECT_EQ(std::filesystem::file_size(m_file), 8U);
}

TEST_F(NetworkIndex, IsNoFolder) {
    EXPECT_THROW((void)choose_index(m_folder.path(), m_weights, 1, no_progress()), UsageError);
}

TEST_F(NetworkIndex, IsMadeWithoutAFileOnlyForManyOriginsOnALargeNetwork) {
    EXPECT_FALSE(choose_index({}, m_weights, 100'000, no_progress()).index) << "a small network";
    Network const large = ladder(1'200);
    Weights const weights(large, {.of = Objective::Of::cost});
    EXPECT_FALSE(choose_index({}, weights, 10, no_progress()).index) << "few origins";
    EXPECT_EQ(choose_index({}, weights, 1'000, no_progress()).state, "in memory");
}

} // namespace
} // namespace oreway
