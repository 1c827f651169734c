#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W7: accumulated cost over a raster of 4000 x 4000 cells in 8 directions, from 1 and from 100 sources, by Oreway, by scikit-image and by
GRASS. One run, one machine, the same files; medians of wall and CPU time, peak memory, the ratio to ours, and how far the costs of each
are from ours. Prints a Markdown table; nothing is asserted.

    w7_cost.py OREWAY FOLDER [--size 4000] [--runs 3] [--peers skimage,grass]

FOLDER is filled when it is empty: friction.tif (seconds a metre, float32, 500 m cells in EPSG:32642; hills, valleys and fast roads) and
sources in src1.gpkg and src100.gpkg. The peers measure in the plane, so Oreway does as well (--lengths plane); a row with true lengths
and one with the wave stand beside. A peer that is not installed is said to be missing. Needs numpy and GDAL for Python.
"""

import argparse
import importlib.util
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

CELL = 500.0

SKIMAGE = """import sys, numpy as np
from osgeo import gdal, ogr
from skimage.graph import MCP_Geometric
source = gdal.Open(sys.argv[1]); friction = source.ReadAsArray().astype(float); at = source.GetGeoTransform()
sources = ogr.Open(sys.argv[2]); points = [f.GetGeometryRef().GetPoint(0) for f in sources.GetLayer()]
cells = [(int((at[3] - y) / -at[5]), int((x - at[0]) / at[1])) for x, y, _ in points]
costs, _ = MCP_Geometric(friction).find_costs(cells); costs *= at[1]
out = gdal.GetDriverByName("GTiff").Create(sys.argv[3], friction.shape[1], friction.shape[0], 1, gdal.GDT_Float64)
out.GetRasterBand(1).WriteArray(costs)"""


# Apart from this process, whose memory would count as that of the programs it starts.
COMPARE = """import sys, numpy as np
from osgeo import gdal
ours, theirs = (gdal.Open(name).ReadAsArray().astype(float) for name in sys.argv[1:3]); theirs *= float(sys.argv[3])
print(f"{theirs.sum() / ours.sum() - 1:.1e} | {(np.abs(theirs - ours) / np.maximum(ours, 1)).max():.1e}")"""


class Run:
    """Wall seconds, CPU seconds and peak memory in MB of a command and its children."""

    def __init__(self, command, log):
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=log, stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
        self.wall = time.perf_counter() - begun
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.code = os.waitstatus_to_exitcode(status)


def hills(np, size, seed, octaves=7):
    """Value noise: smooth hills with finer and finer ones on them, between 0 and 1."""
    random = np.random.default_rng(seed)
    field, amount, knots = np.zeros((size, size), np.float32), 1.0, 4
    for _ in range(octaves):
        values = random.standard_normal((knots + 1, knots + 1)).astype(np.float32)
        x = np.linspace(0, knots, size, endpoint=False)
        i = x.astype(int)
        t = (x - i).astype(np.float32)
        t = t * t * (3 - 2 * t)
        rows = values[:, i] * (1 - t) + values[:, i + 1] * t
        field += amount * (rows[i, :] * (1 - t)[:, None] + rows[i + 1, :] * t[:, None])
        amount, knots = amount / 2, knots * 3
    return (field - field.min()) / (field.max() - field.min())


def draw_roads(np, friction, random, count=60, length=3000):
    """Winding chains of cells that are fast to cross."""
    size = friction.shape[0]
    for _ in range(count):
        row, column = random.integers(0, size, 2).astype(float)
        heading = random.uniform(0, 2 * np.pi)
        for _ in range(length):
            heading += random.normal(0, 0.05)
            row, column = row + np.sin(heading), column + np.cos(heading)
            if not (0 <= row < size and 0 <= column < size):
                break
            friction[int(row), int(column)] = 0.3


def write_points(path, cells, size, reference):
    from osgeo import ogr
    layer_set = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = layer_set.CreateLayer("sources", reference, ogr.wkbPoint)
    for row, column in cells:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({(column + 0.5) * CELL} {(size - row - 0.5) * CELL + 4e6})"))
        layer.CreateFeature(feature)


def make_inputs(folder, size):
    folder.mkdir(parents=True, exist_ok=True)
    import numpy as np
    from osgeo import gdal, osr
    gdal.UseExceptions()
    height = hills(np, size, 5)
    down, right = np.gradient(height * 4000.0, CELL)
    friction = (1.0 + 80.0 * np.hypot(right, down) + 4.0 * np.clip(height - 0.6, 0, 1)).astype(np.float32)
    random = np.random.default_rng(17)
    draw_roads(np, friction, random)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32642)
    out = gdal.GetDriverByName("GTiff").Create(str(folder / "friction.tif"), size, size, 1, gdal.GDT_Float32)
    out.SetProjection(reference.ExportToWkt())
    out.SetGeoTransform((0, CELL, 0, 4e6 + size * CELL, 0, -CELL))
    out.GetRasterBand(1).WriteArray(friction)
    cells = random.integers(size // 80, size - size // 80, (100, 2))
    for count in (1, 100):
        write_points(folder / f"src{count}.gpkg", cells[:count], size, reference)


def grass_commands(folder, work, count):
    """What prepares GRASS, untimed, and what is timed."""
    place = work / f"grass{count}"
    run = ["grass", str(place / "PERMANENT"), "--exec"]
    before = [["grass", "-c", "EPSG:32642", str(place), "-e"],
              run + ["r.in.gdal", f"input={folder}/friction.tif", "output=f", "--o", "--q"], run + ["g.region", "raster=f"],
              run + ["v.in.ogr", f"input={folder}/src{count}.gpkg", "output=s", "--o", "--q"]]
    after = run + ["r.out.gdal", "input=c", f"output={work}/grass{count}.tif", "type=Float64", "--o", "--q", "-f"]
    return before, run + ["r.cost", "input=f", "output=c", "start_points=s", "memory=12000", "--o", "--q"], after


def measure(commands, runs, log):
    before, timed, after = commands
    for command in before:
        Run(command, log)
    done = [Run(timed, log) for _ in range(runs)]
    if after:
        Run(after, log)
    if any(run.code for run in done):
        return None
    return tuple(statistics.median(getattr(run, what) for run in done) for what in ("wall", "cpu")) + (max(r.memory for r in done),)


def rows_of(options, work, count):
    """(name, commands, output, what its costs are multiplied with) of all that are to be measured."""
    folder = options.folder
    ours = [options.oreway, "cost", str(folder / "friction.tif")]
    tail = ["--from", str(folder / f"src{count}.gpkg"), "-f", "GTiff", "-O", "-q"]
    plane = ["--neighbours", "8", "--lengths", "plane"]
    for name, extra in (("Oreway", plane), ("Oreway, one thread", plane + ["-j", "1"]), ("Oreway, true lengths", ["--neighbours", "8"]),
                        ("Oreway, 16 directions, true lengths", []), ("Oreway, wave", ["--method", "eikonal"])):
        output = work / f"{name.replace(' ', '_').replace(',', '')}{count}.tif"
        yield name, ([], ours + [str(output)] + tail + extra, None), output, 1
    peers = options.peers.split(",")
    if "skimage" in peers:
        output = work / f"skimage{count}.tif"
        there = importlib.util.find_spec("skimage")
        yield "scikit-image MCP_Geometric", there and (
            [], [sys.executable, "-c", SKIMAGE, str(folder / "friction.tif"), str(folder / f"src{count}.gpkg"), str(output)], None), output, 1
    if "grass" in peers:
        commands = shutil.which("grass") and grass_commands(folder, work, count)
        yield "GRASS r.cost", commands, work / f"grass{count}.tif", CELL  # it counts in cells


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("oreway")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default="skimage,grass")
    options = parser.parse_args()
    if not (options.folder / "friction.tif").exists():
        maker = multiprocessing.Process(target=make_inputs, args=(options.folder, options.size))
        maker.start()
        maker.join()
    print("| sources | program | wall s | CPU s | MB | wall / ours | sum of costs / ours - 1 | most a cell differs |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name, open(os.devnull, "wb") as log:
        for count in (1, 100):
            ours, own_file = None, None
            for program, commands, output, scale in rows_of(options, pathlib.Path(name), count):
                figures = commands and measure(commands, options.runs, log)
                if not figures:
                    print(f"| {count} | {program} | {'failed' if commands else 'missing'} | | | | | |")
                    continue
                if ours is None:
                    ours, own_file = figures, output
                off = subprocess.run([sys.executable, "-c", COMPARE, str(own_file), str(output), str(scale)], check=True,
                                     capture_output=True, text=True).stdout.strip()
                print(f"| {count} | {program} | {figures[0]:.2f} | {figures[1]:.2f} | {figures[2]:.0f} | {figures[0] / ours[0]:.1f} | "
                      f"{off} |", flush=True)


if __name__ == "__main__":
    main()
