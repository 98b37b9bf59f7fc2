"""A raster as prediction reads it: as it lies in its file, or seen on another grid through GDAL's warper."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster

WARPER_MB = 64
_TOLERANCE_PX = 1e-3  # rasterio 1.4 fails with none at all
# Two grids without CRS are told to GDAL in one that it will not take for degrees.
_PLAIN_CRS = CRS.from_epsg(3857)


@dataclass(frozen=True)
class RasterView:
    """A raster, named as :func:`~seg4eo_engine.raster.sources.find_source` does, and the grid that it is seen on.

    Without ``grid`` that is its own. It holds nothing open, so it may go to other threads and processes; each of them
    opens it for itself.
    """

    source: str
    grid: RasterGrid | None = None

    @contextmanager
    def open(self) -> Iterator[DatasetReader]:
        """The open raster, for :func:`~seg4eo_engine.raster.reader.read_pixels`; for one thread at a time.

        On another grid, pixels are averaged where they become larger, else interpolated bilinearly, and invalid pixels
        have no part in either.

        Raises:
            MissingInput, NotARaster: it cannot be opened.
        """
        with open_raster(self.source) as dataset:
            if self.grid is None:
                yield dataset
                return
            with WarpedVRT(dataset, **_warp_options(dataset, self.grid)) as warped:
                yield warped


def nearest_view(dataset: DatasetReader, grid: RasterGrid) -> WarpedVRT:
    """A raster of classes or scores on another grid, each pixel as the nearest one of ``dataset``; to be closed."""
    return WarpedVRT(
        dataset, crs=grid.crs, transform=grid.transform, width=grid.width, height=grid.height,
        resampling=Resampling.nearest, tolerance=_TOLERANCE_PX, warp_mem_limit=WARPER_MB,
    )  # fmt: skip


def _warp_options(dataset: DatasetReader, grid: RasterGrid) -> dict[str, Any]:
    own = RasterGrid.from_dataset(dataset)
    grows = max(np.divide(grid.resolution, own.resolution)) > 1 + 1e-6 if grid.crs == own.crs else None
    return {
        "src_crs": own.crs or _PLAIN_CRS,
        "crs": grid.crs or _PLAIN_CRS,
        "transform": grid.transform,
        "width": grid.width,
        "height": grid.height,
        "resampling": Resampling.average if grows else Resampling.bilinear,
        "tolerance": _TOLERANCE_PX,
        "warp_mem_limit": WARPER_MB,
        "UNIFIED_SRC_NODATA": "NO",  # a band without a value has no part in others
        **_validity_options(dataset),
    }


def _validity_options(dataset: DatasetReader) -> dict[str, Any]:
    """How invalid pixels are told to the warper, and how it tells of them."""
    if any(colour == ColorInterp.alpha for colour in dataset.colorinterp):
        return {}  # used and handed on
    is_masked = any(not {MaskFlags.all_valid, MaskFlags.nodata} & set(flags) for flags in dataset.mask_flag_enums)
    if is_masked:
        return {"add_alpha": True}
    if dataset.nodata is not None:
        return {"src_nodata": dataset.nodata, "nodata": dataset.nodata}
    if all(np.issubdtype(np.dtype(dtype), np.floating) for dtype in dataset.dtypes):
        return {"src_nodata": math.nan, "nodata": math.nan}
    return {"add_alpha": True}


def resampled_grid(grid: RasterGrid, resolution_m: float) -> RasterGrid:
    """The grid of the same extent with pixels of ``resolution_m`` metres on the ground, as far as whole ones fit.

    They are square on the ground in the middle of the raster, also where ``grid`` is in degrees.

    Raises:
        ValueError: ``grid`` does not say how large its pixels are.
    """
    width_m, height_m = grid.pixel_width_m, grid.pixel_height_m
    if not width_m or not height_m:
        raise ValueError("a grid without metres has no ground resolution to change")
    width = max(1, round(grid.width * width_m / resolution_m))
    height = max(1, round(grid.height * height_m / resolution_m))
    scale = Affine.scale(grid.width / width, grid.height / height)
    return RasterGrid(grid.crs, grid.transform * scale, width, height)
