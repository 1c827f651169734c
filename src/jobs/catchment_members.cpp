// SPDX-License-Identifier: MIT
// Members follow from the exact distance to the features of the catchment, never from the drawn polygon.

#include "jobs/catchment_members.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "jobs/field_names.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/measure/feature_index.hpp"

namespace oreway {

namespace {

constexpr std::size_t features_a_step = 256;

std::size_t smallest_reaching(std::vector<Metres> const& radii, Metres distance) {
    return static_cast<std::size_t>(std::lower_bound(radii.begin(), radii.end(), distance) - radii.begin());
}

Field field(std::string name, FieldType type) {
    return {.name = std::move(name), .type = type, .width = 0, .source_type = {}};
}

/// What a value of `by` sums to within one radius.
struct Sum {
    std::int64_t members = 0;
    std::int64_t without_weight = 0;
    double weight = 0.0;
};

void add_to(Sum& sum, std::optional<double> weight) {
    ++sum.members;
    if (weight)
        sum.weight += *weight;
    else
        ++sum.without_weight;
}

} // namespace

double rounded_kilometres(Metres length) noexcept {
    return std::round(length.value() * 1e3) / 1e6;
}

double rounded_metres(Metres length) noexcept {
    return std::round(length.value() * 1e3) / 1e3;
}

std::vector<CatchmentMember> find_members(std::vector<CatchmentGroup> const& groups, LonLatGeometries const& members,
                                          std::vector<Metres> const& radii, Progress& progress) {
    progress.stage("members", groups.size() * members.size());
    std::vector<CatchmentMember> found;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        FeatureIndex const index(groups[g].geometries);
        std::vector<std::optional<Metres>> distances(members.size());
        parallel_blocks(members.size(), features_a_step, [&](std::size_t first, std::size_t last) {
            stop_if_cancelled(progress);
            for (std::size_t i = first; i < last; ++i) {
                auto const nearest = index.nearest(members[i], {.count = 1, .radius = radii.back()});
                if (!nearest.empty())
                    distances[i] = nearest.front().distance;
            }
            progress.advance(last - first);
        });
        for (std::size_t i = 0; i < members.size(); ++i)
            if (distances[i])
                found.push_back({g, i, smallest_reaching(radii, *distances[i]), *distances[i]});
    }
    return found;
}

FeatureLayer members_layer(std::vector<CatchmentGroup> const& groups, FeatureLayer const& members,
                           std::vector<CatchmentMember> const& found, std::vector<Metres> const& radii) {
    std::vector<Field> fields = {field("catchment", FieldType::text), field("radius_km", FieldType::real),
                                 field("distance_m", FieldType::real), field("member_fid", FieldType::integer)};
    std::size_t const own = members.attributes.fields().size();
    for (Field source : members.attributes.fields()) {
        source.name = unused_name(fields, source.name);
        fields.push_back(std::move(source));
    }
    FeatureLayer layer;
    layer.name = "members";
    layer.attributes = Attributes(fields);
    for (CatchmentMember const& member : found) {
        std::vector<AttributeValue> values = {groups[member.group].name, rounded_kilometres(radii[member.radius]),
                                              rounded_metres(member.distance), members.ids[member.feature]};
        for (std::size_t f = 0; f < own; ++f)
            values.push_back(members.attributes.value(member.feature, f));
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size() + 1));
        layer.geometries.add(members.geometries[member.feature]);
        layer.attributes.add_row(values);
    }
    return layer;
}

Table member_sums(std::vector<CatchmentGroup> const& groups, FeatureLayer const& members,
                  std::vector<CatchmentMember> const& found, CatchmentOptions const& options) {
    CatchmentMembers const& asked = options.members;
    std::optional<std::size_t> weight;
    std::optional<std::size_t> by;
    if (!asked.weight.empty())
        weight = required_field(members, asked.weight);
    if (!asked.by.empty())
        by = required_field(members, asked.by);
    std::map<std::tuple<std::size_t, std::size_t, std::string>, Sum> sums;
    for (CatchmentMember const& member : found) {
        auto const number = weight ? members.attributes.number(member.feature, *weight) : std::nullopt;
        std::string const value = by ? members.attributes.text(member.feature, *by).value_or("") : "";
        std::size_t const last = options.form == CatchmentForm::discs ? options.radii.size() - 1 : member.radius;
        for (std::size_t r = member.radius; r <= last; ++r)
            add_to(sums[{member.group, r, value}], number);
    }
    Table table("sums", {{"catchment", CellKind::text, "", 2, {}},
                         {"radius_km", CellKind::real, "kilometres", 3, {}},
                         {asked.by.empty() ? "by" : asked.by, CellKind::text, "", 2, {}},
                         {"members", CellKind::integer, "", 2, {}},
                         {"weight", CellKind::real, "", 3, {}},
                         {"without_weight", CellKind::integer, "", 2, {}}});
    for (auto const& [key, sum] : sums) {
        auto const& [group, radius, value] = key;
        bool const has_weight = weight && sum.members > sum.without_weight;
        table.add_row(
            {groups[group].name, rounded_kilometres(options.radii[radius]),
             !by             ? Cell(std::string("all"))
             : value.empty() ? Cell(Absent{"the member has no value of '" + asked.by + "'"})
                             : Cell(value),
             sum.members,
             has_weight ? Cell(sum.weight) : Cell(Absent{weight ? "no member has a weight" : "no --weight was given"}),
             weight ? sum.without_weight : sum.members});
    }
    return table;
}

FeatureLayer table_as_layer(Table const& table) {
    std::vector<Field> fields;
    for (Column const& column : table.columns())
        fields.push_back(field(unused_name(fields, column.name), column.kind == CellKind::text      ? FieldType::text
                                                                 : column.kind == CellKind::integer ? FieldType::integer
                                                                                                    : FieldType::real));
    FeatureLayer layer;
    layer.name = table.name();
    layer.has_geometry = false;
    layer.attributes = Attributes(std::move(fields));
    for (std::vector<Cell> const& row : table.rows()) {
        std::vector<AttributeValue> values;
        for (Cell const& cell : row)
            values.push_back(std::visit(
                [](auto const& v) -> AttributeValue {
                    if constexpr (std::is_same_v<std::decay_t<decltype(v)>, Absent>)
                        return std::monostate();
                    else
                        return v;
                },
                cell));
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size() + 1));
        layer.geometries.add_null();
        layer.attributes.add_row(values);
    }
    return layer;
}

} // namespace oreway
