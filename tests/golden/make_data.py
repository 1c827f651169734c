#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the small, partly damaged files that the golden cases read. usage: make_data.py FOLDER"""

import json
import pathlib
import shutil
import struct
import sys
import zipfile

import check_data
import flow_data

WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')
POINT, LINE = 1, 3


def shapes_of(kind, features):
    """The record contents of a shapefile: points, or lines of one part."""
    for coordinates in features:
        if kind == POINT:
            yield struct.pack("<i2d", POINT, *coordinates)
        else:
            xs, ys = zip(*coordinates)
            yield struct.pack("<i4d3i", LINE, min(xs), min(ys), max(xs), max(ys), 1, len(xs), 0) + b"".join(
                struct.pack("<2d", *vertex) for vertex in coordinates)


def write_shapefile(stem, kind, features, names, *, encoding=None, projection=WGS84):
    """A shapefile with one text field 'name', written byte by byte so that no library mends it."""
    contents = list(shapes_of(kind, features))
    vertices = features if kind == POINT else [vertex for line in features for vertex in line]
    xs, ys = zip(*vertices)
    box = struct.pack("<8d", min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
    records, index, place = b"", b"", 50
    for number, content in enumerate(contents, 1):
        head = struct.pack(">2i", number, len(content) // 2)
        index += struct.pack(">2i", place, len(content) // 2)
        records += head + content
        place += (8 + len(content)) // 2
    for ending, body in ((".shp", records), (".shx", index)):
        header = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(body) // 2) + struct.pack("<2i", 1000, kind) + box
        stem.with_suffix(ending).write_bytes(header + body)
    rows = b"".join(b" " + name.encode(encoding or "utf-8").ljust(20) for name in names)
    table = struct.pack("<4B I 2H 20x", 3, 95, 7, 26, len(names), 32 + 32 + 1, 21)
    field = struct.pack("<11sc4xBB14x", b"name", b"C", 20, 0)
    stem.with_suffix(".dbf").write_bytes(table + field + b"\r" + rows + b"\x1a")
    if encoding:
        stem.with_suffix(".cpg").write_text(encoding.upper())
    if projection:
        stem.with_suffix(".prj").write_text(projection)


def write_geojson(file, features):
    text = json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in features]},
        ensure_ascii=False)
    file.write_text(text, encoding="utf-8")


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def line(*vertices):
    """Vertices in the order latitude, longitude, as the tables of reference numbers have them."""
    return {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in vertices]}


def polygon(*vertices):
    return {"type": "Polygon", "coordinates": [[[lon, lat] for lat, lon in (*vertices, vertices[0])]]}


def box(west, south, east, north):
    return polygon((south, west), (south, east), (north, east), (north, west))


def make_near(folder):
    """What nearest reads: one file a reference row, each with the points and the edge of the row; a table of groups."""
    khorgos, aktau = (44.216, 80.41), (43.6532, 51.1975)
    rows = {"baselga": ((52, 5.5), ((52, 5), (51.4, 6))), "atlantic": ((64, -22), ((42, 29), (39, -77))),
            "south": ((64, -22), ((42, 29), (-35, -70))), "tashkent": ((41.2995, 69.2401), (khorgos, aktau)),
            "dushanbe": ((38.5598, 68.787), ((41.2995, 69.2401), (40.022, 52.9552))),
            "midpoint": ((44.878738658, 65.733338463), (khorgos, aktau)),
            "antimeridian": ((65, 179.5), ((66, -179.5), (64, -179.5)))}
    for name, ((lat, lon), edge) in rows.items():
        write_geojson(folder / f"near_{name}_a.geojson", [({"name": name}, point(lon, lat))])
        write_geojson(folder / f"near_{name}_b.geojson", [({"name": "far"}, line((-80, 10), (-81, 10))),
                                                         ({"name": "edge", "km": 7}, line(*edge))])
    ores = (("copper", 60.0), ("copper", 61.0), ("gold", 62.0), ("gold", 65.0), (None, 70.0))
    write_geojson(folder / "ores.geojson", [({"mine": f"M{lon:.0f}", "ore": ore}, point(lon, 45.0)) for ore, lon in ores])
    write_geojson(folder / "towns.geojson", [({"name": "town", "people": 5}, point(60.2, 45.0)), ({"name": "nowhere"}, None),
                                             ({"name": "south"}, point(60.0, -45.0))])


