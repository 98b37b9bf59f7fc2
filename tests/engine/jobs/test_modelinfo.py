"""The job ``modelinfo``."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from seg4eo_engine.jobs.exportonnx import ExportOnnx
from seg4eo_engine.jobs.modelinfo import ModelInfo


@pytest.fixture
def foreign(tmp_path):
    """A network of another program with one channel, for windows of 64 px."""

    def write(metadata):
        weight = numpy_helper.from_array(np.ones((1, 3, 1, 1), np.float32), "weight")
        nodes = [
            helper.make_node("Conv", ["image", "weight"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["answer"]),
        ]
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, 64, 64])
        answer = helper.make_tensor_value_info("answer", TensorProto.FLOAT, ["n", 1, 64, 64])
        graph = helper.make_graph(nodes, "foreign", [image], [answer], [weight])
        file = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
        helper.set_model_props(file, {key: json.dumps(value) for key, value in metadata.items()})
        onnx.save(file, str(tmp_path / "foreign.onnx"))
        return tmp_path / "foreign.onnx"

    return write


def test_a_model_file_of_ours(model):
    info = ModelInfo(model=model).run()
    assert (info.architecture, info.networks) == ("unet with resnet18", 1)
    assert info.bands == ["red", "green", "nir"]
    assert info.classes == ["1=class 1", "2=class 2", "3=class 3"]
    assert (info.patch_size_px, info.ground_resolution, info.window_px) == (64, 10, None)
    assert (info.temperatures, info.threshold) == (["1.000"], None)
    assert (info.validation_miou, info.test_miou, info.engine_version) == (0.5, None, "0")


def test_an_onnx_file_of_ours_says_the_same(model, tmp_path):
    exported = ExportOnnx(model=model, output=tmp_path / "model.onnx", window_px=96).run().output
    mine, theirs = (ModelInfo(model=path).run() for path in (model, exported))
    assert theirs.window_px == 96
    assert 0.99 < theirs.parameters / mine.parameters < 1.01  # some weights are folded into others
    same = {"window_px", "parameters"}
    assert theirs.model_dump(exclude=same) == mine.model_dump(exclude=same)


def test_an_onnx_file_of_deepness(foreign):
    path = foreign({"class_names": {"0": "land", "1": "water"}, "resolution": 50, "tile_size": 64, "seg_thresh": 0.3})
    info = ModelInfo(model=path).run()
    assert info.architecture == "ONNX network, opset 15"
    assert info.bands == ["band 1", "band 2", "band 3"]
    assert info.classes == ["0=land", "1=water"]
    assert (info.patch_size_px, info.ground_resolution, info.window_px) == (64, 0.5, 64)
    assert (info.threshold, info.parameters, info.temperatures, info.engine_version) == (0.3, 3, [], "")


def test_an_onnx_file_that_says_nothing(foreign):
    info = ModelInfo(model=foreign({})).run()
    assert info.classes == ["0=background", "1=class 1"]
    assert (info.ground_resolution, info.threshold) == (None, 0.5)
