#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs docs/own-data.md: makes the user's folder, takes the study file out of the page, compares, and checks the numbers against a
run on the bundled data. The two differ only by lines that are straight in Albers instead of geodesics.

    check_own_data.py OREWAY SOURCE_FOLDER
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# A straight Albers edge of 500 km at the rim of the frame is longer than the geodesic by under 0.1 %; 0.3 % leaves room for the
# longest leg (1158 km).
LENGTH_TOLERANCE = 0.003


def rows(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), f"{command} ended with {done.returncode}:\n{done.stderr}"
    return done


def main():
    oreway, source = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        folder = work / "folder"
        subprocess.run(["/usr/bin/python3", source / "tests/example/make_user_folder.py", source / "geodata", folder], check=True)
        page = (source / "docs/own-data.md").read_text(encoding="utf-8")
        (folder / "study.toml").write_text(re.search(r"```toml\n(.*?)```", page, re.DOTALL).group(1), encoding="utf-8")

        run(oreway, "compare", folder / "study.toml", "--output", work / "user", "--no-raster")
        run(oreway, "compare", source / "geodata/study.toml", "--output", work / "bundled", "--no-raster")

        user = {row["corridor"]: row for row in rows(work / "user/tables/indicators.csv")}
        bundled = {row["corridor"]: row for row in rows(work / "bundled/tables/indicators.csv")}
        assert len(user) >= 30, f"only {len(user)} corridors were read"
        for corridor, row in user.items():
            ours, theirs = float(row["length_km"]), float(bundled[corridor]["length_km"])
            assert abs(ours / theirs - 1) < LENGTH_TOLERANCE, f"{corridor}: {ours} km against {theirs} km"
            for column in ("border_crossings", "gauge_breaks"):
                assert row[column] == bundled[corridor][column], f"{corridor}: {column} differs"

        ranking = [row for row in rows(work / "user/tables/ranking.csv") if row["rank"]]
        assert {row["group"] for row in ranking} == {"alashankou_poti"}, ranking
        names = {row["name"] for row in user.values()}
        assert any("Middle Corridor" in name for name in names), "texts were lost on the way"

        manifest = json.loads((work / "user/manifest.json").read_text(encoding="utf-8"))
        operations = {item["path"].split("/")[-1]: item["operation"] for item in manifest["inputs"] if item.get("operation")}
        for layer in ("koridory.shp", "uchastki.shp", "rudniki.shp"):
            assert "15865" in operations[layer], f"{layer} was transformed by {operations[layer]}"
    print("the worked example holds")


if __name__ == "__main__":
    main()
