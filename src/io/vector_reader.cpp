// SPDX-License-Identifier: MIT
// Opening vector data: allowed drivers only, shapefiles checked first, every layer described.

#include "oreway/io/vector_reader.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <sys/stat.h>

#include "io/dataset_members.hpp"
#include "io/feature_reader.hpp"
#include "io/gdal_handles.hpp"
#include "io/layer_crs.hpp"
#include "io/memory_folder.hpp"
#include "io/native_layer.hpp"
#include "io/open_policy.hpp"
#include "io/shapefile_check.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

/// One file of the dataset. Members are destroyed in reverse order: the dataset before the files in memory it reads.
struct Member {
    std::string file; ///< as it lies on the disk
    std::string driver;
    ShapefileReport shapefile;
    std::unique_ptr<MemoryFolder> memory;
    TextDecoder decoder;
    struct stat status {};
    gdal::DatasetHandle dataset;
};

struct LayerPlace {
    Member* member = nullptr;
    OGRLayer* layer = nullptr;
    std::vector<FieldPlan> fields;
    AxisOrder axis_order = AxisOrder::east_north;
};

CPLStringList allowed_drivers(ReadOptions const& options) {
    CPLStringList drivers;
    for (Format const& format : formats())
        if (format.kind == FormatKind::vector)
            drivers.AddString(std::string(format.driver).c_str());
    if (options.allow_vrt)
        drivers.AddString("OGR_VRT");
    return drivers;
}

/// Columns of a CSV that are taken as WKT.
std::vector<std::string> const wkt_columns = {"wkt", "geom", "geometry", "the_geom"};

CPLStringList open_options(std::string const& driver, ReadOptions const& options) {
    CPLStringList list;
    if (driver == "ESRI Shapefile")
        list.AddString("ENCODING="); // bytes as they are; TextDecoder knows better
    if (driver == "CSV") {
        list.AddString("X_POSSIBLE_NAMES=lon,long,longitude,x,easting");
        list.AddString("Y_POSSIBLE_NAMES=lat,latitude,y,northing");
        list.AddString(("GEOM_POSSIBLE_NAMES=" + join(wkt_columns, ",")).c_str());
        list.AddString("EMPTY_STRING_AS_NULL=YES");
    }
    if (driver == "GML")
        list.AddString("DOWNLOAD_SCHEMA=NO");
    for (std::string const& option : options.open_options)
        list.AddString(option.c_str());
    return list;
}

/// The file to hand to GDAL: the member itself, or a private copy where GDAL would need or leave files beside it.
std::string openable_name(Member& member, std::string const& driver) {
    std::string const& file = member.file;
    if (driver == "ESRI Shapefile" && member.shapefile.needs_copy()) {
        ShapefileReport const& report = member.shapefile;
        member.memory = std::make_unique<MemoryFolder>();
        std::string const name = std::filesystem::path(file).stem().string();
        auto const put = [&](char const* extension, std::optional<std::string> const& bytes) {
            std::string const target = name + "." + extension;
            std::string const source = sibling(file, extension);
            if (bytes)
                gdal::write_bytes(member.memory->name_of(target), *bytes);
            else if (gdal::file_size(source) >= 0)
                member.memory->copy(source, target);
        };
        if (report.has_shapes)
            put("shp", std::nullopt);
        if (report.has_shapes)
            put("shx", report.new_index);
        if (report.has_attributes)
            put("dbf", report.new_table);
        put("prj", std::nullopt);
        return member.memory->name_of(name + (report.has_shapes ? ".shp" : ".dbf"));
    }
    bool const has_schema = gdal::file_size(sibling(file, "xsd")) >= 0 || gdal::file_size(sibling(file, "gfs")) >= 0;
    if (driver == "GML" && !has_schema && !file.starts_with("/vsi")) {
        // The driver would leave a .gfs beside the user's file.
        member.memory = std::make_unique<MemoryFolder>();
        std::string const name = std::filesystem::path(file).filename().string();
        member.memory->copy(file, name);
        return member.memory->name_of(name);
    }
    return file;
}

