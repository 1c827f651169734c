#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU time and peak memory of `oreway compare` on the bundled data, with and without the distance raster, and the memory of a layer of a
million vertices. Prints medians of several runs; nothing is asserted, because a shared machine is no judge.

    bench_compare.py OREWAY GEODATA_FOLDER [--runs 7]
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def measure(command):
    """Wall seconds, CPU seconds, peak resident memory in MB of one run."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    messages = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    code = status >> 8 if status & 0x7F == 0 else 128 + (status & 0x7F)
    if code not in (0, 3):
        sys.exit(f"{command} ended with {code}: {messages.decode(errors='replace')}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def report(title, runs, command_of):
    figures = [measure(command_of(run)) for run in range(runs)]
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures))
    spread = max(f[1] for f in figures) - min(f[1] for f in figures)
    print(f"{title:44} wall {wall:6.2f} s   CPU {cpu:6.2f} s (spread {spread:.2f})   peak {memory:7.1f} MB   n={runs}")
    return memory


def write_lines(path, lines, vertices):
    """A GeoJSON-free way to a large layer: a shapefile of zigzag lines."""
    from osgeo import ogr, osr  # only this benchmark needs it

    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    dataset = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, crs, ogr.wkbLineString)
    for number in range(lines):
        line = ogr.Geometry(ogr.wkbLineString)
        for i in range(vertices):
            line.AddPoint_2D(46 + 40 * i / vertices, 36 + 18 * number / lines + 0.01 * (i % 2))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(line)
        layer.CreateFeature(feature)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oreway")
    parser.add_argument("geodata", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    study = str(arguments.geodata / "study.toml")
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)

        def compare(*options):
            return lambda run: [arguments.oreway, "compare", study, "--output", str(work / f"out{run}"), "--overwrite", *options]

        report("compare, whole bundle without raster", arguments.runs, compare("--no-raster"))
        report("compare, whole bundle with raster", arguments.runs, compare())
        write_lines(work / "small.shp", 1, 10)
        write_lines(work / "million.shp", 100, 10_000)
        small = report("check, layer of 10 vertices", arguments.runs, lambda run: [arguments.oreway, "check", str(work / "small.shp")])
        large = report("check, layer of 1,000,000 vertices", arguments.runs, lambda run: [arguments.oreway, "check", str(work / "million.shp")])
        print(f"{(large - small) * 1024 * 1024 / 1e6:.1f} bytes of peak memory a vertex (coordinates alone are 16)")


if __name__ == "__main__":
    main()
