"""Small pictures of patches: the image in the colours that its bands have, labels in those of the classes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.labels import IGNORE_INDEX

TILE_PX = 208  # twice what is shown
UNLABELLED_RGB = (226, 230, 235)
INVALID_RGB = (255, 255, 255)
RGB_NAMES = (
    ("red", "green", "blue"),
    ("b04", "b03", "b02"),
    ("b4", "b3", "b2"),
    ("r", "g", "b"),
    ("nir", "red", "green"),
)


def composite_bands(names: Sequence[str]) -> list[int]:
    """The positions of the three bands that are shown as red, green and blue; one for a grey picture.

    They are found by their names; else the first three are taken, and the first of fewer.
    """
    lowered = [name.lower().strip() for name in names]
    for wanted in RGB_NAMES:
        if all(name in lowered for name in wanted):
            return [lowered.index(name) for name in wanted]
    return [0, 1, 2] if len(names) >= 3 else [0]


def stretch_of(values: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From black to white ``(bands,)``: the 2nd and 98th percentile of valid pixels ``(bands, n)``."""
    low, high = np.percentile(values.astype(np.float64), (2, 98), axis=1)
    return low, np.where(high > low, high, low + 1)


def image_rgb(
    pixels: NDArray[Any],
    valid_mask: NDArray[np.bool_],
    bands: Sequence[int],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> NDArray[np.uint8]:
    """The picture ``(height, width, 3)`` of pixels ``(bands, height, width)``, by one or three of their bands."""
    chosen = pixels[list(bands)].astype(np.float64)
    shares = (chosen - low[:, None, None]) / (high - low)[:, None, None]
    # a curve that lifts the shadows, as pictures are shown
    bright = np.clip(np.nan_to_num(shares), 0, 1) ** 0.8
    rgb = np.rint(255 * np.broadcast_to(bright, (3, *bright.shape[1:]))).astype(np.uint8).transpose(1, 2, 0).copy()
    rgb[~valid_mask] = INVALID_RGB
    return rgb


def label_rgb(indexes: NDArray[np.uint8], classes: Sequence[ClassInfo]) -> NDArray[np.uint8]:
    """The picture ``(height, width, 3)`` of class indexes ``(height, width)``."""
    colours = np.full((IGNORE_INDEX + 1, 3), UNLABELLED_RGB, np.uint8)
    colours[: len(classes)] = [item.rgb for item in classes]
    return colours[indexes]


def fit_tile(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels brought near :data:`TILE_PX`: small patches repeated, so that they stay sharp, large ones thinned out."""
    size = max(rgb.shape[:2])
    if size < TILE_PX:
        times = -(-TILE_PX // size)
        return rgb.repeat(times, axis=0).repeat(times, axis=1)
    step = size // TILE_PX
    return rgb[step // 2 :: step, step // 2 :: step]
