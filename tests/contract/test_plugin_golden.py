"""What the plugin makes of a dialog's values, and of what the engine says. The engine's half is beside this."""

import json
from pathlib import Path

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from seg4eo_qgis.algorithms import ALGORITHMS
from seg4eo_qgis.algorithms.inputs import InputReader
from seg4eo_qgis.capabilities import capabilities, job_description
from seg4eo_qgis.engine.run import Engine, EngineError, run_job

GOLDEN = Path(__file__).parent / "golden"
# The values of a dialog; /data stands for a folder with small files of these names, here as in the golden jobs.
JOB_ALGORITHMS = [
    algorithm for algorithm in ALGORITHMS if algorithm.job_id != "installengine"
]  # no job, but brings them
DIALOGS = {
    "sampledata": {"OUTPUT": "/data/sample", "SIZE_PX": "512"},
    "grid": {
        "RASTER": "/data/scene.tif",
        "OUTPUT": "/data/new.gpkg",
        "AREA": "/data/area.gpkg",
        "LABEL_POLYGONS": "/data/polygons.gpkg",
        "CLASS_FIELD": "class",
        "PATCH_SIZE_M": "640",
        "STRIDE_PX": 96,
        "SPLIT_METHOD": "stratified",
        "BLOCK_CELLS": 3,
        "BUFFER_CELLS": 0,
    },
    "rasterizelabels": {
        "POLYGONS": "/data/polygons.gpkg",
        "RASTER": "/data/scene.tif",
        "OUTPUT": "/data/new labels.tif",
        "CLASS_FIELD": "class",
        "CLASSES": "1=water, 2=forêt:#0a7d32",
        "BACKGROUND_VALUE": 0,
        "BUFFER_M": -2.5,
        "ORDER": "largest_first",
    },
    "extractpatches": {
        "IMAGES": ["/data/scene.tif", "/data/scène 2.tif"],
        "LABELS": ["/data/labels.tif", "/data/labels.tif"],
        "IMAGE_GRIDS": ["/data/area.gpkg", "/data/polygons.gpkg"],
        "OUTPUT": "/data/dataset",
        "BANDS": "4, B03, 2",
        "CLASSES": "1=water, 2=forêt:#0a7d32",
        "IGNORE_VALUES": "0",
        "STACK": ["/data/scene.tif"],
        "NODATA": "-9999",
        "SPLIT_METHOD": "random",
        "APPEND": True,
    },
    "adoptdataset": {"FOLDER": "/data", "OUTPUT": "/data/dataset", "CLASSES": "1=water:#0072b2", "NODATA": 0},
    "datasetreport": {"DATASET": "/data", "OUTPUT": "/data/report.html"},
    "train": {
        "DATASET": "/data",
        "OUTPUT": "/data/model.safetensors",
        "ARCHITECTURE": "fpn",
        "EPOCHS": 4,
        "LEARNING_RATE": "0.0005",
        "MAX_MINUTES": 2.5,
        "AUGMENT_WITH": "haze, cutout",
        "LOSS": "0.5*dice + 0.5*focal",
        "CLASS_WEIGHTS": "median",
        "GIVEN_WEIGHTS": "forêt=2.5, 3=0.5",
        "WEIGHT_DECAY": 0.0001,
        "FOLDS": 5,
        "PREVIEW_SCENES": ["/data/scene.tif", "/data/scène 2.tif"],
        "RESUME": True,
    },
    "importmodel": {
        "CHECKPOINT": "/data/unet_best_iou.pth",
        "OUTPUT": "/data/model.safetensors",
        "BANDS": "B02, B03, B04",
        "CLASSES": "0=land, 1=water:#2b7bba",
        "PATCH_SIZE_PX": 256,
        "ENCODER": "resnet34",
    },
    "modelinfo": {"MODEL": "/data/model.safetensors"},
    "checkengine": {},
    "predict": {
        "MODEL": "/data/model.safetensors",
        "RASTER": "/data/scene.tif",
        "OUTPUT": "/data/map.tif",
        "CONFIDENCE": "/data/confidence.tif",
        "AREA": "/data/area.gpkg",
        "EXTENT": "0,3,1,4 [EPSG:32631]",
        "MORE_MODELS": ["/data/model.safetensors"],
        "MORE_RASTERS": ["/data/scène 2.tif"],
        "WINDOW_PX": 512,
        "DEVICE": "cpu",
    },
    "predictscenes": {
        "MODEL": "/data/model.safetensors",
        "FOLDER": "/data",
        "RASTERS": ["/data/scene.tif", "/data/scène 2.tif"],
        "ASSETS": "B02, B03",
        "OUTPUT": "/data/maps",
        "MOSAIC": "/data/all.tif",
        "CONFIDENCE": True,
        "TRIES": "3",
    },
    "vectorize": {
        "CLASS_MAP": "/data/map.tif",
        "CONFIDENCE": "/data/labels.tif",
        "OUTPUT": "/data/new.gpkg",
        "MINIMUM_AREA": 2500,
        "CLASSES_LEFT_OUT": "0, 3",
    },
    "exportonnx": {"MODEL": "/data/model.safetensors", "RASTER": "/data/scene.tif", "OUTPUT": "/data/model.onnx"},
    "evaluate": {
        "MODEL": "/data/model.safetensors",
        "IMAGES": ["/data/scene.tif", "/data/scène 2.tif"],
        "REFERENCE_POLYGONS": "/data/polygons.gpkg",
        "CLASS_FIELD": "class",
        "CLASSES": "1=water, 2=forêt:#0a7d32",
        "IGNORE_VALUES": "9",
        "GRID": "/data/area.gpkg",
        "SPLIT": "test",
        "DEVICE": "cpu",
        "REPORT": "/data/report.html",
    },
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for name in ("scene.tif", "scène 2.tif", "labels.tif", "map.tif"):
        raster = gdal.GetDriverByName("GTiff").Create(str(folder / name), 4, 4, 1)
        raster.SetGeoTransform((0, 1, 0, 4, 0, -1))
        raster.FlushCache()
    for name in ("area", "polygons"):
        vector = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / f"{name}.gpkg"))
        vector.CreateLayer(name, None, ogr.wkbPolygon).CreateField(ogr.FieldDefn("class", ogr.OFTString))
        vector.FlushCache()
    for name in ("model.safetensors", "unet_best_iou.pth"):
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("algorithm", JOB_ALGORITHMS, ids=lambda algorithm: algorithm.job_id)
def test_a_dialog_becomes_the_golden_job(qgis_processing, data, algorithm, request):
    values = json.loads(json.dumps(DIALOGS[algorithm.job_id]).replace("/data", str(data)))
    instance, context = algorithm().create(), QgsProcessingContext()
    accepted, message = instance.checkParameterValues(values, context)
    assert accepted, message
    inputs = InputReader(instance, values, context, QgsProcessingFeedback()).read(instance.job["fields"])
    job = {
        "protocol": capabilities()["protocol"],
        "job": algorithm.job_id,
        "parameters": {**inputs, **instance.destinations(values, context)},
    }
    made = json.dumps(job, ensure_ascii=False, indent=1).replace(str(data), "/data") + "\n"
    path = GOLDEN / "jobs" / f"{algorithm.job_id}.json"
    if request.config.getoption("--write-golden"):
        path.write_text(made, encoding="utf-8")
    assert json.loads(made) == json.loads(path.read_text(encoding="utf-8"))