/// How the texts of a shapefile are encoded, and what has to be said about it.
TextDecoder shapefile_decoder(Member const& member, ReadOptions const& options, Problems& problems) {
    ShapefileReport const& report = member.shapefile;
    std::string const guess = report.texts.guess();
    auto const say = [&](Severity severity, std::string code, std::string what) {
        problems.push_back(
            {severity, std::move(code), {std::move(what), member.file, "name the encoding of the file"}});
    };
    std::string const declared = report.declared_encoding;
    if (!options.encoding.empty() || report.texts.is_ascii()) {
        std::string const given = options.encoding.empty() ? declared : encoding_name(options.encoding);
        return TextDecoder(given.empty() ? "UTF-8" : given, guess == "UTF-8" ? "CP1252" : guess);
    }
    if (declared.empty()) {
        bool const certain = guess == "UTF-8";
        say(certain ? Severity::note : Severity::warning, "encoding.assumed",
            fmt::format("the encoding of texts is not marked; {} was {}", guess,
                        certain ? "found" : "guessed from the letters"));
        return TextDecoder(guess);
    }
    // Cyrillic or accented text in a one-byte encoding is practically never valid UTF-8 by accident, three texts less
    // so.
    bool const is_really_utf8 = report.texts.is_utf8() && report.texts.utf8_texts() >= 3;
    if (declared == "UTF-8" && !report.texts.is_utf8())
        say(Severity::warning, "encoding.wrong",
            fmt::format("{} says UTF-8, but texts are not; those were taken as {}", report.encoding_source, guess));
    if (declared != "UTF-8" && is_really_utf8) {
        say(Severity::warning, "encoding.wrong",
            fmt::format("{} says {}, but the texts are UTF-8 and were taken so", report.encoding_source, declared));
        return TextDecoder("UTF-8");
    }
    return TextDecoder(declared, guess == "UTF-8" ? "CP1252" : guess);
}

/// Other formats are UTF-8 by rule or converted by their driver; CSV can be anything.
TextDecoder text_file_decoder(Member const& member, ReadOptions const& options, Problems& problems) {
    std::string const given = encoding_name(options.encoding);
    if (member.driver == "CSV" && !given.empty())
        return TextDecoder(given);
    constexpr std::size_t enough = std::size_t{64} << 20;
    ByteSurvey survey;
    bool const is_text = member.driver == "CSV" || member.driver == "GeoJSON" || member.driver == "GeoJSONSeq";
    if (is_text) {
        std::string const bytes = gdal::read_bytes(member.file, enough);
        for (std::size_t at = 0; at < bytes.size();) {
            std::size_t const end = std::min(bytes.find('\n', at), bytes.size());
            survey.add(std::string_view(bytes).substr(at, end - at));
            at = end + 1;
        }
    }
    if (is_text && !survey.is_utf8())
        problems.push_back({Severity::warning,
                            "encoding.assumed",
                            {fmt::format("texts are not UTF-8; {} was guessed from the letters", survey.guess()),
                             member.file, "name the encoding of the file, or save it as UTF-8"}});
    return survey.is_utf8() ? TextDecoder() : TextDecoder("UTF-8", survey.guess());
}

[[noreturn]] void fail_to_open(std::string const& file, gdal::Messages const& messages) {
    std::string const reasons = messages.text();
    VSIStatBufL status;
    if (VSIStatL(file.c_str(), &status) == 0 && !VSI_ISDIR(status.st_mode) && status.st_size == 0)
        throw IoError({.what = "is empty", .where = file, .remedy = "write it again where it comes from"});
    throw IoError({.what = reasons.empty() ? "is in none of the formats that are read" : "cannot be opened: " + reasons,
                   .where = file,
                   .remedy = "'oreway info --formats' lists what is read"});
}

