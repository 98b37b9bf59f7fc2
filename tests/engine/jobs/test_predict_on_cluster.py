"""A map that workers make together; real processes, real kills."""

import os
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
import rasterio

from seg4eo_engine.errors import Cancelled, ClusterUnavailable, InvalidJob
from seg4eo_engine.jobs import Predict
from seg4eo_engine.prediction.scene import parts_folder

SETTINGS = {"window_px": 64, "overlap_px": 16, "block_size_px": 128, "precision": "fp32", "score_format": "float32"}


@pytest.fixture
def large_scene(write_raster, coded_pixels):
    return write_raster("large.tif", coded_pixels(420, 300), names=["red", "green", "nir"])


@pytest.fixture
def make_job(model, large_scene, tmp_path):
    """A job with these fields besides the usual ones; its outputs are in a folder of their own."""

    def make(name, **fields):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        outputs = {"output": folder / "map.tif", "confidence": folder / "confidence.tif"}
        settings = {"device": "cpu", "backend": "torch"} | SETTINGS | fields
        return Predict(model=model, raster=str(large_scene), **outputs, **settings)

    return make


def pixels_of(job):
    found = []
    for path in (job.output, job.confidence):
        with rasterio.open(path) as file:
            found.append(file.read(1))
    return found


def assert_same(job, other):
    for mine, theirs in zip(pixels_of(job), pixels_of(other), strict=True):
        assert np.array_equal(mine, theirs, equal_nan=True)
    assert not list(job.output.parent.glob("*.parts"))


# workers do the same with every backend; that kills change nothing is shown with both in test_predict_stopped
ASKED_FOR = pytest.mark.skipif("SEG4EO_EVERY_WAY" not in os.environ, reason="SEG4EO_EVERY_WAY is not set")


@pytest.mark.parametrize("backend", ["torch", pytest.param("openvino", marks=ASKED_FOR)])
def test_workers_make_the_map_of_one_process_bit_for_bit(make_job, reporter, backend):
    alone, together = make_job("alone", backend=backend), make_job("together", backend=backend, workers=2)
    alone.run()
    before = {process.pid for process in psutil.Process().children()}
    result = together.run(reporter)
    assert result.valid_share == 1
    assert reporter.fractions == sorted(reporter.fractions)
    assert len(set(reporter.fractions)) > 5
    assert {process.pid for process in psutil.Process().children()} <= before
    assert_same(together, alone)


def blocks_done(job):
    journal = parts_folder(job.output) / "journal.jsonl"
    return max(0, journal.read_text().count("\n") - 1) if journal.exists() else 0


def test_a_run_that_was_killed_alone_ends_on_a_cluster(make_job, reporter, tmp_path):
    whole, begun = make_job("whole"), make_job("begun")
    whole.run()
    job_file = tmp_path / "job.json"
    job_file.write_text('{"protocol": 1, "job": "predict", "parameters": ' + begun.model_dump_json() + "}")
    process = subprocess.Popen([sys.executable, "-m", "seg4eo_engine", "run", str(job_file)], stderr=subprocess.DEVNULL)
    while blocks_done(begun) < 3:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.002)
    process.kill()
    process.wait()
    kept = blocks_done(begun)
    begun.model_copy(update={"workers": 1}).run(reporter)
    assert any(f"Going on with the run that was stopped: {kept} blocks are done" in text for text in reporter.texts)
    assert_same(begun, whole)


def test_a_run_that_was_cancelled_on_a_cluster_ends_alone(make_job, reporter, cancelling):
    whole, begun = make_job("whole"), make_job("begun", workers=1, block_size_px=64)
    whole.run()

    class AfterSomeBlocks(type(reporter)):
        def check_cancelled(self):
            if blocks_done(begun) > 2:
                raise Cancelled("The job was cancelled.")

    with pytest.raises(Cancelled, match=r"finished blocks are kept in .*map\.parts; run the same again to go on"):
        begun.run(AfterSomeBlocks())
    begun.model_copy(update={"workers": None}).run(reporter)
    assert any("Going on" in text for text in reporter.texts)
    assert_same(begun, whole)


def test_a_scheduler_and_workers_of_this_machine_are_one_too_many(make_job):
    with pytest.raises(InvalidJob, match="found both"):
        make_job("both", scheduler="tcp://127.0.0.1:9", workers=2).run()


def test_a_run_that_never_found_its_scheduler_leaves_nothing(make_job, monkeypatch):
    job = make_job("none", scheduler="tcp://127.0.0.1:9")
    monkeypatch.setattr("seg4eo_engine.cluster.clusters.RemoteCluster.__init__.__defaults__", (0.5,))
    with pytest.raises(ClusterUnavailable, match=r"tcp://127\.0\.0\.1:9"):
        job.run()
    assert list(job.output.parent.iterdir()) == []
