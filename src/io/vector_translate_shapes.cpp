// SPDX-License-Identifier: MIT
// Records are taken in the order of the index, some megabytes at a time; the blocks of one round are converted side by
// side and written one after the other.

#include "io/vector_translate_shapes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "io/layer_counts.hpp"
#include "io/shape_record.hpp"
#include "io/shp_records.hpp"
#include "io/vector_translate_geometry.hpp"
#include "io/vector_translate_table.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geom/box.hpp"

namespace oreway {

namespace {

constexpr std::size_t header_bytes = 100;
constexpr std::size_t record_header = 8;
constexpr std::size_t block_bytes = std::size_t{4} << 20;
constexpr std::int64_t largest_file = (std::int64_t{1} << 32) - 16; ///< lengths are 31 bits, in units of two bytes

void put_big(char* at, std::int64_t value) noexcept {
    auto const word = static_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i)
        at[i] = static_cast<char>(word >> (24 - 8 * i) & 0xFFU);
}

bool is_point(std::int32_t type) noexcept {
    return type % 10 == 1 && type != 31;
}
bool is_polygon(std::int32_t type) noexcept {
    return type % 10 == 5;
}
bool is_line(std::int32_t type) noexcept {
    return type % 10 == 3;
}

/// A record on its way.
struct Record {
    std::int64_t number = 0; ///< from 0, the id of the feature
    std::size_t at = 0;      ///< of the content in the block's input
    std::size_t length = 0;
    bool lost = false; ///< damaged in the input
};

/// Some records: their contents, and what was made of them.
struct Block {
    std::vector<Record> records;
    std::string input;
    std::string output;               ///< records with headers; the numbers are set when writing
    std::vector<std::size_t> lengths; ///< of the contents in `output`
    std::vector<std::int64_t> dropped;
    LayerCounts counts;
    XYBox box;
};

class BlockConverter {
public:
    BlockConverter(std::string const& place, LayerTranslation const& translation, MoveRules const& rules,
                   FailedPoints on_error)
        : m_place(place), m_pool(*translation.transform), m_rules(rules), m_on_error(on_error) {}

    void convert(Block& block) const {
        TransformPool::Loan const transform = m_pool.borrow();
        std::vector<shp::Layout> const layouts = layouts_of(block);
        std::vector<XY> vertices = gathered(block, layouts);
        std::vector<std::uint8_t> failed(vertices.size());
        transform->apply(vertices, failed);
        std::size_t first = 0;
        block.output.reserve(block.input.size());
        for (std::size_t r = 0; r < block.records.size(); ++r) {
            auto const count = static_cast<std::size_t>(layouts[r].count);
            write(block, block.records[r], layouts[r], std::span(vertices).subspan(first, count),
                  std::ranges::count(std::span(failed).subspan(first, count), 1) > 0, *transform);
            first += count;
        }
    }

private:
    static std::string_view content(Block const& block, Record const& record) {
        return std::string_view(block.input).substr(record.at, record.length);
    }
    static std::int32_t type_of(std::string_view content) {
        std::int32_t type = 0;
        std::memcpy(&type, content.data(), sizeof type);
        return type;
    }

    static std::vector<shp::Layout> layouts_of(Block const& block) {
        std::vector<shp::Layout> layouts;
        for (Record const& record : block.records) {
            std::string_view const bytes = content(block, record);
            shp::Layout layout = record.lost ? shp::Layout{} : shp::layout_of(bytes, type_of(bytes));
            layout.count = std::max<std::int64_t>(layout.count, 0);
            layouts.push_back(layout);
        }
        return layouts;
    }

    static std::vector<XY> gathered(Block const& block, std::vector<shp::Layout> const& layouts) {
        std::size_t total = 0;
        for (shp::Layout const& layout : layouts)
            total += static_cast<std::size_t>(layout.count);
        std::vector<XY> vertices(total);
        XY* to = vertices.data();
        for (std::size_t r = 0; r < layouts.size(); ++r) {
            auto const count = static_cast<std::size_t>(layouts[r].count);
            std::string_view const bytes = content(block, block.records[r]);
            if (count > 0)
                std::memcpy(static_cast<void*>(to), bytes.data() + layouts[r].vertices_at, 16 * count);
            to += count;
        }
        return vertices;
    }

