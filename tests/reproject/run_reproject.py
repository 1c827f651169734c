#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of `oreway reproject` from outside. usage: run_reproject.py --program OREWAY --group NAME"""

import argparse
import json
import math
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

# Published examples: IOGP Guidance Note 7-2 (all but the marked ones), with the tolerance each is printed to. Columns: name, source,
# longitude, latitude, target, easting, northing, tolerance in units of the target. Systems whose authority puts the northing first
# (3388, 32661, 28413) come out easting first, as every file of map data has it.
COORDINATES = [
    ("Albers", "EPSG:4269", -78.75, 42.75, "EPSG:3174", 1466493.492, 702903.006, 1e-3),
    ("Albers for Central Asia (PROJ)", "EPSG:4326", 76.8829, 43.238,
     "+proj=aea +lat_1=38 +lat_2=50 +lat_0=44 +lon_0=68 +datum=WGS84 +units=m +type=crs", 716329.9924, -46719.3124, 1e-4),
    ("Mercator, variant B", "EPSG:4284", 53, 53, "EPSG:3388", 165704.29, 5171848.07, 5e-3),
    ("Lambert, two parallels", "EPSG:4267", -96, 28.5, "EPSG:32040", 2963503.91, 254759.80, 5e-3),
    ("Lambert, one parallel", "EPSG:4242", -(76 + 56 / 60 + 37.26 / 3600), 17 + 55 / 60 + 55.80 / 3600, "EPSG:24200", 255966.58,
     142493.51, 5e-3),
    ("Transverse Mercator", "EPSG:4277", 0.5, 50.5, "EPSG:27700", 577274.98, 69740.49, 1.1e-2),
    ("Polar stereographic, northing first", "EPSG:4326", 44, 73, "EPSG:32661", 3320416.75, 632668.43, 5e-3),
    ("Polar stereographic, easting first", "EPSG:4326", 44, 73, "EPSG:5041", 3320416.75, 632668.43, 5e-3),
    ("Web Mercator", "EPSG:4326", -(100 + 20 / 60), 24 + 22 / 60 + 54.433 / 3600, "EPSG:3857", -11169055.58, 2800000.00, 1e-2),
    ("Mercator, variant A", "EPSG:4257", 120, -3, "EPSG:3002", 5009726.58, 569150.82, 5e-3),
    ("Double stereographic", "EPSG:4289", 6, 53, "EPSG:28992", 196105.283, 557057.739, 1e-3),
    ("Oblique Mercator", "EPSG:4298", 115 + 48 / 60 + 19.8196 / 3600, 5 + 23 / 60 + 14.1129 / 3600, "EPSG:29873", 679245.73, 596562.78,
     5e-3),
    ("Cassini", "EPSG:4302", -62, 10, "EPSG:30200", 66644.94, 82536.22, 5e-3),
    ("Belge Lambert 72 (PROJ; the printed example is 5 cm off)", "EPSG:4313", 5 + 48 / 60 + 26.533 / 3600,
     50 + 40 / 60 + 46.461 / 3600, "EPSG:31370", 251763.21, 153034.18, 5e-3),
    ("Belge Lambert 72, the older code", "EPSG:4313", 5 + 48 / 60 + 26.533 / 3600, 50 + 40 / 60 + 46.461 / 3600, "EPSG:31300",
     252508.51, 153048.64, 5e-3),
    ("UTM zone 43N (PROJ)", "EPSG:4326", 76.8829, 43.238, "EPSG:32643", 652880.1363, 4788965.9848, 1e-4),
    ("UTM zone 42N (PROJ)", "EPSG:4326", 69.2401, 41.2995, "EPSG:32642", 520101.1036, 4572033.0673, 1e-4),
    ("Gauss-Kruger zone 13, northing first (PROJ)", "EPSG:4284", 76.8829, 43.238, "EPSG:28413", 13652943.8680, 4790966.9117, 1e-4),
    ("Asia North Albers (PROJ)", "EPSG:4326", 76.8829, 43.238, "ESRI:102025", -1327381.0494, 1724879.8011, 1e-4),
    ("Equal-area cylinder (PROJ)", "EPSG:4326", 76.8829, 43.238, "EPSG:6933", 7418145.0359, 5017685.1900, 1e-4),
]
# Pulkovo 1942 to WGS 84 at 76.8829 E 43.238 N by each operation, degrees: PROJ's own programs.
DATUM = {"EPSG:15865": (76.882322297, 43.238299203), "EPSG:5044": (76.882354584, 43.238292422),
         "EPSG:1291": (76.882356926, 43.238233147), "EPSG:1254": (76.882201052, 43.238142823)}
