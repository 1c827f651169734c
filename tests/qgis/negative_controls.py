# SPDX-License-Identifier: MIT
"""Damaged bundles on which the checks must fail, each with the fault they must name."""

import os
import re
import shutil
import zipfile

import bundle_checks


def _edit_project(folder, change):
    path = os.path.join(folder, "project.qgz")
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".qgs"))
        text = archive.read(name).decode()
    changed = change(text)
    assert changed != text, "the control changed nothing"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, changed)


def missing_file(folder):
    """a missing data file is noticed"""
    os.remove(os.path.join(folder, "oreway.gpkg"))
    return "data source not found"


def broken_xml(folder):
    """broken XML is noticed"""
    _edit_project(folder, lambda text: text[: len(text) // 2])
    return "cannot read the project"


def wrong_attribute(folder):
    """a style on a column that does not exist is noticed"""
    _edit_project(folder, lambda text: re.sub(r'(<renderer-v2 type="categorizedSymbol" attr=)"[^"]*"', r'\1"nowhere"', text))
    return "columns that do not exist"


def wrong_geometry(folder):
    """a line style on points is noticed"""

    def swap(text):
        line = re.search(r"<renderer-v2.*?</renderer-v2>", _layer(text, "Line"), re.S).group()
        points = _layer(text, "Point")
        return text.replace(points, re.sub(r"<renderer-v2.*?</renderer-v2>", lambda _: line, points, flags=re.S))

    _edit_project(folder, swap)
    return "another geometry type|without a symbol|columns that do not exist"


def short_id(folder):
    """a layer id that QGIS replaces is noticed"""
    _edit_project(folder, lambda text: re.sub(r"oreway_[A-Za-z0-9_]*_[0-9a-f]{8}", "short", text, flags=re.S))
    return "layer ids differ|layers of the panel"


def no_crs(folder):
    """a project without reference system is noticed"""
    _edit_project(folder, lambda text: text.replace('<ProjectionsEnabled type="int">1<', '<ProjectionsEnabled type="int">0<'))
    return "reference system of the project|ellipsoid"


def _layer(text, geometry):
    return re.search(r'<maplayer type="vector" geometry="%s".*?</maplayer>' % geometry, text, re.S).group()


all_controls = (missing_file, broken_xml, wrong_attribute, wrong_geometry, short_id, no_crs)


def run(control, bundle, scratch):
    """Faults of the checks themselves: nothing when they noticed the damage and named it."""
    folder = os.path.join(scratch, "damaged")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(bundle, folder)
    written = bundle_checks.Written(folder)
    expected = control(folder)
    found = list(bundle_checks.check_project(os.path.join(folder, "project.qgz"), written))
    if not any(re.search(expected, fault) for fault in found):
        yield f"expected '{expected}', found {found or 'nothing'}"
