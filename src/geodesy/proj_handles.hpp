// SPDX-License-Identifier: MIT
#pragma once

// Ownership of PROJ's objects. Contexts never reach the network and never print: the last message is kept for our own
// errors. An object belongs to the context it was made in and is used by one thread at a time.

#include <proj.h>

#include <memory>
#include <string>
#include <vector>

#include "oreway/geodesy/transform.hpp"

namespace oreway::proj {

struct Closer {
    void operator()(PJ* p) const noexcept { proj_destroy(p); }
    void operator()(PJ_OBJ_LIST* p) const noexcept { proj_list_destroy(p); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* p) const noexcept { proj_operation_factory_context_destroy(p); }
    void operator()(PJ_CONTEXT* p) const noexcept { proj_context_destroy(p); }
};
using Object = std::unique_ptr<PJ, Closer>;
using ObjectList = std::unique_ptr<PJ_OBJ_LIST, Closer>;
using FactoryContext = std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, Closer>;

/// A PROJ context that stays where it was made, because PROJ keeps a pointer to its message.
class Context {
public:
    /// \throws IoError when PROJ's data base is not installed
    Context();
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;

    [[nodiscard]] PJ_CONTEXT* get() const noexcept { return m_context.get(); }
    /// What PROJ said last, without a full stop; empty when it has said nothing since the last call.
    [[nodiscard]] std::string take_message();

private:
    std::string m_message;
    std::unique_ptr<PJ_CONTEXT, Closer> m_context;
};

/// The calling thread's own context, for work that ends before the call returns.
[[nodiscard]] Context& thread_context();

/// "EPSG:4326", or empty. PROJ's "INVERSE(EPSG)" and "DERIVED_FROM(EPSG)" count as EPSG.
[[nodiscard]] std::string code_of(PJ const* object);
[[nodiscard]] std::optional<AreaOfUse> area_of(Context const& context, PJ const* object);

/// The PROJ object of a reference system, made anew in a context.
[[nodiscard]] Object open(Context& context, Crs const& crs);

} // namespace oreway::proj
