// SPDX-License-Identifier: MIT
// Rows of the matrix go to the file as they are found; only one block of them is in memory.

#include "oreway/jobs/matrix.hpp"

#include <cmath>
#include <fstream>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "jobs/demand_table.hpp"
#include "jobs/network_index.hpp"
#include "jobs/network_layers.hpp"
#include "jobs/network_places.hpp"
#include "jobs/network_question.hpp"
#include "jobs/route_plan.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/matrix.hpp"

namespace oreway {

namespace {

/// Where rows go.
class MatrixSink {
public:
    virtual ~MatrixSink() = default;
    virtual void add(RouteEnd const& from, RouteEnd const& to, JourneySums const& sums, bool reached) = 0;
    virtual WrittenLayers commit() = 0;
};

std::string quoted(std::string const& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (char const c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

class CsvSink final : public MatrixSink {
public:
    explicit CsvSink(OutputOptions const& output)
        : m_file(output.path, output.overwrite), m_stream(m_file.temporary(), std::ios::binary) {
        m_stream << "from,to,length_km,time_h,cost_usd_t,co2e_kg_t,state\n";
    }

    void add(RouteEnd const& from, RouteEnd const& to, JourneySums const& sums, bool reached) override {
        std::string line = quoted(from.id) + "," + quoted(to.id);
        for (double const value : {sums.km, sums.h, sums.usd_t, sums.co2e_kg_t})
            line += "," + (std::isfinite(value) ? trimmed(value) : std::string());
        m_stream << line << (reached ? ",reached\n" : ",unreachable\n");
    }

    WrittenLayers commit() override {
        m_stream.close();
        if (!m_stream)
            throw IoError({.what = "the matrix cannot be written",
                           .where = m_file.target().string(),
                           .remedy = "check the space left on the disk"});
        m_file.commit();
        return {.files = {m_file.target()}, .problems = {}};
    }

private:
    /// Nine decimals are finer than any input; zeros at the end say nothing.
    static std::string trimmed(double value) {
        std::string text = fixed(value, 9);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
        return text;
    }

    OutputFile m_file;
    std::ofstream m_stream;
};

class LayerSink final : public MatrixSink {
public:
    LayerSink(OutputOptions const& output, Network const& network)
        : m_network(network), m_stream(output, {{"matrix", GeometryKind::line, fields()}}), m_rows(fields()) {}

    void add(RouteEnd const& from, RouteEnd const& to, JourneySums const& sums, bool reached) override {
        auto const value = [](double number) {
            return std::isfinite(number) ? AttributeValue(number) : AttributeValue();
        };
        auto const a = from.place ? from.place : m_network.position(from.node);
        auto const b = to.place ? to.place : m_network.position(to.node);
        if (a && b && !(*a == *b))
            m_lines.add_line(std::vector<LonLat>{*a, *b});
        else
            m_lines.add_null();
        m_rows.add_row({from.id, to.id, value(sums.km), value(sums.h), value(sums.usd_t), value(sums.co2e_kg_t),
                        std::string(reached ? "reached" : "unreachable")});
        if (m_lines.size() >= rows_at_once)
            flush();
    }

    WrittenLayers commit() override {
        flush();
        return m_stream.commit();
    }

private:
    static constexpr std::size_t rows_at_once = 8'192;

    static std::vector<Field> fields() {
        return {field("from", FieldType::text),       field("to", FieldType::text),
                field("length_km", FieldType::real),  field("time_h", FieldType::real),
                field("cost_usd_t", FieldType::real), field("co2e_kg_t", FieldType::real),
                field("state", FieldType::text)};
    }

    void flush() {
        m_stream.write(0, m_lines, m_rows);
        m_lines.clear();
        m_rows = Attributes(fields());
    }

    Network const& m_network;
    LayerStream m_stream;
    LonLatGeometries m_lines;
    Attributes m_rows;
};

std::unique_ptr<MatrixSink> make_sink(OutputOptions const& output, Network const& network) {
    if (fold(output.path.extension().string()) == ".csv" && output.driver.empty())
        return std::make_unique<CsvSink>(output);
    return std::make_unique<LayerSink>(output, network);
}

std::vector<RouteEnd> find_ends(StudyNetwork const& study, Weights const& weights,
                                std::vector<std::string> const& words) {
    std::vector<RouteEnd> ends;
    for (std::string const& word : words) {
        if (word != "mines") {
            ends.push_back(find_end(study, weights, word));
            continue;
        }
        for (MineSite const& site : study.mines)
            if (site.position)
                ends.push_back(find_end(study, weights, "mine:" + site.mine.id));
    }
    if (!words.empty())
        return ends;
    for (std::size_t i = 0; i < study.network.node_count(); ++i) {
        RouteEnd end;
        end.node = NodeId{static_cast<std::uint32_t>(i)};
        end.id = std::string(study.network.id(end.node));
        end.label = std::string(study.network.name(end.node));
        ends.push_back(std::move(end));
    }
    return ends;
}

std::vector<NodeId> nodes_of(std::vector<RouteEnd> const& ends) {
    std::vector<NodeId> nodes;
    for (RouteEnd const& end : ends)
        nodes.push_back(end.node);
    return nodes;
}

/// The way on the network, access at both ends, and what the study adds for each pair.
JourneySums whole(StudyNetwork const& study, RouteEnd const& from, RouteEnd const& to, JourneySums sums) {
    if (from.has_access)
        sums += from.access;
    if (to.has_access)
        sums += to.access;
    sums.h += study.study.network.access_h;
    sums.usd_t += study.study.network.access_usd_t;
    return sums;
}

Table summary_of(std::size_t origins, std::size_t destinations, std::size_t reached, std::string index) {
    auto const number = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::integer, "", 0, std::move(description)};
    };
    Table table("matrix", {number("origins", "rows of the matrix"),
                           number("destinations", "columns of the matrix"),
                           number("pairs", "rows of the file"),
                           number("reached", "pairs with a way"),
                           number("unreachable", "pairs without one"),
                           {"index", CellKind::text, "", 0, "what became of the index of the network"}});
    auto const integer = [](std::size_t value) { return static_cast<std::int64_t>(value); };
    std::size_t const pairs = origins * destinations;
    table.add_row({integer(origins), integer(destinations), integer(pairs), integer(reached), integer(pairs - reached),
                   std::move(index)});
    return table;
}

/// What each origin reaches, less the farther it is (Hansen 1959).
class Accessibility {
public:
    Accessibility(MatrixJobOptions const& options, Network const& network, std::vector<RouteEnd> const& to,
                  Problems& problems)
        : m_decay(options.decay), m_masses(to.size(), 1.0) {
        if (!m_decay)
            return;
        if (!(*m_decay > 0.0) || !std::isfinite(*m_decay))
            throw UsageError({.what = "the decay of accessibility must be above zero",
                              .where = "--accessibility",
                              .remedy = "give it for each unit of the objective, such as 0.02 for each USD a tonne"});
        if (options.masses.empty())
            return;
        std::map<NodeId, double> of_nodes;
        for (NodeSupply const& supply : read_supplies(network, options.masses, options.network.input, problems))
            of_nodes[supply.node] += not_negative(supply.tonnes, options.masses);
        for (std::size_t i = 0; i < to.size(); ++i)
            m_masses[i] = of_nodes.contains(to[i].node) ? of_nodes.at(to[i].node) : 0.0;
    }

