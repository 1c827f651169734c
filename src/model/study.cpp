// SPDX-License-Identifier: MIT
// Reads a study file. Every key is taken by name from one place, so what was not taken is unknown and can be told; all
// problems are collected with their line.

#include "oreway/model/study.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::array all_roles = {LayerRole::corridors, LayerRole::corridor_legs, LayerRole::legs,
                                  LayerRole::nodes,     LayerRole::mines,         LayerRole::countries};

/// Where problems go, with the name of the file.
class Reporter {
public:
    Reporter(std::string_view file, Problems& problems) : m_file(file), m_problems(problems) {}

    void error(toml::node const* node, std::string code, std::string what, std::string remedy) const {
        std::string where = m_file;
        if (node != nullptr && node->source().begin.line > 0)
            where += fmt::format(", line {}", node->source().begin.line);
        m_problems.push_back(
            {Severity::error, std::move(code), {std::move(what), std::move(where), std::move(remedy)}});
    }

private:
    std::string m_file;
    Problems& m_problems;
};

/// One TOML table being read: keys are taken by name; `finish` reports those nobody asked for.
class Section {
public:
    Section(toml::table const& table, std::string name, Reporter const& report)
        : m_table(table), m_name(std::move(name)), m_report(report) {}

    toml::node const* take(std::string_view key) {
        m_known.emplace_back(key);
        return m_table.get(key);
    }

    void text(std::string_view key, std::string& target) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return;
        if (auto const value = node->value_exact<std::string>())
            target = *value;
        else
            wrong_type(*node, key, "a text in quotes");
    }

    std::optional<double> number(std::string_view key) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return std::nullopt;
        if (node->is_number())
            if (auto const value = node->value<double>(); value && std::isfinite(*value))
                return value;
        wrong_type(*node, key, "a number");
        return std::nullopt;
    }

    std::optional<std::uint64_t> count(std::string_view key) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return std::nullopt;
        if (auto const value = node->value_exact<std::int64_t>(); value && *value >= 0)
            return static_cast<std::uint64_t>(*value);
        wrong_type(*node, key, "a whole number, not negative");
        return std::nullopt;
    }

    std::optional<bool> yes_or_no(std::string_view key) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return std::nullopt;
        if (auto const value = node->value_exact<bool>())
            return value;
        wrong_type(*node, key, "true or false");
        return std::nullopt;
    }

    /// One of some words.
    void word(std::string_view key, std::vector<std::string> const& words, std::string& target) {
        std::string text = target;
        this->text(key, text);
        if (std::ranges::find(words, text) != words.end()) {
            target = text;
            return;
        }
        auto const near = nearest_spelling(text, words);
        invalid(key, fmt::format("'{}' is not known", text),
                near ? fmt::format("did you mean '{}'?", *near) : "use one of: " + join(words, ", "));
    }

    /// A number within [low, high].
    void number_in(std::string_view key, double low, double high, double& target) {
        auto const value = number(key);
        if (!value)
            return;
        if (*value >= low && *value <= high)
            target = *value;
        else
            invalid(key, fmt::format("{} is out of range", shortest(*value)),
                    fmt::format("use {} to {}", shortest(low), shortest(high)));
    }

    std::vector<double> numbers(std::string_view key) {
        std::vector<double> result;
        each(key, "a list of numbers", [&](toml::node const& item) {
            auto const value = item.is_number() ? item.value<double>() : std::nullopt;
            if (value && std::isfinite(*value))
                result.push_back(*value);
            return value && std::isfinite(*value);
        });
        return result;
    }

    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> result;
        each(key, "a list of texts", [&](toml::node const& item) {
            auto const value = item.value_exact<std::string>();
            if (value)
                result.push_back(*value);
            return value.has_value();
        });
        return result;
    }

    /// Every table of an array of tables: `[[key]]`.
    template <class Read> void tables(std::string_view key, Read const& read) {
        each(key, "written as [[" + std::string(key) + "]]", [&](toml::node const& item) {
            if (!item.is_table())
                return false;
            Section section(*item.as_table(), std::string(key), m_report);
            read(section);
            section.finish();
            return true;
        });
    }

    template <class Read> void table(std::string_view key, Read const& read) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return;
        if (!node->is_table())
            return wrong_type(*node, key, "a table");
        Section section(*node->as_table(), m_name.empty() ? std::string(key) : m_name + "." + std::string(key),
                        m_report);
        read(section);
        section.finish();
    }

    void require(std::string_view key, bool present) const {
        if (!present)
            m_report.error(&m_table, "study.missing", fmt::format("[{}] has no '{}'", m_name, key),
                           fmt::format("add {} to it", key));
    }

    void invalid(std::string_view key, std::string const& what, std::string const& remedy) const {
        toml::node const* node = m_table.get(key);
        m_report.error(node != nullptr ? node : &m_table, "study.value",
                       (m_name.empty() ? std::string() : "[" + m_name + "] ") + std::string(key) + ": " + what, remedy);
    }

    /// Keys nobody asked for, each with the nearest known one.
    void finish() const {
        for (auto const& [key, node] : m_table) {
            std::string const name(key.str());
            if (std::ranges::find(m_known, name) != m_known.end())
                continue;
            auto const near = nearest_spelling(name, m_known);
            m_report.error(&node, "study.unknown_key",
                           fmt::format("unknown key '{}'{}", name, m_name.empty() ? "" : " in [" + m_name + "]"),
                           near ? fmt::format("did you mean '{}'?", *near) : "known are: " + join(m_known, ", "));
        }
    }

    [[nodiscard]] toml::table const& raw() const noexcept { return m_table; }
    [[nodiscard]] Reporter const& report() const noexcept { return m_report; }

