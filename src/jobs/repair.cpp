// SPDX-License-Identifier: MIT
// One input after the other: copied, mended, read again and compared, put in place.

#include "oreway/jobs/repair.hpp"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "jobs/layer_repair.hpp"
#include "jobs/layer_text.hpp"
#include "jobs/study_inputs.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway {

namespace {

namespace fs = std::filesystem;

/// Fields of a role that hold countries.
struct CountryField {
    LayerRole role;
    char const* field;
};
constexpr CountryField country_fields[] = {
    {LayerRole::nodes, "country"}, {LayerRole::legs, "countries"},   {LayerRole::mines, "country"},
    {LayerRole::countries, "id"},  {LayerRole::countries, "alpha3"},
};

bool are_the_same(fs::path const& a, fs::path const& b) {
    std::error_code ignored;
    return fs::weakly_canonical(a, ignored) == fs::weakly_canonical(b, ignored);
}

/// The fields of a file that the study says to hold countries.
std::vector<std::string> fields_by_study(fs::path const& study_file, fs::path const& input) {
    Problems problems;
    Study const study = parse_study(read_study_text(study_file), study_file.string(), problems);
    throw_if_errors(problems, "reading the study");
    fs::path const folder = study_file.parent_path();
    std::vector<std::string> fields;
    for (CountryField const& known : country_fields) {
        auto const layer = study.layers.find(known.role);
        if (layer == study.layers.end() || !are_the_same(resolved_path(layer->second.path, folder), input))
            continue;
        auto const bound = layer->second.fields.find(known.field);
        fields.emplace_back(bound == layer->second.fields.end() ? known.field : bound->second);
    }
    if (!study.rates_path.empty() && are_the_same(resolved_path(study.rates_path, folder), input))
        fields.emplace_back("country");
    return fields;
}

std::vector<std::string> fields_with_countries(RepairOptions const& options, std::string const& input) {
    std::vector<std::string> fields;
    if (!options.study.empty())
        fields = fields_by_study(options.study, input);
    if (!options.country_field.empty())
        fields.push_back(options.country_field);
    return fields;
}

/// Where each copy goes. Two inputs of one name cannot go to one folder.
std::vector<fs::path> targets_of(std::vector<std::string> const& inputs, fs::path const& output) {
    std::error_code ignored;
    bool const into_folder = inputs.size() > 1 || fs::is_directory(output, ignored);
    std::vector<fs::path> targets;
    for (std::string const& input : inputs) {
        fs::path const target = into_folder ? output / fs::path(input).filename() : output;
        if (fold(target.extension().string()) != fold(fs::path(input).extension().string()))
            throw UsageError({.what = "a repaired copy has the format of its input",
                              .where = target.string(),
                              .remedy = fmt::format("name it *{}", fs::path(input).extension().string())});
        if (are_the_same(target, input))
            throw UsageError({.what = "the copy would replace its input",
                              .where = target.string(),
                              .remedy = "name another file or folder"});
        if (std::ranges::find(targets, target) != targets.end())
            throw UsageError({.what = "two inputs have the same name",
                              .where = target.string(),
                              .remedy = "repair them one by one"});
        targets.push_back(target);
    }
    if (into_folder && !fs::is_directory(output, ignored))
        throw UsageError({.what = "several inputs need a folder to go to, and there is none of that name",
                          .where = output.string(),
                          .remedy = "make it first"});
    return targets;
}

/// Writes rows of the table of changes of one layer.
class ChangeList {
public:
    ChangeList(LayerOrigin const& origin, Table& table) : m_origin(origin), m_table(table) {}

    void layer(char const* change, std::string before, std::string after) {
        row(Absent{"the layer as a whole"}, change, std::move(before), std::move(after), {}, {});
    }
    void feature(std::int64_t id, char const* change, std::string before, std::string after,
                 std::optional<double> area_before = {}, std::optional<double> area_after = {}) {
        row(id, change, std::move(before), std::move(after), area_before, area_after);
    }

private:
    void row(Cell feature, char const* change, std::string before, std::string after, std::optional<double> area_before,
             std::optional<double> area_after) {
        auto const area = [](std::optional<double> km2) { return km2 ? Cell(*km2) : Cell(Absent{"no area"}); };
        m_table.add_row({m_origin.dataset, m_origin.layer, std::move(feature), std::string(change), std::move(before),
                         std::move(after), area(area_before), area(area_after)});
    }

