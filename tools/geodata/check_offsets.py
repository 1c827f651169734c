#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How far the drawn legs are from the ground, and how long they are against known lengths.

    python3 tools/geodata/check_offsets.py RAIL_SHP... [--update] [--report docs/geometry-report.md]

RAIL_SHP are shapefiles of OpenStreetMap railway lines (not part of this repository). They serve for checking only: no vertex of a leg
comes from them. For every operating rail leg whose two ends lie on these lines, the shortest way over them is compared with the drawn
leg: every 0.5 km of the way, the distance to the drawn line. Other legs get an estimate from their longest gap between vertices.
--update writes geom_err_km and geom_err_src of tables/legs.csv. Needs Debian's python3-gdal and python3-scipy.
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
import tables  # noqa: E402

TABLES = ROOT / "geodata" / "tables"
JOIN_KM = 0.12  # ends of lines nearer than this are joined
SNAP_KM = 1.6  # an end of a leg further than this from the lines is out of reach
SMALLEST_NET = 300  # vertices; smaller pieces are sidings
STEP_KM = 0.5
TOLERANCE = 0.03
LIMIT_KM = 5.0
# Expected offset as a share of the longest gap between vertices, where nothing was measured; README says how they were chosen.
SHARE = {"rail": 0.15, "road": 0.25, "sea": 0.10}
FLOOR_KM = {"rail": 1.0, "road": 3.0, "sea": 5.0}