private:
    template <class Accept> void each(std::string_view key, std::string const& expected, Accept const& accept) {
        toml::node const* node = take(key);
        if (node == nullptr)
            return;
        if (!node->is_array())
            return wrong_type(*node, key, expected);
        for (toml::node const& item : *node->as_array())
            if (!accept(item))
                wrong_type(item, key, expected);
    }

    void wrong_type(toml::node const& node, std::string_view key, std::string const& expected) const {
        std::string const full = m_name.empty() ? std::string(key) : m_name + "." + std::string(key);
        m_report.error(&node, "study.type", fmt::format("'{}' must be {}", full, expected), "correct the value");
    }

    toml::table const& m_table;
    std::string m_name;
    Reporter const& m_report;
    std::vector<std::string> m_known;
};

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

void read_fields(Section& section, LayerRole role, LayerBinding& binding) {
    section.table("fields", [&](Section& fields) {
        for (std::string const& name : field_names(role)) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                binding.fields[name] = theirs;
        }
    });
    section.table("values", [&](Section& values) {
        for (std::string const& name : field_names(role)) {
            values.table(name, [&](Section& map) {
                for (auto const& [key, node] : map.raw()) {
                    std::string ours;
                    map.text(key.str(), ours);
                    binding.values[name][std::string(key.str())] = ours;
                }
            });
        }
    });
}

void read_join(Section& section, LayerRole role, LayerBinding& binding) {
    JoinedTable join;
    section.text("path", join.path);
    section.text("layer", join.layer);
    section.require("path", !join.path.empty());
    if (section.yes_or_no("optional").value_or(false))
        join.need = JoinedTable::Need::optional;
    section.table("fields", [&](Section& fields) {
        for (std::string const& name : field_names(role)) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                join.fields[name] = theirs;
        }
        fields.require("id", join.fields.contains("id"));
    });
    section.require("fields", !join.fields.empty());
    binding.joins.push_back(std::move(join));
}

void read_layers(Section& section, Study& study) {
    for (LayerRole const role : all_roles) {
        section.table(name_of(role), [&](Section& layer) {
            LayerBinding binding;
            layer.text("path", binding.path);
            layer.text("layer", binding.layer);
            layer.text("crs", binding.crs);
            layer.text("encoding", binding.encoding);
            read_fields(layer, role, binding);
            if (role == LayerRole::legs || role == LayerRole::nodes)
                layer.tables("join", [&](Section& join) { read_join(join, role, binding); });
            layer.require("path", !binding.path.empty());
            study.layers[role] = std::move(binding);
        });
    }
}

void read_table(Section& section, std::span<std::string_view const> names, TableBinding& binding) {
    section.text("path", binding.path);
    section.require("path", !binding.path.empty());
    section.table("fields", [&](Section& fields) {
        for (std::string_view const name : names) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                binding.fields[std::string(name)] = theirs;
        }
    });
}

void read_tables(Section& root, Study& study) {
    static constexpr std::array<std::string_view, 3> source_fields = {"id", "title", "pattern"};
    static constexpr std::array<std::string_view, 4> row_fields = {"id", "source", "source_ids", "confidence"};
    root.table("sources", [&](Section& section) { read_table(section, source_fields, study.sources); });
    root.tables("table", [&](Section& section) {
        TableBinding binding;
        read_table(section, row_fields, binding);
        study.tables.push_back(std::move(binding));
    });
}

