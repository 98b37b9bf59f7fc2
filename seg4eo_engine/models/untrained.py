"""A model that has learned nothing, for trying and measuring what does not depend on what it knows."""

from pathlib import Path

import torch

from seg4eo_engine import __version__
from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary, save_model
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.classes import default_class


def save_untrained(
    path: Path,
    *,
    bands: int,
    classes: int,
    dtype: str,
    mean: float,
    std: float,
    patch_size_px: int = 256,
    ground_resolution: float = 10.0,
) -> None:
    """Write Unet-resnet18 with weights of a fixed seed as a model file.

    Args:
        path: the model file.
        bands: bands that it takes, named ``band 1`` and so on.
        classes: classes that it gives, with the values 1 and so on.
        dtype: of the scenes that it is for.
        mean: taken off the values of every band.
        std: what these are divided by then.
        patch_size_px: as if it had been trained on patches of that width and height.
        ground_resolution: as if these had had pixels of that size.
    """
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=bands, out_channels=classes)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = build_network(info)
    normalization = Normalization(scheme="zscore", offset=(mean,) * bands, scale=(std,) * bands)
    training = TrainingSummary(
        epochs=0, best_epoch=0, chosen_by="last", seed=0, loss="ce", minutes=0, validation_miou=None
    )
    manifest = ModelManifest(
        engine_version=__version__,
        bands=tuple(f"band {index + 1}" for index in range(bands)),
        dtype=dtype,
        classes=tuple(default_class(index + 1, index) for index in range(classes)),
        ground_resolution=ground_resolution,
        patch_size_px=patch_size_px,
        splits_hash="none",
        members=(Member(network=info, normalization=normalization, training=training),),
    )
    save_model(path, [network], manifest)
