// SPDX-License-Identifier: MIT
// Legs of a study as plain columns: ends by id, or by joining the ends of lines.

#include "jobs/network_table_parts.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/network/snap.hpp"

namespace oreway {

namespace {

constexpr std::array<std::pair<std::string_view, TravelDirection>, 4> directions = {
    {{"", TravelDirection::both},
     {"both", TravelDirection::both},
     {"forward", TravelDirection::forward},
     {"backward", TravelDirection::backward}}};
/// Elements of a list in one field.
std::vector<std::string> elements(std::string text) {
    std::ranges::replace(text, ',', ';');
    std::vector<std::string> parts;
    for (std::string const& part : split(text, ';'))
        if (std::string_view const word = trim(part); !word.empty())
            parts.emplace_back(word);
    return parts;
}

/// The last number of four digits in a text ("due 2027-2028"); 0 when there is none.
int last_year(std::string_view text) {
    int year = 0;
    std::size_t digits = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            ++digits;
            continue;
        }
        if (digits == 4)
            year = static_cast<int>(*parse_integer(text.substr(i - 4, 4)));
        digits = 0;
    }
    return year;
}

std::optional<Mode> read_mode(JoinedColumns const& columns, std::size_t row) {
    std::string const text = columns.text(row, "mode");
    auto const mode = parse_mode(text);
    if (!mode && !text.empty())
        columns.main().report(
            Severity::error, "mode.unknown", row, fmt::format("the mode '{}' is not known", text),
            fmt::format("use rail, road or sea, or translate it: values.mode = {{ \"{}\" = \"rail\" }}", text));
    return mode;
}

Status read_status(JoinedColumns const& columns, std::size_t row) {
    std::string const text = columns.text(row, "status");
    Status const status = parse_status(text);
    if (status == Status::unknown && !text.empty() && fold(text) != "unknown")
        columns.main().report(Severity::warning, "status.unknown", row,
                              fmt::format("the status '{}' is not known", text),
                              "use operating, construction, planned or closed, or translate it with values.status");
    return status;
}

struct NumberColumn {
    std::string_view field;
    std::vector<double> LegTable::*column;
};
constexpr std::array number_columns = {
    NumberColumn{"length_km", &LegTable::length_km},           NumberColumn{"speed_kmh", &LegTable::speed_kmh},
    NumberColumn{"tariff_usd_tkm", &LegTable::tariff_usd_tkm}, NumberColumn{"time_h", &LegTable::time_h},
    NumberColumn{"cost_usd_t", &LegTable::cost_usd_t},         NumberColumn{"co2e_g_tkm", &LegTable::co2e_g_tkm},
    NumberColumn{"capacity_t", &LegTable::capacity_t}};

/// Fills the columns that the data have; leg i of the table is row `rows[i]` of the layer, of which it is the share
/// `shares[i]` (a line that was cut).
void fill_columns(JoinedColumns const& columns, std::vector<std::size_t> const& rows, std::vector<double> const& shares,
                  LegTable& legs) {
    auto const each = [&](std::string_view field, auto const& read) {
        if (columns.has(field))
            for (std::size_t i = 0; i < rows.size(); ++i)
                read(i, rows[i]);
    };
    each("direction", [&](std::size_t, std::size_t row) {
        legs.direction.push_back(choose(columns.main(), row, "direction", columns.text(row, "direction"), directions));
    });
    each("mode", [&](std::size_t, std::size_t row) { legs.mode.push_back(read_mode(columns, row)); });
    each("gauge_mm", [&](std::size_t, std::size_t row) {
        double const gauge = columns.number(row, "gauge_mm");
        legs.gauge_mm.push_back(gauge > 0.0 && gauge < 10'000.0 ? std::optional(static_cast<int>(gauge + 0.5))
                                                                : std::nullopt);
    });
    each("countries", [&](std::size_t, std::size_t row) {
        std::vector<CountryPart> parts;
        std::vector<std::string> const names = elements(columns.text(row, "countries"));
        for (std::string const& name : names)
            parts.push_back({name, 1.0 / static_cast<double>(names.size())});
        legs.countries.push_back(std::move(parts));
    });
    each("sea", [&](std::size_t, std::size_t row) { legs.sea.push_back(columns.text(row, "sea")); });
    each("status", [&](std::size_t, std::size_t row) { legs.status.push_back(read_status(columns, row)); });
    each("year_from",
         [&](std::size_t, std::size_t row) { legs.year_from.push_back(last_year(columns.text(row, "year_from"))); });
    each("year_to",
         [&](std::size_t, std::size_t row) { legs.year_to.push_back(last_year(columns.text(row, "year_to"))); });
    for (NumberColumn const& number : number_columns) {
        bool const is_whole = number.field == "length_km" || number.field == "time_h" || number.field == "cost_usd_t";
        each(number.field, [&](std::size_t i, std::size_t row) {
            (legs.*number.column).push_back(columns.number(row, number.field) * (is_whole ? shares[i] : 1.0));
        });
    }
}

} // namespace

