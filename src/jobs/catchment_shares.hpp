// SPDX-License-Identifier: MIT
#pragma once

// How catchments and their lines are shared out among areas, such as countries.

#include <memory>
#include <optional>
#include <vector>

#include "jobs/catchment_groups.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/measure/buffer.hpp"

namespace oreway {

/// The layer of areas, made ready to be asked. Catchments may be drawn meanwhile: nothing here depends on them.
class CatchmentAreasIndex {
public:
    /// Reads and prepares the layer; what is wrong with it goes into `problems`, and after an error nothing is ready.
    CatchmentAreasIndex(CatchmentAreas const& areas, InputOptions const& input);
    CatchmentAreasIndex(CatchmentAreasIndex&&) noexcept;
    CatchmentAreasIndex& operator=(CatchmentAreasIndex&&) noexcept;
    ~CatchmentAreasIndex();

    [[nodiscard]] Problems const& problems() const noexcept;

    /// See CatchmentResult::shares. `buffers`: a list a group, a buffer a radius. \throws Cancelled
    [[nodiscard]] Table shares(std::vector<CatchmentGroup> const& groups,
                               std::vector<std::vector<Buffer>> const& buffers, Progress& progress,
                               Problems& problems) const;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
