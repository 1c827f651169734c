// SPDX-License-Identifier: MIT
// A layer is opened by io, transformed by geodesy and mended by planar, a chunk at a time; this file connects the three
// and collects what each of them found wrong.

#include "jobs/layer_source.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "jobs/layer_text.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geodesy/densify.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/polygon_overlap.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

constexpr std::size_t ids_listed = 10; // more feature numbers than these help nobody in a message

/// "feature 17", "features 3, 5, 8 and 120 more".
std::string feature_list(std::vector<std::int64_t> const& ids) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min(ids.size(), ids_listed); ++i)
        shown.push_back(std::to_string(ids[i]));
    std::string text = (ids.size() == 1 ? "feature " : "features ") + join(shown, ", ");
    if (ids.size() > ids_listed)
        text += fmt::format(" and {} more", ids.size() - ids_listed);
    return text;
}

/// WGS 84 data need no operation, but each vertex must be a place on the Earth.
class LonLatCheck final : public CoordinateTransform {
public:
    std::size_t apply(std::span<XY> points, std::span<std::uint8_t> failed) override {
        std::size_t count = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            failed[i] = is_valid(LonLat{points[i].x, points[i].y}) ? 0 : 1;
            count += failed[i];
        }
        return count;
    }
};

/// What a layer's coordinates need on their way to WGS 84.
struct ToWgs84 {
    std::unique_ptr<CoordinateTransform> transform;
    std::optional<Metres> max_deviation; ///< set when edges are straight in the coordinates of the layer
};

std::string operation_text(Operation const& operation) {
    return operation.code.empty() ? operation.name : fmt::format("{} ({})", operation.name, operation.code);
}

/// Chooses the one operation of the layer and notes it in the receipt.
ToWgs84 way_to_wgs84(Crs const& crs, XYBox const& extent, InputOptions const& options, ReceiptInput& receipt) {
    receipt.crs = text_of(crs);
    bool const are_straight = crs.kind() == CrsKind::projected || options.edges == EdgeModel::planar;
    std::optional<Metres> const straight = are_straight ? std::optional(options.max_deviation) : std::nullopt;
    if (crs.is_equivalent_to(Crs::wgs84())) {
        receipt.operation = "none (WGS 84)";
        receipt.operation_accuracy_m = 0.0;
        return {std::make_unique<LonLatCheck>(), straight};
    }
    OperationChoice const choice = choose_operation(crs, Crs::wgs84(), lonlat_extent(crs, extent), options.operation);
    receipt.operation = operation_text(choice.chosen);
    if (choice.chosen.accuracy)
        receipt.operation_accuracy_m = choice.chosen.accuracy->value();
    return {make_transform(crs, Crs::wgs84(), choice.chosen), straight};
}

/// Explains coordinates that are no place on the Earth by what was probably meant.
std::string range_remedy(XYBox const& extent) {
    if (std::max(std::abs(extent.min_x), std::abs(extent.max_x)) <= 90.0 &&
        std::max(std::abs(extent.min_y), std::abs(extent.max_y)) <= 180.0)
        return "longitude and latitude look swapped: exchange them in the data";
    if (std::abs(extent.max_x) > 1000.0 || std::abs(extent.max_y) > 1000.0)
        return "the coordinates look like metres: give the projected system with --assume-crs after removing the wrong "
               ".prj";
    return "longitude must lie in [-180, 180] and latitude in [-90, 90]: correct the listed features";
}

void report_failed(std::vector<std::int64_t> const& failed, XYBox const& extent, bool geographic,
                   LayerOrigin const& origin, Problems& problems) {
    if (failed.empty())
        return;
    std::string const seen = extent.empty()
                                 ? std::string()
                                 : fmt::format("; the layer reaches from {} {} to {} {}", shortest(extent.min_x),
                                               shortest(extent.min_y), shortest(extent.max_x), shortest(extent.max_y));
    problems.push_back(
        {Severity::warning,
         "geometry.out_of_range",
         {.what = fmt::format("{} hold coordinates that are no place on the Earth and count as null{}",
                              feature_list(failed), seen),
          .where = place_of(origin),
          .remedy = geographic ? range_remedy(extent) : "check the coordinates and the reference system"}});
}

std::string area_text(LonLatGeometry geometry) {
    return fixed(to_square_kilometres(geodesic_area(geometry)), 3) + " km2";
}

