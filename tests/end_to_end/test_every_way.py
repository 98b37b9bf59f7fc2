"""Every algorithm from the Python console, in the batch dialog, in a model and by qgis_process, with the engine."""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
)

# What each algorithm is given: values, and names of fixtures for the files of the road.
EXAMPLES = {
    "sampledata": {"SIZE_PX": 256},
    "grid": {"RASTER": "scene", "PATCH_SIZE_PX": 64},
    "rasterizelabels": {"POLYGONS": "polygons", "RASTER": "scene", "CLASS_FIELD": "class"},
    "extractpatches": {"IMAGES": ["scene"], "LABELS": ["labels"], "PATCH_SIZE_PX": 64, "BLOCK_CELLS": 1},
    "adoptdataset": {"FOLDER": "bare_folder"},
    "datasetreport": {"DATASET": "dataset_folder"},
    "train": {"DATASET": "dataset_folder", "EPOCHS": 1, "DEVICE": "cpu"},
    "importmodel": {"CHECKPOINT": "checkpoint", "PATCH_SIZE_PX": 64},
    "exportonnx": {"MODEL": "model_file"},
    "modelinfo": {"MODEL": "model_file"},
    "predict": {"MODEL": "model_file", "RASTER": "scene", "DEVICE": "cpu"},
    "predictscenes": {"MODEL": "model_file", "RASTERS": ["scene"], "DEVICE": "cpu"},
    "vectorize": {"CLASS_MAP": "map_file"},
    "evaluate": {"CLASS_MAP": "map_file", "REFERENCE": ["labels"]},
    "checkengine": {},
    "trainandmap": {"SCENE": "scene", "LABELS": "labels", "PATCH_SIZE_PX": 64, "EPOCHS": 1},
    "mapfolder": {"MODEL": "model_file", "FOLDER": "scene_folder"},
}
NOT_RUN_HERE = {"installengine": "it downloads gigabytes"}
# qgis_process ran these for the road already
BY_THE_ROAD = {
    "sampledata": "sample",
    "grid": "grid",
    "extractpatches": "dataset",
    "train": "model",
    "predict": "class_map",
}


def examples(*long):
    """The names of all algorithms; ``long`` ones, which others test in other ways, are run when asked for."""
    skipped = pytest.mark.skipif("SEG4EO_EVERY_WAY" not in os.environ, reason="SEG4EO_EVERY_WAY is not set")
    return [pytest.param(name, marks=skipped) if name in long else name for name in EXAMPLES]


@pytest.fixture(scope="session")
def bare_folder(dataset, tmp_path_factory):
    """Patches without a manifest."""
    target = tmp_path_factory.mktemp("bare")
    for split in ("train", "validation", "test"):
        shutil.copytree(Path(dataset["OUTPUT"], split), target / split)
    return target


@pytest.fixture(scope="session")
def scene_folder(sample, tmp_path_factory):
    """A folder with nothing but a scene."""
    target = tmp_path_factory.mktemp("scenes")
    shutil.copy(sample["SCENE"], target)
    return target


@pytest.fixture(scope="session")
def files(sample, dataset, model, class_map, bare_folder, scene_folder, checkpoint):
    """The files of the road by the names that the examples use."""
    return {
        "scene": sample["SCENE"],
        "labels": sample["LABELS"],
        "scene_folder": str(scene_folder),
        "polygons": sample["POLYGONS"],
        "dataset_folder": dataset["OUTPUT"],
        "bare_folder": str(bare_folder),
        "model_file": model["OUTPUT"],
        "map_file": class_map["OUTPUT"],
        "checkpoint": str(checkpoint),
    }


@pytest.fixture
def values_of(provider, files, tmp_path):
    """The values of an algorithm's example, with destinations in a new folder."""

    def values(name, folder="out"):
        def filled(value):
            return [filled(each) for each in value] if isinstance(value, list) else files.get(value, value)

        given = {key: filled(value) for key, value in EXAMPLES[name].items()}
        target = tmp_path / folder
        target.mkdir(exist_ok=True)
        return {**given, **destinations_of(provider.algorithm(name), target)}

    return values


def destinations_of(algorithm, folder):
    """A path for each destination that is wanted unless one says otherwise."""
    definitions = [
        each
        for each in algorithm.destinationParameterDefinitions()
        if each.createByDefault() or not each.checkValueIsAcceptable(None)  # a must has no say in the first
    ]
    return {
        each.name(): str(folder / f"{each.name().split(':')[-1].lower()}.{each.defaultFileExtension()}".rstrip("."))
        for each in definitions
    }


def assert_all_came_out(algorithm, values, results):
    """Each destination was written, and is among the results; and pages are shown as such."""
    for name in destinations_of(algorithm, Path()):
        assert Path(results[name]).exists()
        assert name not in values or results[name] == values[name]
    assert set(results) & {output.name() for output in algorithm.outputDefinitions()}
    for output in algorithm.outputDefinitions():
        if str(results.get(output.name(), "")).endswith(".html"):
            assert output.type() == "outputHtml"  # which QGIS lists in its results viewer


def test_every_algorithm_has_an_example(provider):
    names = {algorithm.name() for algorithm in provider.algorithms()}
    assert names - set(NOT_RUN_HERE) == set(EXAMPLES)


@pytest.mark.parametrize("name", examples("train", "trainandmap", "mapfolder"))
def test_from_the_python_console(run, provider, values_of, name):
    values = values_of(name)
    assert_all_came_out(provider.algorithm(name), values, run(name, **values))


