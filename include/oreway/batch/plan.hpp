// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The plan of a batch: what will be done to each layer of each dataset, decided before anything is written. A plan is
/// plain values: it can be printed (--dry-run), written down as JSON lines (--plan), divided among machines, and sent
/// to worker processes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/batch/discovery.hpp"
#include "oreway/batch/settings.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// What a dataset says of one of its layers (a raster is one layer), known without reading its features or pixels.
struct LayerFacts {
    std::string layer;
    std::string driver;      ///< GDAL's short name
    std::string content;     ///< "3D Multi Polygon", "None" for a table, "3 bands Byte" for a raster
    bool spatial = true;     ///< false for a plain table
    std::int64_t count = -1; ///< features or pixels; -1: not known without reading
    std::string crs_wkt;     ///< as the dataset has it; empty: none
    CrsOrigin crs_origin = CrsOrigin::none;
    std::string encoding; ///< of texts
    XYBox extent;         ///< native coordinates; empty when not known
};

/// What is done to one layer.
struct LayerTask {
    LayerFacts facts;
    std::string source_crs;   ///< WKT of the system the data are taken to be in
    std::string source_label; ///< "EPSG:28412 Pulkovo 1942 / Gauss-Kruger zone 12"
    CrsOrigin source_origin = CrsOrigin::none;
    std::string target_crs; ///< WKT
    std::string target_label;
    Operation operation;
    std::string reason; ///< why this operation
    LonLatBox extent;   ///< WGS 84
    /// Points outside the area of use of the operation or of the target, or nothing when they were not counted: the
    /// extent tells that there are some, only reading tells how many.
    std::optional<std::int64_t> points_outside;
    bool crosses_seam = false; ///< projected data come to longitude and latitude: shapes may cross the antimeridian
    std::string output_layer;
    std::filesystem::path output;
};

/// What becomes of a dataset.
enum class Verdict : std::uint8_t {
    run,
    refuse, ///< its problems say why
    skip,   ///< its output exists and --skip-existing was given, or --resume found it done
};

/// One dataset: the unit of work, of the manifest, and of what a crash may cost.
struct Task {
    std::size_t number = 0; ///< position in the plan
    Item item;
    Verdict verdict = Verdict::run;
    std::string output_driver;
    std::vector<LayerTask> layers;
    std::vector<std::filesystem::path> outputs; ///< files or folders that appear, without duplicates
    std::uint64_t output_bytes = 0;             ///< estimated
    std::uint64_t memory_bytes = 0;             ///< estimated peak
    double cost = 0.0;                          ///< estimated seconds, for dividing work
    Problems problems;                          ///< what was found while planning
};

/// The one operation of a pair of reference systems, and what else could have been taken.
struct PairChoice {
    std::string source_label;
    std::string target_label;
    std::size_t layers = 0; ///< how many layers it serves
    LonLatBox extent;       ///< of all of them
    OperationChoice choice;
};

struct Plan {
    std::vector<Task> tasks; ///< in the order of items
    std::vector<PairChoice> pairs;
};

/// Whether points that lie outside an area of use are counted one by one, which reads the layers concerned.
enum class PointCount { by_extent, by_reading };

/// How datasets are looked at: in this process, or in a worker that may crash.
using Inspector = std::function<std::vector<LayerFacts>(Item const&, Problems&)>;

/// Opens every dataset, chooses target systems, operations, formats and names. A dataset that cannot be used has the
/// verdict `refuse`; the others are not touched by it.
/// \throws UsageError before any work for what concerns the run as a whole: a target that is no reference system, two
///         inputs with one output, an output that is an input, outputs that exist (all are listed)
/// \throws IoError when the output folder cannot be made or written to; Cancelled
[[nodiscard]] Plan make_plan(std::vector<Item> items, Settings const& settings, PointCount count, Progress& progress,
                             Inspector const& inspect = {});

/// The plan as tables: `plan` has a row a layer, `operations` a row for each pair and each rival.
[[nodiscard]] std::vector<Table> plan_tables(Plan const& plan);

/// Estimated seconds of all tasks that will run, for dividing them among machines.
[[nodiscard]] double total_cost(Plan const& plan) noexcept;

/// A task as one line of JSON without a line feed, and back. The texts are all that a worker or another machine needs,
/// besides the settings. \throws DataError for a line that is no task
[[nodiscard]] std::string to_json_line(Task const& task);
[[nodiscard]] Task task_from_json(std::string_view line);

} // namespace oreway
