// SPDX-License-Identifier: MIT
// Who is ranked against whom: groups, scenarios, and the reasons why a corridor is left unranked.

#include "oreway/compare/score.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "compare/criteria.hpp"
#include "compare/ranking.hpp"
#include "oreway/base/text.hpp"
#include "oreway/compare/indicator.hpp"

namespace oreway {

namespace {

/// A criterion with its column in the table of indicators.
struct WeightedColumn {
    std::string id;
    double weight = 0.0;
    std::size_t column = 0;
    Better better = Better::neither;
    int decimals = 2;
    std::string unit;
};

/// A corridor in a group and scenario, before and after ranking.
struct Candidate {
    std::size_t corridor = 0;
    std::string not_ranked; ///< reason; empty when it is ranked
    std::vector<std::string> remarks;
    std::size_t rank = 0;
    double score = 0.0;
    double closeness = 0.0;
    bool pareto = false;
    double first_share = 0.0;
    double rank_share = 0.0;
};

/// Given weights as they were written; judged ones to four decimals.
std::string shortest_weight(double weight) {
    std::string const whole = shortest(weight);
    return whole.size() <= 6 ? whole : fmt::format("{:.4f}", weight);
}

class Ranking {
public:
    Ranking(Evaluation const& evaluation, Scene const& scene, Study const& study)
        : m_indicators(evaluation.indicators), m_scene(scene), m_study(study) {
        find_criteria();
    }

    Table table() const {
        Table result("ranking", columns());
        std::vector<Scenario> const scenarios = compared_scenarios(m_study);
        for (std::size_t s = 0; s < scenarios.size(); ++s) {
            for (Group const& group : m_study.groups)
                add_group(scenarios[s], group, result);
            if (s == 0)
                add_others(scenarios[s], result);
        }
        return result;
    }

private:
    void find_criteria() {
        std::vector<StudyIndicator> const known = study_indicators(m_study);
        std::vector<double> const weights = criteria_weights(m_study);
        for (std::size_t i = 0; i < m_study.criteria.size(); ++i) {
            Criterion const& criterion = m_study.criteria[i];
            auto const at = std::ranges::find(known, criterion.indicator, &StudyIndicator::id);
            if (at == known.end() || at->definition->better == Better::neither) {
                m_fault = fmt::format("'{}' cannot be a criterion", criterion.indicator);
                continue;
            }
            m_criteria.push_back({criterion.indicator, weights[i], m_indicators.column(criterion.indicator),
                                  at->definition->better, at->definition->decimals, std::string(at->definition->unit)});
        }
        if (m_study.criteria.empty())
            m_fault = "the study names no criteria";
    }

    std::vector<Column> columns() const {
        std::vector<Column> result = {
            {"scenario", CellKind::text, "", 0, "id of the scenario; today: operating lines only"},
            {"group", CellKind::text, "", 0, "id of the group; corridors of one group serve the same two ends"},
            {"corridor", CellKind::text, "", 0, "id of the corridor"},
            {"status", CellKind::text, "", 0, "operating, construction, planned, closed, unknown"},
            {"rank", CellKind::integer, "", 0, fmt::format("1 is best; by {}", name_of(m_study.ranking_method))},
            {"score", CellKind::real, "", 4,
             "weighted mean of the criteria, each from 0 (best of the group) to 1 (worst)"},
            {"topsis", CellKind::real, "", 4, "closeness to the ideal by TOPSIS, from 0 (worst) to 1 (best)"},
            {"pareto", CellKind::text, "", 0,
             "yes: no other ranked corridor of the group is as good in all criteria and better in one"},
            {"first_rank_share", CellKind::real, "", 3, "share of random weights with which it is first"},
            {"rank_stability", CellKind::real, "", 3, "share of random weights with which it keeps its rank"}};
        for (WeightedColumn const& criterion : m_criteria)
            result.push_back({criterion.id, CellKind::real, criterion.unit, criterion.decimals,
                              fmt::format("criterion, weight {}, {} is better", shortest_weight(criterion.weight),
                                          name_of(criterion.better))});
        result.push_back({"remark", CellKind::text, "", 0, "why it is not ranked, and what to keep in mind"});
        return result;
    }

    std::optional<double> value_of(std::size_t corridor, WeightedColumn const& criterion) const {
        Cell const& cell = m_indicators.rows()[corridor][criterion.column];
        if (auto const* real = std::get_if<double>(&cell))
            return *real;
        if (auto const* integer = std::get_if<std::int64_t>(&cell))
            return static_cast<double>(*integer);
        return std::nullopt;
    }