# Sections with an undisputed length: ends, km, where it is from. OSM: measured on OpenStreetMap rail lines, shortest path.
OSM = "measured on OpenStreetMap rail lines"
SECTIONS = [
    ("UZEN", "BOLASHAK", 141.8, OSM), ("BOLASHAK", "SERHETYAKA", 6.2, OSM), ("SERHETYAKA", "BEREKET", 441.3, OSM),
    ("BEREKET", "ETREK", 222.6, OSM), ("ETREK", "INCHEBORUN", 43.8, OSM), ("INCHEBORUN", "GORGAN", 95.6, OSM),
    ("TURKMENBASHI", "BEREKET", 262.4, OSM), ("BEREKET", "ASHGABAT", 298.1, OSM), ("ASHGABAT", "TEJEN", 218.1, OSM),
    ("TEJEN", "SARAHS", 170.5, OSM), ("SARAHS", "SARAKHS_IR", 11.7, OSM), ("SARAKHS_IR", "MASHHAD", 189.1, OSM),
    ("TEJEN", "MARY", 125.4, OSM), ("MARY", "TURKMENABAT", 243.9, OSM), ("MARY", "SERHETABAT", 313.0, OSM),
    ("TURKMENABAT", "FARAP", 8.0, OSM), ("FARAP", "BUKHARA1", 111.8, OSM), ("BUKHARA1", "NAVOI", 92.1, OSM),
    ("TURKMENABAT", "KERKICHI", 232.5, OSM), ("KERKICHI", "YMAMNAZAR", 94.6, OSM), ("YMAMNAZAR", "AQINA", 6.3, OSM),
    ("AQINA", "ANDKHOY", 26.8, OSM), ("TERMEZ", "HAIRATAN", 18.3, OSM), ("HAIRATAN", "MAZAR", 75.2, OSM + "; 75 in the press"),
    ("BAKU", "ALAT", 87.5, OSM), ("ALAT", "HAJIGABUL", 46.9, OSM), ("HAJIGABUL", "GANJA", 234.5, OSM),
    ("GANJA", "BOYUK_KESIK", 137.3, OSM), ("BOYUK_KESIK", "GARDABANI", 12.2, OSM), ("GARDABANI", "TBILISI", 41.2, OSM),
    ("ALAT", "HORADIZ", 199.6, OSM), ("ALAT", "ASTARA_AZ", 238.5, OSM), ("BAKU", "YALAMA", 201.6, OSM),
    ("ARKALYK", "SHUBARKOL", 214.0, "Tengrinews 2013; the same in Wikipedia"), ("KHORGOS_CN", "ZHETYGEN", 293.0, "UNESCAP 2016"),
    ("MARABDA", "AKHALKALAKI", 153.0, "Railway Magazine, raillynews 2016"), ("AKHALKALAKI", "KARTSAKHI", 26.1, "mkr.ge"),
    ("KARTSAKHI", "KARS", 76.0, "Railway Magazine"), ("DOSTYK", "MOINTY", 836.0, "Qazinform 2025"),
    ("ANZALI", "RASHT", 37.0, "Mehr 2024"), ("KHAF", "ROZANAK", 140.0, "telgraf 2020 (78 + 62)"),
    ("ZHEZKAZGAN", "SAKSAULSKAYA", 517.0, "parts of the 988 km of Tengrinews 2013, from memory"),
    ("SHALKAR", "BEINEU", 471.0, "parts of the 988 km of Tengrinews 2013, from memory"),
]
# Of these, the ones that a second figure contradicts by more than the tolerance, or that have other ends than the nodes: not counted.
DISPUTED = {
    ("ETREK", "INCHEBORUN"): "the same measurement gives 699.3 km from Serhetyaka, which leaves 35.4 km; measured again between the nodes 35.8 km",
    ("BEREKET", "ASHGABAT"): "289 km by the kilometre posts (268 and 557 from Turkmenbashi, German Wikipedia)",
    ("TURKMENABAT", "KERKICHI"): "the line to Kerki, 12 km before Kerkichi, is 203 km long (Wikipedia)",
    ("KERKICHI", "YMAMNAZAR"): "measured again between the nodes 91.2 km",
    ("TERMEZ", "HAIRATAN"): "measured again between the nodes 16.9 km",
    ("ANZALI", "RASHT"): "the 37 km end at the Caspian port in the free zone, the node is the old port of Anzali",
}
# Why a counted section is drawn outside the tolerance, where the gazetteers used (OpenStreetMap stations, GeoNames, Wikipedia, Natural
# Earth) hold no point that would mend it.
REASONS = {
    ("UZEN", "BOLASHAK"): "a bend before the border, no place in it",
    ("SERHETYAKA", "BEREKET"): "eleven bends of 0.5 to 4 km between sidings 18 to 37 km apart, no place in them",
    ("BEREKET", "ETREK"): "three bends in the desert, no place in them",
    ("TURKMENBASHI", "BEREKET"): "the way round the bay of Turkmenbashi (4 km) and bends between sidings up to 43 km apart, no place in them",
    ("SARAHS", "SARAKHS_IR"): "bends of two yards and a border bridge within 12 km",
    ("SARAKHS_IR", "MASHHAD"): "a mountain line: 97 km of track between Sarakhs and Makhtom Gholy for 78 km as the stations lie",
    ("MARY", "SERHETABAT"): "windings in the valleys of the Murghab and the Kushka, 1 to 3 km in each of nine gaps",
    ("YMAMNAZAR", "AQINA"): "a bend at the border between two stations 5 km apart",
    ("AQINA", "ANDKHOY"): "a bend of 1 km, two stations and no place between them",
    ("HAIRATAN", "MAZAR"): "a bend of 3 km behind Hairatan and one of 3 km before Mazar-i-Sharif, no place in them",
    ("BAKU", "ALAT"): "curves in the city of Baku and along the shore between stations 3 to 14 km apart",
    ("ALAT", "HAJIGABUL"): "the loop in which the line leaves Alat northwards before it turns west",
    ("GANJA", "BOYUK_KESIK"): "windings along the Kura, 0.6 to 1.9 km in each gap",
    ("BAKU", "YALAMA"): "the bend between Sumgait and Khirdalan and curves in Baku; 0.7 km too short",
    ("ARKALYK", "SHUBARKOL"): "only four stations are known, with 111 km of steppe between two of them",
    ("MARABDA", "AKHALKALAKI"): "a mountain line: 78.9 km of track from Marabda to Tsalka (Report 2016), 60 km as the stations lie; from there on it fits within 1 km",
    ("DOSTYK", "MOINTY"): "sidings 20 to 46 km apart; 836 km are the kilometres of second track that were built",
    ("KHAF", "ROZANAK"): "stations 15 to 28 km apart; 78 and 62 km are rounded",
}
# Why a leg in reach of the lines has a 95th percentile over the limit.
WIDE = {"DANGHARA__KULOB_rail": "the line goes 15 km round the hills to the south; no station or place on its 42 km there is in the gazetteers"}


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


