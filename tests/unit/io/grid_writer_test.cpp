// SPDX-License-Identifier: MIT
// Grids written window by window, looked at through GDAL; disks that are full after any number of bytes.

#include "oreway/io/grid_writer.hpp"

#include <cmath>
#include <csignal>
#include <limits>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

GridSpec const place{.west = 46.0, .north = 56.0, .cell_width = 0.05, .cell_height = 0.05, .columns = 700, .rows = 300};

GridOutput output(std::string const& file, std::string const& driver) {
    return {.file = file,
            .spec = place,
            .bands = {{.name = "distance to the nearest line", .unit = "m", .nodata = -9999.0}},
            .driver = driver};
}

float value_at(std::size_t row, std::size_t column) {
    if (row == 7 && column < 5)
        return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(row * 1000 + column);
}

/// Windows of 64 rows; `step` 1 is from north to south, -1 the other way.
template <class Cell = float> void write_all(GridWriter& writer, std::size_t band, int step) {
    constexpr std::size_t height = 64;
    std::size_t const windows = (place.rows + height - 1) / height;
    for (std::size_t k = 0; k < windows; ++k) {
        std::size_t const at = step > 0 ? k : windows - 1 - k;
        CellWindow const window{at * height, 0, std::min(height, place.rows - at * height), place.columns};
        std::vector<Cell> cells;
        for (std::size_t r = 0; r < window.rows; ++r)
            for (std::size_t c = 0; c < window.columns; ++c)
                cells.push_back(static_cast<Cell>(value_at(window.row + r, c)));
        writer.write(window, band, std::span<Cell const>(cells));
    }
}

class GridFile : public testing::TestWithParam<char const*> {
protected:
    test::TemporaryFolder folder;
    std::string const file = folder / "grid.tif";

    void write(std::string const& name, int step) const {
        GridWriter writer(output(name, GetParam()));
        write_all(writer, 0, step);
        writer.finish(no_progress());
    }
};

TEST_P(GridFile, HoldsEveryCellAndStatisticsAndNeedsNoSidecar) {
    write(file, 1);
    {
        gdal::DatasetHandle const dataset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER));
        ASSERT_TRUE(dataset);
        GDALRasterBand& band = *dataset->GetRasterBand(1);
        EXPECT_STREQ(band.GetDescription(), "distance to the nearest line");
        EXPECT_STREQ(band.GetUnitType(), "m");
        EXPECT_EQ(band.GetNoDataValue(), -9999.0);
        std::vector<float> row(place.columns);
        for (int r : {0, 7, 63, 64, 299}) {
            ASSERT_EQ(band.RasterIO(GF_Read, 0, r, 700, 1, row.data(), 700, 1, GDT_Float32, 0, 0, nullptr), CE_None);
            EXPECT_EQ(row[0], r == 7 ? -9999.0F : static_cast<float>(r * 1000));
            EXPECT_EQ(row[699], static_cast<float>(r * 1000 + 699));
        }
        double least = 0.0, greatest = 0.0, mean = 0.0, deviation = 0.0;
        ASSERT_EQ(band.GetStatistics(FALSE, FALSE, &least, &greatest, &mean, &deviation), CE_None);
        EXPECT_EQ(least, 0.0);
        EXPECT_EQ(greatest, 299699.0);
        // By hand: all 210,000 cells sum to 31,468,395,000 (mean row 149.5, mean column 349.5); five cells of row 7,
        // 7000 to 7004, have no data.
        EXPECT_NEAR(mean, (210'000.0 * (149'500.0 + 349.5) - 35'010.0) / 209'995.0, 1e-6);
        double sum = 0.0;
        for (std::size_t r = 0; r < place.rows; ++r)
            for (std::size_t c = 0; c < place.columns; ++c)
                if (!std::isnan(value_at(r, c)))
                    sum += (double{value_at(r, c)} - mean) * (double{value_at(r, c)} - mean);
        EXPECT_NEAR(deviation, std::sqrt(sum / 209'995.0), 1e-6); // sums of 2e5 terms in another order
        band.GetStatistics(TRUE, TRUE, &least, &greatest, &mean, &deviation);
    }
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"grid.tif"});
}

TEST_P(GridFile, IsTheSameWhateverTheOrderOfTheWindows) {
    write(file, 1);
    write(folder / "upwards.tif", -1);
    EXPECT_EQ(test::bytes_of(file), test::bytes_of(folder / "upwards.tif"));
}

TEST_P(GridFile, LeavesNothingWhenItIsNotFinished) {
    {
        GridWriter writer(output(file, GetParam()));
        write_all(writer, 0, 1);
    }
    EXPECT_TRUE(test::names_in(folder.path()).empty());
}

TEST_P(GridFile, WithCellsThatWereNeverWrittenIsAFaultOfTheCaller) {
    GridWriter writer(output(file, GetParam()));
    EXPECT_THROW(writer.finish(no_progress()), std::logic_error);
    std::vector<float> const cells(10);
    EXPECT_THROW(writer.write({299, 0, 2, 5}, 0, std::span<float const>(cells)), std::logic_error);
}

/// Files may not grow beyond a limit, as on a full disk; set back at the end.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_old);
        rlimit const limit{bytes, m_old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(FileSizeLimit const&) = delete;
    FileSizeLimit& operator=(FileSizeLimit const&) = delete;
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_old); }

private:
    rlimit m_old{};
};

