"""Pictures of the plugin in a real QGIS window, to be looked at by people.

``SEG4EO_PICTURES=FOLDER xvfb-run -s "-screen 0 1600x1000x24" qgis --nologo --code tests/plugin/take_pictures.py``

Makes sample data in the folder on its way. With SEG4EO_PICTURES_MODEL, a model file for such scenes, it maps them too.
"""

import os
import time
import traceback
from pathlib import Path

import processing
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QTreeView
from qgis.utils import iface

FOLDER = Path(os.environ["SEG4EO_PICTURES"])
MODEL = os.environ.get("SEG4EO_PICTURES_MODEL", "")


def settle(seconds=1.0):
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        QgsApplication.processEvents()


def save(widget, name):
    settle()
    widget.grab().save(str(FOLDER / f"{name}.png"))


def picture_of_toolbox():
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    dock.setFloating(True)
    dock.resize(420, 620)
    settle()
    tree = dock.findChild(QTreeView)
    tree.collapseAll()
    model = tree.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() == "seg4eo":
            tree.expandRecursively(model.index(row, 0))
            tree.scrollTo(model.index(row, 0), QTreeView.ScrollHint.PositionAtTop)
    save(dock, "toolbox")
    dock.setFloating(False)


def picture_of_dialog(name, **parameters):
    dialog = processing.createAlgorithmDialog(f"seg4eo:{name}", parameters)
    dialog.resize(1100, 760)
    dialog.show()
    save(dialog, name)
    dialog.close()


def take_pictures():
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = processing.runAndLoadResults("seg4eo:sampledata", {"OUTPUT": str(FOLDER / "sample"), "SIZE_PX": 512})
    iface.mapCanvas().zoomToFullExtent()
    save(iface.mainWindow(), "sampledata-loaded")
    picture_of_toolbox()
    for algorithm in QgsApplication.processingRegistry().providerById("seg4eo").algorithms():
        parameters = {"MODEL": MODEL, "RASTER": results["SCENE"]} if algorithm.name() == "predict" else {}
        picture_of_dialog(algorithm.name(), **parameters)
    if MODEL:
        outputs = {"OUTPUT": "TEMPORARY_OUTPUT", "CONFIDENCE": "TEMPORARY_OUTPUT"}
        processing.runAndLoadResults("seg4eo:predict", {"MODEL": MODEL, "RASTER": results["SCENE"], **outputs})
        save(iface.mainWindow(), "predict-loaded")


def main():
    try:
        take_pictures()
    except Exception:  # noqa: BLE001 - QGIS would go on for ever
        (FOLDER / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        QgsProject.instance().clear()
        QgsApplication.exit()


QTimer.singleShot(3000, main)
