"""Save pictures of the toolbox, of the dialogs and of what they lead to; run inside QGIS by pictures.sh."""

import os
import sys
from pathlib import Path

from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from qgis.core import (
    QgsApplication,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QDockWidget, QGroupBox
from qgis.utils import iface

sys.path.insert(0, str(Path.cwd() / ".make"))  # QGIS knows the script, but not the folder that it lies in
from gui import (
    BUILD,
    PICTURES,
    finish,
    open_dialog,
    run,
    run_and_leave,
    save,
    show_toolbox,
    start,
    wait_for_log,
)

DEMO = BUILD / "demo"
SCENE, LABELS = str(DEMO / "sample" / "scene.tif"), str(DEMO / "sample" / "labels.tif")
POLYGONS, GRID, DATASET = str(DEMO / "sample" / "classes.gpkg"), str(DEMO / "grid.gpkg"), str(DEMO / "dataset")
MODEL, CLASS_MAP = str(DEMO / "model.safetensors"), str(DEMO / "map.tif")
CLASSES = "1=water:#2b7bba,2=forest:#1b6b3a,3=cropland:#e8c468,4=grassland:#a5d867,5=built-up:#c8423b"
DIALOGS = {
    "grid": {"RASTER": SCENE, "LABEL_POLYGONS": POLYGONS, "CLASS_FIELD": "name"},
    "rasterizelabels": {"POLYGONS": POLYGONS, "RASTER": SCENE, "CLASS_FIELD": "name"},
    "extractpatches": {"IMAGES": [SCENE], "LABEL_POLYGONS": POLYGONS, "CLASS_FIELD": "name", "GRID": GRID},
    "adoptdataset": {},
    "datasetreport": {"DATASET": DATASET},
    "train": {"DATASET": DATASET},
    "importmodel": {},
    "modelinfo": {"MODEL": MODEL},
    "exportonnx": {"MODEL": MODEL},
    "predict": {"MODEL": MODEL, "RASTER": SCENE},
    "vectorize": {"CLASS_MAP": CLASS_MAP},
    "evaluate": {"MODEL": MODEL, "DATASET": DATASET},
}
WITH_MUCH_FOLDED_AWAY = ("grid", "rasterizelabels", "extractpatches", "train", "predict", "vectorize", "evaluate")


def load(name, title):
    """Load a layer of the demo in its style, where there is one; the next one lies above it."""
    path = DEMO / name
    if not path.exists():
        return None
    layer = QgsRasterLayer(str(path), title) if path.suffix == ".tif" else QgsVectorLayer(str(path), title)
    layer.loadDefaultStyle()
    QgsProject.instance().addMapLayer(layer)
    return layer


def take_patches():
    """The patches, coloured by split, and the labels: both are loaded in their style when the algorithm is done."""
    project = QgsProject.instance()
    for name, values, picture in (
        ("extractpatches", {"IMAGES": [SCENE], "LABELS": [LABELS], "GRID": GRID, "PATCH_SIZE_PX": 128}, "patches"),
        (
            "rasterizelabels",
            {"POLYGONS": POLYGONS, "RASTER": SCENE, "CLASS_FIELD": "class", "CLASSES": CLASSES},
            "labels",
        ),
    ):
        run(name, {**values, "OUTPUT": "TEMPORARY_OUTPUT"})
        save(iface.mainWindow(), picture)
        project.removeMapLayers([layer.id() for layer in project.mapLayers().values() if layer.name() != "Scene"])


def take_dialogs():
    """Each dialog as it opens, and those with much folded away unfolded too."""
    for name, values in DIALOGS.items():
        dialog = open_dialog(name, values)
        save(dialog, name)
        if name in WITH_MUCH_FOLDED_AWAY:
            dialog.findChild(QGroupBox, "grpAdvanced").setProperty("collapsed", False)
            dialog.resize(1000, 2000)
            save(dialog, f"{name}-advanced")
        dialog.close()


def take_selection():
    """Some cells of the grid selected, and the dialog that takes only them."""
    grid = load("grid.gpkg", "Grid")
    grid.selectByExpression('"col" > 2 and "row" > 2 and "row" < 9')
    save(iface.mainWindow(), "selection")
    chosen = QgsProcessingFeatureSourceDefinition(grid.id(), selectedFeaturesOnly=True)
    dialog = open_dialog("extractpatches", {"IMAGES": [SCENE], "LABELS": [LABELS], "GRID": chosen})
    save(dialog, "extractpatches-selection")
    dialog.close()
    grid.removeSelection()


def take_batch():
    """The batch dialog with three images, before and after."""
    dialog = BatchAlgorithmDialog(QgsApplication.processingRegistry().algorithmById("seg4eo:extractpatches").create())
    panel = dialog.mainWidget()
    panel.addRow(3 - panel.batchRowCount())
    values = {"IMAGES": [SCENE], "LABELS": [LABELS], "GRID": GRID, "PATCH_SIZE_PX": 128}
    for row in range(3):
        for name, value in values.items():
            panel.wrappers[row][panel.parameter_to_column[name]].setParameterValue(value, panel.processing_context)
        output = panel.tblParameters.cellWidget(row + 1, panel.parameter_to_column["OUTPUT"])
        output.setValue(str(PICTURES / f"dataset {row + 1}"))
    dialog.show()
    dialog.resize(1600, 400)
    save(dialog, "batch")
    dialog.resize(1000, 760)
    dialog.runAlgorithm()
    save(dialog, "batch-done")
    dialog.close()


def take_report():
    """The report of the demo's dataset among the results of QGIS."""
    run("datasetreport", {"DATASET": DATASET, "OUTPUT": str(PICTURES / "report.html")})
    save(iface.mainWindow(), "results")


def take_training():
    """A training on its way and done, and another one that is cancelled."""
    values = {"DATASET": DATASET, "LEARNING_RATE": 0.002, "PREVIEW_SCENES": [SCENE], "PREVIEW_EVERY": 3}
    dialog = start("train", {**values, "EPOCHS": 6, "OUTPUT": str(PICTURES / "model.safetensors")})
    wait_for_log(dialog, "Epoch 3 of 6")
    save(dialog, "train-running")
    finish(dialog, "train-done")
    save(iface.mainWindow(), "train-results")
    dialog = start("train", {**values, "EPOCHS": 50, "OUTPUT": str(PICTURES / "stopped.safetensors")})
    wait_for_log(dialog, "Epoch 2 of 50")
    dialog.cancelButton().click()
    finish(dialog, "train-stopped")


def take_evaluation():
    """A model and a map measured, and their reports among the results of QGIS."""
    model = PICTURES / "model.safetensors"
    run("evaluate", {"MODEL": str(model), "DATASET": DATASET, "REPORT": str(PICTURES / "of the model.html")})
    save(iface.mainWindow(), "evaluate-results")
    values = {"CLASS_MAP": CLASS_MAP, "REFERENCE": [LABELS], "GRID": GRID, "SPLIT": "test"}
    dialog = start("evaluate", {**values, "REPORT": str(PICTURES / "of the map.html")})
    finish(dialog, "evaluate-map-done")


def take_road():
    """The window with all that the road to a map loads: scene, grid, map, its scores and polygons, in their group."""
    iface.mainWindow().findChild(QDockWidget, "Browser").hide()  # the layer tree needs its room
    iface.mainWindow().findChild(QDockWidget, "Layers").setMinimumWidth(300)
    folder = PICTURES / "road"
    run("sampledata", {"SIZE_PX": 512, "OUTPUT": str(folder / "sample")})
    save(iface.mainWindow(), "sample")
    QgsProject.instance().clear()
    load("sample/scene.tif", "Scene")
    iface.mapCanvas().zoomToFullExtent()
    run("grid", {"RASTER": SCENE, "PATCH_SIZE_PX": 128, "OUTPUT": str(folder / "grid.gpkg")})
    outputs = {name: str(folder / f"{name.lower()}.tif") for name in ("CONFIDENCE", "UNCERTAINTY", "PROBABILITIES")}
    outputs.update(OUTPUT=str(folder / "map.tif"), POLYGONS=str(folder / "polygons.gpkg"))
    run("predict", {"MODEL": MODEL, "RASTER": SCENE, **outputs})
    save(iface.mainWindow(), "road")
    show_one_by_one("road")
    QgsProject.instance().clear()
    load("sample/scene.tif", "Scene")


def show_one_by_one(name):
    """A picture for each layer of the project above the scene, with that one alone."""
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    for node in nodes[:-1]:
        for other in nodes[:-1]:
            other.setItemVisibilityChecked(other is node)
        save(iface.mainWindow(), f"{name}-{node.name().lower().replace(' ', '-')}")


NEED_A_DEMO = (take_road, take_patches, take_selection, take_batch, take_report, take_training, take_evaluation)


def take_pictures():
    """All of them, or those that PICTURES names, "road dialogs" say; only the dialogs where there is no demo."""
    show_toolbox()
    has_demo = Path(DATASET).is_dir()
    if has_demo:
        load("sample/scene.tif", "Scene")
        iface.mapCanvas().zoomToFullExtent()
    wanted = os.environ.get("PICTURES", "").split()
    for take in (*(NEED_A_DEMO if has_demo else ()), take_dialogs):
        if not wanted or take.__name__.removeprefix("take_") in wanted:
            take()


run_and_leave(take_pictures)
