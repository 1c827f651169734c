#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How much the kilometres by country depend on the scale of the borders.

    python3 tools/geodata/border_scale.py countries-50m.json [--out docs/borders.md]

Measures every fact corridor by country twice: on geodata/countries.shp (1:10m) and on a second TopoJSON of the npm package world-atlas
(countries-50m.json, 1:50m, not part of this repository). Lines are followed along the great circle in steps of 0.1 degree and measured on
the WGS 84 ellipsoid. What lies in no polygon is counted as "sea". Writes a Markdown table.
"""
import argparse
import collections
import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from osgeo import ogr  # noqa: E402

import countries  # noqa: E402
import geodesic  # noqa: E402
import shapes  # noqa: E402
import tables  # noqa: E402

GEODATA = ROOT / "geodata"
NOWHERE = "sea"
SHOWN_KM = 3.0  # smaller differences are left out of the table
PLACES = [("Sukhumi", 41.02, 43.0), ("Tskhinvali", 43.97, 42.23), ("Stepanakert / Khankendi", 46.75, 39.82), ("Simferopol", 34.1, 44.95),
          ("Gilgit", 74.31, 35.92), ("Aksai Chin", 79.5, 35.2), ("Muzaffarabad", 73.47, 34.37), ("Srinagar", 74.8, 34.09),
          ("Baikonur", 63.3, 45.8), ("Vorukh (Tajik enclave)", 70.58, 39.85), ("Sokh (Uzbek enclave)", 71.1, 39.97),
          ("Shohimardon (Uzbek enclave)", 71.73, 39.95), ("Nicosia north", 33.37, 35.25)]


def built_polygons():
    data = ogr.Open(str(GEODATA / "countries.shp"))
    return [(f.GetField("iso_a2"), f.GetGeometryRef().Clone()) for f in data.GetLayer(0)]


def other_polygons(path):
    """The polygons of a TopoJSON, repaired as the build does it; a feature without a row in iso3166.csv goes by its name."""
    codes = tables.read(GEODATA / "tables" / "iso3166.csv")
    by_number = {row["numeric"]: row["alpha2"] for row in codes if row["numeric"]}
    by_name = {row["feature"]: row["alpha2"] for row in codes}
    out = []
    data = ogr.Open(str(path))
    for feature in data.GetLayerByName("countries"):
        geometry = feature.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            continue
        name = feature.GetField("name")
        code = by_name.get(name) or by_number.get(feature.GetField("id") or "") or name
        geometry, _ = countries.cut_at_antimeridian(geometry.Clone())
        if not geometry.IsValid():
            geometry = geometry.MakeValid([f"METHOD={countries.METHOD.upper()}"])
        out.append((code, countries.polygons_of(geometry)))
    return out


def dense(points):
    out = [points[0]]
    for a, b in zip(points, points[1:]):
        out += geodesic._split(a, b)
    return out


def pieces(geometry):
    if geometry.GetGeometryName() == "LINESTRING":
        yield [(p[0], p[1]) for p in geometry.GetPoints()]
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from pieces(geometry.GetGeometryRef(i))


def by_country(points, polygons):
    """alpha-2 -> km of a line; the rest is NOWHERE."""
    path = dense(points)
    line = shapes.line(path)
    west, east, south, north = line.GetEnvelope()
    out = collections.Counter()
    for code, polygon in polygons:
        w, e, s, n = polygon.GetEnvelope()
        if w > east or e < west or s > north or n < south or not polygon.Intersects(line):
            continue
        out[code] += sum(geodesic.line_m(piece) for piece in pieces(line.Intersection(polygon)) if len(piece) > 1) / 1000.0
    out[NOWHERE] = geodesic.line_m(path) / 1000.0 - sum(out.values())
    return out


def inside(polygons, lon, lat):
    point = shapes.point(lon, lat)
    return [code for code, polygon in polygons if polygon.Contains(point)]


def main():
    parser = argparse.ArgumentParser(description="Kilometres by country on two scales of borders.")
    parser.add_argument("map", type=pathlib.Path, help="countries-50m.json of the npm package world-atlas 2.0.2")
    parser.add_argument("--out", type=pathlib.Path, help="Markdown file to write (default: print)")
    arguments = parser.parse_args()
    fine, coarse = built_polygons(), other_polygons(arguments.map)

    data = ogr.Open(str(GEODATA / "legs.shp"))
    legs = {f.GetField("leg_id"): [(p[0], p[1]) for p in f.GetGeometryRef().GetPoints()] for f in data.GetLayer(0)}
    measured = {leg: (by_country(points, fine), by_country(points, coarse)) for leg, points in legs.items()}

    members = collections.defaultdict(list)
    for row in tables.read(GEODATA / "tables" / "corridor_legs.csv"):
        members[row["corridor"]].append(row["leg_id"])
    facts = sorted(row["corridor"] for row in tables.read(GEODATA / "tables" / "corridors.csv") if row["kind"] == "fact")

    lines = ["# Kilometres by country: 1:10m against 1:50m borders", "",
             "Written by `tools/geodata/border_scale.py`; do not edit. The corridors as they are drawn, straight legs included, on the country",
             "polygons of Natural Earth 4.1 (npm world-atlas 2.0.2). `sea` is what lies in no country.", ""]
    rows, worst, moved_total, length_total = [], (0.0, "", ""), 0.0, 0.0
    for corridor in facts:
        a, b = collections.Counter(), collections.Counter()
        for leg in members[corridor]:
            a.update(measured[leg][0])
            b.update(measured[leg][1])
        total = sum(a.values())
        moved = sum(abs(a[c] - b[c]) for c in set(a) | set(b)) / 2.0
        moved_total, length_total = moved_total + moved, length_total + total
        shown = []
        for code in sorted(set(a) | set(b), key=lambda c: -abs(a[c] - b[c])):
            difference = b[code] - a[code]
            worst = max(worst, (abs(difference), corridor, code))
            if abs(difference) >= SHOWN_KM:
                shown.append(f"{code} {a[code]:.0f} {difference:+.0f}")
        rows.append(f"| {corridor} | {total:.0f} | {moved:.1f} | {100.0 * moved / total:.2f} | {', '.join(shown)} |")
    lines += [f"{len(facts)} corridors, {length_total:.0f} km: {moved_total:.0f} km ({100.0 * moved_total / length_total:.2f} %) change their",
              f"country with the scale. The largest change of one country in one corridor is {worst[0]:.1f} km ({worst[1]}, {worst[2]}).", "",
              f"| corridor | km | km that change | % | km at 1:10m and change at 1:50m, from {SHOWN_KM:.0f} km |", "|---|---|---|---|---|"] + rows
    lines += ["", "## Disputed places", "", "| place | lon, lat | at 1:10m | at 1:50m |", "|---|---|---|---|"]
    for name, lon, lat in PLACES:
        lines.append(f"| {name} | {lon}, {lat} | {', '.join(inside(fine, lon, lat)) or NOWHERE} | "
                     f"{', '.join(inside(coarse, lon, lat)) or NOWHERE} |")
    text = "\n".join(lines) + "\n"
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
