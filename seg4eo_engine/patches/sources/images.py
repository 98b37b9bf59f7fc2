"""Images, alone or with further rasters stacked on them, as one image with chosen bands."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.patches.alignment import Alignment, align
from seg4eo_engine.patches.notes import Notes
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources.bands import choose_bands, list_bands
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import one_at_a_time, open_raster, read_pixels
from seg4eo_engine.raster.remarks import remarks_on
from seg4eo_engine.raster.resampling import ImageResampling, ReadWindow


@dataclass(frozen=True)
class ImageBands:
    """The bands that are cut, the same for every image of a dataset."""

    names: tuple[str, ...]
    dtype: str


@dataclass(frozen=True)
class ImagePart:
    """The bands that one raster gives: ``indexes`` in its file, ``positions`` (from 0) in the patch."""

    path: Path
    alignment: Alignment
    indexes: tuple[int, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True)
class StackedImage:
    """What an image and the rasters on it give: its own pixel grid, the bands, and the rasters they are read from.

    ``nodata`` is the tag that all these bands share, if they do. ``block_px`` is the height and width of the blocks
    that the image is stored in.
    """

    grid: RasterGrid
    bands: ImageBands
    nodata: float | None
    parts: tuple[ImagePart, ...]
    block_px: tuple[int, int]


def check_image(image: Path, stack: Sequence[Path], wanted: Sequence[str], notes: Notes) -> StackedImage:
    """Open an image and the rasters stacked on it, and find the wanted bands.

    Args:
        image: whose pixels are cut.
        stack: further rasters, brought onto them.
        wanted: bands by number (from 1, counted through all rasters) or name; empty for all but alpha.
        notes: hears of alpha bands and of rasters that are resampled.

    Raises:
        MissingInput, NotARaster: a file cannot be opened.
        BandMismatch: a band is missing, or a name is that of several bands.
        GridMismatch: a raster does not lie on the image.
    """
    with ExitStack() as opened:
        datasets = [opened.enter_context(open_raster(path)) for path in (image, *stack)]
        bands = list_bands(datasets)
        chosen = choose_bands(bands, wanted, image)
        for band in bands:
            if band.is_alpha and band not in chosen:
                path = (image, *stack)[band.raster]
                notes.add(
                    "Bands marked as alpha tell which pixels are valid",
                    path,
                    f"Band {band.index} of {path.name} is marked as alpha: it tells which pixels are valid.",
                )
        for number, (path, dataset) in enumerate(zip((image, *stack), datasets, strict=True)):
            indexes = [band.index for band in chosen if band.raster == number]
            for remark in remarks_on(dataset, path, indexes):
                notes.add(remark.of_many, path, remark.of_one)
        grids = [RasterGrid.from_dataset(dataset) for dataset in datasets]
        block_px = datasets[0].block_shapes[0]
    parts = []
    for number, path in enumerate((image, *stack)):
        positions = tuple(position for position, band in enumerate(chosen) if band.raster == number)
        if positions:
            alignment = _lay_on(grids, number, image, path, notes)
            parts.append(ImagePart(path, alignment, tuple(chosen[position].index for position in positions), positions))
    # by their text, because one NaN does not equal another
    tags = {str(band.nodata): band.nodata for band in chosen}
    return StackedImage(
        grids[0],
        ImageBands(tuple(band.name for band in chosen), np.result_type(*(band.dtype for band in chosen)).name),
        next(iter(tags.values())) if len(tags) == 1 else None,
        tuple(parts),
        block_px,
    )


def _lay_on(grids: Sequence[RasterGrid], number: int, image: Path, path: Path, notes: Notes) -> Alignment:
    if number == 0:
        return Alignment(grids[0], (0, 0))
    alignment = align(grids[0], grids[number], image.name, path.name, "pixels to stack")
    if alignment.assumed:
        notes.add(
            "Rasters to stack that do not say where they lie are taken to lie on the pixels of their image",
            path,
            f"{path.name} and {image.name} do not both say where they lie: one is taken to lie on the other's pixels.",
        )
    elif alignment.offset is None:
        notes.add(
            "Stacked rasters on other pixels are resampled onto those of their image",
            path,
            f"{path.name} is on other pixels than {image.name} ({alignment.difference}): it is resampled onto those.",
        )
    return alignment


class ImageReader:
    """The open rasters of a :class:`StackedImage`."""

    def __init__(
        self,
        image: StackedImage,
        dtype: str,
        fill: float | None,
        nodata: float | None,
        resampling: ImageResampling,
        opened: ExitStack,
    ) -> None:
        """Open the rasters.

        Args:
            image: what to read.
            dtype: of the pixels that are given.
            fill: the value that marks pixels as invalid where they are resampled, if there is one.
            nodata: a value that is invalid besides what the rasters say.
            resampling: where the pixels wanted are not those of a raster.
            opened: closes the rasters.
        """
        self._dtype = np.dtype(dtype)
        self._fill = fill
        self._resampling = resampling
        self._bands = len(image.bands.names)
        self._parts = [
            (
                part,
                one_at_a_time(partial(_read, opened.enter_context(open_raster(part.path)), list(part.indexes), nodata)),
            )
            for part in image.parts
        ]

    def read(self, place: Place) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Pixels ``(bands, height, width)``, and valid_mask: where the pixel is valid in every band."""
        if len(self._parts) == 1:
            [(part, read)] = self._parts
            return self._read_part(part, read, place)
        size = (place.grid.height, place.grid.width)
        stacked = np.empty((self._bands, *size), self._dtype)
        all_valid = np.ones(size, np.bool_)
        for part, read in self._parts:
            pixels, valid_mask = self._read_part(part, read, place)
            stacked[list(part.positions)] = pixels
            all_valid &= valid_mask
        return stacked, all_valid

    def _read_part(self, part: ImagePart, read: ReadWindow, place: Place) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        pixels, valid_mask = part.alignment.read(read, place, self._resampling)
        pixels = pixels.astype(self._dtype, copy=False)
        if self._fill is not None and not part.alignment.copies(place):
            # what was computed may happen to be the value that marks invalid pixels
            valid_mask &= ~(pixels == self._fill).any(axis=0)
            pixels[:, ~valid_mask] = self._fill
        return pixels, valid_mask


def _read(
    dataset: DatasetReader, indexes: list[int], nodata: float | None, window: Window
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    return read_pixels(dataset, window, indexes, nodata)
