"""Whether a worker can do the work is seen before it is given any."""

import dataclasses
import json

import pytest

from seg4eo_engine.cluster.tasks import UnsuitableWorker
from seg4eo_engine.jobs import Predict
from seg4eo_engine.jobs.mapping.identity import inputs_fingerprint
from seg4eo_engine.jobs.mapping.inputs import read_inputs
from seg4eo_engine.jobs.mapping.on_worker import check
from seg4eo_engine.jobs.mapping_recipe import MappingRecipe
from seg4eo_engine.prediction.backends.libraries import libraries


@pytest.fixture
def recipe(model, scene, tmp_path, reporter):
    job = Predict(model=model, raster=scene, output=tmp_path / "map.tif", device="cpu")
    folder = tmp_path / "map.parts"
    folder.mkdir()
    (folder / "token").touch()
    fingerprint = json.dumps(inputs_fingerprint(job, read_inputs(job, reporter)))
    return MappingRecipe("blocks", job.model_dump_json(), fingerprint, str(folder), "token")


def test_a_worker_that_sees_the_same_is_welcome(recipe, tmp_path):
    assert check(recipe, 1) == []
    assert [path.name for path in (tmp_path / "map.parts").iterdir()] == ["token"]


def test_a_worker_of_other_libraries_or_processor_is_told_of(recipe):
    mine = libraries("torch", "cpu")
    choices = {"backend": "torch", "device": "cpu", "libraries": mine}
    assert check(dataclasses.replace(recipe, choices=json.dumps(choices)), 1) == []
    choices["libraries"] = mine | {"torch": "1.0"}
    [told] = check(dataclasses.replace(recipe, choices=json.dumps(choices)), 1)
    assert told.startswith('torch was "1.0", is "')


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"token": "other"}, "does not see the folder .*map.parts"),
        ({"folder": "/nowhere"}, "does not see the folder /nowhere"),
        ({"fingerprint": '{"engine_version": "0"}'}, 'engine_version was "0"'),
    ],
)
def test_a_worker_with_another_folder_or_engine_is_not(recipe, change, why):
    with pytest.raises(UnsuitableWorker, match=why):
        check(dataclasses.replace(recipe, **change), 1)


def test_a_worker_that_does_not_find_the_raster_is_not(recipe, scene):
    scene.unlink()
    with pytest.raises(UnsuitableWorker, match="Expected a raster"):
        check(recipe, 1)


def test_a_worker_that_sees_another_model_is_not(recipe, model):
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    with pytest.raises(UnsuitableWorker, match="model_1 has changed"):
        check(recipe, 1)
