#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W3: the nearest line of each of 100,000 points, with distance and line, by Oreway and by the programs planners use today. One run, one
machine, the same inputs; medians of wall and CPU time, peak memory, the ratio to ours, and the error of each against a truth that shares
no code with any of them (bench_w3_truth, on every n-th point). Prints a Markdown table; nothing is asserted.

    w3_nearest.py OREWAY INPUTS [--truth BENCH_W3_TRUTH] [--peers postgis,sf,geopandas,qgis] [--runs 3] [--every 20]

INPUTS holds points.gpkg (field id) and corridors.gpkg (field id). A peer that is not installed is said to be missing. PostGIS takes the
database of PGDATABASE (with the extension postgis), is timed without loading its tables, and its memory is that of the server, which is
not measured.
"""

import argparse
import csv
import os
import pathlib
import shutil
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

QUERY = """select p.id, c.id, c.d from points p cross join lateral
  (select c.id, ST_Distance(c.geog, p.geog, true) d from corridors c order by c.geog <-> p.geog limit 1) c"""

SF = """a <- commandArgs(TRUE); suppressMessages(library(sf))
p <- st_read(file.path(a[1], "points.gpkg"), quiet = TRUE); c <- st_read(file.path(a[1], "corridors.gpkg"), quiet = TRUE)
i <- st_nearest_feature(p, c); d <- st_distance(p, c[i, ], by_element = TRUE)
write.table(data.frame(p$id, c$id[i], as.numeric(d)), a[2], sep = ",", row.names = FALSE, col.names = FALSE)"""

GEOPANDAS = """import sys, geopandas
from shapely.strtree import STRtree
p = geopandas.read_file(sys.argv[1] + "/points.gpkg").to_crs("ESRI:102025")
c = geopandas.read_file(sys.argv[1] + "/corridors.gpkg").to_crs("ESRI:102025")
lines = list(c.geometry); ids = {id(g): i for g, i in zip(lines, c["id"])}; tree = STRtree(lines)
with open(sys.argv[2], "w") as out:
    for i, g in zip(p["id"], p.geometry):
        n = tree.nearest(g)
        if hasattr(n, "item"): out.write(f"{i},{c['id'][n]},{g.distance(lines[n])}\\n")
        else: out.write(f"{i},{ids[id(n)]},{g.distance(n)}\\n")"""


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


def read_gpkg(path):
    """(id, [(lon, lat), ...]) of each point or line, without GDAL."""
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    table, column = database.execute("select table_name, column_name from gpkg_geometry_columns").fetchone()
    for number, blob in database.execute(f'select id, "{column}" from "{table}" order by id'):
        wkb = blob[8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7] :]
        kind = struct.unpack_from("<I", wkb, 1)[0]
        count, start = (1, 5) if kind == 1 else (struct.unpack_from("<I", wkb, 5)[0], 9)
        values = struct.unpack_from(f"<{2 * count}d", wkb, start)
        yield number, list(zip(values[::2], values[1::2]))


def make_truth(program, inputs, every, work):
    with open(work / "lines.txt", "w", encoding="ascii") as out:
        for number, places in read_gpkg(inputs / "corridors.gpkg"):
            out.write(f"{number} {len(places)} " + " ".join(f"{lon!r} {lat!r}" for lon, lat in places) + "\n")
    with open(work / "points.txt", "w", encoding="ascii") as out:
        for number, [(lon, lat)] in read_gpkg(inputs / "points.gpkg"):
            if number % every == 0:
                out.write(f"{number} {lon!r} {lat!r}\n")
    rows = subprocess.run([program, work / "lines.txt", work / "points.txt"], check=True, capture_output=True, text=True).stdout
    return {int(i): (int(line), float(d)) for i, line, d in csv.reader(rows.splitlines())}


def answers(path):
    with open(path, encoding="utf-8", newline="") as rows:
        reader = csv.reader(rows)
        first = next(reader)
        at = (0, 1, 2)
        if not first[0].replace(".", "").isdigit():
            at = tuple(first.index(name) for name in next(names for names in HEADS if set(names) <= set(first)))
        else:
            yield int(float(first[0])), int(float(first[1])), float(first[2])
        for row in reader:
            yield int(float(row[at[0]])), int(float(row[at[1]])), float(row[at[2]])


HEADS = (("a_id", "b_id", "distance_m"), ("id", "id_2", "distance"))


def errors(path, truth):
    """Median, 99th percentile and largest error in metres, and the number of wrong lines: another line that is not as near to 1 mm."""
    found, wrong = [], 0
    for number, line, distance in answers(path):
        if number in truth:
            true_line, true_distance = truth[number]
            found.append(abs(distance - true_distance))
            wrong += line != true_line and found[-1] > 1e-3
    if len(found) < len(truth):
        return f"{len(truth) - len(found)} points without an answer"
    found.sort()
    return f"{found[len(found) // 2]:.2g} | {found[len(found) * 99 // 100]:.2g} | {found[-1]:.2g} | {wrong} of {len(found)}"


def load_postgis(inputs):
    for name in ("corridors", "points"):
        subprocess.run(
            ["ogr2ogr", "-q", "-f", "PostgreSQL", f"PG:dbname={os.environ['PGDATABASE']}", str(inputs / f"{name}.gpkg"), "-nln", name,
             "-overwrite", "-lco", "GEOM_TYPE=geography", "-lco", "GEOMETRY_NAME=geog", "-unsetFid", "--config", "PG_USE_COPY", "YES"],
            check=True)
    subprocess.run(["psql", "-q", "-c", "analyze corridors; analyze points"], check=True)


def postgis(condition, out):
    return f"psql -q -A -F, -t -o {out} -c \"set max_parallel_workers_per_gather=0; {QUERY} {condition}\""


def peers(chosen, inputs, work):
    """(name, command of a run, file of answers) of each peer that is there."""
    if "postgis" in chosen and shutil.which("psql") and "PGDATABASE" in os.environ:
        load_postgis(inputs)
        yield "PostGIS, 1 connection", ["bash", "-c", postgis("", work / "postgis.csv")], work / "postgis.csv"
        halves = [postgis(f"where p.id % 2 = {k}", work / f"postgis{k}.csv") for k in (0, 1)]
        yield "PostGIS, 2 connections", ["bash", "-c", f"{halves[0]} & {halves[1]}; wait; cat {work}/postgis[01].csv > {work}/postgis2.csv"], work / "postgis2.csv"
    if "sf" in chosen and shutil.which("Rscript"):
        yield "R sf (s2, sphere)", ["Rscript", "-e", SF, inputs, work / "sf.csv"], work / "sf.csv"
    if "geopandas" in chosen:
        yield "geopandas (planar ESRI:102025)", ["/usr/bin/python3", "-W", "ignore", "-c", GEOPANDAS, inputs, work / "geopandas.csv"], work / "geopandas.csv"
    qgis = shutil.which("qgis_process.bin") or shutil.which("qgis_process")  # Debian's wrapper passes an option that it refuses
    if "qgis" in chosen and qgis:
        for name in ("points", "corridors"):
            subprocess.run(["ogr2ogr", "-q", "-t_srs", "ESRI:102025", str(work / f"{name}_102025.gpkg"), str(inputs / f"{name}.gpkg")], check=True)
        yield ("QGIS joinbynearest (planar ESRI:102025, inputs projected before)",
               [qgis, "run", "native:joinbynearest", "--", f"INPUT={work}/points_102025.gpkg", f"INPUT_2={work}/corridors_102025.gpkg", "NEIGHBORS=1", f"OUTPUT={work}/qgis.csv"],
               work / "qgis.csv")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("oreway")
    parser.add_argument("inputs", type=pathlib.Path)
    parser.add_argument("--truth")
    parser.add_argument("--peers", default="postgis,sf,geopandas,qgis")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--every", type=int, default=20)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        inputs = arguments.inputs.resolve()
        truth = make_truth(arguments.truth, inputs, arguments.every, work) if arguments.truth else {}

        def ours(name, *options):
            return [arguments.oreway, "nearest", inputs / "points.gpkg", inputs / "corridors.gpkg", work / name, "--overwrite",
                    "--a-fields", "id", "--b-fields", "id", "--no-connectors", *options]

        rows = [("oreway, GPKG in and out", ours("ours.gpkg"), None), ("oreway, CSV out", ours("ours.csv"), work / "ours.csv"),
                ("oreway, CSV out, 1 thread", ours("one.csv", "-j", "1"), work / "one.csv")]
        rows += list(peers(arguments.peers.split(","), inputs, work))
        print("| program | wall s | CPU s | times ours | peak MB | median error m | 99 % | largest | wrong line |\n|---|---|---|---|---|---|---|---|---|")
        first = None
        for name, command, out in rows:
            with open(work / "log", "wb") as log:
                runs = [Run([str(part) for part in command], log) for _ in range(arguments.runs if name.startswith("oreway") else max(1, arguments.runs // 3))]
            if any(run.code not in (0, 3) for run in runs):
                print(f"{name} failed: {(work / 'log').read_text(errors='replace')[-500:]}", file=sys.stderr)
                continue
            wall = statistics.median(run.wall for run in runs)
            first = first or wall
            accuracy = errors(out, truth) if truth and out else "| | |"
            print(f"| {name} | {wall:.2f} | {statistics.median(run.cpu for run in runs):.2f} | {wall / first:.1f} | "
                  f"{'server' if 'PostGIS' in name else round(max(run.memory for run in runs))} | {accuracy} |", flush=True)


if __name__ == "__main__":
    main()
