#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Buffers of long corridors by oreway, PostGIS, geopandas and QGIS from one layer, in one run: medians of time and peak
memory, ratios to ours, and the error of every boundary by GeographicLib's GeodSolve.

usage: w4_buffers.py --program OREWAY --lines CORRIDORS.gpkg --radius 50km [--tolerance 1m] [--runs 5] [--folder DIR]
                     [--countries COUNTRIES.gpkg]

With --countries (field iso) a second table follows: the whole question, square kilometres of each buffer in each country, from the two
files to a table. Oreway, in one command, also mends the countries, writes the buffers, measures the lengths of the lines in each
country and what lies in none; the others do not.

A peer that is not there is left out and named. PostGIS: a server and a database named by PGDATABASE with the extension;
the layer is loaded before the clock starts. Needs GDAL's Python module, numpy and GeodSolve."""

import argparse
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from osgeo import gdal, ogr

PAIRS = """with b as materialized (select fid id, ST_Buffer(geog, {radius}) g from oreway_w4)
select b.id, c.iso, ST_Area(ST_Intersection(b.g, c.geog)) / 1e6 from b join oreway_w4_countries c on b.g && c.geog
where ST_Area(ST_Intersection(b.g, c.geog)) > 0"""

OVERLAY = """
import sys, geopandas
lines, countries, radius, out = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
b = geopandas.read_file(lines).to_crs("ESRI:102025"); c = geopandas.read_file(countries).to_crs("ESRI:102025")
b["line"] = range(1, len(b) + 1); b["geometry"] = b.buffer(radius); c["geometry"] = c.buffer(0)
common = geopandas.overlay(b, c, how="intersection", keep_geom_type=True)
common["km2"] = common.area / 1e6
common[["line", "iso", "km2"]].to_csv(out, index=False, header=False)
"""

METRES = {"km": 1000.0, "m": 1.0}
SAMPLE_STEP = 100.0   # metres along the line; the distance to a sample is too long by 25 mm at 50 km
PLACES_A_LINE = 200
CANDIDATES = 8

GEOPANDAS = """
import sys, geopandas
source, out, radius = sys.argv[1], sys.argv[2], float(sys.argv[3])
layer = geopandas.read_file(source).to_crs("ESRI:102025")
layer["geometry"] = layer.buffer(radius)
layer.to_crs("EPSG:4326").to_file(out, driver="GPKG")
"""


def metres(text):
    unit = "km" if text.endswith("km") else "m"
    return float(text.removesuffix(unit)) * METRES[unit]


def timed(command, output, runs):
    """Median wall and processor seconds and the peak of memory in MB; nothing when the command fails."""
    walls, processors, peaks = [], [], []
    for _ in range(runs):
        pathlib.Path(output).unlink(missing_ok=True)
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - begun)
        if status != 0:
            print(f"  {command[0]} fails: {message.strip().splitlines()[-1:] or status}", file=sys.stderr)
            return None
        processors.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(walls), statistics.median(processors), statistics.median(peaks)


def peers(options, folder):
    """name -> (command, file it writes)"""
    radius = metres(options.radius)
    ours = folder / "oreway.gpkg"
    table = {"oreway": ([options.program, "catchment", options.lines, str(ours), "--radius", options.radius, "-q"]
                        + (["--tolerance", options.tolerance] if options.tolerance else []), ours)}
    if shutil.which("psql") and os.environ.get("PGDATABASE"):
        load = subprocess.run(["ogr2ogr", "-q", "-f", "PostgreSQL", f"PG:dbname={os.environ['PGDATABASE']}", options.lines, "-nln",
                               "oreway_w4", "-overwrite", "-lco", "GEOM_TYPE=geography", "-lco", "GEOMETRY_NAME=geog", "-lco",
                               "FID=fid"], check=False)
        out = folder / "postgis.gpkg"
        if load.returncode == 0:
            table["PostGIS geography"] = (["ogr2ogr", "-q", str(out), f"PG:dbname={os.environ['PGDATABASE']}", "-nln", "b", "-sql",
                                           f"select fid, ST_Buffer(geog, {radius}) from oreway_w4"], out)
    out = folder / "geopandas.gpkg"
    table["geopandas, ESRI:102025"] = ([options.python, "-W", "ignore", "-c", GEOPANDAS, options.lines, str(out), str(radius)], out)
    if qgis := shutil.which("qgis_process.bin") or shutil.which("qgis_process"):
        out = folder / "qgis.gpkg"
        table["QGIS, ESRI:102025"] = ([qgis, "run", "native:buffer", "--", f"INPUT={folder / 'projected.gpkg'}", f"DISTANCE={radius}",
                                       "SEGMENTS=8", f"OUTPUT={out}"], out)
        gdal.VectorTranslate(str(folder / "projected.gpkg"), options.lines, dstSRS="ESRI:102025", reproject=True)
    return table


