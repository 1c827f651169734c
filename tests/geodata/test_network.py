#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The bundled network holds together: /usr/bin/python3 tests/geodata/test_network.py. Every check is also run on a broken copy.

Corridors are checked end to end in test_build.py; here are the nodes, the legs that no corridor uses, the shape of all, and whether the
mines reach a corridor.
"""
import collections
import copy
import heapq
import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "geodata"))

from osgeo import ogr  # noqa: E402

import build  # noqa: E402
import geodesic  # noqa: E402
import shapes  # noqa: E402
import tables  # noqa: E402

GEODATA = ROOT / "geodata"
LEAST = {"nodes": 320, "legs": 500}
LONGEST_RATIO = 3.0
CROOKED_KM = 5.0  # below it the ends of a leg may be nearer than their own precision
# Nodes that no leg uses, and why.
UNUSED = {}
# Sea legs with more than HARBOUR_KM on the 1:10m land, km at most: rivers, canals and harbours.
HARBOUR_KM = 6.0
ON_LAND = {"ASTRAKHAN__ANZALI": 81.0, "BATUMI__ISTANBUL_PORT": 19.0, "CHABAHAR__NHAVASHEVA": 11.0, "CONSTANTA__ISTANBUL_PORT": 20.0,
           "KARACHI__GWADAR_sea": 9.0, "KARACHI__SUEZ": 8.0, "LIANYUNGANG__SHANGHAI": 37.0, "NHAVASHEVA__SUEZ": 11.0,
           "NOVOROSSIYSK__ISTANBUL_PORT": 24.0, "PORTSAID__ROTTERDAM": 35.0, "POTI__ISTANBUL_PORT": 20.0, "POTI__NOVOROSSIYSK": 8.0,
           "SHANGHAI__SINGAPORE": 19.0, "SINGAPORE__KARACHI": 8.0, "SUEZ__PORTSAID": 154.0, "TURKMENBASHI__AKTAU": 7.0}
# Land legs with more than WET_KM off the land of the 1:10m countries, km at most: a line on the shore, whose vertices are stations there.
WET_KM = 10.0
OFF_LAND = {"ALAT__ASTARA_AZ": 25.0}
# The five countries, and what their working mines and plants must reach: a node of the network within ACCESS_KM as the crow flies (the
# uranium fields of the Shu-Sarysu basin are the farthest), and from there an operating corridor within CHAIN_KM over operating legs.
FIVE = ("KZ", "KG", "TJ", "TM", "UZ")
WORKING = ("operating", "construction")
ACCESS_KM, CHAIN_KM = 170.0, 350.0


def load():
    return {name: tables.read(GEODATA / "tables" / f"{name}.csv")
            for name in ("nodes", "legs", "leg_vertices", "mines", "corridors", "corridor_legs")}


def check_nodes(t):
    used = {leg[end] for leg in t["legs"] for end in ("from_node", "to_node")}
    names = {row["node_id"] for row in t["nodes"]}
    problems = [f"node {name}: no leg uses it" for name in sorted(names - used - set(UNUSED))]
    problems += [f"node {name}: a leg ends there, but it is no node" for name in sorted(used - names)]
    return problems + [f"UNUSED names {name}, which is used or no node" for name in sorted(set(UNUSED) - (names - used))]


def check_counts(t):
    return [f"{name}: {len(t[name])}, fewer than {least}" for name, least in LEAST.items() if len(t[name]) < least]


def check_shapes(t):
    """No leg twice, none shorter than its geodesic or longer than three times it, its error stated, its vertices in order and apart."""
    problems, seen, drawn = [], set(), build.leg_lines(t["nodes"], t["legs"], t["leg_vertices"])
    for leg in t["legs"]:
        who, line = f"leg {leg['leg_id']}", drawn[leg["leg_id"]]
        key = (frozenset((leg["from_node"], leg["to_node"])), leg["mode"])
        if key in seen:
            problems.append(f"{who}: the same ends and mode twice")
        seen.add(key)
        km, straight = geodesic.line_m(line) / 1000.0, geodesic.length_m(line[0], line[-1]) / 1000.0
        if km < straight - 1e-6 or (straight > CROOKED_KM and km > LONGEST_RATIO * straight):
            problems.append(f"{who}: drawn {km:.1f} km, geodesic {straight:.1f} km")
        if any(a == b for a, b in zip(line, line[1:])):
            problems.append(f"{who}: the same point twice in a row")
        if not leg["geom_err_km"] or float(leg["geom_err_km"]) <= 0 or not leg["geom_err_src"]:
            problems.append(f"{who}: no geom_err_km")
    return problems


def km_to_corridor(t):
    """Node of an operating land leg -> km over such legs to the nearest node of an operating fact corridor; no entry when there is no way."""
    drawn = build.leg_lines(t["nodes"], t["legs"], t["leg_vertices"])
    legs = {leg["leg_id"]: leg for leg in t["legs"] if leg["status"] == "operating" and leg["mode"] != "sea"}
    facts = {row["corridor"] for row in t["corridors"] if row["kind"] == "fact" and row["status"] == "operating"}
    ways = collections.defaultdict(list)
    for name, leg in legs.items():
        km = geodesic.line_m(drawn[name]) / 1000.0
        ways[leg["from_node"]].append((km, leg["to_node"]))
        ways[leg["to_node"]].append((km, leg["from_node"]))
    out = {legs[row["leg_id"]][end]: 0.0 for row in t["corridor_legs"] if row["corridor"] in facts and row["leg_id"] in legs
           for end in ("from_node", "to_node")}
    heap = [(0.0, node) for node in sorted(out)]
    while heap:
        km, node = heapq.heappop(heap)
        if km > out[node]:
            continue
        for further, other in ways[node]:
            if km + further < out.get(other, float("inf")):
                out[other] = km + further
                heapq.heappush(heap, (out[other], other))
    return out


def check_reach(t):
    """Every working mine and plant of the five countries reaches a corridor; each country has some."""
    problems, reached, count = [], km_to_corridor(t), collections.Counter()
    places = [(row["node_id"], build.lonlat(row)) for row in t["nodes"]]
    served = {leg[end] for leg in t["legs"] if leg["status"] == "operating" and leg["mode"] != "sea" for end in ("from_node", "to_node")}
    for mine in t["mines"]:
        if mine["country"] not in FIVE or mine["status"] not in WORKING or mine["kind"] not in ("mine", "plant"):
            continue
        count[mine["country"]] += 1
        metres, node = min((geodesic.length_m(build.lonlat(mine), place), name) for name, place in places if name in served)
        if metres / 1000.0 > ACCESS_KM:
            problems.append(f"mine {mine['mine_id']}: the nearest node, {node}, is {metres / 1000.0:.0f} km away")
        if reached.get(node, float("inf")) > CHAIN_KM:
            problems.append(f"mine {mine['mine_id']}: from {node} no corridor is reached within {CHAIN_KM:.0f} km")
    return problems + [f"{country}: no working mine" for country in FIVE if not count[country]]


def land_km(t, polygons):
    """Leg -> km drawn and km of these on land of the 1:10m countries."""
    out, drawn = {}, build.leg_lines(t["nodes"], t["legs"], t["leg_vertices"])
    for leg in t["legs"]:
        line, total = shapes.line(drawn[leg["leg_id"]]), 0.0
        for polygon, (west, east, south, north) in polygons:
            w, e, s, n = line.GetEnvelope()
            if w > east or e < west or s > north or n < south:
                continue
            piece = line.Intersection(polygon)
            parts = [piece] if piece.GetGeometryCount() == 0 else [piece.GetGeometryRef(i) for i in range(piece.GetGeometryCount())]
            total += sum(geodesic.line_m([p[:2] for p in part.GetPoints()]) / 1000.0 for part in parts
                         if part.GetGeometryType() == ogr.wkbLineString and part.GetPointCount() > 1)
        out[leg["leg_id"]] = (geodesic.line_m(drawn[leg["leg_id"]]) / 1000.0, total)
    return out


def check_water(t, land):
    """Sea legs keep to the water, land legs to the land."""
    problems = []
    for leg in t["legs"]:
        name, (km, on_land) = leg["leg_id"], land[leg["leg_id"]]
        if leg["mode"] == "sea" and on_land > ON_LAND.get(name, HARBOUR_KM):
            problems.append(f"leg {name}: {on_land:.1f} km on land")
        if leg["mode"] != "sea" and km - on_land > OFF_LAND.get(name, WET_KM):
            problems.append(f"leg {name}: {km - on_land:.1f} km off the land")
    return problems


def broken(t, name, row, **changes):
    out = copy.deepcopy(t)
    out[name][row].update(changes)
    return out


def main():
    t = load()
    data = ogr.Open(str(GEODATA / "countries.shp"))
    layer = data.GetLayer(0)
    polygons = [(f.GetGeometryRef().Clone(), f.GetGeometryRef().GetEnvelope()) for f in layer]
    land = land_km(t, polygons)
    problems = check_nodes(t) + check_counts(t) + check_shapes(t) + check_water(t, land) + check_reach(t)
    crooked = next(i for i, row in enumerate(t["leg_vertices"]) if row["source"].startswith("OpenStreetMap"))
    kumtor = next(i for i, row in enumerate(t["mines"]) if row["mine_id"] == "KG_KUMTOR")
    # The roads that lead out of the east of Kyrgyzstan: Kumtor is left on an island of the network.
    cut = {leg["leg_id"] for leg in t["legs"] if "BALYKCHY" in (leg["from_node"], leg["to_node"])} | {"KARAKOL__KEGEN"}
    controls = [
        ("a node that no leg uses", check_nodes(broken(t, "legs", 0, to_node=t["legs"][0]["from_node"]) | {"nodes": [*t["nodes"], {"node_id": "NOWHERE"}]})),
        ("too few legs", check_counts({**t, "legs": t["legs"][:400]})),
        ("a leg three times its geodesic", check_shapes(broken(t, "leg_vertices", crooked, lon="0", lat="0"))),
        ("a leg without its error", check_shapes(broken(t, "legs", 5, geom_err_km=""))),
        ("a leg twice", check_shapes({**t, "legs": [*t["legs"], t["legs"][0]]})),
        ("a mine from which no leg leads on", check_reach({**t, "legs": [leg for leg in t["legs"] if leg["leg_id"] not in cut]})),
        ("a mine far from every node", check_reach(broken(t, "mines", kumtor, lon="0.0", lat="50.0"))),
        ("a country without a mine", check_reach({**t, "mines": [row for row in t["mines"] if row["country"] != "TM"]})),
        ("a sea leg on land", check_water(t, {**land, "AKTAU__ALAT_PORT": (500.0, 400.0)})),
        ("a road through the sea", check_water(t, {**land, "ATYRAU__ASTRAKHAN": (300.0, 250.0)})),
    ]
    problems += [f"blind check: {what} is not found" for what, found in controls if not found]
    print("\n".join(problems + [f"network: {len(problems)} problems, {len(controls)} negative controls"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
