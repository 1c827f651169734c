// SPDX-License-Identifier: MIT
// Every rule of the strict check passes a sound data set and tells a row that breaks it. The sound one is made here:
// two countries side by side, five stations, a railway with a gauge break, a ferry, a mine. Where a number decides, it
// comes from the definition of the rule or from GeodSolve (named there).

#include "jobs/data_check.hpp"

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "oreway/base/text.hpp"

namespace oreway {
namespace {

using Row = std::vector<std::string>;

/// A table as it is written in a test: field names, rows of texts, geometries.
struct Draft {
    std::string name;
    std::vector<std::string> fields;
    std::vector<Row> rows;
    std::vector<std::vector<LonLat>> shapes;
    GeometryKind kind = GeometryKind::null;

    std::string& cell(std::size_t row, std::string const& field) {
        auto const at = std::ranges::find(fields, field);
        EXPECT_NE(at, fields.end()) << field;
        return rows[row][static_cast<std::size_t>(at - fields.begin())];
    }
    void drop(std::string const& field) {
        auto const at = std::ranges::find(fields, field) - fields.begin();
        fields.erase(fields.begin() + at);
        for (Row& row : rows)
            row.erase(row.begin() + at);
    }

    [[nodiscard]] DataTable made() const {
        FeatureLayer layer;
        layer.name = name;
        layer.origin.dataset = name + ".csv";
        layer.has_geometry = kind != GeometryKind::null;
        std::vector<Field> columns;
        for (std::string const& field : fields)
            columns.push_back({.name = field, .type = FieldType::text, .width = 0, .source_type = ""});
        layer.attributes = Attributes(columns);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            layer.ids.push_back(static_cast<std::int64_t>(i));
            std::vector<AttributeValue> values;
            for (std::string const& text : rows[i])
                values.push_back(text.empty() ? AttributeValue{} : AttributeValue{text});
            layer.attributes.add_row(values);
            layer.geometries.begin(kind);
            if (kind != GeometryKind::null) {
                layer.geometries.begin_path();
                layer.geometries.add(shapes[i]);
            }
            layer.geometries.end();
        }
        return DataTable(name, std::move(layer), {});
    }
};

struct Drafts {
    Draft countries, nodes, legs, corridors, corridor_legs, mines, rates, sources, published;
    Study study;

