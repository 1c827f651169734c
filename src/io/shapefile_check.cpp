// SPDX-License-Identifier: MIT
// What is whole and what is lost in the files of a shapefile.

#include "io/shapefile_check.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "io/dbf_table.hpp"
#include "io/gdal_handles.hpp"
#include "io/shp_records.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

void add(ShapefileReport& report, Severity severity, std::string code, std::string what, std::string where,
         std::string remedy = "get or export the shapefile again") {
    report.problems.push_back({severity, std::move(code), {std::move(what), std::move(where), std::move(remedy)}});
}

/// Without a usable index, the records are those that follow each other in the file.
void use_walk(shp::Walk const& walk, shp::Header const& header, ShapefileReport& report) {
    report.new_index = shp::make_index(header, walk.records);
    report.records = static_cast<std::int64_t>(walk.records.size());
    for (std::size_t i = 0; i < walk.records.size(); ++i)
        if (!walk.records[i].whole)
            report.damaged.push_back(static_cast<std::int64_t>(i));
}

void use_index(std::vector<std::optional<shp::Record>> const& visited, ShapefileReport& report) {
    report.records = static_cast<std::int64_t>(visited.size());
    for (std::size_t i = 0; i < visited.size(); ++i)
        if (!visited[i] || !visited[i]->whole)
            report.damaged.push_back(static_cast<std::int64_t>(i));
}

/// Records behind the last one of the index. (Gaps between records are in order: editors leave them.)
std::size_t unlisted_records(std::string const& shp, shp::Header const& header,
                             std::vector<std::optional<shp::Record>> const& visited) {
    std::int64_t end = 100;
    for (auto const& record : visited)
        if (record)
            end = std::max(end, record->offset + 8 + record->length);
    if (end == header.size)
        return 0;
    shp::Walk const rest = shp::walk(shp, header, end);
    return rest.complete ? rest.records.size() : 0;
}

void state_lost_shapes(std::string const& shp, shp::Header const& header, ShapefileReport& report) {
    bool const cut = header.declared_size > header.size;
    auto const lost = static_cast<std::int64_t>(report.damaged.size());
    if (lost > 0 && lost == report.records)
        throw IoError({.what = fmt::format("none of its {} records can be read", report.records),
                       .where = shp,
                       .remedy = "get or export the shapefile again"});
    if (lost > 0)
        add(report, Severity::warning, cut ? "shp.cut" : "shp.damaged",
            fmt::format("{} of {} records are lost, the first is record {}; the others are read", lost, report.records,
                        report.damaged.front()),
            shp);
    else if (cut)
        add(report, Severity::warning, "shp.cut",
            fmt::format("the file has {} of {} bytes; {} records are whole", header.size, header.declared_size,
                        report.records),
            shp);
}

void state_odd_shapes(std::string const& shp, shp::Header const& header, std::vector<shp::Record> const& records,
                      ShapefileReport& report) {
    auto const other_type =
        std::ranges::count_if(records, [&](auto const& r) { return r.type != 0 && r.type != header.type; });
    auto const outside = std::ranges::count(records, false, &shp::Record::in_box);
    if (other_type > 0)
        add(report, Severity::warning, "shp.types",
            fmt::format("{} records have another shape type than the header, which says {}", other_type, header.type),
            shp);
    if (outside > 0)
        add(report, Severity::warning, "shp.box",
            fmt::format("{} records have vertices outside the box they give of themselves: coordinates may be damaged",
                        outside),
            shp);
}

/// Decides which index is to be trusted: the one in the file, or the order of the records themselves.
std::vector<shp::Record> settle_index(std::string const& shp, shp::Header const& header, ShapefileReport& report) {
    std::string const shx = sibling(shp, "shx");
    std::vector<shp::IndexEntry> const index = shp::read_index(shx);
    auto const visited = shp::visit(shp, header, index);
    auto const wrong = std::ranges::count_if(visited, [](auto const& record) { return !record; });
    bool const missing = gdal::file_size(shx) < 100 || (index.empty() && header.size > 100);
    if (missing || wrong > 0) {
        shp::Walk walk = shp::walk(shp, header);
        if (missing)
            add(report, Severity::note, "shx.rebuilt",
                fmt::format("the index {} is missing or empty; it was rebuilt in memory", shx), shp, "");
        else if (walk.complete)
            add(report, Severity::warning, "shx.wrong",
                fmt::format("{} of {} entries of the index {} lead astray; it was rebuilt in memory", wrong,
                            index.size(), shx),
                shp);
        if (missing || walk.complete) {
            use_walk(walk, header, report);
            if (missing && !walk.complete && header.declared_size <= header.size)
                add(report, Severity::warning, "shp.damaged",
                    fmt::format("the records can be followed up to the {}th only; those behind it are lost",
                                walk.records.size()),
                    shp);
            return std::move(walk.records);
        }
    } else if (std::size_t const unlisted = unlisted_records(shp, header, visited); unlisted > 0) {
        add(report, Severity::warning, "shp.counts",
            fmt::format("there are {} records behind the {} that the index {} lists; they are not read", unlisted,
                        index.size(), shx),
            shp);
    }
    use_index(visited, report);
    std::vector<shp::Record> records;
    for (auto const& record : visited)
        if (record)
            records.push_back(*record);
    return records;
}

