#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reprojected files in a real, headless QGIS: the picture of each is the picture of its source that QGIS reprojects on the fly.

check_reprojected.py OREWAY
"""
import os
import subprocess
import sys
import tempfile

import qgis_session
from osgeo import gdal, ogr, osr
from qgis.core import (QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

gdal.UseExceptions()
TARGET = "EPSG:32642"
SIZE = 600
# Along edges the two pictures may round to other pixels. Pixels of 250 m, less than a pixel of the picture, keep the edges of the fields
# where they are.
ALLOWED = {"raster": 0.03, "vector": 0.002}


def system():
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def make(folder):
    raster = gdal.GetDriverByName("GTiff").Create(os.path.join(folder, "fields.tif"), 60, 40, 1, gdal.GDT_Byte)
    raster.SetGeoTransform((68, 0.05, 0, 42, 0, -0.05))
    raster.SetSpatialRef(system())
    raster.GetRasterBand(1).SetNoDataValue(0)
    raster.GetRasterBand(1).WriteRaster(0, 0, 60, 40, bytes(60 + 150 * ((x // 10 + y // 8) % 2) for y in range(40) for x in range(60)))
    raster = None
    vector = ogr.GetDriverByName("GPKG").CreateDataSource(os.path.join(folder, "fields.gpkg"))
    layer = vector.CreateLayer("fields", system(), ogr.wkbPolygon)
    for i in range(6):
        west, south = 68 + 0.5 * i, 40.2 + 0.25 * i
        feature = ogr.Feature(layer.GetLayerDefn())
        # Edges of 0.02 degrees: long ones are straight in other places before and after.
        ring = [(west + 0.02 * k, south) for k in range(20)] + [(west + 0.4, south + 0.02 * k) for k in range(20)]
        ring += [(west + 0.4 - 0.02 * k, south + 0.4) for k in range(20)] + [(west, south + 0.4 - 0.02 * k) for k in range(21)]
        text = ", ".join(f"{x} {y}" for x, y in ring)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))"))
        layer.CreateFeature(feature)


def picture(layer, extent):
    settings = QgsMapSettings()
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(TARGET))
    settings.setExtent(extent)
    settings.setOutputSize(QSize(SIZE, SIZE))
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Antialiasing, False)
    settings.setLayers([layer])
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def same_look(a, b):
    if isinstance(a, QgsVectorLayer):
        b.setRenderer(a.renderer().clone())
    else:
        b.setRenderer(a.renderer().clone())
        b.renderer().setInput(b.dataProvider())


def check(kind, before, after):
    for layer in (before, after):
        assert layer.isValid(), f"{layer.source()} does not open"
    assert after.crs().authid() == TARGET, f"{after.source()} is in {after.crs().authid()}"
    same_look(before, after)
    extent = after.extent().buffered(5000)
    first, second = picture(before, extent), picture(after, extent)
    different = drawn = 0
    for x in range(SIZE):
        for y in range(SIZE):
            colours = first.pixel(x, y), second.pixel(x, y)
            drawn += colours[1] != 0xFFFFFFFF
            different += colours[0] != colours[1]
    share = different / drawn if drawn else 1.0
    assert drawn > SIZE * SIZE / 20, f"{kind}: only {drawn} pixels are drawn"
    assert share <= ALLOWED[kind], f"{kind}: {share:.4f} of the pixels are others"
    print(f"{kind}: {drawn} pixels drawn, {share:.5f} of them differ")


def main():
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        os.mkdir(source)
        make(source)
        subprocess.run([sys.argv[1], "reproject", source, target, "--t_srs", TARGET, "--tr", "250", "-q"], check=True, stdout=subprocess.DEVNULL)
        check("raster", QgsRasterLayer(os.path.join(source, "fields.tif")), QgsRasterLayer(os.path.join(target, "fields.tif")))
        check("vector", QgsVectorLayer(os.path.join(source, "fields.gpkg")), QgsVectorLayer(os.path.join(target, "fields.gpkg")))
    assert not qgis_session.messages, f"QGIS says: {qgis_session.messages}"
    return qgis_session.leave(0)


if __name__ == "__main__":
    main()
