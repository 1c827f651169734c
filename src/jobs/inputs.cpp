// SPDX-License-Identifier: MIT
// Whole layers: read to their end, their polygons mended, their faults collected.

#include "oreway/jobs/inputs.hpp"

#include <algorithm>
#include <limits>

#include "jobs/layer_source.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_size = 65'536;

std::optional<LoadedLayer> load(std::string const& name, std::string const& layer_name, InputShape shape,
                                InputOptions const& options, Problems& problems) {
    std::optional<LayerSource> source = LayerSource::open(name, layer_name, shape, options, problems);
    if (!source)
        return std::nullopt;
    LoadedLayer loaded{.layer = source->empty_layer(), .receipt = {}};
    std::size_t const limit = options.max_features.value_or(std::numeric_limits<std::size_t>::max());
    while (loaded.layer.size() < limit &&
           source->append_next(std::min(chunk_size, limit - loaded.layer.size()), loaded.layer) > 0) {
    }
    source->add_problems(problems);
    mend_polygons(loaded.layer, options, problems);
    loaded.receipt = source->receipt();
    return loaded;
}

/// Runs a load; an error becomes a problem, so that the faults of all layers are shown at once.
std::optional<LoadedLayer> collecting(std::string const& name, std::string const& layer, InputShape shape,
                                      InputOptions const& options, Problems& problems) {
    if (!options.assume_crs.empty())
        static_cast<void>(Crs::from_user_input(options.assume_crs)); // a wrong name is told even where it is not needed
    std::size_t const before = problems.size();
    try {
        std::optional<LoadedLayer> loaded = load(name, layer, shape, options, problems);
        Problems const mine(problems.begin() + static_cast<std::ptrdiff_t>(before), problems.end());
        return worst(mine) == Severity::error ? std::nullopt : std::move(loaded);
    } catch (UsageError const&) {
        throw; // the options are wrong, not the data
    } catch (Error const& error) {
        problems.push_back({Severity::error, "input.unreadable", error.parts()});
        return std::nullopt;
    }
}

} // namespace

std::optional<LoadedLayer> load_layer(std::string const& dataset, std::string const& layer, InputOptions const& options,
                                      Problems& problems) {
    return collecting(dataset, layer, InputShape::spatial, options, problems);
}

std::optional<LoadedLayer> load_table(std::string const& dataset, std::string const& layer, InputOptions const& options,
                                      Problems& problems) {
    return collecting(dataset, layer, InputShape::table, options, problems);
}

} // namespace oreway
