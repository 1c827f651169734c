#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W6: a layer of lines like those of street or railway maps, whose ends do not quite meet, read into a network. Makes a grid of SIZE x SIZE
nodes in Central Asia, a line of four vertices between neighbours, each end up to 4 m off its node; then asks for the way from the
first to the last corner, which exists only if all ends on it were joined. Prints lines, seconds, CPU, peak memory and its share a line.

    w6_lines.py OREWAY [--sizes 101,317,708] [--runs 1] [--layer LINES]

101 makes 20,200 lines, 317 200,344 and 708 1,001,112. `--layer` measures a layer of your own instead (between its first two nodes). Needs ogr2ogr.
"""

import argparse
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

STUDY = """[study]
title = "Lines"

[layers.legs]
path = "{path}"

[network]
snap_m = 10
noding = "{noding}"
"""


def write_lines(folder, size):
    """The lines as a shapefile; the same size gives the same file."""
    draw = random.Random(size)
    step = 0.01
    off = 4.0 / 111_000.0 / 2**0.5

    def near(x, y):
        return 55.0 + x * step + draw.uniform(-off, off), 38.0 + y * step + draw.uniform(-off, off)

    with open(folder / "lines.csv", "w", encoding="ascii") as out:
        out.write("id,WKT\n")
        number = 0
        for y in range(size):
            for x in range(size):
                for dx, dy in ((1, 0), (0, 1)):
                    if x + dx >= size or y + dy >= size:
                        continue
                    bend = draw.uniform(-0.2, 0.2)
                    inner = [(55.0 + (x + dx * t + dy * bend) * step, 38.0 + (y + dy * t + dx * bend) * step) for t in (0.35, 0.65)]
                    points = [near(x, y), *inner, near(x + dx, y + dy)]
                    out.write(f'{number},"LINESTRING ({",".join(f"{a:.7f} {b:.7f}" for a, b in points)})"\n')
                    number += 1
    command = ["ogr2ogr", "-q", "-a_srs", "EPSG:4326", "-oo", "GEOM_POSSIBLE_NAMES=WKT", "-oo", "KEEP_GEOM_COLUMNS=NO"]
    subprocess.run([*command, str(folder / "lines.shp"), str(folder / "lines.csv")], check=True)
    return number


def measured(program, study, places):
    """Wall seconds, CPU seconds, peak MB and the length of the way."""
    command = [program, "route", str(study), "--from", places[0], "--to", places[1], "--objective", "distance", "--show", "routes", "--format", "csv", "-q"]
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):
        raise SystemExit("the run failed")
    wall = time.perf_counter() - begun
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text.splitlines()[1].split(",")[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--sizes", default="101,317,708")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--layer", type=pathlib.Path)
    args = parser.parse_args()
    print("| lines | s | CPU s | MB | bytes a line | way, km |\n| --- | --- | --- | --- | --- | --- |")
    for size in [0] if args.layer else map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            if args.layer:
                lines, places = 0, ("n0", "n1")
                text = STUDY.format(path=args.layer.resolve(), noding="shared_vertices")
            else:
                lines, places = write_lines(folder, size), ("55.0,38.0", f"{55.0 + (size - 1) * 0.01:.6f},{38.0 + (size - 1) * 0.01:.6f}")
                text = STUDY.format(path="lines.shp", noding="ends_only")
            (folder / "study.toml").write_text(text, encoding="utf-8")
            runs = [measured(args.program, folder / "study.toml", places) for _ in range(args.runs)]
            wall, cpu, peak = (statistics.median(run[i] for run in runs) for i in range(3))
            share = f"{peak * 1024 * 1024 / lines:.0f}" if lines else "-"
            print(f"| {lines or args.layer} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {share} | {runs[0][3]} |", flush=True)


if __name__ == "__main__":
    main()
