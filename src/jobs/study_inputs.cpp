// SPDX-License-Identifier: MIT
// The layers of a study are read here for everything that works on a study.

#include "jobs/study_inputs.hpp"

#include <fstream>
#include <sstream>

#include "oreway/jobs/compare.hpp"

namespace oreway {

std::string read_study_text(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        throw IoError({.what = "the study file cannot be read",
                       .where = file.string(),
                       .remedy = "check the name, or write one with 'oreway init'"});
    return text.str();
}

std::string resolved_path(std::string const& path, std::filesystem::path const& folder) {
    if (path.starts_with("/vsi") || std::filesystem::path(path).is_absolute())
        return path;
    return (folder / path).lexically_normal().string();
}

InputOptions options_for(LayerBinding const& binding, InputOptions const& common) {
    InputOptions options = common;
    if (!binding.crs.empty())
        options.assume_crs = binding.crs;
    if (!binding.encoding.empty())
        options.read.encoding = binding.encoding;
    return options;
}

namespace {

void load_role(LayerRole role, LayerBinding const& binding, std::filesystem::path const& folder,
               InputOptions const& common, StudyInputs& inputs, Problems& problems) {
    std::string const path = resolved_path(binding.path, folder);
    InputOptions const options = options_for(binding, common);
    std::optional<LoadedLayer> loaded = role == LayerRole::corridor_legs
                                            ? load_table(path, binding.layer, options, problems)
                                            : load_layer(path, binding.layer, options, problems);
    if (!loaded)
        return;
    inputs.layers.emplace(role, std::move(loaded->layer));
    inputs.receipts.push_back(std::move(loaded->receipt));
}

/// A study without countries takes the bundled ones, so that a user's own corridors get their length by country.
void load_bundled_countries(Study& study, InputOptions const& common, StudyInputs& inputs, Problems& problems) {
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

} // namespace

StudyInputs load_study_inputs(Study& study, std::filesystem::path const& folder, InputOptions const& options,
                              Problems& problems, Progress& progress) {
    StudyInputs inputs;
    progress.stage("reading", study.layers.size() + 1);
    for (auto const& [role, binding] : study.layers) {
        stop_if_cancelled(progress);
        load_role(role, binding, folder, options, inputs, problems);
        progress.advance(1);
    }
    if (!study.layers.contains(LayerRole::countries))
        load_bundled_countries(study, options, inputs, problems);
    if (!study.rates_path.empty()) {
        if (auto table = load_table(resolved_path(study.rates_path, folder), "", options, problems)) {
            inputs.rates = RateTable::from_layer(table->layer, problems);
            inputs.receipts.push_back(std::move(table->receipt));
        }
    }
    progress.advance(1);
    return inputs;
}

} // namespace oreway
