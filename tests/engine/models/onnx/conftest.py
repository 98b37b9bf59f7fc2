"""Small models of ours, windows of a scene for them, and graphs of other programs."""

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.patches.manifest import BandInfo
from seg4eo_engine.raster.classes import default_class

BANDS = ("red", "green", "nir")
SUMMARY = TrainingSummary(epochs=3, best_epoch=2, chosen_by="miou", seed=0, loss="ce", minutes=0.1, validation_miou=0.5)
STATISTICS = tuple(BandInfo(name=name, minimum=0, maximum=4000, mean=1000, std=500, p2=100, p98=3000) for name in BANDS)


def settled(network):
    """A network whose batch normalisations know some images, so that its logits are of ordinary size."""
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn((4, 3, 64, 64)))
    return network.eval()


@pytest.fixture
def make_model():
    """A model with random weights: its classes, one normalisation for each member, its temperature and network."""

    def make(classes=3, normalizations=None, temperature=1.5, architecture="custom_unet", encoder="none", **changes):
        torch.manual_seed(0)
        if normalizations is None:
            normalizations = [Normalization(scheme="zscore", offset=(1000.0, 900.0, 1.5), scale=(500.0, 480.0, 777.0))]
        options = {"base_filters": 4, "depth": 3} if architecture == "custom_unet" else {}
        info = NetworkInfo(
            architecture=architecture, encoder_name=encoder, in_channels=3,
            out_channels=1 if classes == 2 else classes, options=options,
        )  # fmt: skip
        members = tuple(
            Member(network=info, normalization=item, temperature=temperature, training=SUMMARY)
            for item in normalizations
        )
        facts = {
            "engine_version": "0.1", "bands": BANDS, "dtype": "uint16", "ground_resolution": 10.0,
            "ground_resolution_m": 10.0, "patch_size_px": 64, "splits_hash": "0", "members": members,
            "band_statistics": STATISTICS, "threshold": 0.3 if classes == 2 else 0.5,
            "classes": tuple(default_class(3 * value + 1, value) for value in range(classes)), "test_miou": 0.7,
        }  # fmt: skip
        manifest = ModelManifest(**(facts | changes))
        return SegmentationModel(manifest, [settled(build_network(info)) for _ in members])

    return make


@pytest.fixture
def make_windows():
    """Windows (count, 3, size, size) of a scene of uint16, and a valid_mask with some invalid pixels in each."""

    def make(count, size_px, seed=0):
        random = np.random.default_rng(seed)
        pixels = random.integers(0, 4000, (count, 3, size_px, size_px)).astype(np.uint16)
        valid_mask = random.random((count, size_px, size_px)) > 0.1
        valid_mask[:, : size_px // 4] = False
        pixels[:, :, : size_px // 8] = 65535  # what stands in invalid pixels must not matter
        return torch.from_numpy(pixels), torch.from_numpy(valid_mask)

    return make


@pytest.fixture
def write_graph(tmp_path):
    """Write a graph of one 1 × 1 convolution by hand, as another program might."""

    def write(
        channels=2, bands=3, size=None, batch="n", metadata=None, dtype=TensorProto.FLOAT,
        input_shape=None, output_shape=None, output_type=TensorProto.FLOAT, inputs=1,
    ):  # fmt: skip
        weight = numpy_helper.from_array(np.ones((channels, bands, 1, 1), np.float32), "weight")
        nodes = [
            helper.make_node("Cast", ["image 0"], ["cast"], to=TensorProto.FLOAT),
            helper.make_node("Conv", ["cast", "weight"], ["conv"]),
            helper.make_node("Cast", ["conv"], ["answer"], to=output_type),
        ]
        shape = input_shape or [batch, bands, size or "h", size or "w"]
        images = [helper.make_tensor_value_info(f"image {number}", dtype, shape) for number in range(inputs)]
        answer = helper.make_tensor_value_info(
            "answer", output_type, output_shape or [batch, channels, size or "h", size or "w"]
        )
        model = helper.make_model(
            helper.make_graph(nodes, "foreign", images, [answer], [weight]),
            opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
        )  # fmt: skip
        helper.set_model_props(model, metadata or {})
        path = tmp_path / "foreign.onnx"
        onnx.save(model, str(path))
        return path

    return write
