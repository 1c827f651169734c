# SPDX-License-Identifier: MIT
"""Rendering to pictures, and looking at their pixels."""

import os
from collections import Counter

from qgis.core import (QgsCoordinateTransform, QgsLayoutExporter, QgsLayoutItemScaleBar, QgsLayoutItemMap,
                       QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsDistanceArea)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage

LAYOUT_DPI = 100
MM = LAYOUT_DPI / 25.4


def render(project, layers, extent, file):
    """Image of the layers in the project's system, and what the renderer complained of."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setEllipsoid(project.ellipsoid())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1400, 1000))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(project.backgroundColor())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(file)
    return image, [error.message for error in job.errors()]


def colours(image):
    """How often each 0xRRGGBB occurs."""
    plain = image.convertToFormat(QImage.Format_RGB32)
    bits = plain.constBits()
    bits.setsize(plain.sizeInBytes())
    counts = Counter(memoryview(bytes(bits)).cast("I"))
    return Counter({value & 0xFFFFFF: n for value, n in counts.items()})


def rgb(colour):
    return colour.rgb() & 0xFFFFFF


def extent_of(layer, project):
    to_map = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    return to_map.transformBoundingBox(layer.extent())


def export_layout(layout, folder):
    """Result codes of PNG and PDF (0 is success) and the PNG as an image."""
    exporter = QgsLayoutExporter(layout)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = LAYOUT_DPI
    settings.generateWorldFile = False
    png = os.path.join(folder, "layout.png")
    results = (exporter.exportToImage(png, settings),
               exporter.exportToPdf(os.path.join(folder, "layout.pdf"), QgsLayoutExporter.PdfExportSettings()))
    return results, QImage(png)


def scale_bar_lengths(layout, image):
    """Millimetres of the scale bar: as drawn, and as it must be from the ellipsoid along the lower edge of the map (which is
    where QGIS 3.22 measures)."""
    bar = next(item for item in layout.items() if isinstance(item, QgsLayoutItemScaleBar))
    frame = next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
    measure = QgsDistanceArea()
    measure.setSourceCrs(frame.crs(), layout.project().transformContext())
    measure.setEllipsoid(layout.project().ellipsoid())
    box = frame.extent()
    metres = measure.measureLine(QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMaximum(), box.yMinimum()))
    kilometres = bar.unitsPerSegment() * bar.numberOfSegments()
    must = kilometres * 1000.0 / metres * frame.rect().width()

    place = bar.mapRectToScene(bar.rect())
    rows = range(int(place.top() * MM), int(place.bottom() * MM))
    columns = range(int(place.left() * MM), int(place.right() * MM))
    drawn = 0
    for y in rows:
        dark = [x for x in columns if image.pixelColor(x, y).lightness() < 60]
        if len(dark) > len(columns) / 5:  # a row through the bar, not through the figures
            drawn = max(drawn, dark[-1] - dark[0] + 1)
    return drawn / MM, must
