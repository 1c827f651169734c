// SPDX-License-Identifier: MIT
// Reads a study file. Every key is taken by name from one place, so what was not taken is unknown and can be told; all
// problems are collected with their line.

#include "oreway/model/study.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/study_parts.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Ids become parts of column names, so only plain ones are taken.
bool is_plain(std::string_view id) noexcept {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

} // namespace

void read_id(Section& section, std::string& id, std::set<std::string>& taken) {
    section.text("id", id);
    if (!is_plain(id))
        section.invalid("id", "missing or not plain", "use letters, digits, '_' and '-'");
    else if (!taken.insert(fold(id)).second) // names of columns differ by more than case in SQL
        section.invalid("id", fmt::format("'{}' is used twice", id), "give each its own id");
}

namespace {

void read_bbox(Section& section, Study& study) {
    if (section.raw().get("bbox") == nullptr)
        return void(section.take("bbox"));
    std::vector<double> const b = section.numbers("bbox");
    bool const good = b.size() == 4 && std::abs(b[0]) <= 180.0 && std::abs(b[2]) <= 180.0 && b[1] >= -90.0 &&
                      b[1] < b[3] && b[3] <= 90.0 && b[0] != b[2];
    if (good)
        study.bbox = LonLatBox{b[0], b[1], b[2], b[3]};
    else
        section.invalid("bbox", "not a box of degrees", "write bbox = [west, south, east, north]");
}

void read_catchments(Section& section, Study& study) {
    if (section.raw().get("catchment_km") == nullptr)
        return void(section.take("catchment_km"));
    study.catchments.clear();
    for (double const km : section.numbers("catchment_km")) {
        if (!(km > 0.0 && km <= 5000.0)) {
            section.invalid("catchment_km", fmt::format("{} km is not a radius", shortest(km)), "use 0 to 5000 km");
            continue;
        }
        study.catchments.push_back(kilometres(km));
    }
    std::ranges::sort(study.catchments);
    auto const repeated = std::ranges::unique(study.catchments);
    study.catchments.erase(repeated.begin(), repeated.end());
}

/// Limits of access, increasing and each once.
std::vector<double> read_limits(Section& section, std::string_view key) {
    std::vector<double> limits;
    for (double const limit : section.numbers(key)) {
        if (limit > 0.0 && limit <= 1e6)
            limits.push_back(limit);
        else
            section.invalid(key, fmt::format("{} is no limit", shortest(limit)), "use more than 0");
    }
    std::ranges::sort(limits);
    auto const repeated = std::ranges::unique(limits);
    limits.erase(repeated.begin(), repeated.end());
    return limits;
}

void read_head(Section& section, Study& study) {
    section.text("title", study.title);
    read_bbox(section, study);
    read_catchments(section, study);
    study.catchment_hours = read_limits(section, "catchment_h");
    study.catchment_usd_t = read_limits(section, "catchment_usd_t");
    if (auto const degrees = section.number("raster_resolution_deg")) {
        if (*degrees > 0.0 && *degrees <= 10.0)
            study.raster_resolution = Degrees(*degrees);
        else
            section.invalid("raster_resolution_deg", "out of range", "use more than 0, at most 10 degrees");
    }
    if (auto const km = section.number("overlap_tolerance_km")) {
        if (*km > 0.0 && *km <= 100.0)
            study.overlap_tolerance = kilometres(*km);
        else
            section.invalid("overlap_tolerance_km", "out of range", "use more than 0, at most 100 km");
    }
}

void read_groups(Section& root, Study& study) {
    std::set<std::string> taken;
    root.tables("group", [&](Section& section) {
        Group group;
        read_id(section, group.id, taken);
        section.text("title", group.title);
        section.text("origin", group.origin);
        section.text("destination", group.destination);
        group.corridors = section.texts("corridors");
        section.require("origin", !group.origin.empty());
        section.require("destination", !group.destination.empty());
        section.require("corridors", !group.corridors.empty());
        std::set<std::string> members;
        for (std::string const& corridor : group.corridors)
            if (!members.insert(corridor).second)
                section.invalid("corridors", fmt::format("'{}' is named twice", corridor), "name each corridor once");
        study.groups.push_back(std::move(group));
    });
}

void read_scenarios(Section& root, Study& study) {
    static std::vector<std::string> const statuses = {"operating", "construction", "planned", "closed", "unknown"};
    std::set<std::string> taken;
    root.tables("scenario", [&](Section& section) {
        Scenario scenario;
        read_id(section, scenario.id, taken);
        section.text("title", scenario.title);
        scenario.include_status = section.texts("include_status");
        scenario.open_corridors = section.texts("open_corridors");
        scenario.avoided_countries = section.texts("avoided_countries");
        scenario.closed_legs = section.texts("closed_legs");
        scenario.closed_nodes = section.texts("closed_nodes");
        for (std::string const& status : scenario.include_status) {
            if (std::ranges::find(statuses, status) != statuses.end())
                continue;
            auto const near = nearest_spelling(status, statuses);
            section.invalid("include_status", fmt::format("'{}' is no status", status),
                            near ? fmt::format("did you mean '{}'?", *near) : "use one of: " + join(statuses, ", "));
        }
        study.scenarios.push_back(std::move(scenario));
    });
}

void read_exposures(Section& root, Study& study) {
    std::set<std::string> taken;
    root.tables("exposure", [&](Section& section) {
        ExposureSet set;
        read_id(section, set.id, taken);
        section.text("title", set.title);
        set.countries = section.texts("countries");
        section.require("countries", !set.countries.empty());
        study.exposures.push_back(std::move(set));
    });
}

void read_all(Section& root, Study& study) {
    root.table("study", [&](Section& section) { read_head(section, study); });
    root.table("layers", [&](Section& section) { read_layers(section, study); });
    root.table("rates", [&](Section& section) {
        section.text("path", study.rates_path);
        section.require("path", !study.rates_path.empty());
    });
    read_tables(root, study);
    read_exposures(root, study);
    read_criteria(root, study);
    root.table("ranking", [&](Section& section) { read_ranking(section, study); });
    root.table("reliability", [&](Section& section) { read_reliability(section, study.reliability); });
    root.table("stability", [&](Section& section) {
        if (auto const seed = section.count("seed"))
            study.stability_seed = *seed;
        if (auto const draws = section.count("draws"))
            study.stability_draws = *draws;
        if (study.stability_draws < 1 || study.stability_draws > 1'000'000)
            section.invalid("draws", "out of range", "use 1 to 1000000");
    });
    read_groups(root, study);
    read_scenarios(root, study);
    root.table("network", [&](Section& section) { read_network(section, study.network); });
    read_questions(root, study);
    check_questions(root, study);
    root.finish();
    if (!study.layers.contains(LayerRole::corridors) && !study.layers.contains(LayerRole::legs))
        root.report().error(nullptr, "study.missing", "there is neither [layers.corridors] nor [layers.legs]",
                            "name the layer of corridors: [layers.corridors] path = \"...\"");
}

} // namespace

std::string_view name_of(RankingMethod method) noexcept {
    return method == RankingMethod::topsis ? "topsis" : "weighted_sum";
}

std::string_view name_of(SpreadShape shape) noexcept {
    return shape == SpreadShape::triangular ? "triangular" : "pert";
}

Study parse_study(std::string_view toml, std::string_view where, Problems& problems) {
    Study study;
    study.catchments = {kilometres(25.0), kilometres(50.0), kilometres(100.0)};
    Reporter const report(where, problems);
    try {
        toml::table const table = toml::parse(toml, where);
        Section root(table, "", report);
        read_all(root, study);
    } catch (toml::parse_error const& fault) {
        problems.push_back(
            {Severity::error,
             "study.syntax",
             {std::string(fault.description()),
              fmt::format("{}, line {}, column {}", where, fault.source().begin.line, fault.source().begin.column),
              "see https://toml.io for the syntax"}});
    }
    return study;
}

} // namespace oreway
