// SPDX-License-Identifier: MIT
// Cells go to their places in a plain GeoTIFF. That file is the result, or, when it is to be compressed or a COG, what
// GDAL copies from top to bottom into the result. Pieces of cells leave a hash behind, and the result is read again
// against them.

#include "oreway/io/grid_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <tuple>
#include <type_traits>

#include <fmt/format.h>

#include "io/cell_statistics.hpp"
#include "io/grid_copy.hpp"
#include "io/plain_tiff.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

/// Larger windows are taken in pieces, so that reading them again needs little memory.
constexpr std::size_t cells_a_piece = 1U << 20;

void check_output(GridOutput const& output) {
    constexpr std::size_t longest_side = std::numeric_limits<int>::max();
    GridSpec const& spec = output.spec;
    if (spec.columns == 0 || spec.rows == 0 || spec.columns > longest_side || spec.rows > longest_side)
        throw UsageError({.what = fmt::format("a grid of {} by {} cells cannot be written", spec.columns, spec.rows),
                          .where = "the grid",
                          .remedy = "choose another box or resolution"});
    if (output.driver != "COG" && output.driver != "GTiff")
        throw UsageError({.what = fmt::format("rasters are not written as '{}'", output.driver),
                          .where = output.file.string(),
                          .remedy = "take COG or GTiff"});
    if (output.bands.empty())
        throw std::logic_error("a raster has at least one band");
}

template <class Cell> constexpr CellType type_of() {
    if constexpr (std::is_same_v<Cell, float>)
        return CellType::float32;
    else if constexpr (std::is_same_v<Cell, double>)
        return CellType::float64;
    else if constexpr (std::is_same_v<Cell, std::int32_t>)
        return CellType::int32;
    else
        return CellType::uint8;
}

/// Calls `work` with a value of the type of the cells.
template <class Work> decltype(auto) with_type(CellType type, Work&& work) {
    switch (type) {
    case CellType::uint8:
        return work(std::uint8_t{});
    case CellType::int32:
        return work(std::int32_t{});
    case CellType::float32:
        return work(float{});
    case CellType::float64:
        return work(double{});
    }
    throw std::logic_error("no such type of cells");
}

/// A cell in the type of the file. NaN stands for the nodata value, where there is one. Whole numbers must stay what
/// they are.
template <class To, class From> To converted(From cell, std::optional<double> nodata) {
    if constexpr (std::is_floating_point_v<From>)
        if (std::isnan(cell) && nodata)
            return static_cast<To>(*nodata);
    if constexpr (std::is_floating_point_v<To>)
        return static_cast<To>(cell);
    else {
        double const value = static_cast<double>(cell);
        bool const fits = value >= static_cast<double>(std::numeric_limits<To>::lowest()) &&
                          value <= static_cast<double>(std::numeric_limits<To>::max()) && value == std::trunc(value);
        if (!fits)
            throw NumericError({.what = fmt::format("the value {} does not fit the type of the raster", value),
                                .where = "",
                                .remedy = ""});
        return static_cast<To>(cell);
    }
}

} // namespace

struct GridWriter::Impl {
    explicit Impl(GridOutput wanted)
        : output(std::move(wanted)), staged(output.driver == "COG" || !output.creation_options.empty()),
          cells(staged ? output.file.string() + ".cells.tif" : output.file.string(), output) {}

    GridOutput output;
    bool staged;
    PlainTiff cells;
    std::mutex mutex;
    std::vector<GridPiece> pieces;
    std::vector<BandStatistics> statistics;
    bool finished = false;

    template <class Cell> void write(CellWindow window, std::size_t band, std::span<Cell const> values) {
        GridSpec const& spec = output.spec;
        bool const fits = window.row + window.rows <= spec.rows && window.column + window.columns <= spec.columns &&
                          band < output.bands.size() && values.size() == window.rows * window.columns;
        if (!fits)
            throw std::logic_error("a window that does not fit the grid");
        if (values.empty())
            return;
        std::size_t const rows = std::max<std::size_t>(1, cells_a_piece / window.columns);
        for (std::size_t r = 0; r < window.rows; r += rows) {
            CellWindow const piece{window.row + r, window.column, std::min(rows, window.rows - r), window.columns};
            write_piece(piece, band, values.subspan(r * window.columns, piece.rows * window.columns));
        }
    }

