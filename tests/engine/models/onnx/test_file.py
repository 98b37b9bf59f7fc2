"""What an ONNX file is, told without running it where that can be."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto

from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.file import read_onnx
from seg4eo_engine.models.onnx.metadata import write_metadata


def test_one_of_ours_says_everything(make_model, tmp_path):
    model = make_model(classes=2)
    graph = export_onnx(model, window_px=64)
    onnx.helper.set_model_props(graph, write_metadata(model.manifest, 64, 10))
    onnx.save(graph, str(tmp_path / "ours.onnx"))
    file = read_onnx(tmp_path / "ours.onnx")
    assert (file.bands, file.size_px, file.batch, file.channels, file.num_classes) == (3, 64, None, 1, 2)
    assert (file.dtype, file.opset, file.metadata.manifest) == (np.float32, 17, model.manifest)
    learned = sum(weight.numel() for weight in model.networks[0].parameters())
    assert 0.9 < file.weights / learned < 1.1  # some are folded into others


def test_a_fixed_size_and_batch_are_seen(write_graph):
    file = read_onnx(write_graph(channels=4, size=96, batch=2))
    assert (file.size_px, file.batch, file.channels) == (96, 2, 4)


def test_a_free_size_and_batch_are_seen(write_graph):
    file = read_onnx(write_graph())
    assert (file.size_px, file.batch) == (None, None)


def test_channels_that_the_file_does_not_say_are_found(write_graph):
    assert read_onnx(write_graph(channels=5, output_shape=["n", "c", "h", "w"])).channels == 5


@pytest.mark.parametrize("dtype", [TensorProto.UINT8, TensorProto.FLOAT16, TensorProto.UINT16])
def test_the_dtype_of_the_input_is_seen(write_graph, dtype):
    assert read_onnx(write_graph(dtype=dtype)).dtype == onnx.helper.tensor_dtype_to_np_dtype(dtype)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(MissingInput, match="model file at"):
        read_onnx(tmp_path / "none.onnx")


@pytest.mark.parametrize("content", [b"", b"hello", bytes(range(256)), b"\x00" * 100])
def test_a_file_of_something_else(tmp_path, content):
    path = tmp_path / "text.onnx"
    path.write_bytes(content)
    with pytest.raises(InvalidModel, match="Expected an ONNX file, found something else in text.onnx"):
        read_onnx(path)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"input_shape": ["n", 64, 64, 3]}, "found the bands last .*any × 64 × 64 × 3"),
        ({"input_shape": ["n", "h", "w", 3]}, "found the bands last"),
        ({"input_shape": ["n", "c", 64, 64]}, "fixed number of bands"),
        ({"input_shape": ["n", 3, 64, 96]}, "found 96 × 64 px"),
        ({"input_shape": ["n", 3, 64]}, "found an input of 3 axes"),
        ({"output_shape": ["n", 10]}, "found an answer of 2 axes"),
        ({"output_type": TensorProto.INT64}, "found whole numbers as its answer"),
        ({"inputs": 2}, "found 2 inputs"),
        ({"dtype": TensorProto.BOOL}, "found an input of bool"),
        ({"metadata": {"model_type": '"Detector"'}}, "found a Detector"),
    ],
)
def test_what_is_no_segmentation_is_refused(write_graph, settings, sentence):
    with pytest.raises(InvalidModel, match=sentence):
        read_onnx(write_graph(**settings))
