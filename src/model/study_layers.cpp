// SPDX-License-Identifier: MIT
// The part of a study file that says where things are: layers, the names of their fields, joined tables, rates,
// sources.

#include "model/study_parts.hpp"

#include <array>

namespace oreway {

namespace {

constexpr std::array all_roles = {LayerRole::corridors, LayerRole::corridor_legs, LayerRole::legs,
                                  LayerRole::nodes,     LayerRole::mines,         LayerRole::countries};

void read_fields(Section& section, LayerRole role, LayerBinding& binding) {
    section.table("fields", [&](Section& fields) {
        for (std::string const& name : field_names(role)) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                binding.fields[name] = theirs;
        }
    });
    section.table("values", [&](Section& values) {
        for (std::string const& name : field_names(role)) {
            values.table(name, [&](Section& map) {
                for (auto const& [key, node] : map.raw()) {
                    std::string ours;
                    map.text(key.str(), ours);
                    binding.values[name][std::string(key.str())] = ours;
                }
            });
        }
    });
}

void read_join(Section& section, LayerRole role, LayerBinding& binding) {
    JoinedTable join;
    section.text("path", join.path);
    section.text("layer", join.layer);
    section.require("path", !join.path.empty());
    if (section.yes_or_no("optional").value_or(false))
        join.need = JoinedTable::Need::optional;
    section.table("fields", [&](Section& fields) {
        for (std::string const& name : field_names(role)) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                join.fields[name] = theirs;
        }
        fields.require("id", join.fields.contains("id"));
    });
    section.require("fields", !join.fields.empty());
    binding.joins.push_back(std::move(join));
}

} // namespace

void read_layers(Section& section, Study& study) {
    for (LayerRole const role : all_roles) {
        section.table(name_of(role), [&](Section& layer) {
            LayerBinding binding;
            layer.text("path", binding.path);
            layer.text("layer", binding.layer);
            layer.text("crs", binding.crs);
            layer.text("encoding", binding.encoding);
            read_fields(layer, role, binding);
            if (role == LayerRole::legs || role == LayerRole::nodes)
                layer.tables("join", [&](Section& join) { read_join(join, role, binding); });
            layer.require("path", !binding.path.empty());
            study.layers[role] = std::move(binding);
        });
    }
}

void read_table(Section& section, std::span<std::string_view const> names, TableBinding& binding) {
    section.text("path", binding.path);
    section.require("path", !binding.path.empty());
    section.table("fields", [&](Section& fields) {
        for (std::string_view const name : names) {
            std::string theirs;
            fields.text(name, theirs);
            if (!theirs.empty())
                binding.fields[std::string(name)] = theirs;
        }
    });
}

void read_tables(Section& root, Study& study) {
    static constexpr std::array<std::string_view, 3> source_fields = {"id", "title", "pattern"};
    static constexpr std::array<std::string_view, 4> row_fields = {"id", "source", "source_ids", "confidence"};
    root.table("sources", [&](Section& section) { read_table(section, source_fields, study.sources); });
    root.tables("table", [&](Section& section) {
        TableBinding binding;
        read_table(section, row_fields, binding);
        study.tables.push_back(std::move(binding));
    });
}

} // namespace oreway
