// SPDX-License-Identifier: MIT
// Tonnes from tables of rows and from matrices, whose heads may look like numbers.

#include "jobs/demand_table.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"

namespace oreway {
namespace {

class DemandTable : public ::testing::Test {
protected:
    void SetUp() override {
        start_gdal();
        m_file = std::filesystem::path(::testing::TempDir()) /
                 (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".csv");
    }
    void TearDown() override { std::filesystem::remove(m_file); }

    /// The network 4 - 8 - 10.
    static Network network() {
        LegTable legs;
        legs.add_row("a", "4", "8");
        legs.add_row("b", "8", "10");
        legs.cost_usd_t = {1.0, 1.0};
        Problems problems;
        return build_network(std::move(legs), {}, {}, {}, problems);
    }

    /// "4>8 100; " for every demand of a table.
    std::string demands_of(std::string const& csv) const {
        std::ofstream(m_file) << csv;
        Network const net = network();
        Problems problems;
        std::string text;
        for (Demand const& demand : read_demands(net, m_file.string(), {}, problems))
            text += std::string(net.id(demand.from)) + ">" + std::string(net.id(demand.to)) + " " +
                    std::to_string(static_cast<int>(demand.tonnes)) + "; ";
        return text;
    }

    std::filesystem::path m_file;
};

TEST_F(DemandTable, ReadsRowsByTheNamesOfTheirColumns) {
    EXPECT_EQ(demands_of("remark,tonnes,to,from\nx,100,8,4\ny,0,10,4\n"), "4>8 100; 4>10 0; ");
}

TEST_F(DemandTable, ReadsAMatrixWithNumbersAsHeadsAndLeavesOutZeros) {
    EXPECT_EQ(demands_of(",4,8,10\n4,0,100,0\n8,7,0,5\n"), "4>8 100; 8>4 7; 8>10 5; ");
}

TEST_F(DemandTable, NamesEveryPlaceOfAMatrixThatIsNotKnown) {
    try {
        (void)demands_of(",4,9\n4,0,1\n11,1,0\n");
        FAIL() << "not refused";
    } catch (DataError const& fault) {
        std::string const what = fault.what();
        EXPECT_NE(what.find("'9'"), std::string::npos) << what;
        EXPECT_NE(what.find("'11'"), std::string::npos) << what;
    }
}

} // namespace
} // namespace oreway
