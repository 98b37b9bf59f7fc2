"""Patches on disk: GeoTIFF files that can be read without their dataset."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import DatasetWriter

from seg4eo_engine.patches.sources import SourcePair
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid


def write_image_patch(
    path: Path, pixels: NDArray[np.generic], valid_mask: NDArray[np.bool_], grid: RasterGrid, source: SourcePair
) -> None:
    """Write an image patch with the bands' names and the nodata tag of its source.

    Args:
        path: the new file.
        pixels: ``(bands, height, width)``, written as they are.
        valid_mask: ``(height, width)``, True where valid. Where the pixels do not tell it themselves (by the nodata
            value, or by not being finite), it is written as an internal mask.
        grid: of the patch.
        source: where it was cut.
    """
    with _create(path, pixels, grid, source.nodata) as dataset:
        # set, not guessed: GDAL would make the fourth of four bytes alpha
        rgb = len(pixels) == 3 and pixels.dtype == np.uint8
        dataset.colorinterp = (
            (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
            if rgb
            else (ColorInterp.gray,) + (ColorInterp.undefined,) * (len(pixels) - 1)
        )
        for index, name in enumerate(source.bands.names, start=1):
            dataset.set_band_description(index, name)
        dataset.write(pixels)
        if not (valid_mask | _is_marked(pixels, source.nodata)).all():
            with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
                dataset.write_mask(valid_mask)


def write_label_patch(
    path: Path, labels: NDArray[np.integer], grid: RasterGrid, nodata: int, classes: list[ClassInfo]
) -> None:
    """Write a label patch ``(height, width)``, with a palette if its values are bytes."""
    with _create(path, labels[None], grid, nodata) as dataset:
        if labels.dtype == np.uint8:
            dataset.write_colormap(1, {item.value: (*item.rgb, 255) for item in classes})
        dataset.write(labels, 1)


def _create(path: Path, pixels: NDArray[Any], grid: RasterGrid, nodata: float | None) -> DatasetWriter:
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
        compress="zstd",  # as small as deflate, but written five times and read twice as fast: every epoch reads it
        zstd_level=1,
        predictor=3 if np.issubdtype(pixels.dtype, np.floating) else 2,
        photometric="minisblack",
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
