// SPDX-License-Identifier: MIT
// Printing of progress. Names of stages may hold file names, so they are made printable.

#include "cli/progress_printer.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

constexpr double interval_s = 0.1;
constexpr int bar_width = 24;
constexpr int gdal_mark_count = 40;

std::string time_text(double seconds) {
    auto const whole = static_cast<std::int64_t>(std::clamp(seconds, 0.0, 359'999.0) + 0.5);
    if (whole >= 3600)
        return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

} // namespace

ProgressStyle progress_style(std::string_view choice) noexcept {
    if (choice == "bar")
        return ProgressStyle::bar;
    if (choice == "json")
        return ProgressStyle::json;
    if (choice == "gdal")
        return ProgressStyle::gdal;
    if (choice == "none")
        return ProgressStyle::none;
    return is_terminal(Stream::error) ? ProgressStyle::bar : ProgressStyle::none;
}

ProgressPrinter::ProgressPrinter(ProgressStyle style, Writer writer, Clock clock)
    : m_style(style), m_write(std::move(writer)), m_clock(std::move(clock)) {}

ProgressPrinter::~ProgressPrinter() {
    finish();
}

bool ProgressPrinter::cancelled() const noexcept {
    return stop_signal() != 0;
}

void ProgressPrinter::stage(std::string_view name, std::uint64_t total) {
    std::lock_guard const lock(m_mutex);
    finish_locked();
    m_name = printable(name);
    m_total = total;
    m_done = 0;
    m_started = m_clock().count();
    m_next = m_started + (m_style == ProgressStyle::gdal ? 0.0 : interval_s);
    m_gdal_marks = -1;
    if (m_style == ProgressStyle::json)
        print_json(0.0, 0);
}

void ProgressPrinter::advance(std::uint64_t steps) {
    std::uint64_t const done = m_done += steps;
    if (m_style == ProgressStyle::none)
        return;
    double const now = m_clock().count();
    if (now < m_next)
        return;
    std::unique_lock const lock(m_mutex, std::try_to_lock);
    if (lock)
        print(now, done);
}

void ProgressPrinter::finish() {
    std::lock_guard const lock(m_mutex);
    finish_locked();
}

void ProgressPrinter::finish_locked() {
    if (m_name.empty())
        return;
    double const seconds = m_clock().count() - m_started;
    std::uint64_t const done = m_done;
    if (m_style == ProgressStyle::json)
        print_json(seconds, done);
    if (m_style == ProgressStyle::gdal && !cancelled())
        print_gdal(m_total == 0 ? done : std::max(done, m_total));
    if (m_style == ProgressStyle::bar && m_open)
        m_write("\r\x1b[K");
    if (m_style == ProgressStyle::gdal && m_open)
        m_write("\n");
    m_open = false;
    m_name.clear();
}

void ProgressPrinter::print(double now, std::uint64_t done) {
    if (m_style != ProgressStyle::gdal)
        m_next = now + interval_s;
    switch (m_style) {
    case ProgressStyle::bar:
        print_bar(now - m_started, done);
        break;
    case ProgressStyle::json:
        print_json(now - m_started, done);
        break;
    case ProgressStyle::gdal:
        print_gdal(done);
        break;
    case ProgressStyle::none:
        break;
    }
}

void ProgressPrinter::print_bar(double seconds, std::uint64_t done) {
    double const rate = seconds > 0.0 ? static_cast<double>(done) / seconds : 0.0;
    std::string line = fmt::format("\r{} ", m_name);
    if (m_total > 0) {
        double const share = std::min(1.0, static_cast<double>(done) / static_cast<double>(m_total));
        int const filled = static_cast<int>(share * bar_width);
        line += fmt::format("[{}{}] {}%", std::string(static_cast<std::size_t>(filled), '#'),
                            std::string(static_cast<std::size_t>(bar_width - filled), '.'), fixed(share * 100.0, 0));
        if (rate > 0.0)
            line += fmt::format(", {} left", time_text(static_cast<double>(m_total - std::min(done, m_total)) / rate));
    } else {
        line += fmt::format("{}", done);
    }
    if (rate > 0.0)
        line += fmt::format(", {}/s", fixed(rate, rate < 10.0 ? 1 : 0));
    m_write(line + "\x1b[K");
    m_open = true;
}

void ProgressPrinter::print_json(double seconds, std::uint64_t done) {
    nlohmann::ordered_json json = {{"type", "progress"}, {"stage", m_name}, {"done", done}};
    if (m_total > 0)
        json["total"] = m_total;
    json["seconds"] = std::max(0.0, std::floor(seconds * 1000.0) / 1000.0);
    m_write(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void ProgressPrinter::print_gdal(std::uint64_t done) {
    if (m_total == 0)
        return;
    double const share = std::min(1.0, static_cast<double>(done) / static_cast<double>(m_total));
    int const marks = static_cast<int>(share * gdal_mark_count + 1e-9);
    if (m_gdal_marks < 0)
        m_write(m_name + "\n");
    while (m_gdal_marks < marks) {
        ++m_gdal_marks;
        m_write(m_gdal_marks % 4 == 0 ? fmt::format("{}", m_gdal_marks / 4 * 10) : ".");
        m_open = true;
    }
    if (marks == gdal_mark_count && m_open) {
        m_write(" - done.\n");
        m_open = false;
    }
}

} // namespace oreway::cli
