#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How far the drawn legs are from the ground, and how long they are against known lengths.

    python3 tools/geodata/check_offsets.py RAIL_SHP... [--update] [--report docs/geometry-report.md]

RAIL_SHP are shapefiles of OpenStreetMap railway lines (not part of this repository). They serve for checking only: no vertex of a leg
comes from them. For every operating rail leg whose two ends lie on these lines, the shortest way over them is compared with the drawn
leg: every 0.5 km of the way, the distance to the drawn line. Other legs get an estimate from their longest gap between vertices.
--update writes geom_err_km and geom_err_src of tables/legs.csv, and the length of the way as len_km of a leg in reach
that has none and is not short.
The sections with a known length are in sections.py, the report in offset_report.py. Needs Debian's python3-gdal and python3-scipy.
"""
import argparse
import math
import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import numpy as np  # noqa: E402
from osgeo import ogr  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402
from scipy.sparse.csgraph import connected_components, dijkstra  # noqa: E402
from scipy.spatial import cKDTree  # noqa: E402

import build  # noqa: E402
import geodesic  # noqa: E402
import offset_report  # noqa: E402
import sections  # noqa: E402
import tables  # noqa: E402

TABLES = ROOT / "geodata" / "tables"
JOIN_KM = 0.12  # ends of lines nearer than this are joined
SNAP_KM = 1.6  # an end of a leg further than this from the lines is out of reach
SMALLEST_NET = 300  # vertices; smaller pieces are sidings
STEP_KM = 0.5
LIMIT_KM = 5.0
LEAST_KM = 20.0  # on a shorter way the precision of its ends counts for more than the track
# Expected offset as a share of the longest gap between vertices, where nothing was measured; README says how they were chosen.
SHARE = {"rail": 0.15, "road": 0.25, "sea": 0.10}
FLOOR_KM = {"rail": 1.0, "road": 3.0, "sea": 5.0}

LENGTH_SOURCE = "computed: shortest path over OpenStreetMap rail lines, vertices joined under 120 m"


def unit(lon, lat):
    """The point on a sphere in km, so that distances between near points are those of the chord."""
    lam, phi = math.radians(lon), math.radians(lat)
    return 6371.0 * math.cos(phi) * math.cos(lam), 6371.0 * math.cos(phi) * math.sin(lam), 6371.0 * math.sin(phi)


class Lines:
    """The railway lines as a graph of their vertices."""

    def __init__(self, paths):
        number, edges, ends, seen = {}, {}, set(), set()
        for path in paths:
            data = ogr.Open(str(path))
            for feature in data.GetLayer(0):
                geometry = feature.GetGeometryRef()
                parts = [geometry] if geometry.GetGeometryType() == ogr.wkbLineString else \
                    [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
                for part in parts:
                    points = tuple((round(p[0], 6), round(p[1], 6)) for p in part.GetPoints())
                    if points in seen:
                        continue
                    seen.add(points)
                    ids = [number.setdefault(p, len(number)) for p in points]
                    edges.update({(min(a, b), max(a, b)): geodesic.length_m(p, q) / 1000.0
                                  for a, b, p, q in zip(ids, ids[1:], points, points[1:]) if a != b})
                    ends |= {ids[0], ids[-1]}
        self.points = list(number)
        place = np.array([unit(*p) for p in self.points])
        tree, ends = cKDTree(place), sorted(ends)
        for a, near in zip(ends, tree.query_ball_point(place[ends], JOIN_KM)):
            for b in near:
                if a != b:
                    edges.setdefault((min(a, b), max(a, b)), float(np.linalg.norm(place[a] - place[b])) + 0.001)
        rows, columns = zip(*edges)
        self.graph = csr_matrix((list(edges.values()), (rows, columns)), shape=(len(self.points),) * 2)
        label = connected_components(self.graph, directed=False)[1]
        self.main = np.where(np.bincount(label)[label] > SMALLEST_NET)[0]
        self.tree = cKDTree(place[self.main])

    def way(self, a, b):
        """The shortest way over the lines between two points as (lon, lat), or None when they are out of reach."""
        found = [self.tree.query(unit(*p)) for p in (a, b)]
        if any(distance > SNAP_KM for distance, _ in found):
            return None
        start, end = (self.main[i] for _, i in found)
        distance, before = dijkstra(self.graph, directed=False, indices=start, return_predecessors=True)
        if start == end or not np.isfinite(distance[end]):
            return None
        out = [end]
        while before[out[-1]] >= 0:
            out.append(before[out[-1]])
        return [self.points[i] for i in out[::-1]]


def dense(line, step):
    out = [line[0]]
    for a, b in zip(line, line[1:]):
        n = max(1, int(geodesic.length_m(a, b) / 1000.0 / step))
        out += [(a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n) for k in range(1, n + 1)]
    return out


def distances(line, way):
    """The distance in km from every STEP_KM of the way to the drawn line."""
    return cKDTree([unit(*p) for p in dense(line, STEP_KM / 4)]).query([unit(*p) for p in dense(way, STEP_KM)])[0]


def chords(points, way):
    """Length in km of the way, cut short between the points of it that lie nearest to the given ones, in their order along it."""
    close = dense(way, STEP_KM / 4)
    at = sorted({0, len(close) - 1, *map(int, cKDTree([unit(*p) for p in close]).query([unit(*p) for p in points])[1])})
    return sum(geodesic.length_m(close[i], close[j]) for i, j in zip(at, at[1:])) / 1000.0


def longest_gap(line):
    return max(geodesic.length_m(a, b) for a, b in zip(line, line[1:])) / 1000.0


class Measured:
    """What the way over the lines says of a leg; lengths and distances in km."""

    def __init__(self, points, drawn, way):
        self.way_km = geodesic.line_m(way) / 1000.0
        self.chords_km = chords(points, way)
        self.straight_km, self.drawn_km = (geodesic.line_m(line) / 1000.0 for line in (points, drawn))
        self.straight, self.curve = distances(points, way), distances(drawn, way)
        self.p50, self.p95, self.largest = np.percentile(self.curve, [50, 95, 100])


def measure(lines, legs, points, drawn):
    """leg_id -> Measured for the operating rail legs in reach."""
    out = {}
    for leg in legs:
        if leg["mode"] != "rail" or leg["status"] != "operating":
            continue
        chain = points[leg["leg_id"]]
        way, km = lines.way(chain[0], chain[-1]), geodesic.line_m(chain) / 1000.0
        if way is None:
            continue
        real = geodesic.line_m(way) / 1000.0
        known = float(leg["len_km"]) if leg["len_km"] else None
        if abs(real / known - 1.0) < 0.08 if known and known > 20 else real < 1.35 * km + 5.0:
            out[leg["leg_id"]] = Measured(chain, drawn[leg["leg_id"]], way)
    return out


def section_legs(a, b, legs, km):
    """The legs of a section: the shortest chain of operating rail legs between its ends."""
    names = sorted({leg[end] for leg in legs for end in ("from_node", "to_node")})
    index = {name: i for i, name in enumerate(names)}
    graph = {}
    for leg in legs:
        if leg["mode"] == "rail" and leg["status"] == "operating":
            pair = tuple(sorted((index[leg["from_node"]], index[leg["to_node"]])))
            graph[pair] = leg["leg_id"]
    rows, columns = zip(*graph)
    matrix = csr_matrix(([km[name] for name in graph.values()], (rows, columns)), shape=(len(names),) * 2)
    before = dijkstra(matrix, directed=False, indices=index[a], return_predecessors=True)[1]
    out, at = [], index[b]
    while before[at] >= 0:
        out.append(graph[tuple(sorted((at, before[at])))])
        at = before[at]
    return out


def error_of(leg, points, found, coord_km):
    """The largest expected offset in km and where it is from."""
    if leg["leg_id"] in found:
        return max(found[leg["leg_id"]].p95, 0.5), "measured: 95th percentile against OpenStreetMap rail lines"
    share = SHARE[leg["mode"]] * (1.0 if leg["status"] == "operating" else 2.0)
    km = max(FLOOR_KM[leg["mode"]], share * longest_gap(points), *coord_km)
    return km, f"estimated: {share:.2f} of the longest gap between vertices"


def update(legs, points, found, precision):
    """Write the errors, and the lengths that were not known, into the table of legs."""
    for leg in legs:
        name = leg["leg_id"]
        error, source = error_of(leg, points[name], found, [precision[leg[end]] for end in ("from_node", "to_node")])
        leg["geom_err_km"], leg["geom_err_src"] = f"{error:.1f}", source
        if name in found and not leg["len_km"] and found[name].way_km >= LEAST_KM:
            leg["len_km"], leg["len_source"], leg["len_conf"] = f"{found[name].way_km:.1f}", LENGTH_SOURCE, "medium"
    tables.write(TABLES / "legs.csv", list(legs[0]), legs)


def main():
    parser = argparse.ArgumentParser(description="Compare the drawn legs with OpenStreetMap rail lines and known lengths.")
    parser.add_argument("rail", nargs="+", type=pathlib.Path, help="shapefiles of railway lines, longitude and latitude")
    parser.add_argument("--update", action="store_true", help="write geom_err_km, geom_err_src and missing lengths into tables/legs.csv")
    parser.add_argument("--report", type=pathlib.Path, help="write the report as Markdown")
    arguments = parser.parse_args()
    nodes, legs, vertices = (tables.read(TABLES / f"{name}.csv") for name in ("nodes", "legs", "leg_vertices"))
    points = build.leg_points(nodes, legs, vertices)
    drawn = build.leg_lines(nodes, legs, vertices)
    found = measure(Lines(arguments.rail), legs, points, drawn)
    straight = {name: geodesic.line_m(line) / 1000.0 for name, line in points.items()}
    known = [sections.Section(*row, section_legs(*row[:2], legs, straight), drawn, points) for row in sections.SECTIONS]
    if arguments.report:
        arguments.report.write_text(offset_report.text(found, known, LIMIT_KM), encoding="utf-8")
    if arguments.update:
        update(legs, points, found, {row["node_id"]: float(row["coord_km"]) for row in nodes})
    sure = [section for section in known if section.is_counted()]
    wide = [name for name, row in found.items() if row.p95 > LIMIT_KM]
    print(f"{sum(s.is_good() for s in sure)} of {len(sure)} undisputed sections within {100 * sections.TOLERANCE:.0f} %; {len(found)} legs "
          f"in reach, {len(wide)} with p95 over {LIMIT_KM:.0f} km: {wide}")


if __name__ == "__main__":
    main()
