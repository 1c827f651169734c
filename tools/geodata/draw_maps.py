#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Maps of the bundled network to look at: one of the whole and one of each of the five countries.

    python3 tools/geodata/draw_maps.py OUT_FOLDER [--water LAYER...] [--dpi 150]

Draws geodata/*.shp in longitude and latitude, stretched for the middle latitude, and writes all.png, KZ.png, KG.png, TJ.png, TM.png and
UZ.png. LAYER is any vector layer of rivers, lakes or coasts (not part of this repository) to hold the lines against. The pictures are for
the eye, not for the repository. Needs Debian's python3-gdal and python3-matplotlib.
"""
import argparse
import math
import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]

import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.collections import LineCollection, PolyCollection  # noqa: E402
from osgeo import ogr  # noqa: E402

GEODATA = ROOT / "geodata"
WHOLE = (0.0, 125.0, 0.0, 62.0)  # west, east, south, north
COUNTRIES = {"KZ": 1.0, "KG": 0.5, "TJ": 0.5, "TM": 0.5, "UZ": 0.5}  # margin around the country, degrees
COLOURS = {"rail": "#1a1a1a", "road": "#b5651d", "sea": "#1f78b4"}
STYLES = {"operating": "solid", "construction": (0, (4, 2)), "planned": (0, (1, 2))}
LAND, WATER, BORDER = "#f4f1e8", "#cfe3f0", "#9a9a9a"
LABEL_SIZE = 4.2


def parts(geometry):
    """The points of every line or ring of a geometry."""
    if geometry is None:
        return
    if geometry.GetGeometryCount():
        for index in range(geometry.GetGeometryCount()):
            yield from parts(geometry.GetGeometryRef(index))
    elif geometry.GetPointCount():
        yield [point[:2] for point in geometry.GetPoints()]


def features(path, window):
    """Fields and shapes of the features of a layer that touch a window."""
    data = ogr.Open(str(path))
    if data is None:
        sys.exit(f"draw_maps.py: {path} cannot be opened")
    west, east, south, north = window
    for layer in (data.GetLayer(i) for i in range(data.GetLayerCount())):
        layer.SetSpatialFilterRect(west, south, east, north)
        for feature in layer:
            geometry = feature.GetGeometryRef()
            if geometry is not None:
                yield feature.items(), geometry.GetGeometryType(), list(parts(geometry))


def window_of(country):
    """The box of a country with its margin."""
    data = ogr.Open(str(GEODATA / "countries.shp"))
    layer = data.GetLayer(0)
    layer.SetAttributeFilter(f"iso_a2 = '{country}'")
    feature = layer.GetNextFeature()  # kept in a name: a geometry does not outlive its feature
    west, east, south, north = feature.GetGeometryRef().GetEnvelope()
    margin = COUNTRIES[country]
    return west - margin, east + margin, south - margin, north + margin


def draw_base(axes, window, water):
    axes.set_facecolor(WATER)
    rings = [ring for _, _, shape in features(GEODATA / "countries.shp", window) for ring in shape]
    axes.add_collection(PolyCollection(rings, facecolors=LAND, edgecolors=BORDER, linewidths=0.5, zorder=1))
    for path in water:
        for _, kind, shape in features(path, window):
            if kind in (ogr.wkbPolygon, ogr.wkbMultiPolygon):
                axes.add_collection(PolyCollection(shape, facecolors=WATER, edgecolors="#7fb2d6", linewidths=0.2, zorder=2))
            else:
                axes.add_collection(LineCollection(shape, colors="#7fb2d6", linewidths=0.4, zorder=2))


def draw_network(axes, window, labels):
    for mode, colour in COLOURS.items():
        for status, style in STYLES.items():
            lines = [line for fields, _, shape in features(GEODATA / "legs.shp", window) for line in shape
                     if fields["mode"] == mode and fields["status"] == status]
            axes.add_collection(LineCollection(lines, colors=colour, linestyles=[style], linewidths=0.8, zorder=3))
    west, east, south, north = window
    for fields, _, shape in features(GEODATA / "nodes.shp", window):
        lon, lat = shape[0][0]
        axes.plot(lon, lat, ".", color="#1a1a1a", markersize=2, zorder=4)
        if labels and west < lon < east and south < lat < north:
            axes.annotate(fields["name"], (lon, lat), (1.5, 1.5), textcoords="offset points", fontsize=LABEL_SIZE, zorder=6, clip_on=True)
    for fields, _, shape in features(GEODATA / "mines.shp", window):
        lon, lat = shape[0][0]
        radius = fields["pos_unc_km"] / 111.2
        axes.add_patch(matplotlib.patches.Ellipse((lon, lat), 2 * radius / math.cos(math.radians(lat)), 2 * radius, facecolor="#d7301f30",
                                                  edgecolor="#d7301f", linewidth=0.3, zorder=5))


def draw(path, title, window, water, labels, dpi):
    west, east, south, north = window
    stretch = 1.0 / math.cos(math.radians((south + north) / 2.0))
    width = 16.0
    figure, axes = plt.subplots(figsize=(width, max(6.0, width * (north - south) / (east - west) * stretch)))
    draw_base(axes, window, water)
    draw_network(axes, window, labels)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(stretch)
    axes.set_title(title, fontsize=9)
    axes.tick_params(labelsize=6)
    figure.tight_layout()
    figure.savefig(path, dpi=dpi)
    plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description="Draw maps of the bundled network.")
    parser.add_argument("out", type=pathlib.Path, help="folder for the pictures")
    parser.add_argument("--water", type=pathlib.Path, nargs="*", default=[], help="layers of rivers, lakes or coasts to draw beneath")
    parser.add_argument("--dpi", type=int, default=150)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    draw(arguments.out / "all.png", "The whole network: rail black, road brown, sea blue; dashed under construction, dotted planned", WHOLE,
         arguments.water, False, arguments.dpi)
    for country in COUNTRIES:
        draw(arguments.out / f"{country}.png", f"{country}: rail black, road brown, sea blue; sites red with the radius of their doubt",
             window_of(country), arguments.water, True, arguments.dpi)


if __name__ == "__main__":
    main()
