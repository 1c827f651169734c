// SPDX-License-Identifier: MIT
// What is whole and what is lost in the files of a shapefile.

#include "io/shapefile_check.hpp"

#include <algorithm>
#include <set>

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

/// The record that begins at an offset, if the walk came by it.
shp::Record const* record_at(shp::Scan const& scan, std::int64_t offset) {
    auto const found = std::ranges::lower_bound(scan.records, offset, {}, &shp::Record::offset);
    return found != scan.records.end() && found->offset == offset ? &*found : nullptr;
}

/// Positions of index entries that do not lead to a record, or to the same as another one.
std::vector<std::int64_t> wrong_entries(shp::Scan const& scan, std::vector<shp::IndexEntry> const& index) {
    std::vector<std::int64_t> wrong;
    std::set<std::int64_t> seen;
    for (std::size_t i = 0; i < index.size(); ++i) {
        shp::Record const* record = record_at(scan, index[i].offset);
        bool const right =
            record != nullptr && record->length == index[i].length && seen.insert(index[i].offset).second;
        if (!right)
            wrong.push_back(static_cast<std::int64_t>(i));
    }
    return wrong;
}

void use_walk_as_index(shp::Scan const& scan, std::string const& shp, ShapefileReport& report) {
    report.new_index = shp::make_index(gdal::read_bytes(shp, 100), scan.records);
    report.records = static_cast<std::int64_t>(scan.records.size());
    for (std::size_t i = 0; i < scan.records.size(); ++i)
        if (!scan.records[i].whole)
            report.damaged.push_back(static_cast<std::int64_t>(i));
}

void use_index(shp::Scan const& scan, std::vector<shp::IndexEntry> const& index, std::vector<std::int64_t> const& wrong,
               ShapefileReport& report) {
    report.records = static_cast<std::int64_t>(index.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
        auto const position = static_cast<std::int64_t>(i);
        shp::Record const* record = record_at(scan, index[i].offset);
        bool const bad = std::ranges::binary_search(wrong, position) || record == nullptr || !record->whole;
        if (bad)
            report.damaged.push_back(position);
    }
}

/// Decides which index is to be trusted: the one in the file, or the one that the walk gives.
void settle_index(shp::Scan const& scan, std::string const& shp, ShapefileReport& report) {
    std::string const shx = sibling(shp, "shx");
    std::vector<shp::IndexEntry> const index = shp::read_index(shx);
    std::vector<std::int64_t> const wrong = wrong_entries(scan, index);
    bool const counts_agree = index.size() == scan.records.size();
    if (index.empty() && (!scan.records.empty() || gdal::file_size(shx) < 100)) {
        add(report, Severity::note, "shx.rebuilt",
            fmt::format("the index {} is missing or empty; it was rebuilt in memory", shx), shp);
        return use_walk_as_index(scan, shp, report);
    }
    if (!wrong.empty() && scan.complete) {
        add(report, Severity::warning, "shx.wrong",
            fmt::format("{} of {} entries of the index {} lead astray; it was rebuilt in memory", wrong.size(),
                        index.size(), shx),
            shp);
        return use_walk_as_index(scan, shp, report);
    }
    if (scan.complete && !counts_agree)
        add(report, Severity::warning, "shp.counts",
            fmt::format("there are {} records, but the index {} lists {}", scan.records.size(), shx, index.size()),
            shp);
    use_index(scan, index, wrong, report);
}

void state_lost_shapes(shp::Scan const& scan, std::string const& shp, ShapefileReport& report) {
    if (report.damaged.empty() && scan.complete)
        return;
    if (report.damaged.empty())
        return add(report, Severity::warning, "shp.cut",
                   fmt::format("the file ends inside a record after {} whole ones", report.records), shp);
    if (static_cast<std::int64_t>(report.damaged.size()) == report.records)
        throw IoError({.what = fmt::format("none of its {} records can be read", report.records),
                       .where = shp,
                       .remedy = "get or export the shapefile again"});
    add(report, Severity::warning, scan.complete ? "shp.damaged" : "shp.cut",
        fmt::format("{} of {} records are lost, the first is record {}; the others are read", report.damaged.size(),
                    report.records, report.damaged.front()),
        shp);
}

void state_odd_shapes(shp::Scan const& scan, std::string const& shp, ShapefileReport& report) {
    std::int64_t other_type = 0;
    std::int64_t outside = 0;
    for (shp::Record const& record : scan.records) {
        if (record.type != 0 && record.type != scan.type)
            ++other_type;
        if (!record.in_box)
            ++outside;
    }
    if (other_type > 0)
        add(report, Severity::warning, "shp.types",
            fmt::format("{} records have another shape type than the header, which says {}", other_type, scan.type),
            shp);
    if (outside > 0)
        add(report, Severity::warning, "shp.box",
            fmt::format("{} records have vertices outside the box they give of themselves: coordinates may be damaged",
                        outside),
            shp);
}

void check_shapes(std::string const& shp, ShapefileReport& report) {
    shp::Scan const scan = shp::scan(shp);
    settle_index(scan, shp, report);
    state_lost_shapes(scan, shp, report);
    state_odd_shapes(scan, shp, report);
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
