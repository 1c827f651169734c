#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Rasters of the program in a real QGIS: each opens in its place and styled, with a legend that fits its values, and no .aux.xml
appears beside it; GDAL's own validator finds nothing wrong with its COGs. Pictures are kept for people to look at.

    /usr/bin/python3 check_rasters.py OREWAY GEODATA_FOLDER PICTURES_FOLDER
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qgis_session import leave, messages  # noqa: E402  (before anything of QGIS)
from osgeo_utils.samples import validate_cloud_optimized_geotiff  # noqa: E402
from pictures import colours, render  # noqa: E402
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle  # noqa: E402

BOX = ["--bbox", "46,35,88,56", "--resolution", "0.05"]
AZIMUTH_COLOURS = 4
# Name of the file, its arguments, the kind of renderer, the fewest colours of its picture, and its extent.
RASTERS = [
    ("distance", ["proximity", "corridors.shp", *BOX], "singlebandpseudocolor", 6, (46, 35, 88, 56)),
    ("plain", ["proximity", "corridors.shp", *BOX, "-f", "GTiff"], "singlebandpseudocolor", 6, (46, 35, 88, 56)),
    ("near", ["proximity", "mines.shp", *BOX, "--max-distance", "100km"], "singlebandpseudocolor", 4, (46, 35, 88, 56)),
    ("allocation", ["proximity", "mines.shp", *BOX, "--band", "allocation"], "paletted", 6, (46, 35, 88, 56)),
    ("azimuth", ["proximity", "corridors.shp", *BOX, "--band", "azimuth"], "singlebandpseudocolor", AZIMUTH_COLOURS, (46, 35, 88, 56)),
    ("signed", ["proximity", "countries.shp", *BOX, "--signed"], "singlebandpseudocolor", 6, (46, 35, 88, 56)),
    ("utm", ["proximity", "corridors.shp", "--t_srs", "EPSG:32642", "--bbox", "0,4000000,1000000,5000000", "--resolution", "2km"],
     "singlebandpseudocolor", 4, (0, 4000000, 1000000, 5000000)),
    ("pacific", ["proximity", "corridors.shp", "--bbox", "170,30,-150,60", "--resolution", "0.1"], "singlebandpseudocolor", 3,
     (170, 30, 210, 60)),
]


def same_box(extent, wanted):
    got = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    return all(abs(a - b) < 1e-6 * max(1.0, abs(b)) for a, b in zip(got, wanted))


def legend_of(renderer):
    """(label, colour) of every entry."""
    return [(label, colour.name()) for label, colour in renderer.legendSymbologyItems()]


def check_layer(name, file, kind, fewest, box, pictures):
    del messages[:]
    layer = QgsRasterLayer(file, name)
    if not layer.isValid() or not layer.crs().isValid():
        yield f"{name}: QGIS cannot open it"
        return
    if layer.renderer().type() != kind:
        yield f"{name}: is drawn as {layer.renderer().type()}, not as {kind}"
    if not same_box(layer.extent(), box):
        yield f"{name}: lies at {layer.extent().toString()}"
    legend = legend_of(layer.renderer())
    if len({label for label, _ in legend}) != len(legend) and name != "azimuth":
        yield f"{name}: labels of the legend repeat: {legend}"
    project = QgsProject.instance()
    project.clear()
    project.setCrs(layer.crs())
    image, errors = render(project, [layer], QgsRectangle(layer.extent()), os.path.join(pictures, f"{name}.png"))
    drawn = len([count for count in colours(image).values() if count > 500])
    if errors or messages:
        yield f"{name}: QGIS complains: {errors} {messages}"
    if drawn < fewest:
        yield f"{name}: the picture has {drawn} colours, not {fewest}"
    print(f"{name}: {kind}, {drawn} colours, legend {[label for label, _ in legend][:12]}")


def check_cog(name, file):
    warnings, errors, _ = validate_cloud_optimized_geotiff.validate(file, full_check=True)
    for fault in [*warnings, *errors]:
        yield f"{name}: as a COG: {fault}"


def check(oreway, geodata, pictures):
    os.makedirs(pictures, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, kind, fewest, box in RASTERS:
            file = os.path.join(folder, f"{name}.tif")
            inputs = [os.path.join(geodata, a) if a.endswith(".shp") else a for a in arguments]
            done = subprocess.run([oreway, inputs[0], inputs[1], file, *inputs[2:], "-q"], capture_output=True, text=True, check=False)
            if done.returncode not in (0, 3):
                yield f"{name}: ends with {done.returncode}: {done.stderr}"
                continue
            yield from check_layer(name, file, kind, fewest, box, pictures)
            if "GTiff" not in arguments:
                yield from check_cog(name, file)
        QgsProject.instance().clear()
        wanted = sorted(f"{name}.{ending}" for name, *_ in RASTERS for ending in ("qml", "tif"))
        if sorted(os.listdir(folder)) != wanted:
            yield f"beside the rasters there is {sorted(set(os.listdir(folder)) - set(wanted))}"
        # The checks can fail: a style that is gone, and a plain file that is no COG.
        os.remove(os.path.join(folder, "distance.qml"))
        if not list(check_layer("distance", os.path.join(folder, "distance.tif"), "singlebandpseudocolor", 6, (46, 35, 88, 56), folder)):
            yield "a raster without its style passes"
        if not list(check_cog("plain", os.path.join(folder, "plain.tif"))):
            yield "a plain raster passes for a COG"


def main():
    faults = list(check(*sys.argv[1:4]))
    for fault in faults:
        print(f"FAILED {fault}")
    return leave(1 if faults else 0)


if __name__ == "__main__":
    main()
