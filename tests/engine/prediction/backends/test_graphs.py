"""ONNX Runtime and OpenVINO: both run graphs of ours, of Deepness, and of other programs."""

import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from onnx import TensorProto

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.onnx.source import file_source, model_source
from seg4eo_engine.prediction.backends.onnx import OnnxBackend
from seg4eo_engine.prediction.backends.openvino import OpenVinoBackend
from seg4eo_engine.prediction.backends.torch import TorchBackend

FP32 = choose_compute("cpu", "fp32")
# of three bands, two or three channels; small enough that sigmoids of uint16 are not all 1
TWO = ((0.001, 0.0, -0.001), (-0.001, 0.0005, 0.0))
THREE = (*TWO, (0.0, -0.001, 0.0005))
ONE = ((0.001, -0.001, 0.0),)
SOFTMAX, SIGMOID = ("Softmax", {"axis": 1}), ("Sigmoid", {})


@pytest.fixture(params=[OnnxBackend, OpenVinoBackend])
def backend(request):
    return request.param


def images(windows):
    """The values that count for a plain network: 0 in invalid pixels."""
    pixels, valid_mask = windows
    return pixels.float() * valid_mask[:, None]


def linear(weights, values):
    return F.conv2d(values, torch.tensor(weights)[:, :, None, None])


def two_of(second):
    return torch.cat([1 - second, second], 1)


@pytest.mark.parametrize(("classes", "networks"), [(2, 1), (3, 1), (3, 2)])
def test_a_model_of_ours_gets_the_probabilities_of_torch(backend, make_model, make_windows, classes, networks):
    model, windows = make_model(classes, networks), make_windows(3)
    found, expected = backend(model_source(model), 64), TorchBackend(model, FP32)
    torch.testing.assert_close(found.predict(*windows), expected.predict(*windows), atol=1e-5, rtol=0)
    assert (found.num_classes, found.threshold) == (classes, 0.3)
    assert (found.window_px, found.margin_px, found.precision, found.device.type) == (None, 0, "fp32", "cpu")


@pytest.mark.parametrize(("window_px", "batch"), [(64, None), (None, None), (64, 2), (None, 4)])
def test_a_file_of_ours_gets_the_probabilities_of_torch(backend, make_model, make_windows, export, window_px, batch):
    model, windows = make_model(), make_windows(3)
    found = backend(file_source(export(model, window_px, batch)), 64)
    expected = TorchBackend(model, FP32).predict(*windows)
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)
    assert found.window_px == window_px


@pytest.mark.parametrize("batch", [None, 2])
def test_a_window_gets_the_same_bits_whatever_its_batch(backend, make_model, make_windows, export, batch):
    found = backend(file_source(export(make_model(), 64, batch)), 64)
    pixels, valid_mask = make_windows(5)
    together = found.predict(pixels, valid_mask)
    for part in (slice(0, 1), slice(1, 3), slice(2, 5), slice(4, 5)):
        assert torch.equal(found.predict(pixels[part], valid_mask[part]), together[part])
    backwards = found.predict(pixels.flip(0), valid_mask.flip(0)).flip(0)
    assert torch.equal(backwards, together)


def test_what_stands_in_invalid_pixels_does_not_matter(backend, make_model, make_windows):
    found = backend(model_source(make_model()), 64)
    pixels, valid_mask = make_windows(1)
    others = torch.where(valid_mask[:, None], pixels.int(), 65535).to(torch.uint16)
    assert torch.equal(found.predict(pixels, valid_mask), found.predict(others, valid_mask))


@pytest.mark.parametrize("from_file", [True, False])
def test_windows_of_another_size_than_announced_are_taken(backend, make_model, make_windows, export, from_file):
    model, windows = make_model(), make_windows(2, 104)
    found = backend(file_source(export(model)) if from_file else model_source(model), 64)
    expected = TorchBackend(model, FP32).predict(*windows)
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)
    assert found.predict(*make_windows(1, 64)).shape == (1, 3, 64, 64)


