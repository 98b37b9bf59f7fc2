"""Class values: which are classes, which are ignored, and which nobody told us about."""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.raster.classes import ClassInfo, read_classes
from seg4eo_engine.raster.reader import image_band_indexes, read_pixels

MOST_CLASSES = 255  # more different values than this are measurements; and one value of a byte stays free
_CLASS = re.compile(r"\s*(-?\d+)\s*=\s*(.*?\S)\s*")
_CLASS_WITH_COLOUR = re.compile(r"\s*(-?\d+)\s*=\s*(.*?\S)\s*:\s*(#[0-9a-fA-F]{6})\s*")


class NamedClass(NamedTuple):
    """A class as the user named it; the colour may be left to the label raster's palette."""

    value: int
    name: str
    colour: str | None


def parse_classes(texts: list[str]) -> list[NamedClass]:
    """Classes given as ``1=water`` or ``2=forest:#0a7d32``.

    Raises:
        InvalidJob: a text of another form, or a value given twice.
    """
    classes: dict[int, NamedClass] = {}
    for text in texts:
        match = _CLASS_WITH_COLOUR.fullmatch(text) or _CLASS.fullmatch(text)
        if match is None:
            raise InvalidJob(f"Expected classes like 1=water or 2=forest:#0a7d32, found '{text}': change it.")
        value, name = int(match[1]), match[2]
        if value in classes:
            raise InvalidJob(f"Expected every class value once, found {value} twice: remove one of them.")
        classes[value] = NamedClass(value, name, match[3] if match.lastindex == 3 else None)
    return list(classes.values())


def settle_classes(
    found: dict[int, int], given: list[NamedClass], ignored: list[int], labels: list[Path]
) -> list[ClassInfo]:
    """The classes of a dataset.

    Args:
        found: pixels by value, without nodata.
        given: the classes that the user named; empty for all values found.
        ignored: values that are no class.
        labels: the label rasters, the first of which may describe its classes.

    Raises:
        UnknownClass: values were found that are neither given nor ignored, or too many to be classes.
        InvalidJob: a value is both a class and ignored.
        InvalidDataset: there is no class pixel at all.
    """
    values = sorted(set(found) - set(ignored))
    where = labels[0].name if len(labels) == 1 else f"the {len(labels)} label rasters"
    both = sorted({item.value for item in given} & set(ignored))
    if both:
        raise InvalidJob(f"Expected values that are either classes or ignored, found {_listed(both)} as both: choose.")
    unknown = sorted(set(values) - {item.value for item in given})
    if given and unknown:
        raise UnknownClass(
            f"Expected the class values {_listed([item.value for item in given])}, found also {_listed(unknown)} in "
            f"{where}: add them to the classes or to the values to ignore."
        )
    if not values:
        raise InvalidDataset(f"Expected labelled pixels in the patches, found none in {where}: check labels and grid.")
    if len(given or values) > MOST_CLASSES:
        raise UnknownClass(
            f"Expected at most {MOST_CLASSES} classes, found {len(given or values)} different values in {where}: "
            "give rasters of class values."
        )
    described = read_classes(labels[0], [item.value for item in given] or values)
    if not given:
        return described
    return [
        ClassInfo(value=item.value, name=item.name, colour=item.colour or other.colour)
        for item, other in zip(given, described, strict=True)
    ]


def _listed(values: list[int]) -> str:
    shown = ", ".join(str(value) for value in values[:20])
    return shown + (f" and {len(values) - 20} more" if len(values) > 20 else "")


def read_labels(
    dataset: DatasetReader, window: Window, given_values: frozenset[int]
) -> tuple[NDArray[np.integer], NDArray[np.bool_]]:
    """Read a window of a label raster.

    Returns:
        labels ``(height, width)`` in the raster's own dtype, and valid_mask ``(height, width)``, True where a pixel has
        a value, be it one to ignore. A nodata tag that the user gave as a class counts as that class.
    """
    [band] = image_band_indexes(dataset)
    pixels, valid_mask = read_pixels(dataset, window, [band])
    nodata = dataset.nodatavals[band - 1]
    if nodata in given_values:
        valid_mask |= pixels[0] == nodata
    return pixels[0], valid_mask


def count_values(labels: NDArray[np.integer]) -> dict[int, int]:
    """How many pixels there are of each value."""
    values, counts = np.unique(labels, return_counts=True)
    return {int(value): int(count) for value, count in zip(values, counts, strict=True)}


def choose_ignored_value(dtype: str, class_values: list[int], preferred: list[int]) -> int:
    """A value for label pixels without one: the first of ``preferred`` that is no class, else the largest free one."""
    limits = np.iinfo(dtype)
    for value in preferred:
        if value not in class_values and limits.min <= value <= limits.max:
            return value
    return next(value for value in range(limits.max, limits.min - 1, -1) if value not in class_values)