TEST_P(GridFile, OnADiskThatIsFullIsWholeOrNotThere) {
    write(file, 1);
    auto const plain = static_cast<rlim_t>(place.cell_count() * sizeof(float));
    auto const size = std::max<rlim_t>(plain + 8192, test::bytes_of(file).size());
    std::filesystem::remove(file);
    int failed = 0, whole = 0;
    for (rlim_t limit = 0; limit <= size + size / 8; limit += size / 40) {
        FileSizeLimit const full(limit);
        try {
            write(file, 1);
            ++whole;
            std::filesystem::remove(file);
        } catch (IoError const&) {
            ++failed;
        }
        EXPECT_TRUE(test::names_in(folder.path()).empty()) << "limit " << limit;
    }
    EXPECT_GE(failed, 30);
    EXPECT_GE(whole, 1);
}

INSTANTIATE_TEST_SUITE_P(Drivers, GridFile, testing::Values("COG", "GTiff"),
                         [](auto const& driver) { return std::string(driver.param); });

TEST(GridWriter, OverviewsOfIdsAreNotMixed) {
    test::TemporaryFolder const folder;
    GridOutput wanted = output(folder / "both.tif", "COG");
    wanted.spec.columns = wanted.spec.rows = 1100;
    wanted.type = CellType::int32;
    wanted.bands = {{.name = "amount", .nodata = -1.0},
                    {.name = "id", .nodata = -1.0, .overviews = OverviewMethod::nearest}};
    GridWriter writer(wanted);
    std::vector<std::int32_t> cells(1100 * 1100);
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = i % 2 == 0 ? 10 : 20;
    for (std::size_t band : {0U, 1U})
        writer.write({0, 0, 1100, 1100}, band, std::span<std::int32_t const>(cells));
    writer.finish(no_progress());
    gdal::DatasetHandle const dataset(GDALDataset::Open(wanted.file.c_str(), GDAL_OF_RASTER));
    std::int32_t amount = 0, id = 0;
    ASSERT_GT(dataset->GetRasterBand(2)->GetOverviewCount(), 0);
    auto const read = [&](int band, std::int32_t& cell) {
        return dataset->GetRasterBand(band)->GetOverview(0)->RasterIO(GF_Read, 3, 3, 1, 1, &cell, 1, 1, GDT_Int32, 0, 0,
                                                                      nullptr);
    };
    ASSERT_EQ(read(1, amount), CE_None);
    ASSERT_EQ(read(2, id), CE_None);
    EXPECT_EQ(amount, 15);
    EXPECT_TRUE(id == 10 || id == 20) << id;
}

TEST(GridWriter, ConvertsCellsAndRefusesThoseThatDoNotFit) {
    test::TemporaryFolder const folder;
    GridOutput wanted = output(folder / "whole.tif", "GTiff");
    wanted.spec.columns = 2;
    wanted.spec.rows = 1;
    wanted.type = CellType::uint8;
    wanted.bands.front().nodata = 255.0;
    GridWriter writer(wanted);
    EXPECT_THROW(writer.write({0, 0, 1, 2}, 0, std::span<double const>(std::vector<double>{1.0, 300.0})), NumericError);
    EXPECT_THROW(writer.write({0, 0, 1, 2}, 0, std::span<double const>(std::vector<double>{1.0, 0.5})), NumericError);
    writer.write({0, 0, 1, 2}, 0,
                 std::span<double const>(std::vector<double>{7.0, std::numeric_limits<double>::quiet_NaN()}));
    writer.finish(no_progress());
    EXPECT_EQ(writer.statistics(0).cells, 1U);
    EXPECT_EQ(writer.statistics(0).greatest, 7.0);
}

TEST(GridWriter, RefusesUnknownDriversAndCreationOptions) {
    test::TemporaryFolder const folder;
    EXPECT_THROW(GridWriter(output(folder / "x.tif", "PNG")), UsageError);
    GridOutput wanted = output(folder / "x.tif", "COG");
    wanted.creation_options = {"COMPRES=ZSTD"};
    EXPECT_THROW(GridWriter{wanted}, UsageError);
    wanted.creation_options = {"COMPRESS=ZIP"};
    EXPECT_THROW(GridWriter{wanted}, UsageError);
    EXPECT_TRUE(test::names_in(folder.path()).empty());
}

TEST(GridWriter, TakesCreationOptions) {
    test::TemporaryFolder const folder;
    GridOutput wanted = output(folder / "tiled.tif", "GTiff");
    wanted.creation_options = {"compress=LZW", "TILED=YES"};
    GridWriter writer(wanted);
    write_all(writer, 0, 1);
    writer.finish(no_progress());
    gdal::DatasetHandle const dataset(GDALDataset::Open(wanted.file.c_str(), GDAL_OF_RASTER));
    EXPECT_STREQ(dataset->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "LZW");
    EXPECT_EQ(test::names_in(folder.path()), std::vector<std::string>{"tiled.tif"});
}

TEST(GridWriter, OfNothingButNodataHasNoStatistics) {
    test::TemporaryFolder const folder;
    for (char const* driver : {"COG", "GTiff"}) {
        GridOutput const wanted = output(folder / (std::string(driver) + ".tif"), driver);
        GridWriter writer(wanted);
        std::vector<float> const cells(place.cell_count(), std::numeric_limits<float>::quiet_NaN());
        writer.write({0, 0, place.rows, place.columns}, 0, std::span<float const>(cells));
        writer.finish(no_progress());
        EXPECT_EQ(writer.statistics(0).cells, 0U);
    }
}

} // namespace
} // namespace oreway