    [[nodiscard]] DataSet made() const {
        DataSet data;
        data.study = study;
        data.layers.emplace(LayerRole::countries, countries.made());
        data.layers.emplace(LayerRole::nodes, nodes.made());
        data.layers.emplace(LayerRole::legs, legs.made());
        data.layers.emplace(LayerRole::corridors, corridors.made());
        data.layers.emplace(LayerRole::corridor_legs, corridor_legs.made());
        data.layers.emplace(LayerRole::mines, mines.made());
        data.rates.emplace(rates.made());
        data.sources.emplace(sources.made());
        data.tables.push_back(published.made());
        return data;
    }
};

/// With a vertex every half degree on the parallels, so that geodesic edges stay on them (to 60 m).
std::vector<LonLat> square(double west, double south, double east, double north) {
    std::vector<LonLat> ring;
    for (double lon = west; lon <= east; lon += 0.5)
        ring.push_back({lon, south});
    for (double lon = east; lon > west; lon -= 0.5)
        ring.push_back({lon, north});
    ring.push_back({west, north});
    ring.push_back({west, south});
    return ring;
}

/// Kazakhstan and China as two squares; the sea lies south of 40 N. A to B to C by rail with a gauge break at B (the
/// border), C to D by rail to a port, D to E by sea, E back on land.
Drafts sound() {
    Drafts d;
    d.countries = {"countries",
                   {"id", "name", "alpha3"},
                   {{"KZ", "Kazakhstan", "KAZ"}, {"CN", "China", "CHN"}},
                   {square(60, 40, 80, 50), square(80, 40, 100, 50)},
                   GeometryKind::polygon};
    d.nodes = {"nodes",
               {"id", "country", "kind", "gauge_change", "dwell_h", "dwell_source", "fee_usd_t", "fee_source", "source",
                "confidence"},
               {{"A", "KZ", "station", "", "", "", "", "", "atlas", "high"},
                {"B", "KZ", "border", "1435/1520", "4", "atlas", "", "", "atlas", "high"},
                {"C", "CN", "station", "", "", "", "", "", "atlas", "high"},
                {"D", "CN", "port", "", "", "", "20", "atlas", "atlas", "high"},
                {"E", "KZ", "port", "", "", "", "", "", "atlas", "low"}},
               {{{70, 45}}, {{79.99, 45}}, {{90, 45}}, {{90, 40.01}}, {{70, 40.01}}},
               GeometryKind::point};
    d.legs = {"legs",
              {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "sea", "length_km", "length_source",
               "source", "confidence"},
              {{"AB", "A", "B", "rail", "1520", "operating", "KZ", "", "", "", "atlas", "high"},
               {"BC", "B", "C", "rail", "1435", "operating", "KZ;CN", "", "800", "atlas", "atlas", "high"},
               {"CD", "C", "D", "rail", "1435", "planned", "CN", "", "", "", "atlas", "medium"},
               {"DE", "D", "E", "sea", "", "operating", "", "OCEAN", "", "", "atlas", "memory"}},
              {{{70, 45}, {79.99, 45}},
               {{79.99, 45}, {90, 45}},
               {{90, 45}, {90, 40.01}},
               {{90, 40.01}, {90, 38}, {70, 38}, {70, 40.01}}},
              GeometryKind::line};
    d.corridors = {"corridors",
                   {"id", "origin", "destination", "status", "source", "confidence"},
                   {{"EAST", "A", "E", "planned", "atlas", "high"}, {"SHORT", "A", "C", "operating", "atlas", "high"}},
                   {{{70, 45}, {90, 45}}, {{70, 45}, {90, 45}}},
                   GeometryKind::line};
    d.corridor_legs = {"corridor_legs",
                       {"corridor", "sequence", "leg", "direction", "source", "confidence"},
                       {{"EAST", "1", "AB", "forward", "atlas", "high"},
                        {"EAST", "2", "BC", "forward", "atlas", "high"},
                        {"EAST", "3", "CD", "forward", "atlas", "high"},
                        {"EAST", "4", "DE", "forward", "atlas", "high"},
                        {"SHORT", "1", "AB", "", "atlas", "high"},
                        {"SHORT", "2", "BC", "", "atlas", "high"}},
                       {},
                       GeometryKind::null};
    d.mines = {"mines",
               {"id", "country", "status", "capacity", "capacity_unit", "source", "source_ids", "confidence"},
               {{"PIT", "KZ", "operating", "3300000", "t/year", "Trend Dec 2025", "trend", "low"}},
               {{{71, 46}}},
               GeometryKind::point};
    d.rates = {
        "rates",
        {"quantity", "mode", "country", "value", "source", "confidence"},
        {{"speed_kmh", "rail", "KZ", "40", "atlas", "high"}, {"tariff_usd_tkm", "sea", "*", "0.05", "atlas", "high"}},
        {},
        GeometryKind::null};
    d.sources = {"sources",
                 {"id", "title", "pattern"},
                 {{"atlas", "Atlas of railways", ""}, {"trend", "Trend news agency", "Trend|\\bAZ\\b"}},
                 {},
                 GeometryKind::null};
    d.published = {"published",
                   {"id", "value_min", "value", "value_max", "source", "confidence"},
                   {{"p1", "454", "486", "532", "Trend Jan 2026", "medium"}},
                   {},
                   GeometryKind::null};
    d.study.exposures = {{.id = "cn", .title = "", .countries = {"CN"}}};
    d.study.groups = {
        {.id = "g", .title = "", .origin = "A", .destination = "SOMEWHERE", .corridors = {"EAST", "SHORT"}}};
    return d;
}

/// How often each rule that found anything was broken.
std::map<std::string, std::int64_t> faults_of(Drafts const& drafts) {
    RuleReport report(0);
    check_data_set(drafts.made(), report, no_progress());
    std::map<std::string, std::int64_t> faults;
    Table const counts = report.counts();
    for (auto const& row : counts.rows())
        if (auto const count = std::get<std::int64_t>(row[2]); count > 0)
            faults[std::get<std::string>(row[0])] = count;
    return faults;
}

std::string listed(Drafts const& drafts) {
    RuleReport report(0);
    check_data_set(drafts.made(), report, no_progress());
    Problems problems;
    report.finish(problems);
    std::string text;
    for (Problem const& problem : problems)
        text += problem.code + ": " + problem.parts.where + ": " + problem.parts.what + "\n";
    return text;
}

TEST(DataCheck, ASoundDataSetBreaksNoRuleAndEveryRuleLooksAtRows) {
    Drafts const drafts = sound();
    EXPECT_TRUE(faults_of(drafts).empty()) << listed(drafts);
    RuleReport report(0);
    check_data_set(drafts.made(), report, no_progress());
    Table const counts = report.counts();
    for (auto const& row : counts.rows())
        EXPECT_GT(std::get<std::int64_t>(row[1]), 0) << std::get<std::string>(row[0]) << " looks at nothing";
}

/// A change that breaks one rule. Other rules may notice, too, where the change cannot be smaller.
struct Breach {
    char const* rule;
    char const* how;
    std::function<void(Drafts&)> change;
    std::set<std::string> also{};
};

std::vector<Breach> breaches() {
    return {
        {"node.dangling", "a station that no leg reaches",
         [](Drafts& d) {
             d.nodes.rows.push_back({"Z", "KZ", "station", "", "", "", "", "", "atlas", "high"});
             d.nodes.shapes.push_back({{72, 47}});
         }},
        {"leg.end", "an end that is no node", [](Drafts& d) { d.legs.cell(0, "to") = "BB"; }, {"corridor.gap"}},
        {"leg.end", "a leg from a node to itself",
         [](Drafts& d) {
             d.legs.rows.push_back({"AA", "A", "A", "road", "", "operating", "KZ", "", "", "", "atlas", "high"});
             d.legs.shapes.push_back({{70, 45}, {70, 45}});
         }},
        // 0.002 degrees of longitude at 45 N are 158 m (GeodSolve -i: 45 70 45 70.002 gives 157.694 m).
        {"leg.end_place", "a line that stops 158 m beside its node",
         [](Drafts& d) {
             d.legs.shapes[0][0] = {69.998, 45};
         }},
        {"leg.duplicate", "a leg that is there again, the other way round",
         [](Drafts& d) {
             d.legs.rows.push_back({"BA", "B", "A", "rail", "1520", "operating", "KZ", "", "", "", "atlas", "high"});
             d.legs.shapes.push_back({{79.99, 45}, {70, 45}});
         }},
        {"corridor.member",
         "a leg that is not there",
         [](Drafts& d) { d.corridor_legs.cell(4, "leg") = "XX"; },
         {"corridor.sequence", "corridor.ends"}},
        {"corridor.member",
         "a direction that is none",
         [](Drafts& d) { d.corridor_legs.cell(3, "direction") = "west"; },
         {"word.unknown", "corridor.ends", "corridor.sequence"}},
        {"corridor.sequence", "a number left out", [](Drafts& d) { d.corridor_legs.cell(3, "sequence") = "5"; }},
        {"corridor.sequence", "no number", [](Drafts& d) { d.corridor_legs.cell(3, "sequence") = ""; }},
        {"corridor.empty", "a corridor without legs",
         [](Drafts& d) {
             d.corridors.rows.push_back({"NONE", "A", "B", "operating", "atlas", "high"});
             d.corridors.shapes.push_back({{70, 45}, {79.99, 45}});
         }},
        {"corridor.gap", "a leg the wrong way round",
         [](Drafts& d) { d.corridor_legs.cell(2, "direction") = "reverse"; }},
        {"corridor.gauge_break", "a gauge break without a yard",
         [](Drafts& d) { d.nodes.cell(1, "gauge_change") = ""; }},
        {"corridor.port", "a ship at a station", [](Drafts& d) { d.nodes.cell(3, "kind") = "station"; }},
        {"corridor.ends",
         "an origin that is another node",
         [](Drafts& d) { d.corridors.cell(0, "origin") = "B"; },
         {"group.ends"}},
        {"corridor.status", "an operating corridor over a planned leg",
         [](Drafts& d) { d.corridors.cell(0, "status") = "operating"; }},
        {"group.ends", "a corridor that starts elsewhere", [](Drafts& d) { d.study.groups[0].origin = "B"; }},
        {"group.ends", "a group of one", [](Drafts& d) { d.study.groups[0].corridors = {"EAST"}; }},
        // The geodesic from 45 N 79.99 E to 45 N 90 E is 788.754 km (GeodSolve -i), 98 % of it 772.98.
        {"leg.too_short", "a stated length below the geodesic", [](Drafts& d) { d.legs.cell(1, "length_km") = "772"; }},
        {"leg.too_short",
         "a line that stops half way",
         [](Drafts& d) {
             d.legs.shapes[0] = {{70, 45}, {75, 45}};
         },
         {"leg.end_place"}},
        {"leg.too_long", "a length in another unit", [](Drafts& d) { d.legs.cell(1, "length_km") = "800000"; }},
        {"leg.too_long",
         "a vertex far off",
         [](Drafts& d) {
             d.legs.shapes[0] = {{70, 45}, {75, 60}, {75, 41}, {79.99, 45}};
         },
         {"leg.land_at_sea"}},
        {"leg.sea_on_land", "a ferry over land",
         [](Drafts& d) {
             d.legs.shapes[3] = {{90, 40.01}, {80, 41}, {70, 40.01}};
         }},
        {"leg.land_at_sea", "a railway through the sea",
         [](Drafts& d) {
             d.legs.shapes[0] = {{70, 45}, {70, 39}, {76, 39}, {79.99, 45}};
         }},
        {"word.unknown", "a mode that is none", [](Drafts& d) { d.legs.cell(2, "mode") = "rial"; }, {"leg.gauge"}},
        {"word.unknown",
         "a gauge that no railway has",
         [](Drafts& d) { d.legs.cell(2, "gauge_mm") = "1453"; },
         {"corridor.gauge_break"}},
        {"word.unknown", "a status that is none", [](Drafts& d) { d.legs.cell(2, "status") = "open"; }},
        {"word.unknown", "no mode", [](Drafts& d) { d.legs.cell(2, "mode") = ""; }, {"leg.gauge"}},
        {"leg.gauge", "a road with a gauge", [](Drafts& d) { d.legs.cell(2, "mode") = "road"; }},
        {"leg.sea", "a sea leg without its sea", [](Drafts& d) { d.legs.cell(3, "sea") = ""; }},
        {"leg.sea", "a railway with a sea", [](Drafts& d) { d.legs.cell(0, "sea") = "OCEAN"; }},
        {"leg.sea", "a sea leg with a country", [](Drafts& d) { d.legs.cell(3, "countries") = "KZ"; }},
        {"leg.countries", "the country of an end left out", [](Drafts& d) { d.legs.cell(1, "countries") = "CN"; }},
        {"country.code",
         "a code that is none",
         [](Drafts& d) { d.mines.cell(0, "country") = "QQ"; },
         {"site.wrong_country"}},
        {"country.code",
         "a code of three letters among those of two",
         [](Drafts& d) { d.mines.cell(0, "country") = "KAZ"; },
         {"site.wrong_country"}},
        {"country.code", "a country that is not drawn", [](Drafts& d) { d.study.exposures[0].countries = {"RU"}; }},
        {"country.code", "a rate for a country that is none",
         [](Drafts& d) { d.rates.cell(0, "country") = "Kazakhstan"; }},
        {"country.alpha3", "an alpha-3 code of another country",
         [](Drafts& d) { d.countries.cell(0, "alpha3") = "KGZ"; }},
        {"country.alpha3", "an alpha-3 code that is none", [](Drafts& d) { d.countries.cell(0, "alpha3") = "KZA"; }},
        {"number.range", "a speed in metres per minute", [](Drafts& d) { d.rates.cell(0, "value") = "667"; }},
        {"number.range", "a tariff in cents", [](Drafts& d) { d.rates.cell(1, "value") = "5"; }},
        {"number.range", "a time in minutes", [](Drafts& d) { d.nodes.cell(1, "dwell_h") = "2400"; }},
        {"number.range", "a rate that is no number", [](Drafts& d) { d.rates.cell(0, "value") = "fast"; }},
        {"number.order", "a range that leaves the value out",
         [](Drafts& d) { d.published.cell(0, "value_max") = "480"; }},
        {"number.order", "a range the wrong way round", [](Drafts& d) { d.published.cell(0, "value_min") = "600"; }},
        {"number.unit", "a capacity without unit", [](Drafts& d) { d.mines.cell(0, "capacity_unit") = ""; }},
        {"number.unit", "a unit without capacity", [](Drafts& d) { d.mines.cell(0, "capacity") = ""; }},
        {"number.unit", "a capacity of nothing", [](Drafts& d) { d.mines.cell(0, "capacity") = "0"; }},
        {"row.source", "a row without source", [](Drafts& d) { d.nodes.cell(0, "source") = ""; }},
        {"row.source", "a table without sources", [](Drafts& d) { d.corridor_legs.drop("source"); }},
        {"row.confidence", "a word that is none", [](Drafts& d) { d.legs.cell(0, "confidence") = "sure"; }},
        {"row.confidence", "a table without confidence", [](Drafts& d) { d.rates.drop("confidence"); }},
        {"number.source", "a length without source", [](Drafts& d) { d.legs.cell(1, "length_source") = ""; }},
        {"number.source", "a source without fee", [](Drafts& d) { d.nodes.cell(3, "fee_usd_t") = ""; }},
        {"source.unresolved", "a name that leads nowhere", [](Drafts& d) { d.published.cell(0, "source") = "heard"; }},
        {"source.unresolved", "an id that is not there",
         [](Drafts& d) { d.mines.cell(0, "source_ids") = "trend;tass"; }},
        {"source.row", "an id twice",
         [](Drafts& d) {
             d.sources.rows.push_back({"atlas", "Another", ""});
         }},
        {"source.row", "a pattern that cannot be read", [](Drafts& d) { d.sources.cell(0, "pattern") = "(open"; }},
        {"source.row", "a source without title", [](Drafts& d) { d.sources.cell(0, "title") = ""; }},
        // 5 km south of the coast at 40 N: 0.05 degrees of latitude are 5.55 km.
        {"site.in_sea", "a mine in the sea",
         [](Drafts& d) {
             d.mines.shapes[0] = {{71, 39.95}};
         }},
        {"site.wrong_country", "a mine over the border",
         [](Drafts& d) {
             d.mines.shapes[0] = {{80.1, 45}};
         }},
    };
}

TEST(DataCheck, EveryRuleTellsTheRowThatBreaksIt) {
    std::set<std::string> tried;
    for (Breach const& breach : breaches()) {
        Drafts drafts = sound();
        breach.change(drafts);
        std::map<std::string, std::int64_t> faults = faults_of(drafts);
        EXPECT_GE(faults[breach.rule], 1) << breach.rule << ": " << breach.how;
        faults.erase(breach.rule);
        for (auto const& [code, count] : faults)
            EXPECT_TRUE(breach.also.contains(code)) << breach.how << " is told as\n" << listed(drafts);
        tried.insert(breach.rule);
    }
    for (Rule const& rule : data_rules())
        EXPECT_TRUE(tried.contains(std::string(rule.code))) << "no row breaks " << rule.code;
}

TEST(DataCheck, HarboursAndBorderStationsWithin3KmAreTaken) {
    Drafts drafts = sound();
    drafts.mines.shapes[0] = {{71, 39.98}}; // 2.2 km off the coast
    EXPECT_TRUE(faults_of(drafts).empty()) << listed(drafts);
    drafts.mines.shapes[0] = {{80.03, 45}}; // 2.4 km over the border
    EXPECT_TRUE(faults_of(drafts).empty()) << listed(drafts);
}

TEST(DataCheck, LegsOfTwoGaugesMayLieSideBySide) {
    Drafts drafts = sound();
    drafts.legs.rows.push_back({"AB2", "A", "B", "rail", "1435", "operating", "KZ", "", "", "", "atlas", "high"});
    drafts.legs.shapes.push_back({{70, 45}, {79.99, 45}});
    EXPECT_TRUE(faults_of(drafts).empty()) << listed(drafts);
}

TEST(DataCheck, AFaultNamesFileRowAndId) {
    Drafts drafts = sound();
    drafts.legs.cell(2, "status") = "opreating";
    EXPECT_EQ(listed(drafts),
              "word.unknown: legs.csv, feature 2 (CD): status is 'opreating'; 'operating' is near to it\n");
}

TEST(DataCheck, WhatCannotBeLookedAtIsSaid) {
    Drafts drafts = sound();
    drafts.mines.drop("capacity");
    RuleReport report(0);
    DataSet data = drafts.made();
    data.layers.erase(LayerRole::countries);
    check_data_set(data, report, no_progress());
    std::map<std::string, std::string> reasons;
    Table const counts = report.counts();
    for (auto const& row : counts.rows())
        reasons[std::get<std::string>(row[0])] = std::get<std::string>(row[4]);
    EXPECT_EQ(reasons["number.unit"], "no field 'mines.capacity'");
    EXPECT_EQ(reasons["site.in_sea"], "the study has no countries");
    EXPECT_EQ(reasons["leg.duplicate"], "");
}

TEST(DataCheck, MoreFaultsThanAreListedAreCounted) {
    Drafts drafts = sound();
    for (std::size_t row = 0; row < 4; ++row)
        drafts.legs.cell(row, "confidence") = "sure";
    RuleReport report(1);
    check_data_set(drafts.made(), report, no_progress());
    Problems problems;
    report.finish(problems);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_TRUE(problems[1].parts.what.starts_with("3 more rows like these")) << problems[1].parts.what;
}

TEST(DataCheck, TheDocumentationHasTheTablesOfTheProgram) {
    std::ostringstream text;
    text << std::ifstream(OREWAY_SOURCE_DIR "/docs/data.md").rdbuf();
    std::string const page = text.str();
    std::size_t const section = page.find("## The strict check");
    ASSERT_NE(section, std::string::npos);
    auto const expect_row = [&](std::string const& row) {
        EXPECT_NE(page.find(row, section), std::string::npos) << "docs/data.md lacks\n" << row;
    };
    for (Rule const& rule : data_rules())
        expect_row(fmt::format("| `{}` | {} | {} | {} |\n", rule.code, rule.what, rule.why, rule.needs));
    for (PlausibleRange const& range : plausible_ranges())
        expect_row(fmt::format("| {} | {} | {} | {} | {} | {} |\n", range.quantity, range.mode, shortest(range.low),
                               shortest(range.high), range.unit, range.source));
    for (Vocabulary const& vocabulary : vocabularies())
        expect_row(fmt::format("| {} | {} |\n", vocabulary.field, join(split(vocabulary.words, ' '), ", ")));
    std::size_t rows = 0;
    for (std::size_t at = page.find("\n| `", section); at != std::string::npos; at = page.find("\n| `", at + 1))
        ++rows;
    EXPECT_EQ(rows, data_rules().size()) << "docs/data.md has a rule that the program has not";
}

} // namespace
} // namespace oreway
