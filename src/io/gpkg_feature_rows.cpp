// SPDX-License-Identifier: MIT
// Shapes are GeoPackage binary (GeoPackage 1.3, clause 2.1.3): a head with a box for all but points, and ISO
// well-known binary.

#include "io/gpkg_feature_rows.hpp"

#include <array>
#include <cstring>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr std::size_t fixed_head = 8;

bool is_plain(OGRwkbGeometryType type) {
    OGRwkbGeometryType const flat = wkbFlatten(type);
    return flat >= wkbPoint && flat <= wkbGeometryCollection;
}

bool is_plain(OGRFieldDefn const& field) {
    switch (field.GetType()) {
    case OFTInteger:
    case OFTInteger64:
    case OFTReal:
    case OFTString:
    case OFTBinary:
    case OFTDate:
        return field.GetDefault() == nullptr;
    default:
        return false;
    }
}

std::int32_t srs_of(sqlite::Database const& database, std::string const& table) {
    sqlite::Statement const query =
        sqlite::prepare(database, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1");
    sqlite::bind(query, 1, table);
    return sqlite::step(query) ? sqlite3_column_int(query.get(), 0) : 0;
}

/// Parameter 1 is the id, 2 the shape, the fields follow.
std::string insert_statement(GpkgLoad const& load, std::string const& id_column, OGRFeatureDefn const& definition) {
    std::string columns = sql_name(id_column);
    std::string values = "?1";
    if (!load.geometry_column().empty()) {
        columns += ", " + sql_name(load.geometry_column());
        values += ", ?2";
    }
    for (int f = 0; f < definition.GetFieldCount(); ++f) {
        columns += ", " + sql_name(definition.GetFieldDefn(f)->GetNameRef());
        values += fmt::format(", ?{}", f + 3);
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({})", sql_name(load.table()), columns, values);
}

/// Writes the head of a shape. \return its size
std::size_t put_head(unsigned char* out, std::int32_t srs_id, OGRGeometry const& shape, OGREnvelope const& box) {
    constexpr unsigned char little_endian = 1;
    constexpr unsigned char with_box = 1U << 1U;
    constexpr unsigned char empty = 1U << 4U;
    bool const boxed = !shape.IsEmpty() && wkbFlatten(shape.getGeometryType()) != wkbPoint;
    auto const flags =
        static_cast<unsigned char>(little_endian | (boxed ? with_box : 0U) | (shape.IsEmpty() ? empty : 0U));
    std::array<unsigned char, 4> const begin = {'G', 'P', 0, flags};
    std::memcpy(out, begin.data(), begin.size());
    std::memcpy(out + begin.size(), &srs_id, sizeof srs_id);
    if (!boxed)
        return fixed_head;
    std::array<double, 4> const bounds = {box.MinX, box.MaxX, box.MinY, box.MaxY};
    std::memcpy(out + fixed_head, bounds.data(), sizeof bounds);
    return fixed_head + sizeof bounds;
}

} // namespace

bool FeatureRows::takes(OGRFeatureDefn const& definition) {
    if (definition.GetGeomFieldCount() > 0 && !is_plain(definition.GetGeomType()))
        return false;
    for (int f = 0; f < definition.GetFieldCount(); ++f)
        if (!is_plain(*definition.GetFieldDefn(f)))
            return false;
    return true;
}

FeatureRows::FeatureRows(sqlite::Database const& database, std::string table, std::string const& id_column,
                         OGRFeatureDefn const& definition)
    : m_database(database), m_definition(definition),
      m_type(definition.GetGeomFieldCount() > 0 ? definition.GetGeomType() : wkbNone),
      m_load(database, std::move(table)), m_srs_id(srs_of(database, m_load.table())),
      m_insert(sqlite::prepare(database, insert_statement(m_load, id_column, definition).c_str())),
      m_texts(static_cast<std::size_t>(definition.GetFieldCount())) {}

void FeatureRows::write(OGRFeature& feature) {
    sqlite3_stmt* const insert = m_insert.get();
    std::int64_t const id = feature.GetFID();
    if (id == OGRNullFID)
        sqlite3_bind_null(insert, 1);
    else
        sqlite3_bind_int64(insert, 1, id);
    for (int f = 0; f < m_definition.GetFieldCount(); ++f)
        bind_field(feature, f, f + 3);
    std::optional<GpkgBox> const box = m_type == wkbNone ? std::nullopt : bind_shape(feature.GetGeometryRef());
    sqlite::step(m_insert);
    sqlite3_reset(insert);
    ++m_rows;
    if (box) // without a number SQLite has given the next one
        m_load.add(id == OGRNullFID ? sqlite3_last_insert_rowid(m_database.get()) : id, *box);
}

std::optional<GpkgBox> FeatureRows::bind_shape(OGRGeometry const* shape) {
    if (shape == nullptr) {
        sqlite3_bind_null(m_insert.get(), 2);
        return std::nullopt;
    }
    note_kind(*shape);
    OGREnvelope box;
    bool const empty = shape->IsEmpty();
    if (!empty)
        shape->getEnvelope(&box);
    constexpr std::size_t longest_head = fixed_head + 4 * sizeof(double);
    std::size_t const wkb = shape->WkbSize();
    if (m_blob.size() < longest_head + wkb)
        m_blob.resize(longest_head + wkb);
    std::size_t const head = put_head(m_blob.data(), m_srs_id, *shape, box);
    if (shape->exportToWkb(wkbNDR, m_blob.data() + head, wkbVariantIso) != OGRERR_NONE)
        throw IoError({.what = "a shape cannot be written", .where = m_load.table(), .remedy = ""});
    sqlite3_bind_blob64(m_insert.get(), 2, m_blob.data(), head + wkb, SQLITE_STATIC);
    if (empty)
        return std::nullopt;
    return GpkgBox{box.MinX, box.MaxX, box.MinY, box.MaxY};
}

void FeatureRows::bind_field(OGRFeature& feature, int field, int at) {
    sqlite3_stmt* const insert = m_insert.get();
    if (!feature.IsFieldSetAndNotNull(field)) {
        sqlite3_bind_null(insert, at);
        return;
    }
    OGRField const& value = *feature.GetRawFieldRef(field);
    switch (m_definition.GetFieldDefn(field)->GetType()) {
    case OFTInteger:
        sqlite3_bind_int(insert, at, value.Integer);
        break;
    case OFTInteger64:
        sqlite3_bind_int64(insert, at, value.Integer64);
        break;
    case OFTReal:
        sqlite3_bind_double(insert, at, value.Real);
        break;
    case OFTBinary:
        sqlite3_bind_blob(insert, at, value.Binary.paData, value.Binary.nCount, SQLITE_STATIC);
        break;
    case OFTDate: {
        std::string& text = m_texts[static_cast<std::size_t>(field)];
        text = fmt::format("{:04}-{:02}-{:02}", value.Date.Year, value.Date.Month, value.Date.Day);
        sqlite3_bind_text(insert, at, text.c_str(), -1, SQLITE_STATIC);
        break;
    }
    default:
        sqlite3_bind_text(insert, at, value.String, -1, SQLITE_STATIC);
    }
}

void FeatureRows::note_kind(OGRGeometry const& shape) {
    OGRwkbGeometryType const type = shape.getGeometryType();
    bool const other = wkbFlatten(type) != wkbFlatten(m_type) && wkbFlatten(m_type) != wkbGeometryCollection;
    m_of_other_kind += other ? 1 : 0;
    m_has_z = m_has_z || wkbHasZ(type);
    m_has_m = m_has_m || wkbHasM(type);
}

/// A layer that was declared flat may hold heights or measures when it says so.
void FeatureRows::state_dimensions() const {
    constexpr char const* optional = "2";
    for (auto const& [column, found] :
         {std::pair("z", m_has_z && !wkbHasZ(m_type)), std::pair("m", m_has_m && !wkbHasM(m_type))})
        if (found) {
            sqlite::Statement const update = sqlite::prepare(
                m_database,
                fmt::format("UPDATE gpkg_geometry_columns SET {} = {} WHERE table_name = ?1", column, optional)
                    .c_str());
            sqlite::bind(update, 1, m_load.table());
            sqlite::step(update);
        }
}

Problems FeatureRows::finish() {
    m_insert.reset();
    state_dimensions();
    m_load.finish(m_rows);
    if (m_of_other_kind == 0)
        return {};
    return {{Severity::warning,
             "geometry.type",
             {.what = fmt::format("{} shapes are no {}, which the layer is declared to hold", m_of_other_kind,
                                  OGRGeometryTypeToName(m_type)),
              .where = fmt::format("layer '{}'", m_load.table()),
              .remedy = ""}}};
}

} // namespace oreway
