"""A dataset that a network learns in seconds: the class is written into the bands."""

from pathlib import Path

import numpy as np
import pytest

from seg4eo_engine.jobs import ExtractPatches

VALUES = np.array([0, 3, 7], dtype=np.uint8)  # 0 is unlabelled; class values need not follow one another


@pytest.fixture
def easy_pixels():
    """Labels (192, 192) in blocks of 16 px, and three bands (3, 192, 192) that tell the class but for some noise."""
    random = np.random.default_rng(5)
    labels = np.kron(VALUES[random.integers(0, 3, (12, 12))], np.ones((16, 16), dtype=np.uint8))
    noise = random.normal(0, 10, (3, *labels.shape))
    pixels = 1000 + 100.0 * (labels == 7) * np.array([1, -1, 2])[:, None, None] + noise
    return labels, pixels.astype(np.uint16)


@pytest.fixture
def easy_dataset(tmp_path, write_raster, easy_pixels) -> Path:
    labels, pixels = easy_pixels
    pixels[:, :32, :32] = 0
    scene = write_raster("easy.tif", pixels, nodata=0)
    reference = write_raster("easy_labels.tif", labels[None])
    folder = tmp_path / "dataset"
    ExtractPatches(
        images=[scene], labels=[reference], output=folder, patch_size_px=32, ignore_values=[0], block_cells=1,
        validation_share=0.2, test_share=0.2,
    ).run()  # fmt: skip
    return folder
