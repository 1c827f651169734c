// SPDX-License-Identifier: MIT
// Writes a study as TOML, in one fixed order, so that the same study gives the same bytes.

#include <array>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

namespace {

/// A TOML basic string.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += {'\\', c};
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            result += fmt::format("\\u{:04X}", static_cast<unsigned>(byte));
        else
            result += c;
    }
    return result + "\"";
}

std::string list(std::vector<std::string> const& texts) {
    std::string result = "[";
    for (std::size_t i = 0; i < texts.size(); ++i)
        result += (i > 0 ? ", " : "") + quoted(texts[i]);
    return result + "]";
}

enum class Keys { bare, quoted };

std::string inline_table(std::map<std::string, std::string> const& map, Keys keys) {
    std::string result = "{";
    char const* comma = " ";
    for (auto const& [key, value] : map) {
        result += fmt::format("{}{} = {}", comma, keys == Keys::quoted ? quoted(key) : key, quoted(value));
        comma = ", ";
    }
    return result + " }";
}

void write_line(std::string& text, std::string_view key, std::string const& value) {
    if (!value.empty())
        text += fmt::format("{} = {}\n", key, quoted(value));
}

void write_list(std::string& text, std::string_view key, std::vector<std::string> const& values) {
    if (!values.empty())
        text += fmt::format("{} = {}\n", key, list(values));
}

/// A list of numbers; nothing when it is empty.
std::string numbers(std::string_view key, std::vector<double> const& values) {
    std::string text;
    for (double const value : values)
        text += (text.empty() ? "" : ", ") + shortest(value);
    return text.empty() ? text : fmt::format("{} = [{}]\n", key, text);
}

/// Sections that have only their defaults are left out.
std::string ranking(Study const& study) {
    if (study.ranking_method == RankingMethod::weighted_sum && study.judgements.matrix.empty())
        return {};
    std::string text = fmt::format("\n[ranking]\nmethod = {}\n", quoted(name_of(study.ranking_method)));
    if (study.judgements.matrix.empty())
        return text;
    text += "pairwise = [\n";
    for (auto const& row : study.judgements.matrix) {
        std::string line;
        for (double const value : row)
            line += (line.empty() ? "" : ", ") + shortest(value);
        text += fmt::format("    [{}],\n", line);
    }
    return text + "]\n";
}

std::string reliability(ReliabilityOptions const& options) {
    if (options == ReliabilityOptions{})
        return {};
    return fmt::format("\n[reliability]\ndistribution = {}\nseed = {}\ndraws = {}\n", quoted(name_of(options.shape)),
                       options.seed, options.draws);
}

std::string head(Study const& study) {
    std::string text = "[study]\n";
    write_line(text, "title", study.title);
    if (study.bbox)
        text += fmt::format("bbox = [{}, {}, {}, {}]  # west, south, east, north\n", shortest(study.bbox->west),
                            shortest(study.bbox->south), shortest(study.bbox->east), shortest(study.bbox->north));
    text += fmt::format("raster_resolution_deg = {}\n", shortest(study.raster_resolution.value()));
    std::string radii;
    for (Metres const radius : study.catchments)
        radii += (radii.empty() ? "" : ", ") + shortest(to_kilometres(radius));
    text += fmt::format("catchment_km = [{}]\n", radii);
    text += numbers("catchment_h", study.catchment_hours) + numbers("catchment_usd_t", study.catchment_usd_t);
    return text + fmt::format("overlap_tolerance_km = {}\n", shortest(to_kilometres(study.overlap_tolerance)));
}

std::string layer(LayerRole role, LayerBinding const& binding) {
    std::string text = fmt::format("\n[layers.{}]\n", name_of(role));
    write_line(text, "path", binding.path);
    write_line(text, "layer", binding.layer);
    write_line(text, "crs", binding.crs);
    write_line(text, "encoding", binding.encoding);
    if (!binding.fields.empty())
        text += fmt::format("fields = {}\n", inline_table(binding.fields, Keys::bare));
    for (auto const& [field, map] : binding.values)
        text += fmt::format("values.{} = {}\n", field, inline_table(map, Keys::quoted));
    for (JoinedTable const& join : binding.joins) {
        text += fmt::format("\n[[layers.{}.join]]\n", name_of(role));
        write_line(text, "path", join.path);
        write_line(text, "layer", join.layer);
        if (join.need == JoinedTable::Need::optional)
            text += "optional = true\n";
        text += fmt::format("fields = {}\n", inline_table(join.fields, Keys::bare));
    }
    return text;
}

