# SPDX-License-Identifier: MIT
"""A headless QGIS of its own: no display, no user profile, every message of the log kept."""

import os
import sys
import tempfile


def _private_environment():
    """Must run before QGIS is imported: Qt looks at these when it starts."""
    private = tempfile.mkdtemp(prefix="oreway-qgis-")
    os.chmod(private, 0o700)
    os.environ.update(QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=private, HOME=private, LC_ALL="C.UTF-8",
                      XDG_CONFIG_HOME=private, XDG_DATA_HOME=private, XDG_CACHE_HOME=private)
    for name in ("QGIS_PREFIX_PATH", "QGIS_PLUGINPATH", "QT_SCALE_FACTOR"):
        os.environ.pop(name, None)
    return private


scratch = _private_environment()

try:
    from qgis.core import Qgis, QgsApplication, QgsProject, QgsProjectBadLayerHandler
except ImportError as missing:
    sys.exit(f"FAILED: QGIS cannot be imported ({missing}); install the packages qgis and python3-qgis")

messages = []


def _keep(text, tag, level):
    # "Loading..." and the like are informative; warnings and worse are what a user would see as a yellow bar.
    if level != Qgis.Info and level != Qgis.Success:
        messages.append(f"[{tag}] {text}")


QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], True)  # True: text and layouts need the fonts of a GUI application
application.initQgis()
QgsApplication.messageLog().messageReceived.connect(_keep)


class BadLayers(QgsProjectBadLayerHandler):
    """read() says true with a missing data file; only this handler hears of it."""

    def __init__(self):
        super().__init__()
        self.sources = []

    def handleBadLayers(self, nodes):
        for node in nodes:
            self.sources.append(node.namedItem("datasource").toElement().text())


def read_project(name):
    """The project, whether QGIS said it could read it, and the sources of layers it could not find."""
    project = QgsProject.instance()
    project.clear()
    del messages[:]
    handler = BadLayers()
    project.setBadLayerHandler(handler)
    said_yes = project.read(name)
    return project, said_yes, handler.sources


def let_go():
    """Closes the files of the project that was read last."""
    QgsProject.instance().clear()


def leave(code):
    """QGIS's Python crashes in its own clean-up after a good run; everything is written by now."""
    import shutil

    shutil.rmtree(scratch, ignore_errors=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
