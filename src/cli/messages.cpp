// SPDX-License-Identifier: MIT
// Messages on standard error.

#include "cli/messages.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string json_line(Json const& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void add_parts(Json& json, ErrorParts const& parts) {
    json["what"] = parts.what;
    json["where"] = parts.where;
    json["remedy"] = parts.remedy;
}

/// `what` may list several problems, a line each; everything else is made printable.
std::string printable_lines(std::string_view text) {
    std::string out;
    while (true) {
        std::size_t const end = text.find('\n');
        out += printable(text.substr(0, end));
        if (end == std::string_view::npos)
            return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

std::string_view colour_of(Severity severity) noexcept {
    switch (severity) {
    case Severity::error:
        return "\x1b[1;31m";
    case Severity::warning:
        return "\x1b[1;33m";
    case Severity::note:
        return "\x1b[1;36m";
    }
    return "";
}

std::string label(Severity severity, Colours colours) {
    if (colours == Colours::none)
        return fmt::format("{}:", name_of(severity));
    return fmt::format("{}{}:\x1b[0m", colour_of(severity), name_of(severity));
}

std::string text_of(ErrorParts const& parts, Severity severity, Colours colours) {
    std::string text = label(severity, colours);
    if (!parts.where.empty())
        text += fmt::format(" {}:", printable(parts.where));
    text += fmt::format(" {}\n", printable_lines(parts.what));
    if (!parts.remedy.empty())
        text += fmt::format("    remedy: {}\n", printable_lines(parts.remedy));
    return text;
}

bool is_shown(Severity severity, Verbosity verbosity) noexcept {
    if (verbosity == Verbosity::verbose)
        return true;
    return severity == Severity::error || (severity == Severity::warning && verbosity == Verbosity::normal);
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(Problems const& problems) {
    auto const count = [&](Severity severity) { return std::ranges::count(problems, severity, &Problem::severity); };
    auto const errors = static_cast<std::size_t>(count(Severity::error));
    auto const warnings = static_cast<std::size_t>(count(Severity::warning));
    if (errors + warnings == 0)
        return {};
    if (errors == 0)
        return counted(warnings, "warning") + "\n";
    return counted(errors, "error") + (warnings == 0 ? "" : ", " + counted(warnings, "warning")) + "\n";
}

} // namespace

std::string message(ErrorParts const& parts, ExitCode code, LogFormat format, Colours colours) {
    if (format == LogFormat::text)
        return "oreway: " + text_of(parts, Severity::error, colours);
    Json json = {{"type", "error"}, {"exit_code", static_cast<int>(code)}};
    add_parts(json, parts);
    return json_line(json);
}

std::string message(Problem const& problem, LogFormat format, Colours colours) {
    if (format == LogFormat::text)
        return text_of(problem.parts, problem.severity, colours);
    Json json = {{"type", name_of(problem.severity)}, {"code", problem.code}};
    add_parts(json, problem.parts);
    return json_line(json);
}

std::string messages(Problems const& problems, Verbosity verbosity, LogFormat format, Colours colours) {
    std::string out;
    for (Problem const& problem : problems)
        if (is_shown(problem.severity, verbosity))
            out += message(problem, format, colours);
    if (format == LogFormat::text && verbosity != Verbosity::quiet)
        out += summary(problems);
    return out;
}

} // namespace oreway::cli
