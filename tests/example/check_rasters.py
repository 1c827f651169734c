#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the worked example of docs/rasters.md as it stands in the page: takes the friction table and the commands out of it, and checks
what it says of the mines against the nearest nodes, which another command finds.

    check_rasters.py OREWAY SOURCE_FOLDER
"""

import csv
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FASTEST = 50 / 3.6  # metres a second
SLOWEST = 20 / 3.6
BORDER = 12 * 3600
CELL = 7900  # diagonal of a cell at the equator: the way begins and ends in the middle of a cell
TOO_DEAR = 1.029  # 16 directions
FIELD = "accumulated_cost_from_the_cheapest_source"


def main():
    oreway, source = sys.argv[1], pathlib.Path(sys.argv[2])
    page = (source / "docs/rasters.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        (work / "geodata").symlink_to(source / "geodata")
        (work / "access.toml").write_text(re.search(r"```toml\n(.*?)```", page, re.DOTALL).group(1), encoding="utf-8")

        def run(*words):
            done = subprocess.run([oreway, *words], cwd=work, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{words} ended with {done.returncode}:\n{done.stderr}"

        for line in re.search(r"```sh\n(oreway friction.*?)```", page, re.DOTALL).group(1).splitlines():
            run(*shlex.split(line)[1:])
        run("sample", "access.tif", "geodata/mines.shp", "mines.csv")
        run("nearest", "geodata/mines.shp", "geodata/nodes.shp", "near.csv", "--no-connectors", "--a-fields", "mine_id")

        def rows(name):
            with open(work / name, encoding="utf-8", newline="") as stream:
                return list(csv.DictReader(stream))

        seconds = {row["mine_id"]: float(row[FIELD]) for row in rows("mines.csv")}
        metres = {row["a_mine_id"]: float(row["distance_m"]) for row in rows("near.csv")}
        assert len(seconds) > 200 and seconds.keys() == metres.keys(), f"{len(seconds)} of the mines"
        for mine, time in seconds.items():
            # No way is faster than straight on a road; none dearer than straight beside it, with some borders.
            assert time >= (metres[mine] - CELL) / FASTEST, f"{mine} is {metres[mine]} m away, in {time} s"
            assert time <= TOO_DEAR * (metres[mine] + CELL) / SLOWEST + 3 * BORDER, f"{mine}: {metres[mine]} m, {time} s"
        said = re.search(r"Of the (\d+) mines (\d+) are within an hour, (\d+) are farther than four\s+hours, and the mean is ([\d.]+)", page)
        found = (len(seconds), sum(t < 3600 for t in seconds.values()), sum(t > 14400 for t in seconds.values()),
                 round(sum(seconds.values()) / len(seconds) / 3600, 1))
        # Data that are mended move a mine or two; the page need not follow at once.
        assert all(abs(float(word) - number) <= 0.03 * number + 0.1 for word, number in zip(said.groups(), found)), \
            f"the page says {said.groups()}, the run {found}"
    print("the worked example holds")


if __name__ == "__main__":
    main()
