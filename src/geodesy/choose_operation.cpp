// SPDX-License-Identifier: MIT
// One operation for the whole run: filtered by what the caller allows, ranked, and compared with its rivals in the
// middle of the data.

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "geodesy/candidates.hpp"
#include "geodesy/pipeline.hpp"
#include "geodesy/regional_preference.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {

namespace {

using Candidates = std::vector<Candidate>;

/// Known accuracies first, smaller ones first.
double accuracy_rank(Operation const& operation) noexcept {
    return operation.accuracy ? operation.accuracy->value() : std::numeric_limits<double>::infinity();
}

/// Ranks with a stable sort, so that equals keep PROJ's order (larger common area first). Accuracy decides among
/// operations meant for all of the data; among others it would favour small areas far off.
void rank(Candidates& candidates, RegionalPreference const* preference) {
    auto const key = [&](Candidate const& c) {
        bool const preferred = preference && c.has_code(preference->operation);
        return std::tuple(c.operation.ballpark, !c.covers_extent, !preferred,
                          c.covers_extent ? accuracy_rank(c.operation) : 0.0);
    };
    std::ranges::stable_sort(candidates, [&](Candidate const& a, Candidate const& b) { return key(a) < key(b); });
}

std::string in_words(Operation const& operation) {
    std::string const accuracy =
        operation.accuracy ? shortest(operation.accuracy->value()) + " m" : std::string("unknown accuracy");
    std::string const code = operation.code.empty() ? std::string() : " [" + operation.code + "]";
    return fmt::format("{}{}, {}", operation.name, code, accuracy);
}

/// Why a candidate may not be taken; nothing when it may.
std::optional<std::string> refusal(Candidate const& candidate, OperationRequest const& request) {
    Operation const& operation = candidate.operation;
    if (!operation.missing_grids.empty())
        return "lacks the grid " + join(operation.missing_grids, ", ");
    if (!candidate.can_run)
        return "cannot be built by this PROJ";
    if (!request.code.empty() && !candidate.has_code(request.code))
        return "is not " + request.code;
    if (operation.ballpark && !request.allow_ballpark)
        return "is a ballpark: it ignores the datum shift";
    if (request.max_accuracy && !(accuracy_rank(operation) <= request.max_accuracy->value()))
        return fmt::format("is worse than the {} m asked for", shortest(request.max_accuracy->value()));
    return std::nullopt;
}

[[noreturn]] void fail(Crs const& source, Crs const& target, std::string const& what, Candidates const& candidates,
                       OperationRequest const& request) {
    std::string list;
    for (Candidate const& c : candidates) {
        auto const why = refusal(c, request);
        list += fmt::format("{}{}{}", list.empty() ? "" : "; ", in_words(c.operation), why ? " " + *why : "");
    }
    throw DataError{
        {.what = what + (list.empty() ? ": PROJ knows no operation" : ": " + list),
         .where = fmt::format("from {} to {}", source.name(), target.name()),
         .remedy =
             "install the missing grid, name an operation by its code, or allow a ballpark if errors of a hundred "
             "metres do not matter"}};
}

/// The best operation meant for all of the data that is more accurate than the chosen one but lacks a grid.
Candidate const* better_without_grid(Candidates const& candidates, Operation const& chosen) {
    Candidate const* best = nullptr;
    for (Candidate const& c : candidates)
        if (!c.operation.missing_grids.empty() && c.covers_extent && c.operation.accuracy &&
            accuracy_rank(c.operation) < accuracy_rank(best ? best->operation : chosen))
            best = &c;
    return best;
}

std::string reason_for(Candidate const& chosen, Candidates const& candidates, RegionalPreference const* preference,
                       OperationRequest const& request) {
    std::string reason;
    if (!request.code.empty())
        reason = "asked for by its code";
    else if (candidates.size() == 1)
        reason = "the only operation between these systems";
    else if (preference && chosen.has_code(preference->operation))
        reason = preference->reason;
    else if (!chosen.covers_extent)
        reason = "no allowed operation has an area of use that contains the data; this one covers most of it";
    else
        reason = "the most accurate allowed operation whose area of use contains the data";
    if (candidates.size() == 1 && !chosen.covers_extent)
        reason += ", though the data reach beyond its area of use";
    if (auto const* better = better_without_grid(candidates, chosen.operation))
        reason += fmt::format("; a better one ({}) lacks the grid {}", in_words(better->operation),
                              join(better->operation.missing_grids, ", "));
    return reason;
}

LonLat middle_of(LonLatBox const& box) noexcept {
    return {.lon = wrap_longitude(box.west + box.width() / 2.0), .lat = (box.south + box.north) / 2.0};
}

/// Distance between the images of one point under two operations.
class ShiftMeter {
public:
    ShiftMeter(Crs const& source, Crs const& target, LonLatBox const& extent) : m_ground(target) {
        if (!extent.empty())
            m_start = OwnLonLat(source).native_of(middle_of(extent));
    }
    [[nodiscard]] std::optional<LonLat> image(Candidate const& candidate) const {
        if (!m_start || !candidate.can_run)
            return std::nullopt;
        auto const image = Pipeline(candidate.operation.pipeline).forward(*m_start);
        return image ? m_ground.lonlat_of(*image) : std::nullopt;
    }

private:
    OwnLonLat m_ground;
    std::optional<XY> m_start;
};

std::vector<RivalOperation> rivals_of(Candidate const& chosen, Candidates const& candidates, ShiftMeter const& meter) {
    std::optional<LonLat> const own = meter.image(chosen);
    std::vector<RivalOperation> rivals;
    for (Candidate const& c : candidates) {
        if (&c == &chosen)
            continue;
        RivalOperation rival{.operation = c.operation, .shift = std::nullopt};
        if (auto const other = meter.image(c); own && other)
            rival.shift = geodesic_distance(*own, *other);
        rivals.push_back(std::move(rival));
    }
    return rivals;
}

Candidates candidates_for(Crs const& source, Crs const& target, LonLatBox const& extent,
                          OperationRequest const& request) {
    Candidates candidates = find_candidates(source, target, extent, Search::usual);
    auto const is_wanted = [&](Candidate const& c) { return request.code.empty() || c.has_code(request.code); };
    if (std::ranges::none_of(candidates, is_wanted))
        candidates = find_candidates(source, target, extent, Search::exhaustive);
    return candidates;
}

/// PROJ finds few operations for an area without height or width, so a single point gets a metre of room.
LonLatBox with_room(LonLatBox box) noexcept {
    constexpr double metre = 1e-5;
    if (box.empty())
        return box;
    if (box.south == box.north) {
        box.south = std::max(-90.0, box.south - metre);
        box.north = std::min(90.0, box.north + metre);
    }
    if (box.west == box.east) {
        box.west = wrap_longitude(box.west - metre);
        box.east = wrap_longitude(box.east + metre);
    }
    return box;
}

} // namespace

OperationChoice choose_operation(Crs const& source, Crs const& target, LonLatBox const& extent,
                                 OperationRequest const& request) {
    LonLatBox const box = with_room(extent.empty() && source.area_of_use() ? source.area_of_use()->box : extent);
    Candidates candidates = candidates_for(source, target, box, request);
    RegionalPreference const* const preference = find_preference(source, target, box);
    rank(candidates, preference);
    auto const chosen = std::ranges::find_if(candidates, [&](Candidate const& c) { return !refusal(c, request); });
    if (chosen == candidates.end())
        fail(source, target, "no coordinate operation is allowed", candidates, request);
    if (request.only_best)
        if (auto const* better = better_without_grid(candidates, chosen->operation))
            fail(source, target, fmt::format("the best operation, {}, cannot run", in_words(better->operation)),
                 candidates, request);
    return {.chosen = chosen->operation,
            .rivals = rivals_of(*chosen, candidates, ShiftMeter(source, target, box)),
            .reason = reason_for(*chosen, candidates, preference, request)};
}

} // namespace oreway
