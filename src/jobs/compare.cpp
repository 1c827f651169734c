// SPDX-License-Identifier: MIT
// The comparison from the study file to the bundle: read, check, measure, rank, write.

#include "oreway/jobs/compare.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "jobs/compare_bundle.hpp"
#include "oreway/base/version.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/compare/score.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/io/library.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

namespace {

constexpr std::string_view manifest_name = "manifest.json";

std::string read_text(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        throw IoError({.what = "the study file cannot be read",
                       .where = file.string(),
                       .remedy = "check the name, or write one with 'oreway init'"});
    return text.str();
}

std::filesystem::path study_file(CompareOptions const& options) {
    return options.study.empty() ? bundled_data_folder() / "study.toml" : options.study;
}

/// GDAL names (/vsizip/...) and absolute paths stay; others are relative to the study file.
std::string resolve(std::string const& path, std::filesystem::path const& folder) {
    if (path.starts_with("/vsi") || std::filesystem::path(path).is_absolute())
        return path;
    return (folder / path).lexically_normal().string();
}

struct Inputs {
    std::map<LayerRole, FeatureLayer> layers;
    RateTable rates;
    std::vector<ReceiptInput> receipts;
};

InputOptions options_for(LayerBinding const& binding, InputOptions const& common) {
    InputOptions options = common;
    if (!binding.crs.empty())
        options.assume_crs = binding.crs;
    if (!binding.encoding.empty())
        options.read.encoding = binding.encoding;
    return options;
}

void load_role(LayerRole role, LayerBinding const& binding, std::filesystem::path const& folder,
               InputOptions const& common, Inputs& inputs, Problems& problems) {
    std::string const path = resolve(binding.path, folder);
    InputOptions const options = options_for(binding, common);
    std::optional<LoadedLayer> loaded = role == LayerRole::corridor_legs
                                            ? load_table(path, options, problems)
                                            : load_layer(path, binding.layer, options, problems);
    if (!loaded)
        return;
    inputs.layers.emplace(role, std::move(loaded->layer));
    inputs.receipts.push_back(std::move(loaded->receipt));
}

/// A study without countries takes the bundled ones, so that a user's own corridors get their length by country.
void load_bundled_countries(Study& study, InputOptions const& common, Inputs& inputs, Problems& problems) {
    std::filesystem::path const folder = bundled_data_folder();
    LayerBinding binding;
    binding.path = (folder / "countries.shp").string();
    binding.fields = {{"id", "iso_a2"}, {"name", "name"}};
    study.layers[LayerRole::countries] = binding;
    load_role(LayerRole::countries, binding, folder, common, inputs, problems);
    problems.push_back(
        {Severity::note,
         "countries.bundled",
         {.what = "the study names no countries layer; the bundled one is used (ids are ISO 3166-1 alpha-2 codes)",
          .where = "",
          .remedy = ""}});
}

Inputs load_inputs(Study& study, std::filesystem::path const& folder, InputOptions const& options, Problems& problems,
                   Progress& progress) {
    Inputs inputs;
    progress.stage("reading", study.layers.size() + 1);
    for (auto const& [role, binding] : study.layers) {
        stop_if_cancelled(progress);
        load_role(role, binding, folder, options, inputs, problems);
        progress.advance(1);
    }
    if (!study.layers.contains(LayerRole::countries))
        load_bundled_countries(study, options, inputs, problems);
    if (!study.rates_path.empty()) {
        if (auto table = load_table(resolve(study.rates_path, folder), options, problems)) {
            inputs.rates = RateTable::from_layer(table->layer, problems);
            inputs.receipts.push_back(std::move(table->receipt));
        }
    }
    progress.advance(1);
    return inputs;
}

std::string utc_now() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// The columns of the indicator table that a planner looks at first.
Table summary_of(Table const& indicators, std::vector<std::string_view> const& wanted) {
    std::vector<Column> columns;
    std::vector<std::size_t> positions;
    for (std::size_t c = 0; c < indicators.columns().size(); ++c) {
        if (std::find(wanted.begin(), wanted.end(), indicators.columns()[c].name) == wanted.end())
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

struct ParsedStudy {
    std::filesystem::path file;
    Study study;
};

ParsedStudy parse(CompareOptions const& options, Problems& problems) {
    ParsedStudy parsed;
    parsed.file = study_file(options);
    parsed.study = parse_study(read_text(parsed.file), parsed.file.string(), problems);
    throw_if_errors(problems, "reading the study");
    return parsed;
}

Receipt receipt_for(CompareOptions const& options, std::filesystem::path const& study, Inputs const& inputs) {
    Receipt receipt;
    receipt.command = "compare";
    receipt.options = options.receipt_options;
    receipt.options.emplace_back("study", study.filename().string());
    receipt.versions = io_library_versions();
    receipt.versions.emplace(receipt.versions.begin(), "Oreway", std::string(version()));
    receipt.ellipsoid = ellipsoid_name;
    receipt.inputs = inputs.receipts;
    receipt.started = utc_now();
    return receipt;
}

/// Writes the bundle beside its place and swaps it in.
std::vector<WrittenFile> write(OutputFolder& folder, Bundle const& bundle, Receipt receipt,
                               std::chrono::steady_clock::time_point begun, Progress& progress) {
    receipt.outputs = write_bundle(folder.temporary(), bundle, progress);
    receipt.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::string const manifest = to_json(receipt);
    write_text_file(folder.temporary() / manifest_name, manifest, OverwritePolicy::refuse);
    stop_if_cancelled(progress);
    folder.commit();
    std::vector<WrittenFile> outputs = std::move(receipt.outputs);
    outputs.push_back({std::string(manifest_name), manifest.size(), ""});
    return outputs;
}

} // namespace

CompareResult compare(CompareOptions const& options, Progress& progress) {
    auto const begun = std::chrono::steady_clock::now();
    std::optional<OutputFolder> folder;
    if (!options.output.empty())
        folder.emplace(options.output, options.overwrite, manifest_name);

    CompareResult result;
    ParsedStudy parsed = parse(options, result.problems);
    Inputs inputs = load_inputs(parsed.study, parsed.file.parent_path(), options.input, result.problems, progress);
    throw_if_errors(result.problems, "the comparison");
    Receipt receipt = receipt_for(options, parsed.file, inputs);
    Scene const scene = build_scene(parsed.study, inputs.layers, std::move(inputs.rates), result.problems);
    throw_if_errors(result.problems, "the comparison");

    Evaluation evaluation = evaluate(scene, parsed.study, result.problems, progress);
    result.ranking = rank(evaluation, scene, parsed.study);
    result.summary = summary_of(evaluation.indicators, {"corridor", "status", "length_km", "transit_time_h",
                                                        "generalised_cost_usd_t", "border_crossings", "gauge_breaks"});
    if (folder) {
        Bundle const bundle = make_bundle(scene, parsed.study, evaluation, result.ranking, options.raster, progress);
        receipt.problems = result.problems;
        result.outputs = write(*folder, bundle, std::move(receipt), begun, progress);
    }
    result.tables = {std::move(evaluation.indicators),        std::move(evaluation.indicator_notes),
                     std::move(evaluation.length_by_country), std::move(evaluation.sections),
                     std::move(evaluation.mines_in_reach),    std::move(evaluation.tonnes_in_reach),
                     std::move(evaluation.overlap),           std::move(evaluation.exposure),
                     std::move(evaluation.rates_used)};
    return result;
}

std::string merged_study(CompareOptions const& options) {
    Problems problems;
    return to_toml(parse(options, problems).study);
}

} // namespace oreway
