#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Results on the bundled network in a real QGIS: each layer opens in its own style, each feature with a place falls into a class of it, and
the map is not blank. Pictures stay in FOLDER.

    /usr/bin/python3 check_network.py OREWAY GEODATA FOLDER
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qgis_session import leave  # noqa: E402  (before anything of QGIS)
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils  # noqa: E402
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer  # noqa: E402
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

RESULTS = {
    "route": (["--from", "Zhezkazgan", "--to", "Poti", "--alternatives", "2"], ["routes", "legs", "stops"]),
    "isochrone": (["--from", "Zhezkazgan", "--limits", "20,50,100"], ["areas", "reached", "nodes"]),
    "criticality": ([], ["legs", "nodes"]),
    "flow": (["--od", "od.csv"], ["legs"]),
}


def unclassed(layer):
    """How many features with a place no rule draws."""
    filters = [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
    if "ELSE" in filters:
        return 0
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expressions = [QgsExpression(text) for text in filters]
    count = 0
    for feature in layer.getFeatures():
        context.setFeature(feature)
        if feature.hasGeometry() and not any(expression.evaluate(context) for expression in expressions):
            count += 1
    return count


def colours_of(layers, picture):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(1000, 600))
    extent = layers[-1].extent()
    extent.scale(1.1)
    settings.setExtent(extent)
    settings.setDestinationCrs(layers[-1].crs())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(picture)
    return {image.pixel(x, y) for x in range(0, 1000, 2) for y in range(0, 600, 2)}


def check(oreway, geodata, folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "od.csv"), "w", encoding="ascii") as table:
        table.write("from,to,tonnes\nALMATY1,POTI,5000\nDOSTYK,AKTAU,20000\nTASHKENT,POTI,800\n")
    for command, (options, names) in RESULTS.items():
        out = os.path.join(folder, f"{command}.gpkg")
        arguments = [oreway, command, os.path.join(geodata, "study.toml"), out, "--overwrite", *options]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode not in (0, 3):
            yield f"{command} ends with {done.returncode}: {done.stderr}"
            continue
        layers = [QgsVectorLayer(f"{out}|layername={name}", name, "ogr") for name in names]
        for layer in layers:
            if not layer.isValid() or layer.featureCount() == 0:
                yield f"{command}: QGIS cannot open {layer.name()}"
            elif layer.renderer().type() != "RuleRenderer":
                yield f"{command}: {layer.name()} opens without its style"
            elif unclassed(layer) > 0:
                yield f"{command}: {unclassed(layer)} features of {layer.name()} are in no class"
        colours = colours_of(list(reversed(layers)), os.path.join(folder, f"{command}.png"))
        if len(colours) < 4:
            yield f"{command}: the map is blank"
        print(f"{command}: {len(layers)} layers were drawn")


def main():
    faults = list(check(*sys.argv[1:4]))
    for fault in faults:
        print(f"FAILED {fault}")
    return leave(1 if faults else 0)


if __name__ == "__main__":
    main()