    LayerOrigin const& m_origin;
    Table& m_table;
};

void list_shapes(MendedLayer const& layer, PolygonMender const& mender, RepairMethod method, ChangeList& list) {
    auto const counted = [](std::size_t n, char const* one, char const* many) {
        return fmt::format("{} {}", n, n == 1 ? one : many);
    };
    for (MendedFeature const& feature : layer.features) {
        ShapeCleaning const& done = feature.cleaning;
        if (done.rings_closed > 0)
            list.feature(feature.id, "ring_closed", counted(done.rings_closed, "open ring", "open rings"), "closed");
        if (done.vertices_removed > 0)
            list.feature(feature.id, "vertex_removed",
                         counted(done.vertices_removed, "repeated vertex", "repeated vertices"), "removed");
        if (done.parts_removed > 0)
            list.feature(feature.id, "part_removed", counted(done.parts_removed, "empty part", "empty parts"),
                         "removed");
        if (done.rings_turned > 0)
            list.feature(feature.id, "ring_turned",
                         counted(done.rings_turned, "ring the wrong way round", "rings the wrong way round"), "turned");
        if (feature.reshaped) {
            PolygonMender::Outcome const& outcome = mender.outcomes().at(feature.id);
            list.feature(feature.id, "polygon_mended",
                         fmt::format("{}; {}", outcome.reason, counted(outcome.parts_before, "part", "parts")),
                         fmt::format("by {}; {}", name_of(method), counted(outcome.parts_after, "part", "parts")),
                         outcome.area_before_km2, outcome.area_after_km2);
        }
        if (feature.heights_guessed > 0)
            list.feature(feature.id, "height_added",
                         counted(feature.heights_guessed, "new vertex without height", "new vertices without height"),
                         "Z and M taken along the edge");
    }
}

void list_countries(CountryEdits const& edits, LayerOrigin const& origin, ChangeList& list, Problems& problems) {
    for (CountryEdits::Cell const& cell : edits.cells) {
        if (!cell.after.empty()) {
            list.feature(cell.feature, "country_code", fmt::format("{} = {}", cell.field, cell.before),
                         fmt::format("{} = {}", cell.field, cell.after));
            continue;
        }
        problems.push_back({Severity::warning,
                            "repair.country",
                            {.what = fmt::format("the country '{}' in field '{}' could not be made an alpha-3 code",
                                                 cell.before, cell.field),
                             .where = fmt::format("{}, feature {}", place_of(origin), cell.feature),
                             .remedy = "correct it by hand; a field of numbers cannot hold letters"}});
    }
}

/// What a repair of one layer must not have touched, and where it has.
struct Meant {
    std::map<std::int64_t, XYGeometries> reshaped;
    TextEdits texts;
};

Meant mend_layer(DatasetRepair& copy, VectorDataset& dataset, std::size_t position, RepairOptions const& options,
                 std::vector<std::string> const& fields, RepairResult& result, Progress& progress) {
    LayerInfo layer = dataset.layers()[position];
    Problems told_by_check;
    PolygonMender mender(crs_of(layer, options.input, told_by_check), layer.extent, options.method);
    CountryEdits edits = find_country_edits(*dataset.read(position), fields, progress);
    MendedLayer const mended = copy.mend(position, edits.texts, [&](std::int64_t id, XYGeometry shape) {
        stop_if_cancelled(progress);
        progress.advance(1);
        return mender.mended(id, shape);
    });
    ChangeList list(layer.origin, result.changes);
    for (auto const& widened : mended.widened)
        list.layer("field_widened", fmt::format("{}: width {}", widened.field, widened.before),
                   fmt::format("{}: width {}", widened.field, widened.after));
    if (mended.made_multi)
        list.layer("layer_made_multi", "Polygon", "MultiPolygon");
    list_shapes(mended, mender, options.method, list);
    list_countries(edits, layer.origin, list, result.problems);
    Meant meant{.reshaped = {}, .texts = std::move(edits.texts)};
    for (MendedFeature const& feature : mended.features)
        meant.reshaped.emplace(feature.id, feature.shape);
    return meant;
}

/// What the check says of the copy, under its final name.
void add_rest(fs::path const& temporary, fs::path const& target, RepairOptions const& options, RepairResult& result,
              Progress& progress) {
    CheckOptions check_options;
    check_options.input = options.input;
    for (Problem problem : check({temporary.string()}, check_options, progress).problems) {
        if (problem.severity == Severity::note)
            continue;
        for (std::string* text : {&problem.parts.where, &problem.parts.what, &problem.parts.remedy})
            for (auto const& [from, to] : {std::pair(temporary.string(), target.string()),
                                           std::pair(temporary.stem().string(), target.stem().string())})
                for (std::size_t at = text->find(from); at != std::string::npos; at = text->find(from, at + to.size()))
                    text->replace(at, from.size(), to);
        result.problems.push_back(std::move(problem));
    }
}

void repair_one(std::string const& input, OutputFile& file, RepairOptions const& options, RepairResult& result,
                Progress& progress) {
    std::vector<std::string> const fields = fields_with_countries(options, input);
    DatasetRepair copy(input, file.temporary(), options.input.read);
    VectorDataset dataset = VectorDataset::open(input, options.input.read);
    if (!dataset.layers().empty())
        for (std::string const& note : copy.notes())
            ChangeList(dataset.layers().front().origin, result.changes).layer("file_mended", "", note);
    std::vector<Meant> meant;
    for (std::size_t i = 0; i < dataset.layers().size(); ++i) {
        progress.stage("repairing " + dataset.layers()[i].origin.layer,
                       static_cast<std::uint64_t>(std::max<std::int64_t>(0, dataset.layers()[i].feature_count)));
        meant.push_back(mend_layer(copy, dataset, i, options, fields, result, progress));
    }
    copy.close();
    VectorDataset written = VectorDataset::open(file.temporary().string(), options.input.read);
    if (written.layers().size() != dataset.layers().size())
        throw IoError({.what = "the repaired copy was not kept, because it has other layers",
                       .where = input,
                       .remedy = "report it; the input is untouched"});
    progress.stage("comparing the copy with its input", 0);
    for (std::size_t i = 0; i < meant.size(); ++i)
        require_only_meant_changes(*dataset.read(i), *written.read(i), meant[i].reshaped, meant[i].texts, progress);
    add_rest(file.temporary(), file.target(), options, result, progress);
}

/// A field that no layer has is a mistyped one.
void require_field(std::vector<std::string> const& inputs, RepairOptions const& options) {
    if (options.country_field.empty())
        return;
    std::vector<std::string> names;
    for (std::string const& input : inputs) {
        VectorDataset const dataset = VectorDataset::open(input, options.input.read);
        for (LayerInfo const& layer : dataset.layers())
            for (Field const& field : layer.fields) {
                if (fold(field.name) == fold(options.country_field))
                    return;
                names.push_back(field.name);
            }
    }
    auto const near = nearest_spelling(options.country_field, names);
    throw UsageError({.what = fmt::format("no layer has a field '{}'", options.country_field),
                      .where = "--country-field",
                      .remedy = near ? fmt::format("did you mean '{}'?", *near) : "fields are: " + join(names, ", ")});
}

} // namespace

