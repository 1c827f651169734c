// SPDX-License-Identifier: MIT
// Looks at layers and writes a first study: the role of each layer by its geometry, its name and its fields; then the
// fields.

#include "oreway/model/guess_study.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/guess_words.hpp"
#include "oreway/base/text.hpp"
#include "oreway/model/rates.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

namespace {

std::string title_of(FoundLayer const& found) {
    return found.layer.empty() ? found.path : fmt::format("{} (layer {})", found.path, found.layer);
}

/// The last part of a path, without what follows the first dot.
std::string file_name(std::string const& path) {
    auto const slash = path.find_last_of("/\\");
    std::string const name = slash == std::string::npos ? path : path.substr(slash + 1);
    return name.substr(0, name.find('.'));
}

GeometryKind kind_of(FeatureLayer const& layer) {
    for (std::size_t i = 0; i < layer.geometries.size(); ++i)
        if (layer.geometries.kind(i) != GeometryKind::null)
            return layer.geometries.kind(i);
    return GeometryKind::null;
}

bool fits(LayerRole role, GeometryKind kind) {
    switch (role) {
    case LayerRole::corridor_legs:
        return kind == GeometryKind::null;
    case LayerRole::corridors:
    case LayerRole::legs:
        return kind == GeometryKind::line;
    case LayerRole::nodes:
    case LayerRole::mines:
        return kind == GeometryKind::point;
    case LayerRole::countries:
        return kind == GeometryKind::polygon;
    }
    return false;
}

std::vector<Field> const& fields_of(FoundLayer const& found) {
    return found.sample.attributes.fields();
}

/// The best field of a layer for one of ours, among those not taken yet.
std::optional<std::string> best_field(FoundLayer const& found, LayerRole role, std::string_view ours,
                                      std::set<std::string> const& taken) {
    std::optional<std::string> best;
    std::size_t best_place = 0;
    for (Field const& field : fields_of(found)) {
        auto const place = taken.contains(field.name) ? std::nullopt : field_match(field.name, role, ours);
        if (place && (!best || *place < best_place)) {
            best = field.name;
            best_place = *place;
        }
    }
    return best;
}

bool has_field(FoundLayer const& found, LayerRole role, std::string_view ours) {
    return best_field(found, role, ours, {}).has_value();
}

/// Fields that tell a role from the others of the same geometry.
std::vector<std::string_view> telling_fields(LayerRole role) {
    switch (role) {
    case LayerRole::corridor_legs:
        return {"corridor", "leg", "sequence"};
    case LayerRole::corridors:
        return {"origin", "destination"};
    case LayerRole::legs:
        return {"from", "to", "gauge_mm"};
    case LayerRole::nodes:
        return {"dwell_h", "gauge_change", "kind"};
    case LayerRole::mines:
        return {"commodities", "production_t", "operator"};
    case LayerRole::countries:
        return {"id", "name"};
    }
    return {};
}

/// How well a layer plays a role; 0 when nothing speaks for it.
int score_of(FoundLayer const& found, LayerRole role) {
    if (!fits(role, kind_of(found.sample)))
        return 0;
    int score = 0;
    // The name of the layer inside a file says more than the name of the file.
    if (speaks_of(found.layer.empty() ? file_name(found.path) : found.layer, role))
        score += 10;
    for (std::string_view const field : telling_fields(role))
        if (has_field(found, role, field))
            score += 3;
    bool const table_is_whole = has_field(found, role, "corridor") && has_field(found, role, "leg");
    if (role == LayerRole::corridor_legs && !table_is_whole)
        return 0;
    return score;
}

bool is_rates(FoundLayer const& found) {
    auto const& attributes = found.sample.attributes;
    return kind_of(found.sample) == GeometryKind::null && attributes.find("quantity") && attributes.find("mode") &&
           attributes.find("value");
}

struct Cast {
    std::map<LayerRole, std::size_t> layer_of;
    std::set<std::size_t> used;
    std::vector<std::string> remarks;

