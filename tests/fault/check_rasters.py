#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rasters against what may happen to them: a file that may not grow, too little memory, a signal in the middle, kill -9, inputs that
cannot be used, and any number of threads. Nothing is ever left but whole rasters with their styles.

usage: check_rasters.py --program OREWAY"""

import argparse
import itertools
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

LARGE = ["--bbox", "-180,-85,180,85", "--resolution", "0.02"]  # minutes of work
SMALL = ["--bbox", "60,40,72,46", "--resolution", "0.02"]
faults = []


def demand(condition, message):
    if not condition:
        faults.append(message)
        print(f"FAILED {message}")


def names(folder):
    return sorted(os.listdir(folder))


def lines(file, broken=False):
    features = [{"type": "Feature", "id": i + 1, "properties": {"name": f"way {i}", "mode": "rail" if i % 2 else "road"},
                 "geometry": {"type": "LineString", "coordinates": [[60 + 3 * i, 40 + i], [61 + 3 * i, 43 - i], [64 + 3 * i, 44]]}}
                for i in range(3)]
    if broken:
        features[1]["geometry"]["coordinates"][1] = [1e308, -1e39]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(file)


class Runs:
    def __init__(self, program, folder):
        self.program = program
        self.ways = lines(folder / "ways.geojson")
        self.broken = lines(folder / "broken.geojson", broken=True)
        self.folder = folder

    def out(self, name):
        out = self.folder / name
        out.mkdir()
        return out

    def run(self, out, *arguments, limit=None, ways=None):
        def limited():
            if limit:
                resource.setrlimit(*limit)

        return subprocess.run([self.program, "proximity", ways or self.ways, str(out / "d.tif"), *arguments], capture_output=True, text=True,
                              check=False, preexec_fn=limited, timeout=120)

    def start(self, out, *arguments):
        return subprocess.Popen([self.program, "proximity", self.ways, str(out / "d.tif"), *arguments], stderr=subprocess.PIPE, text=True)


def check_file_limit(runs):
    out = runs.out("limit")
    for form in (["-f", "GTiff"], ["-f", "COG"]):
        for limit in (0, 1000, 100_000, 300_000):
            done = runs.run(out, *SMALL, *form, limit=(resource.RLIMIT_FSIZE, (limit, limit)))
            demand(done.returncode == 1, f"{form} with files of {limit} bytes at most ends with {done.returncode}: {done.stderr}")
            demand(str(out / "d.tif") in done.stderr and ".oreway-new" not in done.stderr, f"{form}: the message is {done.stderr}")
            demand(not names(out), f"{form} with files of {limit} bytes at most leaves {names(out)}")


def check_old_stays(runs):
    out = runs.out("old")
    runs.run(out, *SMALL)
    before = (out / "d.tif").read_bytes(), (out / "d.qml").read_bytes()
    refused = runs.run(out, *SMALL)
    demand(refused.returncode == 2 and "exists already" in refused.stderr, f"an output that exists: {refused.returncode} {refused.stderr}")
    failed = runs.run(out, *SMALL, "-O", "--resolution", "0.01", limit=(resource.RLIMIT_FSIZE, (100_000, 100_000)))
    demand(failed.returncode != 0, "a raster that could not be written counts as written")
    demand(((out / "d.tif").read_bytes(), (out / "d.qml").read_bytes()) == before, "a failed run changed the old raster")
    (out / "d.tif").unlink()
    style = runs.run(out, *SMALL)
    demand(style.returncode == 2 and "d.qml" in style.stderr, f"a style in the way: {style.returncode} {style.stderr}")
    (out / "d.qml").unlink()
    (out / "d.tif.aux.xml").write_text("<PAMDataset/>", encoding="utf-8")
    sidecar = runs.run(out, *SMALL)
    demand(sidecar.returncode == 2 and "aux.xml" in sidecar.stderr, f"a sidecar in the way: {sidecar.returncode} {sidecar.stderr}")
    demand(runs.run(out, *SMALL, "-O").returncode == 0 and names(out) == ["d.qml", "d.tif"], f"--overwrite leaves {names(out)}")


def wait_for_work(out):
    for _ in range(400):
        if any(name.endswith(".tif") for name in names(out)):
            time.sleep(0.3)
            return
        time.sleep(0.05)


def check_signals(runs):
    for number in (signal.SIGINT, signal.SIGTERM):
        out = runs.out(f"signal{number}")
        process = runs.start(out, *LARGE)
        wait_for_work(out)
        process.send_signal(number)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        demand(process.returncode in (128 + number, -number), f"signal {number} ends with {process.returncode}")
        demand(not names(out), f"signal {number} leaves {names(out)}")


def check_kill(runs):
    out = runs.out("killed")
    process = runs.start(out, *LARGE)
    wait_for_work(out)
    process.kill()
    process.communicate()
    demand(not [name for name in names(out) if not name.startswith(".")], f"kill -9 leaves {names(out)} under their final names")
    demand(runs.run(out, *SMALL).returncode == 0 and names(out) == ["d.qml", "d.tif"], f"the next run leaves {names(out)}")


def check_threads(runs):
    out = runs.out("threads")
    for form in ("GTiff", "COG"):
        got = []
        for threads in ("1", "2", "7"):
            runs.run(out, *SMALL, "-f", form, "-j", threads, "-O", "--band", "distance,allocation,azimuth", "--by", "mode")
            got.append([(out / name).read_bytes() for name in names(out)])
        demand(got[0] == got[1] == got[2] and len(got[0]) == 6, f"{form}: the number of threads changes the bytes")


def check_inputs(runs):
    out = runs.out("inputs")
    broken = runs.run(out, *SMALL, ways=runs.broken)
    demand(broken.returncode == 3 and "no numbers" in broken.stderr and "feature: 2" in broken.stderr, f"no place on the Earth: {broken.returncode} {broken.stderr}")
    demand(names(out) == ["d.qml", "d.tif"], f"beside it there is {names(out)}")
    empty = runs.folder / "empty.geojson"
    empty.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    nothing = runs.run(out, *SMALL, "-O", ways=str(empty))
    demand(nothing.returncode == 1, f"no source ends with {nothing.returncode}: {nothing.stderr}")
    memory = runs.out("memory")
    # The libraries alone take some 160 MB; where they do not fit, the loader says 127.
    for threads, megabytes in itertools.product("12", (150, 160, 170, 180, 190, 200, 210, 230, 250, 500)):
        little = runs.run(memory, *SMALL, "-j", threads, "-O", limit=(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)))
        demand(little.returncode in (0, 1, 127), f"{megabytes} MB end with {little.returncode}: {little.stderr}")
        demand(names(memory) == (["d.qml", "d.tif"] if little.returncode == 0 else []), f"{megabytes} MB leave {names(memory)}")
        for name in names(memory):
            (memory / name).unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(options.program, pathlib.Path(folder))
        for check in (check_file_limit, check_old_stays, check_signals, check_kill, check_threads, check_inputs):
            begun = time.monotonic()
            check(runs)
            print(f"{check.__name__}: {time.monotonic() - begun:.1f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
