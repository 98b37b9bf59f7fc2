"""From nothing to a map, as a new user goes: the zip, the engine, sample data, a model, a map; a picture of each step.

Run inside a QGIS that has never seen the plugin, by first_map.sh.
"""

import os
import sys
from pathlib import Path

import pyplugin_installer
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMenu, QMessageBox
from qgis.utils import iface

sys.path.insert(0, str(Path.cwd() / ".make"))  # QGIS knows the script, but not the folder that it lies in
from gui import PICTURES, finish, run, run_and_leave, save, show_toolbox, start, wait

FOLDER = PICTURES.parent / "first map"
ZIP = os.environ["SEG4EO_ZIP"]
LONG_S = 15  # into the installation, when its dialog is worth a picture


def install_plugin():
    """By QGIS's own installer; what it asks is answered with yes."""
    questions = QTimer()
    questions.timeout.connect(press_yes)
    questions.start(300)
    pyplugin_installer.instance().installFromZipFile(ZIP)
    questions.stop()
    save(iface.mainWindow(), "1-plugin-installed")


def press_yes():
    """Answer a question of QGIS."""
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        box.defaultButton().click() if box.defaultButton() else box.accept()


def install_engine():
    """By the entry of the menu, which comes back only when the dialog that it opens is closed."""
    QTimer.singleShot(2000, use_dialog)
    menu = next(menu for menu in iface.mainWindow().findChildren(QMenu) if menu.title() == "seg4eo")
    next(action for action in menu.actions() if action.text() == "Install the engine…").trigger()


def use_dialog():
    """Press the button of the dialog, wait for the engine, and close it."""
    dialog = open_dialogs()[0]
    dialog.resize(1000, 760)
    save(dialog, "2-install-engine")
    dialog.runButton().click()
    wait(LONG_S)
    save(dialog, "3-install-engine-running")
    finish(dialog, "4-install-engine-done")


def open_dialogs():
    """The dialogs of algorithms that are open."""
    return [widget for widget in QApplication.topLevelWidgets() if hasattr(widget, "runButton") and widget.isVisible()]


def make_map():
    """The road of the tutorial, with what each step loads."""
    sample = FOLDER / "sample"
    run("sampledata", {"SIZE_PX": 1024, "OUTPUT": str(sample)})
    save(iface.mainWindow(), "6-sample-data")
    scene, labels = str(sample / "scene.tif"), str(sample / "labels.tif")
    run("grid", {"RASTER": scene, "PATCH_SIZE_PX": 128, "OUTPUT": str(FOLDER / "grid.gpkg")})
    save(iface.mainWindow(), "7-grid")
    values = {"IMAGES": [scene], "LABELS": [labels], "GRID": str(FOLDER / "grid.gpkg"), "PATCH_SIZE_PX": 128}
    run("extractpatches", {**values, "OUTPUT": str(FOLDER / "dataset")})
    save(iface.mainWindow(), "8-patches")
    values = {"DATASET": str(FOLDER / "dataset"), "EPOCHS": 12, "LEARNING_RATE": 0.002}
    dialog = start("train", {**values, "OUTPUT": str(FOLDER / "model.safetensors")})
    wait(LONG_S)
    save(dialog, "9-train-running")
    finish(dialog, "9-train-done")
    outputs = {"CONFIDENCE": str(FOLDER / "confidence.tif"), "POLYGONS": str(FOLDER / "polygons.gpkg")}
    model = str(FOLDER / "model.safetensors")
    run("predict", {"MODEL": model, "RASTER": scene, "OUTPUT": str(FOLDER / "map.tif"), **outputs})
    save(iface.mainWindow(), "10-map-with-polygons")
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        if node.name().lower() == "polygons":
            node.setItemVisibilityChecked(False)
    save(iface.mainWindow(), "11-map")


def script():
    """The whole road."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    iface.mainWindow().findChild(QDockWidget, "Browser").hide()
    iface.mainWindow().findChild(QDockWidget, "Layers").setMinimumWidth(300)
    install_plugin()
    show_toolbox()
    install_engine()
    run("checkengine", {})
    make_map()


run_and_leave(script)
