// SPDX-License-Identifier: MIT
// Legs get their nodes, corridors get their legs in order of travel, and lines are joined from them.

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <fmt/format.h>

#include "model/scene_parts.hpp"

namespace oreway {

namespace {

/// Distance for judging whether ends meet, good to a percent; results never use it.
double about_km(LonLat a, LonLat b) {
    double const middle = (a.lat + b.lat) / 2.0 * std::numbers::pi / 180.0;
    double const east = wrap_longitude(b.lon - a.lon) * 111.32 * std::cos(middle);
    return std::hypot(east, (b.lat - a.lat) * 111.13);
}
constexpr double meeting_km = 1.0; // node positions are commonly rounded to 0.01 degree

LonLat first_vertex(LonLatGeometry line) {
    return line.path(0).front();
}
LonLat last_vertex(LonLatGeometry line) {
    return line.path(line.path_count() - 1).back();
}

void append_line(LonLatGeometry line, bool reversed, std::vector<std::vector<LonLat>>& paths) {
    for (std::size_t i = 0; i < line.path_count(); ++i) {
        auto const path = line.path(reversed ? line.path_count() - 1 - i : i);
        std::vector<LonLat> vertices(path.begin(), path.end());
        if (reversed)
            std::ranges::reverse(vertices);
        if (paths.empty() || paths.back().empty() || paths.back().back() != vertices.front())
            paths.emplace_back();
        else
            vertices.erase(vertices.begin());
        paths.back().insert(paths.back().end(), vertices.begin(), vertices.end());
    }
}

void add_paths(std::vector<std::vector<LonLat>> const& paths, LonLatGeometries& lines) {
    lines.begin(GeometryKind::line);
    for (auto const& path : paths) {
        lines.begin_path();
        lines.add(path);
    }
    lines.end();
}

std::optional<std::size_t> node_of(std::string const& name, std::size_t leg, LonLat end, NodesLayer nodes, Scene& scene,
                                   Problems& problems) {
    if (name.empty())
        return std::nullopt;
    if (auto const at = find_id(scene.nodes, name))
        return at;
    if (nodes == NodesLayer::given) {
        problems.push_back({Severity::error,
                            "leg.node",
                            {fmt::format("leg '{}' ends at '{}', which is no node", scene.legs[leg].id, name), "",
                             suggestion(scene.nodes, name)}});
        return std::nullopt;
    }
    scene.nodes.push_back(
        {.id = name, .name = name, .country = "", .kind = "", .dwell_h = {}, .fee_usd_t = {}, .gauge_change = ""});
    scene.node_points.add_point(end);
    return scene.nodes.size() - 1;
}

/// Whether a line runs from the second node to the first; it is then turned.
bool is_drawn_backwards(LonLatGeometry line, LonLat from, LonLat to) {
    double const as_drawn = about_km(first_vertex(line), from) + about_km(last_vertex(line), to);
    double const turned = about_km(last_vertex(line), from) + about_km(first_vertex(line), to);
    return turned < as_drawn && about_km(first_vertex(line), last_vertex(line)) > meeting_km;
}

std::optional<LonLat> position_of(Scene const& scene, std::optional<std::size_t> node) {
    if (!node || scene.node_points[*node].empty())
        return std::nullopt;
    return scene.node_points[*node].path(0)[0];
}

void check_end(std::string const& leg, char const* which, LonLat vertex, std::optional<LonLat> node,
               std::string const& name, Problems& problems) {
    if (!node)
        return;
    double const off = about_km(vertex, *node);
    if (off > meeting_km)
        problems.push_back(
            {Severity::warning,
             "leg.end_off_node",
             {fmt::format("the line of leg '{}' {} about {} km from its node '{}'", leg, which, fixed(off, 1), name),
              "", "draw the line to the node, or move the node"}});
}

/// Lines follow the legs from `from` to `to`: those drawn the other way are turned, ends off their nodes are reported.
void orient_lines(Scene& scene, Problems& problems) {
    LonLatGeometries lines;
    for (std::size_t i = 0; i < scene.legs.size(); ++i) {
        Leg const& leg = scene.legs[i];
        LonLatGeometry const line = scene.leg_lines[i];
        auto const from = position_of(scene, leg.from);
        auto const to = position_of(scene, leg.to);
        if (line.empty() || (!from && !to)) {
            lines.add(line);
            continue;
        }
        bool const turn = from && to && is_drawn_backwards(line, *from, *to);
        std::vector<std::vector<LonLat>> paths;
        append_line(line, turn, paths);
        if (turn)
            add_paths(paths, lines);
        else
            lines.add(line);
        check_end(leg.id, "starts", paths.front().front(), from, from ? scene.nodes[*leg.from].id : "", problems);
        check_end(leg.id, "stops", paths.back().back(), to, to ? scene.nodes[*leg.to].id : "", problems);
    }
    scene.leg_lines = std::move(lines);
}

/// Parallel legs are kept, and named: a graph that drops one silently changes every cost.
void report_parallel(Scene const& scene, Problems& problems) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> first;
    for (std::size_t i = 0; i < scene.legs.size(); ++i) {
        Leg const& leg = scene.legs[i];
        if (!leg.from || !leg.to)
            continue;
        auto const [at, is_new] = first.try_emplace(std::minmax(*leg.from, *leg.to), i);
        if (is_new)
            continue;
        problems.push_back(
            {Severity::note,
             "leg.parallel",
             {fmt::format("legs '{}' and '{}' join the same two nodes; both are kept", scene.legs[at->second].id,
                          leg.id),
              "", scene.legs[at->second].mode == leg.mode ? "remove one when they are the same line" : ""}});
    }
}

struct Row {
    double sequence = 0.0;
    std::size_t row = 0;
    std::size_t leg = 0;
    std::string direction;
};

std::optional<Row> read_row(LayerReader const& layer, std::size_t row, Scene const& scene) {
    std::string const name = layer.text(row, "leg");
    auto const leg = find_id(scene.legs, name);
    auto const sequence = layer.number(row, "sequence", -1e9, 1e9);
    std::string const direction = fold(layer.text(row, "direction"));
    if (!leg)
        layer.report(Severity::error, "corridor_leg.leg", row, fmt::format("there is no leg '{}'", name),
                     suggestion(scene.legs, name));
    if (!sequence)
        layer.report(Severity::error, "corridor_leg.sequence", row, "has no sequence number",
                     "number the legs of a corridor");
    if (direction != "" && direction != "forward" && direction != "reverse")
        layer.report(Severity::error, "corridor_leg.direction", row,
                     fmt::format("the direction '{}' is not known", direction),
                     "write forward or reverse, or leave it empty");
    if (!leg || !sequence)
        return std::nullopt;
    return Row{*sequence, row, *leg, direction};
}

/// Direction of a leg from its neighbours, for layers that do not give it.
bool found_reversed(Scene const& scene, std::vector<Row> const& rows, std::size_t i, std::optional<std::size_t> at) {
    Leg const& leg = scene.legs[rows[i].leg];
    if (i > 0 && at)
        return at != leg.from && at == leg.to;
    if (i + 1 >= rows.size())
        return false;
    Leg const& next = scene.legs[rows[i + 1].leg];
    auto const touches = [&](std::optional<std::size_t> node) {
        return node && (node == next.from || node == next.to);
    };
    return !touches(leg.to) && touches(leg.from);
}

void set_legs(LayerReader const& layer, std::vector<Row>& rows, Corridor& corridor, Scene const& scene) {
    std::ranges::stable_sort(rows, {}, &Row::sequence);
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Row const& row = rows[i];
        if (i > 0 && row.sequence == rows[i - 1].sequence)
            layer.report(Severity::error, "corridor_leg.sequence", row.row,
                         fmt::format("corridor '{}' has two legs with number {}", corridor.id, shortest(row.sequence)),
                         "number the legs of a corridor one after the other");
        Leg const& leg = scene.legs[row.leg];
        bool const reversed = row.direction.empty() ? found_reversed(scene, rows, i, at) : row.direction == "reverse";
        auto const start = reversed ? leg.to : leg.from;
        if (at && start && *at != *start)
            layer.report(Severity::error, "corridor.disconnected", row.row,
                         fmt::format("corridor '{}': leg '{}' stops at '{}' but leg '{}' starts at '{}'", corridor.id,
                                     scene.legs[rows[i - 1].leg].id, scene.nodes[*at].id, leg.id,
                                     scene.nodes[*start].id),
                         "correct the order or the direction, or add the leg between them");
        corridor.legs.push_back({row.leg, reversed});
        at = reversed ? leg.from : leg.to;
    }
}