    void write(Block& block, Record const& record, shp::Layout const& layout, std::span<XY const> image, bool failed,
               CoordinateTransform& transform) const {
        LayerCounts& counts = block.counts;
        ++counts.features_in;
        counts.vertices_in += layout.count;
        counts.null_in += layout.count == 0 ? 1 : 0;
        if (layout.count == 0)
            return put(block, shp::null_content(), 0);
        if (failed)
            return put_failed(block, record);
        std::string_view const bytes = content(block, record);
        std::int32_t const type = type_of(bytes);
        if (needs_geometry(bytes, type, layout, image))
            return put_by_geometry(block, record, type, layout, transform);
        std::string moved(bytes);
        std::memcpy(moved.data() + layout.vertices_at, image.data(), 16 * image.size());
        XYBox box;
        for (XY const p : image)
            box.extend(p);
        if (!is_point(type)) {
            std::array<double, 4> const bounds = {box.min_x, box.min_y, box.max_x, box.max_y};
            std::memcpy(moved.data() + 4, bounds.data(), sizeof bounds);
        }
        block.box.extend(box);
        put(block, moved, layout.count);
    }

    /// Whether the record cannot be rewritten in place.
    [[nodiscard]] bool needs_geometry(std::string_view bytes, std::int32_t type, shp::Layout const& layout,
                                      std::span<XY const> image) const {
        if (!is_line(type) && !is_polygon(type))
            return false;
        if (m_rules.max_deviation_m || (is_polygon(type) && !shp::rings_in_order(bytes, layout)))
            return true;
        if (m_rules.seam == Seam::keep)
            return false;
        for (std::size_t i = 1; i < image.size(); ++i) // a jump between two parts costs time only
            if (std::abs(image[i].x - image[i - 1].x) * m_rules.metres_per_unit > 180.0)
                return true;
        return false;
    }

    void put_by_geometry(Block& block, Record const& record, std::int32_t type, shp::Layout const& layout,
                         CoordinateTransform& transform) const {
        std::array<gdal::GeometryHandle, 1> shape = {shp::geometry_of(content(block, record), type, layout)};
        Moved const moved = move_geometries(shape, &transform, m_rules).front();
        if (moved.failed)
            return put_failed(block, record);
        OGREnvelope box;
        shape.front()->getEnvelope(&box);
        block.box.extend(XY{box.MinX, box.MinY});
        block.box.extend(XY{box.MaxX, box.MaxY});
        put(block, shp::content_of(*shape.front(), type), moved.vertices_out);
    }

    void put_failed(Block& block, Record const& record) const {
        if (m_on_error == FailedPoints::fail)
            throw DataError(
                {.what = fmt::format("feature {} has a point without image in the target system", record.number),
                 .where = m_place,
                 .remedy = "see where its points are, or choose --on-error null or drop"});
        ++block.counts.failed_count;
        block.counts.failed.push_back(record.number);
        if (m_on_error == FailedPoints::drop)
            block.dropped.push_back(record.number);
        else
            put(block, shp::null_content(), 0);
    }

    static void put(Block& block, std::string_view content, std::int64_t vertices) {
        block.output.append(record_header, '\0');
        block.output.append(content);
        block.lengths.push_back(content.size());
        ++block.counts.features_out;
        block.counts.vertices_out += vertices;
        block.counts.null_out += vertices == 0 ? 1 : 0;
    }

    std::string m_place;
    TransformPool& m_pool;
    MoveRules const& m_rules;
    FailedPoints m_on_error;
};

/// Reads the contents of records in runs that lie together in the file.
class RecordReader {
public:
    RecordReader(std::string const& file, std::vector<shp::IndexEntry> entries,
                 std::vector<std::int64_t> const& damaged)
        : m_name(file), m_file(gdal::open_file(file, "rb")), m_entries(std::move(entries)), m_damaged(damaged) {
        if (!m_file)
            throw IoError({.what = "cannot be read", .where = file, .remedy = "check the permissions"});
    }

    [[nodiscard]] bool at_end() const noexcept { return m_next == m_entries.size(); }

    [[nodiscard]] Block next() {
        Block block;
        while (!at_end() && block.input.size() < block_bytes)
            add_run(block);
        return block;
    }

private:
    [[nodiscard]] bool is_lost(std::size_t record) const {
        return std::ranges::binary_search(m_damaged, static_cast<std::int64_t>(record));
    }

