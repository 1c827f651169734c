#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a folder of many small datasets of mixed formats, reference systems and encodings, and broken ones among them.

make_batch.py FOLDER COUNT BROKEN    prints the names of the broken ones, relative to FOLDER, a line each
"""
import os
import random
import struct
import sys

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
SYSTEMS = [4326, 4284, 32642, 32643, 28412, 28413, 3857]
NAMES = ["Алматы", "Ташкент", "Бишкек", "Душанбе", "Ашхабад"]


def system(code):
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(code)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


WGS84 = system(4326)


def to_system(code):
    return osr.CoordinateTransformation(WGS84, system(code)) if code != 4326 else None


def shape(rng, kind):
    lon, lat = rng.uniform(70, 77), rng.uniform(40, 44)
    points = [(lon + 0.1 * i + rng.uniform(0, 0.05), lat + rng.uniform(-0.1, 0.1)) for i in range(5)]
    if kind == ogr.wkbPoint:
        geometry = ogr.Geometry(ogr.wkbPoint)
        geometry.AddPoint_2D(*points[0])
        return geometry
    if kind == ogr.wkbLineString:
        geometry = ogr.Geometry(ogr.wkbLineString)
        for point in points:
            geometry.AddPoint_2D(*point)
        return geometry
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for dx, dy in ((0, 0), (0, 0.2), (0.2, 0.2), (0.2, 0), (0, 0)):
        ring.AddPoint_2D(lon + dx, lat + dy)
    geometry = ogr.Geometry(ogr.wkbPolygon)
    geometry.AddGeometry(ring)
    return geometry


def vector(file, driver, code, rng, options=()):
    kind = rng.choice([ogr.wkbPoint, ogr.wkbLineString, ogr.wkbPolygon])
    dataset = ogr.GetDriverByName(driver).CreateDataSource(file)
    layer = dataset.CreateLayer(os.path.splitext(os.path.basename(file))[0], system(code), kind, list(options))
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    change = to_system(code)
    for i in range(rng.randint(1, 20)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"], feature["value"] = f"{rng.choice(NAMES)} {i}", rng.uniform(0, 1000)
        geometry = shape(rng, kind)
        if change:
            geometry.Transform(change)
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)


def raster(file, code, rng, options=()):
    columns, rows = rng.randint(20, 90), rng.randint(20, 90)
    dataset = gdal.GetDriverByName("GTiff").Create(file, columns, rows, 1, gdal.GDT_Int16, options=list(options))
    lon, lat = rng.uniform(70, 76), rng.uniform(41, 44)
    if code == 4326:
        place = (lon, 0.01, 0, lat, 0, -0.01)
    else:
        x, y, _ = to_system(code).TransformPoint(lon, lat)
        place = (x, 1000, 0, y, 0, -1000)
    dataset.SetGeoTransform(place)
    dataset.SetSpatialRef(system(code))
    dataset.GetRasterBand(1).SetNoDataValue(-1)
    values = struct.pack(f"<{columns * rows}h", *(rng.randint(0, 3000) for _ in range(columns * rows)))
    dataset.GetRasterBand(1).WriteRaster(0, 0, columns, rows, values)


def good(folder, number, rng):
    code = rng.choice(SYSTEMS)
    place = os.path.join(folder, f"part{number % 7}")
    os.makedirs(place, exist_ok=True)
    stem = os.path.join(place, f"sheet{number:05}")
    way = number % 6
    if way == 0:
        vector(stem + ".gpkg", "GPKG", code, rng)
    elif way == 1:
        vector(stem + ".geojson", "GeoJSON", 4326, rng)
    elif way == 2:
        raster(stem + ".tif", rng.choice([4326, 32642, 32643]), rng, rng.choice([[], ["COMPRESS=DEFLATE"]]))
    elif way == 3:
        vector(stem + ".fgb", "FlatGeobuf", code, rng)
    else:
        vector(stem + ".shp", "ESRI Shapefile", code, rng, [f"ENCODING={rng.choice(['UTF-8', 'CP1251'])}"])


def cut(file, share):
    os.truncate(file, int(os.path.getsize(file) * share))


def put(file, data):
    with open(file, "wb") as out:
        out.write(data)


def broken(folder, number, rng):
    """One dataset that cannot be reprojected; ten ways of being broken."""
    stem = os.path.join(folder, f"broken{number:03}")
    way = number % 10
    if way == 0:
        put(stem + ".geojson", b'{"type": "FeatureCollection", "features": [')
    elif way == 1:
        put(stem + ".shp", bytes(rng.randrange(256) for _ in range(500)))
    elif way == 2:
        vector(stem + ".shp", "ESRI Shapefile", 4326, rng)
        os.remove(stem + ".prj")
    elif way == 3:
        put(stem + ".gpkg", b"SQLite format 3\0" + bytes(2000))
    elif way == 4:
        raster(stem + ".tif", 4326, rng)
        cut(stem + ".tif", 0.5)
    elif way == 5:
        gdal.GetDriverByName("GTiff").Create(stem + ".tif", 10, 10, 1, gdal.GDT_Byte)
    elif way == 6:
        put(stem + ".tif", b"II*\0" + bytes(40))
    elif way == 7:
        put(stem + ".fgb", b"fgb\3fgb\0" + bytes(60))
    elif way == 8:
        vector(stem + ".shp", "ESRI Shapefile", 4326, rng)
        put(stem + ".prj", bytes(rng.randrange(1, 256) for _ in range(200)))
    else:
        put(stem + ".gpkg", b"")
    return next(name for name in sorted(os.listdir(folder))
                if name.startswith(os.path.basename(stem)) and name.endswith((".geojson", ".shp", ".gpkg", ".tif", ".fgb")))


def main():
    folder, count, faults = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
    rng = random.Random(5)
    os.makedirs(folder)
    for number in range(count - faults):
        good(folder, number, rng)
    for number in range(faults):
        print(broken(folder, number, rng))


if __name__ == "__main__":
    main()
