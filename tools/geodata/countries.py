# SPDX-License-Identifier: MIT
"""Country polygons out of the committed world-atlas TopoJSON: decoded, repaired where invalid, given ISO codes, sorted.

The source joins what lies on both sides of the antimeridian into rings that jump from 180 E to 180 W; read as they stand, such a ring
of Russia would cover half of Eurasia. They are unrolled and cut at 180 degrees first, and a ring round a pole is closed over the pole.
Decoding the quantised arcs also makes some polygons invalid. Those are repaired by GEOS MakeValid (linework method), which keeps every
vertex; points, lines and slivers that it splits off are dropped. What was wrong, where, and what it did to the area goes into REPAIRS.md.
"""
from osgeo import gdal, ogr

from geodesic import ring_km2
import shapes
from shapes import Field

METHOD = "linework"
SLIVER_KM2 = 1e-4  # the quantisation step is some 100 m, so nothing real is as small

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


def _unrolled(ring):
    """The ring with every jump over the antimeridian taken out: longitudes may run beyond 180. The last value tells if it jumped."""
    out, turn, jumped = [ring[0]], 0.0, False
    for (lon0, _), (lon, lat) in zip(ring, ring[1:]):
        if abs(lon - lon0) > 180.0:
            turn += 360.0 if lon < lon0 else -360.0
            jumped = True
        out.append((lon + turn, lat))
    if out[-1][0] != out[0][0]:  # once round a pole
        pole = -90.0 if sum(lat for _, lat in out) < 0 else 90.0
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out, jumped


def _ring(points):
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for lon, lat in points:
        ring.AddPoint_2D(lon, lat)
    return ring


def _shifted(geometry, degrees):
    out = ogr.Geometry(ogr.wkbMultiPolygon)
    parts = [geometry] if geometry.GetGeometryName() == "POLYGON" else [geometry.GetGeometryRef(i)
                                                                         for i in range(geometry.GetGeometryCount())]
    for part in parts:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for _, ring in _rings(part):
            polygon.AddGeometry(_ring([(lon + degrees, lat) for lon, lat in ring]))
        out.AddGeometry(polygon)
    return out


def cut_at_antimeridian(geometry):
    """The multipolygon with the polygons that cross 180 degrees cut there, and how many these were."""
    out, crossing = ogr.Geometry(ogr.wkbMultiPolygon), 0
    parts = [geometry] if geometry.GetGeometryName() == "POLYGON" else [geometry.GetGeometryRef(i)
                                                                         for i in range(geometry.GetGeometryCount())]
    for part in parts:
        rings = [_unrolled(ring) for _, ring in _rings(part)]
        if not any(jumped for _, jumped in rings):
            out.AddGeometry(part)
            continue
        crossing += 1
        west, east = min(p[0] for p in rings[0][0]), max(p[0] for p in rings[0][0])
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for ring, _ in rings:
            middle = (min(p[0] for p in ring) + max(p[0] for p in ring)) / 2.0
            turn = 0.0 if west <= middle <= east else 360.0 if middle < west else -360.0
            polygon.AddGeometry(_ring([(lon + turn, lat) for lon, lat in ring]))
        polygon = polygon.MakeValid([f"METHOD={METHOD.upper()}"])
        for turn in (-360.0, 0.0, 360.0):
            box = ogr.Geometry(ogr.wkbPolygon)
            box.AddGeometry(_ring([(turn + x, y) for x, y in ((-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90))]))
            piece = polygons_of(polygon.Intersection(box))
            for shifted in [piece.GetGeometryRef(i) for i in range(piece.GetGeometryCount())]:
                moved = _shifted(shifted, -turn)
                out.AddGeometry(moved.GetGeometryRef(0))
    return out, crossing


def polygons_of(geometry):
    """A multipolygon of the polygons in a geometry, in their order; what is not an area is dropped, and so are slivers.

    A crossing point that is rounded to a double leaves triangles of no width, which a shapefile reader then takes for nested shells.
    """
    out = ogr.Geometry(ogr.wkbMultiPolygon)

    def visit(part):
        if part.GetGeometryName() == "POLYGON":
            rings = [ring for _, ring in _rings(part)]
            if rings and ring_km2(rings[0]) >= SLIVER_KM2:
                kept = ogr.Geometry(ogr.wkbPolygon)
                for ring in rings[:1] + [hole for hole in rings[1:] if ring_km2(hole) >= SLIVER_KM2]:
                    kept.AddGeometry(_ring(ring))
                out.AddGeometry(kept)
        elif part.GetGeometryName() in ("MULTIPOLYGON", "GEOMETRYCOLLECTION"):
            for i in range(part.GetGeometryCount()):
                visit(part.GetGeometryRef(i))

    visit(geometry)
    return out


class Outcome:
    """The rows of countries.shp and what had to be done to them."""

    def __init__(self):
        self.rows, self.cut, self.repaired, self.dropped, self.merged = [], [], [], [], []


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
        before = area_km2(geometry)
        geometry, crossing = cut_at_antimeridian(geometry)
        if crossing:
            outcome.cut.append((row["alpha2"], key[0], crossing, before, area_km2(geometry)))
            before = area_km2(geometry)
        fault = _fault(geometry)
        if fault:
            geometry = geometry.MakeValid([f"METHOD={METHOD.upper()}"])
        geometry = polygons_of(geometry)
        if not geometry.IsValid():
            raise ValueError(f"{key[0]} is still invalid after the repair")
        if fault:
            outcome.repaired.append((row["alpha2"], key[0], fault, before, area_km2(geometry)))
        method = ", ".join(("antimeridian",) * bool(crossing) + (METHOD,) * bool(fault))
        target = extra if row["merge_into"] else shapes_of
        target.setdefault(row["alpha2"], []).append((row, geometry, before, method))
    missing = set(code_of) - seen
    if missing:
        raise ValueError(f"iso3166.csv has rows without a feature: {sorted(missing)}")
    for alpha2, parts in shapes_of.items():
        if len(parts) > 1:
            raise ValueError(f"two features claim the code {alpha2}")
        row, geometry, before, method = parts[0]
        for other, piece, area, _ in extra.pop(alpha2, []):
            geometry = polygons_of(geometry.Union(piece))
            before += area
            outcome.merged.append((alpha2, other["feature"], other["source"], area))
        values = {"iso_a2": alpha2, "iso_a3": row["alpha3"], "iso_num": row["numeric"], "name": row["name"],
                  "repaired": int(bool(method)), "rep_method": method, "area_b_km2": f"{before:.1f}",
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
             "only, slivers under 100 m2 dropped. Areas are on the WGS 84 ellipsoid; \"before\" is outer rings minus holes as decoded, so",
             "a ring that crosses itself counts its loops with their sign.", "",
             f"## Cut at the antimeridian: {len(outcome.cut)}", "",
             "Rings that jump from 180 E to 180 W; \"before\" is what a reader that takes them as they stand would see.", "",
             "| code | feature | polygons | before km2 | after km2 |", "|---|---|---|---|---|"]
    lines += [f"| {alpha2} | {name} | {count} | {before:.1f} | {after:.1f} |"
              for alpha2, name, count, before, after in sorted(outcome.cut)]
    lines += ["",
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