    void add(std::size_t destination, double amount) {
        if (!m_decay)
            return;
        m_sum += m_masses[destination] * hansen_share(*m_decay, amount);
        m_reached += m_masses[destination];
    }
    /// Begins the next origin.
    void end_row(std::string const& origin) {
        if (m_decay)
            m_table.add_row({origin, m_sum, m_reached});
        m_sum = 0.0;
        m_reached = 0.0;
    }
    [[nodiscard]] Table table() const { return m_decay ? m_table : Table(); }

private:
    static double not_negative(double mass, std::string const& table) {
        if (!(mass >= 0.0))
            throw UsageError({.what = "a mass is below zero", .where = table, .remedy = "give tonnes of zero or more"});
        return mass;
    }

    std::optional<double> m_decay;
    std::vector<double> m_masses; // by destination
    double m_sum = 0.0;
    double m_reached = 0.0;
    Table m_table{"accessibility",
                  {{"from", CellKind::text, "", 0, "origin"},
                   {"accessibility", CellKind::real, "", 6, "masses, each times exp(-decay x objective)"},
                   {"mass_with_way", CellKind::real, "", 3, "masses at destinations with a way, undiminished"}}};
};

/// The same for all names of a file, whether it is there or not.
std::filesystem::path place_of(std::filesystem::path const& file) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(file));
}

} // namespace

MatrixResult matrix(MatrixJobOptions const& options, Progress& progress) {
    check_output(options.output);
    if (!options.index.empty() && place_of(options.index) == place_of(options.output.path))
        throw UsageError({.what = "the index and the matrix would be one file",
                          .where = options.index.string(),
                          .remedy = "name two files"});
    MatrixResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    Weights const weights(study.network, objective_of(options.network, study), restriction_of(options.network, study));
    std::vector<RouteEnd> const from = find_ends(study, weights, options.origins);
    std::vector<RouteEnd> const to = find_ends(study, weights, options.destinations);
    result.problems.insert(result.problems.end(), weights.problems().begin(), weights.problems().end());
    std::unique_ptr<MatrixSink> const sink = make_sink(options.output, study.network);
    ChosenIndex const chosen = choose_index(options.index, weights, from.size(), progress);
    Accessibility accessibility(options, study.network, to, result.problems);
    JourneySums const unknown{not_given, not_given, not_given, not_given};
    std::size_t reached = 0;
    auto const add_row = [&](MatrixRow const& row) {
        RouteEnd const& origin = from[row.origin];
        for (std::size_t i = 0; i < to.size(); ++i) {
            if (!std::isfinite(row.cells[i].weight)) {
                sink->add(origin, to[i], unknown, false);
                continue;
            }
            JourneySums const sums = whole(study, origin, to[i], row.cells[i].sums);
            sink->add(origin, to[i], sums, true);
            if (to[i].id != origin.id)
                accessibility.add(i, amount_of(weights.objective(), sums));
            ++reached;
        }
        accessibility.end_row(origin.id);
        stop_if_cancelled(progress);
    };
    MatrixOptions const asked{.content = MatrixContent::sums, .progress = &progress};
    progress.stage("matrix", from.size());
    if (chosen.index)
        route_matrix(*chosen.index, nodes_of(from), nodes_of(to), asked, add_row);
    else
        route_matrix(weights, nodes_of(from), nodes_of(to), asked, add_row);
    WrittenLayers const written = sink->commit();
    result.outputs = written.files;
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.accessibility = accessibility.table();
    result.summary = summary_of(from.size(), to.size(), reached, chosen.state);
    return result;
}

} // namespace oreway
