#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A whole batch against everything that may happen to it. Each check prints one line; the exit code is 0 when all hold.

check_batch.py --program OREWAY --faults planted_faults.so [--files 300] [--broken 10] [--kills 5] [--only NAME...]

A run that nothing happened to is the measure: afterwards every output must be its bytes or not there, nothing with a
temporary name may be left, and --resume must bring everything to the same bytes.
"""
import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Batch:
    def __init__(self, options, folder):
        self.program, self.shim, self.folder = options.program, options.faults, folder
        self.options = options
        self.rng = random.Random(11)
        made = subprocess.run([sys.executable, os.path.join(HERE, "make_batch.py"), self.path("in"), str(options.files),
                               str(options.broken)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.broken = sorted(made.stdout.split())
        self.good = None

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def command(self, out, *more, source="in"):
        return [self.program, "reproject", source, out, "--t_srs", "EPSG:4326", "--progress", "none", *more]

    def start(self, out, *more, env=None, source="in"):
        return subprocess.Popen(self.command(out, *more, source=source), cwd=self.folder, env={**os.environ, **(env or {})},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, out, *more, env=None, source="in"):
        process = self.start(out, *more, env=env, source=source)
        output, errors = process.communicate(timeout=900)
        return process.returncode, output, errors

    def fresh(self, out):
        shutil.rmtree(self.path(out), ignore_errors=True)
        return out

    def outputs(self, out):
        """Bytes of all files below an output folder, the manifest without its times and the temporaries apart."""
        files, temporaries = {}, []
        for place, _, names in os.walk(self.path(out)):
            for name in names:
                file = os.path.join(place, name)
                relative = os.path.relpath(file, self.path(out))
                if ".oreway-" in name:
                    temporaries.append(relative)
                elif not name.startswith("manifest"):
                    with open(file, "rb") as stream:
                        files[relative] = stream.read()
        return files, temporaries

    def manifest(self, out):
        with open(self.path(out, "manifest.jsonl"), encoding="utf-8") as stream:
            rows = [json.loads(line) for line in stream]
        for row in rows:
            del row["seconds"]
        return rows

    def statuses(self, out):
        return {os.path.relpath(row["source"], "in"): row["status"] for row in self.manifest(out)}


def require(condition, text):
    if not condition:
        raise AssertionError(text)


def same_as_good(batch, out):
    """Everything is there, byte for byte, and the manifest says the same."""
    files, temporaries = batch.outputs(out)
    require(not temporaries, f"temporaries are left: {temporaries[:3]}")
    good, _ = batch.outputs("good")
    require(sorted(files) == sorted(good), f"other files: {sorted(set(files) ^ set(good))[:5]}")
    different = [name for name in good if files[name] != good[name]]
    require(not different, f"other bytes: {different[:5]}")
    require(batch.manifest(out) == batch.manifest("good"), "the manifest tells something else")


def whole_or_absent(batch, out, allow_temporaries=False):
    files, temporaries = batch.outputs(out)
    good, _ = batch.outputs("good")
    wrong = [name for name in files if files[name] != good.get(name)]
    require(not wrong, f"neither whole nor absent: {wrong[:5]}")
    require(allow_temporaries or not temporaries, f"temporaries are left: {temporaries[:3]}")


def every_dataset_is_accounted_for(batch):
    """All good ones done, all broken ones named with a reason, exit code 3."""
    code, output, _ = batch.run(batch.fresh("good"))
    require(code == 3, f"exit code {code}")
    statuses = batch.statuses("good")
    require(len(statuses) == batch.options.files, f"{len(statuses)} rows")
    lost = sorted(name for name, status in statuses.items() if status in ("failed", "refused"))
    require(lost == batch.broken, f"lost {sorted(set(lost) ^ set(batch.broken))}")
    for row in batch.manifest("good"):
        if row["status"] in ("failed", "refused"):
            errors = [p for p in row["problems"] if p["severity"] == "error"]
            require(errors and errors[0]["what"], f"no reason for {row['source']}")
            require(not row["outputs"], f"an output of {row['source']}")
        else:
            require(row["outputs"], f"no output of {row['source']}")
    for name in batch.broken:
        require(os.path.basename(name) in output, f"{name} is not named")
    return f"{len(statuses) - len(lost)} done, {len(lost)} named"


def threads_do_not_matter(batch):
    code, _, _ = batch.run(batch.fresh("one"), "-j", "1")
    require(code == 3, f"exit code {code}")
    same_as_good(batch, "one")
    return "-j 1 gives the same bytes"


def kill_and_resume(batch):
    """kill -9 at random moments; each time everything is whole or absent; then on to the end."""
    begun = time.monotonic()
    batch.run(batch.fresh("timed"))
    whole_run = time.monotonic() - begun
    met = 0
    batch.fresh("killed")
    for _ in range(batch.options.kills):
        if batch.rng.random() < 0.5:
            batch.fresh("killed")
        process = batch.start("killed", "--resume")
        time.sleep(batch.rng.uniform(0.02, whole_run))
        met += process.poll() is None
        process.kill()
        process.communicate()
        time.sleep(0.3)  # workers end by themselves
        whole_or_absent(batch, "killed", allow_temporaries=True)
    code, _, errors = batch.run("killed", "--resume")
    require(code == 3, f"exit code {code}: {errors}")
    same_as_good(batch, "killed")
    return f"{batch.options.kills} kills, {met} of them in the run"


def resume_does_nothing_twice(batch):
    before = {name: os.stat(batch.path("good", name)).st_mtime_ns for name in batch.outputs("good")[0]}
    code, _, _ = batch.run("good", "--resume")
    require(code == 3, f"exit code {code}")
    after = {name: os.stat(batch.path("good", name)).st_mtime_ns for name in before}
    require(before == after, "outputs were written again")
    return f"{len(before)} files untouched"


def signals(batch):
    for number in (signal.SIGINT, signal.SIGTERM):
        batch.fresh("stopped")
        process = batch.start("stopped")
        time.sleep(0.7)
        if process.poll() is None:
            process.send_signal(number)
            begun = time.monotonic()
            process.communicate(timeout=30)
            took = time.monotonic() - begun
            require(process.returncode == 128 + number, f"exit code {process.returncode}")
            require(took < batch.options.patience, f"took {took:.1f} s")
        if os.path.isdir(batch.path("stopped")):
            whole_or_absent(batch, "stopped")
        code, _, _ = batch.run("stopped", "--resume")
        require(code == 3, f"exit code {code}")
        same_as_good(batch, "stopped")
    return "SIGINT and SIGTERM roll back, and the run goes on"


def small_source(batch, *planted):
    """One dataset of each format, and planted ones beside them."""
    source = batch.path("few")
    shutil.rmtree(source, ignore_errors=True)
    os.makedirs(source)
    extensions = {}
    for place, _, names in sorted(os.walk(batch.path("in"))):
        for name in sorted(names):
            stem, extension = os.path.splitext(name)
            main = extension in (".gpkg", ".geojson", ".tif", ".fgb", ".shp")
            if main and not stem.startswith("broken") and extension not in extensions:
                extensions[extension] = os.path.join(place, stem)
    for extension, stem in extensions.items():
        for part in ([extension] if extension != ".shp" else [".shp", ".shx", ".dbf", ".prj", ".cpg"]):
            if os.path.exists(stem + part):
                shutil.copy(stem + part, source)
                for name in planted:
                    if extension == ".gpkg":
                        shutil.copy(stem + part, os.path.join(source, name + part))
    return "few"


def crash_and_hang(batch):
    source = small_source(batch, "crash", "hang")
    code, output, errors = batch.run(batch.fresh("planted"), "--timeout", "5", source=source, env={"LD_PRELOAD": batch.shim})
    require(code == 3, f"exit code {code}: {errors}")
    rows = {os.path.basename(row["source"]): row for row in batch.manifest("planted")}
    lost = sorted(name for name, row in rows.items() if row["status"] in ("failed", "refused"))
    require(lost == ["crash.gpkg", "hang.gpkg"], f"lost {lost}")
    require("signal 11" in json.dumps(rows["crash.gpkg"]), "the crash is not named")
    require("took longer" in json.dumps(rows["hang.gpkg"]), "the timeout is not named")
    require("crash.gpkg" in output and "hang.gpkg" in output, "they are not listed")
    return f"{len(rows) - 2} others done"


def full_disk(batch):
    """Room runs out at the n-th write, for growing n, until a run is through untouched."""
    source = small_source(batch)
    batch.run(batch.fresh("roomy"), source=source)
    good, _ = batch.outputs("roomy")
    log = batch.path("met.log")
    step, n, runs, lost = 1, 1, 0, 0
    while True:
        if os.path.exists(log):
            os.remove(log)
        env = {"LD_PRELOAD": batch.shim, "OREWAY_FAULT_AT": str(n), "OREWAY_FAULT_LOG": log}
        code, _, errors = batch.run(batch.fresh("full"), "-j", "1", source=source, env=env)
        met = os.path.exists(log)
        files, temporaries = batch.outputs("full")
        wrong = [name for name in files if files[name] != good[name]]
        # A shapefile is a set: it is put in place file by file, the .shp last, and the next run heals it.
        require(not wrong, f"write {n}: neither whole nor absent: {wrong}")
        require(not temporaries, f"write {n}: temporaries are left: {temporaries}")
        if code == 0:
            require(sorted(files) == sorted(good), f"write {n}: exit code 0, but {sorted(set(files) ^ set(good))}")
        else:
            require(code in (1, 3), f"write {n}: exit code {code}: {errors}")
            lost += 1
        runs += 1
        if not met:
            require(code == 0, f"write {n}: exit code {code} without a fault: {errors}")
            break
        n += step
        if runs % 15 == 0:
            step *= 2
    code, _, _ = batch.run("full", "--retry-failed", source=source)
    require(code == 0, "the next run does not heal it")
    return f"{runs} runs up to write {n}, {lost} told of the loss, none silent"


def folders(batch):
    source = small_source(batch)
    code, _, errors = batch.run("/proc/nowhere", source=source)
    require(code == 1 and "/proc/nowhere" in errors, f"read-only folder: {code} {errors}")
    plain = batch.path("plain")
    with open(plain, "w", encoding="utf-8") as stream:
        stream.write("a file")
    code, _, errors = batch.run("plain", source=source)
    require(code in (1, 2) and "plain" in errors, f"a file as folder: {code} {errors}")
    one = next(os.path.join(source, name) for name in sorted(os.listdir(batch.path(source))) if name.endswith(".gpkg"))
    code, _, errors = batch.run(source, "--overwrite", source=one)
    require(code == 2 and "input" in errors, f"outputs over inputs: {code} {errors}")
    return "read-only, no folder, inputs as outputs are refused"


def links(batch):
    source = small_source(batch)
    batch.run(batch.fresh("linked"), source=source)
    name = next(name for name in os.listdir(batch.path("linked")) if name.endswith(".gpkg"))
    away = batch.path("away.gpkg")
    shutil.move(batch.path("linked", name), away)
    os.symlink(away, batch.path("linked", name))
    code, _, errors = batch.run("linked", "--overwrite", source=source)
    require(code == 0 and os.path.islink(batch.path("linked", name)), f"link to a file: {code} {errors}")
    os.remove(batch.path("linked", name))
    os.symlink(batch.path("in"), batch.path("linked", name))
    code, _, errors = batch.run("linked", "--overwrite", source=source)
    require(code in (1, 3), f"link to a folder: {code} {errors}")
    require(os.path.isdir(batch.path("in")), "the folder behind the link is gone")
    os.remove(batch.path("linked", name))
    os.mkfifo(batch.path("linked", name))
    code, _, errors = batch.run("linked", "--overwrite", source=source)
    require(code in (1, 3), f"a FIFO: {code} {errors}")
    return "a link to a plain file is followed; folders and pipes are refused"


def two_runs(batch):
    batch.fresh("both")
    runs = [batch.start("both", "--overwrite") for _ in range(2)]
    for process in runs:
        process.communicate(timeout=900)
        require(process.returncode == 3, f"exit code {process.returncode}")
    files, temporaries = batch.outputs("both")
    good, _ = batch.outputs("good")
    require(files == good and not temporaries, "mixed or left over")
    return "two runs into one folder give whole files"


def changing_input(batch):
    """An input that is written to all the time is refused or done from one state of it, never mixed."""
    source = small_source(batch)
    name = next(name for name in os.listdir(batch.path(source)) if name.endswith(".geojson"))
    file = batch.path(source, name)
    with open(file, "rb") as stream:
        bytes_ = stream.read()
    batch.run(batch.fresh("still"), source=source)
    good, _ = batch.outputs("still")
    seen = set()
    for _ in range(3):
        process = batch.start(batch.fresh("changing"), source=source)
        while process.poll() is None:
            with open(file, "r+b") as stream:
                stream.write(bytes_)
            time.sleep(0.005)
        process.communicate()
        require(process.returncode in (0, 3), f"exit code {process.returncode}")
        files, temporaries = batch.outputs("changing")
        require(all(files[n] == good[n] for n in files) and not temporaries, "mixed")
        row = next(r for r in batch.manifest("changing") if r["source"].endswith(name))
        seen.add(row["status"])
        require(row["status"] != "failed" or "changed while" in json.dumps(row), f"{row['problems']}")
    return f"outcomes: {', '.join(sorted(seen))}"


def shards(batch):
    """Three shards, one of them killed and resumed, merged: the bytes of a single run."""
    batch.fresh("shared")
    code, _, errors = batch.run("shared", "--plan", "plan.jsonl", "--overwrite")
    require(code == 3, f"plan: {code} {errors}")

    def shard(index, *more):
        return subprocess.Popen([batch.program, "reproject", "--manifest", "plan.jsonl", "--shard", f"{index}/3", "--progress",
                                 "none", *more], cwd=batch.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    running = [shard(index) for index in range(3)]
    time.sleep(0.5)
    running[1].kill()
    for process in running:
        process.communicate(timeout=900)
    merge = [batch.program, "reproject", "--manifest", "plan.jsonl", "--merge"]
    early = subprocess.run(merge, cwd=batch.folder, capture_output=True, text=True, check=False)
    again = shard(1, "--resume")
    again.communicate(timeout=900)
    done = subprocess.run(merge, cwd=batch.folder, capture_output=True, text=True, check=False)
    require(done.returncode == 3, f"merge: {done.returncode} {done.stderr}")
    same_as_good(batch, "shared")
    return f"early merge gave {early.returncode}, the last is a single run's bytes"


CHECKS = [every_dataset_is_accounted_for, threads_do_not_matter, resume_does_nothing_twice, kill_and_resume, signals,
          crash_and_hang, full_disk, folders, links, two_runs, changing_input, shards]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--faults", required=True, type=os.path.abspath)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--broken", type=int, default=10)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--patience", type=float, default=5.0, help="seconds a stop may take; 1 on a quiet machine")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="oreway-fault-") as folder:
        batch = Batch(options, folder)
        for check in CHECKS:
            wanted = not options.only or check.__name__ in options.only or check is CHECKS[0]
            if not wanted:
                continue
            begun = time.monotonic()
            try:
                print(f"ok    {check.__name__}: {check(batch)} ({time.monotonic() - begun:.1f} s)", flush=True)
            except AssertionError as fault:
                failures += 1
                print(f"FAIL  {check.__name__}: {fault}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