@pytest.mark.parametrize(
    ("weights", "ending", "expected"),
    [
        (THREE, [], lambda values: values.softmax(1)),
        (THREE, [SOFTMAX], lambda values: values.softmax(1)),
        (ONE, [], lambda values: two_of(values.sigmoid())),
        (ONE, [SIGMOID], lambda values: two_of(values.sigmoid())),
        (TWO, [SIGMOID], lambda values: values.sigmoid() / values.sigmoid().sum(1, keepdim=True)),
    ],
)
@pytest.mark.parametrize("size", [64, None])
def test_a_plain_network_is_looked_at(backend, write_network, make_windows, weights, ending, expected, size):
    # the weights are for noise up to 255; what it is told by has to be apart from 0…1
    strong = tuple(tuple(20 * number for number in row) for row in weights)
    found = backend(file_source(write_network(strong, ending, size=size)), 64)
    windows = make_windows(2, largest=255)
    torch.testing.assert_close(found.predict(*windows), expected(linear(strong, images(windows))), atol=1e-5, rtol=0)
    assert found.window_px == size


@pytest.mark.parametrize(
    ("weights", "activation", "expected"),
    [
        (THREE, "softmax", lambda values: values.softmax(1)),
        (THREE, "none", lambda values: values.clamp(0, 1)),
        (ONE, "none", lambda values: two_of(values.clamp(0, 1))),
        (ONE, "sigmoid", lambda values: two_of(values.sigmoid())),
        (TWO, "sigmoid", lambda values: values.sigmoid() / values.sigmoid().sum(1, keepdim=True)),
    ],
)
def test_the_activation_is_as_the_user_says(backend, write_network, make_windows, weights, activation, expected):
    found = backend(file_source(write_network(weights)), 64, activation=activation)
    windows = make_windows(2)
    torch.testing.assert_close(found.predict(*windows), expected(linear(weights, images(windows))), atol=1e-5, rtol=0)


def test_one_channel_has_no_softmax(backend, write_network):
    with pytest.raises(InvalidModel, match="choose sigmoid or auto"):
        backend(file_source(write_network(ONE)), 64, activation="softmax")


@pytest.mark.parametrize("ratio", [2, 4, 8])
@pytest.mark.parametrize("size", [64, None])
def test_a_coarser_answer_is_enlarged_before_the_activation(backend, write_network, make_windows, ratio, size):
    pooling = ("AveragePool", {"kernel_shape": [ratio] * 2, "strides": [ratio] * 2})
    found = backend(file_source(write_network(THREE, [pooling], size=size)), 64, activation="softmax")
    windows = make_windows(2)
    coarse = F.avg_pool2d(linear(THREE, images(windows)), ratio)
    expected = F.interpolate(coarse, scale_factor=ratio, mode="bilinear").softmax(1)
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)
    assert found.margin_px == 0


def test_a_smaller_answer_is_the_middle_of_the_window(backend, write_network, make_windows):
    crop = ("Slice", {}, np.array([5, 5]), np.array([-5, -5]), np.array([2, 3]))
    found = backend(file_source(write_network(THREE, [crop])), 64, activation="softmax")
    windows = make_windows(2)
    expected = linear(THREE, images(windows)).softmax(1)[..., 5:-5, 5:-5]
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)
    assert found.margin_px == 5


@pytest.mark.parametrize("ends", [(-3, -3), (-6, -5)])
def test_an_answer_that_lies_nowhere_is_refused(backend, write_network, ends):
    crop = ("Slice", {}, np.array([0, 0]), np.array(ends), np.array([2, 3]))
    with pytest.raises(InvalidModel, match="a model for segmentation"):
        backend(file_source(write_network(THREE, [crop])), 64)


