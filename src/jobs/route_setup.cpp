// SPDX-License-Identifier: MIT
// Words of objectives and countries looked up in the study.

#include "jobs/route_setup.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

std::vector<std::string> country_set(StudyNetwork const& study, std::vector<std::string> const& words) {
    std::vector<std::string> countries;
    for (std::string const& word : words) {
        auto const set = std::ranges::find(study.study.exposures, word, &ExposureSet::id);
        if (set != study.study.exposures.end()) {
            countries.insert(countries.end(), set->countries.begin(), set->countries.end());
            continue;
        }
        std::vector<std::string> known = study.network.countries();
        if (std::ranges::find(known, word) == known.end()) {
            for (ExposureSet const& other : study.study.exposures)
                known.push_back(other.id);
            auto const near = nearest_spelling(word, known);
            throw UsageError(
                {.what = fmt::format("'{}' is neither a country of the network nor an exposure set", word),
                 .where = study.file.string(),
                 .remedy = near ? fmt::format("did you mean '{}'?", *near) : "there are: " + join(known, ", ")});
        }
        countries.push_back(word);
    }
    std::ranges::sort(countries);
    auto const repeated = std::ranges::unique(countries);
    countries.erase(repeated.begin(), repeated.end());
    return countries;
}

Objective objective_of_word(StudyNetwork const& study, NetworkChoice choice, std::string const& word,
                            std::vector<std::string> const& countries) {
    if (word != name_of(Objective::Of::exposure)) {
        choice.objective = word;
        return objective_of(choice, study);
    }
    if (countries.empty())
        throw UsageError({.what = "exposure is asked for, but to no country",
                          .where = "",
                          .remedy = "name countries or an exposure set of the study with --exposure"});
    return {.of = Objective::Of::exposure, .value_of_time_usd_th = 0.0, .countries = countries};
}

} // namespace oreway
