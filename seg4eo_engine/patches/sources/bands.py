"""The bands of an image and of the rasters stacked on it, counted through and chosen by number or name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rasterio.io import DatasetReader

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.raster.reader import image_band_indexes


@dataclass(frozen=True)
class Band:
    """A band of the stack: ``raster`` counts the files, ``index`` the bands in its file, ``number`` those of all."""

    raster: int
    index: int
    number: int
    name: str
    dtype: str
    nodata: float | None
    is_alpha: bool


def list_bands(datasets: Sequence[DatasetReader]) -> list[Band]:
    """The bands of all these open rasters, in their order."""
    bands: list[Band] = []
    for raster, dataset in enumerate(datasets):
        image_indexes = image_band_indexes(dataset)
        for index in dataset.indexes:
            number = len(bands) + 1
            name = dataset.descriptions[index - 1] or generic_name(number)
            dtype, nodata = dataset.dtypes[index - 1], dataset.nodatavals[index - 1]
            bands.append(Band(raster, index, number, name, dtype, nodata, index not in image_indexes))
    return bands


def generic_name(number: int) -> str:
    """The name of a band that has no description."""
    return f"band {number}"


def spelling(name: str) -> str:
    """What is left of a name without capitals and leading zeros: B08, B8 and b8 are one band."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", name.casefold())


def choose_bands(bands: list[Band], wanted: Sequence[str], image: Path) -> list[Band]:
    """The wanted bands, by number or name, in the order wanted; all but alpha where none is named.

    Raises:
        BandMismatch: a band is missing, or a name is that of several bands.
    """
    if not wanted:
        chosen = [band for band in bands if not band.is_alpha]
        if not chosen:
            raise BandMismatch(
                f"Expected bands from 1 to {len(bands)}, found alpha only for {image.name}: choose other bands."
            )
        return chosen
    numbers = {text: int(text) for text in wanted if re.fullmatch(r"\s*[+-]?\d+\s*", text)}
    wrong = [text for text, number in numbers.items() if not 1 <= number <= len(bands)]
    if wrong:
        raise BandMismatch(
            f"Expected bands from 1 to {len(bands)}, found {', '.join(wrong)} for {image.name}: choose other bands."
        )
    return [bands[numbers[text] - 1] if text in numbers else _by_name(bands, text, image) for text in wanted]


def _by_name(bands: list[Band], text: str, image: Path) -> Band:
    """The band of this name; how it is spelled counts only where that is needed to tell bands apart."""
    name = text.strip()
    exact = [band for band in bands if band.name == name]
    found = exact or [band for band in bands if spelling(band.name) == spelling(name)]
    if not found:
        raise BandMismatch(
            f"Expected the bands {', '.join(band.name for band in bands)} for {image.name}, found {name}: "
            "choose other bands."
        )
    if len(found) > 1:
        numbers = ", ".join(str(band.number) for band in found)
        raise BandMismatch(
            f"Expected a name that one band of {image.name} has, found {name} for the bands {numbers}: "
            "choose by number."
        )
    return found[0]
