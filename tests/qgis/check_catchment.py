#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Catchments of the bundled corridors in a real QGIS: both of its validity checks pass on every polygon, and a damaged copy does not.

    /usr/bin/python3 check_catchment.py OREWAY CORRIDORS.shp
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qgis_session import leave  # noqa: E402  (before anything of QGIS)
from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsVectorLayer  # noqa: E402


def faults_of(geometry):
    """What GEOS and QGIS's own check find wrong; the latter compares every pair of edges."""
    found = [] if geometry.isGeosValid() else ["not valid for GEOS"]
    for engine in (Qgis.GeometryValidationEngine.Geos, Qgis.GeometryValidationEngine.QgisInternal):
        found += [error.what() for error in geometry.validateGeometry(engine)]
    return found


def check(oreway, corridors):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "reach.gpkg")
        done = subprocess.run([oreway, "catchment", corridors, out, "--radius", "50km,500km"], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            yield f"catchment ends with {done.returncode}: {done.stderr}"
            return
        layer = QgsVectorLayer(f"{out}|layername=catchments", "catchments", "ogr")
        if not layer.isValid() or layer.featureCount() == 0:
            yield "QGIS cannot open the layer"
            return
        for feature in layer.getFeatures():
            for fault in faults_of(feature.geometry()):
                yield f"catchment {feature['catchment']} at {feature['radius_km']} km: {fault}"
        print(f"{layer.featureCount()} polygons were checked")
    bow_tie = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ((0, 0), (1, 1), (1, 0), (0, 1), (0, 0))]])
    if len(faults_of(bow_tie)) < 3:
        yield "a bow tie passes for valid"


def main():
    faults = list(check(*sys.argv[1:3]))
    for fault in faults:
        print(f"FAILED {fault}")
    return leave(1 if faults else 0)


if __name__ == "__main__":
    main()