    void give(LayerRole role, std::size_t layer, std::string remark) {
        layer_of[role] = layer;
        used.insert(layer);
        remarks.push_back(std::move(remark));
    }
};

constexpr LayerRole roles[] = {LayerRole::corridors, LayerRole::corridor_legs, LayerRole::legs,
                               LayerRole::nodes,     LayerRole::mines,         LayerRole::countries};

/// Gives each role to the layer that fits best; the strongest claims first.
Cast cast_roles(std::vector<FoundLayer> const& layers) {
    struct Claim {
        int score;
        LayerRole role;
        std::size_t layer;
    };
    std::vector<Claim> claims;
    for (LayerRole const role : roles)
        for (std::size_t i = 0; i < layers.size(); ++i)
            if (int const score = is_rates(layers[i]) ? 0 : score_of(layers[i], role); score > 0)
                claims.push_back({score, role, i});
    std::ranges::stable_sort(claims, std::greater<>{}, &Claim::score);
    Cast cast;
    for (Claim const& claim : claims) {
        if (cast.layer_of.contains(claim.role) || cast.used.contains(claim.layer))
            continue;
        cast.give(claim.role, claim.layer,
                  fmt::format("{} is taken as {}, by its geometry, name and fields", title_of(layers[claim.layer]),
                              name_of(claim.role)));
    }
    return cast;
}

/// A role without a layer takes the first layer of its geometry that plays nothing else.
void fill_role(LayerRole role, std::vector<FoundLayer> const& layers, char const* reason, Cast& cast) {
    if (cast.layer_of.contains(role))
        return;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (cast.used.contains(i) || !fits(role, kind_of(layers[i].sample)))
            continue;
        return cast.give(role, i, fmt::format("{} is taken as {}: {}", title_of(layers[i]), name_of(role), reason));
    }
}

/// Corridors are needed; lone legs become corridors, each line one.
void need_corridors(std::vector<FoundLayer> const& layers, Cast& cast) {
    fill_role(LayerRole::corridors, layers, "it holds lines and nothing else is a layer of corridors", cast);
    auto const legs = cast.layer_of.find(LayerRole::legs);
    if (cast.layer_of.contains(LayerRole::corridors))
        return;
    if (legs == cast.layer_of.end()) {
        cast.remarks.push_back("no layer of lines was found: [layers.corridors] is needed");
        return;
    }
    std::size_t const layer = legs->second;
    cast.layer_of.erase(legs);
    cast.give(LayerRole::corridors, layer,
              fmt::format("{} is taken as corridors, each line one: no other layer of lines was found",
                          title_of(layers[layer])));
}

/// Whether a field could be an identifier, as far as the sample shows.
bool is_unique(FoundLayer const& found, std::string const& name) {
    auto const& attributes = found.sample.attributes;
    std::size_t const field = *attributes.find(name);
    std::set<std::string> values;
    for (std::size_t row = 0; row < attributes.row_count(); ++row) {
        auto const text = attributes.text(row, field);
        if (!text || text->empty() || !values.insert(*text).second)
            return false;
    }
    return attributes.row_count() > 0;
}

void find_identifier(FoundLayer const& found, LayerRole role, LayerBinding& binding,
                     std::vector<std::string>& remarks) {
    auto const known = binding.fields.find("id");
    if (role == LayerRole::corridor_legs || (known != binding.fields.end() && is_unique(found, known->second)))
        return;
    if (known != binding.fields.end())
        remarks.push_back(
            fmt::format("{}: '{}' has empty or repeated values and is no identifier", title_of(found), known->second));
    for (Field const& field : fields_of(found)) {
        if (field.type == FieldType::real || !is_unique(found, field.name))
            continue;
        binding.fields["id"] = field.name;
        remarks.push_back(fmt::format("{}: '{}' is taken as the identifier, its values differ in the sample",
                                      title_of(found), field.name));
        return;
    }
    if (known == binding.fields.end())
        remarks.push_back(
            fmt::format("{}: no field has a different value in every feature; name one as id", title_of(found)));
}