def offsets(line, way):
    """50th and 95th percentile and maximum of the distance from the way to the drawn line, km."""
    distance = cKDTree([unit(*p) for p in dense(line, STEP_KM / 4)]).query([unit(*p) for p in dense(way, STEP_KM)])[0]
    return tuple(np.percentile(distance, [50, 95, 100]))


def longest_gap(line):
    return max(geodesic.length_m(a, b) for a, b in zip(line, line[1:])) / 1000.0


def measure(lines, legs, drawn):
    """leg_id -> (km on the lines, p50, p95, max) for the rail legs in reach."""
    out = {}
    for leg in legs:
        if leg["mode"] != "rail" or leg["status"] != "operating":
            continue
        line = drawn[leg["leg_id"]]
        way, km = lines.way(line[0], line[-1]), geodesic.line_m(line) / 1000.0
        if way is None:
            continue
        real = geodesic.line_m(way) / 1000.0
        known = float(leg["len_km"]) if leg["len_km"] else None
        if abs(real / known - 1.0) < 0.08 if known and known > 20 else real < 1.35 * km + 5.0:
            out[leg["leg_id"]] = (real, *offsets(line, way))
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


def error_of(leg, line, found, coord_km):
    """The largest expected offset in km and where it is from."""
    if leg["leg_id"] in found:
        return max(found[leg["leg_id"]][2], 0.5), "measured: 95th percentile against OpenStreetMap rail lines"
    share = SHARE[leg["mode"]] * (1.0 if leg["status"] == "operating" else 2.0)
    km = max(FLOOR_KM[leg["mode"]], share * longest_gap(line), *coord_km)
    return km, f"estimated: {share:.2f} of the longest gap between vertices"


def is_good(section):
    return abs(section[4] / section[2] - 1.0) <= TOLERANCE


def counted(sections):
    """The sections with an undisputed length."""
    return [s for s in sections if s[:2] not in DISPUTED]


def remark(section, drawn, found):
    """What there is to say of a section: the dispute, or why it is drawn outside the tolerance and with how many vertices."""
    ends, names = section[:2], section[5]
    if ends in DISPUTED:
        return "not counted: " + DISPUTED[ends]
    if is_good(section):
        return ""
    points = sum(len(drawn[name]) - 2 for name in names)
    text = (f"{REASONS[ends]}. {points} vertices in {len(names)} leg{'s' * (len(names) > 1)}, longest gap "
            f"{max(longest_gap(drawn[name]) for name in names):.0f} km")
    if set(names) <= set(found):
        text += f"; the way over the lines is {sum(found[name][0] for name in names):.1f} km, p95 {max(found[name][2] for name in names):.1f} km"
    return text