def overlay_peers(options, folder):
    """name -> (command, table it writes, columns of line, country and area)"""
    radius = metres(options.radius)
    out = folder / "overlay.gpkg"
    table = {"oreway": (["bash", "-c", f"'{options.program}' catchment '{options.lines}' '{out}' -O --radius {options.radius} -q --areas "
                         f"'{options.countries}' --areas-id iso"
                         + (f" --tolerance {options.tolerance}" if options.tolerance else "") + "; test $? -eq 0 -o $? -eq 3"], out)}
    if shutil.which("psql") and os.environ.get("PGDATABASE"):
        subprocess.run(["ogr2ogr", "-q", "-f", "PostgreSQL", f"PG:dbname={os.environ['PGDATABASE']}", options.countries, "-nln",
                        "oreway_w4_countries", "-overwrite", "-nlt", "PROMOTE_TO_MULTI", "-lco", "GEOM_TYPE=geography", "-lco",
                        "GEOMETRY_NAME=geog", "-unsetFid"], check=True)
        subprocess.run(["psql", "-q", "-c", "update oreway_w4_countries set geog = ST_Multi(ST_CollectionExtract(ST_MakeValid(geog::geometry),"
                        " 3))::geography where not ST_IsValid(geog::geometry); analyze oreway_w4; analyze oreway_w4_countries"], check=True)
        out = folder / "overlay_postgis.csv"
        table["PostGIS geography, joined by boxes, loaded and mended before"] = (
            ["psql", "-q", "-A", "-t", "-F,", "-o", str(out), "-c", PAIRS.format(radius=radius)], out)
    out = folder / "overlay_geopandas.csv"
    table["geopandas, ESRI:102025"] = ([options.python, "-W", "ignore", "-c", OVERLAY, options.lines, options.countries, str(radius), str(out)],
                                       out)
    return table


def pairs_in(table):
    """Number of pairs and their square kilometres."""
    if table.suffix == ".gpkg":
        dataset = ogr.Open(str(table))
        areas = [row.GetField("area_km2") for row in dataset.GetLayerByName("shares") if row.IsFieldSetAndNotNull("area_fid")]
    else:
        with open(table, encoding="utf-8", newline="") as stream:
            areas = [float(row[2]) for row in csv.reader(stream) if row]
    return len(areas), sum(areas)


def report_overlays(options, folder):
    print("tool | wall s | x ours | CPU s | MB | pairs | km2")
    ours = None
    for name, (command, output) in overlay_peers(options, folder).items():
        result = timed(command, output, options.runs)
        if result is None:
            continue
        ours = ours or result[0]
        pairs, area = pairs_in(output)
        memory = "server" if "PostGIS" in name else f"{result[2]:.0f}"
        print(f"{name} | {result[0]:.2f} | {result[0] / ours:.1f} | {result[1]:.2f} | {memory} | {pairs} | {area:.0f}", flush=True)


def geod_solve(arguments, rows):
    text = "\n".join(" ".join(f"{v:.12f}" for v in row) for row in rows)
    done = subprocess.run(["GeodSolve", *arguments, "-p", "9"], input=text, capture_output=True, text=True, check=True)
    return numpy.array([[float(v) for v in line.split()] for line in done.stdout.splitlines()])


