# SPDX-License-Identifier: MIT
"""Country polygons out of the committed world-atlas TopoJSON: decoded, repaired where invalid, given ISO codes, sorted.

Decoding the quantised arcs makes some polygons invalid. Those are repaired by GEOS MakeValid (linework method), which keeps every
vertex; points and lines that it splits off are dropped. What was wrong, where, and what it did to the area goes into REPAIRS.md.
"""
from osgeo import gdal, ogr

from geodesic import ring_km2
import shapes
from shapes import Field

METHOD = "linework"

FIELDS = [Field("iso_a2"), Field("iso_a3"), Field("iso_num"), Field("name"), Field("repaired", "int"), Field("rep_method"),
          Field("area_b_km2", ("real", 1)), Field("area_a_km2", ("real", 1))]


def _rings(geometry):
    if geometry.GetGeometryName() == "POLYGON":
        for i in range(geometry.GetGeometryCount()):
            yield i == 0, [(p[0], p[1]) for p in geometry.GetGeometryRef(i).GetPoints()]
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from _rings(geometry.GetGeometryRef(i))


def area_km2(geometry):
    """Outer rings minus holes, as they are written, valid or not."""
    return sum(ring_km2(ring) if outer else -ring_km2(ring) for outer, ring in _rings(geometry))


def _fault(geometry):
    """What GEOS says is wrong, or None."""
    said = []
    gdal.PushErrorHandler(lambda severity, code, text: said.append(text))
    try:
        valid = geometry.IsValid()
    finally:
        gdal.PopErrorHandler()
    if valid:
        return None
    words = (said[0] if said else "invalid").split(" at or near point ")
    if len(words) == 1:
        return words[0]
    lon, lat = (float(x) for x in words[1].split()[:2])
    return f"{words[0].lower()} near {lon:.4f} E {lat:.4f} N"


def _polygons(geometry):
    """A multipolygon of the polygons in a geometry, in their order; what is not an area is dropped."""
    out = ogr.Geometry(ogr.wkbMultiPolygon)

    def visit(part):
        if part.GetGeometryName() == "POLYGON":
            if not part.IsEmpty():
                out.AddGeometry(part)
        elif part.GetGeometryName() in ("MULTIPOLYGON", "GEOMETRYCOLLECTION"):
            for i in range(part.GetGeometryCount()):
                visit(part.GetGeometryRef(i))

    visit(geometry)
    return out


class Outcome:
    """The rows of countries.shp and what had to be done to them."""

    def __init__(self):
        self.rows, self.repaired, self.dropped, self.merged = [], [], [], []


def load(topojson, codes):
    """Read the TopoJSON file; codes are the rows of iso3166.csv. Fails on a feature that has no row, and on a row without a feature."""
    code_of = {(row["feature"], row["numeric"]): row for row in codes}
    outcome, shapes_of, extra = Outcome(), {}, {}
    source = ogr.Open(str(topojson))
    seen = set()
    for feature in source.GetLayerByName("countries"):
        key = (feature.GetField("name"), feature.GetField("id") or "")
        if key not in code_of:
            raise ValueError(f"iso3166.csv has no row for the feature {key}")
        seen.add(key)
        row = code_of[key]
        geometry = feature.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            outcome.dropped.append((row["alpha2"], key[0], "decodes to an empty polygon"))
            continue
        geometry = geometry.Clone()
        before, fault = area_km2(geometry), _fault(geometry)
        if fault:
            geometry = geometry.MakeValid([f"METHOD={METHOD.upper()}"])
        geometry = _polygons(geometry)
        if not geometry.IsValid():
            raise ValueError(f"{key[0]} is still invalid after the repair")
        if fault:
            outcome.repaired.append((row["alpha2"], key[0], fault, before, area_km2(geometry)))
        target = extra if row["merge_into"] else shapes_of
        target.setdefault(row["alpha2"], []).append((row, geometry, before, bool(fault)))
    missing = set(code_of) - seen
    if missing:
        raise ValueError(f"iso3166.csv has rows without a feature: {sorted(missing)}")
    for alpha2, parts in shapes_of.items():
        if len(parts) > 1:
            raise ValueError(f"two features claim the code {alpha2}")
        row, geometry, before, repaired = parts[0]
        for other, piece, area, was_repaired in extra.pop(alpha2, []):
            geometry = _polygons(geometry.Union(piece))
            before += area
            repaired = repaired or was_repaired
            outcome.merged.append((alpha2, other["feature"], other["source"], area))
        values = {"iso_a2": alpha2, "iso_a3": row["alpha3"], "iso_num": row["numeric"], "name": row["name"],
                  "repaired": int(repaired), "rep_method": METHOD if repaired else "", "area_b_km2": f"{before:.1f}",
                  "area_a_km2": f"{area_km2(geometry):.1f}"}
        outcome.rows.append((values, geometry))
    if extra:
        raise ValueError(f"nothing to merge into for {sorted(extra)}")
    outcome.rows.sort(key=lambda pair: pair[0]["iso_a2"])
    return outcome


def write(folder, outcome):
    return shapes.write(folder, "countries", ogr.wkbMultiPolygon, FIELDS, outcome.rows)


def report(path, outcome):
    """REPAIRS.md: which polygons were repaired, dropped or merged, and why."""
    lines = ["# Repairs of the country polygons", "",
             "Written by `tools/geodata/build.py`; do not edit. Source: `countries/countries-10m.json` (npm world-atlas 2.0.2, made from",
             "Natural Earth 4.1, 1:10m). Decoding its quantised arcs makes polygons invalid. Repair: GEOS MakeValid, linework method, areas",
             "only. Areas are on the WGS 84 ellipsoid; \"before\" is outer rings minus holes as decoded, so a ring that crosses itself counts",
             "its loops with their sign.", "",
             f"## Repaired: {len(outcome.repaired)}", "",
             "| code | feature | first fault | before km2 | after km2 | change km2 |", "|---|---|---|---|---|---|"]
    for alpha2, name, fault, before, after in sorted(outcome.repaired):
        change = f"{after - before:+.1f}"
        lines.append(f"| {alpha2} | {name} | {fault} | {before:.1f} | {after:.1f} | {'0.0' if change in ('+0.0', '-0.0') else change} |")
    lines += ["", f"## Dropped: {len(outcome.dropped)}", "", "| code | feature | why |", "|---|---|---|"]
    lines += [f"| {alpha2} | {name} | {why} |" for alpha2, name, why in sorted(outcome.dropped)]
    lines += ["", f"## Merged: {len(outcome.merged)}", "", "| into | feature | why | area km2 |", "|---|---|---|---|"]
    lines += [f"| {alpha2} | {name} | {why} | {area:.1f} |" for alpha2, name, why, area in sorted(outcome.merged)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
