// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Options of reproject beside those of the datasets: how rasters are warped, and how the work goes on, is divided and
/// is kept from harm.

#include <optional>
#include <span>

#include "cli/arguments.hpp"
#include "cli/option.hpp"
#include "oreway/jobs/reproject.hpp"

namespace oreway::cli {

[[nodiscard]] std::span<Option const> raster_options() noexcept;
[[nodiscard]] std::span<Option const> batch_options() noexcept;

/// \throws UsageError
[[nodiscard]] RasterSettings raster_settings_of(Arguments const& arguments);
/// \throws UsageError
[[nodiscard]] RunOptions run_options_of(Arguments const& arguments);
/// Bytes of --memory; 0 when it is not given. \throws UsageError
[[nodiscard]] std::uint64_t memory_of(Arguments const& arguments);
/// Seconds of --timeout.
[[nodiscard]] std::optional<double> timeout_of(Arguments const& arguments);
/// --shard, else the task of a Slurm array, else the whole. \throws UsageError
[[nodiscard]] Shard shard_of(Arguments const& arguments);

/// The word by which the program, started again, knows that it is a worker; KEY=VALUE options of GDAL follow.
inline constexpr std::string_view worker_word = "--reproject-worker";

/// Serves as a worker on standard input. \return exit code
[[nodiscard]] int run_worker(std::span<std::string const> gdal_options);

} // namespace oreway::cli
