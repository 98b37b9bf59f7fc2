"""Labels in their three forms: rasters of class values, masks of colours, and polygons."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import Compression
from rasterio.io import DatasetReader

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.patches.alignment import Alignment
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.colours import ColourKey, read_colours
from seg4eo_engine.patches.labels.polygons import PolygonLabels
from seg4eo_engine.patches.labels.values import ValueKey, read_values
from seg4eo_engine.patches.places import Place
from seg4eo_engine.raster.classes import ClassInfo, default_class, read_classes
from seg4eo_engine.raster.reader import image_band_indexes, one_at_a_time, open_raster
from seg4eo_engine.raster.resampling import LabelResampling

ReadLabels = Callable[[Place], tuple[NDArray[np.int32], NDArray[np.bool_]]]


@dataclass(frozen=True)
class LabelChoice:
    """What the user wants of the labels: see the fields of the job."""

    classes: tuple[NamedClass, ...] = ()
    ignore_values: tuple[int, ...] = ()
    positive_values: tuple[int, ...] = ()
    resampling: LabelResampling = "nearest"


class LabelForm(Protocol):
    """Labels that can be read at a place. Nothing is open."""

    def open(self, opened: ExitStack) -> ReadLabels:
        """Open what is needed, to be closed by ``opened``; the result may be called from several threads."""

    def describe(self, values: list[int]) -> list[ClassInfo]:
        """Names and colours of these class values."""


@dataclass(frozen=True)
class RasterLabels:
    """A raster of class values in one band; ``nodata`` is its tag, if that is a whole number."""

    path: Path
    alignment: Alignment
    band: int
    nodata: int | None
    choice: LabelChoice

    def open(self, opened: ExitStack) -> ReadLabels:
        dataset = opened.enter_context(open_raster(self.path))
        key = ValueKey.of(self.choice.classes, self.choice.ignore_values, self.choice.positive_values)
        read = one_at_a_time(partial(read_values, dataset, self.band, key))
        return partial(_read_raster, partial(_as_bands, read), self.alignment, self.choice.resampling)

    def describe(self, values: list[int]) -> list[ClassInfo]:
        return read_classes(self.path, values)


@dataclass(frozen=True)
class ColourLabels:
    """A picture whose colours are classes, as ``key`` says."""

    path: Path
    alignment: Alignment
    bands: tuple[int, ...]
    key: ColourKey
    choice: LabelChoice

    def open(self, opened: ExitStack) -> ReadLabels:
        dataset = opened.enter_context(open_raster(self.path))
        values = ValueKey.of(self.choice.classes, self.choice.ignore_values, self.choice.positive_values)
        read = one_at_a_time(partial(read_colours, dataset, self.bands, self.key, values))
        return partial(_read_raster, partial(_as_bands, read), self.alignment, self.choice.resampling)

    def describe(self, values: list[int]) -> list[ClassInfo]:
        return [default_class(value, position) for position, value in enumerate(values)]


@dataclass(frozen=True)
class BurnedLabels:
    """Polygons, painted where they are asked for. ``classes`` are those of all polygon layers of a dataset."""

    polygons: PolygonLabels
    classes: tuple[ClassInfo, ...]
    choice: LabelChoice

    def open(self, opened: ExitStack) -> ReadLabels:
        key = ValueKey.of((), self.choice.ignore_values, self.choice.positive_values)
        return partial(_burn, self.polygons, key)

    def describe(self, values: list[int]) -> list[ClassInfo]:
        known = {item.value: item for item in self.classes}
        return [known.get(value) or default_class(value, position) for position, value in enumerate(values)]


def check_label_raster(
    dataset: DatasetReader, path: Path, alignment: Alignment, choice: LabelChoice
) -> RasterLabels | ColourLabels:
    """Find out which form the labels of an open raster have.

    Raises:
        BandMismatch: these are no labels: several bands that are no colours, or stored with loss.
        InvalidJob: two classes have the same colour.
    """
    if dataset.compression == Compression.jpeg or dataset.driver == "JPEG":
        raise BandMismatch(
            f"Expected labels that were stored exactly, found JPEG compression, which blurs class values, in "
            f"{path.name}: export the labels again as PNG or GeoTIFF."
        )
    bands = image_band_indexes(dataset)
    if len(bands) == 1:
        nodata = dataset.nodatavals[bands[0] - 1]
        whole = nodata is not None and float(nodata).is_integer()
        return RasterLabels(path, alignment, bands[0], int(nodata) if whole else None, choice)
    if len(bands) == 3 and all(dataset.dtypes[band - 1] == "uint8" for band in bands):
        return ColourLabels(path, alignment, tuple(bands), ColourKey.of(choice.classes), choice)
    kinds = ", ".join(sorted({dataset.dtypes[band - 1] for band in bands}))
    raise BandMismatch(
        f"Expected labels in one band of class values, or colours in three bands of bytes, found {len(bands)} bands "
        f"of {kinds} in {path.name}: make a label raster with one band."
    )


def _as_bands(
    read: Callable[..., tuple[NDArray[np.int32], NDArray[np.bool_]]], *window: object
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    labels, has_value = read(*window)
    return labels[None], has_value


def _read_raster(
    read: Callable[..., tuple[NDArray[np.int32], NDArray[np.bool_]]],
    alignment: Alignment,
    method: LabelResampling,
    place: Place,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    bands, has_value = alignment.read(read, place, method)
    return bands[0].astype(np.int32, copy=False), has_value


def _burn(polygons: PolygonLabels, key: ValueKey, place: Place) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    return key.apply(*polygons.burn(place.grid))
