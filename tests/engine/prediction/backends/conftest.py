"""A model of ours, windows for it, and networks of other programs as ONNX files."""

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary, save_model
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.metadata import write_metadata
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.classes import default_class

SUMMARY = TrainingSummary(epochs=3, best_epoch=2, chosen_by="miou", seed=0, loss="ce", minutes=0.1, validation_miou=0.5)


@pytest.fixture
def make_model():
    """A model with random weights for three bands, of so many classes and networks."""

    def make(classes=3, networks=1, architecture="custom_unet"):
        torch.manual_seed(0)
        is_own = architecture == "custom_unet"
        info = NetworkInfo(
            architecture=architecture, encoder_name="none" if is_own else "resnet18", in_channels=3,
            out_channels=1 if classes == 2 else classes, options={"base_filters": 4, "depth": 3} if is_own else {},
        )  # fmt: skip
        members = tuple(
            Member(
                network=info, training=SUMMARY, temperature=1.5,
                normalization=Normalization(scheme="zscore", offset=(2000.0 + 10 * index,) * 3, scale=(1000.0,) * 3),
            )
            for index in range(networks)
        )  # fmt: skip
        manifest = ModelManifest(
            engine_version="0", bands=("red", "green", "nir"), dtype="uint16", ground_resolution=10.0,
            classes=tuple(default_class(value, value) for value in range(classes)), patch_size_px=64, splits_hash="0",
            threshold=0.3, members=members,
        )  # fmt: skip
        return SegmentationModel(manifest, [_settled(build_network(info)) for _ in members])

    return make


def _settled(network):
    """A network whose batch normalisations know some images, so that its logits are of ordinary size."""
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn((4, 3, 64, 64)))
    return network.eval()


@pytest.fixture
def model_file(make_model, tmp_path):
    """A model file of ours, and its model."""
    model, path = make_model(), tmp_path / "model.safetensors"
    save_model(path, model.networks, model.manifest)
    return path, model


@pytest.fixture
def export(tmp_path):
    """Write a model of ours as an ONNX file."""

    def write(model, window_px=None, batch=None):
        graph = export_onnx(model, window_px=window_px, batch=batch)
        helper.set_model_props(graph, write_metadata(model.manifest, window_px, 15))
        onnx.save(graph, str(tmp_path / "ours.onnx"))
        return tmp_path / "ours.onnx"

    return write


@pytest.fixture
def make_windows():
    """Windows (count, 3, size, size) of uint16 and a valid_mask that leaves out some pixels of each."""

    def make(count, size_px=64, seed=0, largest=4000):
        random = np.random.default_rng(seed)
        pixels = random.integers(0, largest, (count, 3, size_px, size_px)).astype(np.uint16)
        valid_mask = random.random((count, size_px, size_px)) > 0.1
        valid_mask[:, : size_px // 4] = False
        return torch.from_numpy(pixels), torch.from_numpy(valid_mask)

    return make


@pytest.fixture
def write_network(tmp_path):
    """Write a network of one 1 × 1 convolution by hand, with operators after it, as another program might.

    Each of ``ending`` is the name of an operator of ONNX, its attributes, and its further inputs.
    """

    def write(weights, ending=(), *, size=None, batch="n", metadata=None, dtype=TensorProto.FLOAT):
        element = TensorProto.FLOAT16 if dtype == TensorProto.FLOAT16 else TensorProto.FLOAT
        number_type = helper.tensor_dtype_to_np_dtype(element)
        weight = np.array(weights, number_type)[:, :, None, None]
        tensors = [numpy_helper.from_array(weight, "weight")]
        nodes = [
            helper.make_node("Cast", ["image"], ["cast"], to=element),
            helper.make_node("Conv", ["cast", "weight"], ["step 0"]),
        ]
        for number, (operator, attributes, *constants) in enumerate(ending):
            names = [f"constant {number} {position}" for position in range(len(constants))]
            given = zip(constants, names, strict=True)
            tensors += [numpy_helper.from_array(np.asarray(value), name) for value, name in given]
            nodes.append(helper.make_node(operator, [f"step {number}", *names], [f"step {number + 1}"], **attributes))
        nodes.append(helper.make_node("Identity", [f"step {len(ending)}"], ["answer"]))
        shape = [batch, weight.shape[1], size or "h", size or "w"]
        image = helper.make_tensor_value_info("image", dtype, shape)
        answer = helper.make_tensor_value_info("answer", element, [batch, weight.shape[0], "a", "b"])
        model = helper.make_model(
            helper.make_graph(nodes, "foreign", [image], [answer], tensors),
            opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
        )  # fmt: skip
        helper.set_model_props(model, metadata or {})
        onnx.save(model, str(tmp_path / "foreign.onnx"))
        return tmp_path / "foreign.onnx"

    return write
