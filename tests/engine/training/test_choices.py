"""What a user may choose for a training, each in a training of its own."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs import Predict
from seg4eo_engine.models.model import load_model


def test_folds_become_one_model_with_the_scores_of_patches_that_each_never_saw(train, listen, tmp_path, easy_dataset):
    listener = listen()
    result = train(folds=3, epochs=3).run(listener)
    model = load_model(result.output)
    assert len(model.networks) == len(model.manifest.members) == 3
    scores = json.loads((result.folder / "fold_scores.json").read_text())
    labelled = sum(sum(patch["class_counts"]) for patch in json.loads((easy_dataset / "dataset.json").read_text())[
        "patches"] if patch["split"] != "test")  # fmt: skip
    assert np.sum(scores["confusion_matrix"]) == labelled
    assert scores["pooled"]["miou"] == pytest.approx(result.validation_miou)
    assert any("± " in text for text in listener.texts)
    assert (result.folder / "folds.html").is_file()
    assert result.test_miou > 0.9


def test_folds_map_a_scene_together(train, tmp_path, write_raster, easy_pixels):
    _, pixels = easy_pixels
    result = train(folds=3, epochs=2).run()
    scene = write_raster("scene.tif", pixels)
    mapped = Predict(model=result.output, raster=scene, output=tmp_path / "map.tif", device="cpu").run()
    assert mapped.valid_share == 1


def test_a_fold_on_several_devices_is_refused(train):
    with pytest.raises(InvalidJob, match="Expected one device for a training in folds, found 2"):
        train(folds=3, devices=2).run()


def test_the_best_by_loss_is_kept_where_that_is_asked_for(train, listen):
    listener = listen()
    result = train(keep="loss").run(listener)
    losses = [values["validation_loss"] for _, values in listener.epochs]
    assert losses[result.best_epoch - 1] == min(losses)


def test_a_frozen_encoder_stays_as_it_was(train, tmp_path):
    network = {"architecture": "unet", "encoder": "resnet18", "network_options": []}
    result = train(epochs=1, freeze_epochs=1, ema_decay=0, weight_decay=0.1, **network).run()
    torch.manual_seed(0)
    thawed = train(output=tmp_path / "thawed.safetensors", epochs=1, ema_decay=0, **network).run()
    frozen, learned = (load_model(path).networks[0].state_dict() for path in (result.output, thawed.output))
    encoder = [name for name in frozen if ".encoder." in name]
    batch_norms = [name for name in encoder if name.endswith("running_mean")]
    assert all(not frozen[name].any() for name in batch_norms), "the means of new layers are zero"
    assert any(learned[name].any() for name in batch_norms)


def test_batch_size_and_learning_rate_are_found_and_found_again_after_a_stop(train, listen):
    listener = listen()
    result = train(find_batch_size=True, find_learning_rate=True, epochs=2).run(listener)
    found = json.loads((result.folder / "found.json").read_text())
    assert found["batch_size"] in (4, 8, 16)
    assert 1e-7 < found["learning_rate"] < 1
    assert any("Learning rate" in text or "learning rate" in text for text in listener.texts)


@pytest.mark.parametrize(
    "settings",
    [
        {"loss": "0.5*lovasz + 0.5*focal", "class_weights": "effective", "optimizer": "sgd", "schedule": "onecycle"},
        {"loss": "bce + tversky", "given_weights": ["7=2.5"], "optimizer": "adam", "schedule": "constant"},
        {"loss": "mcc + jaccard", "augmentation": "strong", "label_smoothing": 0.1, "gradient_clip": 0},
    ],
)
def test_other_ways_of_learning_learn_too(train, settings):
    assert train(epochs=8, patience=8, **settings).run().test_miou > 0.6


def test_two_processes_learn_what_one_does(train, tmp_path):
    common = {"epochs": 5, "batch_size": 8, "network_options": ["base_filters=8", "depth=3", "norm=group"]}
    alone = train(output=tmp_path / "alone.safetensors", augmentation="none", loss="ce", **common).run()
    shared = train(output=tmp_path / "shared.safetensors", augmentation="none", loss="ce", devices=2, **common)
    job_file = tmp_path / "job.json"
    job_file.write_text(f'{{"protocol": 1, "job": "train", "parameters": {shared.model_dump_json()}}}')
    done = subprocess.run(
        [sys.executable, "-m", "seg4eo_engine", "run", str(job_file), "--events"],
        capture_output=True, text=True, timeout=250, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["event"] for event in events].count("started") == 1, "the second process keeps quiet"
    assert events[-1]["event"] == "finished", done.stderr[-2000:]
    assert events[-1]["result"]["test_miou"] == pytest.approx(alone.test_miou, abs=0.02)