/// Ids become parts of column names, so only plain ones are taken.
bool is_plain(std::string_view id) noexcept {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

void read_id(Section& section, std::string& id, std::set<std::string>& taken) {
    section.text("id", id);
    if (!is_plain(id))
        section.invalid("id", "missing or not plain", "use letters, digits, '_' and '-'");
    else if (!taken.insert(fold(id)).second) // names of columns differ by more than case in SQL
        section.invalid("id", fmt::format("'{}' is used twice", id), "give each its own id");
}

/// A judgement: a number, or a fraction in quotes ("1/3").
std::optional<double> judgement(toml::node const& node) {
    if (node.is_number())
        return node.value<double>();
    auto const text = node.value_exact<std::string>();
    if (!text)
        return std::nullopt;
    auto const bar = text->find('/');
    auto const above = parse_number(trim(std::string_view(*text).substr(0, bar)));
    auto const below = bar == std::string::npos ? std::optional(1.0) : parse_number(trim(text->substr(bar + 1)));
    if (!above || !below || *below == 0.0)
        return std::nullopt;
    return *above / *below;
}

std::vector<std::vector<double>> read_matrix(Section& section, toml::node const& node) {
    std::vector<std::vector<double>> matrix;
    bool good = node.is_array();
    for (std::size_t r = 0; good && r < node.as_array()->size(); ++r) {
        toml::node const& line = (*node.as_array())[r];
        good = line.is_array();
        auto& row = matrix.emplace_back();
        for (std::size_t c = 0; good && c < line.as_array()->size(); ++c) {
            auto const value = judgement((*line.as_array())[c]);
            good = value && *value > 0.0 && std::isfinite(*value);
            row.push_back(value.value_or(0.0));
        }
    }
    if (!good)
        section.invalid("pairwise", "not rows of numbers above zero",
                        "write pairwise = [[1, 3], [\"1/3\", 1]], a row and a column a criterion");
    return good ? matrix : std::vector<std::vector<double>>();
}

/// What is wrong with judgements of so many criteria, or nothing. Half judgements may be rounded (0.33 for 1/3).
std::string fault_of(std::vector<std::vector<double>> const& matrix, std::size_t criteria) {
    constexpr double rounding = 0.02;
    if (matrix.size() != criteria)
        return fmt::format("{} rows for {} criteria", matrix.size(), criteria);
    for (std::size_t r = 0; r < criteria; ++r) {
        if (matrix[r].size() != criteria)
            return fmt::format("row {} has {} numbers, not {}", r + 1, matrix[r].size(), criteria);
        for (std::size_t c = 0; c <= r; ++c)
            if (std::abs(matrix[r][c] * matrix[c][r] - 1.0) > rounding)
                return fmt::format("row {}, column {} is {} and row {}, column {} is {}: not reciprocal", r + 1, c + 1,
                                   shortest(matrix[r][c]), c + 1, r + 1, shortest(matrix[c][r]));
    }
    return {};
}

void read_ranking(Section& section, Study& study) {
    std::string method(name_of(study.ranking_method));
    section.text("method", method);
    if (method == name_of(RankingMethod::topsis))
        study.ranking_method = RankingMethod::topsis;
    else if (method != name_of(RankingMethod::weighted_sum))
        section.invalid("method", fmt::format("'{}' is no method", method), "use weighted_sum or topsis");
    toml::node const* pairwise = section.take("pairwise");
    if (pairwise == nullptr)
        return;
    study.judgements.matrix = read_matrix(section, *pairwise);
    if (study.judgements.matrix.empty())
        return;
    if (std::string const fault = fault_of(study.judgements.matrix, study.criteria.size()); !fault.empty())
        section.invalid("pairwise", fault, "give how many times more each criterion counts than each other one");
}

void read_reliability(Section& section, ReliabilityOptions& options) {
    std::string shape(name_of(options.shape));
    section.text("distribution", shape);
    if (shape == name_of(SpreadShape::triangular))
        options.shape = SpreadShape::triangular;
    else if (shape != name_of(SpreadShape::pert))
        section.invalid("distribution", fmt::format("'{}' is no distribution", shape), "use triangular or pert");
    if (auto const seed = section.count("seed"))
        options.seed = *seed;
    if (auto const draws = section.count("draws"))
        options.draws = *draws;
    if (options.draws < 100 || options.draws > 1'000'000)
        section.invalid("draws", "out of range", "use 100 to 1000000");
}

void read_criteria(Section& root, Study& study) {
    bool const judged = root.raw()["ranking"]["pairwise"].node() != nullptr;
    root.tables("criteria", [&](Section& section) {
        Criterion criterion;
        section.text("indicator", criterion.indicator);
        section.require("indicator", !criterion.indicator.empty());
        auto const weight = section.number("weight");
        section.require("weight", judged || section.raw().get("weight") != nullptr);
        if (weight && *weight < 0.0)
            section.invalid("weight", "below zero", "weights are zero or more");
        criterion.weight = weight.value_or(0.0);
        for (Criterion const& other : study.criteria)
            if (other.indicator == criterion.indicator)
                section.invalid("indicator", fmt::format("'{}' is named twice", criterion.indicator),
                                "keep one of them");
        study.criteria.push_back(std::move(criterion));
    });
    double sum = 0.0;
    for (Criterion const& criterion : study.criteria)
        sum += criterion.weight;
    if (!study.criteria.empty() && !judged && !(sum > 0.0))
        root.invalid("criteria", "all weights are zero", "give at least one a weight");
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