/// Operating first, then the states in which less and less can move.
int severity_of(Status status) {
    switch (status) {
    case Status::operating:
        return 0;
    case Status::unknown:
        return 1;
    case Status::construction:
        return 2;
    case Status::planned:
        return 3;
    case Status::closed:
        return 4;
    }
    return 1;
}

void complete_status(Corridor& corridor, Scene const& scene, Problems& problems) {
    if (corridor.legs.empty())
        return;
    Status worst = Status::operating;
    for (LegUse const use : corridor.legs)
        worst = std::max(worst, scene.legs[use.leg].status,
                         [](Status a, Status b) { return severity_of(a) < severity_of(b); });
    if (corridor.status == Status::unknown)
        corridor.status = worst;
    if (severity_of(worst) > severity_of(Status::unknown) && corridor.status == Status::operating)
        problems.push_back({Severity::warning,
                            "corridor.status",
                            {fmt::format("corridor '{}' is said to be operating, but has a leg with status {}",
                                         corridor.id, name_of(worst)),
                             "", "correct the status of the corridor or of the leg"}});
}

void complete_end(std::string& given, std::optional<std::size_t> node, char const* what, Corridor const& corridor,
                  Scene const& scene, Problems& problems) {
    if (!node)
        return;
    std::string const& found = scene.nodes[*node].id;
    if (given.empty())
        given = found;
    if (given != found)
        problems.push_back(
            {Severity::warning,
             "corridor.end",
             {fmt::format("the {} of corridor '{}' is '{}', but its legs have '{}'", what, corridor.id, given, found),
              "", "correct the corridor or its legs"}});
}