@pytest.mark.parametrize(
    "name",
    examples(
        "train", "trainandmap", "mapfolder", "checkengine", "exportonnx", "importmodel", "modelinfo", "predictscenes"
    ),
)
def test_in_the_batch_dialog(batch, provider, values_of, name):
    rows = [values_of(name, "first"), values_of(name, "second")]
    made = batch(name, rows)
    assert len(made) == 2
    for values, results in zip(rows, made):
        assert_all_came_out(provider.algorithm(name), values, results)


@pytest.mark.parametrize("name", examples("train", "trainandmap", "mapfolder"))
def test_in_a_model(provider, values_of, name):
    algorithm, values = provider.algorithm(name), values_of(name)
    inputs = {key: value for key, value in values.items() if key not in destinations_of(algorithm, Path())}
    model = model_of(algorithm, inputs)
    results = run_model(model, name, {key: value for key, value in values.items() if key not in inputs})
    assert_all_came_out(algorithm, values, results)


@pytest.mark.parametrize("name", examples("trainandmap", "mapfolder"))
def test_by_qgis_process(qgis, provider, values_of, request, name):
    values = {} if name in BY_THE_ROAD else values_of(name)
    if name in BY_THE_ROAD:
        results = request.getfixturevalue(BY_THE_ROAD[name])
    else:
        texts = {key: ";".join(value) if isinstance(value, list) else value for key, value in values.items()}
        results = qgis.results(f"seg4eo:{name}", **texts)
    assert_all_came_out(provider.algorithm(name), values, results)


def test_a_score_of_one_step_of_a_model_is_what_the_next_is_given(provider, files, tmp_path):
    info, grid = provider.algorithm("modelinfo"), provider.algorithm("grid")
    size = QgsProcessingModelChildParameterSource.fromChildOutput("modelinfo", "PATCH_SIZE_PX")
    model = model_of(grid, {"RASTER": files["scene"], "PATCH_SIZE_PX": size})
    model.addChildAlgorithm(child_of(info, {"MODEL": files["model_file"]}))
    run_model(model, "grid", {"OUTPUT": str(tmp_path / "grid.gpkg")})
    source = ogr.Open(str(tmp_path / "grid.gpkg"))  # its features die with it, and their outlines with them
    feature = source.GetLayer(0).GetNextFeature()
    west, east, _, _ = feature.GetGeometryRef().GetEnvelope()
    assert (east - west) / 10 == 64  # the model's patches, of pixels of 10 m


COPIED = ["grid", "extractpatches"]


@pytest.mark.parametrize("name", COPIED)
def test_what_history_keeps_and_copy_as_python_gives_runs(provider, values_of, name):
    from qgis import processing

    algorithm, values = provider.algorithm(name), values_of(name)
    command = algorithm.asPythonCommand(values, QgsProcessingContext())
    assert_all_came_out(algorithm, values, eval(command, {"processing": processing}))


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 32400, reason="QGIS copies it from 3.24 on")
@pytest.mark.parametrize("name", COPIED)
def test_what_copy_as_qgis_process_command_gives_runs(qgis, provider, values_of, name):
    algorithm, values = provider.algorithm(name), values_of(name)
    command, is_possible = algorithm.asQgisProcessCommand(values, QgsProcessingContext())
    assert is_possible
    status, said = qgis.finish(*shlex.split(command)[1:])
    assert status == 0, said
    assert_all_came_out(algorithm, values, values)


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 34000, reason="qgis_process reads it from 3.40 on")
@pytest.mark.parametrize("name", COPIED)
def test_what_copy_as_json_gives_runs(qgis, provider, values_of, name):
    algorithm, values = provider.algorithm(name), values_of(name)
    copied = json.dumps(algorithm.asMap(values, QgsProcessingContext()))
    process = qgis.start("run", algorithm.id(), "-", stdin=subprocess.PIPE)
    said = process.communicate(copied, timeout=240)
    assert process.returncode == 0, said
    assert_all_came_out(algorithm, values, values)


def child_of(algorithm, inputs):
    child = QgsProcessingModelChildAlgorithm(algorithm.id())
    child.setChildId(algorithm.name())
    for name, value in inputs.items():
        is_source = isinstance(value, QgsProcessingModelChildParameterSource)
        source = value if is_source else QgsProcessingModelChildParameterSource.fromStaticValue(value)
        child.addParameterSources(name, [source])
    return child


def model_of(algorithm, inputs):
    """A model of one step that gives out all that the step does."""
    child = child_of(algorithm, inputs)
    outputs = {}
    for definition in algorithm.outputDefinitions():
        output = QgsProcessingModelOutput(definition.name(), definition.name())
        output.setChildId(algorithm.name())
        output.setChildOutputName(definition.name())
        outputs[definition.name()] = output
    child.setModelOutputs(outputs)
    model = QgsProcessingModelAlgorithm("a model")
    model.addChildAlgorithm(child)
    return model


def run_model(model, child_id, destinations):
    """What came out of a step of a model, by the names of its outputs."""
    from qgis import processing

    by_name = {each.description(): each.name() for each in model.destinationParameterDefinitions()}
    results = processing.run(model, {by_name[name]: value for name, value in destinations.items()})
    # of what is no file, newer releases of QGIS list no output of the model, but its steps are given it
    return results["CHILD_RESULTS"][child_id]
