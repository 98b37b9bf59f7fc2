"""The bands of several images, which must be alike to make one dataset."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from seg4eo_engine.errors import BandMismatch, InvalidJob
from seg4eo_engine.patches.sources.bands import spelling
from seg4eo_engine.patches.sources.images import ImageBands, StackedImage
from seg4eo_engine.progress import Reporter


def common_bands(
    paths: Sequence[Path], images: Sequence[StackedImage], are_chosen: bool, reporter: Reporter
) -> ImageBands:
    """Names and dtype of the bands of all images.

    Args:
        paths: of the images.
        images: at least one.
        are_chosen: the user named the bands or gave their numbers, and so knows them where an image names none.
        reporter: hears of images with other types of numbers.

    Raises:
        BandMismatch: an image has other bands than the first.
    """
    names = list(images[0].bands.names)
    for path, image in zip(paths, images, strict=True):
        others = image.bands.names
        if len(others) != len(names) or not all(
            _are_alike(name, other, are_chosen) for name, other in zip(names, others, strict=True)
        ):
            raise BandMismatch(
                f"Expected the bands of {paths[0].name} in every image ({', '.join(names)}), found "
                f"{', '.join(others)} in {path.name}: choose images that are alike, or the bands that they share."
            )
        names = [other if _is_generic(name) else name for name, other in zip(names, others, strict=True)]
    dtypes = sorted({image.bands.dtype for image in images})
    dtype = np.result_type(*dtypes).name
    if len(dtypes) > 1:
        reporter.info(f"The images hold numbers of different types ({', '.join(dtypes)}): all are taken as {dtype}.")
    return ImageBands(tuple(names), dtype)


def _are_alike(name: str, other: str, are_chosen: bool) -> bool:
    return spelling(name) == spelling(other) or (are_chosen and (_is_generic(name) or _is_generic(other)))


def _is_generic(name: str) -> bool:
    return re.fullmatch(r"band \d+", name) is not None


def check_nodata(nodata: float | None, bands: ImageBands) -> None:
    """Refuse a nodata value that no pixel can have.

    Raises:
        InvalidJob: it is out of the range of the bands' type, or no whole number as they are.
    """
    if nodata is not None and not fits(nodata, bands.dtype):
        raise InvalidJob(
            f"Expected a nodata value that pixels of {bands.dtype} can have, found {nodata:g}: correct it, or leave it "
            "empty."
        )


def fits(nodata: float, dtype: str) -> bool:
    """Whether a number of this type can have the value; rasters are tagged with others by mistake."""
    if np.issubdtype(dtype, np.floating):
        return True
    limits = np.iinfo(dtype)
    return float(nodata).is_integer() and limits.min <= nodata <= limits.max
