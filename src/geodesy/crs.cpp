// SPDX-License-Identifier: MIT
// Reference systems are opened once, reduced to their horizontal part, given the code of a known system when they are
// one, and kept as plain values.

#include "oreway/geodesy/crs.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "geodesy/crs_impl.hpp"
#include "geodesy/crs_text.hpp"
#include "geodesy/proj_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using proj::Context;
using proj::Object;

bool is_geographic(PJ_TYPE type) noexcept {
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/// The horizontal part of a compound system, the flat form of one with heights, the system inside one with a TOWGS84
/// clause.
Object horizontal_part(Context const& context, Object crs) {
    if (proj_get_type(crs.get()) == PJ_TYPE_COMPOUND_CRS) {
        crs.reset(proj_crs_get_sub_crs(context.get(), crs.get(), 0));
        return crs ? horizontal_part(context, std::move(crs)) : Object();
    }
    return crs;
}

/// The system itself, without the transformation that a TOWGS84 clause binds to it.
Object unbound(Context const& context, Object const& crs) {
    if (proj_get_type(crs.get()) == PJ_TYPE_BOUND_CRS)
        return Object(proj_get_source_crs(context.get(), crs.get()));
    return Object(proj_clone(context.get(), crs.get()));
}

std::optional<CrsKind> kind_of(PJ const* crs) noexcept {
    PJ_TYPE const type = proj_get_type(crs);
    if (is_geographic(type))
        return CrsKind::geographic;
    if (type == PJ_TYPE_PROJECTED_CRS)
        return CrsKind::projected;
    return std::nullopt;
}

bool equivalent(Context const& context, PJ const* a, PJ const* b) {
    Object const east_north_a(proj_normalize_for_visualization(context.get(), a));
    Object const east_north_b(proj_normalize_for_visualization(context.get(), b));
    return proj_is_equivalent_to_with_ctx(context.get(), east_north_a ? east_north_a.get() : a,
                                          east_north_b ? east_north_b.get() : b,
                                          PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

/// The known system that an uncoded one is: the same datum and parameters, not only the same name (there are two Belge
/// Lambert of one name, 745 m apart).
Object identified(Context const& context, PJ const* crs) {
    for (char const* authority : {"EPSG", "ESRI"}) {
        int* confidence = nullptr;
        proj::ObjectList const found(proj_identify(context.get(), crs, authority, nullptr, &confidence));
        std::unique_ptr<int, decltype(&proj_int_list_destroy)> const owner(confidence, &proj_int_list_destroy);
        for (int i = 0; found && i < proj_list_get_count(found.get()); ++i) {
            Object candidate(proj_list_get(context.get(), found.get(), i));
            if (confidence[i] >= 70 && candidate && equivalent(context, crs, candidate.get()))
                // PROJ makes some of its answers up from the parameters; the data base has the area of use too.
                return Object(proj_create(context.get(), proj::code_of(candidate.get()).c_str()));
        }
    }
    return {};
}

void read_unit(Context const& context, PJ const* crs, Crs::Impl& impl) {
    Object const system(proj_crs_get_coordinate_system(context.get(), crs));
    char const* unit = nullptr;
    if (system &&
        proj_cs_get_axis_info(context.get(), system.get(), 0, nullptr, nullptr, nullptr, &impl.unit_size, &unit,
                              nullptr, nullptr) &&
        unit)
        impl.unit = unit;
}

std::string wkt_of(Context const& context, PJ const* crs) {
    std::array<char const*, 2> const options = {"MULTILINE=NO", nullptr};
    char const* const wkt = proj_as_wkt(context.get(), crs, PJ_WKT2_2019, options.data());
    return wkt ? wkt : "";
}

/// \return nothing when the object is no reference system with horizontal coordinates
std::shared_ptr<Crs::Impl const> describe(Context& context, Object object) {
    Object crs = horizontal_part(context, std::move(object));
    Object plain = crs ? unbound(context, crs) : Object();
    std::optional<CrsKind> const kind = plain ? kind_of(plain.get()) : std::nullopt;
    if (!kind)
        return nullptr;
    bool const is_bound = proj_get_type(crs.get()) == PJ_TYPE_BOUND_CRS;
    if (proj::code_of(plain.get()).empty())
        if (Object known = identified(context, plain.get())) {
            if (!is_bound)
                crs.reset(proj_clone(context.get(), known.get()));
            plain = std::move(known);
        }
    auto impl = std::make_shared<Crs::Impl>();
    impl->kind = *kind;
    impl->name = proj_get_name(plain.get());
    impl->code = is_bound ? std::string() : proj::code_of(plain.get());
    impl->wkt = wkt_of(context, crs.get());
    impl->definition = impl->code.empty() ? impl->wkt : impl->code;
    if (Object const ellipsoid{proj_get_ellipsoid(context.get(), plain.get())})
        impl->ellipsoid = proj_get_name(ellipsoid.get());
    read_unit(context, plain.get(), *impl);
    impl->area = proj::area_of(context, plain.get());
    std::ignore = context.take_message(); // what PROJ said while a code was sought is no fault
    return impl->wkt.empty() ? nullptr : impl;
}

Object from_name(Context& context, std::string const& name) {
    std::array<PJ_TYPE, 2> const types = {PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_PROJECTED_CRS};
    auto const search = [&](int approximate, std::size_t limit) {
        return proj::ObjectList(proj_create_from_name(context.get(), nullptr, name.c_str(), types.data(), types.size(),
                                                      approximate, limit, nullptr));
    };
    proj::ObjectList const exact = search(0, 2);
    if (exact && proj_list_get_count(exact.get()) == 1) {
        Object crs(proj_list_get(context.get(), exact.get(), 0));
        if (fold(proj_get_name(crs.get())) == fold(name)) // an alias may stand for another system than the one meant
            return crs;
    }
    std::vector<std::string> near;
    proj::ObjectList const similar = search(1, 5);
    for (int i = 0; similar && i < proj_list_get_count(similar.get()); ++i) {
        Object const crs(proj_list_get(context.get(), similar.get(), i));
        near.push_back(fmt::format("{} ({})", proj::code_of(crs.get()), proj_get_name(crs.get())));
    }
    throw UsageError{
        {.what = fmt::format("no single reference system is called '{}'", printable(name)),
         .where = {},
         .remedy = near.empty() ? "give a code such as EPSG:4326, WKT or a PROJ string; files and URLs are not opened"
                                : "give a code; similar are " + join(near, ", ")}};
}

Object open_text(Context& context, std::string const& text) {
    switch (crs_text::form_of(text)) {
    case crs_text::Form::code: {
        std::string const code = crs_text::plain_code(text);
        auto const colon = code.find(':');
        return Object(proj_create_from_database(context.get(), code.substr(0, colon).c_str(),
                                                code.substr(colon + 1).c_str(), PJ_CATEGORY_CRS, 0, nullptr));
    }
    case crs_text::Form::wkt:
        return Object(proj_create_from_wkt(context.get(), text.c_str(), nullptr, nullptr, nullptr));
    case crs_text::Form::proj_string:
        return Object(proj_create(context.get(), crs_text::as_crs(text).c_str()));
    case crs_text::Form::projjson:
        return Object(proj_create(context.get(), text.c_str()));
    case crs_text::Form::name:
        return from_name(context, text);
    }
    return {};
}

/// The beginning of a text that may be long or hostile, fit for a message.
std::string quoted(std::string_view text) {
    constexpr std::size_t enough = 60;
    return fmt::format("'{}{}'", printable(text.substr(0, enough)), text.size() > enough ? "..." : "");
}

} // namespace

Crs Crs::from_user_input(std::string_view input) {
    std::string const text(trim(input));
    std::string const what = fmt::format("the reference system {} ", quoted(text));
    std::string const remedy = "give a code such as EPSG:32642, WKT, a PROJ string or PROJJSON";
    if (auto const why = crs_text::refusal(text))
        throw UsageError{{.what = what + *why, .where = {}, .remedy = remedy}};
    Context& context = proj::thread_context();
    Object object = open_text(context, text);
    if (!object) {
        std::string const message = context.take_message();
        throw UsageError{
            {.what = what + "is not known" + (message.empty() ? "" : ": " + message), .where = {}, .remedy = remedy}};
    }
    auto impl = describe(context, std::move(object));
    if (!impl)
        throw UsageError{{.what = what + "is neither geographic nor projected",
                          .where = {},
                          .remedy = "choose one with horizontal coordinates"}};
    return Crs(std::move(impl));
}

Crs Crs::from_wkt(std::string_view input, std::string_view where) {
    std::string const text(trim(input));
    auto const fail = [&](std::string const& what) {
        return DataError{{.what = what,
                          .where = std::string(where),
                          .remedy = "give the right system with --assume-crs or mend the .prj"}};
    };
    if (auto const why = crs_text::refusal(text))
        throw fail("the reference system (WKT) " + *why);
    if (crs_text::form_of(text) != crs_text::Form::wkt)
        throw fail(fmt::format("the reference system {} is not WKT", quoted(text)));
    Context& context = proj::thread_context();
    Object object = open_text(context, text);
    if (!object)
        throw fail(fmt::format("the reference system {} cannot be read: {}", quoted(text), context.take_message()));
    auto impl = describe(context, std::move(object));
    if (!impl)
        throw fail(fmt::format("the reference system {} is neither geographic nor projected", quoted(text)));
    return Crs(std::move(impl));
}

Crs Crs::wgs84() {
    return from_user_input("EPSG:4326");
}

std::string const& Crs::name() const noexcept {
    return m_impl->name;
}
std::string const& Crs::code() const noexcept {
    return m_impl->code;
}
CrsKind Crs::kind() const noexcept {
    return m_impl->kind;
}
std::string const& Crs::ellipsoid() const noexcept {
    return m_impl->ellipsoid;
}
std::string const& Crs::unit() const noexcept {
    return m_impl->unit;
}
double Crs::unit_size() const noexcept {
    return m_impl->unit_size;
}
std::string const& Crs::wkt() const noexcept {
    return m_impl->wkt;
}
std::optional<AreaOfUse> const& Crs::area_of_use() const noexcept {
    return m_impl->area;
}

bool Crs::is_equivalent_to(Crs const& other) const {
    if (m_impl->definition == other.m_impl->definition)
        return true;
    Context& context = proj::thread_context();
    Object const mine = proj::open(context, *this);
    Object const theirs = proj::open(context, other);
    return equivalent(context, mine.get(), theirs.get());
}

std::string proj_version() {
    return proj_info().version;
}

} // namespace oreway