void add_line_along_legs(Corridor const& corridor, Scene const& scene, LonLatGeometries& lines) {
    std::vector<std::vector<LonLat>> paths;
    for (LegUse const use : corridor.legs)
        if (!scene.leg_lines[use.leg].empty())
            append_line(scene.leg_lines[use.leg], use.reversed, paths);
    add_paths(paths, lines);
}

/// A corridor that is both drawn and made of legs is taken along its legs, which is told once for all of them.
void tell_unused_lines(std::vector<std::string> const& corridors, Problems& problems) {
    if (corridors.empty())
        return;
    problems.push_back({Severity::note,
                        "corridor.line_unused",
                        {fmt::format("corridors with a line of their own and with legs are drawn along their legs: {}",
                                     join(corridors, ", ")),
                         "", "leave out their legs to have them drawn by their own lines"}});
}

} // namespace

void link_leg_ends(std::vector<LegEnds> const& ends, NodesLayer nodes, Scene& scene, Problems& problems) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
        LonLatGeometry const line = scene.leg_lines[i];
        LonLat const start = line.empty() ? LonLat{} : first_vertex(line);
        LonLat const stop = line.empty() ? LonLat{} : last_vertex(line);
        scene.legs[i].from = node_of(ends[i].from, i, start, nodes, scene, problems);
        scene.legs[i].to = node_of(ends[i].to, i, stop, nodes, scene, problems);
    }
    orient_lines(scene, problems);
    report_parallel(scene, problems);
}

void link_corridor_legs(LayerReader const& layer, Scene& scene) {
    std::map<std::size_t, std::vector<Row>> rows_of;
    for (std::size_t row = 0; row < layer.size(); ++row) {
        std::string const name = layer.text(row, "corridor");
        auto const corridor = find_id(scene.corridors, name);
        if (!corridor)
            layer.report(Severity::error, "corridor_leg.corridor", row, fmt::format("there is no corridor '{}'", name),
                         suggestion(scene.corridors, name));
        auto const read = read_row(layer, row, scene);
        if (corridor && read)
            rows_of[*corridor].push_back(*read);
    }
    for (auto& [corridor, rows] : rows_of)
        set_legs(layer, rows, scene.corridors[corridor], scene);
}

void complete_corridors(Scene& scene, Problems& problems) {
    LonLatGeometries lines;
    std::vector<std::string> drawn_twice;
    for (std::size_t i = 0; i < scene.corridors.size(); ++i) {
        Corridor& corridor = scene.corridors[i];
        complete_status(corridor, scene, problems);
        if (corridor.legs.empty()) {
            if (scene.corridor_lines[i].empty())
                problems.push_back(
                    {Severity::warning,
                     "corridor.no_line",
                     {fmt::format("corridor '{}' has neither legs nor a line, so nothing of it is known", corridor.id),
                      "", "draw it, or list its legs in corridor_legs"}});
            lines.add(scene.corridor_lines[i]);
            continue;
        }
        if (!scene.corridor_lines[i].empty())
            drawn_twice.push_back(corridor.id);
        LegUse const first = corridor.legs.front();
        LegUse const last = corridor.legs.back();
        Leg const& start = scene.legs[first.leg];
        Leg const& stop = scene.legs[last.leg];
        complete_end(corridor.origin, first.reversed ? start.to : start.from, "origin", corridor, scene, problems);
        complete_end(corridor.destination, last.reversed ? stop.from : stop.to, "destination", corridor, scene,
                     problems);
        add_line_along_legs(corridor, scene, lines);
    }
    scene.corridor_lines = std::move(lines);
    tell_unused_lines(drawn_twice, problems);
}

} // namespace oreway
