"""A small network and the manifest of its model file."""

import pytest
import torch

from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.classes import default_class

SUMMARY = TrainingSummary(
    epochs=3, best_epoch=2, chosen_by="miou", seed=0, loss="ce", minutes=0.1, validation_miou=None
)


@pytest.fixture
def network_info():
    return NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=3, out_channels=1)


@pytest.fixture
def network(network_info):
    torch.manual_seed(0)
    return build_network(network_info).eval()


@pytest.fixture
def manifest(network_info):
    normalization = Normalization(scheme="none", offset=(0.0,) * 3, scale=(1.0,) * 3)
    return ModelManifest(
        engine_version="0",
        bands=("red", "green", "blue"),
        dtype="uint8",
        classes=(default_class(1, 0), default_class(5, 1)),
        ground_resolution=10.0,
        patch_size_px=64,
        splits_hash="0",
        members=(Member(network=network_info, normalization=normalization, training=SUMMARY),),
    )
