# SPDX-License-Identifier: MIT
"""What burn, density, sample and friction write, against numbers of other tools and against each other."""

import csv
import json
import math
import pathlib
import tempfile


def demand(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")


def run(program, *arguments, code=0):
    done = program.run(*(str(argument) for argument in arguments))
    demand(done.returncode == code, f"{' '.join(map(str, arguments))} gives {done.returncode}: {done.stderr.decode()}")
    return done


def first_row(program, *arguments):
    lines = run(program, *arguments, "--format", "csv").stdout.decode().splitlines()
    return next(csv.DictReader(lines))


def rows_of(file):
    with open(file, encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def check_burn(program, folder):
    measured = first_row(program, "measure", "ways.geojson")
    burnt = first_row(program, "burn", "ways.geojson", folder / "ways.tif", "--bbox", "-180,-90,180,90", "--resolution", "0.5")
    total = float(measured["length_km"])
    demand(abs(float(burnt["in_grid"]) - total) < 1e-9 * total + 1e-6, f"measured {total}, burnt {burnt['in_grid']}")
    demand((folder / "ways.qml").exists() and not (folder / "ways.tif.aux.xml").exists(), "the style or a stranger")
    areas = first_row(program, "burn", "areas.geojson", folder / "areas.tif", "--bbox", "-180,-90,180,90", "--resolution", "1")
    total = float(first_row(program, "measure", "areas.geojson")["area_km2"])
    demand(abs(float(areas["in_grid"]) - total) < 1e-9 * total, f"measured {total}, burnt {areas['in_grid']}")
    for number in ("1", "2"):
        run(program, "burn", "areas.geojson", folder / f"t{number}.tif", "--resolution", "2", "-j", number)
    demand((folder / "t1.tif").read_bytes() == (folder / "t2.tif").read_bytes(), "threads change the bytes")


def check_density(program, folder):
    done = first_row(program, "density", "ores.geojson", folder / "ores.tif", "--radius", "80km", "--bbox", "55,40,75,50",
                     "--resolution", "0.25", "--conserve")
    demand(done["points"] == "5" and float(done["weight"]) == 5.0, f"density of ores says {done}")
    for number in ("1", "2"):
        run(program, "density", "ores.geojson", folder / f"d{number}.tif", "--resolution", "0.25", "-j", number)
    demand((folder / "d1.tif").read_bytes() == (folder / "d2.tif").read_bytes(), "threads change the bytes")


def check_sample(program, folder):
    """The slope of raster/dem.asc: 500 + 10 row + column, cells of 0.02 degrees from 68.9 E and 41.9 N; one is missing."""
    points = {"centre": (68.91, 41.89, 500.0), "sixth": (69.0101, 41.8701, 515.0), "missing": (68.91, 41.83, None),
              "outside": (60.0, 41.0, None)}
    (folder / "p.csv").write_text("name,lon,lat\n" + "".join(f"{n},{x},{y}\n" for n, (x, y, _) in points.items()))
    run(program, "sample", "raster/dem.asc", folder / "p.csv", folder / "p_out.csv", "--assume-crs", "EPSG:4326")
    for row, (name, (_, _, value)) in zip(rows_of(folder / "p_out.csv"), points.items()):
        got = float(row["band_1"]) if row["band_1"] else None
        demand(row["name"] == name and got == value, f"{name} is {got}, not {value}")
    run(program, "sample", "raster/dem.asc", folder / "p.csv", folder / "b_out.csv", "--assume-crs", "EPSG:4326", "--method",
        "bilinear")
    smooth = float(rows_of(folder / "b_out.csv")[1]["band_1"])  # linear in both directions
    demand(abs(smooth - (515.0 + 0.005 - 0.05)) < 1e-6, f"bilinear is {smooth}")
    feature = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "down"},
         "geometry": {"type": "LineString", "coordinates": [[69.01, 41.9], [69.01, 41.8]]}},
        {"type": "Feature", "properties": {"name": "nowhere"}, "geometry": None}]}
    (folder / "l.geojson").write_text(json.dumps(feature))
    run(program, "sample", "raster/dem.asc", folder / "l.geojson", folder / "l_out.csv")
    down, nowhere = rows_of(folder / "l_out.csv")
    demand([float(down[f"band_1_{k}"]) for k in ("min", "max", "nodata_share")] == [505.0, 545.0, 0.0], f"the line has {down}")
    demand(abs(float(down["band_1_mean"]) - 525.0) < 1e-3, f"five cells of nearly one length, but {down}")
    demand(nowhere["name"] == "nowhere" and nowhere["band_1_mean"] == "", f"a null geometry has {nowhere}")
    run(program, "sample", "raster/dem.asc", folder / "l.geojson", folder / "posts.csv", "--every", "5km")
    posts = rows_of(folder / "posts.csv")
    along = [float(row["along_m"]) for row in posts[:-1]]
    demand(along[:3] == [0.0, 5000.0, 10000.0] and len(posts) == 5 and abs(along[3] - 11106.3) < 1, f"posts are {posts}")


