# SPDX-License-Identifier: MIT
"""What must hold for a bundle. Each check yields the faults it finds as text; none is success."""

import os
import xml.etree.ElementTree as ElementTree
import zipfile

from qgis.core import (QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsLayoutItemLabel, QgsLayoutItemLegend,
                       QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsMapLayerType, QgsRasterLayer, QgsRectangle,
                       QgsRenderContext, QgsUnitTypes, QgsVectorLayer, QgsWkbTypes)

import pictures
from qgis_session import messages, read_project

MANY_COLOURS = 20  # a map that is drawn has more; a blank one with a frame has two or three


class Written:
    """What the project file says, read without QGIS."""

    def __init__(self, folder):
        with zipfile.ZipFile(os.path.join(folder, "project.qgz")) as archive:
            names = [name for name in archive.namelist() if name.endswith(".qgs")]
            root = ElementTree.fromstring(archive.read(names[0]))
        self.title = root.findtext("title")
        self.crs = root.findtext("projectCrs/spatialrefsys/authid")
        self.ids = {layer.findtext("id") for layer in root.iter("maplayer")}
        self.groups = [group.get("name") for group in root.findall("layer-tree-group/layer-tree-group")]
        self.sources = [layer.findtext("datasource") for layer in root.iter("maplayer")]
        self.layouts = [layout.get("name") for layout in root.iter("Layout")]
        view = root.find("ProjectViewSettings/DefaultViewExtent")
        self.view = QgsRectangle(*(float(view.get(side)) for side in ("xmin", "ymin", "xmax", "ymax")))


def check_project(name, written):
    """The project opens without a message and is what was written."""
    project, said_yes, bad = read_project(name)
    if not said_yes:
        yield f"QGIS cannot read the project: {project.error()}"
        return
    if project.error():
        yield f"the project reports an error: {project.error()}"
    for source in bad:
        yield f"data source not found: {source}"
    if not project.crs().isValid() or project.crs().authid() != written.crs:
        yield f"reference system of the project is '{project.crs().authid()}' instead of {written.crs}"
    if project.ellipsoid() != "EPSG:7030":
        yield f"ellipsoid is {project.ellipsoid()} instead of EPSG:7030"
    if project.distanceUnits() != QgsUnitTypes.DistanceKilometers or project.areaUnits() != QgsUnitTypes.AreaSquareKilometers:
        yield "units are not kilometres and square kilometres"
    if project.title() != written.title:
        yield f"title is '{project.title()}' instead of '{written.title}'"
    if set(project.mapLayers()) != written.ids:
        yield f"layer ids differ: {sorted(project.mapLayers())} instead of {sorted(written.ids)}"
    if [group.name() for group in project.layerTreeRoot().findGroups()] != written.groups:
        yield "groups of the layer panel differ from those written"
    in_tree = {node.layerId() for node in project.layerTreeRoot().findLayers() if node.layer()}
    if in_tree != written.ids:
        yield f"layers of the panel are not those of the project: {sorted(in_tree ^ written.ids)}"
    view = project.viewSettings().defaultViewExtent()
    if max(abs(a - b) for a, b in zip(_sides(view), _sides(written.view))) > 1e-6 * max(1.0, written.view.width()):
        yield f"first extent is {view.toString()} instead of {written.view.toString()}"
    for layer in project.mapLayers().values():
        yield from check_layer(layer)
    yield from check_messages()


def _sides(box):
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def check_messages():
    for message in messages:
        yield f"QGIS wrote a message: {message}"


def check_layer(layer):
    """Valid, placed, and styled so that something is drawn."""
    if not layer.isValid():
        yield f"layer '{layer.name()}' is not valid: {layer.source()}"
    elif layer.type() == QgsMapLayerType.RasterLayer:
        yield from check_raster(layer)
    elif layer.geometryType() == QgsWkbTypes.NullGeometry:
        if layer.fields().count() < 2:
            yield f"table '{layer.name()}' has no columns"
    else:
        yield from check_vector(layer)


