# SPDX-License-Identifier: MIT
"""Shapefiles whose bytes depend on their content only.

The date in the header of a .dbf is pinned, every field has a fixed width, text that does not fit into the 254 bytes of a DBF cell is
cut at a word and marked (the table keeps the whole), and a missing value is NULL.
"""
from osgeo import gdal, ogr, osr

DBF_DATE = "2000-01-01"
TEXT_LIMIT = 254
CUT_MARK = " [...]"
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()


class Field:
    """One column: its name in the shapefile (at most 10 bytes) and its kind: 'text', 'int' or ('real', decimals)."""

    def __init__(self, name, kind="text"):
        if len(name.encode()) > 10:
            raise ValueError(f"field name '{name}' has over 10 bytes")
        self.name, self.kind = name, kind


def fit(text):
    """The text in at most TEXT_LIMIT bytes of UTF-8, and whether it was cut."""
    if len(text.encode()) <= TEXT_LIMIT:
        return text, False
    words = text.split(" ")
    while len((" ".join(words) + CUT_MARK).encode()) > TEXT_LIMIT:
        words.pop()
    return " ".join(words) + CUT_MARK, True


def wgs84():
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def point(lon, lat):
    geometry = ogr.Geometry(ogr.wkbPoint)
    geometry.AddPoint_2D(lon, lat)
    return geometry


def line(points):
    geometry = ogr.Geometry(ogr.wkbLineString)
    for lon, lat in points:
        geometry.AddPoint_2D(lon, lat)
    return geometry


def _width(field, rows):
    if field.kind != "text":
        return 0
    return max([len(fit(str(values.get(field.name) or ""))[0].encode()) for values, _ in rows] + [1])


def write(folder, name, geometry_type, fields, rows):
    """Write folder/name.shp; rows are pairs of a value dictionary and a geometry. Returns the cells whose text was cut."""
    cut = []
    driver = ogr.GetDriverByName("ESRI Shapefile")
    for suffix in SUFFIXES:
        (folder / f"{name}{suffix}").unlink(missing_ok=True)
    path = str(folder / f"{name}.shp")
    data = driver.CreateDataSource(path)
    layer = data.CreateLayer(name, wgs84(), geometry_type, options=["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={DBF_DATE}"])
    for field in fields:
        if field.kind == "text":
            definition = ogr.FieldDefn(field.name, ogr.OFTString)
            definition.SetWidth(_width(field, rows))
        elif field.kind == "int":
            definition = ogr.FieldDefn(field.name, ogr.OFTInteger)
            definition.SetWidth(9)
        else:
            definition = ogr.FieldDefn(field.name, ogr.OFTReal)
            definition.SetWidth(18)
            definition.SetPrecision(field.kind[1])
        layer.CreateField(definition)
    for values, geometry in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for index, field in enumerate(fields):
            value = values.get(field.name)
            if value is None or value == "":
                feature.SetFieldNull(index)
            elif field.kind == "text":
                text, was_cut = fit(str(value))
                feature.SetField(index, text)
                if was_cut:
                    cut.append((name, str(values[fields[0].name]), field.name))
            elif field.kind == "int":
                feature.SetField(index, int(value))
            else:
                feature.SetField(index, float(value))
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)
    layer = None
    data = None
    return cut
