// SPDX-License-Identifier: MIT
// One dataset from bytes to bytes, and many of them on the threads of this process.

#include "oreway/batch/runner.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/committer.hpp"
#include "batch/words.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"
#include "oreway/io/archive.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

ErrorParts with_target(ErrorParts parts, std::vector<std::unique_ptr<OutputFile>> const& files) {
    for (auto const& file : files)
        for (std::string* text : {&parts.what, &parts.where, &parts.remedy}) {
            std::string const temporary = file->temporary().string();
            for (std::size_t at = 0; (at = text->find(temporary, at)) != std::string::npos;)
                text->replace(at, temporary.size(), file->target().string());
        }
    return parts;
}

/// Files of an output under their temporary and their final names: what belongs to a shapefile or a raster lies beside
/// it.
std::vector<Placement> files_of(Placement const& output) {
    std::vector<Placement> files = {output};
    auto const add = [&](Placement sibling) {
        std::error_code error;
        if (fs::exists(sibling.temporary, error))
            files.push_back(std::move(sibling));
    };
    std::string const extension = fold(output.target.extension().string());
    if (extension == ".tif" || extension == ".tiff")
        add({output.temporary.string() + ".aux.xml", output.target.string() + ".aux.xml"});
    if (extension != ".shp")
        return files;
    for (char const* other : {".shx", ".dbf", ".prj", ".cpg"})
        add({fs::path(output.temporary).replace_extension(other), fs::path(output.target).replace_extension(other)});
    return files;
}

FileHash hash_of(Placement const& file, fs::path const& folder) {
    std::error_code error;
    return {.file = file.target.lexically_relative(folder).string(),
            .hash = hash_file(file.temporary),
            .bytes = static_cast<std::uint64_t>(fs::file_size(file.temporary, error))};
}

LayerOutcome layer_outcome(LayerTask const& layer, LayerCounts counts) {
    LayerOutcome outcome{.counts = std::move(counts),
                         .source_crs = layer.source_label,
                         .crs_origin = std::string(origin_word(layer.source_origin)),
                         .target_crs = layer.target_label,
                         .operation = {},
                         .accuracy = {}};
    if (!layer.facts.spatial)
        return outcome;
    outcome.operation = name_of(layer.operation);
    outcome.accuracy = accuracy_words(layer.operation);
    return outcome;
}

/// Reports bytes to a progress, and at the end those that nobody reported, so that the bar always comes to its end.
class ByteProgress final : public Progress {
public:
    ByteProgress(Progress& progress, std::uint64_t total) : m_progress(progress), m_total(total) {}
    ~ByteProgress() override {
        if (std::uint64_t const done = m_done; done < m_total)
            m_progress.advance(m_total - done);
    }
    ByteProgress(ByteProgress const&) = delete;
    ByteProgress& operator=(ByteProgress const&) = delete;
    void stage(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t steps) override {
        std::uint64_t const before = m_done.fetch_add(steps);
        if (before < m_total)
            m_progress.advance(std::min(steps, m_total - before));
    }
    [[nodiscard]] bool cancelled() const noexcept override { return m_progress.cancelled(); }

private:
    Progress& m_progress;
    std::uint64_t m_total;
    std::atomic<std::uint64_t> m_done = 0;
};

/// Identity, size and time of the files of a dataset; an input that another program writes to while it is read gives
/// something that never was.
using Stamps = std::vector<std::array<std::int64_t, 4>>;

Stamps stamps_of(Item const& item) {
    Stamps stamps;
    for (std::string const& file : item.files) {
        struct stat status {};
        if (::stat(file.c_str(), &status) == 0)
            stamps.push_back({static_cast<std::int64_t>(status.st_ino), status.st_size, status.st_mtim.tv_sec,
                              status.st_mtim.tv_nsec});
    }
    return stamps;
}

