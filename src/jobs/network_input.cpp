// SPDX-License-Identifier: MIT
// Reads what a study names for its network, and builds it.

#include "jobs/network_input.hpp"

#include <utility>

#include <fmt/format.h>

#include "jobs/layer_source.hpp"
#include "jobs/network_countries.hpp"
#include "jobs/network_tables.hpp"
#include "jobs/study_inputs.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/compare.hpp"
#include "oreway/model/layer_reader.hpp"

namespace oreway {

namespace {

/// What reading a study shares.
struct Reading {
    std::filesystem::path folder;
    InputOptions const& options;
    Problems& problems;
    std::vector<ReceiptInput>& receipts;
};

/// A layer with geometry or a plain table, whichever the dataset holds.
std::optional<FeatureLayer> read_any(Reading& reading, std::string const& path, std::string const& layer,
                                     InputOptions const& options) {
    std::string const name = resolved_path(path, reading.folder);
    bool is_table = false;
    try {
        Problems ignored; // both loaders tell them again
        auto const source = LayerSource::open(name, layer, InputShape::table, options, ignored);
        is_table = source && source->info().geometry_type == "None";
    } catch (Error const&) {
        is_table = false;
    }
    std::optional<LoadedLayer> loaded = is_table ? load_table(name, layer, options, reading.problems)
                                                 : load_layer(name, layer, options, reading.problems);
    if (!loaded)
        return std::nullopt;
    reading.receipts.push_back(std::move(loaded->receipt));
    loaded->layer.has_geometry = loaded->layer.has_geometry && !is_table;
    return std::move(loaded->layer);
}

/// A table joined to a layer; an optional one that is not there is noted.
void read_join(Reading& reading, LayerBinding const& owner, JoinedTable const& join, BoundLayer& bound) {
    std::filesystem::path const path = resolved_path(join.path, reading.folder);
    std::error_code ignored;
    if (join.need == JoinedTable::Need::optional && !std::filesystem::exists(path, ignored)) {
        reading.problems.push_back(
            {Severity::note,
             "join.absent",
             {fmt::format("{} is not there; what it would tell of {} is not known", join.path, owner.path),
              path.string(), "put the file there if you have it"}});
        return;
    }
    LayerBinding binding{.path = join.path,
                         .layer = join.layer,
                         .crs = owner.crs,
                         .encoding = owner.encoding,
                         .fields = join.fields,
                         .values = owner.values,
                         .joins = {}};
    std::string const name = path.string();
    auto loaded = load_table(name, join.layer, options_for(binding, reading.options), reading.problems);
    if (!loaded)
        return;
    reading.receipts.push_back(std::move(loaded->receipt));
    bound.joined.push_back({std::move(loaded->layer), std::move(binding)});
}

std::optional<BoundLayer> read_bound(Reading& reading, Study const& study, LayerRole role) {
    auto const binding = study.layers.find(role);
    if (binding == study.layers.end())
        return std::nullopt;
    auto layer =
        read_any(reading, binding->second.path, binding->second.layer, options_for(binding->second, reading.options));
    if (!layer)
        return std::nullopt;
    BoundLayer bound{.layer = std::move(*layer), .binding = binding->second, .joined = {}};
    for (JoinedTable const& join : binding->second.joins)
        read_join(reading, binding->second, join, bound);
    return bound;
}

RateTable read_rates(Reading& reading, Study const& study) {
    if (study.rates_path.empty())
        return {};
    auto table = load_table(resolved_path(study.rates_path, reading.folder), "", reading.options, reading.problems);
    if (!table)
        return {};
    reading.receipts.push_back(std::move(table->receipt));
    return RateTable::from_layer(table->layer, reading.problems);
}

std::optional<FeatureLayer> read_charges_table(Reading& reading, Study const& study) {
    if (study.network.charges.path.empty())
        return std::nullopt;
    auto table =
        load_table(resolved_path(study.network.charges.path, reading.folder), "", reading.options, reading.problems);
    if (!table)
        return std::nullopt;
    reading.receipts.push_back(std::move(table->receipt));
    return std::move(table->layer);
}

std::vector<MineSite> read_mine_sites(Reading& reading, Study const& study) {
    auto const bound = read_bound(reading, study, LayerRole::mines);
    if (!bound)
        return {};
    LayerReader const reader(LayerRole::mines, bound->layer, bound->binding, reading.problems);
    std::vector<MineSite> sites;
    for (std::size_t row = 0; reader.usable() && row < reader.size(); ++row) {
        MineSite site;
        site.mine.id = reader.text(row, "id");
        site.mine.name = reader.text(row, "name");
        site.mine.country = reader.text(row, "country");
        for (std::string const& commodity : split(reader.text(row, "commodities"), ';'))
            if (!trim(commodity).empty())
                site.mine.commodities.emplace_back(trim(commodity));
        site.mine.production_t = reader.number(row, "production_t", 0.0, 1e12);
        if (auto const shape = reader.shape(row, GeometryKind::point); shape.geometry)
            site.position = shape.geometry->path(0)[0];
        sites.push_back(std::move(site));
    }
    return sites;
}

std::map<std::string, std::vector<std::string>> read_corridor_legs(Reading& reading, Study const& study) {
    auto const binding = study.layers.find(LayerRole::corridor_legs);
    if (binding == study.layers.end())
        return {};
    auto table = load_table(resolved_path(binding->second.path, reading.folder), binding->second.layer,
                            options_for(binding->second, reading.options), reading.problems);
    if (!table)
        return {};
    LayerReader const reader(LayerRole::corridor_legs, table->layer, binding->second, reading.problems);
    std::map<std::string, std::vector<std::string>> legs;
    for (std::size_t row = 0; reader.usable() && row < reader.size(); ++row)
        legs[reader.text(row, "corridor")].push_back(reader.text(row, "leg"));
    reading.receipts.push_back(std::move(table->receipt));
    return legs;
}

NetworkOptions options_of(NetworkSettings const& settings, NetworkOverrides const& overrides) {
    NetworkOptions options;
    options.parallel = overrides.parallel.value_or(*parse_parallel_legs(settings.parallel));
    options.length_from = settings.length_from == "geometry" ? LengthFrom::geometry : LengthFrom::column;
    options.length_tolerance = settings.length_tolerance;
    options.sentinel_cost_usd_t = settings.sentinel_cost_usd_t;
    options.sentinel = settings.sentinel == "close" ? NetworkOptions::Sentinel::close : NetworkOptions::Sentinel::keep;
    return options;
}

Study read_study(std::filesystem::path const& file, Problems& problems) {
    Study study = parse_study(read_study_text(file), file.string(), problems);
    if (!study.layers.contains(LayerRole::legs))
        problems.push_back({Severity::error,
                            "study.missing",
                            {"there is no [layers.legs], so there is no network", file.string(),
                             "name the layer or table of legs: [layers.legs] path = \"...\""}});
    throw_if_errors(problems, "reading the study");
    return study;
}

} // namespace

StudyNetwork load_network(std::filesystem::path const& study_file, NetworkOverrides const& overrides,
                          InputOptions const& options, Problems& problems, Progress& progress) {
    std::filesystem::path file = study_file.empty() ? bundled_data_folder() / "study.toml" : study_file;
    Study study = read_study(file, problems);
    std::vector<ReceiptInput> receipts;
    Reading reading{file.parent_path(), options, problems, receipts};
    progress.stage("reading", 3);
    std::optional<BoundLayer> const legs = read_bound(reading, study, LayerRole::legs);
    std::optional<BoundLayer> const nodes = read_bound(reading, study, LayerRole::nodes);
    std::optional<FeatureLayer> const charges = read_charges_table(reading, study);
    RateTable rates = read_rates(reading, study);
    stop_if_cancelled(progress);
    progress.advance(1);
    std::vector<MineSite> mines = read_mine_sites(reading, study);
    auto corridor_legs = read_corridor_legs(reading, study);
    throw_if_errors(problems, "reading the network");
    progress.advance(1);
    NetworkTables tables = make_network_tables(*legs, nodes, charges, study.network, problems);
    throw_if_errors(problems, "reading the network");
    share_by_countries(study, reading.folder, options, tables.legs, receipts, problems);
    throw_if_errors(problems, "reading the network");
    progress.advance(1);
    stop_if_cancelled(progress);
    Network network = build_network(std::move(tables.legs), std::move(tables.nodes), rates,
                                    options_of(study.network, overrides), problems);
    throw_if_errors(problems, "building the network");
    return {.file = std::move(file),
            .study = std::move(study),
            .rates = std::move(rates),
            .network = std::move(network),
            .mines = std::move(mines),
            .corridor_legs = std::move(corridor_legs),
            .receipts = std::move(receipts)};
}

} // namespace oreway
