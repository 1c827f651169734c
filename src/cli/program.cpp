// SPDX-License-Identifier: MIT
// From words to an exit code: finds the command, parses, runs, prints. The only place that prints errors.

#include "cli/program.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/messages.hpp"
#include "cli/progress_printer.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"

namespace oreway::cli {

namespace {

/// How messages look; known only once the options are parsed.
struct MessageStyle {
    LogFormat format = LogFormat::text;
    Verbosity verbosity = Verbosity::normal;
    Colours colours = Colours::none;
};

/// Looks at the raw words, so that an error of parsing already has the form that was asked for.
MessageStyle style_before_parsing(std::vector<std::string> const& words) {
    MessageStyle style{.colours = colours_for("auto")};
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == "--log-format=json" ||
            (words[i] == "--log-format" && i + 1 < words.size() && words[i + 1] == "json"))
            style.format = LogFormat::json;
    return style;
}

MessageStyle style_of(Arguments const& arguments) {
    if (arguments.has("quiet") && arguments.has("verbose"))
        throw UsageError(
            {.what = "--quiet and --verbose exclude each other", .where = "", .remedy = "give one of them"});
    return {.format = arguments.text("log-format") == "json" ? LogFormat::json : LogFormat::text,
            .verbosity = arguments.has("quiet")     ? Verbosity::quiet
                         : arguments.has("verbose") ? Verbosity::verbose
                                                    : Verbosity::normal,
            .colours = colours_for(arguments.text("color"))};
}

int number_of(ExitCode code) noexcept {
    return static_cast<int>(code);
}

int run_command(Command const& command, std::vector<std::string> const& words, MessageStyle& style) {
    Arguments const arguments = Arguments::parse(command, words);
    style = style_of(arguments);
    if (arguments.has("help") || arguments.has("json-usage")) {
        write_output(arguments.has("help") ? command_help(command) : command_json(command));
        return number_of(ExitCode::done);
    }
    auto const shown =
        style.verbosity == Verbosity::quiet ? ProgressStyle::none : progress_style(arguments.text("progress"));
    auto const clock = [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch());
    };
    ProgressPrinter progress(shown, write_error, clock);
    Outcome const outcome = command.run({.arguments = arguments,
                                         .progress = progress,
                                         .width = is_terminal(Stream::output) ? CellWidth::cut : CellWidth::whole});
    progress.finish();
    write_error(messages(outcome.problems, style.verbosity, style.format, style.colours));
    write_output(outcome.output);
    // The number decides, except that a failure outweighs a loss.
    ExitCode const asked = exit_code_for(outcome.problems);
    if (outcome.exit_code == ExitCode::failed || asked == ExitCode::failed)
        return number_of(ExitCode::failed);
    return std::max(number_of(outcome.exit_code), number_of(asked));
}

int dispatch(std::vector<std::string> const& words, MessageStyle& style) {
    if (words.empty())
        throw UsageError({.what = "no command is given", .where = "", .remedy = "see 'oreway --help'"});
    std::string const& first = words.front();
    if (first == "--help" || first == "-h")
        write_output(program_help());
    else if (first == "--version")
        write_output(fmt::format("oreway {}\n", version()));
    else if (first == "--json-usage")
        write_output(program_json());
    else if (first.starts_with("-"))
        throw UsageError({.what = fmt::format("unknown option '{}' before the command", first),
                          .where = "",
                          .remedy = "options stand after the command; see 'oreway --help'"});
    else
        return run_command(find_command(first), {words.begin() + 1, words.end()}, style);
    return number_of(ExitCode::done);
}

int failed(ErrorParts const& parts, ExitCode code, MessageStyle const& style) {
    write_error(message(parts, code, style.format, style.colours));
    return number_of(code);
}

int stopped(MessageStyle const& style) {
    int const signal = stop_signal();
    int const code = 128 + signal;
    std::string const what = fmt::format("stopped by signal {}", signal);
    write_error(message({.what = what, .where = "", .remedy = "nothing half written was left behind"},
                        static_cast<ExitCode>(code), style.format, style.colours));
    return code;
}

int run(std::vector<std::string> const& words) {
    MessageStyle style = style_before_parsing(words);
    try {
        return dispatch(words, style);
    } catch (Cancelled const&) {
        return stopped(style);
    } catch (ReaderGone const&) {
        return 141; // what a shell shows for a process that SIGPIPE ended
    } catch (Error const& error) {
        return failed(error.parts(), error.exit_code(), style);
    } catch (std::bad_alloc const&) {
        return failed(
            {.what = "out of memory",
             .where = "",
             .remedy = "give fewer or smaller inputs at once; the manual page says what a command holds in memory"},
            ExitCode::failed, style);
    } catch (std::exception const& error) {
        return failed({.what = error.what(), .where = "", .remedy = "this is a fault of oreway: please report it"},
                      ExitCode::failed, style);
    }
}

} // namespace

std::string_view title_of(CommandGroup group) noexcept {
    switch (group) {
    case CommandGroup::analysis:
        return "Analysis";
    case CommandGroup::data:
        return "Looking at data";
    case CommandGroup::help:
        return "Help";
    }
    return "";
}

Command const& find_command(std::string_view name) {
    std::vector<std::string> names;
    for (Command const& command : commands()) {
        if (command.name == name)
            return command;
        names.emplace_back(command.name);
    }
    auto const nearest = nearest_spelling(name, names);
    throw UsageError({.what = fmt::format("unknown command '{}'", name),
                      .where = "",
                      .remedy = nearest ? fmt::format("did you mean '{}'?", *nearest)
                                        : fmt::format("there are: {}", join(names, ", "))});
}

ExitCode exit_code_for(Problems const& problems) noexcept {
    switch (worst(problems)) {
    case Severity::error:
        return ExitCode::failed;
    case Severity::warning:
        return ExitCode::incomplete;
    case Severity::note:
        return ExitCode::done;
    }
    return ExitCode::failed;
}

int run_program(std::vector<std::string> const& words) noexcept {
    try {
        return run(words);
    } catch (...) {
        write_error("oreway: error: out of memory while reporting an error\n");
        return number_of(ExitCode::failed);
    }
}

} // namespace oreway::cli