/// Translates into temporary files, which are whole then.
void translate_beside(Task const& task, Settings const& settings, Stamps const& stamps, TransformStore& transforms,
                      Progress& progress, DatasetOutcome& outcome) {
    OverwritePolicy const policy =
        settings.existing == ExistingOutput::refuse ? OverwritePolicy::refuse : OverwritePolicy::replace;
    std::vector<std::unique_ptr<OutputFile>> files;
    try {
        for (fs::path const& output : task.outputs) {
            fs::create_directories(output.parent_path());
            files.push_back(std::make_unique<OutputFile>(output, policy, Leftovers::keep));
        }
        std::vector<fs::path> temporaries;
        for (auto const& file : files)
            temporaries.push_back(file->temporary());
        Translation translation =
            driver_for(task.item.kind).translate(task, temporaries, settings, transforms, progress);
        for (std::size_t i = 0; i < translation.layers.size(); ++i)
            outcome.layers.push_back(layer_outcome(task.layers[i], std::move(translation.layers[i])));
        for (Problem& problem : translation.problems)
            outcome.problems.push_back({problem.severity, problem.code, with_target(problem.parts, files)});
        stop_if_cancelled(progress);
        if (stamps_of(task.item) != stamps)
            throw DataError({.what = "changed while it was read",
                             .where = task.item.source,
                             .remedy = "run again with --retry-failed when nobody writes to it"});
        for (auto const& file : files)
            for (Placement const& part : files_of({file->temporary(), file->target()}))
                outcome.outputs.push_back(hash_of(part, settings.output_folder));
        for (auto const& file : files)
            outcome.pending.push_back(file->hand_over());
    } catch (IoError const& error) {
        throw IoError(with_target(error.parts(), files));
    } catch (Error const& error) {
        throw DataError(with_target(error.parts(), files));
    }
}

/// Problems that planning found stand in the outcome once, though translating finds them again.
void merge_problems(Problems const& planned, Problems& found) {
    Problems merged = planned;
    for (Problem& problem : found) {
        bool const known = std::ranges::any_of(merged, [&](Problem const& other) {
            return other.code == problem.code && other.parts.what == problem.parts.what;
        });
        if (!known)
            merged.push_back(std::move(problem));
    }
    found = std::move(merged);
}

std::uint64_t memory_of(Settings const& settings) {
    if (settings.memory > 0)
        return settings.memory;
    auto const pages = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
    auto const page = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
    return pages * page / 4;
}

/// Lets datasets start while their estimates fit into the memory; one alone may always start.
class MemoryGate {
public:
    explicit MemoryGate(std::uint64_t bytes) : m_free(bytes), m_total(bytes) {}

    [[nodiscard]] std::uint64_t enter(std::uint64_t wanted) {
        wanted = std::min(wanted, m_total);
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_free >= wanted; });
        m_free -= wanted;
        return wanted;
    }
    void leave(std::uint64_t taken) {
        std::lock_guard const lock(m_mutex);
        m_free += taken;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_free;
    std::uint64_t m_total;
};

/// Largest first, so that no long one starts when the others are through.
void put_largest_first(std::vector<std::size_t>& order, Plan const& plan) {
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t t) { return plan.tasks[t].cost; });
}

/// How many threads a dataset gets: one while there are enough others, all when it is more than its share of the whole
/// work or the last.
class ThreadShare {
public:
    ThreadShare(std::vector<std::size_t> const& order, Plan const& plan, std::size_t side_by_side)
        : m_side_by_side(std::max<std::size_t>(1, side_by_side)), m_threads(thread_count()) {
        for (std::size_t const t : order)
            m_cost += plan.tasks[t].cost;
    }
    [[nodiscard]] std::size_t of(Task const& task, std::size_t left) const noexcept {
        if (task.cost * static_cast<double>(m_side_by_side) >= m_cost)
            return m_threads;
        return std::max<std::size_t>(1, m_threads / std::min(m_side_by_side, left));
    }

private:
    std::size_t m_side_by_side;
    std::size_t m_threads;
    double m_cost = 0.0;
};

} // namespace

std::string key_of(Task const& task, Settings const& settings, std::vector<FileHash>& inputs) {
    std::string text = std::string(version()) + '\n' + parameters_of(settings) + '\n' + task.output_driver + '\n';
    for (std::string const& file : task.item.files) {
        std::error_code error;
        if (fs::is_directory(file, error))
            continue; // a file geodatabase: the files in it follow
        FileHash hash{.file = file, .hash = fingerprint_of(file), .bytes = bytes_of(file)};
        text += hash.hash + '\n';
        inputs.push_back(std::move(hash));
    }
    for (LayerTask const& layer : task.layers)
        text += layer.output_layer + '\n' + layer.source_crs + '\n' + layer.target_crs + '\n' +
                layer.operation.pipeline + '\n';
    return hash_bytes(text);
}

DatasetOutcome outcome_without_run(Task const& task) {
    DatasetOutcome outcome;
    outcome.number = task.number;
    outcome.source = task.item.source;
    outcome.status = task.verdict == Verdict::skip ? DatasetStatus::skipped : DatasetStatus::refused;
    outcome.problems = task.problems;
    return outcome;
}