def make_measured(folder):
    """What overlap and measure read; the numbers they must give are in run_golden.py."""
    corridor = ((44.216, 80.41), (43.238, 76.8829), (42.8746, 74.5698), (42.3417, 69.5901), (41.2995, 69.2401),
                (39.6542, 66.9597), (39.0886, 63.5797), (37.9601, 58.3261), (40.022, 52.9552))
    write_geojson(folder / "ways.geojson", [
        ({"way": "Almaty - Tashkent"}, line((43.238, 76.8829), (41.2995, 69.2401))),
        ({"way": "Khorgos - Aktau"}, line((44.216, 80.41), (43.6532, 51.1975))),
        ({"way": "Aktau - Baku"}, line((43.6532, 51.1975), (40.4093, 49.8671))),
        ({"way": "Turkmenbashi - Baku"}, line((40.022, 52.9552), (40.4093, 49.8671))),
        ({"way": "equator at the antimeridian"}, line((0, 179.5), (0, -179.5))),
        ({"way": "north at the antimeridian"}, line((65, 179.9), (66, -179.9))),
        ({"way": "nine points"}, line(*corridor))])
    write_geojson(folder / "areas.geojson", [
        ({"area": "triangle"}, polygon((2, 1), (1, 2), (3, 3))),
        ({"area": "cap"}, polygon((89, 0), (89, 90), (89, 180), (89, 270))),
        ({"area": "octant"}, polygon((90, 0), (0, 0), (0, 90))),
        ({"area": "polar triangle"}, polygon((45, 60), (45, 180), (45, -60))),
        ({"area": "antimeridian"}, box(170, 65, -170, 70)),
        ({"area": "steppe"}, box(60, 40, 70, 45))])
    write_geojson(folder / "steppe.geojson", [({"name": "steppe", "AREA_KM2": 1.5}, box(60, 40, 70, 45))])
    write_geojson(folder / "grazing.geojson", [({"name": "north"}, box(65, 42, 75, 47)),
                                               ({"name": "inside"}, box(66, 42, 68, 43))])
    write_geojson(folder / "mixed.geojson", [
        ({"name": "line"}, line((41, 58), (41, 72))), ({"name": "point"}, point(65.0, 42.0)), ({"name": "null"}, None),
        ({"name": "polygon"}, box(64, 41, 66, 43)), ({"name": "beside"}, line((41.005, 58), (41.005, 66)))])
    bowtie = [[60.0, 40.0], [61.0, 41.0], [61.0, 40.0], [60.0, 41.0], [60.0, 40.0]]
    write_geojson(folder / "bowtie.geojson", [({"name": "bow tie"}, {"type": "Polygon", "coordinates": [bowtie]})])
    write_geojson(folder / "nothing.geojson", [])
    (folder / "friction_bad.toml").write_text("[friction]\nspeed_kmhh = 5\n")


def make_rasters(folder):
    """A slope of 20 by 20 cells as an ESRI ASCII grid, and one without a reference system."""
    folder.mkdir()
    rows = [" ".join(str(500 + 10 * row + column) for column in range(20)) for row in range(20)]
    rows[3] = rows[3].replace("530", "-1", 1)
    text = "ncols 20\nnrows 20\nxllcorner 68.9\nyllcorner 41.5\ncellsize 0.02\nNODATA_value -1\n" + "\n".join(rows) + "\n"
    for name in ("dem", "nowhere"):
        (folder / f"{name}.asc").write_text(text)
    (folder / "dem.prj").write_text(WGS84)


def make_costs(folder):
    """Sources on the slope, ends beside it, and a slope with a cell of zero."""
    folder.mkdir()
    (folder / "zero.asc").write_text((folder.parent / "raster" / "dem.asc").read_text().replace("535", "0"))
    write_geojson(folder / "posts.geojson", [
        ({"name": "post", "wait": 60}, point(69.05, 41.7)), ({"name": "way", "wait": 0}, line((41.6, 68.8), (41.6, 69.0)))])
    write_geojson(folder / "beside.geojson", [({"name": "hole"}, point(68.91, 41.83)), ({"name": "far"}, point(70.0, 42.5))])


