#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W2: twelve rasters of 4 million pixels and one of 144 million from longitude and latitude to UTM, bilinear, by Oreway and by
gdalwarp (two processes over the twelve, -multi with two threads over the one), approximate and exact. The inputs are made here. One run,
one machine; medians of wall and CPU time, peak memory of the largest process, and the ratio to ours; "cores" is the CPU time by the wall
time of all cores that may be used. Every pixel of both is compared, bit
for bit. Prints a Markdown table.

    w2_rasters.py OREWAY [--runs 3] [--processes 2] [--side 2000] [--big 12000]
"""
import argparse
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from osgeo import gdal, osr

gdal.UseExceptions()
TARGET = "EPSG:32642"


def make(file, side, kind, corner, cell):
    dataset = gdal.GetDriverByName("GTiff").Create(str(file), side, side, 1, kind, ["TILED=YES"])
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    dataset.SetSpatialRef(srs)
    dataset.SetGeoTransform((corner[0], cell, 0, corner[1], 0, -cell))
    columns = numpy.arange(side)
    for row in range(side):
        dataset.GetRasterBand(1).WriteArray((1000 + 500 * numpy.sin(columns / 90) * numpy.cos(row / 70) + (columns * row) % 17)[None, :], 0, row)


def make_inputs(folder, side, big):
    (folder / "tiles").mkdir()
    (folder / "big").mkdir()
    for i in range(12):
        make(folder / "tiles" / f"tile{i:02}.tif", side, gdal.GDT_Float32, (66 + 1.5 * (i % 4), 44 - 1.5 * (i // 4)), 1.4 / side)
    make(folder / "big" / "big.tif", big, gdal.GDT_UInt16, (66, 44), 5.0 / big)


def run(command):
    """Wall seconds, CPU seconds and peak memory in MB of a command and its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed: {message}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def ours(arguments, source, threshold, target):
    return [arguments.oreway, "reproject", str(source), str(target), "--t_srs", TARGET, "-r", "bilinear", "--et", threshold, "-q", "-j",
            str(arguments.processes)]


def theirs(arguments, source, threshold, target):
    files = sorted(map(str, source.glob("*.tif")))
    settings = f"-q -ovr NONE -t_srs {TARGET} -r bilinear -et {threshold}"
    if len(files) == 1:
        return ["gdalwarp", *settings.split(), "-multi", "-wo", f"NUM_THREADS={arguments.processes}", files[0], str(target / "big.tif")]
    each = f'gdalwarp {settings} "$1" "{target}/$(basename "$1")"'
    script = f"printf '%s\\n' \"$0\" | xargs -P{arguments.processes} -I{{}} sh -c '{each}' - {{}}"
    return ["sh", "-c", script, "\n".join(files)]


def medians(make_command, arguments, source, threshold, folder):
    samples = []
    for _ in range(arguments.runs):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        samples.append(run(make_command(arguments, source, threshold, folder)))
    return [statistics.median(column) for column in zip(*samples)]


def different_pixels(folder):
    different = 0
    for other in sorted((folder / "theirs").glob("*.tif")):
        a, b = gdal.Open(str(folder / "ours" / other.name)), gdal.Open(str(other))
        if (a.RasterXSize, a.RasterYSize, a.GetGeoTransform()) != (b.RasterXSize, b.RasterYSize, b.GetGeoTransform()):
            sys.exit(f"{other.name}: another grid")
        for row in range(a.RasterYSize):
            different += int((a.ReadAsArray(0, row, a.RasterXSize, 1) != b.ReadAsArray(0, row, b.RasterXSize, 1)).sum())
    return different


def apart():
    """A process whose memory does not count as that of the programs that are started from this one."""
    return multiprocessing.get_context("spawn").Pool(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oreway")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--side", type=int, default=2000)
    parser.add_argument("--big", type=int, default=12000)
    arguments = parser.parse_args()
    print("| inputs | error threshold | Oreway s | CPU s | cores | MB | gdalwarp s | CPU s | MB | ratio | different pixels |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with apart() as other_process:
            other_process.apply(make_inputs, (folder, arguments.side, arguments.big))
        for source in ("tiles", "big"):
            for threshold in ("0.125", "0"):
                mine = medians(ours, arguments, folder / source, threshold, folder / "ours")
                other = medians(theirs, arguments, folder / source, threshold, folder / "theirs")
                with apart() as other_process:
                    different = other_process.apply(different_pixels, (folder,))
                print(f"| {source} | {threshold} | {mine[0]:.2f} | {mine[1]:.2f} | "
                      f"{100 * mine[1] / mine[0] / arguments.processes:.0f} % | {mine[2]:.0f} | {other[0]:.2f} | {other[1]:.2f} | "
                      f"{other[2]:.0f} | {other[0] / mine[0]:.2f} | {different} |", flush=True)


if __name__ == "__main__":
    main()
