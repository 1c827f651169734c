// SPDX-License-Identifier: MIT
// The table of options of network commands, and what they mean.

#include "cli/network_setup.hpp"

#include <array>
#include <cmath>

#include "cli/input_setup.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array network_table = {
    Option{.name = "objective",
           .group = OptionGroup::result,
           .help = "What is to be small on the way",
           .kind = choice,
           .default_value = "cost",
           .choices = "cost|time|generalised-cost|distance|co2e"},
    Option{.name = "value-of-time",
           .group = OptionGroup::result,
           .help = "USD a tonne and hour, for generalised-cost; without it that of the rates of the study",
           .kind = number,
           .value_name = "USD"},
    Option{.name = "scenario",
           .group = OptionGroup::input,
           .help = "Scenario of the study, with what it opens and closes",
           .kind = text,
           .value_name = "ID"},
    Option{.name = "avoid-country",
           .group = OptionGroup::input,
           .help = "Countries that may not be passed, separated by commas",
           .kind = text,
           .value_name = "A,B",
           .occurs = Occurs::repeatable},
    Option{.name = "close",
           .group = OptionGroup::input,
           .help = "A leg or node that may not be used; may be given several times",
           .kind = text,
           .value_name = "LEG|NODE",
           .occurs = Occurs::repeatable},
    Option{.name = "only-mode",
           .group = OptionGroup::input,
           .help = "Modes that may be used (rail, road, sea), separated by commas",
           .kind = text,
           .value_name = "MODE",
           .occurs = Occurs::repeatable},
    Option{.name = "year",
           .group = OptionGroup::input,
           .help = "Legs that have years are open in their years only",
           .kind = count,
           .value_name = "YEAR"},
    Option{.name = "parallel",
           .group = OptionGroup::input,
           .help = "Which of several legs between the same two nodes are kept; without it as the study says",
           .kind = choice,
           .choices = "keep|last|first|cheapest"},
};

/// All words of an option that may be repeated and whose values may hold several, separated by commas.
std::vector<std::string> words_of(Arguments const& arguments, std::string_view option) {
    std::vector<std::string> words;
    for (std::string const& value : arguments.list(option))
        for (std::string_view const word : split(value, ','))
            if (!trim(word).empty())
                words.emplace_back(trim(word));
    return words;
}

} // namespace

std::span<Option const> network_options() noexcept {
    return network_table;
}

NetworkChoice network_choice_of(Arguments const& arguments, std::string const& study) {
    NetworkChoice choice{.study = study,
                         .parallel = arguments.text("parallel"),
                         .objective = arguments.text("objective"),
                         .value_of_time = arguments.number("value-of-time"),
                         .avoided = words_of(arguments, "avoid-country"),
                         .closed = arguments.list("close"),
                         .only_modes = words_of(arguments, "only-mode"),
                         .scenario = arguments.text("scenario"),
                         .input = input_options_of(arguments, WithOperation::yes)};
    if (auto const year = arguments.number("year"))
        choice.year = static_cast<int>(std::lround(*year));
    return choice;
}

StudyAndOutput study_and_output(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    if (names.size() == 2)
        return {names[0], names[1]};
    if (fold(names[0]).ends_with(".toml"))
        throw UsageError({.what = "the only name is that of a study, so there is no file to write",
                          .where = names[0],
                          .remedy = "name the output after it, such as result.gpkg"});
    return {"", names[0]};
}

std::size_t rows_to_show(Arguments const& arguments) {
    return static_cast<std::size_t>(std::lround(arguments.number("top").value_or(0.0)));
}

} // namespace oreway::cli
