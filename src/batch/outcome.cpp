// SPDX-License-Identifier: MIT
// Outcomes: their names, what they add up to, and their tables.

#include "oreway/batch/outcome.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::array<std::string_view, 5> status_names = {"done", "lost_some", "refused", "failed", "skipped"};
constexpr std::array all_status = {DatasetStatus::done, DatasetStatus::lost_some, DatasetStatus::refused,
                                   DatasetStatus::failed, DatasetStatus::skipped};

Table summary_table(std::span<DatasetOutcome const> outcomes) {
    Table table("summary", {{"status", CellKind::text, "", 0, "what became of the datasets"},
                            {"datasets", CellKind::integer, "", 0, "number of datasets"},
                            {"layers", CellKind::integer, "", 0, "layers of vectors and rasters"},
                            {"features_in", CellKind::integer, "", 0, "features, or pixels of rasters"},
                            {"features_out", CellKind::integer, "", 0, "features, or pixels of rasters"},
                            {"null_out", CellKind::integer, "", 0, "without geometry, or without data"},
                            {"bytes_out", CellKind::integer, "byte", 0, "size of the outputs"}});
    for (DatasetStatus const status : all_status) {
        std::int64_t datasets = 0, layers = 0, in = 0, out = 0, null = 0, bytes = 0;
        for (DatasetOutcome const& outcome : outcomes) {
            if (outcome.status != status)
                continue;
            ++datasets;
            for (LayerOutcome const& layer : outcome.layers) {
                ++layers;
                in += layer.counts.features_in;
                out += layer.counts.features_out;
                null += layer.counts.null_out;
            }
            for (FileHash const& file : outcome.outputs)
                bytes += static_cast<std::int64_t>(file.bytes);
        }
        if (datasets > 0)
            table.add_row({std::string(name_of(status)), datasets, layers, in, out, null, bytes});
    }
    return table;
}

std::string ids_of(LayerCounts const& counts) {
    constexpr std::size_t shown = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, counts.failed.size()); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(counts.failed[i]);
    return counts.failed_count > static_cast<std::int64_t>(shown) ? text + ", ..." : text;
}

/// Data that lie where their system is not meant for are mostly a mistake, though nothing is lost by it.
bool is_worth_a_row(Problem const& problem) {
    return problem.severity != Severity::note || problem.code == "crs.outside";
}

/// A line that a table can hold; the manifest has the whole text. Cut between words, so that no letter is cut either.
std::string shortened(std::string text) {
    constexpr std::size_t longest = 160;
    if (text.size() <= longest)
        return text;
    std::size_t const space = text.rfind(' ', longest);
    text.resize(space == std::string::npos ? std::min(text.find(' '), text.size()) : space);
    return text + " ...";
}

/// Why a dataset is not simply done, in one line.
std::string reason_of(DatasetOutcome const& outcome) {
    std::vector<std::string> reasons;
    for (Problem const& problem : outcome.problems)
        if (is_worth_a_row(problem) && std::ranges::find(reasons, problem.parts.what) == reasons.end())
            reasons.push_back(problem.parts.what);
    for (LayerOutcome const& layer : outcome.layers)
        if (layer.counts.failed_count > 0)
            reasons.push_back(fmt::format("layer '{}': {} features have a point without image ({})", layer.counts.layer,
                                          layer.counts.failed_count, ids_of(layer.counts)));
    return shortened(join(reasons, "; "));
}

Table dataset_table(std::span<DatasetOutcome const> outcomes) {
    Table table("datasets", {{"dataset", CellKind::text, "", 0, "as it was named or found"},
                             {"status", CellKind::text, "", 0, "what became of it"},
                             {"reason", CellKind::text, "", 0, "why it is not simply done"}});
    for (DatasetOutcome const& outcome : outcomes)
        if (outcome.status != DatasetStatus::skipped &&
            (outcome.status != DatasetStatus::done || std::ranges::any_of(outcome.problems, is_worth_a_row)))
            table.add_row({outcome.source, std::string(name_of(outcome.status)), reason_of(outcome)});
    return table;
}

} // namespace

std::string_view name_of(DatasetStatus status) noexcept {
    return status_names[static_cast<std::size_t>(status)];
}

DatasetStatus status_from(std::string_view name) {
    auto const* const found = std::ranges::find(status_names, name);
    if (found == status_names.end())
        throw DataError({.what = fmt::format("'{}' is no status", printable(name)), .where = "", .remedy = ""});
    return all_status[static_cast<std::size_t>(found - status_names.begin())];
}

DatasetStatus status_of_written(std::span<LayerOutcome const> layers, Problems const& problems) noexcept {
    bool const failures = std::ranges::any_of(layers, [](LayerOutcome const& l) { return l.counts.failed_count > 0; });
    return failures || worst(problems) != Severity::note ? DatasetStatus::lost_some : DatasetStatus::done;
}

ExitCode exit_code_of(std::span<DatasetOutcome const> outcomes) noexcept {
    auto const is_output = [](DatasetOutcome const& o) {
        return o.status == DatasetStatus::done || o.status == DatasetStatus::lost_some ||
               o.status == DatasetStatus::skipped;
    };
    auto const is_clean = [](DatasetOutcome const& o) {
        return o.status == DatasetStatus::done || o.status == DatasetStatus::skipped;
    };
    if (std::ranges::all_of(outcomes, is_clean))
        return ExitCode::done;
    return std::ranges::any_of(outcomes, is_output) ? ExitCode::incomplete : ExitCode::failed;
}

std::vector<Table> outcome_tables(std::span<DatasetOutcome const> outcomes) {
    return {summary_table(outcomes), dataset_table(outcomes)};
}

} // namespace oreway
