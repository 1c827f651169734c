#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a folder of shapefiles as a user might have them: the bundled data in an Albers projection on Pulkovo 1942 (datum
shift EPSG:15865), with Russian field names and values in CP1251. docs/own-data.md explains the study file that reads it.

    make_user_folder.py GEODATA_FOLDER OUT_FOLDER
"""

import csv
import pathlib
import shutil
import sys

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
gdal.SetConfigOption("DBF_DATE_LAST_UPDATE", "2026-01-01")

ALBERS = """PROJCS["Albers Pulkovo 1942",GEOGCS["Pulkovo 1942",DATUM["Pulkovo_1942",SPHEROID["Krassowsky 1940",6378245,298.3,
AUTHORITY["EPSG","7024"]],AUTHORITY["EPSG","6284"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4284"]],
PROJECTION["Albers_Conic_Equal_Area"],PARAMETER["latitude_of_center",44],PARAMETER["longitude_of_center",68],
PARAMETER["standard_parallel_1",38],PARAMETER["standard_parallel_2",50],PARAMETER["false_easting",0],PARAMETER["false_northing",0],
UNIT["metre",1]]""".replace("\n", "")

STATUS = {"operating": "действует", "construction": "строится", "planned": "проект"}
MODE = {"rail": "ж/д", "road": "авто", "sea": "море"}

# layer of the bundled data -> (our layer, [(bundled field, Russian field, translation)])
LAYERS = {
    "corridors": ("koridory", [("corridor", "КОД", None), ("name", "НАЗВАНИЕ", None), ("origin", "ОТКУДА", None),
                               ("dest", "КУДА", None), ("status", "СОСТОЯНИЕ", STATUS)]),
    "legs": ("uchastki", [("leg_id", "КОД", None), ("from_node", "НАЧАЛО", None), ("to_node", "КОНЕЦ", None),
                          ("mode", "ВИД", MODE), ("gauge_mm", "КОЛЕЯ", None), ("status", "СОСТОЯНИЕ", STATUS),
                          ("countries", "СТРАНЫ", None), ("sea", "МОРЕ", None), ("len_km", "ДЛИНА_КМ", None),
                          ("len_src", "ИСТОЧНИК", None)]),
    "nodes": ("stancii", [("node_id", "КОД", None), ("name", "НАЗВАНИЕ", None), ("country", "СТРАНА", None),
                          ("kind", "ТИП", None), ("dwell_h", "ЧАСЫ", None), ("fee_usd_t", "СБОР", None),
                          ("gauge_chg", "СМЕНА", None)]),
    "mines": ("rudniki", [("mine_id", "КОД", None), ("name", "НАЗВАНИЕ", None), ("country", "СТРАНА", None),
                          ("commodity", "СЫРЬЁ", None), ("operator", "КОМПАНИЯ", None), ("status", "СОСТОЯНИЕ", None),
                          ("prod_t", "ДОБЫЧА_Т", None), ("prod_of", "ПРОДУКТ", None)]),
}


def in_reach(geometry):
    """The Albers frame is meant for the region; what lies far outside of it is not in this user's data."""
    west, east, south, north = geometry.GetEnvelope()
    return west > 15 and east < 95 and south > 18 and north < 62


def write_layer(source, target, fields):
    layer_in = source.GetLayer(0)
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    albers = osr.SpatialReference(wkt=ALBERS)
    albers.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    options = osr.CoordinateTransformationOptions()
    pipeline = ("+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
                "+step +inv +proj=helmert +x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 +convention=coordinate_frame "
                "+step +inv +proj=cart +ellps=krass +step +proj=pop +v_3 "
                "+step +proj=aea +lat_0=44 +lon_0=68 +lat_1=38 +lat_2=50 +x_0=0 +y_0=0 +ellps=krass")
    options.SetOperation(pipeline)
    to_albers = osr.CoordinateTransformation(wgs84, albers, options)

    driver = ogr.GetDriverByName("ESRI Shapefile")
    dataset = driver.CreateDataSource(str(target))
    layer = dataset.CreateLayer(target.stem, albers, layer_in.GetGeomType(), options=["ENCODING=CP1251"])
    definition = layer_in.GetLayerDefn()
    for ours, theirs, _ in fields:
        original = definition.GetFieldDefn(definition.GetFieldIndex(ours))
        field = ogr.FieldDefn(theirs, original.GetType())
        field.SetWidth(min(254, max(original.GetWidth(), 12)))
        field.SetPrecision(original.GetPrecision())
        layer.CreateField(field)
    for feature_in in layer_in:
        geometry = feature_in.GetGeometryRef().Clone()
        if not in_reach(geometry):
            continue
        geometry.Transform(to_albers)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for position, (ours, _, translation) in enumerate(fields):
            if not feature_in.IsFieldSetAndNotNull(ours):
                continue
            value = feature_in.GetField(ours)
            feature.SetField(position, translation[value] if translation else value)
        layer.CreateFeature(feature)


def write_corridor_legs(source, target, corridors):
    with open(source, encoding="utf-8", newline="") as stream, open(target, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["коридор", "номер", "участок", "ход"])
        for row in csv.DictReader(stream):
            if row["corridor"] in corridors:
                writer.writerow([row["corridor"], row["seq"], row["leg_id"], "туда" if row["direction"] == "forward" else "обратно"])


def main():
    geodata, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True)
    for bundled, (name, fields) in LAYERS.items():
        source = ogr.Open(str(geodata / f"{bundled}.shp"))
        write_layer(source, out / f"{name}.shp", fields)
    written = ogr.Open(str(out / "koridory.shp"))
    corridors = {feature.GetField(0) for feature in written.GetLayer(0)}
    write_corridor_legs(geodata / "corridor_legs.csv", out / "sostav.csv", corridors)
    shutil.copy(geodata / "model_rates.csv", out / "stavki.csv")


if __name__ == "__main__":
    main()
