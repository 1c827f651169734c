// SPDX-License-Identifier: MIT
// The command table as JSON, for programs that build a form or a call from it (the QGIS plugin, wrappers,
// documentation).

#include <nlohmann/json.hpp>

#include "cli/help.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"

namespace oreway::cli {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(Option const& option) {
    Json json = {{"name", option.name}, {"kind", name_of(option.kind)}, {"group", title_of(option.group)}};
    if (option.short_name)
        json["short"] = std::string(1, option.short_name);
    if (!option.alias.empty())
        json["alias"] = option.alias;
    if (option.kind != OptionKind::flag)
        json["value_name"] = placeholder(option);
    if (!option.choices.empty())
        json["choices"] = split(option.choices, '|');
    if (!option.default_value.empty())
        json["default"] = option.default_value;
    json["repeatable"] = option.occurs == Occurs::repeatable;
    json["help"] = option.help;
    return json;
}

Json to_json(Positional const& positional) {
    Json json = {{"name", positional.name}, {"kind", name_of(positional.kind)}, {"at_least", positional.at_least}};
    if (positional.at_most > 0)
        json["at_most"] = positional.at_most;
    if (!positional.choices.empty())
        json["choices"] = split(positional.choices, '|');
    json["help"] = positional.help;
    return json;
}

Json to_json(Command const& command) {
    Json json = {{"name", command.name},
                 {"group", title_of(command.group)},
                 {"summary", command.summary},
                 {"usage", usage_line(command)},
                 {"description", command.description}};
    json["arguments"] = Json::array();
    if (!command.positional.name.empty())
        json["arguments"].push_back(to_json(command.positional));
    json["options"] = Json::array();
    for (Option const& option : command.options)
        json["options"].push_back(to_json(option));
    json["examples"] = Json::array();
    for (auto const& [line, meaning] : command.examples)
        json["examples"].push_back({{"line", line}, {"meaning", meaning}});
    return json;
}

} // namespace

std::string program_json() {
    Json json = {{"name", "oreway"}, {"version", version()}};
    json["commands"] = Json::array();
    for (Command const& command : commands())
        json["commands"].push_back(to_json(command));
    json["exit_codes"] = Json::object();
    for (auto const& [code, meaning] : exit_meanings())
        json["exit_codes"][std::string(code)] = meaning;
    return json.dump(2) + "\n";
}

std::string command_json(Command const& command) {
    return to_json(command).dump(2) + "\n";
}

} // namespace oreway::cli
