"""What a raster's tags say that changes the meaning of its pixels, and that a user should hear of."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader

# What producers write where there is nothing: the least int16, ESRI's and netCDF's numbers, the largest float32.
FILLERS = (-999.0, -9999.0, -99999.0, -32767.0, -32768.0, 1e20)
LARGEST_FILLER = 9e36


class Remark(NamedTuple):
    """A remark: ``of_many`` says it of several files, without a full stop; ``of_one`` of this one."""

    of_many: str
    of_one: str


def remarks_on(dataset: DatasetReader, path: Path, band_indexes: Sequence[int]) -> list[Remark]:
    """What to know about an open image, of which these bands (1-based) are used."""
    return [*_place_remarks_on(dataset, path), *value_remarks_on(dataset, path, band_indexes)]


def _place_remarks_on(dataset: DatasetReader, path: Path) -> list[Remark]:
    if dataset.transform.is_identity and (dataset.gcps[0] or dataset.rpcs):
        points = len(dataset.gcps[0])
        means = f"{points} ground control points, which are" if points else "a camera model (RPC), which is"
        return [
            Remark(
                "Images placed by ground control points or a camera model have no place on the map; warp them first "
                "if they should",
                f"{path.name} is placed by nothing but {means} not used: its pixels have no place on the map; warp it "
                "first if they should.",
            )
        ]
    return []


def value_remarks_on(dataset: DatasetReader, path: Path, band_indexes: Sequence[int]) -> list[Remark]:
    """As :func:`remarks_on`, of the values alone: a map of a raster is placed by control points as the raster is."""
    remarks = []
    if any(dataset.colorinterp[index - 1] == ColorInterp.palette for index in band_indexes):
        remarks.append(
            Remark(
                "Images of palette colours are taken as the numbers of the colours, which are no brightness",
                f"{path.name} has a palette: its pixels are taken as the numbers of the colours, which are no "
                "brightness; convert it to red, green and blue first if it is a picture, else resample it by nearest.",
            )
        )
    scaled = [(dataset.scales[index - 1], dataset.offsets[index - 1]) for index in band_indexes]
    if any(numbers != (1.0, 0.0) for numbers in scaled):
        remarks.append(
            Remark(
                "Images with a scale or offset in their tags are taken with the numbers that they store",
                f"{path.name} has a scale or offset in its tags, which is not applied: pixels are taken with the "
                "numbers that it stores.",
            )
        )
    return remarks


def suspected_filler(minimum: float, maximum: float) -> float | None:
    """The number among these extremes of valid pixels that is mostly written where there is nothing, if any is."""
    for number in (minimum, maximum):
        if number in FILLERS or abs(number) > LARGEST_FILLER:
            return number
    return None
