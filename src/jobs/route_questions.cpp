// SPDX-License-Identifier: MIT
// The standing questions of a study: for each of its destinations the best way in each scenario, and what that costs
// more than in the first one.

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "jobs/csv_tables.hpp"
#include "jobs/network_layers.hpp"
#include "jobs/route_setup.hpp"
#include "jobs/route_tables.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/route.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

namespace {

/// One question, destination and scenario.
struct Answer {
    Question const* question = nullptr;
    std::string from;
    std::string to;
    std::string scenario;
    std::optional<PlannedRoute> route;
    std::string why_not; ///< without a way
    double exposure_km = not_given;
    double amount = not_given;
    double example_km = 0.0;       ///< kilometres whose time or cost rests on a rate that is only an example
    std::size_t example_stops = 0; ///< stops likewise
};

/// Weights of each scenario, made once.
class ScenarioWeights {
public:
    ScenarioWeights(StudyNetwork const& study, NetworkChoice choice) : m_study(study), m_choice(std::move(choice)) {}

    Weights const& of(std::string const& scenario) {
        auto const found = m_weights.find(scenario);
        if (found != m_weights.end())
            return found->second;
        m_choice.scenario = scenario;
        return m_weights
            .emplace(scenario,
                     Weights(m_study.network, objective_of(m_choice, m_study), restriction_of(m_choice, m_study)))
            .first->second;
    }

private:
    StudyNetwork const& m_study;
    NetworkChoice m_choice;
    std::map<std::string, Weights> m_weights;
};

/// Whether a value that was filled for a leg rests on an example.
bool rests_on_example(StudyNetwork const& study, LegId leg, std::string_view quantity, ValueOrigin origin) {
    LegFacts const& facts = study.network.facts(leg);
    if (origin != ValueOrigin::rate_table || !facts.mode)
        return false;
    auto const is_example = [&](std::string_view place) {
        Rate const* rate = study.rates.find(quantity, name_of(*facts.mode), place);
        return rate != nullptr && rate->basis == "example";
    };
    if (*facts.mode == Mode::sea)
        return is_example(study.network.sea(leg));
    return std::ranges::any_of(study.network.countries(leg), [&](LegCountry const& part) {
        return part.share > 0.0 && is_example(study.network.countries()[part.country]);
    });
}

double example_km(StudyNetwork const& study, PlannedRoute const& route) {
    double km = 0.0;
    for (ArcId const arc : route.arcs) {
        LegId const leg = study.network.arc(arc).leg;
        LegFacts const& facts = study.network.facts(leg);
        if (rests_on_example(study, leg, "speed_kmh", facts.time_origin) ||
            rests_on_example(study, leg, "tariff_usd_tkm", facts.cost_origin))
            km += facts.length_km;
    }
    return km;
}

/// Whether a basis such as "port_dwell_h sea OCEAN; charge of the node" names a rate that is only an example.
bool names_example(StudyNetwork const& study, std::string const& basis) {
    for (std::string const& part : split(basis, ';')) {
        std::vector<std::string> const words = split(trim(part), ' ');
        if (words.size() != 3)
            continue;
        Rate const* rate = study.rates.find(words[0], words[1], words[2]);
        if (rate != nullptr && rate->basis == "example")
            return true;
    }
    return false;
}

std::size_t example_stops(StudyNetwork const& study, PlannedRoute const& route) {
    return static_cast<std::size_t>(std::ranges::count_if(route.steps, [&](RouteStep const& step) {
        return step.kind == RouteStep::Kind::stop && names_example(study, step.basis);
    }));
}

Answer answer(StudyNetwork const& study, Question const& question, std::string const& destination,
              std::string const& scenario, std::vector<std::string> const& exposure, Weights const& weights) {
    Answer result{.question = &question,
                  .from = question.origin,
                  .to = destination,
                  .scenario = scenario,
                  .route = std::nullopt,
                  .why_not = {}};
    RouteEnd const from = find_end(study, weights, question.origin);
    RouteEnd const to = find_end(study, weights, destination);
    result.from = from.label;
    result.to = to.label;
    ShortestPaths search(weights);
    auto path = search.find(from.node, to.node);
    if (!path) {
        result.why_not = weights.is_open(from.node) && weights.is_open(to.node) ? "no way" : "an end is closed";
        return result;
    }
    result.route = plan_route(study, from, to, std::move(path->arcs), scenario);
    result.amount = amount_of(weights.objective(), result.route->total);
    result.example_km = example_km(study, *result.route);
    result.example_stops = example_stops(study, *result.route);
    if (!exposure.empty())
        result.exposure_km = exposed_km(result.route->journey, exposure);
    return result;
}

Column text_column(std::string name, std::string description) {
    return {std::move(name), CellKind::text, "", 0, std::move(description)};
}
Column real_column(std::string name, std::string unit, int decimals, std::string description) {
    return {std::move(name), CellKind::real, std::move(unit), decimals, std::move(description)};
}

Cell share_of(double part, double whole, std::string const& reason) {
    return whole > 0.0 ? known_or_absent(part / whole, reason) : Cell(Absent{reason});
}

std::string title_of(Question const& question) {
    return question.title.empty() ? question.id : question.title;
}

Table details_table(std::vector<Answer> const& answers,
                    std::map<std::pair<std::string, std::string>, double> const& base) {
    Table table("details",
                {text_column("question", "id in the study"),
                 text_column("commodity", "what is carried"),
                 text_column("origin", "where it comes from"),
                 text_column("destination", "where it goes"),
                 text_column("scenario", "id in the study; today: the network as it is"),
                 text_column("state", "found, or why there is no way"),
                 real_column("length_km", "km", 1, "length"),
                 real_column("time_h", "h", 2, "time, stops included"),
                 real_column("cost_usd_t", "USD/t", 2, "cost a tonne"),
                 real_column("premium", "", 2, "the objective above that of the first scenario of the question"),
                 real_column("exposure_km", "km", 1, "kilometres in the exposure set of the question"),
                 real_column("exposure_share", "", 3, "share of the length there"),
                 {"borders", CellKind::integer, "", 0, "borders crossed"},
                 {"legs", CellKind::integer, "", 0, "legs on the way"},
                 {"legs_by_rates", CellKind::integer, "", 0, "of these with time or cost filled from the rates"},
                 real_column("example_km", "km", 1, "kilometres that rest on a rate marked as an example"),
                 {"example_stops", CellKind::integer, "", 0, "stops that rest on a rate marked as an example"},
                 text_column("passes", "countries and seas in order")});
    for (Answer const& answer : answers) {
        std::vector<Cell> row = {answer.question->id, answer.question->commodity, answer.from, answer.to,
                                 answer.scenario,     std::string("found")};
        if (!answer.route) {
            row.back() = answer.why_not;
            row.resize(table.columns().size(), Absent{answer.why_not});
            table.add_row(std::move(row));
            continue;
        }
        PlannedRoute const& route = *answer.route;
        auto const first = base.find({answer.question->id, answer.to});
        row.insert(row.end(), {known_or_absent(route.total.km, "a leg has no length"),
                               known_or_absent(route.total.h, "a leg has no time"),
                               known_or_absent(route.total.usd_t, "a leg has no cost"),
                               known_or_absent(first == base.end() ? not_given : answer.amount - first->second,
                                               "the first scenario has no way"),
                               known_or_absent(answer.exposure_km, "no exposure set is named"),
                               share_of(answer.exposure_km, route.journey.total.km, "no exposure set is named"),
                               std::int64_t{route.journey.borders}, static_cast<std::int64_t>(route.arcs.size()),
                               static_cast<std::int64_t>(route.from_rates), answer.example_km,
                               static_cast<std::int64_t>(answer.example_stops), join(route.passed, " ")});
        table.add_row(std::move(row));
    }
    return table;
}

/// Scenarios other than the first of their question, each once, in the order of the study.
std::vector<std::string> other_scenarios(std::vector<Answer> const& answers,
                                         std::map<std::string, std::string> const& first) {
    std::vector<std::string> others;
    for (Answer const& answer : answers)
        if (answer.scenario != first.at(answer.question->id) &&
            std::ranges::find(others, answer.scenario) == others.end())
            others.push_back(answer.scenario);
    return others;
}

Table answers_table(std::vector<Answer> const& answers, Objective const& objective,
                    std::map<std::string, std::string> const& first) {
    std::vector<std::string> const others = other_scenarios(answers, first);
    std::string const unit(unit_of(objective.of));
    std::vector<Column> columns = {text_column("question", "title in the study"),
                                   text_column("destination", "where it goes"),
                                   real_column("cost_usd_t", "USD/t", 0, "cost a tonne in the first scenario"),
                                   real_column("time_h", "h", 0, "time, stops included"),
                                   real_column("length_km", "km", 0, "length"),
                                   real_column("exposure", "", 2, "share of the length in the exposure set"),
                                   {"example_stops", CellKind::integer, "", 0,
                                    "stops (ports, transfers) whose time or fee is marked as an example"}};
    for (std::string const& scenario : others)
        columns.push_back(
            real_column(scenario, unit, 0, fmt::format("{} more in scenario '{}' than in the first", unit, scenario)));
    columns.push_back(text_column("passes", "countries and seas in order, first scenario"));
    Table table("answers", std::move(columns));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        Answer const& base = answers[i];
        if (base.scenario != first.at(base.question->id))
            continue;
        std::string const unknown = base.route ? "not known" : base.why_not;
        JourneySums const sums =
            base.route ? base.route->total : JourneySums{not_given, not_given, not_given, not_given};
        std::vector<Cell> row = {title_of(*base.question),
                                 base.to,
                                 known_or_absent(sums.usd_t, unknown),
                                 known_or_absent(sums.h, unknown),
                                 known_or_absent(sums.km, unknown),
                                 share_of(base.exposure_km, base.route ? base.route->journey.total.km : 0.0, unknown),
                                 base.route ? Cell(static_cast<std::int64_t>(base.example_stops))
                                            : Cell(Absent{unknown})};
        for (std::string const& scenario : others) {
            auto const other = std::ranges::find_if(answers, [&](Answer const& a) {
                return a.question == base.question && a.to == base.to && a.scenario == scenario;
            });
            row.push_back(other == answers.end() ? Cell(Absent{"not asked"})
                          : !other->route        ? Cell(Absent{other->why_not})
                                                 : known_or_absent(other->amount - base.amount, "not known"));
        }
        row.push_back(base.route ? Cell(join(base.route->passed, " ")) : Cell(Absent{unknown}));
        table.add_row(std::move(row));
    }
    return table;
}