def earth_centred(lonlat):
    """Positions on WGS 84 in metres; the nearest by chord is the nearest by geodesic to 20 mm at 100 km."""
    flattening = 1 / 298.257223563
    squared = flattening * (2 - flattening)
    lon, lat = numpy.radians(lonlat[:, 0]), numpy.radians(lonlat[:, 1])
    normal = 6378137.0 / numpy.sqrt(1 - squared * numpy.sin(lat) ** 2)
    return numpy.column_stack((normal * numpy.cos(lat) * numpy.cos(lon), normal * numpy.cos(lat) * numpy.sin(lon),
                               normal * (1 - squared) * numpy.sin(lat)))


def sampled(line):
    """Places along the geodesics of a line."""
    vertices = numpy.array(line.GetPoints())[:, :2]
    pairs = numpy.column_stack((vertices[:-1, 1], vertices[:-1, 0], vertices[1:, 1], vertices[1:, 0]))
    ways = geod_solve(["-i"], pairs)  # azimuth, azimuth, distance
    rows = []
    for (lat, lon, _, _), (azimuth, _, length) in zip(pairs, ways):
        count = max(1, int(numpy.ceil(length / SAMPLE_STEP)))
        rows += [(lat, lon, azimuth, length * i / count) for i in range(count)]
    found = geod_solve([], rows)
    return numpy.vstack((found[:, [1, 0]], vertices[-1]))


def boundary_places(geometry):
    """Vertices and middles of edges, as drawn straight in longitude and latitude."""
    rings = []

    def walk(part):
        if part.GetGeometryName() == "LINEARRING":
            rings.append(numpy.array(part.GetPoints())[:, :2])
        for i in range(part.GetGeometryCount()):
            walk(part.GetGeometryRef(i))

    walk(geometry)
    places = numpy.vstack([numpy.vstack((ring[:-1], (ring[:-1] + ring[1:]) / 2)) for ring in rings])
    return places[:: max(1, len(places) // PLACES_A_LINE)], sum(len(ring) - 1 for ring in rings)


def errors(buffers, lines, radius):
    """The errors of the distance of boundary places, and the number of vertices. Buffers in a metric system are brought back first."""
    found, vertices = [], 0
    dataset = gdal.VectorTranslate("", buffers, format="Memory", dstSRS="EPSG:4326", reproject=True)
    for (samples, positions), feature in zip(lines, dataset.GetLayer(0)):
        places, count = boundary_places(feature.GetGeometryRef())
        vertices += count
        near = [numpy.argsort(((positions - p) ** 2).sum(axis=1))[:CANDIDATES] for p in earth_centred(places)]
        rows = [(p[1], p[0], samples[k][1], samples[k][0]) for p, ks in zip(places, near) for k in ks]
        distances = geod_solve(["-i"], rows)[:, 2].reshape(len(places), -1).min(axis=1)
        found.append(distances - radius)
    return numpy.concatenate(found), vertices


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--lines", required=True)
    parser.add_argument("--radius", default="50km")
    parser.add_argument("--tolerance")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--python", default="/usr/bin/python3", help="the Python that has geopandas")
    parser.add_argument("--folder")
    parser.add_argument("--countries")
    options = parser.parse_args()
    gdal.UseExceptions()
    folder = pathlib.Path(options.folder or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines = []
    dataset = ogr.Open(options.lines)
    for feature in dataset.GetLayer(0):
        samples = sampled(feature.GetGeometryRef())
        lines.append((samples, earth_centred(samples)))
    print("tool | wall s | x ours | CPU s | MB | vertices | error m: least, median of sizes, greatest")
    ours = None
    for name, (command, output) in peers(options, folder).items():
        result = timed(command, output, options.runs)
        if result is None:
            continue
        ours = ours or result[0]
        off, vertices = errors(str(output), lines, metres(options.radius))
        print(f"{name} | {result[0]:.2f} | {result[0] / ours:.1f} | {result[1]:.2f} | {result[2]:.0f} | {vertices} | "
              f"{off.min():.2f} {numpy.median(abs(off)):.2f} {off.max():.2f}", flush=True)
    if options.countries:
        report_overlays(options, folder)


if __name__ == "__main__":
    main()
