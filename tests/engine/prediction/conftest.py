"""A backend whose answer is known, so that the map can be checked to the pixel."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

NUM_CLASSES = 5


class IdentityBackend:
    """The scene's bands are the probabilities of the classes already."""

    name = "identity"
    precision = "fp32"
    device = torch.device("cpu")
    num_classes = NUM_CLASSES
    threshold = 0.5
    window_px = None

    def __init__(self, margin_px: int = 0) -> None:
        self.margin_px = margin_px
        self.windows = 0

    def predict(self, pixels, valid_mask):
        self.windows += len(pixels)
        inner = slice(self.margin_px, pixels.shape[-1] - self.margin_px)
        return torch.where(valid_mask[:, None], pixels.float(), 0.0)[..., inner, inner]


@pytest.fixture
def backend():
    return IdentityBackend()


@pytest.fixture
def backend_with_margin():
    """Leaves out so many pixels on each side of a window."""
    return IdentityBackend


@pytest.fixture
def write_scene(tmp_path):
    """Write random probabilities as a scene and return its path and pixels."""

    def write(width: int, height: int, seed: int = 0, invalid=None, **profile) -> tuple[Path, np.ndarray]:
        scores = np.random.default_rng(seed).random((NUM_CLASSES, height, width), dtype=np.float32)
        pixels = scores / scores.sum(axis=0)
        if invalid is not None:
            pixels[:, invalid] = np.nan
        path = tmp_path / f"scene_{width}_{height}.tif"
        settings = {"crs": "EPSG:32631", "transform": from_origin(500000, 5000000, 10, 10)} | profile
        with rasterio.open(
            path, "w", driver="GTiff", width=width, height=height, count=NUM_CLASSES, dtype="float32",
            tiled=True, blockxsize=32, blockysize=32, **settings,
        ) as file:  # fmt: skip
            file.write(pixels)
        return path, pixels

    return write
