// SPDX-License-Identifier: MIT
// Streams by file descriptor: the C++ streams hide a failed flush, and a full device must not pass as success.

#include "cli/terminal.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "oreway/base/error.hpp"

namespace oreway::cli {

namespace {

/// Writes all bytes; gives the error number, 0 when everything was written.
int write_all(Stream stream, std::string_view text) noexcept {
    while (!text.empty()) {
        ssize_t const written = ::write(static_cast<int>(stream), text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

bool is_set(char const* variable) {
    char const* const value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

} // namespace

void prepare_streams() {
    // Opened the wrong way round on purpose: writing to a read-only descriptor fails, as it did before.
    constexpr std::array modes = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int stream = 0; stream < 3; ++stream) {
        if (::fcntl(stream, F_GETFD) >= 0)
            continue;
        [[maybe_unused]] int const opened = ::open("/dev/null", modes[static_cast<std::size_t>(stream)]);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void write_output(std::string_view text) {
    int const error = write_all(Stream::output, text);
    if (error == EPIPE)
        throw ReaderGone{};
    if (error != 0)
        throw IoError({.what = "cannot write the result: " + std::generic_category().message(error),
                       .where = "standard output",
                       .remedy = "redirect it to a file with room for it"});
}

void write_error(std::string_view text) noexcept {
    static_cast<void>(write_all(Stream::error, text));
}

bool is_terminal(Stream stream) noexcept {
    return ::isatty(static_cast<int>(stream)) == 1;
}

Colours colours_for(std::string_view choice) {
    if (choice == "always")
        return Colours::ansi;
    if (choice == "never" || is_set("NO_COLOR") || !is_terminal(Stream::error))
        return Colours::none;
    char const* const term = std::getenv("TERM");
    return term == nullptr || std::string_view(term) == "dumb" ? Colours::none : Colours::ansi;
}

} // namespace oreway::cli
