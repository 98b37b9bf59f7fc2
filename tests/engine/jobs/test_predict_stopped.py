"""A map that is stopped, killed and gone on with; real processes."""

import json
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import rasterio

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs import Predict
from seg4eo_engine.prediction.scene import parts_folder

SETTINGS = {"window_px": 64, "overlap_px": 16, "block_size_px": 128, "batch_size": 2, "precision": "fp32"}


@pytest.fixture
def large_scene(write_raster, coded_pixels):
    return write_raster("large.tif", coded_pixels(420, 300), names=["red", "green", "nir"])


def fields(model, scene, output, backend):
    settings = SETTINGS | {"model": model, "raster": str(scene), "output": output, "device": "cpu", "backend": backend}
    return settings | {"confidence": output.with_name(f"{output.stem}_confidence.tif"), "score_format": "float32"}


def words(settings):
    options = [word for name, value in settings.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    return [sys.executable, "-m", "seg4eo_engine", "predict", *options]


def blocks_done(output):
    journal = parts_folder(output) / "journal.jsonl"
    return max(0, journal.read_text().count("\n") - 1) if journal.exists() else 0


def kill_after(command, output, blocks):
    """Start a run and kill it once so many blocks are done."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while blocks_done(output) < blocks:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()


def read(path):
    with rasterio.open(path) as file:
        return file.read(1)


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_a_run_that_was_killed_goes_on_to_the_same_map_bit_for_bit(model, large_scene, tmp_path, reporter, backend):
    whole, killed = tmp_path / "whole.tif", tmp_path / "killed.tif"
    Predict(**fields(model, large_scene, whole, backend)).run()
    settings = fields(model, large_scene, killed, backend)
    for blocks in (1, 4):
        kill_after(words(settings), killed, blocks)
        assert not killed.exists()
    kept = blocks_done(killed)
    Predict(**settings).run(reporter)
    assert any(f"Going on with the run that was stopped: {kept} blocks are done" in text for text in reporter.texts)
    assert (read(killed) == read(whole)).all()
    confidences = [tmp_path / f"{name}_confidence.tif" for name in ("killed", "whole")]
    assert np.array_equal(*map(read, confidences), equal_nan=True)
    assert not list(tmp_path.glob("*.parts"))


@pytest.fixture
def stopped(model, large_scene, tmp_path, cancelling):
    """A job that was stopped by the user after some blocks."""
    job = Predict(
        model=model, raster=large_scene, output=tmp_path / "map.tif", device="cpu", backend="torch", **SETTINGS
    )
    with pytest.raises(Cancelled, match=r"finished blocks are kept in .*map\.parts; run the same again to go on"):
        job.run(cancelling(16))
    return job


def test_a_stopped_run_goes_on_with_fewer_windows(stopped, reporter):
    kept = blocks_done(stopped.output)
    result = stopped.run(reporter)
    assert any(f"{kept} blocks are done" in text for text in reporter.texts)
    again = stopped.run()
    assert result.windows < again.windows
    assert result.valid_share == again.valid_share == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"overlap_px": 8}, "overlap_px was 16, is 8"),
        ({"reject_below": 40.0}, "reject_below was null, is 40.0"),
        ({"start_anew": True}, "as asked for"),
    ],
)
def test_with_another_parameter_it_starts_anew_and_says_so(stopped, reporter, change, why):
    result = stopped.model_copy(update=change).run(reporter)
    assert any(f"Starting anew instead of going on with the run that was stopped: {why}" in t for t in reporter.texts)
    fresh = stopped.model_copy(update=change | {"output": stopped.output.with_name("fresh.tif")}).run()
    assert result.windows == fresh.windows
    assert (read(result.output) == read(fresh.output)).all()


def test_with_another_input_of_the_same_name_it_starts_anew(stopped, reporter, large_scene):
    with rasterio.open(large_scene, "r+") as file:
        file.write(file.read()[:, ::-1])
    stopped.run(reporter)
    assert any("Starting anew" in text and "raster_files has changed" in text for text in reporter.texts)


def test_what_changes_no_pixel_may_change(stopped, reporter):
    stopped.model_copy(update={"batch_size": 5, "compression": "deflate"}).run(reporter)
    assert any("Going on" in text for text in reporter.texts)


def test_a_journal_of_another_format_is_not_gone_on_with(stopped, reporter):
    path = parts_folder(stopped.output) / "journal.jsonl"
    header, *blocks = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps(json.loads(header) | {"format": 0}), *blocks]) + "\n")
    stopped.run(reporter)
    assert not any("Going on" in text for text in reporter.texts)