std::unique_ptr<Member> open_member(std::string const& file, ReadOptions const& options, Problems& problems) {
    check_content(file, options);
    auto member = std::make_unique<Member>();
    member->file = file;
    gdal::Messages messages;
    bool const is_shapefile = has_extension(file, "shp") || has_extension(file, "dbf");
    if (is_shapefile) {
        member->shapefile = check_shapefile(file);
        problems.insert(problems.end(), member->shapefile.problems.begin(), member->shapefile.problems.end());
    }
    CPLStringList const drivers = allowed_drivers(options);
    GDALDriverH const driver = GDALIdentifyDriverEx(file.c_str(), GDAL_OF_VECTOR, drivers.List(), nullptr);
    std::string const name = is_shapefile ? "ESRI Shapefile" : driver != nullptr ? GDALGetDriverShortName(driver) : "";
    CPLStringList const given = open_options(name, options);
    std::string const openable = openable_name(*member, name);
    member->dataset.reset(GDALDataset::Open(openable.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                            drivers.List(), given.List(), nullptr));
    if (!member->dataset)
        fail_to_open(file, messages);
    member->driver = member->dataset->GetDriver()->GetDescription();
    for (gdal::Message const& message : messages.take())
        if (!is_shapefile)
            problems.push_back({Severity::warning, "gdal.warning", {message.text, file, ""}});
    member->decoder =
        is_shapefile ? shapefile_decoder(*member, options, problems) : text_file_decoder(*member, options, problems);
    if (stat(file.c_str(), &member->status) != 0)
        member->status = {};
    return member;
}

/// The geometry of a CSV is not an attribute as well.
void drop_wkt_columns(std::vector<FieldPlan>& fields) {
    std::erase_if(fields, [](FieldPlan const& plan) {
        return std::ranges::find(wkt_columns, fold(plan.field.name)) != wkt_columns.end();
    });
}

/// The name of a shapefile's layer is that of its file, which is UTF-8 whatever the encoding of the texts inside.
std::string layer_name(OGRLayer& layer, TextDecoder& decoder) {
    std::string name = layer.GetName();
    if (is_utf8(name))
        return name;
    TextFate fate = TextFate::kept;
    return decoder.decode(name, fate);
}

/// Tables that belong to QGIS and hold no data of the user.
bool is_internal(std::string_view layer) {
    return layer == "layer_styles" || layer == "qgis_projects";
}

void check_unchanged(Member const& member) {
    struct stat now {};
    struct stat const& then = member.status;
    if (then.st_ino == 0 || stat(member.file.c_str(), &now) != 0)
        return;
    bool const same = now.st_size == then.st_size && now.st_mtim.tv_sec == then.st_mtim.tv_sec &&
                      now.st_mtim.tv_nsec == then.st_mtim.tv_nsec && now.st_ino == then.st_ino;
    if (!same)
        throw IoError(
            {.what = "changed while reading", .where = member.file, .remedy = "run again when it is at rest"});
}

LayerInfo describe(LayerPlace const& place, LayerOrigin origin, std::string layer_name) {
    OGRLayer& layer = *place.layer;
    LayerInfo info;
    info.origin = std::move(origin);
    info.origin.layer = std::move(layer_name);
    info.geometry_type =
        layer.GetLayerDefn()->GetGeomFieldCount() == 0 ? "None" : OGRGeometryTypeToName(layer.GetGeomType());
    info.feature_count = static_cast<std::int64_t>(layer.GetFeatureCount(FALSE));
    if (has_extension(place.member->file, "shp"))
        info.feature_count =
            place.member->shapefile.records - static_cast<std::int64_t>(place.member->shapefile.damaged.size());
    OGREnvelope box;
    if (layer.GetLayerDefn()->GetGeomFieldCount() > 0 && layer.GetExtent(&box, FALSE) == OGRERR_NONE) {
        bool const swapped = place.axis_order == AxisOrder::north_east;
        info.extent.extend(swapped ? XY{box.MinY, box.MinX} : XY{box.MinX, box.MinY});
        info.extent.extend(swapped ? XY{box.MaxY, box.MaxX} : XY{box.MaxX, box.MaxY});
    }
    for (FieldPlan const& field : place.fields)
        info.fields.push_back(field.field);
    return info;
}

} // namespace

struct VectorDataset::Impl {
    std::string name;
    std::vector<std::unique_ptr<Member>> members;
    std::vector<LayerPlace> places;
    std::vector<LayerInfo> layers;
    Problems problems;

