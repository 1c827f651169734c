// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The two ways of translating a dataset, vectors and rasters, behind one interface. Planning, running in this process
/// and running in worker processes all use it and know no difference.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"
#include "oreway/geom/transform_pool.hpp"

namespace oreway {

/// Transforms by operation, made once in a process and used for all datasets. Safe to use from several threads.
class TransformStore {
public:
    /// The pool for the operation of a layer. \throws DataError when PROJ cannot build it
    [[nodiscard]] TransformPool& pool_for(LayerTask const& layer);

private:
    std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<TransformPool>> m_pools;
};

/// What a translation gave, before its files are put in place.
struct Translation {
    std::vector<LayerCounts> layers; ///< parallel to the layers of the task
    Problems problems;
};

class TranslateDriver {
public:
    virtual ~TranslateDriver() = default;

    /// Opens a dataset and describes its layers; faults of the files are appended to `problems`.
    /// \throws IoError or DataError when it cannot be used at all
    [[nodiscard]] virtual std::vector<LayerFacts> inspect(Item const& item, Settings const& settings,
                                                          Problems& problems) const = 0;

    /// GDAL's short name of the format to write, and its extension with the dot, for an input of that driver.
    struct Format {
        std::string driver;
        std::string extension;
        bool several_layers = false; ///< one file holds all layers
        std::string note;            ///< why it is not the format of the input; empty when it is
    };
    /// \throws UsageError when the settings ask for a format that is not written or is of the other kind
    [[nodiscard]] virtual Format output_format(std::string const& input_driver, Settings const& settings) const = 0;

    /// Estimates bytes of output, peak memory and seconds of a task whose layers are known.
    virtual void estimate(Task& task, Settings const& settings) const = 0;

    /// Translates all layers into `files`, temporary names parallel to task.outputs, and checks them by opening them
    /// again. Reports the bytes of the item to `progress` as they are dealt with, in all item.bytes or less.
    /// \throws Error when there is no output to keep; Cancelled. The caller removes the files then
    [[nodiscard]] virtual Translation translate(Task const& task, std::span<std::filesystem::path const> files,
                                                Settings const& settings, TransformStore& transforms,
                                                Progress& progress) const = 0;
};

[[nodiscard]] TranslateDriver const& driver_for(DataKind kind);

} // namespace oreway