def make(folder):
    make_rasters(folder / "raster")
    make_costs(folder / "cost")
    make_measured(folder)
    make_near(folder)
    places = [(76.8829, 43.238), (69.2401, 41.2995)]
    write_shapefile(folder / "good", POINT, places, ["Almaty", "Tashkent"], encoding="utf-8")
    write_shapefile(folder / "cyrillic", POINT, places, ["Алматы", "Ташкент"], encoding="cp1251")
    write_shapefile(folder / "nocrs", POINT, places, ["Almaty", "Tashkent"], projection=None)
    write_shapefile(folder / "metres", POINT, [(653000.0, 4789000.0)], ["UTM"])
    lines = [[(60.0 + i, 40.0), (60.5 + i, 41.0)] for i in range(4)]
    write_shapefile(folder / "cut", LINE, lines, ["a", "b", "c", "d"])
    shp = folder / "cut.shp"
    shp.write_bytes(shp.read_bytes()[:-100])
    write_geojson(folder / "swapped.geojson", [({"id": 1}, point(43.2, 176.9))])
    (folder / "nan.geojson").write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{"id":1},"geometry":{"type":"Point","coordinates":[76.9,43.2]}},'
        '{"type":"Feature","properties":{"id":2},"geometry":{"type":"Point","coordinates":[NaN,43.2]}},'
        '{"type":"Feature","properties":{"id":3},"geometry":{"type":"Point","coordinates":[1e400,43.2]}}]}')
    bowtie = [[60.0, 40.0], [61.0, 41.0], [61.0, 40.0], [60.0, 41.0], [60.0, 40.0]]
    write_geojson(folder / "faults.geojson", [
        ({"id": "a"}, {"type": "Polygon", "coordinates": [bowtie]}),
        ({"id": "a"}, {"type": "LineString", "coordinates": [[60.0, 40.0], [60.0, 40.0]]}),
        ({"id": None}, {"type": "LineString", "coordinates": [[60.0, 40.0], [60.0, 40.0], [61.0, 40.0]]}),
        ({"id": "d"}, None)])
    write_geojson(folder / "control.geojson", [({"bell\x07field": "esc\x1b[31m"}, point(70.0, 40.0))])
    (folder / "innocent.geojson").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="good"><SrcDataSource>good.shp</SrcDataSource></OGRVRTLayer>'
        '</OGRVRTDataSource>')
    (folder / "places.kml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name>'
        '<Folder><name>places</name><Placemark><name>Khorgos</name><Point><coordinates>80.41,44.216</coordinates></Point>'
        '</Placemark></Folder></Document></kml>')
    (folder / "zero.geojson").write_text("")
    write_shapefile(folder / "plain", POINT, places, ["Almaty", "Tashkent"])
    for ending in (".shp", ".shx", ".prj"):
        (folder / "plain").with_suffix(ending).unlink()
    (folder / "broken.geojson").write_text('{"type":"FeatureCollection","features":[')
    (folder / "bad.toml").write_text('tittle = "misspelt"\n[layers.corridors]\npath = "missing.shp"\n')
    (folder / "empty").mkdir()
    collection = folder / "collection"
    collection.mkdir()
    for file in ("good.shp", "good.shx", "good.dbf", "good.prj", "good.cpg", "places.kml"):
        shutil.copy(folder / file, collection / file)
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        for ending in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.write(folder / f"good.{ending}", f"inside/good.{ending}")
    user = folder / "user"
    user.mkdir()
    write_geojson(user / "corridors.geojson", [
        ({"id": "north", "name": "North", "origin": "A", "destination": "B"},
         {"type": "LineString", "coordinates": [[60.0, 42.0], [70.0, 43.0]]}),
        ({"id": "south", "name": "South", "origin": "A", "destination": "B"},
         {"type": "LineString", "coordinates": [[60.0, 41.0], [70.0, 42.0]]})])
    make_studies(folder)
    make_twin(folder)
    check_data.make(folder)
    flow_data.make(folder)