    /// Reasons against ranking that lie in the scenario: status and closures.
    std::string closed_by(Scenario const& scenario, Corridor const& corridor) const {
        auto const status = std::string(name_of(corridor.status));
        auto const is_in = [](std::vector<std::string> const& list, std::string const& id) {
            return std::ranges::find(list, id) != list.end();
        };
        bool const open = corridor.status == Status::operating || is_in(scenario.include_status, status) ||
                          is_in(scenario.open_corridors, corridor.id);
        if (!open)
            return fmt::format("status is {}, which this scenario does not include{}", status,
                               corridor.status == Status::unknown
                                   ? " (give the corridor or its legs a status, or name \"unknown\" in include_status)"
                                   : "");
        auto const avoided = [&](std::string const& country) { return is_in(scenario.avoided_countries, country); };
        for (LegUse const use : corridor.legs) {
            Leg const& leg = m_scene.legs[use.leg];
            if (is_in(scenario.closed_legs, leg.id))
                return fmt::format("leg '{}' is closed in this scenario", leg.id);
            if (auto const at = std::ranges::find_if(leg.countries, avoided); at != leg.countries.end())
                return fmt::format("leg '{}' lies in {}, which this scenario avoids", leg.id, *at);
            for (auto const node : {leg.from, leg.to}) {
                if (node && is_in(scenario.closed_nodes, m_scene.nodes[*node].id))
                    return fmt::format("node '{}' is closed in this scenario", m_scene.nodes[*node].id);
                if (node && avoided(m_scene.nodes[*node].country))
                    return fmt::format("node '{}' lies in {}, which this scenario avoids", m_scene.nodes[*node].id,
                                       m_scene.nodes[*node].country);
            }
        }
        return {};
    }

    std::string missing_criteria(std::size_t corridor) const {
        std::string text;
        for (WeightedColumn const& criterion : m_criteria) {
            if (value_of(corridor, criterion))
                continue;
            auto const* absent = std::get_if<Absent>(&m_indicators.rows()[corridor][criterion.column]);
            text += fmt::format("{}{} missing ({})", text.empty() ? "" : "; ", criterion.id,
                                absent != nullptr ? absent->reason : "no number");
        }
        return text;
    }

    /// What to say of a corridor whose end is not that of its group; an end that is no node is a region.
    std::string other_end(char const* verb, std::string const& own, std::string const& wanted) const {
        if (own.empty() || own == wanted)
            return {};
        bool const is_node = std::ranges::find(m_scene.nodes, wanted, &Node::id) != m_scene.nodes.end();
        return is_node ? fmt::format("{} at {}, not at {}", verb, own, wanted)
                       : fmt::format("{} at {} (region {})", verb, own, wanted);
    }

    Candidate candidate(Scenario const& scenario, Group const& group, std::size_t corridor) const {
        Corridor const& c = m_scene.corridors[corridor];
        Candidate result;
        result.corridor = corridor;
        for (std::string reason : {m_fault, closed_by(scenario, c), missing_criteria(corridor)})
            if (result.not_ranked.empty() && !reason.empty())
                result.not_ranked = "not ranked: " + reason;
        if (result.not_ranked.empty() && c.status != Status::operating)
            result.remarks.emplace_back(name_of(c.status));
        for (std::string remark :
             {other_end("starts", c.origin, group.origin), other_end("ends", c.destination, group.destination)})
            if (!remark.empty())
                result.remarks.push_back(std::move(remark));
        return result;
    }

    void rank(std::vector<Candidate*> const& ranked) const {
        if (ranked.empty())
            return;
        CriteriaMatrix matrix;
        std::vector<double> weights;
        for (WeightedColumn const& criterion : m_criteria)
            weights.push_back(criterion.weight);
        for (Candidate const* candidate : ranked) {
            auto& row = matrix.emplace_back();
            for (WeightedColumn const& criterion : m_criteria) {
                double const value = *value_of(candidate->corridor, criterion);
                row.push_back(criterion.better == Better::higher ? -value : value);
            }
        }
        CriteriaMatrix const normalised = min_max_normalised(matrix);
        RankingMethod const method = m_study.ranking_method;
        CriteriaMatrix const& judged = method == RankingMethod::topsis ? matrix : normalised;
        auto const scores = weighted_scores(normalised, weights);
        auto const closeness = topsis_closeness(matrix, weights);
        auto const places = ranks(distances_to_best(judged, weights, method));
        auto const front = pareto_front(matrix);
        auto const stability =
            weight_stability(judged, places, m_study.stability_seed, m_study.stability_draws, method);
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            ranked[i]->score = scores[i];
            ranked[i]->closeness = closeness[i];
            ranked[i]->rank = places[i];
            ranked[i]->pareto = front[i];
            ranked[i]->first_share = stability.first_share[i];
            ranked[i]->rank_share = stability.rank_share[i];
        }
    }