def test_an_answer_larger_than_the_window_is_refused(backend, write_network):
    scales = np.array([1, 1, 2, 2], np.float32)
    enlarge = ("Resize", {"mode": "nearest"}, np.array([], np.float32), scales)
    with pytest.raises(InvalidModel, match="found 128 px from foreign.onnx"):
        backend(file_source(write_network(THREE, [enlarge])), 64)


def deepness(**keys):
    given = {"model_type": "Segmentor", "class_names": {"0": "land", "1": "water"}, "tile_size": 64} | keys
    return {key: json.dumps(value) for key, value in given.items()}


@pytest.mark.parametrize(("weights", "ending"), [(ONE, [SIGMOID]), (((0.5, 0.1, -0.4), (-0.3, 0.2, 0.1)), [SOFTMAX])])
def test_a_network_of_deepness_is_fed_as_there(backend, write_network, make_windows, weights, ending):
    mean, std = [0.1, 0.2, 0.3], [0.5, 0.25, 2.0]
    metadata = deepness(standardization_mean=mean, standardization_std=std)
    found = backend(file_source(write_network(weights, ending, size=64, metadata=metadata)), 64)
    windows = make_windows(2)
    standardized = (images(windows) / 255 - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
    logits = linear(weights, standardized)
    expected = two_of(logits.sigmoid()) if len(weights) == 1 else logits.softmax(1)
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)


def test_deepness_divides_by_255_where_nothing_else_is_said(backend, write_network, make_windows):
    windows = make_windows(1)
    expected = two_of(linear(ONE, images(windows) / 255).sigmoid())
    by_keys = backend(file_source(write_network(ONE, [SIGMOID], metadata=deepness())), 64)
    torch.testing.assert_close(by_keys.predict(*windows), expected, atol=1e-6, rtol=0)
    by_user = backend(file_source(write_network(ONE, [SIGMOID])), 64, input_scale="255")
    torch.testing.assert_close(by_user.predict(*windows), expected, atol=1e-6, rtol=0)


def test_the_user_has_the_last_word_on_the_input(backend, write_network, make_windows):
    windows = make_windows(1)
    found = backend(file_source(write_network(ONE, [SIGMOID], metadata=deepness())), 64, input_scale="none")
    expected = two_of(linear(ONE, images(windows)).sigmoid())
    torch.testing.assert_close(found.predict(*windows), expected, atol=1e-5, rtol=0)


def test_standardization_of_other_bands_is_refused(backend, write_network):
    metadata = deepness(standardization_mean=[0.1, 0.2])
    with pytest.raises(InvalidModel, match="standardization for 3 bands, found 2 numbers"):
        backend(file_source(write_network(ONE, [SIGMOID], metadata=metadata)), 64)


@pytest.mark.parametrize(("dtype", "tolerance"), [(TensorProto.UINT8, 1e-5), (TensorProto.FLOAT16, 5e-3)])
def test_the_input_has_the_dtype_of_the_graph(backend, write_network, make_windows, dtype, tolerance):
    found = backend(file_source(write_network(ONE, [SIGMOID], dtype=dtype)), 64)
    windows = make_windows(2, largest=400)  # some are more than a byte
    values = images(windows).clamp(max=255) if dtype == TensorProto.UINT8 else images(windows)
    expected = two_of(linear(ONE, values).sigmoid())
    torch.testing.assert_close(found.predict(*windows), expected, atol=tolerance, rtol=0)


def test_windows_that_a_network_does_not_take_are_refused(backend, write_network):
    addend = np.zeros((1, 1, 48, 48), np.float32)
    path = write_network(THREE, [("Add", {}, addend)])
    with pytest.raises(InvalidModel, match=r"windows of 64 px, .*foreign.onnx.*: change the window size"):
        backend(file_source(path), 64)


def test_threads_can_be_told(backend, make_model, make_windows):
    windows = make_windows(2)
    found = backend(model_source(make_model()), 64, threads=1).predict(*windows)
    torch.testing.assert_close(found, backend(model_source(make_model()), 64).predict(*windows), atol=1e-6, rtol=0)
