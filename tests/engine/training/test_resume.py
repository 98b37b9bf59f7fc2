"""Trainings that are stopped, by force or by the user, and gone on with."""

import csv
import os
import random
import signal
import subprocess
import sys
import time

import pytest
import torch

from seg4eo_engine.errors import Cancelled, InvalidJob
from seg4eo_engine.models.model import load_model

# everything that has a state or draws random numbers
SETTINGS = {
    "epochs": 8, "augmentation": "strong", "schedule": "plateau", "patience": 4, "accumulate_batches": 2,
    "network_options": ["base_filters=8", "depth=3", "dropout=0.3"],
}  # fmt: skip


def history(folder):
    with (folder / "history.csv").open() as file:
        return [{name: value for name, value in row.items() if name != "minutes"} for row in csv.DictReader(file)]


def weights(path):
    [network] = load_model(path).networks
    return network.state_dict()


def assert_same_training(tmp_path, one, other):
    assert history(tmp_path / f"{one}_training") == history(tmp_path / f"{other}_training")
    first, second = (weights(tmp_path / f"{name}.safetensors") for name in (one, other))
    assert all(torch.equal(first[key], second[key]) for key in first)


def test_a_training_that_is_killed_at_random_moments_ends_as_if_it_was_not(train, tmp_path):
    job = train(output=tmp_path / "whole.safetensors", **SETTINGS)
    job.run()
    part = job.model_copy(update={"output": tmp_path / "parts.safetensors", "resume": True})
    job_file = tmp_path / "job.json"
    job_file.write_text(f'{{"protocol": 1, "job": "train", "parameters": {part.model_dump_json()}}}')
    random.seed(4)
    rows = tmp_path / "parts_training" / "history.csv"
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "seg4eo_engine", "run", str(job_file)], stderr=subprocess.PIPE
        )
        rows_before = rows.read_text() if rows.exists() else ""
        while process.poll() is None and (rows.read_text() if rows.exists() else "") == rows_before:
            time.sleep(0.01)  # an epoch, at least
        time.sleep(random.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    part.run()
    assert_same_training(tmp_path, "whole", "parts")


def test_going_on_after_a_training_that_is_over_changes_nothing(train, tmp_path):
    first = train(epochs=2).run()
    before = first.output.read_bytes()
    again = train(epochs=2, resume=True).run()
    assert (again.test_miou, again.epochs) == (first.test_miou, first.epochs)
    assert first.output.read_bytes() == before


def test_going_on_with_other_settings_is_refused(train):
    train(epochs=2).run()
    with pytest.raises(InvalidJob, match="found epochs 3 instead of 2"):
        train(epochs=3, resume=True).run()


def test_a_stopped_training_says_where_its_best_model_is_and_that_model_works(train, listen, tmp_path):
    listener = listen()

    def stop_after_two_epochs():
        if len(listener.epochs) == 2:
            raise Cancelled("stop")

    listener.check_cancelled = stop_after_two_epochs
    with pytest.raises(Cancelled, match=r"The best model so far is .*best_miou\.safetensors"):
        train().run(listener)
    assert not (tmp_path / "model.safetensors").exists()
    kept = load_model(tmp_path / "model_training" / "best_miou.safetensors")
    assert kept.networks[0](torch.zeros(1, 3, 32, 32)).shape == (1, 1, 32, 32)
    assert kept.manifest.validation_miou == pytest.approx(
        max(values["validation_miou"] for _, values in listener.epochs)
    )


def test_ctrl_c_keeps_the_best_model_so_far(train, tmp_path):
    job_file = tmp_path / "job.json"
    job = train(epochs=10000, patience=10000)
    job_file.write_text(f'{{"protocol": 1, "job": "train", "parameters": {job.model_dump_json()}}}')
    process = subprocess.Popen(
        [sys.executable, "-m", "seg4eo_engine", "run", str(job_file)], stderr=subprocess.PIPE, text=True
    )
    rows = tmp_path / "model_training" / "history.csv"
    while process.poll() is None and not (rows.exists() and len(rows.read_text().splitlines()) > 3):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "The best model so far is" in said
    assert load_model(tmp_path / "model_training" / "best_miou.safetensors").manifest.validation_miou > 0.3


def test_a_training_gone_on_with_previews_and_all_is_shown_whole(train, tmp_path, write_raster, easy_pixels):
    _, pixels = easy_pixels
    scene = write_raster("preview.tif", pixels)
    result = train(epochs=4, preview_scenes=[scene], preview_every=2, tensorboard=True).run()
    names = {path.name for path in (result.folder / "previews").iterdir()}
    assert {"epoch_0002_preview.png", "epoch_0004_preview.png", "preview.gif"} <= names
    assert any((result.folder / "tensorboard").iterdir())
    assert (result.folder / "curves.png").stat().st_size > 10_000
    assert result.report is not None and result.report.is_file()
