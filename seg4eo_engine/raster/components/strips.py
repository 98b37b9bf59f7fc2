"""A class raster, read from the top down in strips of its full width."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import UnknownClass
from seg4eo_engine.raster.reader import CACHE_BYTES, read_pixels
from seg4eo_engine.raster.writer import TILE_PX

STRIP_PX = 2 * 2**20  # of arrays of four bytes a pixel, a handful exist at a time


@dataclass(frozen=True)
class ClassStrip:
    """Rows of a class raster.

    ``pixels`` (height, width) are as they were read. ``codes`` are class values in a signed dtype that has room for one
    more number, the smallest of the dtype, which stands for all invalid pixels.
    """

    row_off: int
    pixels: NDArray[Any]
    codes: NDArray[np.signedinteger]

    @property
    def window(self) -> Window:
        """The strip in the raster."""
        height, width = self.pixels.shape
        return Window(0, self.row_off, width, height)


def nodata_code(dtype: np.dtype[Any]) -> int:
    """What stands for invalid pixels among codes of this dtype."""
    return int(np.iinfo(dtype).min)


def strip_count(dataset: DatasetReader, strip_px: int = STRIP_PX) -> int:
    """How many strips :func:`class_strips` reads."""
    return -(-dataset.height // strip_height_px(dataset.width, strip_px))


def strip_height_px(width_px: int, strip_px: int = STRIP_PX) -> int:
    """Rows of a strip, so that it has about ``strip_px`` pixels."""
    return max(1, strip_px // width_px)


def class_strips(dataset: DatasetReader, strip_px: int = STRIP_PX) -> Iterator[ClassStrip]:
    """Read band 1 from the top down (within :func:`strip_cache`, so that no tile is decoded twice).

    Raises:
        UnknownClass: its numbers are measurements, not classes.
        NotARaster: the file is damaged.
    """
    height_px = strip_height_px(dataset.width, strip_px)
    for row_off in range(0, dataset.height, height_px):
        window = Window(0, row_off, dataset.width, min(height_px, dataset.height - row_off))
        pixels, valid_mask = read_pixels(dataset, window, [1])
        yield ClassStrip(row_off, pixels[0], _codes(pixels[0], valid_mask, dataset.name))


def _codes(pixels: NDArray[Any], valid_mask: NDArray[np.bool_], name: str) -> NDArray[np.signedinteger]:
    values = pixels
    if not np.issubdtype(pixels.dtype, np.integer):
        values = np.where(valid_mask, pixels, 0)
        broken = values != np.rint(values)
        if broken.any():
            raise UnknownClass(
                f"Expected whole numbers as classes in {Path(name).name}, found {values[broken][0]:g}: choose a raster "
                "of classes."
            )
        values = values.astype(np.int64)
    codes = values.astype(np.result_type(values.dtype, np.int8) if values.dtype.itemsize < 8 else np.int64)
    if codes.dtype == values.dtype:  # signed: make room for one more
        codes = values.astype(np.dtype(f"i{min(8, 2 * values.dtype.itemsize)}"))
    codes[~valid_mask] = nodata_code(codes.dtype)
    return codes


def strip_cache(*datasets: DatasetReader) -> rasterio.Env:
    """A GDAL environment (use it in a ``with``) that keeps two rows of tiles of each raster, for strips cut across."""
    needed = sum(
        2 * max(item.block_shapes[0][0], TILE_PX) * item.width * np.dtype(item.dtypes[0]).itemsize for item in datasets
    )
    return rasterio.Env(GDAL_CACHEMAX=max(CACHE_BYTES, needed))