    void add_layers(Member& member) {
        gdal::Messages const messages;
        for (int i = 0; i < member.dataset->GetLayerCount(); ++i) {
            OGRLayer* layer = member.dataset->GetLayer(i);
            if (is_internal(layer->GetName()))
                continue;
            LayerPlace place{&member, layer, plan_fields(*layer->GetLayerDefn(), member.decoder),
                             AxisOrder::east_north};
            if (member.driver == "CSV" && layer->GetLayerDefn()->GetGeomFieldCount() > 0)
                drop_wkt_columns(place.fields);
            LayerCrs crs = crs_of(*layer, member.driver, member.file);
            place.axis_order = crs.axis_order;
            problems.insert(problems.end(), crs.problems.begin(), crs.problems.end());
            LayerOrigin origin;
            origin.dataset = members.size() > 1 ? member.file : name;
            origin.driver = member.driver;
            origin.crs_wkt = std::move(crs.wkt);
            origin.crs_origin = crs.origin;
            origin.encoding = member.decoder.encoding();
            layers.push_back(describe(place, std::move(origin), layer_name(*layer, member.decoder)));
            places.push_back(std::move(place));
        }
    }
};

VectorDataset::VectorDataset(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
VectorDataset::VectorDataset(VectorDataset&&) noexcept = default;
VectorDataset& VectorDataset::operator=(VectorDataset&&) noexcept = default;
VectorDataset::~VectorDataset() = default;

VectorDataset VectorDataset::open(std::string const& name, ReadOptions const& options) {
    start_gdal();
    check_name(name, options);
    if (!options.encoding.empty() && encoding_name(options.encoding).empty())
        throw UsageError({.what = fmt::format("the encoding '{}' is not known", printable(options.encoding)),
                          .where = name,
                          .remedy = "give a name like UTF-8, CP1251, CP866 or ISO-8859-1"});
    auto impl = std::make_unique<Impl>();
    impl->name = name;
    DatasetMembers const members = members_of(name);
    std::string last_failure;
    for (std::string const& file : members.files) {
        try {
            impl->members.push_back(open_member(file, options, impl->problems));
        } catch (IoError const& failure) {
            if (members.files.size() == 1)
                throw;
            last_failure = failure.what();
            impl->problems.push_back({Severity::warning, "file.unreadable", failure.parts()});
        }
    }
    if (impl->members.empty())
        throw IoError({.what = "none of its files can be read: " + last_failure, .where = name, .remedy = ""});
    for (auto const& member : impl->members)
        impl->add_layers(*member);
    bool const damaged = worst(impl->problems) == Severity::warning;
    if (options.strict && damaged) {
        for (Problem& problem : impl->problems)
            if (problem.severity == Severity::warning)
                problem.severity = Severity::error;
        throw_if_errors(impl->problems, "reading " + name);
    }
    return VectorDataset(std::move(impl));
}

std::vector<LayerInfo> const& VectorDataset::layers() const noexcept {
    return m_impl->layers;
}
Problems const& VectorDataset::problems() const noexcept {
    return m_impl->problems;
}

std::size_t VectorDataset::find_layer(std::string const& layer) const {
    std::vector<std::string> names;
    for (LayerInfo const& info : m_impl->layers)
        names.push_back(info.origin.layer);
    auto const found = std::ranges::find(names, layer);
    if (found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    auto const near = nearest_spelling(layer, names);
    throw DataError({.what = fmt::format("there is no layer '{}'; there are: {}", printable(layer), join(names, ", ")),
                     .where = m_impl->name,
                     .remedy = near ? fmt::format("did you mean '{}'?", *near) : "name one of these"});
}

std::unique_ptr<FeatureSource> VectorDataset::read(std::size_t layer) {
    LayerPlace const& place = m_impl->places.at(layer);
    Member& member = *place.member;
    LayerPlan plan;
    plan.layer = place.layer;
    plan.origin = m_impl->layers.at(layer).origin;
    plan.fields = place.fields;
    plan.axis_order = place.axis_order;
    plan.decoder = &member.decoder;
    plan.shapefile = member.driver == "ESRI Shapefile" ? &member.shapefile : nullptr;
    plan.check_unchanged = [&member] { check_unchanged(member); };
    return make_feature_reader(plan);
}

NativeLayer NativeAccess::layer_of(VectorDataset& dataset, std::size_t layer) {
    LayerPlace const& place = dataset.m_impl->places.at(layer);
    Member& member = *place.member;
    return {.dataset = member.dataset.get(),
            .layer = place.layer,
            .file = member.file,
            .driver = member.driver,
            .decoder = &member.decoder,
            .shapefile = member.driver == "ESRI Shapefile" ? &member.shapefile : nullptr,
            .fields = &place.fields,
            .axis_order = place.axis_order,
            .check_unchanged = [&member] { check_unchanged(member); }};
}

} // namespace oreway
