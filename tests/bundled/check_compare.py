#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs `oreway compare` on the bundled data and reads what it wrote: the corridors a planner asks for are there, lengths by country add
up, drawn and known lengths stand side by side, the same input gives the same bytes for any number of threads, and nothing unknown is
zero. Geodesics are taken again with GeographicLib's GeodSolve, which shares no code with Oreway.

    check_compare.py OREWAY SOURCE_FOLDER
"""

import csv
import filecmp
import json
import pathlib
import subprocess
import sys
import tempfile

# What the issue of a corridor comparison is about; each must be in the table whatever else is.
WANTED = {"TITR_BEINEU": "Middle Corridor", "NORTH_KZ": "Northern", "INSTC_EAST": "INSTC", "INSTC_WEST": "INSTC",
          "INSTC_CASPIAN": "INSTC", "KTI": "Kazakhstan-Turkmenistan-Iran", "CKU": "China-Kyrgyzstan-Uzbekistan",
          "TRANSAFGHAN": "Trans-Afghan", "LAPIS_AQINA": "Lapis Lazuli", "LAPIS_TORGHUNDI": "Lapis Lazuli",
          "BTK": "Baku-Tbilisi-Kars", "TRIPP": "TRIPP", "SUEZ": "Suez"}
# Rail sections whose real length was measured or published (geodata/README.md, source in each row), km.
KNOWN_SECTIONS = {("HAIRATAN", "MAZAR"): 75.2, ("BEREKET", "ASHGABAT"): 298.1, ("TEJEN", "MARY"): 125.4, ("ALTYNKOL", "ZHETYGEN"): 283.2,
                  ("HAJIGABUL", "GANJA"): 234.5, ("UZEN", "BOLASHAK"): 141.8, ("TURKMENBASHI", "BEREKET"): 262.4}
CLOSURE_KM = 1e-6  # 1 mm, the promise; the tables carry six decimals of a kilometre
ROUNDING_KM = 5e-7  # of one printed length by country
NODE_DOUBT = 0.98  # a published length may be shorter than the geodesic by the doubt of the node positions (tests/geodata)


def rows(folder, table):
    with open(folder / "tables" / f"{table}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def compare(oreway, source, out, *options):
    command = [oreway, "compare", source / "geodata/study.toml", "--output", out, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), f"ended with {done.returncode}: {done.stderr}"
    return done


def check_corridors(out):
    table = {row["corridor"]: row for row in rows(out, "indicators")}
    for corridor, name in WANTED.items():
        assert corridor in table, f"{corridor} is missing"
        assert name in table[corridor]["name"], f"{corridor} is called {table[corridor]['name']}"
    assert table["CKU"]["status"] == "construction" and table["TRANSAFGHAN"]["status"] == "planned"
    return table


def check_closure(out):
    """The geodesic lengths are on the GeoPackage layer in full precision; the tables are rounded to 1 mm."""
    total = {}
    parts = {}
    for row in rows(out, "length_by_country"):
        total[row["corridor"]] = total.get(row["corridor"], 0.0) + float(row["length_km"])
        parts[row["corridor"]] = parts.get(row["corridor"], 0) + 1
    layer = json.loads((out / "geojson/corridors.geojson").read_text(encoding="utf-8"))
    for feature in layer["features"]:
        corridor, length = feature["properties"]["corridor"], feature["properties"]["length_km"]
        allowed = CLOSURE_KM + parts[corridor] * ROUNDING_KM
        assert abs(total[corridor] - length) <= allowed, f"{corridor}: countries give {total[corridor]} km, the whole is {length} km"


def node_positions(source):
    with open(source / "geodata/tables/nodes.csv", encoding="utf-8", newline="") as stream:
        return {row["node_id"]: (row["lat"], row["lon"]) for row in csv.DictReader(stream)}


def check_sections(out, source):
    sections = rows(out, "sections")
    positions = node_positions(source)
    lines = "".join(f"{' '.join(positions[row['from']])} {' '.join(positions[row['to']])}\n" for row in sections)
    solved = subprocess.run(["GeodSolve", "-i", "-p", "6"], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    known = 0
    for row, answer in zip(sections, solved, strict=True):
        geodesic = float(answer.split()[2]) / 1000
        assert abs(geodesic - float(row["geodesic_km"])) < 0.0006, f"{row['leg']}: {row['geodesic_km']} km, GeodSolve says {geodesic}"
        assert float(row["drawn_km"]) > geodesic - 0.001, f"{row['leg']} is drawn shorter than the geodesic between its ends"
        if row["known_km"]:
            known += 1
            assert row["source"], f"{row['leg']}: a known length without its source"
            assert float(row["known_km"]) >= NODE_DOUBT * geodesic, f"{row['leg']} is known shorter than the geodesic"
            shortfall = 100 * (1 - float(row["drawn_km"]) / float(row["known_km"]))
            assert abs(shortfall - float(row["shortfall_pct"])) < 0.1, f"{row['leg']}: shortfall {row['shortfall_pct']} %"
    assert known >= 40, f"only {known} sections have a known length"
    by_ends = {frozenset((row["from"], row["to"])): row for row in sections}
    for ends, length in KNOWN_SECTIONS.items():
        assert float(by_ends[frozenset(ends)]["known_km"]) == length, f"{ends}: {by_ends[frozenset(ends)]}"


def check_unknown(out, table):
    for row in rows(out, "indicator_notes"):
        if row["value"] == "":
            assert row["reason"], f"{row['corridor']}: {row['indicator']} is n/a without a reason"
    # The World Bank, cited by EY in 2024: 28 to 40 days by sea from China to Europe, and 1500 to 2000 USD for 40 ft in 2023; Drewry says
    # 2370 USD in March 2025, which is 118.5 USD for each of 20 t.
    assert 28 * 24 < float(table["SUEZ"]["transit_time_h"]) < 40 * 24, table["SUEZ"]["transit_time_h"]
    assert 1500 / 20 < float(table["SUEZ"]["haulage_usd_t"]) < 2500 / 20, table["SUEZ"]["haulage_usd_t"]
    marked = {(row["corridor"], row["indicator"]) for row in rows(out, "indicator_notes") if "(example)" in row["basis"]}
    assert ("INSTC_EAST", "node_h") in marked, "the stay in an ocean port is an example and must say so"
    for row in rows(out, "ranking"):
        assert row["rank"] or row["remark"], f"{row['corridor']} is not ranked and nobody says why"


def check_ranking(out):
    ranked = [row for row in rows(out, "ranking") if row["rank"]]
    assert {"alashankou_poti", "moscow_bandarabbas", "tashkent_poti"} <= {row["group"] for row in ranked}
    assert not [row for row in ranked if row["scenario"] == "today" and row["status"] != "operating"]
    assert [row for row in ranked if row["scenario"] == "2030" and row["status"] == "construction"]
    assert "SUEZ" not in {row["corridor"] for row in ranked}, "a sea route was ranked against a railway"


def check_same_bytes(oreway, source, out, work):
    compare(oreway, source, work / "again", "--threads", "1")
    names = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and p.name != "manifest.json")
    _, different, missing = filecmp.cmpfiles(out, work / "again", names, shallow=False)
    assert not different and not missing, f"a second run with one thread differs: {different} {missing}"


def check_manifest(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert all(item["hash"] and item["path"] for item in manifest["inputs"])
    listed = {item["name"] for item in manifest["outputs"]}
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} - {"manifest.json"}
    assert listed == there, f"manifest and folder differ: {sorted(listed ^ there)}"


def main():
    oreway, source = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        out = work / "out"
        compare(oreway, source, out)
        table = check_corridors(out)
        check_closure(out)
        check_sections(out, source)
        check_unknown(out, table)
        check_ranking(out)
        check_manifest(out)
        check_same_bytes(oreway, source, out, work)
    print("the comparison of the bundled data holds what it promises")


if __name__ == "__main__":
    main()
