// SPDX-License-Identifier: MIT
// From names of inputs to names of outputs.

#include "batch/outputs.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

/// A part of a file name without anything that leads elsewhere.
std::string safe_name(std::string const& layer) {
    std::string name;
    for (char const c : layer)
        name += c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
    std::size_t const letter = name.find_first_not_of('.');
    return letter == std::string::npos ? "layer" : name.substr(letter);
}

/// The relative name without components that climb out of the output folder.
fs::path inside(std::string const& relative) {
    fs::path safe;
    for (fs::path const& part : fs::path(relative).relative_path())
        if (part != ".." && part != ".")
            safe /= part;
    return safe;
}

/// Names of files without links and detours; each folder is looked up once.
class RealPaths {
public:
    [[nodiscard]] std::string of(fs::path const& file) {
        std::error_code error;
        if (fs::is_symlink(file, error))
            return fs::weakly_canonical(file, error).string();
        std::string const folder = file.parent_path().string();
        auto found = m_folders.find(folder);
        if (found == m_folders.end())
            found = m_folders.emplace(folder, fs::weakly_canonical(folder.empty() ? "." : folder, error)).first;
        return (found->second / file.filename()).string();
    }

private:
    std::map<std::string, fs::path> m_folders;
};

[[noreturn]] void fail(std::string what, std::vector<std::string> const& pairs, std::string remedy) {
    constexpr std::size_t shown = 20;
    std::string list = join(std::span(pairs).first(std::min(shown, pairs.size())), "; ");
    if (pairs.size() > shown)
        list += fmt::format("; and {} more", pairs.size() - shown);
    throw UsageError({.what = what + ": " + list, .where = "", .remedy = std::move(remedy)});
}

void refuse_collisions(std::vector<Task> const& tasks) {
    std::map<std::string, std::string> owner; // of each output, by its name without case
    std::vector<std::string> pairs;
    for (Task const& task : tasks)
        for (fs::path const& output : task.outputs) {
            auto const [place, is_new] = owner.emplace(fold(output.string()), task.item.source);
            if (!is_new)
                pairs.push_back(fmt::format("'{}' and '{}' to '{}'", place->second, task.item.source, output.string()));
        }
    if (!pairs.empty())
        fail("two inputs would be written to one output", pairs,
             "rename an input, or run twice with different --suffix or folders");
}

void refuse_inputs_as_outputs(std::vector<Task> const& tasks) {
    RealPaths real;
    std::set<std::string> inputs;
    for (Task const& task : tasks)
        for (std::string const& file : task.item.files)
            inputs.insert(real.of(file));
    std::vector<std::string> names;
    for (Task const& task : tasks)
        for (fs::path const& output : task.outputs)
            if (inputs.contains(real.of(output)))
                names.push_back(output.string());
    if (!names.empty())
        fail("an output would replace an input", names, "name another folder, or give a --suffix");
}

bool is_there(fs::path const& path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

} // namespace

void name_outputs(Task& task, Settings const& settings, std::string const& extension, bool several_layers) {
    fs::path const relative = inside(task.item.relative);
    // A container that stays a container keeps one file; "a.tar.gz" loses one extension only, which is enough.
    std::string const stem = relative.stem().string() + settings.suffix;
    fs::path const folder = settings.output_folder / relative.parent_path();
    bool const one_file = several_layers || task.layers.size() < 2;
    std::set<std::string> taken;
    for (LayerTask& layer : task.layers) {
        std::string name = one_file ? stem : fmt::format("{}_{}", stem, safe_name(layer.facts.layer));
        for (int n = 2; !one_file && !taken.insert(fold(name)).second; ++n)
            name = fmt::format("{}_{}_{}", stem, safe_name(layer.facts.layer), n);
        layer.output = folder / (name + extension);
        layer.output_layer = several_layers ? layer.facts.layer : name;
        if (std::ranges::find(task.outputs, layer.output) == task.outputs.end())
            task.outputs.push_back(layer.output);
    }
}

void check_outputs(std::vector<Task>& tasks, Settings const& settings) {
    refuse_collisions(tasks);
    refuse_inputs_as_outputs(tasks);
    std::vector<std::string> there;
    for (Task& task : tasks) {
        auto const count = std::ranges::count_if(task.outputs, is_there);
        if (task.verdict != Verdict::run || count == 0)
            continue;
        if (settings.existing == ExistingOutput::skip && count == std::ssize(task.outputs))
            task.verdict = Verdict::skip;
        else if (settings.existing == ExistingOutput::refuse)
            std::ranges::for_each(task.outputs, [&](fs::path const& output) {
                if (is_there(output))
                    there.push_back(output.string());
            });
    }
    if (!there.empty())
        fail("outputs exist already", there, "name another folder, or give --overwrite, --skip-existing or --resume");
}

} // namespace oreway