    template <class Cell> void write_piece(CellWindow window, std::size_t band, std::span<Cell const> values) {
        std::optional<double> const nodata = output.bands[band].nodata;
        if (output.type == type_of<Cell>()) {
            CellMoments const moments = moments_of(values, nodata);
            if (moments.not_a_number == 0 || !nodata)
                return write_bytes(window, band, std::as_bytes(values), moments);
        }
        with_type(output.type, [&]<class To>(To) {
            std::vector<To> cells_of_file(values.size());
            std::ranges::transform(values, cells_of_file.begin(),
                                   [&](Cell cell) { return converted<To>(cell, nodata); });
            std::span<To const> const view(cells_of_file);
            write_bytes(window, band, std::as_bytes(view), moments_of(view, nodata));
        });
    }

    void write_bytes(CellWindow window, std::size_t band, std::span<std::byte const> bytes,
                     CellMoments const& moments) {
        cells.write(window, band, bytes);
        std::string_view const text(reinterpret_cast<char const*>(bytes.data()), bytes.size());
        std::string hash = hash_bytes(text);
        std::lock_guard const lock(mutex);
        pieces.push_back({window, band, std::move(hash), moments});
    }

    /// The moments are added in the order of the places of the pieces, whoever wrote them first.
    void add_statistics() {
        std::ranges::sort(pieces, {},
                          [](GridPiece const& p) { return std::tuple(p.band, p.window.row, p.window.column); });
        std::vector<std::size_t> written(output.bands.size());
        std::vector<CellMoments> sums(output.bands.size());
        for (GridPiece const& piece : pieces) {
            written[piece.band] += piece.window.rows * piece.window.columns;
            sums[piece.band].add(piece.moments);
        }
        for (std::size_t const count : written)
            if (count != output.spec.cell_count())
                throw std::logic_error("not every cell of the raster was written once");
        for (CellMoments const& sum : sums)
            statistics.push_back(statistics_of(sum));
    }
};

GridWriter::GridWriter(GridOutput output) {
    start_gdal();
    check_output(output);
    check_creation_options(output);
    std::string const file = output.file.string();
    try {
        m_impl = std::make_unique<Impl>(std::move(output));
    } catch (...) {
        remove_grid(file);
        throw;
    }
}

GridWriter::~GridWriter() {
    std::string const file = m_impl->output.file.string();
    bool const finished = m_impl->finished;
    m_impl.reset();
    if (!finished)
        remove_grid(file);
}

void GridWriter::write(CellWindow window, std::size_t band, std::span<float const> cells) {
    m_impl->write(window, band, cells);
}
void GridWriter::write(CellWindow window, std::size_t band, std::span<double const> cells) {
    m_impl->write(window, band, cells);
}
void GridWriter::write(CellWindow window, std::size_t band, std::span<std::int32_t const> cells) {
    m_impl->write(window, band, cells);
}

void GridWriter::finish(Progress& progress) {
    m_impl->add_statistics();
    GridOutput const& output = m_impl->output;
    bool const own_overviews = output.driver == "COG" && has_mixed_overviews(output);
    m_impl->cells.finish(m_impl->statistics, own_overviews ? PlainTiff::Overviews::inside : PlainTiff::Overviews::none);
    if (m_impl->staged) {
        copy_grid(m_impl->cells.name(), output, progress);
        remove_grid(m_impl->cells.name());
    }
    verify_grid(output, m_impl->pieces, progress);
    m_impl->finished = true;
}

BandStatistics const& GridWriter::statistics(std::size_t band) const {
    return m_impl->statistics.at(band);
}

} // namespace oreway
