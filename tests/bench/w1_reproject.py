#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W1: many small shapefiles and a few large ones from longitude and latitude to an Albers projection, as shapefiles and as GeoPackages,
by Oreway and by ogr2ogr with two processes. One run, one machine, the same inputs; medians of wall and CPU time, peak memory, and the
ratio to ours; "cores" is the CPU time by the wall time of all cores that may be used. The outputs of both are compared: every
vertex of some ten thousand features of each file within 0.1 mm. Prints a Markdown table.

    w1_reproject.py OREWAY INPUTS [--runs 3] [--t_srs ESRI:102025] [--processes 2]

INPUTS holds small/*.shp and large/*.shp.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

COMPARED = 20_000  # features of a file, evenly spread
TOLERANCE_M = 1e-4  # PROJ's own results, printed to 0.1 mm
FORMATS = {"SHP": ("ESRI Shapefile", "shp"), "GPKG": ("GPKG", "gpkg")}
EACH = 'ogr2ogr -q -nlt PROMOTE_TO_MULTI -f "$1" -t_srs "$2" "$3/$(basename "$5" .shp).$4" "$5"'


def run(command):
    """Wall seconds, CPU seconds and peak memory in MB of a command and its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed: {message}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def ours(arguments, source, form, target):
    return [arguments.oreway, "reproject", source, target, "--t_srs", arguments.t_srs, "-f", FORMATS[form][0], "-q",
            "-j", str(arguments.processes)]


def theirs(arguments, source, form, target):
    driver, extension = FORMATS[form]
    files = "\n".join(sorted(map(str, pathlib.Path(source).glob("*.shp"))))
    script = (f"printf '%s\\n' \"$0\" | xargs -P{arguments.processes} -I{{}} sh -c '{EACH}' - "
              f"'{driver}' '{arguments.t_srs}' '{target}' '{extension}' {{}}")
    return ["sh", "-c", script, files]


def medians(make, arguments, source, form, folder):
    samples = []
    for _ in range(arguments.runs):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        samples.append(run(make(arguments, source, form, str(folder))))
    return [statistics.median(column) for column in zip(*samples)]


def vertices(geometry):
    if geometry is None:
        return []
    if geometry.GetGeometryCount():
        return [v for i in range(geometry.GetGeometryCount()) for v in vertices(geometry.GetGeometryRef(i))]
    return geometry.GetPoints() or []


def difference(mine, other):
    """Largest distance of a vertex from the same vertex of the other file; None when they do not correspond."""
    from osgeo import ogr
    ogr.UseExceptions()
    largest = 0.0
    first, second = ogr.Open(str(mine)), ogr.Open(str(other))
    a, b = first.GetLayer(0), second.GetLayer(0)
    if a.GetFeatureCount() != b.GetFeatureCount():
        return None
    step = max(1, a.GetFeatureCount() // COMPARED)
    for i, (f, g) in enumerate(zip(a, b)):
        if i % step:
            continue
        p, q = sorted(vertices(f.GetGeometryRef())), sorted(vertices(g.GetGeometryRef()))
        if len(p) != len(q):
            return None
        for v, w in zip(p, q):
            largest = max(largest, abs(v[0] - w[0]), abs(v[1] - w[1]))
    return largest


def compare(folder, form):
    largest, unlike = 0.0, 0
    for other in sorted((folder / "theirs").glob("*." + FORMATS[form][1])):
        gap = difference(folder / "ours" / other.name, other)
        unlike += gap is None
        largest = max(largest, gap or 0.0)
    if largest > TOLERANCE_M:
        sys.exit(f"{form}: vertices differ by {largest} m")
    return largest, unlike


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oreway")
    parser.add_argument("inputs", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--t_srs", default="ESRI:102025")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    print("| inputs | format | Oreway s | CPU s | cores | MB | ogr2ogr s | CPU s | MB | ratio | largest difference m | not comparable |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for size in ("small", "large"):
        for form in FORMATS:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                source = str(arguments.inputs / size)
                wall, cpu, memory = medians(ours, arguments, source, form, folder / "ours")
                wall2, cpu2, memory2 = medians(theirs, arguments, source, form, folder / "theirs")
                largest, unlike = compare(folder, form)
            print(f"| {size} | {form} | {wall:.2f} | {cpu:.2f} | {100 * cpu / wall / arguments.processes:.0f} % | {memory:.0f} | {wall2:.2f} | {cpu2:.2f} | {memory2:.0f} | "
                  f"{wall2 / wall:.1f} | {largest:.1e} | {unlike} |", flush=True)


if __name__ == "__main__":
    main()