/// Invalid polygons are mended by a named method or refused; either way they are named with the place of the fault.
void mend_all(FeatureLayer& layer, InputOptions const& options, Problems& problems) {
    LonLatGeometries mended;
    bool changed = false;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        LonLatGeometry const geometry = layer.geometries[i];
        std::optional<Invalidity> fault;
        if (geometry.kind() == GeometryKind::polygon)
            fault = find_invalidity(geometry);
        // A cap whose ring follows a parallel has no area in the plane and is a fine polygon on the ellipsoid.
        if (fault && is_valid_on_the_earth(geometry))
            fault.reset();
        if (!fault || !options.repair_polygons) {
            mended.add(geometry);
        } else {
            append_repaired(geometry, RepairMethod::linework, mended);
            changed = true;
        }
        if (!fault)
            continue;
        std::string what = fmt::format("the polygon is invalid near {} E {} N: {}", fixed(fault->at.lon, 5),
                                       fixed(fault->at.lat, 5), fault->reason);
        if (options.repair_polygons)
            what += fmt::format("; it was repaired by its {} (area {} before, {} after)",
                                oreway::name_of(RepairMethod::linework), area_text(geometry),
                                area_text(mended[mended.size() - 1]));
        problems.push_back({options.repair_polygons ? Severity::warning : Severity::error,
                            "geometry.invalid",
                            {.what = what,
                             .where = fmt::format("{}, feature {}", place_of(layer.origin), layer.ids[i]),
                             .remedy = "mend it in the data"}});
    }
    if (changed)
        layer.geometries = std::move(mended);
}

bool has_polygons(FeatureLayer const& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i)
        if (layer.geometries.kind(i) == GeometryKind::polygon)
            return true;
    return false;
}

/// The layer that is meant; several layers without a name are a problem that lists them.
std::optional<std::size_t> pick_layer(VectorDataset const& dataset, std::string const& name, std::string const& layer,
                                      Problems& problems) {
    if (!layer.empty())
        return dataset.find_layer(layer);
    if (dataset.layers().size() == 1)
        return 0;
    std::vector<std::string> names;
    for (LayerInfo const& info : dataset.layers())
        names.push_back("'" + info.origin.layer + "'");
    problems.push_back({Severity::error,
                        "layer.ambiguous",
                        {.what = names.empty() ? "holds no layer" : "holds several layers: " + join(names, ", "),
                         .where = name,
                         .remedy = names.empty() ? "give another file" : "name one with 'layer'"}});
    return std::nullopt;
}

/// A shapefile is several files, and its attributes are as much an input as its shapes: their hashes are hashed
/// together.
std::string hash_of_dataset(std::filesystem::path const& dataset) {
    if (fold(dataset.extension().string()) != ".shp")
        return hash_file(dataset);
    std::string hashes;
    for (char const* extension : {".shp", ".shx", ".dbf", ".prj", ".cpg"}) {
        std::error_code ignored;
        std::filesystem::path const member = std::filesystem::path(dataset).replace_extension(extension);
        if (std::filesystem::is_regular_file(member, ignored))
            hashes += fmt::format("{} {}\n", extension, hash_file(member));
    }
    return hash_bytes(hashes);
}

ReceiptInput receipt_of(std::string const& dataset, LayerOrigin const& origin, std::size_t features) {
    ReceiptInput receipt;
    receipt.path = dataset;
    receipt.layer = origin.layer;
    receipt.driver = origin.driver;
    receipt.crs_origin = name_of(origin.crs_origin);
    receipt.encoding = origin.encoding;
    receipt.features = features;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(dataset, ignored))
        receipt.hash = hash_of_dataset(dataset);
    return receipt;
}

} // namespace

struct LayerSource::Impl {
    VectorDataset dataset;
    LayerInfo info;
    InputOptions options;
    InputShape shape;
    ToWgs84 way{};
    bool geographic = true;
    ReceiptInput crs_part{};
    std::unique_ptr<FeatureSource> source{};
    std::vector<std::int64_t> failed{};
    std::size_t features = 0;
    std::size_t at_once = 8; ///< features that are read before they are transformed

    void append(FeatureChunk const& chunk, FeatureLayer& layer);
};

