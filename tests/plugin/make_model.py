"""Make seg4eo_qgis/models/train_and_map.model3, with the graphical modeler's own classes.

``PYTHONPATH=. python3 tests/plugin/make_model.py``, with the Python of the oldest QGIS that is supported.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_HASH_SEED"] = "0"  # the order of attributes in the file is that of a hash

from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

from seg4eo_qgis import classFactory
from seg4eo_qgis.algorithms.parameters import make_parameter
from seg4eo_qgis.capabilities import job_description

TARGET = Path(__file__).resolve().parents[2] / "seg4eo_qgis" / "models" / "train_and_map.model3"
# what the user of the model chooses: (job, field) → the name in the model
INPUTS = {
    ("predict", "raster"): "SCENE",
    ("extractpatches", "labels"): "LABELS",
    ("grid", "patch_size_px"): "PATCH_SIZE_PX",
    ("train", "architecture"): "ARCHITECTURE",
    ("train", "encoder"): "ENCODER",
    ("train", "epochs"): "EPOCHS",
}
WORDS = {
    "SCENE": {"title": "Scene", "help": "Raster to learn from and to map."},
    "LABELS": {
        "title": "Label raster",
        "help": "The class of each labelled pixel, on the pixels of the scene.",
        "kind": "raster",
    },
}
# what goes from one step to the next, and where an input is used again
LINKS = {
    ("grid", "raster"): "SCENE",
    ("extractpatches", "images"): "SCENE",
    ("extractpatches", "patch_size_px"): "PATCH_SIZE_PX",
    ("extractpatches", "grid"): ("grid", "OUTPUT"),
    ("train", "dataset"): ("extractpatches", "OUTPUT"),
    ("predict", "model"): ("train", "OUTPUT"),
}
OUTPUTS = {
    "train": {"model": "OUTPUT", "test_miou": "TEST_MIOU"},
    "predict": {"class_map": "OUTPUT", "confidence": "CONFIDENCE"},
}
STEPS = ("grid", "extractpatches", "train", "predict")


def source(job_id, field):
    key = (job_id, field["name"])
    sources = QgsProcessingModelChildParameterSource
    link = INPUTS.get(key) or LINKS.get(key)
    if isinstance(link, str):
        return sources.fromModelParameter(link)
    if link:
        return sources.fromChildOutput(*link)
    default = field["default"]
    return sources.fromStaticValue(",".join(map(str, default)) if isinstance(default, list) else default)


def make_child(job_id, column):
    child = QgsProcessingModelChildAlgorithm(f"seg4eo:{job_id}")
    child.setChildId(job_id)
    child.setDescription(job_description(job_id)["title"])
    for field in job_description(job_id)["fields"]:
        if not field["kind"].endswith("_output"):
            child.addParameterSources(field["name"].upper(), [source(job_id, field)])
    outputs = {}
    titles = {result["name"].upper(): result["title"] for result in job_description(job_id)["results"]}
    for row, (name, output) in enumerate(OUTPUTS.get(job_id, {}).items()):
        outputs[name] = QgsProcessingModelOutput(name, titles[output])
        outputs[name].setChildId(job_id)
        outputs[name].setChildOutputName(output)
        outputs[name].setPosition(QPointF(260 + 260 * column, 360 + 70 * row))
    child.setModelOutputs(outputs)
    child.setPosition(QPointF(260 + 260 * column, 230))
    return child


def make_input(job_id, field_name, name, column):
    field = next(field for field in job_description(job_id)["fields"] if field["name"] == field_name)
    definition = make_parameter({**field, **WORDS.get(name, {}), "name": name})
    component = QgsProcessingModelParameter(name)
    component.setPosition(QPointF(120 + 210 * column, 80))
    component.setSize(QSizeF(190, 30))
    return definition, component


def make_model():
    model = QgsProcessingModelAlgorithm("Train a model and map a scene", "Map")
    for column, ((job_id, field_name), name) in enumerate(INPUTS.items()):
        model.addModelParameter(*make_input(job_id, field_name, name, column))
    for column, job_id in enumerate(STEPS):
        model.addChildAlgorithm(make_child(job_id, column))
    model.setParameterOrder(list(INPUTS.values()))
    model.setHelpContent(
        {
            "ALG_DESC": "Lays a sampling grid over a scene, cuts the scene and its label raster into patches, trains a "
            "model on them, and maps the scene with it. An example to be changed in the graphical modeler.",
        }
    )
    return model


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    plugin = classFactory(None)
    plugin.initProcessing()
    TARGET.parent.mkdir(exist_ok=True)
    written = make_model().toFile(str(TARGET))
    plugin.unload()
    sys.exit(0 if written else f"{TARGET} could not be written")
