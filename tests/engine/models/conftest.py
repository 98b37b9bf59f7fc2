"""A small network and the manifest of its model file."""

import pytest
import torch

from seg4eo_engine.models.checkpoint import ModelManifest, TrainingSummary
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.classes import default_class


@pytest.fixture
def network_info():
    return NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=3, num_classes=2)


@pytest.fixture
def network(network_info):
    torch.manual_seed(0)
    return build_network(network_info).eval()


@pytest.fixture
def manifest(network_info):
    return ModelManifest(
        engine_version="0",
        network=network_info,
        bands=("red", "green", "blue"),
        dtype="uint8",
        classes=(default_class(1, 0), default_class(5, 1)),
        normalization=Normalization(scheme="none", offset=(0.0,) * 3, scale=(1.0,) * 3),
        ground_resolution=10.0,
        patch_size_px=64,
        splits_hash="0",
        training=TrainingSummary(
            epochs=1,
            best_epoch=1,
            seed=0,
            loss="ce",
            minutes=0.1,
            validation_miou=None,
            test_miou=None,
            test_accuracy=None,
        ),
    )
