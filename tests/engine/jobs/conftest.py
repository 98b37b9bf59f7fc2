"""A model file with random weights, whose three bands are those of ``scene``."""

import shutil
from pathlib import Path

import pytest
import torch

from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary, save_model
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.classes import default_class

SUMMARY = TrainingSummary(epochs=3, best_epoch=2, chosen_by="miou", seed=0, loss="ce", minutes=0.1, validation_miou=0.5)


@pytest.fixture(scope="session")
def random_model(tmp_path_factory) -> Path:
    """Made once, for it takes longer than most tests that want one."""
    torch.manual_seed(0)
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=3, out_channels=3)
    normalization = Normalization(scheme="none", offset=(100.0, 100.0, 30000.0), scale=(50.0, 50.0, 20000.0))
    manifest = ModelManifest(
        engine_version="0",
        bands=("red", "green", "nir"),
        dtype="uint16",
        classes=tuple(default_class(value, position) for position, value in enumerate((1, 2, 3))),
        ground_resolution=10.0,
        patch_size_px=64,
        splits_hash="0",
        members=(Member(network=info, normalization=normalization, training=SUMMARY),),
        validation_miou=0.5,
    )
    path = tmp_path_factory.mktemp("model") / "model.safetensors"
    save_model(path, [build_network(info)], manifest)
    return path


@pytest.fixture
def model(random_model, tmp_path) -> Path:
    return Path(shutil.copy(random_model, tmp_path))
