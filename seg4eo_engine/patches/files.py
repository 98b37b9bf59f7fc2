"""Patches on disk: GeoTIFF files that can be read without their dataset."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import DatasetWriter

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.labels import map_encoding


@dataclass(frozen=True)
class LabelEncoding:
    """How the labels of a dataset are written: the dtype, and the value of pixels without a label."""

    dtype: str
    nodata: int

    @classmethod
    def of(cls, classes: Sequence[ClassInfo], preferred: Sequence[int]) -> "LabelEncoding":
        """The smallest dtype for the classes, and the first of the ``preferred`` values that is free, else the largest.

        Raises:
            ValueError: the values fit no integer raster.
        """
        dtype, nodata, _ = map_encoding(classes, preferred)
        return cls(dtype, nodata)

    def encode(self, labels: NDArray[np.integer], has_value: NDArray[np.bool_]) -> NDArray[np.integer]:
        """The labels as they are written; what has no value, or one that does not fit, becomes :attr:`nodata`."""
        limits = np.iinfo(self.dtype)
        kept = has_value & (labels >= limits.min) & (labels <= limits.max)
        return np.where(kept, labels, self.nodata).astype(self.dtype)


def write_image_patch(
    path: Path,
    pixels: NDArray[np.generic],
    valid_mask: NDArray[np.bool_],
    grid: RasterGrid,
    band_names: Sequence[str],
    nodata: float | None,
) -> None:
    """Write an image patch with the names of its bands and a nodata tag.

    It is not compressed: imagery becomes a third smaller at best, and every epoch of a training would pay for it, by
    reading that takes four times as long.

    Args:
        path: the new file.
        pixels: ``(bands, height, width)``, written as they are.
        valid_mask: ``(height, width)``, True where valid. Where the pixels do not tell it themselves (by the nodata
            value, or by not being finite), it is written as an internal mask.
        grid: of the patch.
        band_names: one for each band.
        nodata: the value that marks invalid pixels, None where there is none.
    """
    with _create(path, pixels, grid, nodata) as dataset:
        if len(pixels) == 3 and pixels.dtype == np.uint8:
            dataset.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
        for index, name in enumerate(band_names, start=1):
            dataset.set_band_description(index, name)
        dataset.write(pixels)
        if not valid_mask.all() and not (valid_mask | _is_marked(pixels, nodata)).all():
            with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
                dataset.write_mask(valid_mask)


def write_label_patch(
    path: Path, labels: NDArray[np.integer], grid: RasterGrid, nodata: int, classes: list[ClassInfo]
) -> None:
    """Write a label patch ``(height, width)``, with a palette if its values are bytes."""
    with _create(path, labels[None], grid, nodata, compress="zstd", zstd_level=1) as dataset:
        if labels.dtype == np.uint8:
            dataset.write_colormap(1, {item.value: (*item.rgb, 255) for item in classes})
        dataset.write(labels, 1)


def _create(
    path: Path, pixels: NDArray[Any], grid: RasterGrid, nodata: float | None, **compression: Any
) -> DatasetWriter:
    bands, height, width = pixels.shape
    return rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=bands,
        height=height,
        width=width,
        dtype=pixels.dtype,
        crs=grid.crs,
        transform=grid.transform,
        nodata=nodata,
        interleave="band",  # as the pixels are in memory, so that nothing has to be rearranged
        photometric="minisblack",  # told, not guessed: GDAL would make the fourth of four bytes alpha
        **compression,
        **_tiling(height, width),
    )


def _tiling(height: int, width: int) -> dict[str, Any]:
    # the tiles of a TIFF are multiples of 16
    if min(height, width) < 16:
        return {}
    return {"tiled": True, "blockxsize": min(512, width // 16 * 16), "blockysize": min(512, height // 16 * 16)}


def _is_marked(pixels: NDArray[np.generic], nodata: float | None) -> NDArray[np.bool_]:
    """Where the pixels themselves say that they are invalid."""
    marked = np.zeros(pixels.shape[1:], np.bool_)
    if nodata is not None and not np.isnan(nodata):
        marked |= (pixels == (int(nodata) if float(nodata).is_integer() else nodata)).any(axis=0)
    if np.issubdtype(pixels.dtype, np.floating):
        marked |= ~np.isfinite(pixels).all(axis=0)
    return marked
