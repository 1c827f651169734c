#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Build the bundled geodata from its human-readable tables.

    python3 tools/geodata/build.py              rebuild geodata/ in place
    python3 tools/geodata/build.py --out DIR    build into DIR (made when missing)

Reads geodata/tables/*.csv and geodata/countries/countries-10m.json, writes shapefiles, tables and REPAIRS.md. The same tables give
the same bytes: rows are sorted, decimals are fixed, no clock is read. Needs Debian's python3-gdal (GDAL 3.6, GEOS 3.11).
"""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the tools
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from osgeo import ogr  # noqa: E402

import countries  # noqa: E402
import curves  # noqa: E402
import geodesic  # noqa: E402
import shapes  # noqa: E402
import sources  # noqa: E402
import tables  # noqa: E402
from shapes import Field  # noqa: E402

GEODATA = ROOT / "geodata"
REAL1, REAL2 = ("real", 1), ("real", 2)

NODE_FIELDS = [Field("node_id"), Field("name"), Field("country"), Field("kind"), Field("dwell_h", REAL1), Field("fee_usd_t", REAL2),
               Field("gauge_chg"), Field("dwell_incl"), Field("dwell_src"), Field("fee_incl"), Field("fee_src"), Field("coord_src"),
               Field("coord_km", REAL1), Field("source_id"), Field("confidence"), Field("note")]
LEG_FIELDS = [Field("leg_id"), Field("from_node"), Field("to_node"), Field("mode"), Field("gauge_mm", "int"), Field("status"),
              Field("year"), Field("countries"), Field("sea"), Field("len_km", REAL1), Field("len_src"), Field("len_conf"),
              Field("geom_err", REAL1), Field("geom_src"), Field("drawn"), Field("source"), Field("source_id"), Field("confidence"),
              Field("note")]
CORRIDOR_FIELDS = [Field("corridor"), Field("name"), Field("origin"), Field("dest"), Field("kind"), Field("status"), Field("source"),
                   Field("source_id"), Field("confidence"), Field("note")]
MINE_FIELDS = [Field("mine_id"), Field("name"), Field("country"), Field("commodity"), Field("main"), Field("crit_us"), Field("crit_eu"),
               Field("kind"), Field("operator"), Field("oper_conf"), Field("owner"), Field("owner_ctry"), Field("owner_yr"),
               Field("owner_src"), Field("owner_conf"), Field("status"), Field("status_txt"), Field("status_yr"), Field("stat_conf"),
               Field("prod_t", REAL1), Field("prod_of"), Field("prod_year"), Field("prod_src"), Field("prod_note"),
               Field("capacity", REAL1), Field("cap_unit"), Field("cap_of"), Field("cap_year"), Field("cap_kind"), Field("cap_src"),
               Field("cap_conf"), Field("rail_node"), Field("rail_km", REAL1), Field("pos_unc_km", REAL1), Field("coord_src"),
               Field("source_id"), Field("confidence"), Field("note")]
CORRIDOR_LEG_COLUMNS = ["corridor", "seq", "leg_id", "direction", "source_id", "confidence"]
RATE_COLUMNS = ["id", "item", "mode", "country_or_section", "scope", "value_text", "value_min", "value", "value_max", "unit", "year",
                "source", "source_id", "confidence", "confidence_note"]
MODEL_RATE_COLUMNS = ["quantity", "mode", "country", "value", "value_min", "value_max", "unit", "year", "basis", "source", "source_id",
                      "confidence", "rate_ref", "alternatives"]
PUBLISHED_COLUMNS = ["id", "corridor", "from_node", "to_node", "extent", "part", "quantity", "value", "value_min", "value_max", "unit",
                     "year", "source", "source_id", "confidence", "note"]
COMMODITY_COLUMNS = ["code", "name", "crit_us", "crit_eu", "source", "source_id", "confidence", "note"]
CRITICAL_US, CRITICAL_EU = ("no", "yes"), ("no", "critical", "strategic")  # each from the least to the most


def lonlat(row):
    return float(row["lon"]), float(row["lat"])


def renamed(row, **names):
    """The row under the names of the shapefile: shapefile name = table name."""
    return {**row, **{new: row[old] for new, old in names.items()}}


def leg_points(nodes, legs, vertices):
    """leg_id -> list of (lon, lat) from the from-node over the vertices of the table to the to-node."""
    place = {row["node_id"]: lonlat(row) for row in nodes}
    between = {}
    for row in sorted(vertices, key=lambda v: (v["leg_id"], int(v["seq"]))):
        between.setdefault(row["leg_id"], []).append(lonlat(row))
    return {leg["leg_id"]: [place[leg["from_node"]], *between.get(leg["leg_id"], []), place[leg["to_node"]]] for leg in legs}


def is_curved(leg):
    """Railways that are built turn in wide curves; of roads, sea legs and plans nothing is known between their points."""
    return leg["mode"] == "rail" and leg["status"] == "operating"


def leg_lines(nodes, legs, vertices):
    """leg_id -> list of (lon, lat) as the leg is drawn."""
    points = leg_points(nodes, legs, vertices)
    return {leg["leg_id"]: curves.smooth(points[leg["leg_id"]]) if is_curved(leg) else points[leg["leg_id"]] for leg in legs}


def most(order, words):
    """The word that stands last in the order: a site is as critical as the most critical of its commodities."""
    return max(words, key=order.index)


def nearest_railhead(place, railheads):
    """(km, node_id) of the nearest node with an operating railway, along the geodesic; km to 0.1."""
    # A plane comparison picks the candidates, the geodesic decides: 12 are plenty at any latitude of the region.
    near = sorted(railheads, key=lambda n: (n[1][0] - place[0]) ** 2 * 0.5 + (n[1][1] - place[1]) ** 2)[:12]
    metres, node = min((geodesic.length_m(place, where), node) for node, where in near)
    return round(metres / 1000.0, 1), node


def mine_rows(mines, commodities, nodes, legs):
    """The mines with what follows from other tables: criticality from the commodities, the railhead from nodes and legs."""
    critical = {row["code"]: row for row in commodities}
    served = {end for leg in legs if leg["mode"] == "rail" and leg["status"] == "operating" for end in (leg["from_node"], leg["to_node"])}
    railheads = [(row["node_id"], lonlat(row)) for row in nodes if row["node_id"] in served]
    out = []
    for row in mines:
        codes = row["commodity"].split(";")
        if not set(codes) <= set(critical):
            raise ValueError(f"mine {row['mine_id']}: commodity {', '.join(sorted(set(codes) - set(critical)))} is not in commodities.csv")
        km, node = nearest_railhead(lonlat(row), railheads)
        out.append({**row, "main": codes[0], "crit_us": most(CRITICAL_US, [critical[c]["crit_us"] for c in codes]),
                    "crit_eu": most(CRITICAL_EU, [critical[c]["crit_eu"] for c in codes]), "rail_node": node, "rail_km": km})
    return out


# How a vertex was found, by the first words of its source.
DRAWN = {"OpenStreetMap": "stations", "GeoNames": "towns", "Natural Earth rivers": "along a river",
         "Natural Earth lakes": "along a shore", "Natural Earth": "towns",
         "Wikipedia": "towns and bridges", "USGS": "deposits", "UNESCO": "places", "own reading": "waypoints, own reading", "computed: shortest way": "computed over water",
         "computed: round": "computed round water", "computed": "computed from stations"}
CURVE = "smooth curve"  # said of a leg that has more points than its table


def how_drawn(leg, vertex_sources, line):
    """The kinds of vertices of a leg, the most frequent first, and whether a curve joins them."""
    kinds = [next((kind for start, kind in DRAWN.items() if text.startswith(start)), "waypoints") for text in vertex_sources]
    curve = [CURVE] if is_curved(leg) and len(line) > len(kinds) + 2 else []
    return "; ".join(sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind)) + curve) or "node to node"


def corridor_line(members, lines):
    """The legs of a corridor joined in order and direction; a gap is an error."""
    points = []
    for member in sorted(members, key=lambda m: int(m["seq"])):
        piece = lines[member["leg_id"]]
        if member["direction"] == "reverse":
            piece = piece[::-1]
        if points and points[-1] != piece[0]:
            raise ValueError(f"corridor {member['corridor']}: leg {member['leg_id']} does not start where the one before ends")
        points += piece[1:] if points else piece
    return points


def build(out, source=GEODATA):
    """Write every output into the folder out; returns a report as lines of text."""
    out.mkdir(parents=True, exist_ok=True)
    table = {name: tables.read(source / "tables" / f"{name}.csv")
             for name in ("nodes", "legs", "leg_vertices", "corridors", "corridor_legs", "mines", "commodities", "published", "rates",
                          "model_rates", "sources", "iso3166")}
    lines = leg_lines(table["nodes"], table["legs"], table["leg_vertices"])
    drawn = {}
    for row in table["leg_vertices"]:
        drawn.setdefault(row["leg_id"], []).append(row["source"])
    resolver = sources.Resolver(table["sources"])
    cut = []

    nodes = sorted(table["nodes"], key=lambda r: r["node_id"])
    cut += shapes.write(out, "nodes", ogr.wkbPoint, NODE_FIELDS, [
        ({**renamed(r, coord_src="source", dwell_src="dwell_source", fee_src="fee_source"), "source_id": resolver.of_row(r)},
         shapes.point(*lonlat(r)))
        for r in nodes])

    legs = sorted(table["legs"], key=lambda r: r["leg_id"])
    cut += shapes.write(out, "legs", ogr.wkbLineString, LEG_FIELDS, [
        ({**renamed(r, len_src="len_source"), "source_id": resolver.of_row(r, *sorted(set(drawn.get(r["leg_id"], ())))),
          "geom_err": r["geom_err_km"], "geom_src": r["geom_err_src"], "drawn": how_drawn(r, drawn.get(r["leg_id"], ()), lines[r["leg_id"]])},
         shapes.line(lines[r["leg_id"]]))
        for r in legs])

    members = {}
    for row in table["corridor_legs"]:
        members.setdefault(row["corridor"], []).append(row)
    corridors = sorted(table["corridors"], key=lambda r: r["corridor"])
    cut += shapes.write(out, "corridors", ogr.wkbLineString, CORRIDOR_FIELDS, [
        ({**r, "source_id": resolver.of_row(r)}, shapes.line(corridor_line(members[r["corridor"]], lines))) for r in corridors])
    tables.write(out / "corridor_legs.csv", CORRIDOR_LEG_COLUMNS,
                 [{**r, "source_id": resolver.of_row(r)} for r in
                  sorted(table["corridor_legs"], key=lambda r: (r["corridor"], int(r["seq"])))])

    mines = mine_rows(sorted(table["mines"], key=lambda r: r["mine_id"]), table["commodities"], nodes, legs)
    cut += shapes.write(out, "mines", ogr.wkbPoint, MINE_FIELDS, [
        ({**renamed(r, coord_src="source", owner_ctry="owner_countries", owner_yr="owner_year",
                    owner_src="owner_source", stat_conf="status_conf", cap_src="cap_source"),
          "prod_src": r["figure_source"] if r["prod_t"] else ""}, shapes.point(*lonlat(r))) for r in mines])
    tables.write(out / "commodities.csv", COMMODITY_COLUMNS,
                 [{**r, "source_id": resolver.of_row(r)} for r in sorted(table["commodities"], key=lambda r: r["code"])])
    tables.write(out / "sources.csv", sources.COLUMNS, sorted(table["sources"], key=lambda r: r["source_id"]))

    tables.write(out / "published.csv", PUBLISHED_COLUMNS, sorted(table["published"], key=lambda r: r["id"]))
    tables.write(out / "rates.csv", RATE_COLUMNS, sorted(table["rates"], key=lambda r: r["id"]))
    tables.write(out / "model_rates.csv", MODEL_RATE_COLUMNS,
                 sorted(table["model_rates"], key=lambda r: (r["quantity"], r["mode"], r["country"])))

    outcome = countries.load(source / "countries" / "countries-10m.json", table["iso3166"])
    cut += countries.write(out, outcome)
    countries.report(out / "REPAIRS.md", outcome)

    return summary(table, drawn, outcome, cut)


def summary(table, drawn, outcome, cut):
    """What was built and what was lost on the way, as lines of text."""
    report = [f"nodes {len(table['nodes'])}, legs {len(table['legs'])} ({len(drawn)} with waypoints), "
              f"corridors {len(table['corridors'])}, mines {len(table['mines'])}, published values {len(table['published'])}, "
              f"rates {len(table['rates'])}, model rates {len(table['model_rates'])}, "
              f"countries {len(outcome.rows)}",
              f"country polygons: {len(outcome.cut)} cut at the antimeridian, {len(outcome.repaired)} repaired, "
              f"{len(outcome.dropped)} dropped, {len(outcome.merged)} merged"]
    report += [f"dropped: {alpha2} {name}, {why}" for alpha2, name, why in outcome.dropped]
    report += [f"cut to {shapes.TEXT_LIMIT} bytes: {layer} {key} {field}" for layer, key, field in cut]
    return report


def main():
    parser = argparse.ArgumentParser(description="Build the bundled geodata from its tables.")
    parser.add_argument("--out", type=pathlib.Path, default=GEODATA, help="folder to write into (default: geodata/)")
    arguments = parser.parse_args()
    try:
        report = build(arguments.out)
    except ValueError as error:  # a row that cannot be built; the message names it
        sys.exit(f"build.py: {error}")
    print("\n".join(report))


if __name__ == "__main__":
    main()
