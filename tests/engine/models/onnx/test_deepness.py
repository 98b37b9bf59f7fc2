"""Our files as Deepness reads and runs them, told by its rules alone: nothing of ours reads them here."""

import json

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.metadata import write_metadata

CPU = choose_compute("cpu", "fp32")


class Deepness:
    """A file as the plugin sees it: every value of its metadata is JSON."""

    def __init__(self, path):
        self.session = onnxruntime.InferenceSession(str(path))
        keys = self.session.get_modelmeta().custom_metadata_map
        self.keys = {key: json.loads(value) for key, value in keys.items()}
        (self.input,), (self.output,) = self.session.get_inputs(), self.session.get_outputs()

    @property
    def class_names(self):
        numbers = sorted(int(number) for number in self.keys["class_names"])
        assert numbers == list(range(len(numbers)))
        return [self.keys["class_names"][str(number)] for number in numbers]

    def run(self, images):
        """Probabilities of images (N, H, W, bands) of any dtype."""
        mean, std = (np.array(self.keys[f"standardization_{name}"]) for name in ("mean", "std"))
        scaled = np.float32(images * 1.0 / 255.0)
        batch = ((scaled - mean) / std).astype(np.float32).transpose(0, 3, 1, 2)
        return self.session.run(None, {self.input.name: batch})[0]


@pytest.fixture
def export(make_model, tmp_path):
    def write(**settings):
        model = make_model(**settings)
        graph = export_onnx(model, window_px=64)
        onnx.helper.set_model_props(graph, write_metadata(model.manifest, 64, 15))
        onnx.save(graph, str(tmp_path / "model.onnx"))
        return model, Deepness(tmp_path / "model.onnx")

    return write


@pytest.mark.parametrize("classes", [2, 3])
def test_windows_get_the_probabilities_of_the_model(export, classes):
    model, deepness = export(classes=classes)
    images = np.random.default_rng(0).integers(0, 10_000, (2, 64, 64, 3)).astype(np.uint16)
    pixels = torch.from_numpy(images.transpose(0, 3, 1, 2))
    with torch.inference_mode():
        expected = model.to(CPU).probabilities(pixels, torch.ones((2, 64, 64), dtype=torch.bool), CPU).numpy()
    np.testing.assert_allclose(deepness.run(images), expected[:, 1:] if classes == 2 else expected, atol=1e-5)


def test_the_keys_are_what_it_asks_for(export):
    model, deepness = export(classes=2)
    keys = deepness.keys
    assert keys["model_type"] == "Segmentor"
    assert deepness.class_names == [item.name for item in model.manifest.classes]
    assert keys["resolution"] == 1000  # cm in 10 m
    assert keys["tile_size"] == keys["tiles_size"] == 64
    assert (keys["tiles_overlap"], keys["seg_thresh"], keys["seg_small_segment"]) == (15, 0.3, 0)
    assert len(keys["standardization_mean"]) == len(keys["standardization_std"]) == 3


def test_the_graph_has_the_shape_that_it_asks_for(export):
    _, deepness = export(classes=3)
    assert deepness.input.shape[1:] == [3, 64, 64]
    assert deepness.output.shape[1:] == [3, 64, 64]
    assert isinstance(deepness.input.shape[0], str)  # as many tiles at once as its user likes


def test_more_than_two_classes_have_no_threshold_and_a_resolution_only_where_it_is_known(export):
    _, deepness = export(classes=3, ground_resolution_m=None)
    assert deepness.keys["seg_thresh"] == 0
    assert "resolution" not in deepness.keys
