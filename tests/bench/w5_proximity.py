#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Distance rasters by oreway, gdal_rasterize with gdal_proximity, and GRASS r.grow.distance, from the same lines in one run: medians of
wall and processor time, peak memory, the ratio to ours, and the error of each at random cells against a truth that shares no code with
any of them (bench_w3_truth: GeographicLib, every edge tried). Prints a Markdown table; nothing is asserted.

    w5_proximity.py OREWAY LINES.gpkg [--truth BENCH_W3_TRUTH] [--sizes 4000,8000] [--box 46,35,88,56] [--runs 3] [--cells 500]

GDAL measures in the plane of ESRI:102025, GRASS on the ellipsoid to cells of a lon/lat grid; both know only lines inside of the grid, so
their errors grow towards its edges. A peer that is not there is left out and named. Needs GDAL's Python module and numpy."""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
PLANE = "ESRI:102025"


def timed(command, runs):
    """Medians of wall and processor seconds, and the peak of memory of the largest process in MB."""
    walls, processors, peaks = [], [], []
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(["bash", "-e", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - begun)
        if status != 0:
            print(f"fails: {command}: {message.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
        processors.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(walls), statistics.median(processors), statistics.median(peaks)


def transform(source, target):
    systems = []
    for name in (source, target):
        system = osr.SpatialReference()
        system.SetFromUserInput(name)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        systems.append(system)
    return osr.CoordinateTransformation(*systems)


def plane_extent(box):
    """The box in the plane; its edges are curves there."""
    west, south, east, north = box
    steps = [k / 100 for k in range(101)]
    points = [(west + s * (east - west), lat) for s in steps for lat in (south, north)]
    points += [(lon, south + s * (north - south)) for s in steps for lon in (west, east)]
    images = [transform("EPSG:4326", PLANE).TransformPoint(*p)[:2] for p in points]
    return [min(x for x, _ in images), min(y for _, y in images), max(x for x, _ in images), max(y for _, y in images)]


def peers(options, size, box, work):
    """name -> (preparation, command that is timed, raster)"""
    west, south, east, north = box
    ours, near, burnt, lonlat, grown = (work / f"{name}{size}.tif" for name in ("ours", "near", "burnt", "lonlat", "grown"))
    resolution = f"{(east - west) / size!r},{(north - south) / size!r}"
    table = {"oreway": ("", f"'{options.oreway}' proximity '{options.lines}' '{ours}' -f GTiff -O -q --bbox {options.box} --resolution {resolution}", ours),
             "oreway, one thread": ("", f"'{options.oreway}' proximity '{options.lines}' '{ours}' -f GTiff -O -q -j 1 --bbox {options.box} "
                                        f"--resolution {resolution}", ours),
             "oreway, COG": ("", f"'{options.oreway}' proximity '{options.lines}' '{work / 'cog.tif'}' -O -q --bbox {options.box} "
                                 f"--resolution {resolution}", work / "cog.tif")}
    if shutil.which("gdal_proximity.py"):
        extent = " ".join(f"{v:.3f}" for v in plane_extent(box))
        table["gdal_rasterize + gdal_proximity, plane"] = (
            f"ogr2ogr -q -overwrite -t_srs {PLANE} '{work / 'plane.gpkg'}' '{options.lines}'",
            f"rm -f '{burnt}' '{near}'; gdal_rasterize -q -burn 1 -at -ot Byte -te {extent} -ts {size} {size} -co TILED=YES '{work / 'plane.gpkg'}' "
            f"'{burnt}'; gdal_proximity.py -q '{burnt}' '{near}' -distunits GEO -ot Float32", near)
    else:
        print("gdal_proximity.py is not there", file=sys.stderr)
    if shutil.which("grass"):
        session = work / f"grass{size}"
        run = f"grass '{session}/PERMANENT' --exec"
        table["GRASS r.grow.distance metric=geodesic"] = (
            f"rm -rf '{session}' '{lonlat}'; gdal_rasterize -q -burn 1 -at -ot Byte -a_nodata 0 -te {west} {south} {east} {north} -ts {size} {size} "
            f"'{options.lines}' '{lonlat}'; grass -c EPSG:4326 '{session}' -e; {run} r.in.gdal input='{lonlat}' output=burnt --q; "
            f"{run} g.region raster=burnt",
            f"{run} r.grow.distance -m input=burnt distance=grown metric=geodesic --o --q; "
            f"{run} r.out.gdal input=grown output='{grown}' type=Float32 --o --q -f", grown)
    else:
        print("grass is not there", file=sys.stderr)
    return table


def sample(file, count, box):
    """Random cells whose centres lie in the box: longitude, latitude and value."""
    raster = gdal.Open(str(file))
    place, band = raster.GetGeoTransform(), raster.GetRasterBand(1)
    to_lonlat = transform(raster.GetProjection(), "EPSG:4326")
    chance, cells = random.Random(500), []
    while len(cells) < count:
        column, row = chance.randrange(raster.RasterXSize), chance.randrange(raster.RasterYSize)
        lon, lat, _ = to_lonlat.TransformPoint(place[0] + (column + 0.5) * place[1], place[3] + (row + 0.5) * place[5])
        if box[0] <= lon <= box[2] and box[1] <= lat <= box[3]:
            cells.append((lon, lat, float(band.ReadAsArray(column, row, 1, 1)[0, 0])))
    return cells


def write_lines(lines, file):
    dataset, number = ogr.Open(lines), 0
    with open(file, "w", encoding="ascii") as out:
        for feature in dataset.GetLayer(0):
            geometry = feature.GetGeometryRef()
            parts = [geometry] if geometry.GetGeometryCount() == 0 else [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
            for part in parts:
                number += 1
                points = part.GetPoints()
                out.write(f"{number} {len(points)} " + " ".join(f"{p[0]!r} {p[1]!r}" for p in points) + "\n")


def errors(program, file, options, box, work):
    cells = sample(file, options.cells, box)
    (work / "cells.txt").write_text("".join(f"{i} {lon!r} {lat!r}\n" for i, (lon, lat, _) in enumerate(cells)), encoding="ascii")
    done = subprocess.run([program, str(work / "lines.txt"), str(work / "cells.txt")], capture_output=True, text=True, check=True)
    truth = {int(row[0]): float(row[2]) for row in (line.split(",") for line in done.stdout.splitlines())}
    wrong = numpy.array([abs(cells[i][2] - metres) for i, metres in truth.items()])
    return f"{numpy.median(wrong):,.3f} / {numpy.percentile(wrong, 95):,.2f} / {wrong.max():,.2f} m"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("oreway")
    parser.add_argument("lines")
    parser.add_argument("--truth")
    parser.add_argument("--sizes", default="4000,8000")
    parser.add_argument("--box", default="46,35,88,56")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cells", type=int, default=500)
    options = parser.parse_args()
    box = [float(v) for v in options.box.split(",")]
    print("| grid | program | wall s | CPU s | MB | ratio | error: median / 95 % / largest |\n| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        write_lines(options.lines, work / "lines.txt")
        for size in map(int, options.sizes.split(",")):
            first = None
            for name, (preparation, command, file) in peers(options, size, box, work).items():
                if preparation:
                    subprocess.run(["bash", "-c", preparation], check=False, capture_output=True)
                times = timed(command, options.runs)
                if times is None:
                    continue
                first = first or times[0]
                wrong = errors(options.truth, file, options, box, work) if options.truth else ""
                print(f"| {size} x {size} | {name} | {times[0]:.2f} | {times[1]:.2f} | {times[2]:.0f} | {times[0] / first:.1f} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