def check_vector(layer):
    if layer.crs().authid() != "EPSG:4326":
        yield f"layer '{layer.name()}' has the reference system '{layer.crs().authid()}' instead of EPSG:4326"
    renderer = layer.renderer()
    if renderer is None:
        yield f"layer '{layer.name()}' has no renderer"
        return
    if not any(item.label() or renderer.type() == "singleSymbol" for item in renderer.legendSymbolItems()):
        yield f"layer '{layer.name()}' has a legend without texts"
    context = QgsRenderContext()
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    unknown = used_columns(renderer, context) - set(layer.fields().names())
    if unknown:
        yield f"the style of '{layer.name()}' uses columns that do not exist: {sorted(unknown)}"
    yield from check_labels(layer)
    yield from check_symbols(layer, renderer, context)


def used_columns(renderer, context):
    """QGIS counts an expression that makes classes among the columns it uses; that one is no column."""
    used = set(renderer.usedAttributes(context))
    classes = renderer.classAttribute() if hasattr(renderer, "classAttribute") else ""
    if classes and not QgsExpression(classes).isField():
        used.discard(classes)
    return used


def check_labels(layer):
    if not layer.labelsEnabled():
        return
    settings = layer.labeling().settings()
    unknown = settings.referencedFields(QgsRenderContext()) - set(layer.fields().names())
    if unknown:
        yield f"the labels of '{layer.name()}' use columns that do not exist: {sorted(unknown)}"
    if not settings.getLabelExpression().isValid():
        yield f"the labels of '{layer.name()}' have a broken expression"


def check_symbols(layer, renderer, context):
    kinds = {QgsWkbTypes.PointGeometry: 0, QgsWkbTypes.LineGeometry: 1, QgsWkbTypes.PolygonGeometry: 2}
    kind = kinds[layer.geometryType()]
    renderer.startRender(context, layer.fields())
    bare, wrong = [], set()
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbols = renderer.symbolsForFeature(feature, context)
        if not symbols:
            bare.append(feature.id())
        wrong |= {symbol.type() for symbol in symbols if symbol.type() != kind}
    renderer.stopRender(context)
    if bare:
        yield f"layer '{layer.name()}' has {len(bare)} features without a symbol, the first is {bare[0]}"
    if wrong:
        yield f"layer '{layer.name()}' has symbols of another geometry type"


def check_raster(layer):
    if layer.crs().authid() != "EPSG:4326":
        yield f"raster '{layer.name()}' has the reference system '{layer.crs().authid()}' instead of EPSG:4326"
    if layer.renderer() is None or layer.renderer().type() != "singlebandpseudocolor":
        yield f"raster '{layer.name()}' is not drawn in classes"
    elif len(layer.renderer().shader().rasterShaderFunction().colorRampItemList()) < 3:
        yield f"raster '{layer.name()}' has lost its palette"
    elif not all(text.strip() for text, _ in layer.legendSymbologyItems()):
        yield f"raster '{layer.name()}' has classes without a text"


def check_maps(project, folder):
    """Every layer alone and the overview: drawn without errors, in the colours of the style."""
    view = QgsRectangle(project.viewSettings().defaultViewExtent())
    for layer in project.mapLayers().values():
        if layer.type() == QgsMapLayerType.VectorLayer and layer.geometryType() == QgsWkbTypes.NullGeometry:
            continue
        own = pictures.extent_of(layer, project)
        file = os.path.join(folder, layer.id() + ".png")
        image, errors = pictures.render(project, [layer], view if own.intersects(view) else own, file)
        yield from (f"rendering '{layer.name()}': {error}" for error in errors)
        seen = pictures.colours(image)
        wanted = style_colours(layer)
        if wanted and not any(seen[colour] for colour in wanted):
            yield f"the map of '{layer.name()}' shows no colour of its style"
        if len(seen) < 2:
            yield f"the map of '{layer.name()}' is blank"
    visible = project.layerTreeRoot().checkedLayers()
    image, errors = pictures.render(project, visible, view, os.path.join(folder, "overview.png"))
    yield from (f"rendering the overview: {error}" for error in errors)
    seen = pictures.colours(image)
    if len(seen) < MANY_COLOURS:
        yield f"the overview has only {len(seen)} colours"
    wanted = set().union(*(style_colours(layer) for layer in visible))
    found = {colour for colour in wanted if seen[colour]}
    if len(found) < min(5, len(wanted)):
        yield f"the overview shows {len(found)} of the {len(wanted)} colours of its styles"
    yield from check_messages()


