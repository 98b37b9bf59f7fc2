"""Writing a raster row by row, and turning it into a Cloud-Optimized GeoTIFF at the end."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid

TILE_PX = 512


class RowWriter:
    """Writes rows of one strip of a tiled one-band GeoTIFF, from the top down, in whole rows of tiles.

    A tile that is written in pieces would be compressed again for every piece, so rows are kept until their row of
    tiles is full. Memory: ``TILE_PX`` rows of the strip.
    """

    def __init__(self, dataset: Any, col_off: int, width_px: int) -> None:
        self._dataset = dataset
        self._col_off = col_off
        self._pending: NDArray[Any] = np.empty((TILE_PX, width_px), dtype=dataset.dtypes[0])
        self._filled = 0
        self._row_off = 0

    def write(self, rows: NDArray[Any]) -> None:
        """Append ``rows``, of shape (n, width)."""
        taken = 0
        while taken < len(rows):
            count = min(TILE_PX - self._filled, len(rows) - taken)
            self._pending[self._filled : self._filled + count] = rows[taken : taken + count]
            self._filled += count
            taken += count
            if self._filled == TILE_PX:
                self.flush()

    def flush(self) -> None:
        """Write what is pending; after the strip's last row."""
        if self._filled:
            window = Window(self._col_off, self._row_off, self._pending.shape[1], self._filled)
            self._dataset.write(self._pending[: self._filled], 1, window=window)
            self._row_off += self._filled
            self._filled = 0


def create_tiled(path: Path, grid: RasterGrid, dtype: str, nodata: int, classes: Sequence[ClassInfo] = ()) -> Any:
    """Open a new one-band tiled GeoTIFF for writing, with a palette where ``classes`` are given.

    Its compression is the quickest that is worthwhile: the file is an intermediate of :func:`to_cog`.
    """
    dataset = rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=grid.width,
        height=grid.height,
        count=1,
        dtype=dtype,
        crs=grid.crs,
        transform=grid.transform,
        nodata=nodata,
        tiled=True,
        blockxsize=TILE_PX,
        blockysize=TILE_PX,
        compress="ZSTD",
        zstd_level=1,
        bigtiff="IF_SAFER",
        sparse_ok=True,
    )
    if classes and dtype == "uint8":
        # GDAL's palettes have an entry for every value; those without a class are transparent
        dataset.write_colormap(1, dict.fromkeys(range(256), (0, 0, 0, 0)) | {c.value: (*c.rgb, 255) for c in classes})
    return dataset


def to_cog(source: Path, target: Path, overview_resampling: Literal["mode", "average"]) -> None:
    """Copy a GeoTIFF to a Cloud-Optimized one with overviews; palette, tags and nodata come along."""
    rasterio.shutil.copy(
        source,
        target,
        driver="COG",
        compress="ZSTD",
        blocksize=TILE_PX,
        overview_resampling=overview_resampling,
        bigtiff="IF_SAFER",
        num_threads=2,
    )