def report(legs, drawn, found, sections):
    km = {name: geodesic.line_m(line) / 1000.0 for name, line in drawn.items()}
    sure = counted(sections)
    good = [s for s in sure if is_good(s)]
    wide = sorted(name for name, row in found.items() if row[2] > LIMIT_KM)
    out = ["# Geometry of the bundled legs against the ground", "",
           "Made by `tools/geodata/check_offsets.py`; do not edit. The OpenStreetMap rail lines serve for checking only: no vertex comes from",
           "them. Vertices are stations, towns, bridges and own readings, some are computed from such points; `geodata/tables/leg_vertices.csv` has",
           "a source for each.", "",
           "## Lengths", "",
           f"Of {len(sections)} sections with a known length {len(sure)} are undisputed: no second figure contradicts it by more than "
           f"{100 * TOLERANCE:.0f} %, and it has the ends", f"of the nodes. {len(good)} of these ({100 * len(good) / len(sure):.0f} %) are drawn within "
           f"{100 * TOLERANCE:.0f} %, of all {len(sections)} it is {sum(map(is_good, sections))}. The goal is 90 %. It is not reached, because a "
           "chain of straight", "lines between stations is shorter than the track and no line may be traced: every station of the OpenStreetMap data within 0.9 km of these "
           "lines", "and every place of GeoNames within 1.5 km that would bring the drawn line markedly nearer to the track is a vertex already. "
           "Where the length of a leg is known, `len_km`", "carries it beside the drawn geometry, and route lengths, times and costs use it.", "",
           "| section | known km | drawn km | off % | source | remark |", "|---|---|---|---|---|---|"]
    for section in sections:
        a, b, known, source, value, _ = section
        off = 100.0 * (value / known - 1.0)
        out.append(f"| {a} - {b} | {known:.1f} | {value:.1f} | {off:+.1f} | {source} | {remark(section, drawn, found)} |")
    out += ["", "## Offsets", "",
            f"{len(found)} operating rail legs lie in the reach of the lines; {len(wide) or 'none'} {'has' if len(wide) == 1 else 'have'} a 95th percentile over {LIMIT_KM:.0f} km: "
            f"{'; '.join(f'{name} ({WIDE[name]})' for name in wide)}.", "",
            "| leg | drawn km | on the lines km | p50 km | p95 km | largest km |", "|---|---|---|---|---|---|"]
    out += [f"| {name} | {km[name]:.1f} | {row[0]:.1f} | {row[1]:.2f} | {row[2]:.2f} | {row[3]:.1f} |" for name, row in sorted(found.items())]
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Compare the drawn legs with OpenStreetMap rail lines and known lengths.")
    parser.add_argument("rail", nargs="+", type=pathlib.Path, help="shapefiles of railway lines, longitude and latitude")
    parser.add_argument("--update", action="store_true", help="write geom_err_km and geom_err_src of tables/legs.csv")
    parser.add_argument("--report", type=pathlib.Path, help="write the report as Markdown")
    arguments = parser.parse_args()
    nodes, legs, vertices = (tables.read(TABLES / f"{name}.csv") for name in ("nodes", "legs", "leg_vertices"))
    drawn = build.leg_lines(nodes, legs, vertices)
    precision = {row["node_id"]: float(row["coord_km"]) for row in nodes}
    found = measure(Lines(arguments.rail), legs, drawn)
    km = {name: geodesic.line_m(line) / 1000.0 for name, line in drawn.items()}
    chains = [section_legs(a, b, legs, km) for a, b, _, _ in SECTIONS]
    sections = [(*section, sum(km[name] for name in names), names) for section, names in zip(SECTIONS, chains)]
    text = report(legs, drawn, found, sections)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    if arguments.update:
        for leg in legs:
            error, source = error_of(leg, drawn[leg["leg_id"]], found, [precision[leg[end]] for end in ("from_node", "to_node")])
            leg["geom_err_km"], leg["geom_err_src"] = f"{error:.1f}", source
        tables.write(TABLES / "legs.csv", list(legs[0]), legs)
    good, sure = sum(map(is_good, counted(sections))), len(counted(sections))
    wide = [name for name, row in found.items() if row[2] > LIMIT_KM]
    print(f"{good} of {sure} undisputed sections within {100 * TOLERANCE:.0f} %; {len(found)} legs in reach, {len(wide)} with p95 over {LIMIT_KM:.0f} km: {wide}")


if __name__ == "__main__":
    main()