DEGREES_TOLERANCE = 1.01e-9  # the last printed digit
WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')
PULKOVO = ('GEOGCS["GCS_Pulkovo_1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]],'
           'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


def demand(condition, message):
    if not condition:
        sys.exit(f"FAILED: {message}")


def write_points(stem, points, projection=WGS84, names=None, encoding="utf-8"):
    """A shapefile of points with one text field, written byte by byte so that no library mends it."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    xs, ys = zip(*points)
    box = struct.pack("<8d", min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
    records = b"".join(struct.pack(">2i", i, 10) + struct.pack("<i2d", 1, *p) for i, p in enumerate(points, 1))
    index = b"".join(struct.pack(">2i", 50 + 14 * i, 10) for i in range(len(points)))
    for ending, body in ((".shp", records), (".shx", index)):
        header = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(body) // 2) + struct.pack("<2i", 1000, 1) + box
        stem.with_suffix(ending).write_bytes(header + body)
    names = names or [f"point {i}" for i in range(len(points))]
    rows = b"".join(b" " + name.encode(encoding).ljust(20) for name in names)
    table = struct.pack("<4B I 2H 20x", 3, 95, 7, 26, len(names), 32 + 32 + 1, 21)
    field = struct.pack("<11sc4xBB14x", b"name", b"C", 20, 0)
    stem.with_suffix(".dbf").write_bytes(table + field + b"\r" + rows + b"\x1a")
    if projection:
        stem.with_suffix(".prj").write_text(projection, encoding="ascii")


def read_points(file):
    """The coordinates of a shapefile of points, in the order of its records; None for a record without a shape."""
    data = file.read_bytes()
    points, at = [], 100
    while at < len(data):
        length = 2 * struct.unpack(">i", data[at + 4:at + 8])[0]
        (kind,) = struct.unpack("<i", data[at + 8:at + 12])
        points.append(struct.unpack("<2d", data[at + 12:at + 28]) if kind == 1 else None)
        at += 8 + length
    return points


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, *arguments, code=0):
        done = subprocess.run([self.path, "reproject", *map(str, arguments)], capture_output=True, timeout=100, check=False)
        demand(done.returncode == code, f"{arguments} gives {done.returncode}, not {code}: {done.stderr.decode(errors='replace')}")
        return done


def manifest(folder):
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def group_coordinates(program, folder):
    """Published coordinates, with the axes in the order of map data."""
    for number, (name, source, lon, lat, target, east, north, tolerance) in enumerate(COORDINATES):
        file = folder / f"in{number}/p"
        write_points(file, [(lon, lat)], projection=None)
        out = folder / f"out{number}"
        program.run(file.with_suffix(".shp"), out, "--assume-crs", source, "--t_srs", target)
        (x, y), = read_points(out / "p.shp")
        demand(math.hypot(x - east, y - north) <= tolerance * 1.5, f"{name}: {x} {y}, not {east} {north}")


def group_operations(program, folder):
    """One operation for the whole run; the one that is asked for; refusals."""
    write_points(folder / "in/a", [(69.2401, 41.20), (76.8829, 43.238)], PULKOVO)
    write_points(folder / "in/b", [(69.2401, 41.18)], PULKOVO)
    program.run(folder / "in", folder / "one", "--t_srs", "EPSG:4326")
    north, almaty = read_points(folder / "one/a.shp")
    (south,) = read_points(folder / "one/b.shp")
    step = (north[0] - 69.2401) - (south[0] - 69.2401)
    demand(abs(step) < 1e-6, f"the shift of neighbouring sheets differs by {step} degrees")
    demand(math.dist(almaty, DATUM["EPSG:15865"]) < 2 * DEGREES_TOLERANCE, f"Almaty comes to {almaty}")
    for line in manifest(folder / "one"):
        demand("EPSG:15865" in line["layers"][0]["operation"], f"the manifest names {line['layers'][0]['operation']}")
        demand(line["layers"][0]["crs_origin"] == "sidecar", "the reference system comes from the .prj")
    for code, place in DATUM.items():
        program.run(folder / "in/a.shp", folder / code, "--t_srs", "EPSG:4326", "--operation", code)
        got = read_points(folder / code / "a.shp")[1]
        demand(math.dist(got, place) < 2 * DEGREES_TOLERANCE, f"{code} gives {got}, not {place}")
    refused = program.run(folder / "in", folder / "strict", "--t_srs", "EPSG:4326", "--accuracy", "1", code=1)
    demand(b"no coordinate operation is allowed" in refused.stdout, "an accuracy that nothing reaches is not refused")
    demand(not list((folder / "strict").glob("*.shp")), "refused datasets were written")
    plan = program.run(folder / "in", folder / "nothing", "--t_srs", "EPSG:4326", "--dry-run", "--format", "json")
    tables = json.loads(plan.stdout)
    rows = tables["operations"]["rows"]
    demand([row["role"] for row in rows].count("chosen") == 1 and len(rows) > 1, f"operations are {rows}")
    demand(all(row["points_outside"] == 0 for row in tables["plan"]["rows"]), "points lie outside the areas of use")
    demand(not (folder / "nothing").exists(), "a dry run writes")


def group_bytes(program, folder):
    """What may not change does not; the same input gives the same bytes for any number of threads."""
    names = ["Алматы", "Ташкент", "Бишкек"]
    write_points(folder / "in/old", [(76.9, 43.2), (69.2, 41.3), (74.6, 42.9)], names=names, encoding="cp1251")
    (folder / "in/old.cpg").write_text("1251", encoding="ascii")
    write_points(folder / "in/unmarked", [(76.9, 43.2), (69.2, 41.3), (74.6, 42.9)], names=names, encoding="cp866")
    for threads in ("1", "7"):
        program.run(folder / "in", folder / threads, "--t_srs", "EPSG:32643", "-j", threads, code=3)
    for stem in ("old", "unmarked"):
        demand((folder / f"in/{stem}.dbf").read_bytes() == (folder / f"1/{stem}.dbf").read_bytes(), f"{stem}.dbf changed")
        for ending in (".shp", ".shx", ".dbf", ".prj"):
            demand((folder / f"1/{stem}{ending}").read_bytes() == (folder / f"7/{stem}{ending}").read_bytes(),
                   f"{stem}{ending} depends on the threads")
    demand((folder / "1/old.cpg").read_bytes() == b"1251", "the .cpg changed")
    demand(not (folder / "1/unmarked.cpg").exists(), "a .cpg appeared")
    for driver, ending in (("GPKG", "gpkg"), ("GeoJSON", "geojson"), ("CSV", "csv"), ("FlatGeobuf", "fgb")):
        for threads in ("1", "7"):
            program.run(folder / "in/old.shp", folder / (driver + threads), "-f", driver, "--t_srs", "EPSG:4326", "-j", threads)
        first, second = ((folder / (driver + n) / f"old.{ending}").read_bytes() for n in ("1", "7"))
        demand(first == second, f"the {driver} depends on the threads")
        demand("Алматы".encode() in first, f"texts of the {driver} are not UTF-8")


def group_accounting(program, folder):
    """Each dataset has one line; broken ones are named and cost no other; failed points are listed by id."""
    for number in range(20):
        write_points(folder / f"in/sheet{number:02}", [(70 + number / 10, 43), (70, 42)])
    (folder / "in/sheet03.shp").write_bytes(b"rubbish")
    (folder / "in/sheet07.prj").unlink()
    cut = (folder / "in/sheet11.shp").read_bytes()
    (folder / "in/sheet11.shp").write_bytes(cut[:140])
    write_points(folder / "in/sheet13", [(75, 43), (-105, 43), (75, 44)])  # the far side of the earth
    done = program.run(folder / "in", folder / "out", "--t_srs", "EPSG:32643", "--format", "json", code=3)
    lines = {pathlib.Path(line["source"]).stem: line for line in manifest(folder / "out")}
    demand(len(lines) == 20, f"{len(lines)} lines for 20 datasets")
    status = {stem: line["status"] for stem, line in lines.items()}
    wanted = {"sheet03": "refused", "sheet07": "refused", "sheet11": "lost_some", "sheet13": "lost_some"}
    for stem, got in status.items():
        demand(got == wanted.get(stem, "done"), f"{stem} is {got}")
        outputs = list((folder / "out").glob(f"{stem}.shp"))
        demand(bool(outputs) == (got in ("done", "lost_some")), f"{stem} is {got} and has {outputs}")
    demand(lines["sheet13"]["layers"][0]["failed"] == [1], f"failed features are {lines['sheet13']['layers'][0]['failed']}")
    demand(read_points(folder / "out/sheet13.shp")[1] is None, "a point without image has coordinates")
    demand("--assume-crs" in json.dumps(lines["sheet07"]["problems"]), "the remedy is not named")
    rows = {row["status"]: row["datasets"] for row in json.loads(done.stdout)["summary"]["rows"]}
    demand(rows == {"done": 16, "lost_some": 2, "refused": 2}, f"the summary says {rows}")
    demand(not [f for f in (folder / "out").iterdir() if f.name.startswith(".")], "temporary files were left")
    dropped = folder / "dropped"
    program.run(folder / "in/sheet13.shp", dropped, "--t_srs", "EPSG:32643", "--on-error", "drop", code=3)
    demand(len(read_points(dropped / "sheet13.shp")) == 2 and b"point 1" not in (dropped / "sheet13.dbf").read_bytes(),
           "the dropped feature is still there")
    program.run(folder / "in/sheet13.shp", folder / "failed", "--t_srs", "EPSG:32643", "--on-error", "fail", code=1)


def group_usage(program, folder):
    """Wrong usage is found before anything is touched."""
    write_points(folder / "x/a", [(75, 43)])
    write_points(folder / "y/a", [(75, 43)])
    out = folder / "out"
    said = program.run(folder / "x/a.shp", folder / "y/a.shp", out, "--t_srs", "EPSG:32643", code=2).stderr
    demand(re.search(rb"x/a\.shp.*y/a\.shp", said) and not out.exists(), f"a collision: {said.decode()}")
    demand(b"--suffix" in said, "the remedy of a collision is not named")
    said = program.run(folder / "x", folder / "x", "--t_srs", "EPSG:32643", "--overwrite", code=2).stderr
    demand(b"replace an input" in said, f"output onto input: {said.decode()}")
    program.run(folder / "x", folder / "x", "--t_srs", "EPSG:32643", "--suffix", "_utm")
    demand((folder / "x/a_utm.shp").exists(), "no output beside the input")
    program.run(folder / "x/a.shp", out, "--t_srs", "EPSG:32643")
    before = (out / "a.shp").read_bytes()
    said = program.run(folder / "x/a.shp", out, "--t_srs", "EPSG:32642", code=2).stderr
    demand(b"exist already" in said and (out / "a.shp").read_bytes() == before, f"an output that exists: {said.decode()}")
    program.run(folder / "x/a.shp", out, "--t_srs", "EPSG:32642", "--skip-existing")
    demand((out / "a.shp").read_bytes() == before, "--skip-existing replaces")
    program.run(folder / "x/a.shp", out, "--t_srs", "EPSG:32642", "--overwrite")
    demand((out / "a.shp").read_bytes() != before, "--overwrite does not replace")
    for arguments in (("--t_srs", "EPSG:999999"), (), ("--t_srs", "EPSG:4326", "-f", "KML"),
                      ("--t_srs", "EPSG:4326", "--skip-existing", "--overwrite"), ("--t_srs", "EPSG:4326", "--max-deviation", "1")):
        program.run(folder / "x/a.shp", folder / "no", *arguments, code=2)
    demand(not (folder / "no").exists(), "wrong usage made a folder")
    program.run(folder / "nowhere.shp", folder / "no", "--t_srs", "EPSG:4326", code=1)
    said = program.run(folder / "nowhere.shp", folder / "x/a.shp", folder / "some", "--t_srs", "EPSG:4326", code=3).stderr
    demand(b"nowhere.shp" in said and (folder / "some/a.shp").exists(), "one missing name stops the others")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--group", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        globals()["group_" + arguments.group](Program(arguments.program), pathlib.Path(folder))


if __name__ == "__main__":
    main()