std::vector<std::string> scenarios_of(Question const& question) {
    return question.scenarios.empty() ? std::vector<std::string>{"today"} : question.scenarios;
}

std::vector<FeatureLayer> answer_layers(StudyNetwork const& study, std::vector<Answer> const& answers) {
    FeatureLayer layer;
    layer.name = "answers";
    layer.attributes = Attributes(
        {field("question", FieldType::text), field("commodity", FieldType::text), field("origin", FieldType::text),
         field("destination", FieldType::text), field("scenario", FieldType::text), field("length_km", FieldType::real),
         field("time_h", FieldType::real), field("cost_usd_t", FieldType::real), field("exposure_km", FieldType::real),
         field("example_km", FieldType::real), field("passes", FieldType::text)});
    auto const value = [](double number) { return std::isfinite(number) ? AttributeValue(number) : AttributeValue(); };
    for (Answer const& answer : answers) {
        if (!answer.route)
            continue;
        layer.geometries.begin(GeometryKind::line);
        for (ArcId const arc : answer.route->arcs)
            if (std::vector<LonLat> const line = line_of_arc(study.network, arc); !line.empty()) {
                layer.geometries.begin_path();
                layer.geometries.add(line);
            }
        layer.geometries.end();
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
        JourneySums const& total = answer.route->total;
        layer.attributes.add_row({answer.question->id, answer.question->commodity, answer.from, answer.to,
                                  answer.scenario, value(total.km), value(total.h), value(total.usd_t),
                                  value(answer.exposure_km), value(answer.example_km),
                                  join(answer.route->passed, " ")});
    }
    return {std::move(layer)};
}

