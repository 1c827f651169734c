// SPDX-License-Identifier: MIT
// Every fault of datasets and studies. An error in one dataset does not keep the others from being checked.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "jobs/data_check.hpp"
#include "jobs/layer_check.hpp"
#include "jobs/layer_text.hpp"
#include "jobs/study_inputs.hpp"
#include "oreway/base/text.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/jobs/inspect.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_size = 16'384;

void append(Problems& all, Problems const& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void check_layer(VectorDataset& dataset, std::size_t position, CheckOptions const& options, CheckResult& result,
                 Progress& progress) {
    LayerInfo layer = dataset.layers()[position];
    progress.stage("checking " + layer.origin.layer,
                   static_cast<std::uint64_t>(std::max<std::int64_t>(0, layer.feature_count)));
    std::optional<Crs> crs = crs_of(layer, options.input, result.problems);
    LayerCheck faults(layer, std::move(crs), options);
    std::unique_ptr<FeatureSource> const source = dataset.read(position);
    while (true) {
        stop_if_cancelled(progress);
        FeatureChunk const chunk = source->next(chunk_size);
        if (chunk.ids.empty())
            break;
        faults.add(chunk);
        progress.advance(chunk.ids.size());
    }
    // What the reader counts, the check names feature by feature. Coordinates that are no numbers are nulls by then, so
    // that only the reader knows of them.
    std::ranges::copy_if(source->problems(), std::back_inserter(result.problems), [](Problem const& problem) {
        return problem.code != "geometry.null" && problem.code != "geometry.empty";
    });
    faults.finish(result);
}

/// Runs one part of the check; an error becomes a problem.
template <class Part> void collecting(Problems& problems, Part&& part) {
    try {
        part();
    } catch (UsageError const&) {
        throw; // the options are wrong, not the data
    } catch (Error const& error) {
        problems.push_back({Severity::error, "input.unreadable", error.parts()});
    }
}

void check_dataset(std::string const& name, CheckOptions const& options, CheckResult& result, Progress& progress) {
    collecting(result.problems, [&] {
        VectorDataset dataset = VectorDataset::open(name, options.input.read);
        ++result.read;
        append(result.problems, dataset.problems());
        for (std::size_t i = 0; i < dataset.layers().size(); ++i)
            collecting(result.problems, [&] { check_layer(dataset, i, options, result, progress); });
    });
}

/// Loading finds again what the check of the single layers has found, in other words.
bool is_known(Problems const& known, Problem const& problem) {
    return std::ranges::any_of(known, [&](Problem const& other) {
        return other.code == problem.code &&
               (other.parts.what == problem.parts.what || other.parts.where.starts_with(problem.parts.where));
    });
}

/// Faults that building the scene tells, and the strict rules tell again with more of it.
bool is_strict_matter(Problem const& problem) {
    static constexpr std::array codes = {
        "leg.node",
        "leg.end_off_node",
        "leg.parallel",
        "corridor.disconnected",
        "corridor.end",
        "corridor.status",
        "country.unknown",
        "group.end",
        "status.unknown",
        "mode.unknown",
        "corridor_leg.leg",
        "corridor_leg.corridor",
        "corridor_leg.direction",
    };
    return std::ranges::find(codes, problem.code) != codes.end();
}

void check_study(std::filesystem::path const& file, CheckOptions const& options, CheckResult& result,
                 RuleReport& report, Progress& progress) {
    collecting(result.problems, [&] {
        Study study = parse_study(read_study_text(file), file.string(), result.problems);
        ++result.read;
        if (worst(result.problems) == Severity::error)
            return;
        Problems const criteria = check_criteria(study);
        result.problems.insert(result.problems.end(), criteria.begin(), criteria.end());
        std::filesystem::path const folder = file.parent_path();
        for (auto const& [role, binding] : study.layers) {
            CheckOptions layer_options = options;
            layer_options.input = options_for(binding, options.input);
            check_dataset(resolved_path(binding.path, folder), layer_options, result, progress);
        }
        Problems more;
        StudyInputs inputs = load_study_inputs(study, folder, options.input, more, progress);
        if (worst(more) != Severity::error)
            static_cast<void>(build_scene(study, inputs.layers, std::move(inputs.rates), more));
        bool const strict = options.rules == CheckRules::strict;
        if (strict) {
            DataSet const data = make_data_set(study, std::move(inputs.layers), folder, options.input, more);
            check_data_set(data, report, progress);
        }
        for (Problem const& problem : more)
            if (!is_known(result.problems, problem) && !(strict && is_strict_matter(problem)))
                result.problems.push_back(problem);
    });
}

bool is_study(std::string const& name) {
    return fold(name).ends_with(".toml");
}

/// The study that a name stands for: itself, or for the strict check the one in the folder.
std::optional<std::filesystem::path> study_of(std::string const& name, CheckRules rules) {
    if (is_study(name))
        return name;
    std::error_code ignored;
    std::filesystem::path const inside = std::filesystem::path(name) / "study.toml";
    if (rules == CheckRules::strict && std::filesystem::is_regular_file(inside, ignored))
        return inside;
    return std::nullopt;
}

} // namespace

CheckResult check(std::vector<std::string> const& datasets, CheckOptions const& options, Progress& progress) {
    CheckResult result{.counts = empty_count_table(), .rules = {}, .problems = {}, .read = 0};
    RuleReport report(options.listed_per_fault);
    bool any_study = false;
    for (std::string const& name : datasets) {
        auto const study = study_of(name, options.rules);
        any_study |= study.has_value();
        std::error_code ignored;
        if (!study && options.rules == CheckRules::strict && std::filesystem::is_directory(name, ignored))
            result.problems.push_back({Severity::warning,
                                       "strict.no_study",
                                       {.what = "the folder has no study.toml, so no rule of a data set is applied",
                                        .where = name,
                                        .remedy = "write one with 'oreway init', or name the study file"}});
        if (study)
            check_study(*study, options, result, report, progress);
        else
            check_dataset(name, options, result, progress);
    }
    report.finish(result.problems);
    if (any_study && options.rules == CheckRules::strict)
        result.rules = report.counts();
    return result;
}

} // namespace oreway