    void add_run(Block& block) {
        if (is_lost(m_next)) {
            block.records.push_back({.number = static_cast<std::int64_t>(m_next++), .lost = true});
            return;
        }
        std::int64_t const start = m_entries[m_next].offset;
        std::int64_t end = start;
        std::size_t const base = block.input.size();
        while (!at_end() && m_entries[m_next].offset == end && !is_lost(m_next) &&
               base + static_cast<std::size_t>(end - start) < block_bytes) {
            shp::IndexEntry const& entry = m_entries[m_next];
            block.records.push_back({.number = static_cast<std::int64_t>(m_next),
                                     .at = base + static_cast<std::size_t>(end - start) + record_header,
                                     .length = static_cast<std::size_t>(entry.length)});
            end += static_cast<std::int64_t>(record_header) + entry.length;
            ++m_next;
        }
        auto const size = static_cast<std::size_t>(end - start);
        block.input.resize(base + size);
        bool const there = VSIFSeekL(m_file.get(), static_cast<vsi_l_offset>(start), SEEK_SET) == 0;
        if (!there || VSIFReadL(block.input.data() + base, 1, size, m_file.get()) != size)
            throw IoError({.what = "changed while reading", .where = m_name, .remedy = "run again when it is at rest"});
    }

    std::string m_name;
    gdal::FileHandle m_file;
    std::vector<shp::IndexEntry> m_entries;
    std::vector<std::int64_t> const& m_damaged;
    std::size_t m_next = 0;
};

/// The .shp and .shx on their way out.
class ShapeWriter {
public:
    ShapeWriter(std::string stem, shp::Header const& header) : m_stem(std::move(stem)), m_header(header) {
        m_shp = gdal::open_file(m_stem + ".shp", "wb");
        put(header.bytes);
        m_index = header.bytes;
    }

    void write(Block& block) {
        std::size_t at = 0;
        for (std::size_t const length : block.lengths) {
            char* const head = block.output.data() + at;
            put_big(head, ++m_records);
            put_big(head + 4, static_cast<std::int64_t>(length / 2));
            std::array<char, record_header> entry{};
            put_big(entry.data(), (m_size + static_cast<std::int64_t>(at)) / 2);
            put_big(entry.data() + 4, static_cast<std::int64_t>(length / 2));
            m_index.append(entry.data(), entry.size());
            at += record_header + length;
        }
        m_box.extend(block.box);
        if (m_size + static_cast<std::int64_t>(at) > largest_file)
            throw DataError({.what = "needs more than the 4 GB of a shapefile",
                             .where = m_stem + ".shp",
                             .remedy = "write a GeoPackage with -f GPKG"});
        put(block.output);
    }

    void close() {
        std::string head = finished_header(m_size);
        bool const placed = VSIFSeekL(m_shp.get(), 0, SEEK_SET) == 0;
        bool const written = placed && VSIFWriteL(head.data(), 1, head.size(), m_shp.get()) == head.size();
        if (VSIFCloseL(m_shp.release()) != 0 || !written)
            fail();
        std::string const index_head = finished_header(static_cast<std::int64_t>(m_index.size()));
        std::ranges::copy(index_head, m_index.begin());
        gdal::write_bytes(m_stem + ".shx", m_index);
    }

    [[nodiscard]] std::int64_t records() const noexcept { return m_records; }
    [[nodiscard]] std::int64_t size() const noexcept { return m_size; }

private:
    [[noreturn]] void fail() const {
        throw IoError(
            {.what = "cannot be written", .where = m_stem + ".shp", .remedy = "make room on the disk and run again"});
    }

    void put(std::string_view bytes) {
        if (!m_shp || VSIFWriteL(bytes.data(), 1, bytes.size(), m_shp.get()) != bytes.size())
            fail();
        m_size += static_cast<std::int64_t>(bytes.size());
    }

    /// The header of the input with the new size and extent; ranges of Z and M stay.
    [[nodiscard]] std::string finished_header(std::int64_t size) const {
        std::string head = m_header.bytes;
        put_big(head.data() + 24, size / 2);
        XYBox const box = m_box.empty() ? XYBox{0.0, 0.0, 0.0, 0.0} : m_box;
        std::array<double, 4> const bounds = {box.min_x, box.min_y, box.max_x, box.max_y};
        std::memcpy(head.data() + 36, bounds.data(), sizeof bounds);
        return head;
    }

