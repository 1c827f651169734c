# SPDX-License-Identifier: MIT
"""What cost writes, against a ruler, against itself the other way round, and against what stands in its way."""

import csv
import json
import tempfile
import pathlib

from cell_checks import demand, run

SIZE = 20


def write_layer(path, features):
    """Points or lines by their coordinates, with properties."""
    kinds = {True: "LineString", False: "Point"}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": number + 1, "properties": properties,
         "geometry": {"type": kinds[isinstance(place[0], list)], "coordinates": place}}
        for number, (place, properties) in enumerate(features)]}))


def write_grid(path, value):
    """A grid of 20 by 20 cells of 0.1 degrees from 60 E and 42 N downwards, of value(row, column)."""
    rows = [" ".join(str(value(row, column)) for column in range(SIZE)) for row in range(SIZE)]
    path.write_text(f"ncols {SIZE}\nnrows {SIZE}\nxllcorner 60\nyllcorner 40\ncellsize 0.1\nNODATA_value -1\n" + "\n".join(rows) + "\n")


def costs_at(program, folder, raster, places):
    (folder / "at.csv").write_text("name,lon,lat\n" + "".join(f"p{i},{x},{y}\n" for i, (x, y) in enumerate(places)))
    run(program, "sample", raster, folder / "at.csv", folder / "at_out.csv", "--assume-crs", "EPSG:4326", "-O")
    with open(folder / "at_out.csv", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    column = list(rows[0])[-1]
    return [float(row[column]) if row[column] else None for row in rows]


def cost(program, folder, friction, output, *arguments, code=0):
    return run(program, "cost", folder / friction, folder / output, "--assume-crs", "EPSG:4326", "-O", *arguments, code=code)


def check_ruler(program, folder):
    """Uniform friction of 2 along a meridian and a parallel; the length by GeographicLib."""
    write_grid(folder / "even.asc", lambda row, column: 2)
    write_layer(folder / "a.geojson", [([60.05, 41.95], {"wait": 100})])
    for method in ("paths", "eikonal"):
        cost(program, folder, "even.asc", "even.tif", "--from", folder / "a.geojson", "--method", method, "--unit", "s")
        south, start = costs_at(program, folder, folder / "even.tif", [(60.05, 40.05), (60.05, 41.95)])
        meridian = 211002.454  # GeodSolve, from 41.95 N to 40.05 N
        demand(abs(south - 2 * meridian) < 1.0 and start == 0.0, f"{method} down the meridian costs {south}")
    cost(program, folder, "even.asc", "waits.tif", "--from", folder / "a.geojson", "--start-cost", "wait")
    demand(costs_at(program, folder, folder / "waits.tif", [(60.05, 41.95)]) == [100.0], "waiting is not counted")
    demand((folder / "even.qml").exists() and not (folder / "even.tif.aux.xml").exists(), "the style or a stranger")


def check_ways(program, folder):
    """A wall of cells with a gate in the south: paths go round, both ways cost the same, threads change nothing."""
    write_grid(folder / "wall.asc", lambda row, column: -1 if column == 10 and row != 19 else 1 + (row * 7 + column * 3) % 5)
    write_layer(folder / "west.geojson", [([60.25, 41.75], {}), ([60.35, 40.35], {})])
    write_layer(folder / "east.geojson", [([61.75, 41.75], {})])
    write_layer(folder / "shut.geojson", [([61.75, 41.75], {}), ([61.05, 41.75], {})])
    for number in ("1", "2"):
        cost(program, folder, "wall.asc", f"w{number}.tif", "--from", folder / "west.geojson", "--band", "cost,allocation",
             "--path-to", folder / "east.geojson", "--paths", folder / f"w{number}.geojson", "-j", number)
    for ending in (".tif", "_allocation.tif", ".geojson"):
        demand((folder / f"w1{ending}").read_bytes() == (folder / f"w2{ending}").read_bytes(), f"threads change {ending}")
    line = json.loads((folder / "w1.geojson").read_text())["features"][0]
    demand(any(abs(x - 61.05) < 1e-9 and abs(y - 40.05) < 1e-9 for x, y in line["geometry"]["coordinates"]), "the gate is not taken")
    there = costs_at(program, folder, folder / "w1.tif", [(61.75, 41.75)])[0]
    demand(abs(line["properties"]["cost"] - there) < 1e-6 * there, f"the path costs {line['properties']}, the cell {there}")
    cost(program, folder, "wall.asc", "back.tif", "--from", folder / "east.geojson", "--corridor-to", folder / "west.geojson")
    back = min(costs_at(program, folder, folder / "back.tif", [(60.25, 41.75), (60.35, 40.35)]))
    demand(abs(back - there) < 1e-6 * there, f"there {there}, back {back}")
    gate = costs_at(program, folder, folder / "back_corridor.tif", [(61.05, 40.05)])[0]
    demand(gate is not None and gate < 1e-6 * there, f"the corridor at the gate costs {gate} more")
    done = cost(program, folder, "wall.asc", "shut.tif", "--from", folder / "west.geojson", "--path-to", folder / "shut.geojson", code=3)
    demand(b"feature 2" in done.stderr, f"the end on the wall is not named: {done.stderr.decode()}")


def check_slopes(program, folder):
    """A slope that rises by 100 m a cell of 8.3 km eastwards: 1.2 %."""
    write_grid(folder / "flat.asc", lambda row, column: 1)
    write_grid(folder / "heights.asc", lambda row, column: 100 * column)
    write_layer(folder / "foot.geojson", [([60.05, 41.05], {})])
    source = ("--from", folder / "foot.geojson", "--slope-from", folder / "heights.asc")
    costs = {}
    for name, arguments in {"up": (), "down": ("--towards",)}.items():
        cost(program, folder, "flat.asc", "slope.tif", *source, "--slope-function", "tobler", *arguments)
        costs[name] = costs_at(program, folder, folder / "slope.tif", [(61.95, 41.05)])[0]
    cost(program, folder, "flat.asc", "slope.tif", "--from", folder / "foot.geojson")
    flat = costs_at(program, folder, folder / "slope.tif", [(61.95, 41.05)])[0]
    demand(abs(costs["up"] / flat - 1.0429) < 2e-3 and abs(costs["down"] / flat - 0.9588) < 2e-3, f"{costs} over {flat}")
    cost(program, folder, "flat.asc", "slope.tif", *source, "--max-grade", "0.1%")
    demand(costs_at(program, folder, folder / "slope.tif", [(61.95, 41.05), (60.05, 40.05)])[0] is None, "too steep, but crossed")


def check(program):
    with tempfile.TemporaryDirectory() as name:
        for one in (check_ruler, check_ways, check_slopes):
            one(program, pathlib.Path(name))
