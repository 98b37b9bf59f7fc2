"""Windows to try a network on: some of a raster, or some of noise."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from rasterio.windows import Window
from torch import Tensor

from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.prediction.bands import choose_bands
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.reader import open_raster, read_pixels

PATCH_PX = 32  # of the smooth part
_BYTE_MEAN, _BYTE_STD = 127.0, 50.0


def noise_windows(card: ModelCard, count: int, window_px: int, seed: int = 0) -> Tensor:
    """Windows (count, bands, window_px, window_px), float32, of smooth and white noise in equal parts.

    Each band has mean and standard deviation of the training patches, those of bytes where they are not known, and
    stays within their range.
    """
    generator = torch.Generator().manual_seed(seed)
    bands = len(card.bands)
    coarse_px = max(2, window_px // PATCH_PX + 1)
    coarse = torch.randn((count, bands, coarse_px, coarse_px), generator=generator)
    smooth = F.interpolate(coarse, size=(window_px, window_px), mode="bilinear", align_corners=True)
    white = torch.randn((count, bands, window_px, window_px), generator=generator)
    mean, std, low, high = (torch.tensor(row)[:, None, None] for row in zip(*_statistics(card), strict=True))
    # whole numbers, as most rasters hold
    values = (mean + std * (smooth + 0.7 * white)).clamp(low, high)
    return values.round() if card.dtype is None or not card.dtype.startswith("float") else values


def _statistics(card: ModelCard) -> list[tuple[float, float, float, float]]:
    """Mean, standard deviation, minimum and maximum of each band."""
    known = {band.name: band for band in card.band_statistics}
    if all(name in known for name in card.bands):
        found = [known[name] for name in card.bands]
        return [(band.mean, band.std, band.minimum, band.maximum) for band in found]
    return [(_BYTE_MEAN, _BYTE_STD, 0.0, 255.0)] * len(card.bands)


def raster_windows(
    path: Path, bands: Sequence[str], count: int, window_px: int, reporter: Reporter
) -> tuple[Tensor, Tensor]:
    """Windows from the top left to the bottom right corner of a raster, where the last one reaches past the edges.

    Returns:
        pixels (count, bands, window_px, window_px) in the raster's dtype, and valid_mask (count, window_px, window_px).

    Raises:
        MissingInput, NotARaster, BandMismatch: there is none, or it has not the bands.
    """
    with open_raster(path) as raster:
        band_indexes = choose_bands(raster, bands, (), reporter)
        columns = np.linspace(0, max(0, raster.width - window_px // 2), count).astype(int)
        rows = np.linspace(0, max(0, raster.height - window_px // 2), count).astype(int)
        read = [
            read_pixels(raster, Window(int(column), int(row), window_px, window_px), band_indexes)
            for column, row in zip(columns, rows, strict=True)
        ]
    pixels, valid_mask = (torch.from_numpy(np.stack(part)) for part in zip(*read, strict=True))
    return pixels, valid_mask


def partly_valid(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """The same windows (N, bands, H, W), and a valid_mask (N, H, W) that leaves out a corner of every one."""
    valid_mask = torch.ones((len(pixels), *pixels.shape[-2:]), dtype=torch.bool)
    valid_mask[:, : pixels.shape[-2] // 4, : pixels.shape[-1] // 3] = False
    return pixels, valid_mask
