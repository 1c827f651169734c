// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Progress on standard error: a bar with rate and time left, JSON lines, GDAL's 0...10...20, or nothing.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "oreway/base/progress.hpp"

namespace oreway::cli {

enum class ProgressStyle { none, bar, json, gdal };

/// \param choice  "auto", "bar", "json", "gdal" or "none"; auto is a bar on a terminal and nothing elsewhere
[[nodiscard]] ProgressStyle progress_style(std::string_view choice) noexcept;

/// Thread-safe; the counting of steps takes no lock, only printing does, at most ten times a second.
class ProgressPrinter final : public Progress {
public:
    using Clock = std::function<std::chrono::duration<double>()>; ///< seconds since any fixed moment
    using Writer = std::function<void(std::string_view)>;

    ProgressPrinter(ProgressStyle style, Writer writer, Clock clock);
    ~ProgressPrinter() override;
    ProgressPrinter(ProgressPrinter const&) = delete;
    ProgressPrinter& operator=(ProgressPrinter const&) = delete;

    void stage(std::string_view name, std::uint64_t total) override;
    void advance(std::uint64_t steps) override;
    [[nodiscard]] bool cancelled() const noexcept override;

    /// Ends the line of the running stage, so that a message can follow.
    void finish();

private:
    void print(double now, std::uint64_t done);
    void print_bar(double seconds, std::uint64_t done);
    void print_json(double seconds, std::uint64_t done);
    void print_gdal(std::uint64_t done);
    void finish_locked();

    ProgressStyle m_style;
    Writer m_write;
    Clock m_clock;
    std::mutex m_mutex;
    std::string m_name;
    std::atomic<std::uint64_t> m_done = 0;
    std::uint64_t m_total = 0;
    double m_started = 0.0;
    std::atomic<double> m_next = 0.0; ///< no printing before this moment
    int m_gdal_marks = -1;            ///< marks printed of the line 0...10...20, two and a half per cent each
    bool m_open = false;              ///< a line is open on the terminal
};

} // namespace oreway::cli
