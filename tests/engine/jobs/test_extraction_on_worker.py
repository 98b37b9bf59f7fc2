"""Whether a worker can cut patches is seen before it cuts any; and what it does may be done twice."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import geopandas
import numpy as np
import pytest
import shapely

from seg4eo_engine.cluster.tasks import UnsuitableWorker
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.jobs.extraction.on_worker import libraries
from seg4eo_engine.jobs.extraction.recipe import ExtractionRecipe
from seg4eo_engine.jobs.extraction.request import extraction_of
from seg4eo_engine.patches.extraction import plan_cutting
from seg4eo_engine.patches.files import LabelEncoding
from seg4eo_engine.patches.plan import fingerprint_of
from seg4eo_engine.patches.portions import portions_of
from seg4eo_engine.patches.work import Cutting
from seg4eo_engine.raster.classes import default_class


@pytest.fixture
def polygons(tmp_path):
    path = tmp_path / "polygons.gpkg"
    squares = [shapely.box(500_000, 5_199_000, 500_600, 5_200_000), shapely.box(500_900, 5_199_500, 501_500, 5_200_000)]
    geopandas.GeoDataFrame({"kind": [1, 2]}, geometry=squares, crs="EPSG:32633").to_file(path)
    return path


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / ".shared"
    for kind in ("images", "labels"):
        (path / kind).mkdir(parents=True)
    (path / "token").touch()
    return path


@pytest.fixture
def job(scene, polygons, tmp_path):
    return ExtractPatches(
        images=[scene], label_polygons=polygons, class_field="kind", output=tmp_path / "dataset", patch_size_px=32
    )


@pytest.fixture
def plan(job, reporter):
    return plan_cutting(extraction_of(job, reporter), None, reporter)


@pytest.fixture
def recipe(job, plan, folder):
    return ExtractionRecipe(
        job.model_dump_json(), json.dumps(fingerprint_of(plan)), json.dumps(libraries()), str(folder), "token", 8
    )


def test_a_worker_that_sees_the_same_is_welcome(recipe):
    assert recipe.check(1) == []
    assert recipe.open(1)(0)


@pytest.mark.parametrize("change", [{"token": "other"}, {"folder": "/nowhere"}])
def test_a_worker_without_the_folder_is_not(recipe, change):
    with pytest.raises(UnsuitableWorker, match="does not see the folder"):
        dataclasses.replace(recipe, **change).check(1)


def test_another_gdal_is_told_of(recipe):
    other = json.dumps(libraries() | {"GDAL": "1.0"})
    [told] = dataclasses.replace(recipe, libraries=other).check(1)
    assert told.startswith('GDAL was "1.0", is "')


def test_another_engine_is_not_welcome(recipe):
    fingerprint = json.dumps(json.loads(recipe.fingerprint) | {"engine_version": "0"})
    with pytest.raises(UnsuitableWorker, match='engine_version was "0"'):
        dataclasses.replace(recipe, fingerprint=fingerprint).open(1)


def test_other_inputs_are_not_welcome(recipe, scene, polygons):
    shown = geopandas.read_file(polygons)
    shown.geometry = shown.geometry.translate(10, 0)
    shown.to_file(polygons)
    with pytest.raises(UnsuitableWorker, match=r"sees other inputs .*\(polygons has changed\)"):
        recipe.open(1)
    os.utime(scene, (1, 1))
    with pytest.raises(UnsuitableWorker, match="files has changed"):
        recipe.open(1)
    scene.unlink()
    with pytest.raises(UnsuitableWorker, match="Expected a raster at"):
        recipe.open(1)


def test_what_is_cut_by_two_at_once_is_the_same_and_disturbs_nobody(recipe, plan, folder):
    classes = [default_class(value, value) for value in (1, 2)]
    every = np.arange(len(plan.candidates))
    Cutting(every, classes, LabelEncoding.of(classes, []), samples=20, first_number=3).write(folder)
    items = [2 * number + 1 for number in range(len(portions_of(plan.candidates, plan.sources, 8)))]
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda worker: [worker(item) for item in items], [recipe.open(1), recipe.open(1)])
    assert repr(one) == repr(two)
    names = {patch.name for found in one for patch in found if patch}
    for kind in ("images", "labels"):
        assert {path.name for path in (folder / kind).iterdir()} == {f"{name}.tif" for name in names}
    assert all(name.startswith("003_") for name in names)


def test_a_late_worker_writes_nothing_where_the_run_is_over(recipe, plan, folder):
    classes = [default_class(value, value) for value in (1, 2)]
    every = np.arange(len(plan.candidates))
    Cutting(every, classes, LabelEncoding.of(classes, []), samples=20, first_number=0).write(folder)
    worker = recipe.open(1)
    worker(1)
    shutil.rmtree(folder)
    with pytest.raises(OSError, match="No such file"):
        worker(3)
    assert not folder.exists()


def test_portions_are_of_one_image_and_hold_every_place_once(job, scene, reporter):
    twice = job.model_copy(update={"images": [scene, scene]})
    plan = plan_cutting(extraction_of(twice, reporter), None, reporter)
    portions = [[*chain.from_iterable(portion)] for portion in portions_of(plan.candidates, plan.sources, 13)]
    assert sorted(chain.from_iterable(portions)) == list(range(len(plan.candidates)))
    assert {len({plan.candidates[index].source for index in portion}) for portion in portions} == {1}
    assert 6 < max(map(len, portions)) <= 13


def test_a_worker_does_not_load_torch():
    modules = "seg4eo_engine.jobs.extraction.on_worker, seg4eo_engine.cluster.node"
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