    void add_group(Scenario const& scenario, Group const& group, Table& table) const {
        std::vector<Candidate> candidates;
        for (std::string const& id : group.corridors) {
            auto const at = std::ranges::find(m_scene.corridors, id, &Corridor::id);
            if (at == m_scene.corridors.end())
                continue;
            candidates.push_back(candidate(scenario, group, static_cast<std::size_t>(at - m_scene.corridors.begin())));
        }
        std::vector<Candidate*> ranked;
        for (Candidate& c : candidates)
            if (c.not_ranked.empty())
                ranked.push_back(&c);
        rank(ranked);
        if (ranked.size() == 1)
            ranked.front()->remarks.push_back("the only one ranked in its group");
        std::ranges::sort(candidates, [&](Candidate const& a, Candidate const& b) {
            if (a.not_ranked.empty() != b.not_ranked.empty())
                return a.not_ranked.empty();
            if (a.rank != b.rank)
                return a.rank < b.rank;
            return m_scene.corridors[a.corridor].id < m_scene.corridors[b.corridor].id;
        });
        for (Candidate const& c : candidates)
            add_row(scenario, Cell(group.id), c, table);
    }

    /// Corridors that no group holds, listed once.
    void add_others(Scenario const& scenario, Table& table) const {
        std::set<std::string> grouped;
        for (Group const& group : m_study.groups)
            grouped.insert(group.corridors.begin(), group.corridors.end());
        for (std::size_t i = 0; i < m_scene.corridors.size(); ++i) {
            Corridor const& corridor = m_scene.corridors[i];
            if (grouped.contains(corridor.id))
                continue;
            Candidate other;
            other.corridor = i;
            other.not_ranked = "not ranked: in no group of the study";
            add_row(scenario, Absent{"in no group of the study"}, other, table);
        }
    }

    void add_row(Scenario const& scenario, Cell group, Candidate const& c, Table& table) const {
        Corridor const& corridor = m_scene.corridors[c.corridor];
        std::vector<Cell> row = {scenario.id, std::move(group), corridor.id, std::string(name_of(corridor.status))};
        if (c.not_ranked.empty()) {
            row.insert(row.end(), {static_cast<std::int64_t>(c.rank), c.score, c.closeness,
                                   std::string(c.pareto ? "yes" : "no"), c.first_share, c.rank_share});
        } else {
            row.insert(row.end(), 6, Absent{c.not_ranked});
        }
        for (WeightedColumn const& criterion : m_criteria) {
            Cell cell = m_indicators.rows()[c.corridor][criterion.column];
            if (auto const value = value_of(c.corridor, criterion))
                cell = *value;
            row.push_back(std::move(cell));
        }
        std::vector<std::string> remarks = c.remarks;
        if (!c.not_ranked.empty())
            remarks.insert(remarks.begin(), c.not_ranked);
        row.emplace_back(join(remarks, "; "));
        table.add_row(std::move(row));
    }

    Table const& m_indicators;
    Scene const& m_scene;
    Study const& m_study;
    std::vector<WeightedColumn> m_criteria;
    std::string m_fault; ///< why nothing can be ranked
};

} // namespace

std::vector<Scenario> compared_scenarios(Study const& study) {
    std::vector<Scenario> result;
    if (std::ranges::find(study.scenarios, "today", &Scenario::id) == study.scenarios.end())
        result.push_back(
            {.id = "today", .title = "Operating lines", .include_status = {}, .closed_legs = {}, .closed_nodes = {}});
    result.insert(result.end(), study.scenarios.begin(), study.scenarios.end());
    return result;
}

Table rank(Evaluation const& evaluation, Scene const& scene, Study const& study) {
    return Ranking(evaluation, scene, study).table();
}

} // namespace oreway