void check_shapes(std::string const& shp, ShapefileReport& report) {
    shp::Header const header = shp::read_header(shp);
    std::vector<shp::Record> const records = settle_index(shp, header, report);
    state_lost_shapes(shp, header, report);
    state_odd_shapes(shp, header, records, report);
}

void state_rows(dbf::Table const& table, std::string const& dbf, ShapefileReport& report) {
    if (table.whole_rows < table.rows)
        add(report, Severity::warning, "dbf.cut",
            fmt::format("the attributes of {} of {} rows are lost", table.rows - table.whole_rows, table.rows), dbf);
    if (report.has_shapes && table.rows != report.records)
        add(report, Severity::warning, "shp.counts",
            fmt::format("there are {} shapes and {} rows of attributes; {}", report.records, table.rows,
                        table.rows > report.records ? "the rows left over are not read"
                                                    : "the shapes left over have none"),
            dbf);
    if (table.deleted > 0)
        add(report, Severity::note, "dbf.deleted",
            fmt::format("{} rows are marked as deleted and are not read", table.deleted), dbf, "");
}

void settle_encoding(std::string const& file, dbf::Table const& table, ShapefileReport& report) {
    std::string const cpg = sibling(file, "cpg");
    if (gdal::file_size(cpg) > 0) {
        std::string const label(trim(gdal::read_bytes(cpg, 100)));
        report.declared_encoding = encoding_name(label);
        report.encoding_source = cpg;
        if (!report.declared_encoding.empty())
            return;
        add(report, Severity::warning, "encoding.unknown",
            fmt::format("the encoding '{}' is not known", printable(label)), cpg, "name the encoding of the file");
    }
    report.declared_encoding = encoding_of_language_byte(table.language);
    report.encoding_source = fmt::format("the language byte 0x{:02X} of {}", table.language, sibling(file, "dbf"));
}

void check_table(std::string const& file, ShapefileReport& report) {
    std::string const dbf = sibling(file, "dbf");
    bool const missing = gdal::file_size(dbf) < 0;
    dbf::Table table;
    if (!missing)
        table = dbf::read(dbf);
    report.has_attributes = table.readable;
    if (!table.readable && !report.has_shapes)
        throw IoError(
            {.what = "cannot be read: " + table.fault, .where = dbf, .remedy = "get or export the file again"});
    if (!table.readable)
        return add(report, Severity::warning, missing ? "dbf.missing" : "dbf.unreadable",
                   missing ? "is missing: there are shapes, but no attributes"
                           : fmt::format("cannot be read, all attributes are lost: {}", table.fault),
                   dbf);
    state_rows(table, dbf, report);
    settle_encoding(file, table, report);
    report.rows = table.whole_rows;
    report.texts = table.texts;
    std::int64_t const wanted = report.has_shapes ? report.records : table.whole_rows;
    if (table.whole_rows < wanted || table.whole_rows < table.rows)
        report.new_table = dbf::with_rows(dbf, table, wanted);
}

} // namespace

std::string sibling(std::string const& file, std::string const& extension) {
    std::string const stem = file.substr(0, file.find_last_of('.') + 1);
    if (gdal::file_size(stem + extension) >= 0)
        return stem + extension;
    std::string upper = extension;
    for (char& c : upper)
        c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return gdal::file_size(stem + upper) >= 0 ? stem + upper : stem + extension;
}

ShapefileReport check_shapefile(std::string const& file) {
    ShapefileReport report;
    std::string const shp = sibling(file, "shp");
    report.has_shapes = gdal::file_size(shp) >= 0;
    if (report.has_shapes)
        check_shapes(shp, report);
    check_table(file, report);
    return report;
}

} // namespace oreway
