"""Class values as they come from a raster, brought to one type and to what the user calls positive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.raster.reader import read_pixels

_LIMITS = np.iinfo(np.int32)


@dataclass(frozen=True)
class ValueKey:
    """What the values of labels mean.

    ``positive``: these become 1 and all other values 0, except ``ignored`` ones, which become unlabelled; empty to
    leave values as they are. ``named``: values that count although they are the raster's nodata tag.
    """

    positive: tuple[int, ...]
    ignored: tuple[int, ...]
    named: frozenset[int]

    @classmethod
    def of(cls, classes: tuple[NamedClass, ...], ignored: tuple[int, ...], positive: tuple[int, ...]) -> "ValueKey":
        """The key for what the user chose; ``classes`` of a positive-or-not label name 0 and 1."""
        given = frozenset(item.value for item in classes)
        return cls(positive, ignored, frozenset(positive) | (given & {0}) if positive else given)

    def apply(
        self, labels: NDArray[np.int32], has_value: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Labels and has_value, with positive values as 1 and others as 0 where that is asked for."""
        if not self.positive:
            return labels, has_value
        if self.ignored:
            has_value = has_value & ~np.isin(labels, self.ignored)
        return np.isin(labels, self.positive).astype(np.int32), has_value


def read_values(
    dataset: DatasetReader, band: int, key: ValueKey, window: Window
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Read a window of a label raster.

    Returns:
        labels ``(height, width)``, and has_value ``(height, width)``, True where a pixel has a value, be it one to
        ignore. A nodata tag that the user gave as a class counts as that class.

    Raises:
        BandMismatch: the values are no whole numbers, or too large to be classes.
    """
    pixels, has_value = read_pixels(dataset, window, [band])
    nodata = dataset.nodatavals[band - 1]
    if nodata is not None and nodata in key.named:
        has_value |= (pixels[0] == nodata) & within(dataset, window)
    return key.apply(_as_int32(pixels[0], has_value, dataset.name), has_value)


def within(dataset: DatasetReader, window: Window) -> NDArray[np.bool_]:
    """Which pixels of a window ``(height, width)`` the raster has."""
    cols = np.arange(window.width) + window.col_off
    rows = np.arange(window.height) + window.row_off
    return ((rows >= 0) & (rows < dataset.height))[:, None] & ((cols >= 0) & (cols < dataset.width))


def _as_int32(pixels: NDArray[np.generic], has_value: NDArray[np.bool_], name: str) -> NDArray[np.int32]:
    if np.can_cast(pixels.dtype, np.int32):
        return pixels.astype(np.int32)
    values = np.where(has_value, pixels, 0)
    if np.issubdtype(values.dtype, np.floating) and (values != np.rint(values)).any():
        broken = values[values != np.rint(values)][0]
        raise BandMismatch(
            f"Expected labels of whole numbers, found {broken:.6g} in {name}: choose a raster of class values."
        )
    if values.size and (values.max() > _LIMITS.max or values.min() < _LIMITS.min):
        raise BandMismatch(
            f"Expected class values from {_LIMITS.min} to {_LIMITS.max}, found {values.min():.12g} to "
            f"{values.max():.12g} in {name}: choose a raster of class values."
        )
    return values.astype(np.int32)