bool is_our_value(std::string_view ours, std::string_view value) {
    if (ours == "mode")
        return parse_mode(value).has_value();
    if (ours == "status")
        return parse_status(value) != Status::unknown || fold(value) == "unknown";
    return fold(value) == "forward" || fold(value) == "reverse";
}

void translate_values(FoundLayer const& found, LayerRole role, LayerBinding& binding,
                      std::vector<std::string>& remarks) {
    auto const& attributes = found.sample.attributes;
    for (char const* ours : {"mode", "status", "direction"}) {
        auto const bound = binding.fields.find(ours);
        // The status of a mine is kept in the words of the data.
        if (bound == binding.fields.end() || role == LayerRole::mines)
            continue;
        std::set<std::string> unknown;
        for (std::size_t row = 0; row < attributes.row_count(); ++row) {
            std::string const value(trim(attributes.text(row, *attributes.find(bound->second)).value_or("")));
            if (value.empty() || is_our_value(ours, value))
                continue;
            if (auto const translated = translated_value(value, ours))
                binding.values[ours][value] = *translated;
            else
                unknown.insert(value);
        }
        for (std::string const& value : unknown)
            remarks.push_back(
                fmt::format("{}: the {} '{}' is not known; add it to values.{}", title_of(found), ours, value, ours));
    }
}

LayerBinding bind(FoundLayer const& found, LayerRole role, std::vector<std::string>& remarks) {
    LayerBinding binding;
    binding.path = found.path;
    binding.layer = found.layer;
    std::set<std::string> taken;
    std::vector<std::string> missing;
    for (std::string const& ours : field_names(role)) {
        auto const theirs = best_field(found, role, ours, taken);
        if (!theirs) {
            missing.push_back(ours);
            continue;
        }
        binding.fields[ours] = *theirs;
        taken.insert(*theirs);
    }
    find_identifier(found, role, binding, remarks);
    if (binding.fields.contains("id"))
        std::erase(missing, "id");
    if (!missing.empty())
        remarks.push_back(fmt::format("{}: no field was found for {}", title_of(found), join(missing, ", ")));
    translate_values(found, role, binding, remarks);
    return binding;
}

} // namespace

GuessedStudy guess_study(std::vector<FoundLayer> const& layers) {
    GuessedStudy result;
    result.study.title = "My corridors";
    result.study.catchments = {kilometres(25.0), kilometres(50.0), kilometres(100.0)};
    Cast cast = cast_roles(layers);
    need_corridors(layers, cast);
    fill_role(LayerRole::mines, layers, "it holds points and nothing says what they are", cast);
    result.remarks = std::move(cast.remarks);
    for (auto const& [role, layer] : cast.layer_of)
        result.study.layers[role] = bind(layers[layer], role, result.remarks);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (cast.used.contains(i))
            continue;
        if (is_rates(layers[i]) && result.study.rates_path.empty()) {
            result.study.rates_path = layers[i].path;
            result.remarks.push_back(fmt::format("{} is taken as the table of rates", title_of(layers[i])));
        } else {
            result.remarks.push_back(fmt::format("{} is not used: no role fits it", title_of(layers[i])));
        }
    }
    if (result.study.rates_path.empty())
        result.remarks.emplace_back(
            "no table of rates was found: time, cost and emissions will be n/a until [rates] names one");
    result.remarks.emplace_back(
        "add [[group]] and [[criteria]] to rank corridors that serve the same origin and destination");
    // Names and values of data may hold line breaks; a remark becomes a comment of one line.
    for (std::string& remark : result.remarks)
        remark = printable(remark);
    return result;
}

} // namespace oreway