def test_every_field_of_every_job_is_in_a_golden_job_or_optional():
    for job in capabilities()["jobs"]:
        golden = json.loads((GOLDEN / "jobs" / f"{job['id']}.json").read_text(encoding="utf-8"))
        left_out = {field["name"] for field in job["fields"]} - set(golden["parameters"])
        optional = {
            field["name"] for field in job["fields"] if not field["required"] and field["default"] in (None, "", [])
        }
        assert left_out <= optional


class Feedback(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.told = []

    def setProgressText(self, text):
        self.told.append(f"[{text}]")

    def pushInfo(self, info):
        self.told.append(info)

    def pushWarning(self, warning):
        self.told.append(f"Warning: {warning}")


@pytest.fixture
def replay(tmp_path):
    """Run a job with an engine that says what is in a golden file."""

    def run(name, feedback):
        python = tmp_path / "python"
        python.write_text(f"#!/bin/sh\ncat '{GOLDEN}/events/{name}.jsonl'\n", encoding="utf-8")
        python.chmod(0o755)
        engine = Engine(python, capabilities()["protocol"], capabilities()["engine_version"], {"PATH": "/usr/bin:/bin"})
        return run_job(engine, "train", {}, feedback)

    return run


def test_golden_events_of_a_finished_job_are_its_result_and_its_log(replay):
    feedback = Feedback()
    result = replay("finished", feedback)
    assert set(result) == {described["name"] for described in job_description("train")["results"]}
    assert result["test_miou"] == 0.75
    assert feedback.progress() == 100
    assert feedback.told == [
        "[Starting the engine]",
        "[reading the dataset]",
        "640 patches, 6 classes, 10 bands",
        "Warning: The class Wälder has 12 pixels only.",
        "[training]",
        "[Epoch 1 of 4: loss 0.431, mIoU 0.710, best 0.710 (epoch 1), 1.5 s an epoch, about 8 s left]",
    ]


def test_golden_events_of_a_failed_job_are_its_error(replay):
    with pytest.raises(EngineError, match=r"^Expected a dataset with a dataset\.json in /data/empty, found none"):
        replay("failed", Feedback())


def test_golden_events_of_a_cancelled_job_say_so(replay):
    with pytest.raises(EngineError, match="cancelled"):
        replay("cancelled", Feedback())
