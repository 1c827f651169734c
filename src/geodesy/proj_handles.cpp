// SPDX-License-Identifier: MIT
// Contexts of PROJ and the few questions that every file of this room asks it.

#include "geodesy/proj_handles.hpp"

#include <string_view>
#include <utility>

#include "geodesy/crs_impl.hpp"
#include "oreway/base/error.hpp"

namespace oreway::proj {

namespace {

void keep_message(void* target, int, char const* message) {
    std::string_view text = message ? message : "";
    while (!text.empty() && (text.back() == '\n' || text.back() == '.'))
        text.remove_suffix(1);
    *static_cast<std::string*>(target) = text;
}

} // namespace

Context::Context() : m_context(proj_context_create()) {
    proj_log_level(get(), PJ_LOG_ERROR);
    proj_log_func(get(), &m_message, &keep_message);
    proj_context_set_enable_network(get(), 0);
    if (!proj_context_get_database_path(get()))
        throw IoError{{.what = "PROJ's data base of reference systems, proj.db, is not found",
                       .where = {},
                       .remedy = "install the package proj-data or set PROJ_DATA to the folder that holds proj.db"}};
    m_message.clear();
}

std::string Context::take_message() {
    return std::exchange(m_message, {});
}

Context& thread_context() {
    thread_local Context context;
    return context;
}

std::string code_of(PJ const* object) {
    char const* const authority = proj_get_id_auth_name(object, 0);
    char const* const code = proj_get_id_code(object, 0);
    if (!authority || !code)
        return {};
    std::string_view name = authority;
    if (auto const open = name.find('('); open != std::string_view::npos && name.ends_with(')'))
        name = name.substr(open + 1, name.size() - open - 2);
    return std::string(name) + ":" + code;
}

std::optional<AreaOfUse> area_of(Context const& context, PJ const* object) {
    constexpr double unknown = -1000.0;
    AreaOfUse area;
    char const* name = nullptr;
    LonLatBox& box = area.box;
    if (!proj_get_area_of_use(context.get(), object, &box.west, &box.south, &box.east, &box.north, &name))
        return std::nullopt;
    if (box.west == unknown || box.south == unknown)
        return std::nullopt;
    if (name)
        area.name = name;
    return area;
}

Object open(Context& context, Crs const& crs) {
    Object object(proj_create(context.get(), crs.impl().definition.c_str()));
    if (!object)
        throw DataError{{.what = "PROJ does not open '" + crs.name() + "' again: " + context.take_message(),
                         .where = {},
                         .remedy = "check that the data base of PROJ was not changed during the run"}};
    return object;
}

} // namespace oreway::proj
