// SPDX-License-Identifier: MIT
// Rows of the matrix go to the file as they are found; only one block of them is in memory.

#include "oreway/jobs/matrix.hpp"

#include <cmath>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "jobs/network_layers.hpp"
#include "jobs/network_places.hpp"
#include "jobs/network_question.hpp"
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

Table summary_of(std::size_t origins, std::size_t destinations, std::size_t reached) {
    auto const number = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::integer, "", 0, std::move(description)};
    };
    Table table("matrix", {number("origins", "rows of the matrix"), number("destinations", "columns of the matrix"),
                           number("pairs", "rows of the file"), number("reached", "pairs with a way"),
                           number("unreachable", "pairs without one")});
    auto const integer = [](std::size_t value) { return static_cast<std::int64_t>(value); };
    std::size_t const pairs = origins * destinations;
    table.add_row(
        {integer(origins), integer(destinations), integer(pairs), integer(reached), integer(pairs - reached)});
    return table;
}

} // namespace

MatrixResult matrix(MatrixJobOptions const& options, Progress& progress) {
    check_output(options.output);
    MatrixResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    Weights const weights(study.network, objective_of(options.network, study), restriction_of(options.network, study));
    std::vector<RouteEnd> const from = find_ends(study, weights, options.origins);
    std::vector<RouteEnd> const to = find_ends(study, weights, options.destinations);
    result.problems.insert(result.problems.end(), weights.problems().begin(), weights.problems().end());
    std::unique_ptr<MatrixSink> const sink = make_sink(options.output, study.network);
    std::size_t reached = 0;
    progress.stage("matrix", from.size());
    route_matrix(weights, nodes_of(from), nodes_of(to), {.content = MatrixContent::sums, .progress = &progress},
                 [&](MatrixRow const& row) {
                     for (std::size_t i = 0; i < to.size(); ++i) {
                         bool const found = std::isfinite(row.cells[i].weight);
                         JourneySums const none{not_given, not_given, not_given, not_given};
                         sink->add(from[row.origin], to[i],
                                   found ? whole(study, from[row.origin], to[i], row.cells[i].sums) : none, found);
                         reached += found ? 1U : 0U;
                     }
                     stop_if_cancelled(progress);
                 });
    WrittenLayers const written = sink->commit();
    result.outputs = written.files;
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.summary = summary_of(from.size(), to.size(), reached);
    return result;
}

} // namespace oreway
