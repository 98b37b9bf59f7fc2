"""What has to be known of a raster before it becomes part of a mosaic."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster


@dataclass(frozen=True)
class BandTraits:
    """What a band says of itself. ``nodata`` is its tag, ``numbers`` are the scale and offset of its tags."""

    dtype: str
    nodata: float | None
    name: str
    colour: ColorInterp
    numbers: tuple[float, float]

    @property
    def is_float(self) -> bool:
        """Whether NaN can stand where there is nothing."""
        return np.issubdtype(np.dtype(self.dtype), np.floating)


@dataclass(frozen=True)
class MosaicPart:
    """A raster of a mosaic. ``is_masked``: it has a mask or alpha; ``block_px`` is (height, width) of its blocks."""

    source: str
    grid: RasterGrid
    bands: tuple[BandTraits, ...]
    is_masked: bool
    block_px: tuple[int, int]

    @property
    def has_alpha(self) -> bool:
        """Whether one of the bands is validity."""
        return any(band.colour == ColorInterp.alpha for band in self.bands)


@dataclass(frozen=True)
class PlacedPart:
    """A part, the window of the mosaic that it fills, and whether it shares pixels with an earlier one there."""

    part: MosaicPart
    window: Window
    lies_over_others: bool


def read_part(source: str) -> MosaicPart:
    """What ``source`` says of itself; files are named in full, so that any process finds them.

    Raises:
        MissingInput, NotARaster: it cannot be opened.
    """
    with open_raster(source) as dataset:
        columns = (dataset.dtypes, dataset.nodatavals, dataset.descriptions, dataset.colorinterp)
        numbers = zip(dataset.scales, dataset.offsets, strict=True)
        bands = tuple(
            BandTraits(dtype, nodata, name or "", colour, pair)
            for dtype, nodata, name, colour, pair in zip(*columns, numbers, strict=True)
        )
        is_file = not source.startswith("/vsi") and Path(source).exists()
        return MosaicPart(
            str(Path(source).absolute()) if is_file else source,
            RasterGrid.from_dataset(dataset),
            bands,
            _is_masked(dataset),
            dataset.block_shapes[0],
        )


def _is_masked(dataset: DatasetReader) -> bool:
    return any(not {MaskFlags.all_valid, MaskFlags.nodata} & set(flags) for flags in dataset.mask_flag_enums)
