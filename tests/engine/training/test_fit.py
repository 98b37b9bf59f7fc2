"""Whole trainings, of a small network on an easy dataset."""

import pytest
import torch

from seg4eo_engine.errors import Cancelled, DeviceUnavailable, InvalidDataset, InvalidJob
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.models.model import load_model


def test_an_easy_dataset_is_learned(train, listen):
    listener = listen()
    result = train().run(listener)
    assert result.test_miou > 0.9
    assert [step for step, _ in listener.epochs] == list(range(1, result.epochs + 1))
    assert {"train_loss", "validation_loss", "validation_miou"} <= set(listener.epochs[-1][1])


def test_the_model_is_that_of_the_best_epoch_and_says_so(train, listen):
    listener = listen()
    result = train().run(listener)
    scores = [values["validation_miou"] for _, values in listener.epochs]
    assert result.validation_miou == pytest.approx(max(scores))
    assert scores[result.best_epoch - 1] == max(scores)
    manifest = load_model(result.output).manifest
    assert manifest.members[0].training.best_epoch == result.best_epoch
    assert manifest.members[0].training.chosen_by == "miou"
    assert any(f"Kept epoch {result.best_epoch} of {result.epochs}, by mIoU" in text for text in listener.texts)
    assert [item.value for item in manifest.classes] == [3, 7]
    assert manifest.bands == ("band 1", "band 2", "band 3")


def test_the_same_seed_gives_the_same_weights(train, tmp_path):
    names = ("a", "b", "c")
    for name, seed in zip(names, (0, 0, 1), strict=True):
        train(output=tmp_path / f"{name}.safetensors", epochs=2, seed=seed, augmentation="medium").run()
    a, b, c = (load_model(tmp_path / f"{name}.safetensors").networks[0].state_dict() for name in names)
    assert all(torch.equal(a[key], b[key]) for key in a)
    assert any(not torch.equal(a[key], c[key]) for key in a)


def test_a_time_limit_ends_the_training_with_a_model(train):
    result = train(epochs=10000, max_minutes=0.05).run()
    assert 1 <= result.epochs < 10000
    assert result.output.is_file()


def test_it_stops_when_nothing_improves(train):
    assert train(epochs=60, patience=1).run().epochs < 60


def test_a_cancelled_training_leaves_nothing(train, listen, tmp_path):
    job = train()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Cancelled):
        job.run(listen(cancel_after=3))
    assert sorted(tmp_path.rglob("*")) == before


def test_loader_processes_give_the_same_model(train, tmp_path):
    alone = train(output=tmp_path / "alone.safetensors", epochs=1).run()
    helped = train(output=tmp_path / "helped.safetensors", epochs=1, workers=2).run()
    assert alone.test_miou == pytest.approx(helped.test_miou)


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"architecture": "unet", "network_options": [], "encoder": "resnet19"}, InvalidJob, "found 'resnet19'"),
        ({"loss": "0.5*hinge"}, InvalidJob, r"found '0\.5\*hinge'"),
        ({"precision": "fp16"}, DeviceUnavailable, "fp16, found the CPU"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_written(train, tmp_path, settings, error, sentence):
    job = train(**settings)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error, match=sentence):
        job.run()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_no_dataset_is_refused(train, tmp_path):
    with pytest.raises(InvalidDataset, match=r"Expected a dataset with a dataset\.json"):
        train(dataset=tmp_path).run()


def test_a_dataset_without_validation_and_test_keeps_the_last_epoch_and_says_so(
    train, listen, tmp_path, write_raster, easy_pixels
):
    labels, pixels = easy_pixels
    folder = tmp_path / "all_train"
    ExtractPatches(
        images=[write_raster("s.tif", pixels)], labels=[write_raster("l.tif", labels[None])], output=folder,
        patch_size_px=64, ignore_values=[0], validation_share=0, test_share=0,
    ).run()  # fmt: skip
    listener = listen()
    result = train(dataset=folder, epochs=2).run(listener)
    assert result.best_epoch == result.epochs == 2
    assert result.validation_miou is None and result.test_miou is None
    assert any("no labelled validation patch" in text for text in listener.texts)
