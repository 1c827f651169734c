// SPDX-License-Identifier: MIT
// A first study file from a look at the layers.

#include <algorithm>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/inspect.hpp"
#include "oreway/model/guess_study.hpp"

namespace oreway {

namespace {

constexpr std::size_t sample_size = 500;

/// Layers that were looked at, and what there is to say of those that were not taken.
struct Findings {
    std::vector<FoundLayer> layers;
    std::vector<std::string> remarks;
};

/// How a file is called from the study's folder; names of GDAL stay.
std::string path_from(std::filesystem::path const& folder, std::string const& dataset) {
    if (dataset.starts_with("/vsi"))
        return dataset;
    std::filesystem::path const whole = std::filesystem::absolute(dataset).lexically_normal();
    return whole.lexically_relative(std::filesystem::absolute(folder).lexically_normal()).generic_string();
}

void look_at(LayerInfo const& info, std::filesystem::path const& folder, InputOptions const& options,
             Findings& findings) {
    InputOptions sample = options;
    sample.max_features = sample_size;
    Problems problems;
    std::optional<LoadedLayer> loaded = info.geometry_type == "None"
                                            ? load_table(info.origin.dataset, info.origin.layer, sample, problems)
                                            : load_layer(info.origin.dataset, info.origin.layer, sample, problems);
    for (Problem const& problem : problems)
        if (problem.severity != Severity::note)
            findings.remarks.push_back(fmt::format("{}: {}{}", problem.parts.where, problem.parts.what,
                                                   loaded ? "" : "; the layer was left out"));
    if (!loaded)
        return;
    findings.layers.push_back({path_from(folder, info.origin.dataset), info.origin.layer, std::move(loaded->layer)});
}

Findings look_at_all(std::vector<std::string> const& datasets, std::filesystem::path const& folder,
                     InputOptions const& options) {
    Findings findings;
    for (std::string const& name : datasets) {
        VectorDataset const dataset = VectorDataset::open(name, options.read);
        for (Problem const& problem : dataset.problems())
            if (problem.code == "file.unreadable")
                findings.remarks.push_back(
                    fmt::format("{}: {}; it was left out", problem.parts.where, problem.parts.what));
        for (LayerInfo const& info : dataset.layers())
            look_at(info, folder, options, findings);
    }
    return findings;
}

/// What the user said on the command line stands in the study, so that the next command needs no options.
void bind_options(Study& study, Findings const& findings, InputOptions const& options) {
    for (auto& [role, binding] : study.layers) {
        auto const found = std::ranges::find_if(findings.layers, [&](FoundLayer const& layer) {
            return layer.path == binding.path && (binding.layer.empty() || layer.layer == binding.layer);
        });
        if (found == findings.layers.end())
            continue;
        LayerOrigin const& origin = found->sample.origin;
        if (origin.crs_origin == CrsOrigin::assumed)
            binding.crs = options.assume_crs;
        if (!options.read.encoding.empty() && origin.driver == "ESRI Shapefile")
            binding.encoding = options.read.encoding;
    }
}

std::string as_comments(std::vector<std::string> const& remarks) {
    std::string out;
    for (std::string const& remark : remarks)
        for (std::string const& line : split(remark, '\n'))
            out += fmt::format("# {}\n", printable(line));
    return out;
}

} // namespace

std::string draft_study(std::vector<std::string> const& datasets, std::filesystem::path const& study_folder,
                        InputOptions const& options) {
    Findings const findings = look_at_all(datasets, study_folder, options);
    if (findings.layers.empty())
        throw DataError({.what = "no layer can be used:\n  " + join(findings.remarks, "\n  "),
                         .where = join(datasets, ", "),
                         .remedy = "layers without a reference system are taken with --assume-crs"});
    GuessedStudy guessed = guess_study(findings.layers);
    bind_options(guessed.study, findings, options);
    std::string out =
        "# A first draft, made by looking at the layers. Read the remarks, correct what is wrong, then run\n"
        "# 'oreway check' on this file.\n#\n";
    out += as_comments(guessed.remarks) + as_comments(findings.remarks);
    return out + "\n" + to_toml(guessed.study);
}

void write_study(std::filesystem::path const& file, std::string const& text, OverwritePolicy overwrite) {
    write_text_file(file, text, overwrite);
}

} // namespace oreway
