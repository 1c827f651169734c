// SPDX-License-Identifier: MIT
// The part of a study file about the network and the questions that are put to it.

#include "model/study_parts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

void read_network(Section& section, NetworkSettings& network) {
    section.word("parallel", {"keep", "last", "first", "cheapest"}, network.parallel);
    section.word("length_from", {"column", "geometry"}, network.length_from);
    section.number_in("length_tolerance", 0.0, 1e6, network.length_tolerance);
    section.number_in("sentinel_cost_usd_t", 0.0, 1e300, network.sentinel_cost_usd_t);
    section.word("sentinel", {"keep", "close"}, network.sentinel);
    section.word("sharing", {"whole_at_node", "half_per_leg"}, network.sharing);
    section.word("domestic", {"pay", "waived"}, network.domestic);
    section.text("split_suffix", network.split_suffix);
    if (network.split_suffix.empty())
        section.invalid("split_suffix", "is empty", "use a letter or a word");
    section.word("noding", {"ends_only", "shared_vertices"}, network.noding);
    if (section.raw().get("snap_m") != nullptr) {
        double metres = 0.0;
        section.number_in("snap_m", 0.0, 100'000.0, metres);
        network.snap_tolerance = Metres(metres);
    } else
        section.take("snap_m");
    section.table("access", [&](Section& access) {
        access.number_in("cost_usd_t", 0.0, 1e6, network.access_usd_t);
        access.number_in("time_h", 0.0, 1e6, network.access_h);
        double km = to_kilometres(network.access_limit);
        access.number_in("limit_km", 0.0, 20'000.0, km);
        network.access_limit = kilometres(km);
        access.word("mode", {"rail", "road", "sea"}, network.access_mode);
        access.number_in("detour", 1.0, 10.0, network.access_detour);
    });
    static constexpr std::array<std::string_view, 6> charge_fields = {"node",       "kind",    "country_from",
                                                                      "country_to", "dwell_h", "fee_usd_t"};
    section.table("charges", [&](Section& charges) { read_table(charges, charge_fields, network.charges); });
}

void read_questions(Section& root, Study& study) {
    std::set<std::string> taken;
    root.tables("question", [&](Section& section) {
        Question question;
        read_id(section, question.id, taken);
        section.text("title", question.title);
        section.text("commodity", question.commodity);
        section.text("origin", question.origin);
        question.destinations = section.texts("destinations");
        question.scenarios = section.texts("scenarios");
        section.text("exposure", question.exposure);
        section.require("origin", !question.origin.empty());
        section.require("destinations", !question.destinations.empty());
        study.questions.push_back(std::move(question));
    });
}

/// What a question names must be in the study.
void check_questions(Section const& root, Study const& study) {
    std::vector<std::string> scenarios = {"today"};
    for (Scenario const& scenario : study.scenarios)
        scenarios.push_back(scenario.id);
    std::vector<std::string> sets;
    for (ExposureSet const& set : study.exposures)
        sets.push_back(set.id);
    auto const check = [&](Question const& question, std::string_view kind, std::string const& id,
                           std::vector<std::string> const& known) {
        if (std::ranges::find(known, id) != known.end())
            return;
        auto const near = nearest_spelling(id, known);
        root.invalid("question",
                     fmt::format("question '{}' names the {} '{}', which is not in the study", question.id, kind, id),
                     near ? fmt::format("did you mean '{}'?", *near) : "known are: " + join(known, ", "));
    };
    for (Question const& question : study.questions) {
        for (std::string const& id : question.scenarios)
            check(question, "scenario", id, scenarios);
        if (!question.exposure.empty())
            check(question, "exposure set", question.exposure, sets);
    }
}

} // namespace oreway