LayerSource::LayerSource(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LayerSource::LayerSource(LayerSource&&) noexcept = default;
LayerSource& LayerSource::operator=(LayerSource&&) noexcept = default;
LayerSource::~LayerSource() = default;

std::optional<LayerSource> LayerSource::open(std::string const& name, std::string const& layer, InputShape shape,
                                             InputOptions const& options, Problems& problems) {
    VectorDataset dataset = VectorDataset::open(name, options.read);
    problems.insert(problems.end(), dataset.problems().begin(), dataset.problems().end());
    std::optional<std::size_t> const position = pick_layer(dataset, name, layer, problems);
    if (!position)
        return std::nullopt;
    LayerInfo info = dataset.layers()[*position];
    auto impl = std::make_unique<Impl>(Impl{std::move(dataset), std::move(info), options, shape});
    impl->crs_part.path = name;
    if (shape == InputShape::spatial) {
        if (impl->info.geometry_type == "None") {
            problems.push_back({Severity::error,
                                "geometry.none",
                                {.what = "is a table without geometry, so nothing in it can be measured",
                                 .where = place_of(impl->info.origin),
                                 .remedy = "give a layer with points, lines or polygons"}});
            return std::nullopt;
        }
        std::optional<Crs> const crs = crs_of(impl->info, options, problems);
        if (!crs)
            return std::nullopt;
        impl->geographic = crs->kind() == CrsKind::geographic;
        impl->way = way_to_wgs84(*crs, impl->info.extent, options, impl->crs_part);
        if (!options.operation.code.empty() && crs->is_equivalent_to(Crs::wgs84()))
            problems.push_back({Severity::note,
                                "crs.operation_unused",
                                {.what = fmt::format("is in WGS 84 already, so operation {} is not used for it",
                                                     options.operation.code),
                                 .where = place_of(impl->info.origin),
                                 .remedy = "leave --operation out, or check the reference system of the layer"}});
    }
    impl->source = impl->dataset.read(*position);
    return LayerSource(std::move(impl));
}

LayerInfo const& LayerSource::info() const noexcept {
    return m_impl->info;
}

std::vector<Field> const& LayerSource::fields() const noexcept {
    return m_impl->source->fields();
}

void LayerSource::Impl::append(FeatureChunk const& chunk, FeatureLayer& layer) {
    if (way.transform) {
        UnprojectReport const report =
            append_unprojected(chunk.geometries, *way.transform, way.max_deviation, layer.geometries);
        for (std::size_t const i : report.failed)
            failed.push_back(chunk.ids[i]);
    } else {
        for (std::size_t i = 0; i < chunk.ids.size(); ++i)
            layer.geometries.add_null();
    }
    layer.ids.insert(layer.ids.end(), chunk.ids.begin(), chunk.ids.end());
    layer.attributes.append(chunk.attributes);
    features += chunk.ids.size();
}

std::size_t LayerSource::append_next(std::size_t max_features, FeatureLayer& layer) {
    // Few long features or many short ones: what waits for its transformation stays small against the layer.
    constexpr std::size_t most_vertices = 65'536;
    constexpr std::size_t most_features = 4'096;
    std::size_t const before = m_impl->features;
    while (m_impl->features - before < max_features) {
        std::size_t const rest = max_features - (m_impl->features - before);
        FeatureChunk const chunk = m_impl->source->next(std::min(rest, m_impl->at_once));
        if (chunk.ids.empty())
            break;
        m_impl->append(chunk, layer);
        m_impl->at_once = chunk.geometries.vertex_count() > most_vertices
                              ? std::max<std::size_t>(1, m_impl->at_once / 4)
                              : std::min(most_features, 2 * m_impl->at_once);
    }
    return m_impl->features - before;
}

void LayerSource::add_problems(Problems& problems) const {
    report_failed(m_impl->failed, m_impl->info.extent, m_impl->geographic, m_impl->info.origin, problems);
    Problems const& found = m_impl->source->problems();
    problems.insert(problems.end(), found.begin(), found.end());
}

FeatureLayer LayerSource::empty_layer() const {
    FeatureLayer layer;
    layer.name = m_impl->info.origin.layer;
    layer.origin = m_impl->info.origin;
    layer.has_geometry = m_impl->shape == InputShape::spatial;
    layer.attributes = Attributes(fields());
    return layer;
}

ReceiptInput LayerSource::receipt() const {
    ReceiptInput receipt = receipt_of(m_impl->crs_part.path, m_impl->info.origin, m_impl->features);
    receipt.crs = m_impl->crs_part.crs;
    receipt.operation = m_impl->crs_part.operation;
    receipt.operation_accuracy_m = m_impl->crs_part.operation_accuracy_m;
    return receipt;
}

void mend_polygons(FeatureLayer& layer, InputOptions const& options, Problems& problems) {
    if (has_polygons(layer))
        mend_all(layer, options, problems);
}

} // namespace oreway
