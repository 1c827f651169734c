// SPDX-License-Identifier: MIT
// The comparison from the study file to the bundle: read, check, measure, rank, write.

#include "oreway/jobs/compare.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "jobs/avoidance.hpp"
#include "jobs/bundle_folder.hpp"
#include "jobs/compare_bundle.hpp"
#include "jobs/study_inputs.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/compare/score.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/jobs/settings.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

namespace {

std::filesystem::path study_file(CompareOptions const& options) {
    return options.study.empty() ? bundled_data_folder() / "study.toml" : options.study;
}

std::string utc_now() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// The columns of the indicator table that a planner looks at first.
bool is_main_indicator(std::string_view column) {
    constexpr std::string_view wanted[] = {"corridor",         "status",         "length_km",
                                           "route_length_km",  "transit_time_h", "generalised_cost_usd_t",
                                           "border_crossings", "gauge_breaks"};
    return std::find(std::begin(wanted), std::end(wanted), column) != std::end(wanted) ||
           (column.starts_with("exposure_") && column.ends_with("_km_share"));
}

Table summary_of(Table const& indicators) {
    std::vector<Column> columns;
    std::vector<std::size_t> positions;
    for (std::size_t c = 0; c < indicators.columns().size(); ++c) {
        if (!is_main_indicator(indicators.columns()[c].name))
            continue;
        columns.push_back(indicators.columns()[c]);
        positions.push_back(c);
    }
    Table summary("summary", std::move(columns));
    for (auto const& row : indicators.rows()) {
        std::vector<Cell> cells;
        for (std::size_t const c : positions)
            cells.push_back(row[c]);
        summary.add_row(std::move(cells));
    }
    return summary;
}

/// The rows of corridors that belong to a group; the others have no rank by definition and stand in the summary.
Table grouped_rows(Table const& ranking) {
    Table grouped(ranking.name(), ranking.columns());
    std::size_t const group = ranking.column("group");
    for (auto const& row : ranking.rows())
        if (!is_absent(row[group]))
            grouped.add_row(row);
    return grouped;
}

struct ParsedStudy {
    std::filesystem::path file;
    Study study;
};

ParsedStudy parse(CompareOptions const& options, Problems& problems) {
    ParsedStudy parsed;
    parsed.file = study_file(options);
    parsed.study = parse_study(read_study_text(parsed.file), parsed.file.string(), problems);
    Problems const criteria = check_criteria(parsed.study);
    problems.insert(problems.end(), criteria.begin(), criteria.end());
    throw_if_errors(problems, "reading the study");
    return parsed;
}

Receipt receipt_for(CompareOptions const& options, std::filesystem::path const& study, StudyInputs const& inputs) {
    Receipt receipt;
    receipt.command = "compare";
    receipt.options = options.receipt_options;
    receipt.options.emplace_back("study", study.filename().string());
    receipt.versions = library_versions();
    receipt.versions.emplace(receipt.versions.begin(), "Oreway", std::string(version()));
    receipt.ellipsoid = ellipsoid_name;
    receipt.inputs = inputs.receipts;
    receipt.started = utc_now();
    return receipt;
}

/// A study without a box gets larger cells than it may have asked for; that is said.
void note_coarser_raster(Bundle const& bundle, Study const& study, Problems& problems) {
    for (BundleRaster const& raster : bundle.rasters) {
        double const cell = raster.grid.spec().cell_width;
        if (cell > study.raster_resolution.value())
            problems.push_back(
                {Severity::note,
                 "raster.coarsened",
                 {.what = fmt::format("the raster '{}' has cells of {} degrees instead of {}", raster.name,
                                      shortest(cell), shortest(study.raster_resolution.value())),
                  .where = "",
                  .remedy = "name a 'bbox' in [study] to get the finer ones there"}});
    }
}

/// Writes the bundle beside its place and swaps it in.
std::vector<WrittenFile> write(OutputFolder& folder, Bundle const& bundle, Receipt receipt,
                               std::chrono::steady_clock::time_point begun, Progress& progress) {
    receipt.outputs = write_bundle(folder.temporary(), bundle, progress);
    receipt.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::string const manifest = to_json(receipt);
    write_text_file(folder.temporary() / bundle_manifest_name, manifest, OverwritePolicy::refuse);
    stop_if_cancelled(progress);
    folder.commit();
    std::vector<WrittenFile> outputs = std::move(receipt.outputs);
    outputs.push_back({std::string(bundle_manifest_name), manifest.size(), ""});
    return outputs;
}

} // namespace

CompareResult compare(CompareOptions const& options, Progress& progress) {
    auto const begun = std::chrono::steady_clock::now();
    std::optional<OutputFolder> folder;
    if (!options.output.empty()) {
        check_replaceable_bundle(options.output);
        folder.emplace(options.output, options.overwrite, bundle_manifest_name);
    }
    if (options.mode == WriteMode::rehearse)
        folder.reset();

    CompareResult result;
    ParsedStudy parsed = parse(options, result.problems);
    StudyInputs inputs =
        load_study_inputs(parsed.study, parsed.file.parent_path(), options.input, result.problems, progress);
    throw_if_errors(result.problems, "the comparison");
    Receipt receipt = receipt_for(options, parsed.file, inputs);
    Scene const scene = build_scene(parsed.study, inputs.layers, std::move(inputs.rates), result.problems);
    throw_if_errors(result.problems, "the comparison");

    GivenIndicators const premiums = avoidance_premiums(parsed.file, parsed.study, scene, options.input, progress);
    Evaluation evaluation = evaluate(scene, parsed.study, result.problems, progress, premiums);
    Table ranking = rank(evaluation, scene, parsed.study);
    Table criteria = criteria_table(parsed.study, result.problems);
    result.scenarios = compare_scenarios(ranking, parsed.study);
    result.ranking = grouped_rows(ranking);
    result.summary = summary_of(evaluation.indicators);
    if (folder) {
        Bundle const bundle = make_bundle(scene, parsed.study, evaluation, {ranking, criteria, result.scenarios},
                                          options.raster, result.problems, progress);
        note_coarser_raster(bundle, parsed.study, result.problems);
        receipt.problems = result.problems;
        result.outputs = write(*folder, bundle, std::move(receipt), begun, progress);
    }
    result.tables = {std::move(ranking),
                     std::move(criteria),
                     result.scenarios,
                     std::move(evaluation.indicators),
                     std::move(evaluation.indicator_notes),
                     std::move(evaluation.length_by_country),
                     std::move(evaluation.sections),
                     std::move(evaluation.mines_in_reach),
                     std::move(evaluation.tonnes_in_reach),
                     std::move(evaluation.tonnes_by_access),
                     std::move(evaluation.overlap),
                     std::move(evaluation.exposure),
                     std::move(evaluation.rates_used)};
    return result;
}

std::string merged_study(CompareOptions const& options) {
    Problems problems;
    ParsedStudy parsed = parse(options, problems);
    // The text may be kept anywhere, so the paths no longer depend on where the study lies.
    std::filesystem::path const folder = std::filesystem::absolute(parsed.file).parent_path();
    for (auto& [role, binding] : parsed.study.layers)
        binding.path = resolved_path(binding.path, folder);
    if (!parsed.study.rates_path.empty())
        parsed.study.rates_path = resolved_path(parsed.study.rates_path, folder);
    return to_toml(parsed.study);
}

} // namespace oreway
