#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Catchments of 50 and 500 km of the bundled corridors: valid for GEOS, every N-th boundary vertex and middle of an edge at the radius
within the stated bound, and the corridor inside. Distances are GeographicLib's (GeodSolve), to places along the corridor a short step
apart, so what they add is known.

    check_catchment.py OREWAY SOURCE_FOLDER [--every 8]
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy
from osgeo import gdal, ogr

gdal.UseExceptions()
STEP = 300.0  # metres between places on the corridor: the nearest of them is at most STEP^2 / 8 R too far, 0.23 m at 50 km
CANDIDATES = 3  # by chord; the nearest by chord is the nearest by geodesic to centimetres


def geod_solve(arguments, rows):
    text = "\n".join(" ".join(f"{value:.12f}" for value in row) for row in rows)
    done = subprocess.run(["GeodSolve", *arguments, "-p", "6"], input=text, capture_output=True, text=True, check=True)
    return numpy.array([[float(value) for value in line.split()] for line in done.stdout.splitlines()])


def earth_centred(lonlat):
    flattening = 1 / 298.257223563
    squared = flattening * (2 - flattening)
    lon, lat = numpy.radians(lonlat[:, 0]), numpy.radians(lonlat[:, 1])
    normal = 6378137.0 / numpy.sqrt(1 - squared * numpy.sin(lat) ** 2)
    return numpy.column_stack((normal * numpy.cos(lat) * numpy.cos(lon), normal * numpy.cos(lat) * numpy.sin(lon),
                               normal * (1 - squared) * numpy.sin(lat)))


def rings_and_lines(geometry, wanted):
    if geometry.GetGeometryName() == wanted:
        yield numpy.array(geometry.GetPoints())[:, :2]
    for part in range(geometry.GetGeometryCount()):
        yield from rings_and_lines(geometry.GetGeometryRef(part), wanted)


def places_along(geometry):
    rows = []
    for line in rings_and_lines(geometry, "LINESTRING"):
        pairs = numpy.column_stack((line[:-1, 1], line[:-1, 0], line[1:, 1], line[1:, 0]))
        for (lat, lon, last_lat, last_lon), (azimuth, _, length) in zip(pairs, geod_solve(["-i"], pairs)):
            count = max(1, int(numpy.ceil(length / STEP)))
            rows += [(lat, lon, azimuth, length * i / count) for i in range(count + 1)]
    return geod_solve([], rows)[:, [1, 0]]


def boundary_places(polygon, every):
    """Vertices and middles of edges, without those along the edge of the map."""
    found = []
    for ring in rings_and_lines(polygon, "LINEARRING"):
        on_edge = (numpy.abs(ring[:-1, 0]) == 180) & (ring[:-1, 0] == ring[1:, 0])
        found += [ring[:-1][~on_edge], ((ring[:-1] + ring[1:]) / 2)[~on_edge]]
    return numpy.vstack(found)[::every]


def distances(places, along, along_ecef):
    rows = []
    for place, centred in zip(places, earth_centred(places)):
        squared = ((along_ecef - centred) ** 2).sum(axis=1)
        for near in numpy.argpartition(squared, CANDIDATES)[:CANDIDATES]:
            rows.append((place[1], place[0], along[near][1], along[near][0]))
    return geod_solve(["-i"], rows)[:, 2].reshape(len(places), CANDIDATES).min(axis=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oreway")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=8)
    options = parser.parse_args()
    source = ogr.Open(str(options.source / "geodata/corridors.shp"))  # a dataset must outlive its layer
    corridors = {feature.GetFID(): feature.GetGeometryRef().Clone() for feature in source.GetLayer(0)}
    checked, worst = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        out = str(pathlib.Path(folder) / "reach.gpkg")
        done = subprocess.run([options.oreway, "catchment", str(options.source / "geodata/corridors.shp"), out, "--radius", "50km,500km"],
                              capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), f"ended with {done.returncode}: {done.stderr}"
        along = {number: places_along(line) for number, line in corridors.items()}
        centred = {number: earth_centred(places) for number, places in along.items()}
        result = ogr.Open(out)
        for feature in result.GetLayerByName("catchments"):
            number, radius = int(feature["catchment"]), 1000.0 * feature["radius_km"]
            name = f"corridor {number} at {radius:.0f} m"
            polygon = feature.GetGeometryRef()
            assert polygon.IsValid(), f"{name} is not valid for GEOS"
            assert polygon.Contains(corridors[number]), f"{name} does not hold its corridor"
            places = boundary_places(polygon, options.every)
            off = distances(places, along[number], centred[number]) - radius
            bound = feature["error_bound_m"] + STEP**2 / 8 / radius + 0.05
            assert numpy.abs(off).max() <= bound, f"{name} is off by {off.min():.2f} to {off.max():.2f} m, not within {bound:.2f}"
            checked += len(places)
            worst = max(worst, numpy.abs(off).max())
    assert checked > 0, "nothing was checked"
    print(f"{checked} places of {2 * len(corridors)} boundaries, the worst {worst:.2f} m off")


if __name__ == "__main__":
    sys.exit(main())