def make_twin(folder):
    """A small network in the file layout of the World Bank's study of Central Asian railways, with made-up places and costs:
    a cheaper link before a dearer one for the same pair, a border with a gauge change (Gate), a border town that is an origin, too
    (Edge), a link closed by its cost, an island."""
    twin = folder / "twin"
    twin.mkdir()
    (twin / "links.csv").write_text(
        "source,target,link_id,length,cost\n1,2,1,100,10\n1,2,2,120,14.5\n2,3,3,50,4\n3,4,4,60,6\n4,5,5,70,7\n5,6,6,30,3\n"
        "5,7,7,80,8\n7,8,8,90,9\n2,8,9,300,100000\n4,10,10,40,4.25\n")
    (twin / "edges.csv").write_text("source,target,link_id,length,time\n" + "".join(
        f"0,0,{link},0,{hours}\n" for link, hours in ((1, 4), (2, 5), (3, 2), (4, 3), (5, 3.5), (6, 1), (7, 4), (8, 4.5), (10, 2))))
    nodes = [(1, "Alpha", "AAA", 0, 0, 0, 0, 60.0), (2, "Beta", "AAA", 0, 0, 0, 0, 61.0), (3, "Gate", "AAA", 1, 1, 0, 40, 62.0),
             (4, "Delta", "BBB", 0, 0, 0, 0, 63.0), (5, "Edge", "BBB", 1, 0, 1, 20, 64.0), (6, "Foxtrot", "BBB", 0, 0, 0, 0, 64.5),
             (7, "Golf", "CCC", 0, 0, 0, 0, 65.0), (8, "Hotel", "CCC", 0, 0, 0, 0, 66.0), (9, "Island", "DDD", 0, 0, 0, 0, 70.0),
             (10, "Juliett", "BBB", 0, 0, 0, 0, 63.5)]
    word = ("FALSE", "TRUE")
    (twin / "nodes.csv").write_text(
        "node_id,name,country,border,gauge_change,if_border_is_an_origin_or_destination,cost\r\n" + "".join(
            f"{i},{name},{land},{word[border]},{word[gauge]},{word[end]},{cost or ' -   '}\r\n"
            for i, name, land, border, gauge, end, cost, _ in nodes))
    (twin / "rail_nodes_Feb12_v12.csv").write_text("node_id,name,X,Y\n" + "".join(
        f"{i},{name},{lon},45.0\n" for i, name, *_, lon in nodes))
    source = pathlib.Path(__file__).parents[2] / "docs" / "world-bank-study" / "world-bank.toml"
    shutil.copy(source, twin / "world-bank.toml")
    make_faulty_networks(folder)


def make_faulty_networks(folder):
    """One fault each: a cost below zero, a speed of zero, a rate that nobody has, lines to be joined."""
    legs = {"negative": ("cost", "A,B,1,10,-5\nB,C,2,20,3\n"), "zero_speed": ("speed", "A,B,1,10,0\nB,C,2,20,30\n"),
            "no_rate": ("cost", "A,B,1,10,5\nB,C,2,20,\n")}
    for name, (column, rows) in legs.items():
        (folder / f"{name}.csv").write_text(f"from,to,id,km,{column}\n{rows}")
        ours = {"cost": "cost_usd_t", "speed": "speed_kmh"}[column]
        (folder / f"{name}.toml").write_text(
            f'[layers.legs]\npath = "{name}.csv"\nfields = {{ length_km = "km", {ours} = "{column}" }}\n')
    write_geojson(folder / "loose.geojson", [
        ({"id": "L1", "mode": "rail"}, line((45.0, 60.0), (45.0, 61.0))),
        ({"id": "L2", "mode": "rail"}, line((45.0001, 61.0), (45.0, 62.0), (45.5, 62.0))),
        ({"id": "L3", "mode": "rail"}, line((45.0, 62.0), (45.0, 63.0)))])
    (folder / "loose.toml").write_text('[layers.legs]\npath = "loose.geojson"\n'
                                       '[network]\nsnap_m = 20\nnoding = "shared_vertices"\n')


def make_studies(folder):
    """Studies at the edges: no line at all, a line over the antimeridian or by the pole."""
    write_geojson(folder / "null.geojson", [({"id": "N", "status": "operating"}, None)])
    for name, ends in (("pacific", [[170.0, 60.0], [-170.0, 62.0]]), ("polar", [[10.0, 89.5], [-170.0, 89.9]])):
        write_geojson(folder / f"{name}.geojson", [
            ({"id": "A", "status": "operating"}, {"type": "LineString", "coordinates": ends})])
    for name in ("null", "pacific", "polar"):
        (folder / f"{name}.toml").write_text(f'[layers.corridors]\npath = "{name}.geojson"\n')


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    make(target)