    std::string m_stem;
    shp::Header const& m_header;
    gdal::FileHandle m_shp;
    std::string m_index;
    std::int64_t m_size = 0;
    std::int64_t m_records = 0;
    XYBox m_box;
};

/// Walks through the written file: every record must be there, whole, and inside its box.
void check_written(std::string const& stem, ShapeWriter const& writer, LayerCounts const& counts) {
    shp::Header const header = shp::read_header(stem + ".shp");
    shp::Walk const walk = shp::walk(stem + ".shp", header);
    bool const whole = walk.complete && header.size == writer.size() &&
                       std::ranges::all_of(walk.records, [](shp::Record const& r) { return r.whole && r.in_box; });
    auto const index = static_cast<std::int64_t>(shp::read_index(stem + ".shx").size());
    auto const records = static_cast<std::int64_t>(walk.records.size());
    auto const nulls = std::ranges::count(walk.records, 0, &shp::Record::type);
    if (!whole || records != counts.features_out || index != counts.features_out || nulls != counts.null_out)
        throw IoError({.what = fmt::format("what was written is not whole: {} of {} records are there", records,
                                           counts.features_out),
                       .where = stem + ".shp",
                       .remedy = "check the disk and run again"});
}

MoveRules rules_of(LayerTranslation const& translation, TranslateOptions const& options, OGRSpatialReference& target) {
    if (target.importFromWkt(translation.target_wkt.c_str()) != OGRERR_NONE)
        throw IoError({.what = "GDAL does not read the target reference system", .where = "", .remedy = ""});
    return move_rules(target, options.max_deviation, translation.seam);
}

/// The text of a .prj. Names are looked up in PROJ's database for it, which takes longer than a small shapefile; most
/// files of a run have one target.
std::string prj_text(OGRSpatialReference const& target, std::string const& wkt) {
    static std::mutex mutex;
    static std::map<std::string, std::string> texts;
    std::lock_guard const lock(mutex);
    if (auto const found = texts.find(wkt); found != texts.end())
        return found->second;
    char* raw = nullptr;
    std::array<char const*, 2> const options = {"FORMAT=WKT1_ESRI", nullptr};
    OGRErr const error = target.exportToWkt(&raw, options.data());
    gdal::CplText const text(raw);
    if (error != OGRERR_NONE || !text)
        return {};
    return texts.emplace(wkt, text.get()).first->second;
}

void write_prj(std::string const& stem, OGRSpatialReference const& target, std::string const& wkt) {
    std::string const text = prj_text(target, wkt);
    if (text.empty())
        throw DataError({.what = "the target reference system cannot be written as a .prj",
                         .where = stem + ".prj",
                         .remedy = "write a GeoPackage with -f GPKG"});
    gdal::write_bytes(stem + ".prj", text);
}

} // namespace

TranslateReport rewrite_shapefile(NativeLayer const& in, LayerTranslation const& translation,
                                  TranslateOptions const& options, Progress& progress) {
    ShapefileReport const& report = *in.shapefile;
    std::string const target = translation.file.string();
    std::string const stem = target.substr(0, target.find_last_of('.'));
    OGRSpatialReference reference;
    MoveRules const rules = rules_of(translation, options, reference);
    shp::Header const header = shp::read_header(in.file);
    RecordReader reader(in.file,
                        report.new_index ? shp::index_of(*report.new_index) : shp::read_index(sibling(in.file, "shx")),
                        report.damaged);
    ShapeWriter writer(stem, header);
    BlockConverter const converter(fmt::format("{}, layer '{}'", in.file, translation.output_layer), translation, rules,
                                   options.on_error);
    LayerCounts counts{.layer = translation.output_layer};
    std::vector<std::int64_t> dropped;
    std::size_t const side_by_side = 2 * thread_count();
    while (!reader.at_end()) {
        stop_if_cancelled(progress);
        std::vector<Block> round;
        while (round.size() < side_by_side && !reader.at_end())
            round.push_back(reader.next());
        if (round.size() == 1)
            converter.convert(round.front());
        else
            parallel_for(round.size(), [&](std::size_t b) { converter.convert(round[b]); });
        for (Block& block : round) {
            writer.write(block);
            add_counts(counts, block.counts);
            dropped.insert(dropped.end(), block.dropped.begin(), block.dropped.end());
            progress.advance(block.input.size());
        }
    }
    writer.close();
    in.check_unchanged();
    check_written(stem, writer, counts);
    write_prj(stem, reference, translation.target_wkt);
    copy_table(in, stem, dropped);
    return {.layers = {std::move(counts)}, .problems = {}};
}

} // namespace oreway
