"""Images and their labels, checked against each other before anything is cut."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.io import DatasetReader

from seg4eo_engine.errors import BandMismatch, GridMismatch, InvalidJob
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import band_names, image_band_indexes, open_raster


@dataclass(frozen=True)
class ImageBands:
    """The bands that are cut, the same for every image of a dataset."""

    indexes: tuple[int, ...]
    names: tuple[str, ...]
    dtype: str


@dataclass(frozen=True)
class SourcePair:
    """An image and the labels on its pixels."""

    image: Path
    label: Path
    grid: RasterGrid
    bands: ImageBands
    nodata: float | None
    label_dtype: str
    label_nodata: int | None


def check_sources(
    images: list[Path], labels: list[Path], band_indexes: list[int], reporter: Reporter
) -> list[SourcePair]:
    """Open every image and label once and check that they belong together.

    Args:
        images: rasters with the same bands.
        labels: a label raster for each image, in the same order.
        band_indexes: 1-based bands to use; empty for all but alpha.
        reporter: hears of alpha bands, which near infrared is often marked as by mistake.

    Raises:
        InvalidJob: not one label raster for each image.
        MissingInput, NotARaster: a file cannot be opened.
        BandMismatch: bands that are missing, or not the same in every image, or labels that are no class values.
        GridMismatch: labels on other pixels than their image.
    """
    if not images or len(images) != len(labels):
        raise InvalidJob(
            f"Expected one label raster for each image, found {len(images)} images and {len(labels)} label rasters: "
            "give them in pairs."
        )
    pairs = [_check_pair(image, label, band_indexes, reporter) for image, label in zip(images, labels, strict=True)]
    for pair in pairs[1:]:
        if pair.bands != pairs[0].bands:
            raise BandMismatch(
                f"Expected the bands of {pairs[0].image.name} in every image ({_describe(pairs[0].bands)}), "
                f"found {_describe(pair.bands)} in {pair.image.name}: choose images or bands that are alike."
            )
    return pairs


def _check_pair(image: Path, label: Path, band_indexes: list[int], reporter: Reporter) -> SourcePair:
    with open_raster(image) as dataset, open_raster(label) as label_dataset:
        bands = _select_bands(dataset, image, band_indexes)
        for index in set(dataset.indexes) - {*image_band_indexes(dataset), *bands.indexes}:
            reporter.info(f"Band {index} of {image.name} is marked as alpha: it tells which pixels are valid.")
        grid = RasterGrid.from_dataset(dataset)
        label_nodata = _check_label(label_dataset, label)
        difference = grid.describe_difference(RasterGrid.from_dataset(label_dataset))
        if difference:
            raise GridMismatch(
                f"Expected labels on the pixels of {image.name}, found labels on another grid in {label.name} "
                f"({difference}): bring the labels onto the image's grid first."
            )
        # by their text, because one NaN does not equal another
        tags = {str(dataset.nodatavals[index - 1]): dataset.nodatavals[index - 1] for index in bands.indexes}
        nodata = next(iter(tags.values())) if len(tags) == 1 else None
        return SourcePair(image, label, grid, bands, nodata, label_dataset.dtypes[0], label_nodata)


def _select_bands(dataset: DatasetReader, image: Path, band_indexes: list[int]) -> ImageBands:
    indexes = band_indexes or image_band_indexes(dataset)
    missing = [index for index in indexes if not 1 <= index <= dataset.count]
    if missing or not indexes:
        raise BandMismatch(
            f"Expected bands from 1 to {dataset.count}, found {', '.join(map(str, missing)) or 'alpha only'} "
            f"for {image.name}: choose other bands."
        )
    names = band_names(dataset)
    dtype = np.result_type(*(dataset.dtypes[index - 1] for index in indexes))
    return ImageBands(tuple(indexes), tuple(names[index - 1] for index in indexes), dtype.name)


def _check_label(dataset: DatasetReader, label: Path) -> int | None:
    """The nodata tag of a label raster, which must be one band of whole numbers."""
    bands = image_band_indexes(dataset)
    if len(bands) != 1:
        raise BandMismatch(
            f"Expected labels in one band of class values, found {len(bands)} bands in {label.name}: "
            "make a label raster with one band."
        )
    dtype = dataset.dtypes[bands[0] - 1]
    if not np.issubdtype(dtype, np.integer):
        raise BandMismatch(
            f"Expected labels of whole numbers, found {dtype} in {label.name}: convert them to an integer type."
        )
    nodata = dataset.nodatavals[bands[0] - 1]
    return int(nodata) if nodata is not None and float(nodata).is_integer() else None


def _describe(bands: ImageBands) -> str:
    return f"{', '.join(bands.names)} of {bands.dtype}"