DatasetOutcome prepare_task(Task const& task, Settings const& settings, TransformStore& transforms,
                            Progress& progress) {
    auto const started = std::chrono::steady_clock::now();
    ByteProgress bytes(progress, task.item.bytes);
    DatasetOutcome outcome;
    outcome.number = task.number;
    outcome.source = task.item.source;
    auto const failed = [&](ErrorParts parts) {
        if (parts.where.empty())
            parts.where = task.item.source;
        outcome.problems.push_back({Severity::error, "dataset.failed", std::move(parts)});
        outcome.layers.clear();
        outcome.outputs.clear();
    };
    try {
        Stamps const stamps = stamps_of(task.item);
        outcome.key = key_of(task, settings, outcome.inputs);
        translate_beside(task, settings, stamps, transforms, bytes, outcome);
        merge_problems(task.problems, outcome.problems);
        outcome.status = status_of_written(outcome.layers, outcome.problems);
    } catch (Error const& error) {
        failed(error.parts());
    } catch (std::bad_alloc const&) {
        failed({"out of memory", "", "give fewer threads or more --memory"});
    } catch (fs::filesystem_error const& error) {
        failed({error.what(), "", "check the output folder"});
    } catch (std::exception const& error) {
        failed({error.what(), "", "this is a fault of oreway: please report it"});
    }
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return outcome;
}

DatasetOutcome run_task(Task const& task, Settings const& settings, TransformStore& transforms, Progress& progress) {
    std::vector<std::pair<std::size_t, DatasetOutcome>> outcome;
    outcome.emplace_back(task.number, prepare_task(task, settings, transforms, progress));
    settle(outcome);
    return std::move(outcome.front().second);
}

std::vector<DatasetOutcome> run_plan(Plan const& plan, std::map<std::size_t, DatasetOutcome> known,
                                     Settings const& settings, std::size_t side_by_side, TaskRunner const& runner,
                                     Progress& progress, OutcomeSink const& sink) {
    std::vector<std::optional<DatasetOutcome>> outcomes(plan.tasks.size());
    std::mutex sink_mutex;
    auto const finish = [&](std::size_t t, DatasetOutcome outcome) {
        std::lock_guard const lock(sink_mutex);
        sink(outcome);
        outcomes[t] = std::move(outcome);
    };
    std::vector<std::size_t> order;
    for (std::size_t t = 0; t < plan.tasks.size(); ++t) {
        Task const& task = plan.tasks[t];
        if (auto const found = known.find(task.number); found != known.end())
            outcomes[t] = std::move(found->second);
        else if (task.verdict == Verdict::run)
            order.push_back(t);
        else
            finish(t, outcome_without_run(task));
    }
    put_largest_first(order, plan);
    progress.stage("reprojecting", std::accumulate(order.begin(), order.end(), std::uint64_t{0},
                                                   [&](auto sum, auto t) { return sum + plan.tasks[t].item.bytes; }));
    ThreadShare const share(order, plan, side_by_side);
    MemoryGate gate(memory_of(settings));
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure; // of the sink: a manifest that cannot be written ends the run
    auto const guarded = [&](auto const& step) {
        try {
            step();
        } catch (Cancelled const&) {
            next = order.size();
        } catch (...) {
            std::lock_guard const lock(sink_mutex);
            failure = std::current_exception();
            next = order.size();
        }
    };
    {
        Committer committer(
            [&](std::size_t t, DatasetOutcome outcome) { guarded([&] { finish(t, std::move(outcome)); }); });
        auto const work = [&] {
            for (std::size_t i = next++; i < order.size() && !progress.cancelled(); i = next++) {
                Task const& task = plan.tasks[order[i]];
                std::uint64_t const taken = gate.enter(task.memory_bytes);
                guarded([&] { committer.add(order[i], runner(task, share.of(task, order.size() - i), progress)); });
                gate.leave(taken);
            }
        };
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < std::min(side_by_side, order.size()); ++i)
            threads.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);
    stop_if_cancelled(progress);
    std::vector<DatasetOutcome> all;
    for (std::optional<DatasetOutcome>& outcome : outcomes)
        if (outcome)
            all.push_back(std::move(*outcome));
    return all;
}

std::vector<DatasetOutcome> run_in_process(Plan const& plan, Settings const& settings, Progress& progress,
                                           OutcomeSink const& sink) {
    TransformStore transforms;
    return run_plan(
        plan, {}, settings, thread_count(),
        [&](Task const& task, std::size_t, Progress& inner) { return prepare_task(task, settings, transforms, inner); },
        progress, sink);
}

} // namespace oreway
