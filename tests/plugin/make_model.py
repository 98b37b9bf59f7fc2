"""Make the models in seg4eo_qgis/models, with the graphical modeler's own classes.

``PYTHONPATH=. python3 tests/plugin/make_model.py``, with the Python of the oldest QGIS that is supported.
"""

import os
import sys
from dataclasses import dataclass, field
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
from seg4eo_qgis.algorithms import pixel_size
from seg4eo_qgis.algorithms.parameters import make_parameter
from seg4eo_qgis.capabilities import job_description

MODELS = Path(__file__).resolve().parents[2] / "seg4eo_qgis" / "models"


@dataclass(frozen=True)
class Sketch:
    """A model: its steps are jobs.

    ``inputs`` is what the user of the model chooses: (job, field) → the name in the model; ``words`` changes what is
    said of them. ``links`` is what goes from one step to the next, and where an input is used again. ``outputs`` are
    the names in the model of what a step gives.
    """

    file: str
    title: str
    description: str
    steps: tuple
    inputs: dict
    links: dict
    outputs: dict
    words: dict = field(default_factory=dict)


SKETCHES = (
    Sketch(
        file="train_and_map.model3",
        title="Train a model and map a scene",
        description="Lays a sampling grid over a scene, cuts the scene and its label raster into patches, trains a "
        "model on them, and maps the scene with it. An example to be changed in the graphical modeler.",
        steps=("grid", "extractpatches", "train", "predict"),
        inputs={
            ("predict", "raster"): "SCENE",
            ("extractpatches", "labels"): "LABELS",
            ("grid", "patch_size_px"): "PATCH_SIZE_PX",
            ("train", "architecture"): "ARCHITECTURE",
            ("train", "encoder"): "ENCODER",
            ("train", "epochs"): "EPOCHS",
        },
        words={
            "SCENE": {"title": "Scene", "help": "Raster to learn from and to map."},
            "LABELS": {
                "title": "Label raster",
                "help": "The class of each labelled pixel, on the pixels of the scene.",
                "kind": "raster",
            },
        },
        links={
            ("grid", "raster"): "SCENE",
            ("extractpatches", "images"): "SCENE",
            ("extractpatches", "patch_size_px"): "PATCH_SIZE_PX",
            ("extractpatches", "grid"): ("grid", "OUTPUT"),
            ("train", "dataset"): ("extractpatches", "OUTPUT"),
            ("predict", "model"): ("train", "OUTPUT"),
        },
        outputs={
            "train": {"model": "OUTPUT", "test_miou": "TEST_MIOU"},
            "predict": {"class_map": "OUTPUT", "confidence": "CONFIDENCE"},
        },
    ),
    Sketch(
        file="map_folder.model3",
        title="Map a folder of scenes",
        description="Maps every scene in a folder with a trained model, puts the maps together to a mosaic, and turns "
        "that into polygons. Scenes that cannot be mapped are listed in scenes.csv in the folder of maps. An example "
        "to be changed in the graphical modeler.",
        steps=("predictscenes", "vectorize"),
        inputs={
            ("predictscenes", "model"): "MODEL",
            ("predictscenes", "folder"): "FOLDER",
            ("predictscenes", "pattern"): "PATTERN",
            ("predictscenes", "minimum_area"): "MINIMUM_AREA",
        },
        words={"FOLDER": {"help": "Every raster in it is a scene.", "required": True}},
        links={
            ("vectorize", "class_map"): ("predictscenes", "MOSAIC"),
            ("vectorize", "minimum_area"): "MINIMUM_AREA",
        },
        outputs={
            "predictscenes": {"maps": "OUTPUT", "mosaic": "MOSAIC"},
            "vectorize": {"polygons": "OUTPUT"},
        },
    ),
)


def source(sketch, job_id, described):
    key = (job_id, described["name"])
    sources = QgsProcessingModelChildParameterSource
    link = sketch.inputs.get(key) or sketch.links.get(key)
    if isinstance(link, str):
        return sources.fromModelParameter(link)
    if link:
        return sources.fromChildOutput(*link)
    default = described["default"]
    return sources.fromStaticValue(",".join(map(str, default)) if isinstance(default, list) else default)


def make_child(sketch, job_id, column):
    child = QgsProcessingModelChildAlgorithm(f"seg4eo:{job_id}")
    child.setChildId(job_id)
    child.setDescription(job_description(job_id)["title"])
    for described in [*job_description(job_id)["fields"], *pixel_size.fields(job_description(job_id))]:
        if not described["kind"].endswith("_output"):
            child.addParameterSources(described["name"].upper(), [source(sketch, job_id, described)])
    outputs = {}
    titles = {result["name"].upper(): result["title"] for result in job_description(job_id)["results"]}
    for row, (name, output) in enumerate(sketch.outputs.get(job_id, {}).items()):
        outputs[name] = QgsProcessingModelOutput(name, titles[output])
        outputs[name].setChildId(job_id)
        outputs[name].setChildOutputName(output)
        # else an output that its step can do without would be left out, and the next step has nothing to work on
        outputs[name].setMandatory((job_id, output) in sketch.links.values())
        outputs[name].setPosition(QPointF(260 + 260 * column, 360 + 70 * row))
    child.setModelOutputs(outputs)
    child.setPosition(QPointF(260 + 260 * column, 230))
    return child


def make_input(sketch, job_id, field_name, name, column):
    described = next(each for each in job_description(job_id)["fields"] if each["name"] == field_name)
    definition = make_parameter({**described, **sketch.words.get(name, {}), "name": name})
    component = QgsProcessingModelParameter(name)
    component.setPosition(QPointF(120 + 210 * column, 80))
    component.setSize(QSizeF(190, 30))
    return definition, component


def make_model(sketch):
    model = QgsProcessingModelAlgorithm(sketch.title, "Map")
    for column, ((job_id, field_name), name) in enumerate(sketch.inputs.items()):
        model.addModelParameter(*make_input(sketch, job_id, field_name, name, column))
    for column, job_id in enumerate(sketch.steps):
        model.addChildAlgorithm(make_child(sketch, job_id, column))
    model.setParameterOrder(list(sketch.inputs.values()))
    model.setHelpContent({"ALG_DESC": sketch.description})
    return model


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))  # where Processing itself is
    plugin = classFactory(None)
    plugin.initProcessing()
    MODELS.mkdir(exist_ok=True)
    failed = [sketch.file for sketch in SKETCHES if not make_model(sketch).toFile(str(MODELS / sketch.file))]
    plugin.unload()
    sys.exit(f"{', '.join(failed)} could not be written" if failed else 0)
