# SPDX-License-Identifier: MIT
"""What the cases of oreway check read: a sound and an unsound small data set, and layers with faults to repair."""

import json
import struct

STUDY = """[study]
title = "{title}"

[layers.corridors]
path = "corridors.geojson"

[layers.corridor_legs]
path = "corridor_legs.csv"

[layers.legs]
path = "legs.geojson"

[layers.nodes]
path = "nodes.geojson"

[layers.mines]
path = "mines.geojson"

[layers.countries]
path = "countries.geojson"

[rates]
path = "rates.csv"

[sources]
path = "sources.csv"

[[group]]
id = "east"
title = "West to east"
origin = "A"
destination = "E"
corridors = ["RAIL", "FERRY"]
"""
NODES = {"A": (70.0, 45.0), "B": (79.99, 45.0), "C": (90.0, 45.0), "D": (90.0, 40.01), "E": (70.0, 40.01)}
FACT = {"source": "atlas", "confidence": "high"}


def write(file, features, **members):
    text = json.dumps({"type": "FeatureCollection", **members, "features": [
        {"type": "Feature", "id": number, "properties": properties, "geometry": geometry}
        for number, (properties, geometry) in enumerate(features, 1)]}, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def line(*vertices):
    return {"type": "LineString", "coordinates": [list(vertex) for vertex in vertices]}


def point(vertex):
    return {"type": "Point", "coordinates": list(vertex)}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [[list(vertex) for vertex in ring] for ring in rings]}


def on_parallels(west, south, east, north):
    """A box with a vertex every half degree of longitude, so that geodesic edges keep to the parallels."""
    steps = [west + 0.5 * i for i in range(int((east - west) * 2) + 1)]
    return polygon([*((lon, south) for lon in steps), *((lon, north) for lon in reversed(steps)), (west, south)])


def legs():
    """id: ends, mode, gauge, status, countries, sea, line."""
    return {"AB": ["A", "B", "rail", 1520, "operating", "KZ", None, [NODES["A"], NODES["B"]]],
            "BC": ["B", "C", "rail", 1435, "operating", "KZ;CN", None, [NODES["B"], NODES["C"]]],
            "CD": ["C", "D", "rail", 1435, "operating", "CN", None, [NODES["C"], NODES["D"]]],
            "DE": ["D", "E", "sea", None, "operating", None, "OCEAN", [NODES["D"], (90, 38), (70, 38), NODES["E"]]],
            "AE": ["A", "E", "road", None, "operating", "KZ", None, [NODES["A"], NODES["E"]]]}


