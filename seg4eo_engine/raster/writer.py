"""Writing a raster row by row, and turning it into a Cloud-Optimized GeoTIFF at the end."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.cores import usable_cores
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid

TILE_PX = 512
# Overviews of a raster 200,000 px wide take 170 MiB by one thread, 300 by two, and more with GDAL's number of rows.
OVERVIEW_ROWS, WIDE_PX, MOST_THREADS = 128, 2**16, 8
Compression = Literal["zstd", "deflate"]
# Tiled, and compressed in the quickest way that is worthwhile: for intermediate files.
DRAFT_PROFILE = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": TILE_PX,
    "blockysize": TILE_PX,
    "compress": "ZSTD",
    "zstd_level": 1,
    "bigtiff": "IF_SAFER",
    "sparse_ok": True,
}


class RowWriter:
    """Writes a tiled GeoTIFF from the top down, in whole rows of tiles; closes it at the end.

    A tile that is written in pieces would be compressed again for every piece, so rows are kept until their row of
    tiles is full. Memory: ``TILE_PX`` rows. Rows that are left out are nodata.
    """

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self._row_off = 0
        shape = (dataset.count, min(TILE_PX, dataset.height), dataset.width)
        self._rows = np.full(shape, dataset.nodata, dataset.dtypes[0])

    def write(self, row_off: int, bands: NDArray[Any]) -> None:
        """Put rows (bands, n, width) at ``row_off``, below all that was written before."""
        taken, height = 0, self._rows.shape[1]
        while taken < bands.shape[1]:
            while row_off + taken >= self._row_off + height:
                self._flush()
            at = row_off + taken - self._row_off
            count = min(height - at, bands.shape[1] - taken)
            self._rows[:, at : at + count] = bands[:, taken : taken + count]
            taken += count

    def _flush(self) -> None:
        count = min(self._rows.shape[1], self._dataset.height - self._row_off)
        self._dataset.write(self._rows[:, :count], window=Window(0, self._row_off, self._dataset.width, count))
        self._rows[:] = self._dataset.nodata
        self._row_off += self._rows.shape[1]

    def close(self) -> None:
        """Write what is kept, and close the file."""
        if self._row_off < self._dataset.height:
            self._flush()
        self._dataset.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._dataset.close()


def create_tiled(path: Path, grid: RasterGrid, dtype: str, nodata: int, classes: Sequence[ClassInfo] = ()) -> Any:
    """Open a new one-band tiled GeoTIFF for writing, with a palette where ``classes`` are given.

    It is meant as an intermediate of :func:`to_cog`.
    """
    dataset = rasterio.open(
        path, "w", width=grid.width, height=grid.height, count=1, dtype=dtype, crs=grid.crs, transform=grid.transform,
        nodata=nodata, **DRAFT_PROFILE,
    )  # fmt: skip
    if classes and dtype == "uint8":
        dataset.write_colormap(1, palette(classes))
    return dataset


def palette(classes: Sequence[ClassInfo]) -> dict[int, tuple[int, int, int, int]]:
    """Colours by value: GDAL's palettes have an entry for every byte; those without a class are transparent."""
    return dict.fromkeys(range(256), (0, 0, 0, 0)) | {item.value: (*item.rgb, 255) for item in classes}


def to_cog(
    source: Path | str, target: Path, overview_resampling: Literal["mode", "average"], compression: Compression = "zstd"
) -> None:
    """Copy a raster to a Cloud-Optimized GeoTIFF with overviews; palette, tags and nodata come along."""
    with rasterio.open(source) as dataset:
        is_wide = dataset.width > WIDE_PX
    # overviews are made of bands of rows as wide as the raster, several by each thread
    with rasterio.Env(GDAL_OVR_CHUNKYSIZE=OVERVIEW_ROWS):
        rasterio.shutil.copy(
            source,
            target,
            driver="COG",
            compress=compression.upper(),
            blocksize=TILE_PX,
            overview_resampling=overview_resampling,
            bigtiff="IF_SAFER",
            num_threads=1 if is_wide else min(usable_cores(), MOST_THREADS),
        )
