// SPDX-License-Identifier: MIT
// The process: makes its streams and signals safe, then hands over to the program.

#include <span>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "cli/reproject_setup.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"

int main(int argument_count, char** arguments) {
    oreway::cli::prepare_streams();
    oreway::cli::watch_signals();
    std::vector<std::string> const words(arguments + (argument_count > 0 ? 1 : 0), arguments + argument_count);
    if (!words.empty() && words.front() == oreway::cli::worker_word)
        return oreway::cli::run_worker(std::span(words).subspan(1));
    return oreway::cli::run_program(words);
}