def style_colours(layer):
    """Full colours of the symbols in the legend of a vector layer; a raster is translucent and has none."""
    if layer.type() != QgsMapLayerType.VectorLayer or layer.renderer() is None:
        return set()
    return {pictures.rgb(item.symbol().color()) for item in layer.renderer().legendSymbolItems() if item.symbol()}


def check_layouts(project, written, folder):
    layouts = project.layoutManager().layouts()
    if [layout.name() for layout in layouts] != written.layouts or not layouts:
        yield "the print layouts differ from those written"
        return
    layout = layouts[0]
    kinds = [type(item) for item in layout.items()]
    for kind, name in ((QgsLayoutItemMap, "map"), (QgsLayoutItemLegend, "legend"), (QgsLayoutItemScaleBar, "scale bar"),
                       (QgsLayoutItemLabel, "title")):
        if kind not in kinds:
            yield f"the print layout has no {name}"
            return
    if written.title not in [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]:
        yield "the print layout does not show the title of the project"
    results, image = pictures.export_layout(layout, folder)
    if any(results):
        yield f"the print layout cannot be exported: {results}"
        return
    size = image.width() / pictures.MM, image.height() / pictures.MM
    if abs(size[0] - 420) > 1 or abs(size[1] - 297) > 1:
        yield f"the page is {size[0]:.0f} x {size[1]:.0f} mm instead of 420 x 297"
    if len(pictures.colours(image)) < 5 * MANY_COLOURS:
        yield "the print layout is nearly blank"
    yield from check_furniture(layout, image)
    yield from check_messages()


def check_furniture(layout, image):
    """Legend on the page, scale bar of the right length in kilometres."""
    page = layout.pageCollection().page(0)
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLegend):
            box = item.mapRectToScene(item.rect())
            if box.right() > page.rect().right() or box.bottom() > page.rect().bottom():
                yield f"the legend runs over the page: it ends at {box.right():.0f}, {box.bottom():.0f} mm"
            if box.height() < 10:
                yield "the legend is empty"
        if isinstance(item, QgsLayoutItemScaleBar) and item.unitLabel() != "km":
            yield f"the scale bar is labelled '{item.unitLabel()}' instead of km"
    drawn, must = pictures.scale_bar_lengths(layout, image)
    if abs(drawn - must) > 1.0:  # two pixels of anti-aliased outline at each end
        yield f"the scale bar is {drawn:.1f} mm long, but the ellipsoid asks for {must:.1f} mm"


def check_dragged_in(folder, written):
    """Single files and tables of the GeoPackage come up styled when they are added without the project."""
    del messages[:]
    for source in written.sources:
        path = os.path.join(folder, source[2:])
        if source.split("|")[0].endswith(".gpkg"):
            yield from check_default_style(QgsVectorLayer(path, source.rpartition("=")[2], "ogr"))
        else:
            yield from check_layer(QgsRasterLayer(path, os.path.basename(path)))
    for name in sorted(os.listdir(os.path.join(folder, "geojson"))):
        if name.endswith(".geojson"):
            yield from check_default_style(QgsVectorLayer(os.path.join(folder, "geojson", name), name, "ogr"))
    for name in sorted(os.listdir(os.path.join(folder, "tables"))):
        table = QgsVectorLayer(os.path.join(folder, "tables", name), name, "ogr")
        if not table.isValid():
            yield f"table '{name}' cannot be opened"
    yield from check_messages()


def check_default_style(layer):
    yield from check_layer(layer)
    if layer.isValid() and layer.geometryType() != QgsWkbTypes.NullGeometry:
        _, found = layer.loadDefaultStyle()
        if not found:
            yield f"'{layer.source()}' has no default style"
