#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The committed geodata is what the tables say, byte for byte, and the tables are sound.

Plain Python with Debian's GDAL: /usr/bin/python3 tests/geodata/test_build.py. Every check is also run on a copy that was broken on
purpose and must find the fault, so a check that has gone blind fails the test.
"""
import copy
import pathlib
import re
import shutil
import sys
import tempfile
import tomllib

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "geodata"))

from osgeo import ogr, osr  # noqa: E402

import build  # noqa: E402
import geodesic  # noqa: E402
import sources  # noqa: E402
import tables  # noqa: E402

GEODATA = ROOT / "geodata"
OUTPUT_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".csv")

# Nodes that lie outside the polygon of their country at 1:10m, and where they lie instead ("" = in no country). All are border or harbour
# points within 3 km; geodata/README.md says more. No mine may: a site in the sea or in another country is refused.
OUTSIDE = {"AMUZANG": "TJ", "BANDAR_IMAM": "", "BURGAS": "", "ISTANBUL_PORT": "", "MUMBAI": "", "OLYA": "",
           "ALASHANKOU": "KZ", "ASTARA_AZ": "", "IRKESHTAM": "CN", "JULFA": "IR", "KULMA": "CN", "KURYK": "", "MAKHACHKALA": "",
           "ORDUBAD": "IR", "PANJI_POYON": "AF", "TORGHUNDI": "TM", "TORUGART": "CN"}
# Published lengths below the geodesic between the node positions, and why.
SHORTER_THAN_GEODESIC = {}
SHORTEST_RATIO = 0.98  # node positions are good to 1 km or more, which is the whole doubt on a 6 km leg
# Fact corridors for which no published length, time or cost of the whole or a part was found.
NOTHING_PUBLISHED = set()
# Groups whose destination is a region, and the nodes that stand for it.
REGIONS = {"EU_BORDER": {"KAPIKULE", "MALASZEWICZE"}}

# Geodesics worked out elsewhere: GeographicLib, to 1 m.
KNOWN_GEODESICS = [((67.70239591, 47.79641488), (41.67139822, 42.15826004), 2135.050),
                   ((76.85773523, 43.22966422), (10.00963148, 53.55414303), 4889.721),
                   ((51.19423615, 43.6500856), (49.86637319, 40.40943762), 376.358)]

# Published areas, km2 (statistical offices; land and inland water), to catch a polygon that swallows its neighbours.
KNOWN_AREAS = {"CN": 9.6e6, "KZ": 2.7249e6, "RU": 17.098e6, "TM": 0.4912e6, "UZ": 0.4489e6}
AREA_TOLERANCE = 0.05  # the Aral and Caspian shores, disputed borders and the coarse scale are within it
# Points whose country is beyond doubt, far from any border.
KNOWN_PLACES = [(37.6, 55.8, "RU"), (-175.0, 66.5, "RU"), (76.9, 43.2, "KZ"), (63.3, 45.8, "KZ"), (51.4, 35.7, "IR"), (87.6, 43.8, "CN"),
                (51.0, 41.0, ""), (-30.0, 30.0, ""), (10.7, 60.5, "NO"), (178.0, -17.8, "FJ"), (0.0, -80.0, "AQ")]

TABLES = ("nodes", "legs", "leg_vertices", "corridors", "corridor_legs", "mines", "commodities", "published", "rates", "model_rates",
          "sources", "iso3166")
KEYS = {"nodes": ("node_id",), "legs": ("leg_id",), "leg_vertices": ("leg_id", "seq"), "corridors": ("corridor",),
        "corridor_legs": ("corridor", "seq"), "mines": ("mine_id",), "commodities": ("code",), "published": ("id",), "rates": ("id",),
        "model_rates": ("quantity", "mode", "country"), "sources": ("source_id",), "iso3166": ("feature", "numeric")}


def load():
    return {name: tables.read(GEODATA / "tables" / f"{name}.csv") for name in TABLES}


# ---------------------------------------------------------------- the build

def compare_folders(built, committed):
    """Names of outputs that differ between two folders, or are in one of them only."""
    def names(folder):
        return {p.name for p in folder.iterdir() if p.suffix in OUTPUT_SUFFIXES or p.name == "REPAIRS.md"}

    return sorted(name for name in names(built) | names(committed)
                  if not (built / name).is_file() or not (committed / name).is_file()
                  or (built / name).read_bytes() != (committed / name).read_bytes())


def check_shapefiles(folder, t):
    """Field names, encoding, CRS, pinned date, geometry, NULL for what is unknown."""
    problems = []
    wanted = {"nodes": ("node_id", len(t["nodes"])), "legs": ("leg_id", len(t["legs"])),
              "corridors": ("corridor", len(t["corridors"])), "mines": ("mine_id", len(t["mines"])), "countries": ("iso_a2", None)}
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    for name, (key, count) in wanted.items():
        data = ogr.Open(str(folder / f"{name}.shp"))
        layer = data.GetLayer(0)
        problems += [f"{name}: field name {f.name} has over 10 bytes" for f in layer.schema if len(f.name.encode()) > 10]
        if not layer.GetSpatialRef().IsSame(wgs84, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"]):
            problems.append(f"{name}: the CRS is not WGS 84")
        if (folder / f"{name}.cpg").read_text() != "UTF-8":
            problems.append(f"{name}: .cpg is not UTF-8")
        if tuple((folder / f"{name}.dbf").read_bytes()[1:4]) != (100, 1, 1):
            problems.append(f"{name}: the date in the .dbf is not the pinned one")
        if count is not None and layer.GetFeatureCount() != count:
            problems.append(f"{name}: {layer.GetFeatureCount()} features, the table has {count} rows")
        for feature in layer:
            geometry = feature.GetGeometryRef()
            if geometry is None or geometry.IsEmpty() or not geometry.IsValid():
                problems.append(f"{name} {feature.GetField(key)}: null, empty or invalid geometry")
    for name, key, columns in (("nodes", "node_id", ("dwell_h", "fee_usd_t")), ("legs", "leg_id", ("len_km", "gauge_mm")),
                               ("mines", "mine_id", ("prod_t", "capacity", "pos_unc_km"))):
        row_of = {row[key]: row for row in t[name]}
        data = ogr.Open(str(folder / f"{name}.shp"))  # kept in a name: a layer does not outlive its dataset
        for feature in data.GetLayer(0):
            row = row_of[feature.GetField(key)]
            for column in columns:
                if bool(row[column]) == feature.IsFieldNull(column):
                    problems.append(f"{name} {row[key]}: {column} is {row[column] or 'unknown'} in the table, not so in the shapefile")
    return problems


def check_row_sources(folder, t):
    """Every feature carries ids of rows of sources.csv and a confidence of the vocabulary."""
    problems, known = [], {row["source_id"] for row in t["sources"]}
    for name in ("nodes", "legs", "corridors", "mines"):
        data = ogr.Open(str(folder / f"{name}.shp"))
        for feature in data.GetLayer(0):
            ids, confidence = feature.GetField("source_id"), feature.GetField("confidence")
            if not ids or not set(ids.split(";")) <= known:
                problems.append(f"{name} {feature.GetField(0)}: source_id {ids} is not in sources.csv")
            if confidence not in tables.CONFIDENCE:
                problems.append(f"{name} {feature.GetField(0)}: confidence {confidence}")
    return problems


def country_lookup(folder):
    """A function from (lon, lat) to the alpha-2 code of the country there, or ''."""
    data = ogr.Open(str(folder / "countries.shp"))
    layer = data.GetLayer(0)
    polygons = [(f.GetField("iso_a2"), f.GetGeometryRef().Clone(), f.GetGeometryRef().GetEnvelope()) for f in layer]

    def at(lon, lat):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(lon, lat)
        for code, polygon, (west, east, south, north) in polygons:
            if west <= lon <= east and south <= lat <= north and polygon.Contains(point):
                return code
        return ""

    return at


# ---------------------------------------------------------------- the tables

def check_keys_and_sources(t):
    problems = []
    for name, key in KEYS.items():
        seen = set()
        for row in t[name]:
            value = tuple(row[k] for k in key)
            if value in seen or not value[0]:
                problems.append(f"{name}: id {value} is empty or there twice")
            seen.add(value)
            if name == "sources":  # a source is its own source
                continue
            if not row["source"].strip():
                problems.append(f"{name} {value}: no source")
            if row["confidence"] not in tables.CONFIDENCE:
                problems.append(f"{name} {value}: confidence '{row['confidence']}'")
    codes = [row["alpha2"] for row in t["iso3166"] if not row["merge_into"]]
    problems += [f"iso3166: code {code} is there twice" for code in set(codes) if codes.count(code) > 1]
    return problems


def check_nodes(t):
    problems, codes = [], {row["alpha2"] for row in t["iso3166"]}
    for row in t["nodes"]:
        who = f"node {row['node_id']}"
        if row["country"] not in codes:
            problems.append(f"{who}: country {row['country']}")
        if row["kind"] not in tables.NODE_KINDS:
            problems.append(f"{who}: kind {row['kind']}")
        if not (-180 <= float(row["lon"]) <= 180 and -90 <= float(row["lat"]) <= 90 and float(row["coord_km"]) > 0):
            problems.append(f"{who}: position or its precision")
        if row["gauge_chg"] and not re.fullmatch(r"(1435|1520)/(1520|1676)", row["gauge_chg"]):
            problems.append(f"{who}: gauge change {row['gauge_chg']}")
        for value, what, source in (("dwell_h", "dwell_incl", "dwell_source"), ("fee_usd_t", "fee_incl", "fee_source")):
            if len({bool(row[value]), bool(row[what]), bool(row[source])}) != 1:
                problems.append(f"{who}: {value} needs {what} and {source}")
            if row[what] and not set(row[what].split(";")) <= {"border", "gauge", "wait", "port"}:
                problems.append(f"{who}: {what} {row[what]}")
    return problems


def check_legs(t):
    problems, nodes = [], {row["node_id"]: row for row in t["nodes"]}
    codes = {row["alpha2"] for row in t["iso3166"]}
    modes = {}
    for row in t["legs"]:
        modes.setdefault(frozenset((row["from_node"], row["to_node"])), []).append(row["mode"])
    for row in t["legs"]:
        who = f"leg {row['leg_id']}"
        ends = (row["from_node"], row["to_node"])
        if not set(ends) <= set(nodes) or ends[0] == ends[1]:
            problems.append(f"{who}: an end is no node")
            continue
        several = modes[frozenset(ends)]
        if len(set(several)) != len(several):
            problems.append(f"{who}: the same two nodes are joined twice by one mode")
        if row["leg_id"] != "__".join(ends) + (f"_{row['mode']}" if len(several) > 1 else ""):
            problems.append(f"{who}: the id does not follow from ends and mode")
        if row["mode"] not in tables.MODES or row["status"] not in tables.STATUS:
            problems.append(f"{who}: mode {row['mode']} or status {row['status']}")
        if row["gauge_mm"] and (row["mode"] != "rail" or row["gauge_mm"] not in tables.GAUGES):
            problems.append(f"{who}: gauge {row['gauge_mm']}")
        if (row["mode"] == "sea") != (row["sea"] in tables.SEAS):
            problems.append(f"{who}: sea '{row['sea']}' for mode {row['mode']}")
        declared = row["countries"].split(";") if row["countries"] else []
        if row["mode"] == "sea" and declared:
            problems.append(f"{who}: a sea leg declares countries")
        if row["mode"] != "sea" and not {nodes[e]["country"] for e in ends} <= set(declared):
            problems.append(f"{who}: the countries of the ends are not declared")
        if not set(declared) <= codes:
            problems.append(f"{who}: countries {row['countries']}")
        if len({bool(row["len_km"]), bool(row["len_source"]), bool(row["len_conf"])}) != 1:
            problems.append(f"{who}: len_km needs len_source and len_conf")
        if row["len_conf"] and row["len_conf"] not in tables.CONFIDENCE:
            problems.append(f"{who}: len_conf {row['len_conf']}")
        if row["len_km"]:
            km = geodesic.length_m(*(build.lonlat(nodes[e]) for e in ends)) / 1000.0
            if (float(row["len_km"]) < SHORTEST_RATIO * km) != (row["leg_id"] in SHORTER_THAN_GEODESIC):
                problems.append(f"{who}: published {row['len_km']} km, geodesic {km:.1f} km")
    problems += [f"leg_vertices: {leg} is no leg" for leg in sorted({v["leg_id"] for v in t["leg_vertices"]} - {r["leg_id"] for r in t["legs"]})]
    return problems


def check_corridors(t):
    problems, legs, members = [], {row["leg_id"]: row for row in t["legs"]}, {}
    for row in t["corridor_legs"]:
        members.setdefault(row["corridor"], []).append(row)
    facts = {row["corridor"] for row in t["corridors"] if row["kind"] == "fact"}
    fact_legs = {row["leg_id"] for row in t["corridor_legs"] if row["corridor"] in facts}
    if set(members) != {row["corridor"] for row in t["corridors"]}:
        problems.append("corridors: the corridors of corridors.csv and corridor_legs.csv are not the same")
    if len(facts) < 32:
        problems.append(f"corridors: {len(facts)} fact corridors, fewer than 32")
    for row in t["corridors"]:
        who = f"corridor {row['corridor']}"
        if row["kind"] not in tables.CORRIDOR_KINDS:
            problems.append(f"{who}: kind {row['kind']}")
        own = sorted(members.get(row["corridor"], []), key=lambda m: int(m["seq"]))
        if [int(m["seq"]) for m in own] != list(range(1, len(own) + 1)) or not own:
            problems.append(f"{who}: the sequence is not 1, 2, 3 ...")
            continue
        if not {m["leg_id"] for m in own} <= set(legs) or not {m["direction"] for m in own} <= {"forward", "reverse"}:
            problems.append(f"{who}: unknown leg or direction")
            continue
        if row["kind"] == "composed" and not {m["leg_id"] for m in own} <= fact_legs:
            problems.append(f"{who}: a leg that no fact corridor has")
        steps = [((legs[m["leg_id"]]["from_node"], legs[m["leg_id"]]["to_node"]) if m["direction"] == "forward" else
                  (legs[m["leg_id"]]["to_node"], legs[m["leg_id"]]["from_node"])) for m in own]
        if any(a[1] != b[0] for a, b in zip(steps, steps[1:])):
            problems.append(f"{who}: the legs do not connect")
        if (row["origin"], row["dest"]) != (steps[0][0], steps[-1][1]):
            problems.append(f"{who}: origin or destination is not the end of its legs")
        worst = max((legs[m["leg_id"]]["status"] for m in own), key=tables.STATUS.index)
        if row["status"] != worst:
            problems.append(f"{who}: status {row['status']}, its worst leg is {worst}")
    return problems


def check_sources(t):
    """Every source text names a row of sources.csv, and every source_id is the one its texts name."""
    problems, resolver = [], sources.Resolver(t["sources"])
    for row in t["sources"]:
        if not all(row[c].strip() for c in ("title", "publisher", "year", "kind", "where", "licence", "pattern")):
            problems.append(f"sources {row['source_id']}: an empty cell")
    for name, rows in t.items():
        problems += [f"{name}: {column} '{text}' names no row of sources.csv" for column, text in sources.unresolved(resolver, rows)]
        for row in rows:
            if name != "sources" and "source_id" in row and row["source_id"] != resolver.of_row(row):
                problems.append(f"{name} {row[KEYS[name][0]]}: source_id is '{row['source_id']}', its texts name '{resolver.of_row(row)}'")
    return problems


def check_commodities(t):
    return [f"commodities {row['code']}: crit_us {row['crit_us']} or crit_eu {row['crit_eu']}" for row in t["commodities"]
            if row["crit_us"] not in build.CRITICAL_US or row["crit_eu"] not in build.CRITICAL_EU]


def check_railheads(folder, t):
    """The railhead of every site: no other node with an operating railway is nearer."""
    problems, legs = [], [row for row in t["legs"] if row["mode"] == "rail" and row["status"] == "operating"]
    served = {row[end] for row in legs for end in ("from_node", "to_node")}
    nodes = [(row["node_id"], build.lonlat(row)) for row in t["nodes"] if row["node_id"] in served]
    place = {row["mine_id"]: build.lonlat(row) for row in t["mines"]}
    data = ogr.Open(str(folder / "mines.shp"))
    for feature in data.GetLayer(0):
        who = feature.GetField("mine_id")
        metres, node = min((geodesic.length_m(place[who], where), node) for node, where in nodes)
        if feature.GetField("rail_node") != node or abs(feature.GetField("rail_km") - metres / 1000.0) > 0.051:
            problems.append(f"mine {who}: railhead {feature.GetField('rail_node')}, the nearest is {node} at {metres / 1000.0:.1f} km")
    return problems


def check_mines(t):
    problems, codes = [], {row["alpha2"] for row in t["iso3166"]}
    commodities = {row["code"] for row in t["commodities"]}
    if len(t["mines"]) < 160:
        problems.append(f"mines: {len(t['mines'])} rows, fewer than 160")
    for row in t["mines"]:
        who = f"mine {row['mine_id']}"
        if row["country"] not in codes or not row["mine_id"].startswith(row["country"] + "_"):
            problems.append(f"{who}: country {row['country']}")
        if row["kind"] not in tables.MINE_KINDS or row["status"] not in tables.MINE_STATUS:
            problems.append(f"{who}: kind {row['kind']} or status {row['status']}")
        unknown = sorted(set(row["commodity"].split(";")) - commodities)
        if unknown:
            problems.append(f"{who}: commodity {', '.join(unknown)} is not in commodities.csv")
        if len(set(row["commodity"].split(";"))) != len(row["commodity"].split(";")):
            problems.append(f"{who}: a commodity is there twice")
        if row["operator"] and row["oper_conf"] not in tables.CONFIDENCE:
            problems.append(f"{who}: the operator has no confidence")
        if row["status_conf"] not in tables.CONFIDENCE:
            problems.append(f"{who}: status_conf '{row['status_conf']}'")
        if row["status_conf"] == "high" and not row["status_source"]:
            problems.append(f"{who}: a status of high confidence without a source")
        if not re.fullmatch(r"\d+(\.\d+)?", row["pos_unc_km"]) or not 0 < float(row["pos_unc_km"]) <= 50:
            problems.append(f"{who}: pos_unc_km '{row['pos_unc_km']}', a number of kilometres above 0 and up to 50 is needed")
        if len({bool(row[c]) for c in ("owner", "owner_countries", "owner_source", "owner_conf")}) != 1:
            problems.append(f"{who}: owner, owner_countries, owner_source and owner_conf go together")
        if row["owner"] and (not set(row["owner_countries"].split(";")) <= codes or row["owner_conf"] not in tables.CONFIDENCE):
            problems.append(f"{who}: owner countries {row['owner_countries']} or confidence {row['owner_conf']}")
        if len({bool(row[c]) for c in ("capacity", "cap_unit", "cap_of", "cap_kind", "cap_source", "cap_conf")}) != 1:
            problems.append(f"{who}: capacity, cap_unit, cap_of, cap_kind, cap_source and cap_conf go together")
        if row["capacity"] and (float(row["capacity"]) <= 0 or row["cap_unit"] != "t/year" or row["cap_kind"] not in tables.CAPACITY_KINDS
                                or row["cap_conf"] not in tables.CONFIDENCE):
            problems.append(f"{who}: capacity {row['capacity']} {row['cap_unit']}, kind {row['cap_kind']} or confidence {row['cap_conf']}")
        firm = row["capacity"] and row["cap_conf"] != "memory" and row["cap_of"] == row["prod_of"]
        if firm and float(row["prod_t"] or 0) > float(row["capacity"]):
            problems.append(f"{who}: the production is above the capacity")
        if row["prod_t"]:
            if not (float(row["prod_t"]) > 0 and row["prod_of"] and row["prod_year"] and row["figure_source"]):
                problems.append(f"{who}: production without what, year or source")
        elif not row["prod_note"]:
            problems.append(f"{who}: no production and no reason")
    return problems


def check_rates(t):
    problems, ids = [], {row["id"] for row in t["rates"]}
    scope = {row["id"]: row["scope"] for row in t["rates"]}
    if len(t["rates"]) < 292:
        problems.append(f"rates: {len(t['rates'])} rows, fewer than the 292 of the compilation")
    for row in t["rates"]:
        numbers = [float(row[c]) for c in ("value_min", "value", "value_max") if row[c]]
        if numbers != sorted(numbers):
            problems.append(f"rate {row['id']}: minimum, value and maximum are not in order")
        if row["scope"] not in tables.SCOPES:
            problems.append(f"rate {row['id']}: scope {row['scope']}")
    places = {row["alpha2"] for row in t["iso3166"]} | set(tables.SEAS) | {"*"}
    for row in t["model_rates"]:
        who = f"model rate {row['quantity']} {row['mode']} {row['country']}"
        if row["quantity"] not in tables.QUANTITIES or row["mode"] not in (*tables.MODES, "any") or row["basis"] not in tables.BASIS:
            problems.append(f"{who}: quantity, mode or basis {row['basis']}")
        if row["country"] not in places:
            problems.append(f"{who}: country")
        if not re.fullmatch(r"\d+(\.\d+)?", row["value"]) or not row["unit"] or not row["year"]:
            problems.append(f"{who}: value {row['value']}, unit or year")
        if row["quantity"] == "speed_kmh" and not 5 <= float(row["value"]) <= 120:
            problems.append(f"{who}: {row['value']} km/h")
        if row["rate_ref"] and row["rate_ref"] not in ids:
            problems.append(f"{who}: refers to {row['rate_ref']}, which is no rate")
        others = row["alternatives"].split(";") if row["alternatives"] else []
        if not set(others) <= ids or len({bool(others), bool(row["value_min"]), bool(row["value_max"])}) != 1:
            problems.append(f"{who}: value_min, value_max and alternatives go together, and the alternatives are rates")
        elif others and re.fullmatch(r"\d+(\.\d+)?", row["value"]) and (
                not float(row["value_min"]) <= float(row["value"]) <= float(row["value_max"])):
            problems.append(f"{who}: {row['value']} is not between {row['value_min']} and {row['value_max']}")
        if row["basis"] == "national" and row["rate_ref"] and scope[row["rate_ref"]] == "all_corridors":
            problems.append(f"{who}: a mean of all corridors is passed off as national")
    return problems


def check_published(t):
    """Published values: known subject, quantity and unit, numbers in order, no length below the geodesic between its ends."""
    problems, nodes, corridors = [], {row["node_id"]: row for row in t["nodes"]}, {row["corridor"] for row in t["corridors"]}
    for row in t["published"]:
        who = f"published {row['id']}"
        ends = [row[c] for c in ("from_node", "to_node") if row[c]]
        if not set(ends) <= set(nodes) or (row["corridor"] and row["corridor"] not in corridors):
            problems.append(f"{who}: corridor {row['corridor']} or end {ends} does not exist")
            continue
        if not (row["corridor"] or len(ends) == 2) or row["extent"] not in tables.EXTENTS:
            problems.append(f"{who}: neither a corridor nor two ends, or extent {row['extent']}")
        if tables.PUBLISHED.get(row["quantity"]) != row["unit"]:
            problems.append(f"{who}: quantity {row['quantity']} in {row['unit']}")
        numbers = [float(row[c]) for c in ("value_min", "value", "value_max") if row[c]]
        if not numbers or numbers != sorted(numbers) or numbers[0] <= 0 or bool(row["value_min"]) != bool(row["value_max"]):
            problems.append(f"{who}: value {row['value']}, minimum {row['value_min']}, maximum {row['value_max']}")
        if row["quantity"] == "length_km" and len(ends) == 2 and numbers and "geodesic" not in row["note"]:
            km = geodesic.length_m(*(build.lonlat(nodes[e]) for e in ends)) / 1000.0
            if numbers[-1] < SHORTEST_RATIO * km:
                problems.append(f"{who}: {row['from_node']} to {row['to_node']} is {numbers[-1]} km, the geodesic {km:.1f} km")
    facts = {row["corridor"] for row in t["corridors"] if row["kind"] == "fact"}
    bare = sorted(facts - {row["corridor"] for row in t["published"]} - NOTHING_PUBLISHED)
    return problems + [f"published: no value for corridor {corridor}" for corridor in bare]


def check_places(t, at):
    """Every node and mine lies in its country, or where OUTSIDE says."""
    problems, unused = [], set(OUTSIDE)
    for name, key in (("nodes", "node_id"), ("mines", "mine_id")):
        for row in t[name]:
            found, expected = at(*build.lonlat(row)), OUTSIDE.get(row[key], row["country"])
            unused.discard(row[key])
            if found != expected:
                problems.append(f"{name} {row[key]}: declared {row['country']}, expected on the map in '{expected}', lies in '{found}'")
    return problems + [f"OUTSIDE names {key}, which is no node or mine" for key in sorted(unused)]


def check_countries(folder, at):
    """Published areas and places beyond doubt: a ring read wrongly over the antimeridian changes both."""
    data = ogr.Open(str(folder / "countries.shp"))
    area = {f.GetField("iso_a2"): f.GetField("area_a_km2") for f in data.GetLayer(0)}
    problems = [f"country {code}: {area.get(code)} km2, published {known:.0f}" for code, known in KNOWN_AREAS.items()
                if abs(area.get(code, 0.0) / known - 1.0) > AREA_TOLERANCE]
    return problems + [f"{lon} E {lat} N lies in '{at(lon, lat)}', not in '{code}'" for lon, lat, code in KNOWN_PLACES
                       if at(lon, lat) != code]


def check_study(t, study, folder):
    problems, codes = [], {row["alpha2"] for row in t["iso3166"]}
    corridors = {row["corridor"]: row for row in t["corridors"]}
    for role, binding in study["layers"].items():
        path = folder / binding["path"]
        data = ogr.Open(str(path)) if path.is_file() else None
        if data is None:
            problems.append(f"study: layer {role} cannot be opened")
            continue
        have = {field.name for field in data.GetLayer(0).schema}
        problems += [f"study: {role} has no field {name}" for name in binding["fields"].values() if name not in have]
    if not (folder / study["rates"]["path"]).is_file():
        problems.append("study: no rates")
    for exposure in study["exposure"]:
        if not set(exposure["countries"]) <= codes:
            problems.append(f"study: exposure {exposure['id']} names an unknown country")
    if abs(sum(c["weight"] for c in study["criteria"]) - 1.0) > 1e-9:
        problems.append("study: the weights do not sum to one")
    for group in study["group"]:
        ends = REGIONS.get(group["destination"], {group["destination"]})
        if len(group["corridors"]) < 2:
            problems.append(f"study: group {group['id']} has nothing to rank")
        for name in group["corridors"]:
            row = corridors.get(name)
            if row is None or row["origin"] != group["origin"] or row["dest"] not in ends:
                problems.append(f"study: {name} does not serve the ends of group {group['id']}")
    return problems


def check_lengths(length_m):
    """The length formula against values worked out elsewhere; the tolerance is half of their last digit and a little."""
    return [f"geodesic {a}-{b}: {length_m(a, b) / 1000.0:.4f} km, known {km} km" for a, b, km in KNOWN_GEODESICS
            if abs(length_m(a, b) / 1000.0 - km) > 0.0006]


# ---------------------------------------------------------------- negative controls

def broken(t, name, row, **changes):
    """A copy of the tables with one row changed."""
    out = copy.deepcopy(t)
    out[name][row].update(changes)
    return out


def without(t, name, row):
    out = copy.deepcopy(t)
    del out[name][row]
    return out


def negative_controls(t, at, study):
    """Pairs of what was broken and what the check found: finding nothing is a failure."""
    sea = next(i for i, row in enumerate(t["legs"]) if row["mode"] == "sea")
    rail = next(i for i, row in enumerate(t["legs"]) if row["mode"] == "rail" and row["len_km"])
    composed = next(i for i, row in enumerate(t["corridors"]) if row["kind"] == "composed")
    produced = next(i for i, row in enumerate(t["mines"]) if row["prod_t"])
    ranged = next(i for i, row in enumerate(t["model_rates"]) if row["alternatives"])
    capable = next(i for i, row in enumerate(t["mines"]) if row["capacity"])
    owned = next(i for i, row in enumerate(t["mines"]) if row["owner"])
    other_study = copy.deepcopy(study)
    other_study["group"][0]["corridors"][0] = "SUEZ"
    yield "an id twice", check_keys_and_sources(broken(t, "nodes", 0, node_id=t["nodes"][1]["node_id"]))
    yield "a source missing", check_keys_and_sources(broken(t, "mines", 3, source=" "))
    yield "a confidence unknown", check_keys_and_sources(broken(t, "legs", 3, confidence="sure"))
    yield "a dwell without source", check_nodes(broken(t, "nodes", 0, dwell_h="5"))
    yield "a country unknown", check_nodes(broken(t, "nodes", 0, country="QQ"))
    yield "a leg end that is no node", check_legs(broken(t, "legs", 0, to_node="NOWHERE"))
    yield "a gauge unknown", check_legs(broken(t, "legs", rail, gauge_mm="1524"))
    yield "a status unknown", check_legs(broken(t, "legs", rail, status="open"))
    yield "a published length below the geodesic", check_legs(broken(t, "legs", rail, len_km="1"))
    yield "a sea leg on land", check_legs(broken(t, "legs", sea, sea=""))
    yield "a corridor with a gap", check_corridors(without(t, "corridor_legs", 1))
    yield "a leg travelled the wrong way", check_corridors(broken(t, "corridor_legs", 1, direction="reverse"))
    yield "a corridor with another status", check_corridors(broken(t, "corridors", composed, status="planned"))
    yield "a production without year", check_mines(broken(t, "mines", produced, prod_year=""))
    yield "a mine kind unknown", check_mines(broken(t, "mines", 0, kind="quarry"))
    yield "a commodity out of the vocabulary", check_mines(broken(t, "mines", 0, commodity="Unobtainium"))
    yield "a capacity without a unit", check_mines(broken(t, "mines", capable, cap_unit=""))
    yield "an owner without a country", check_mines(broken(t, "mines", owned, owner_countries=""))
    yield "a position without its uncertainty", check_mines(broken(t, "mines", 0, pos_unc_km=""))
    yield "a status without a source", check_mines(broken(t, "mines", 0, status_conf="high", status_source=""))
    yield "a source text that names no source", check_sources(broken(t, "mines", 0, source="heard somewhere"))
    yield "a source id of another source", check_sources(broken(t, "mines", 0, source_id="asco"))
    yield "a mine in the sea", check_places(broken(t, "mines", 0, lon="51.0", lat="41.0"), at)
    yield "a criticality unknown", check_commodities(broken(t, "commodities", 0, crit_eu="maybe"))
    yield "a rate missing", check_rates({**t, "rates": t["rates"][:291]})
    yield "a range that leaves the value out", check_rates(broken(t, "model_rates", ranged, value_max="0"))
    yield "a scope unknown", check_rates(broken(t, "rates", 0, scope="world"))
    yield "a published value of no corridor", check_published(broken(t, "published", 0, corridor="NOWHERE"))
    yield "a published length in miles", check_published(broken(t, "published", 0, unit="miles"))
    yield "a published length below the geodesic", check_published(broken(t, "published", 0, value="100"))
    yield "a model rate that is no number", check_rates(broken(t, "model_rates", 0, value="fast"))
    yield "a node in another country", check_places(broken(t, "nodes", 0, lon="0.0", lat="50.0"), at)
    yield "a corridor in the wrong group", check_study(t, other_study, GEODATA)
    yield "a length on a sphere", check_lengths(lambda a, b: geodesic.length_m(a, b) * 1.001)


def check_comparison(built):
    """A changed byte, a missing and a surplus file must all be seen by compare_folders."""
    problems = []
    with tempfile.TemporaryDirectory() as name:
        other = pathlib.Path(name) / "copy"
        shutil.copytree(built, other)
        victim = other / "legs.dbf"
        data = bytearray(victim.read_bytes())
        data[-2] ^= 1
        victim.write_bytes(data)
        if compare_folders(built, other) != ["legs.dbf"]:
            problems.append("a changed byte is not detected")
        (other / "mines.shp").unlink()
        (other / "surplus.csv").write_text("a\n")
        if compare_folders(built, other) != ["legs.dbf", "mines.shp", "surplus.csv"]:
            problems.append("a missing or surplus file is not detected")
    return problems


def main():
    t = load()
    study = tomllib.loads((GEODATA / "study.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        built = pathlib.Path(name) / "geodata"
        try:
            build.build(built)
        except ValueError as error:
            print(f"the build fails: {error}")
            return 1
        problems = [f"{output}: the committed file is not what the build makes; run tools/geodata/build.py"
                    for output in compare_folders(built, GEODATA)]
        problems += check_comparison(built)
        problems += check_shapefiles(built, t)
        problems += check_railheads(built, t)
        problems += check_row_sources(built, t)
        no_source = check_row_sources(built, {**t, "sources": [r for r in t["sources"] if r["source_id"] != "geonames"]})
        at = country_lookup(built)
        problems += check_countries(built, at)
        swallowed = check_countries(built, lambda lon, lat: at(lon, lat) or "RU")
    problems += check_keys_and_sources(t) + check_nodes(t) + check_legs(t) + check_corridors(t) + check_mines(t) + check_rates(t)
    problems += check_sources(t) + check_commodities(t) + check_published(t)
    problems += check_places(t, at) + check_study(t, study, GEODATA) + check_lengths(geodesic.length_m)
    controls = [("a country that covers the sea", swallowed), ("a feature of an unknown source", no_source), *negative_controls(t, at, study)]
    problems += [f"blind check: {what} is not found" for what, found in controls if not found]
    for problem in problems:
        print(problem)
    print(f"geodata: {len(problems)} problems, {len(controls)} negative controls")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