void write(StudyNetwork const& study, std::vector<Answer> const& answers, OutputOptions const& output,
           QuestionResult& result) {
    if (fold(output.path.extension().string()) == ".csv" && output.driver.empty()) {
        result.outputs = write_tables(output, {&result.details, &result.answers});
        return;
    }
    std::vector<FeatureLayer> const layers = answer_layers(study, answers);
    WrittenLayers const written = write_layers(output, layers);
    result.outputs = written.files;
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
}

} // namespace

QuestionResult answer_questions(QuestionOptions const& options, Progress& progress) {
    if (options.output)
        check_output(*options.output);
    QuestionResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    if (study.study.questions.empty())
        throw UsageError({.what = "the study asks no questions",
                          .where = study.file.string(),
                          .remedy = "add [[question]] entries, or give --from and --to"});
    ScenarioWeights weights(study, options.network);
    std::vector<Answer> answers;
    std::map<std::pair<std::string, std::string>, double> base; // question and destination -> the first amount
    std::map<std::string, std::string> first;                   // question -> its first scenario
    progress.stage("questions", study.study.questions.size());
    for (Question const& question : study.study.questions) {
        std::vector<std::string> exposure;
        if (!question.exposure.empty())
            exposure = country_set(study, {question.exposure});
        std::vector<std::string> const scenarios = scenarios_of(question);
        first.emplace(question.id, scenarios.front());
        for (std::string const& destination : question.destinations)
            for (std::string const& scenario : scenarios) {
                stop_if_cancelled(progress);
                answers.push_back(answer(study, question, destination, scenario, exposure, weights.of(scenario)));
                if (scenario == scenarios.front() && answers.back().route)
                    base.emplace(std::pair(question.id, answers.back().to), answers.back().amount);
            }
        progress.advance(1);
    }
    result.details = details_table(answers, base);
    result.answers = answers_table(answers, objective_of(options.network, study), first);
    if (options.output)
        write(study, answers, *options.output, result);
    return result;
}

} // namespace oreway
