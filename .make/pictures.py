"""Save pictures of the toolbox and of the dialogs; run inside QGIS by pictures.sh."""

import os
from pathlib import Path

import processing
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QLineEdit, QTreeView
from qgis.utils import iface

BUILD = Path.cwd() / "build"
PICTURES = BUILD / "pictures"
DEMO = BUILD / "demo"
DIALOGS = ("seg4eo:predict", "seg4eo:extractpatches", "seg4eo:train")


def load_demo_layers():
    """The demo's layers, the map on top, where there are any."""
    for name in ("sample/scene.tif", "confidence.tif", "map.tif"):
        if (DEMO / name).exists():
            QgsProject.instance().addMapLayer(QgsRasterLayer(str(DEMO / name), Path(name).stem))
    if (DEMO / "grid.gpkg").exists():
        layer = QgsVectorLayer(str(DEMO / "grid.gpkg"), "grid")
        layer.loadDefaultStyle()
        QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().zoomToFullExtent()


def show_toolbox():
    """The toolbox with our algorithms unfolded."""
    for dock in iface.mainWindow().findChildren(QDockWidget):
        if dock.objectName() == "ProcessingToolbox":
            dock.setVisible(True)
            dock.setMinimumWidth(340)
            dock.findChild(QLineEdit).setText("seg4eo")
            dock.findChild(QTreeView).expandAll()


def take_pictures():
    """Grab the window, then one dialog after the other, then leave."""
    iface.mainWindow().grab().save(str(PICTURES / "window.png"))
    for number, name in enumerate(DIALOGS):
        QTimer.singleShot(3000 * number, lambda name=name: open_dialog(name))
    QTimer.singleShot(3000 * len(DIALOGS), lambda: os._exit(0))  # no question about an unsaved project


def open_dialog(name):
    """One algorithm's dialog, as a user sees it."""
    dialog = processing.createAlgorithmDialog(name, {})
    dialog.resize(1000, 760)
    dialog.show()
    QTimer.singleShot(2000, lambda: save_dialog(dialog, name))


def save_dialog(dialog, name):
    """Keep its picture and close it."""
    dialog.grab().save(str(PICTURES / f"{name.partition(':')[2]}.png"))
    dialog.close()


iface.mainWindow().resize(1600, 1000)
load_demo_layers()
show_toolbox()
QTimer.singleShot(4000, take_pictures)
