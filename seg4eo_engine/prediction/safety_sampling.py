"""A few pixels of a scene of any size, spread over it and quickly read."""

from collections.abc import Iterator

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.raster.reader import read_pixels, small_cache

MOST_WINDOWS = 36
WINDOW_PX = 64
# What is decoded for it, at about 150 MB a second; a file of larger blocks is not looked at.
BUDGET_BYTES = 128 * 2**20
OVERVIEW_PX = 1024  # width and height from which on overviews are read instead
MOST_SAMPLES = 2**17


def sample_pixels(dataset: DatasetReader, band_indexes: list[int]) -> NDArray[np.float64] | None:
    """Valid pixels ``(bands, n)`` of a scene, at most :data:`MOST_SAMPLES`.

    They come from windows that are spread evenly, of an overview where there is one of a sensible size. None where none
    is valid, or where even a single window would take long to read.
    """
    with small_cache():
        level = _overview_level(dataset)
        if level is None:
            return _sample(dataset, band_indexes)
        with rasterio.open(dataset.name, overview_level=level) as overview:
            return _sample(overview, band_indexes)


def _overview_level(dataset: DatasetReader) -> int | None:
    """The finest overview that is at most :data:`OVERVIEW_PX` wide and high, else the coarsest one, if there is any."""
    factors = dataset.overviews(1)
    size = max(dataset.width, dataset.height)
    if not factors or size <= OVERVIEW_PX or not _opens_again(dataset):
        return None
    fitting = [level for level, factor in enumerate(factors) if size / factor <= OVERVIEW_PX]
    return fitting[0] if fitting else len(factors) - 1


def _opens_again(dataset: DatasetReader) -> bool:
    try:
        with rasterio.open(dataset.name) as again:
            return again.shape == dataset.shape
    except RasterioError:
        return False


def _sample(dataset: DatasetReader, band_indexes: list[int]) -> NDArray[np.float64] | None:
    pieces = []
    for window in sample_windows(dataset):
        pixels, valid_mask = read_pixels(dataset, window, band_indexes)
        if valid_mask.any():
            pieces.append(pixels[:, valid_mask])
    if not pieces:
        return None
    samples = np.concatenate(pieces, axis=1)
    return samples[:, :: -(-samples.shape[1] // MOST_SAMPLES)].astype(np.float64)


def sample_windows(dataset: DatasetReader) -> Iterator[Window]:
    """Windows at evenly spaced places, as many as can be decoded within the budget; none where one alone exceeds it."""
    block_height, block_width = dataset.block_shapes[0]
    block_bytes = block_height * block_width * sum(np.dtype(dtype).itemsize for dtype in dataset.dtypes)
    most = int(np.sqrt(MOST_WINDOWS))
    height = min(WINDOW_PX, block_height, dataset.height)
    for side in range(most, 0, -1):
        # where blocks are rows, flat windows: as many pixels for the same blocks
        width = min(max(WINDOW_PX, min(WINDOW_PX**2 // height, dataset.width // side)), dataset.width)
        windows = [
            Window(col, row, width, height)
            for row in _starts(dataset.height, height, block_height, side)
            for col in _starts(dataset.width, width, 1, side)
        ]
        if _blocks_of(windows, block_height, block_width) * block_bytes <= BUDGET_BYTES:
            return iter(windows)
    return iter(())


def _starts(length_px: int, window_px: int, block_px: int, count: int) -> list[int]:
    """Evenly spaced starts of windows; where windows are as high as blocks, at the edge of a block."""
    places = (np.arange(count) + 0.5) * length_px / count - window_px / 2
    starts = np.clip(places, 0, max(0, length_px - window_px)).astype(int)
    if block_px <= window_px:
        starts = starts // block_px * block_px
    return sorted(set(starts.tolist()))


def _blocks_of(windows: list[Window], block_height: int, block_width: int) -> int:
    """How many blocks lie under the windows."""
    blocks = set()
    for window in windows:
        rows = range(window.row_off // block_height, (window.row_off + window.height - 1) // block_height + 1)
        cols = range(window.col_off // block_width, (window.col_off + window.width - 1) // block_width + 1)
        blocks |= {(row, col) for row in rows for col in cols}
    return len(blocks)