std::string table(std::string_view heading, TableBinding const& binding) {
    std::string text = fmt::format("\n{}\n", heading);
    write_line(text, "path", binding.path);
    if (!binding.fields.empty())
        text += fmt::format("fields = {}\n", inline_table(binding.fields, Keys::bare));
    return text;
}

void write_number(std::string& text, std::string_view key, double value) {
    text += fmt::format("{} = {}\n", key, shortest(value));
}

/// Only when it says something else than a study without it.
std::string network_text(NetworkSettings const& network) {
    if (network == NetworkSettings{})
        return {};
    std::string text = "\n[network]\n";
    write_line(text, "parallel", network.parallel);
    write_line(text, "length_from", network.length_from);
    write_number(text, "length_tolerance", network.length_tolerance);
    write_number(text, "sentinel_cost_usd_t", network.sentinel_cost_usd_t);
    write_line(text, "sentinel", network.sentinel);
    write_line(text, "sharing", network.sharing);
    write_line(text, "domestic", network.domestic);
    write_line(text, "split_suffix", network.split_suffix);
    if (network.snap_tolerance)
        write_number(text, "snap_m", network.snap_tolerance->value());
    write_line(text, "noding", network.noding);
    text += "\n[network.access]\n";
    write_number(text, "cost_usd_t", network.access_usd_t);
    write_number(text, "time_h", network.access_h);
    write_number(text, "limit_km", to_kilometres(network.access_limit));
    write_line(text, "mode", network.access_mode);
    write_number(text, "detour", network.access_detour);
    if (!network.charges.path.empty())
        text += table("[network.charges]", network.charges);
    return text;
}

std::string question_text(Question const& question) {
    std::string text = fmt::format("\n[[question]]\nid = {}\n", quoted(question.id));
    write_line(text, "title", question.title);
    write_line(text, "commodity", question.commodity);
    write_line(text, "origin", question.origin);
    write_list(text, "destinations", question.destinations);
    write_list(text, "scenarios", question.scenarios);
    write_line(text, "exposure", question.exposure);
    return text;
}

} // namespace

std::string to_toml(Study const& study) {
    std::string text = head(study);
    for (auto const& [role, binding] : study.layers)
        text += layer(role, binding);
    if (!study.rates_path.empty())
        text += fmt::format("\n[rates]\npath = {}\n", quoted(study.rates_path));
    if (!study.sources.path.empty())
        text += table("[sources]", study.sources);
    for (TableBinding const& binding : study.tables)
        text += table("[[table]]", binding);
    for (ExposureSet const& set : study.exposures) {
        text += fmt::format("\n[[exposure]]\nid = {}\n", quoted(set.id));
        write_line(text, "title", set.title);
        write_list(text, "countries", set.countries);
    }
    for (Criterion const& criterion : study.criteria)
        text += fmt::format("\n[[criteria]]\nindicator = {}\nweight = {}\n", quoted(criterion.indicator),
                            shortest(criterion.weight));
    text += ranking(study) + reliability(study.reliability);
    text += fmt::format("\n[stability]\nseed = {}\ndraws = {}\n", study.stability_seed, study.stability_draws);
    for (Group const& group : study.groups) {
        text += fmt::format("\n[[group]]\nid = {}\n", quoted(group.id));
        write_line(text, "title", group.title);
        write_line(text, "origin", group.origin);
        write_line(text, "destination", group.destination);
        write_list(text, "corridors", group.corridors);
    }
    for (Scenario const& scenario : study.scenarios) {
        text += fmt::format("\n[[scenario]]\nid = {}\n", quoted(scenario.id));
        write_line(text, "title", scenario.title);
        write_list(text, "include_status", scenario.include_status);
        write_list(text, "open_corridors", scenario.open_corridors);
        write_list(text, "avoided_countries", scenario.avoided_countries);
        write_list(text, "closed_legs", scenario.closed_legs);
        write_list(text, "closed_nodes", scenario.closed_nodes);
    }
    text += network_text(study.network);
    for (Question const& question : study.questions)
        text += question_text(question);
    return text;
}

} // namespace oreway
