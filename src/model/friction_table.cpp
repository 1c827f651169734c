// SPDX-License-Identifier: MIT
// The friction table, section by section.

#include "oreway/model/friction_table.hpp"

#include <fmt/format.h>

#include "model/toml_section.hpp"

namespace oreway {

namespace {

constexpr double greatest_speed = 1000.0; // km/h

double speed(Section& section, std::string_view key) {
    double value = 0.0;
    section.number_in(key, 0.0, greatest_speed, value);
    return value;
}

void read_layer(Section& section, FrictionLayer& layer) {
    section.text("path", layer.path);
    section.require("path", !layer.path.empty());
    section.text("layer", layer.layer);
    toml::node const* where = section.take("where");
    if (where == nullptr)
        return;
    if (!where->is_table())
        return section.invalid("where", "is no table", "write where = { field = [\"value\"] }");
    for (auto const& [key, node] : *where->as_table()) {
        std::vector<std::string>& values = layer.where[std::string(key.str())];
        if (auto const single = node.value_exact<std::string>())
            values.push_back(*single);
        else if (node.is_array())
            for (toml::node const& item : *node.as_array())
                values.push_back(item.value<std::string>().value_or(std::string()));
        if (values.empty())
            section.invalid("where", fmt::format("'{}' has no values", key.str()),
                            "write where = { field = [\"value\", \"other\"] }");
    }
}

void read_cover(Section& root, FrictionTable& table) {
    root.table("cover", [&](Section& section) {
        table.cover.emplace();
        section.text("raster", table.cover->raster);
        section.require("raster", !table.cover->raster.empty());
    });
    std::vector<FrictionClass> classes;
    root.tables("class", [&](Section& section) {
        auto const from = section.number("from");
        section.require("from", from.has_value());
        FrictionClass one{.from = from.value_or(0.0), .to = section.number("to").value_or(from.value_or(0.0))};
        section.require("speed_kmh", section.raw().contains("speed_kmh"));
        one.speed_kmh = speed(section, "speed_kmh");
        if (one.to < one.from)
            section.invalid("to", "is below 'from'", "exchange them");
        classes.push_back(one);
    });
    if (table.cover)
        table.cover->classes = std::move(classes);
    else if (!classes.empty())
        root.invalid("class", "there is no raster whose values these are", "add [friction.cover] raster = \"...\"");
}

void read_slope(Section& section, FrictionTable& table) {
    table.slope.emplace();
    section.text("raster", table.slope->raster);
    section.require("raster", !table.slope->raster.empty());
    section.word("function", {"tobler", "none"}, table.slope->function);
    if (section.raw().contains("max_grade")) {
        double grade = 1.0;
        section.number_in("max_grade", 1e-4, 10.0, grade);
        table.slope->max_grade = grade;
    } else {
        static_cast<void>(section.take("max_grade"));
    }
}

FrictionWay read_way(Section& section) {
    FrictionWay way;
    read_layer(section, way.source);
    way.speed_kmh = speed(section, "speed_kmh");
    section.text("speed_field", way.speed_field);
    if ((way.speed_kmh > 0.0) == !way.speed_field.empty())
        section.invalid("speed_kmh", "a way has either one speed or a field of speeds",
                        "give speed_kmh above zero, or speed_field");
    return way;
}

void read_friction(Section& section, FrictionTable& table) {
    table.speed_kmh = speed(section, "speed_kmh");
    read_cover(section, table);
    section.table("slope", [&](Section& slope) { read_slope(slope, table); });
    section.tables("barrier", [&](Section& barrier) { read_layer(barrier, table.barriers.emplace_back()); });
    section.tables("way", [&](Section& way) { table.ways.push_back(read_way(way)); });
    section.tables("crossing", [&](Section& crossing) {
        FrictionCrossing& one = table.crossings.emplace_back();
        read_layer(crossing, one.source);
        crossing.require("hours", crossing.raw().contains("hours"));
        constexpr double year = 8766.0;
        crossing.number_in("hours", 0.0, year, one.hours);
    });
    if (table.speed_kmh == 0.0 && !table.cover && table.ways.empty())
        section.invalid("speed_kmh", "nothing says how fast anything is",
                        "give speed_kmh, [friction.cover] or [[friction.way]]");
}

} // namespace

FrictionTable parse_friction(std::string_view toml, std::string_view where, Problems& problems) {
    FrictionTable friction;
    Reporter const report(where, problems);
    try {
        toml::table const table = toml::parse(toml, where);
        Section root(table, "", report);
        root.table("friction", [&](Section& section) { read_friction(section, friction); });
        if (!table.contains("friction"))
            report.error(nullptr, "study.missing", "there is no table [friction]",
                         "see docs/rasters.md for what it holds");
        root.finish();
    } catch (toml::parse_error const& fault) {
        problems.push_back(
            {Severity::error,
             "study.syntax",
             {std::string(fault.description()),
              fmt::format("{}, line {}, column {}", where, fault.source().begin.line, fault.source().begin.column),
              "see https://toml.io for the syntax"}});
    }
    return friction;
}

} // namespace oreway