def check_friction(program, folder):
    (folder / "friction.toml").write_text(
        "[friction]\nspeed_kmh = 5\n[[friction.barrier]]\npath = \"wall.geojson\"\n"
        "[[friction.way]]\npath = \"road.geojson\"\nspeed_field = \"kmh\"\n")
    lines = {"wall": ([[61.5, 40.2], [61.5, 44.8]], {}), "road": ([[60.2, 42.55], [63.8, 42.52]], {"kmh": 72})}
    for name, (coordinates, properties) in lines.items():
        (folder / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": coordinates}}]}))
    run(program, "friction", folder / "friction.toml", folder / "friction.tif", "--bbox", "60,40,64,45", "--resolution", "0.5")
    (folder / "f.csv").write_text("name,lon,lat\nplain,60.3,44.3\nroad,60.3,42.6\nbridge,61.6,42.6\nwall,61.6,44.3\n")
    run(program, "sample", folder / "friction.tif", folder / "f.csv", folder / "f_out.csv", "--assume-crs", "EPSG:4326")
    got = [row["friction"] for row in rows_of(folder / "f_out.csv")]
    demand(abs(float(got[0]) - 0.72) < 1e-6 and abs(float(got[1]) - 0.05) < 1e-6, f"friction is {got}")
    demand(abs(float(got[2]) - 0.05) < 1e-6 and got[3] == "", f"the road goes through the wall, nothing else: {got}")
    run(program, "friction", folder / "friction.toml", folder / "friction.tif", "--bbox", "60,40,64,45", code=2)


def check_cover_and_slope(program, folder):
    """The slope of raster/dem.asc once as land cover and once as heights: 10 m a row of 2221 m, 1 m a column of 1660 m."""
    dem = (program.data / "raster/dem.asc").resolve()
    points = "name,lon,lat\nlow,69.01,41.89\nfree,69.01,41.87\nclosed,69.01,41.55\nmissing,68.91,41.83\nbeside,68.93,41.83\n"
    (folder / "c.csv").write_text(points)
    head = f"[friction]\nspeed_kmh = 36\n[friction.cover]\nraster = \"{dem}\"\n"
    classes = "[[friction.class]]\nfrom = 500\nto = 509\nspeed_kmh = 18\n[[friction.class]]\nfrom = 670\nto = 699\nspeed_kmh = 0\n"

    def values(name, text):
        (folder / f"{name}.toml").write_text(text)
        run(program, "friction", folder / f"{name}.toml", folder / f"{name}.tif")
        run(program, "sample", folder / f"{name}.tif", folder / "c.csv", folder / f"{name}.csv", "--assume-crs", "EPSG:4326")
        return [row["friction"] for row in rows_of(folder / f"{name}.csv")]

    cover = values("cover", head + classes)
    demand([round(float(value), 6) if value else None for value in cover] == [0.2, 0.1, None, 0.1, 0.1], f"cover gives {cover}")
    slope = f"[friction.slope]\nraster = \"{dem}\"\n"
    grade = math.hypot(20 / 4442.3, 2 / 3320.0)  # over two rows and two columns
    steep = values("slope", head + slope)
    factor = math.cosh(3.5 * grade)  # Tobler up and down where the slope is below 5 %
    demand(abs(float(steep[1]) / 0.1 - factor) < 1e-6, f"slope gives {steep}, not {0.1 * factor}")
    demand(steep[3] == "" and steep[4] != "", f"a cell without height is no way, its neighbour is: {steep}")
    railway = values("rail", head + slope + "max_grade = 0.004\n")
    demand(railway[1] == "", f"steeper than the greatest grade: {railway}")


def check_no_data(program, folder):
    """A raster of nothing but no data gives nulls, and a second run needs --overwrite."""
    (folder / "none.asc").write_text("ncols 2\nnrows 2\nxllcorner 60\nyllcorner 40\ncellsize 1\nNODATA_value -1\n-1 -1\n-1 -1\n")
    (folder / "n.csv").write_text("name,lon,lat\nhere,60.5,40.5\n")
    words = ("sample", folder / "none.asc", folder / "n.csv", folder / "n_out.csv", "--assume-crs", "EPSG:4326")
    row = first_row(program, *words)
    demand(row["without_data"] == "1" and row["mean"] in ("", "n/a"), f"the summary says {row}")
    demand(rows_of(folder / "n_out.csv")[0]["band_1"] == "", "no data became a value")
    run(program, *words, code=2)
    run(program, *words, "-O")


def check(program):
    with tempfile.TemporaryDirectory() as name:
        for one in (check_burn, check_density, check_sample, check_friction, check_cover_and_slope, check_no_data):
            one(program, pathlib.Path(name))
