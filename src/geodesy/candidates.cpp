// SPDX-License-Identifier: MIT
// PROJ is asked with every grid counted as if it were there, so that a better operation that only lacks its grid is
// seen and can be named. When nothing of that list can run, PROJ is asked again for what runs here, which may be a
// detour over WGS 84.

#include "geodesy/candidates.hpp"

#include <algorithm>
#include <cmath>

#include "geodesy/proj_handles.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using proj::Context;
using proj::Object;

double eastward(double from, double to) noexcept {
    double const turn = std::fmod(to - from, 360.0);
    return turn < 0.0 ? turn + 360.0 : turn;
}

std::vector<std::string> missing_grids(Context const& context, PJ const* operation) {
    std::vector<std::string> missing;
    int const count = proj_coordoperation_get_grid_used_count(context.get(), operation);
    for (int i = 0; i < count; ++i) {
        char const* name = nullptr;
        int available = 0;
        if (proj_coordoperation_get_grid_used(context.get(), operation, i, &name, nullptr, nullptr, nullptr, nullptr,
                                              nullptr, &available) &&
            !available && name)
            missing.emplace_back(name);
    }
    return missing;
}

std::vector<Object> steps_of(Context const& context, PJ const* operation) {
    std::vector<Object> steps;
    if (proj_get_type(operation) == PJ_TYPE_CONCATENATED_OPERATION)
        for (int i = 0; i < proj_concatoperation_get_step_count(context.get(), operation); ++i)
            steps.emplace_back(proj_concatoperation_get_step(context.get(), operation, i));
    else
        steps.emplace_back(proj_clone(context.get(), operation));
    return steps;
}

/// Codes, of the datum steps when there are any, else of the projections: so that one datum operation has one code in
/// every zone of a projected system.
void read_codes(Context const& context, PJ const* operation, Candidate& candidate, bool& has_datum_step) {
    std::vector<std::string> datum_codes;
    std::vector<std::string> projection_codes;
    for (Object const& step : steps_of(context, operation)) {
        bool const is_projection = proj_get_type(step.get()) == PJ_TYPE_CONVERSION;
        has_datum_step = has_datum_step || !is_projection;
        std::string code = proj::code_of(step.get());
        if (code.empty())
            continue;
        (is_projection ? projection_codes : datum_codes).push_back(code);
        candidate.step_codes.push_back(std::move(code));
    }
    candidate.operation.code = proj::code_of(operation);
    if (candidate.operation.code.empty())
        candidate.operation.code = join(has_datum_step ? datum_codes : projection_codes, " + ");
}

Candidate describe(Context const& context, Object const& operation, LonLatBox const& extent) {
    Candidate candidate;
    Operation& words = candidate.operation;
    PJ const* const pj = operation.get();
    bool has_datum_step = false;
    read_codes(context, pj, candidate, has_datum_step);
    if (char const* const name = proj_get_name(pj))
        words.name = name;
    double const accuracy = proj_coordoperation_get_accuracy(context.get(), pj);
    if (accuracy >= 0.0)
        words.accuracy = Metres(accuracy);
    else if (!has_datum_step)
        words.accuracy = Metres(0.0); // a projection is exact
    words.area = proj::area_of(context, pj);
    words.ballpark = proj_coordoperation_has_ballpark_transformation(context.get(), pj) != 0;
    words.missing_grids = missing_grids(context, pj);
    Object const east_north(proj_normalize_for_visualization(context.get(), pj));
    if (char const* const text =
            proj_as_proj_string(context.get(), east_north ? east_north.get() : pj, PJ_PROJ_5, nullptr))
        words.pipeline = text;
    candidate.can_run = words.missing_grids.empty() && !words.pipeline.empty() &&
                        proj_coordoperation_is_instantiable(context.get(), pj) != 0;
    candidate.covers_extent = !words.area || contains(words.area->box, extent);
    return candidate;
}

std::vector<Candidate> ask(Context& context, Crs const& source, Crs const& target, LonLatBox const& extent,
                           Search search, PROJ_GRID_AVAILABILITY_USE grids) {
    PJ_CONTEXT* const c = context.get();
    Object const from = proj::open(context, source);
    Object const to = proj::open(context, target);
    proj::FactoryContext const factory(proj_create_operation_factory_context(c, nullptr));
    proj_operation_factory_context_set_spatial_criterion(c, factory.get(), PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(c, factory.get(), grids);
    proj_operation_factory_context_set_allow_ballpark_transformations(c, factory.get(), 1);
    proj_operation_factory_context_set_discard_superseded(c, factory.get(), search == Search::usual ? 1 : 0);
    if (search == Search::exhaustive)
        proj_operation_factory_context_set_crs_extent_use(c, factory.get(), PJ_CRS_EXTENT_NONE);
    else if (!extent.empty())
        proj_operation_factory_context_set_area_of_interest(c, factory.get(), extent.west, extent.south, extent.east,
                                                            extent.north);
    proj::ObjectList const list(proj_create_operations(c, from.get(), to.get(), factory.get()));
    std::vector<Candidate> candidates;
    for (int i = 0; list && i < proj_list_get_count(list.get()); ++i)
        if (Object const operation{proj_list_get(c, list.get(), i)})
            candidates.push_back(describe(context, operation, extent));
    return candidates;
}

} // namespace

bool Candidate::has_code(std::string_view code) const noexcept {
    std::string const wanted = fold(code);
    auto const same = [&](std::string const& own) { return fold(own) == wanted; };
    return same(operation.code) || std::ranges::any_of(step_codes, same);
}

bool contains(LonLatBox const& outer, LonLatBox const& inner) noexcept {
    if (inner.empty())
        return true;
    if (outer.empty() || inner.south < outer.south || inner.north > outer.north)
        return false;
    return outer.width() >= 360.0 || eastward(outer.west, inner.west) + inner.width() <= outer.width();
}

bool intersects(LonLatBox const& a, LonLatBox const& b) noexcept {
    if (a.empty() || b.empty() || a.south > b.north || b.south > a.north)
        return false;
    return eastward(a.west, b.west) <= a.width() || eastward(b.west, a.west) <= b.width();
}

std::vector<Candidate> find_candidates(Crs const& source, Crs const& target, LonLatBox const& extent, Search search) {
    Context& context = proj::thread_context();
    std::vector<Candidate> candidates = ask(context, source, target, extent, search, PROJ_GRID_AVAILABILITY_IGNORED);
    auto const is_good = [](Candidate const& c) { return c.can_run && !c.operation.ballpark; };
    if (std::ranges::any_of(candidates, is_good))
        return candidates;
    for (Candidate& detour :
         ask(context, source, target, extent, search, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID)) {
        auto const is_same = [&](Candidate const& c) { return c.operation.pipeline == detour.operation.pipeline; };
        if (std::ranges::none_of(candidates, is_same))
            candidates.push_back(std::move(detour));
    }
    return candidates;
}

} // namespace oreway
