"""The job ``predict`` with a real network."""

import json

import numpy as np
import pytest
import rasterio
import torch

from seg4eo_engine.errors import BandMismatch, InvalidJob, InvalidModel, MissingInput, NotARaster, UnwritableOutput
from seg4eo_engine.jobs import ModelInfo, Predict
from seg4eo_engine.jobs.mapping import settling
from seg4eo_engine.models.model import load_model


def read(path):
    with rasterio.open(path) as file:
        return file.read(1)


@pytest.fixture
def predict(model, scene, tmp_path):
    def make(**settings):
        defaults = {
            "model": model,
            "raster": scene,
            "output": tmp_path / "map.tif",
            "device": "cpu",
            "precision": "fp32",
        }
        return Predict.from_parameters(defaults | settings)

    return make


@torch.inference_mode()
def test_one_window_gives_what_the_network_says(predict, model, scene, tmp_path):
    confidence = tmp_path / "confidence.tif"
    predict(window_px=256, confidence=confidence).run()
    loaded = load_model(model)
    [network], [member] = loaded.networks, loaded.manifest.members
    with rasterio.open(scene) as file:
        pixels = np.zeros((1, 3, 256, 256), dtype=np.uint16)
        pixels[0, :, :160, :192] = file.read()
    valid_mask = torch.zeros(1, 256, 256, dtype=torch.bool)
    valid_mask[0, :160, :192] = True
    images = member.normalization.apply(torch.from_numpy(pixels), valid_mask)
    # the memory layout decides about the rounding
    probabilities = network.to(memory_format=torch.channels_last)(
        images.contiguous(memory_format=torch.channels_last)
    ).softmax(1)
    best, index = probabilities[0, :, :160, :192].max(0)
    assert (read(tmp_path / "map.tif") == index.numpy() + 1).all()
    assert (read(confidence) == (best * 100).round().numpy()).all()


def test_batches_and_strips_change_no_pixel(predict, tmp_path):
    for name, settings in {"a": {}, "b": {"batch_size": 1}, "c": {"memory_mb": 64, "batch_size": 3}}.items():
        predict(output=tmp_path / f"{name}.tif", confidence=tmp_path / f"{name}_c.tif", **settings).run()
    for name in "bc":
        assert (read(tmp_path / "a.tif") == read(tmp_path / f"{name}.tif")).all()
        assert (read(tmp_path / "a_c.tif") == read(tmp_path / f"{name}_c.tif")).all()


def test_a_network_is_not_looked_at_where_the_windows_are_given(predict, monkeypatch, tmp_path):
    monkeypatch.delattr(settling, "open_probe")
    predict(window_px=64, overlap_px=16).run()
    assert (tmp_path / "map.tif").is_file()


@pytest.mark.parametrize("width", [192, 70])
def test_windows_that_are_not_evenly_spaced_are_those_of_the_scene(predict, write_raster, coded_pixels, width):
    """The last window of a row lies closer to the one before, where the scene's width makes it."""
    names = ["red", "green", "nir"]
    shared = {"window_px": 64, "overlap_px": 16, "blending": "crop"}
    pixels = coded_pixels(64, width)
    whole = predict(raster=write_raster("whole.tif", pixels, names=names), **shared)
    whole.run()
    part = write_raster("last.tif", pixels[:, :, -64:], names=names)
    last = predict(raster=part, output=whole.output.with_name("map_of_last.tif"), **shared)
    last.run()
    assert (read(whole.output)[:, -32:] == read(last.output)[:, -32:]).all()


def test_bands_are_found_by_name(predict, write_raster, scene, tmp_path):
    with rasterio.open(scene) as file:
        red, green, nir = file.read()
    other = write_raster("shuffled.tif", np.stack([nir, red, red, green]), names=["nir", "red", "other", "green"])
    predict().run()
    predict(raster=other, output=tmp_path / "shuffled_map.tif").run()
    assert (read(tmp_path / "map.tif") == read(tmp_path / "shuffled_map.tif")).all()


def test_the_map_says_where_it_comes_from(predict, tmp_path):
    predict(overlap_px=8).run()
    with rasterio.open(tmp_path / "map.tif") as file:
        tags = file.tags()
    assert tags["SEG4EO_INPUT"] == "scene.tif"
    assert json.loads(tags["SEG4EO_PARAMETERS"])["overlap_px"] == 8
    assert len(tags["SEG4EO_MODEL_SHA256"]) == 64


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"raster": "missing.tif"}, MissingInput, "Expected a raster at"),
        ({"model": "missing.safetensors"}, MissingInput, "Expected a model file at"),
        ({"band_indexes": [1, 2]}, BandMismatch, r"the model's 3 bands \(red, green, nir\), found 2 bands given"),
        ({"band_indexes": [1, 2, 4]}, BandMismatch, "found band 4 asked of 3"),
        ({"window_px": 64, "overlap_px": 64}, InvalidJob, "smaller than the window of 64 px, found 64 px"),
        ({"output": "map.png"}, UnwritableOutput, r"named \*\.tif or \*\.tiff, found map\.png"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(predict, tmp_path, settings, error, sentence):
    paths = {key: tmp_path / value for key, value in settings.items() if isinstance(value, str)}
    job = predict(**(settings | paths))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error, match=sentence):
        job.run()
    assert sorted(tmp_path.rglob("*")) == before


def test_another_number_of_bands_is_refused(predict, write_raster):
    with pytest.raises(BandMismatch, match=r"Expected the model's 3 bands .*, found 2 in .*two\.tif"):
        predict(raster=write_raster("two.tif", np.ones((2, 70, 70), dtype=np.uint16))).run()


def test_something_else_than_a_raster_is_refused(predict, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("no raster")
    with pytest.raises(NotARaster, match=r"notes\.txt"):
        predict(raster=text).run()


def test_something_else_than_a_model_is_refused(predict, scene):
    with pytest.raises(InvalidModel, match=r"found something else in scene\.tif"):
        predict(model=scene).run()


def test_the_input_is_never_overwritten(predict, scene):
    before = scene.read_bytes()
    with pytest.raises(UnwritableOutput, match="is the input"):
        predict(output=scene).run()
    assert scene.read_bytes() == before


def test_one_file_for_two_outputs_is_refused(predict, tmp_path):
    with pytest.raises(UnwritableOutput, match="twice"):
        predict(confidence=tmp_path / "map.tif").run()


def test_a_model_describes_itself(model):
    info = ModelInfo(model=model).run()
    assert info.architecture == "unet with resnet18"
    assert info.classes == ["1=class 1", "2=class 2", "3=class 3"]
    assert info.parameters > 10_000_000
    assert (info.validation_miou, info.test_miou) == (0.5, None)