LegTable legs_by_ids(JoinedColumns const& columns, BoundLayer const& bound, Problems& problems) {
    LegTable legs;
    for (std::string_view const field : {"from", "to"})
        if (!columns.has(field))
            problems.push_back({Severity::error,
                                "field.missing",
                                {fmt::format("there is no field '{}' that names the node at an end of each leg", field),
                                 bound.binding.path,
                                 fmt::format("set [layers.legs] fields.{}, or let ends of lines be joined: snap_m = 50 "
                                             "in [network]",
                                             field)}});
    if (worst(problems) == Severity::error)
        return legs;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < columns.size(); ++row) {
        legs.add_row(columns.text(row, "id"), columns.text(row, "from"), columns.text(row, "to"));
        rows.push_back(row);
    }
    fill_columns(columns, rows, std::vector<double>(rows.size(), 1.0), legs);
    if (bound.layer.has_geometry)
        for (std::size_t row = 0; row < columns.size(); ++row) {
            LayerReader::Shape const shape = columns.main().shape(row, GeometryKind::line);
            if (shape.geometry)
                legs.lines.add(*shape.geometry);
            else
                legs.lines.add_null();
        }
    return legs;
}

namespace {

/// The share of each piece in the length of its line.
std::vector<double> piece_shares(SnappedLines const& snapped, std::size_t lines) {
    std::vector<double> share(snapped.line_of.size());
    std::vector<double> total(lines, 0.0);
    for (std::size_t i = 0; i < share.size(); ++i) {
        share[i] = geodesic_length(snapped.pieces[i]).value();
        total[snapped.line_of[i]] += share[i];
    }
    for (std::size_t i = 0; i < share.size(); ++i)
        share[i] = total[snapped.line_of[i]] > 0.0 ? share[i] / total[snapped.line_of[i]] : 1.0;
    return share;
}

/// Ids of the pieces: that of the line, with ".n" when it was cut in several.
std::vector<std::string> piece_ids(SnappedLines const& snapped, JoinedColumns const& columns,
                                   FeatureLayer const& layer) {
    std::map<std::size_t, std::size_t> pieces;
    for (std::size_t const line : snapped.line_of)
        ++pieces[line];
    std::map<std::size_t, std::size_t> next;
    std::vector<std::string> ids;
    for (std::size_t const line : snapped.line_of) {
        std::string id = columns.text(line, "id");
        if (id.empty())
            id = std::to_string(layer.ids[line]);
        ids.push_back(pieces[line] > 1 ? fmt::format("{}.{}", id, ++next[line]) : id);
    }
    return ids;
}

void report_snapping(SnappedLines const& snapped, BoundLayer const& bound, NetworkSettings const& settings,
                     Problems& problems) {
    problems.insert(problems.end(), snapped.problems.begin(), snapped.problems.end());
    Metres farthest{0.0};
    for (SnapJoin const& join : snapped.joins)
        farthest = std::max(farthest, join.moved);
    problems.push_back(
        {Severity::note,
         "network.snapped",
         {fmt::format("{} ends of lines were joined over up to {} m (tolerance {} m); {} pieces between "
                      "{} nodes",
                      snapped.joins.size(), fixed(farthest.value(), 3), shortest(settings.snap_tolerance->value()),
                      snapped.line_of.size(), snapped.nodes.size()),
          bound.binding.path, ""}});
}

} // namespace

LegTable legs_by_snapping(JoinedColumns const& columns, BoundLayer const& bound, NetworkSettings const& settings,
                          NodeTable& nodes, Problems& problems) {
    std::vector<std::size_t> known; // rows of nodes that have a place
    SnapOptions options{.tolerance = *settings.snap_tolerance,
                        .noding = settings.noding == "shared_vertices" ? Noding::shared_vertices : Noding::ends_only,
                        .known_nodes = {}};
    for (std::size_t i = 0; i < nodes.position.size(); ++i)
        if (is_finite(nodes.position[i])) {
            known.push_back(i);
            options.known_nodes.push_back(nodes.position[i]);
        }
    SnappedLines snapped = snap_lines(bound.layer.geometries, options);
    report_snapping(snapped, bound, settings, problems);
    std::vector<std::string> node_ids;
    for (std::size_t i = 0; i < snapped.nodes.size(); ++i) {
        if (i < known.size()) {
            node_ids.emplace_back(nodes.id[known[i]]);
            continue;
        }
        node_ids.push_back(fmt::format("n{}", i + 1));
        nodes.id.push_back(node_ids.back());
        nodes.position.push_back(snapped.nodes[i]);
    }
    LegTable legs;
    std::vector<std::string> const ids = piece_ids(snapped, columns, bound.layer);
    for (std::size_t i = 0; i < ids.size(); ++i)
        legs.add_row(ids[i], node_ids[snapped.from[i]], node_ids[snapped.to[i]]);
    fill_columns(columns, snapped.line_of, piece_shares(snapped, bound.layer.size()), legs);
    legs.lines = std::move(snapped.pieces);
    return legs;
}

} // namespace oreway