class DataSet:
    """The rows of a sound data set; what is broken on purpose is broken before it is written."""

    def __init__(self):
        self.nodes = {name: {"id": name, "country": "KZ" if name in "ABE" else "CN", "kind": "port" if name in "DE" else
                             "station", "gauge_change": "1435/1520" if name == "B" else None, **FACT} for name in NODES}
        self.places = dict(NODES)
        self.legs = legs()
        self.more_legs = {}
        self.corridors = {"RAIL": ["A", "C", "operating"], "FERRY": ["A", "E", "operating"]}
        self.members = [["RAIL", 1, "AB"], ["RAIL", 2, "BC"], ["FERRY", 1, "AB"], ["FERRY", 2, "BC"], ["FERRY", 3, "CD"],
                        ["FERRY", 4, "DE"]]
        self.mines = [({"id": "PIT", "country": "KZ", "capacity": 3.3e6, "capacity_unit": "t/year", **FACT}, (71.0, 46.0))]
        self.rates = ["speed_kmh,rail,*,40,km/h,2022,example,atlas,high"]
        self.alpha3 = {"KZ": "KAZ", "CN": "CHN"}

    def write(self, folder, title):
        folder.mkdir()
        group = STUDY.format(title=title).replace('destination = "E"', 'destination = "SOMEWHERE"')
        (folder / "study.toml").write_text(group, encoding="utf-8")
        write(folder / "nodes.geojson", [(row, point(self.places[name])) for name, row in self.nodes.items()])
        write(folder / "legs.geojson", [
            ({"id": name, "from": row[0], "to": row[1], "mode": row[2], "gauge_mm": row[3], "status": row[4],
              "countries": row[5], "sea": row[6], **FACT, **self.more_legs.get(name, {})}, line(*row[7]))
            for name, row in self.legs.items()])
        write(folder / "corridors.geojson", [
            ({"id": name, "origin": row[0], "destination": row[1], "status": row[2], **FACT}, None)
            for name, row in self.corridors.items()])
        write(folder / "mines.geojson", [(row, point(place)) for row, place in self.mines])
        write(folder / "countries.geojson", [
            ({"id": "KZ", "name": "Kazakhstan", "alpha3": self.alpha3["KZ"]}, on_parallels(60, 40, 80, 50)),
            ({"id": "CN", "name": "China", "alpha3": self.alpha3["CN"]}, on_parallels(80, 40, 100, 50))])
        members = [f"{row[0]},{row[1]},{row[2]},,atlas,high" for row in self.members]
        self.table(folder / "corridor_legs.csv", "corridor,sequence,leg,direction,source,confidence", members)
        self.table(folder / "rates.csv", "quantity,mode,country,value,unit,year,basis,source,confidence", self.rates)
        self.table(folder / "sources.csv", "id,title", ["atlas,Atlas of railways"])

    @staticmethod
    def table(file, head, rows):
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def make_data_sets(folder):
    DataSet().write(folder / "strict_good", "A sound data set")
    bad = DataSet()
    bad.nodes["Z"] = {"id": "Z", "country": "KZ", "kind": "halt", "gauge_change": None, "source": None, "confidence": "sure"}
    bad.places["Z"] = (71.0, 45.0)
    bad.nodes["B"]["gauge_change"] = None
    bad.nodes["D"]["kind"] = "station"
    bad.legs["BA"] = ["B", "A", "rail", 1520, "operating", "KZ", None, [NODES["B"], NODES["A"]]]
    bad.legs["CD"][4] = "planned"
    bad.legs["AE"][7] = [(69.9, 45.0), (65.0, 49.0), (65.0, 41.0), NODES["E"]]
    bad.legs["AE"][1] = "EE"
    bad.more_legs["BC"] = {"length_km": 700.0}
    bad.members[4][2] = "AE"
    bad.mines.append(({"id": "SHAFT", "country": "KAZ", "capacity": 5, "capacity_unit": None, **FACT}, (71.0, 39.0)))
    bad.mines.append(({"id": "FIELD", "country": "KZ", "source": "hearsay", "confidence": "low"}, (81.0, 46.0)))
    bad.rates.append("speed_kmh,road,KZ,700,km/h,2022,example,atlas,high")
    bad.alpha3["CN"] = "CNH"
    bad.write(folder / "strict_bad", "A data set with a fault for nearly every rule")


def make_faulty(folder):
    """A layer with everything that a repair can mend, and what it cannot."""
    bowtie = [(60, 40), (61, 41), (61, 40), (60, 41), (60, 40)]
    square = [(62, 40), (63, 40), (63, 41), (62, 41), (62, 40)]
    write(folder / "repair.geojson", [
        ({"site": "bow tie", "country": "Kazakhstan", "since": "2001-02-03", "n": 1.5}, polygon(bowtie)),
        ({"site": "open ring", "country": "KZ", "since": None, "n": 2.25}, polygon(square[:-1])),
        ({"site": "repeated vertex", "country": "398", "since": None, "n": None}, polygon([square[0], *square])),
        ({"site": "clockwise", "country": "KAZ", "since": None, "n": 0.1}, polygon(square[::-1])),
        ({"site": "empty part", "country": "kirghizia", "since": None, "n": 3}, {"type": "MultiPolygon", "coordinates": [
            [[list(v) for v in square]], []]}),
        ({"site": "sound", "country": "KAZ;UZB", "since": None, "n": 4}, polygon(square)),
        ({"site": "nowhere", "country": "Atlantis", "since": None, "n": 5}, None)], name="repair", note="kept")
    write(folder / "repair_good.geojson", [({"site": "sound", "country": "KAZ"}, polygon(square))])


def field(name, kind, width):
    return struct.pack("<11sc4xBB14x", name.encode(), kind, width, 0)


def make_countries_table(folder):
    """A .dbf alone whose field of two letters is too narrow for what it shall hold."""
    rows = [("Zhezkazgan", "KZ"), ("Almalyk", "UZ"), ("Lake", "??")]
    body = b"".join(b" " + name.encode().ljust(12) + code.encode().ljust(2) for name, code in rows)
    head = struct.pack("<4B I 2H 20x", 3, 95, 7, 26, len(rows), 32 + 2 * 32 + 1, 15)
    (folder / "narrow.dbf").write_bytes(head + field("name", b"C", 12) + field("land", b"C", 2) + b"\r" + body + b"\x1a")


def make(folder):
    make_data_sets(folder)
    make_faulty(folder)
    make_countries_table(folder)