std::vector<RepairKind> const& repair_kinds() {
    static std::vector<RepairKind> const kinds = {
        {"ring_closed", "an open ring gets its first vertex at the end"},
        {"vertex_removed", "a vertex that is the same as the one before, Z and M too, is taken out"},
        {"part_removed", "a part without a vertex is taken out of a multi geometry"},
        {"ring_turned",
         "exteriors run counterclockwise and holes clockwise (RFC 7946), in shapefiles the other way round (ESRI)"},
        {"polygon_mended", "an invalid polygon is mended by the method that is named, with its area before and after"},
        {"height_added", "a vertex that mending made gets Z and M along the edge it lies on"},
        {"country_code", "a country becomes its ISO 3166-1 alpha-3 code"},
        {"field_widened", "a field that is too narrow for its new codes is made wider"},
        {"layer_made_multi",
         "a GeoPackage layer of single polygons is declared for multipolygons, and all its features "
         "become such, because a mended one has several parts"},
        {"file_mended", "the index or the table of a shapefile is written anew where it does not fit the shapes"},
    };
    return kinds;
}

RepairResult repair(std::vector<std::string> const& inputs, std::filesystem::path const& output,
                    RepairOptions const& options, Progress& progress) {
    std::vector<fs::path> const targets = targets_of(inputs, output);
    require_field(inputs, options);
    std::deque<OutputFile> files; // checked before any work
    for (fs::path const& target : targets)
        files.emplace_back(target, options.overwrite);
    RepairResult result{.changes = empty_change_table(), .problems = {}, .outputs = {}};
    for (std::size_t i = 0; i < inputs.size(); ++i)
        repair_one(inputs[i], files[i], options, result, progress);
    for (OutputFile& file : files) {
        file.commit();
        result.outputs.push_back(file.target());
    }
    return result;
}

} // namespace oreway
