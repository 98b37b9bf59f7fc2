"""Pieces of the map to look at: image, reference, prediction and error, side by side."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.reports.evaluation.measured import Measured, Shown
from seg4eo_engine.reports.pictures import array_picture
from seg4eo_engine.reports.tiles import INVALID_RGB, composite_bands, fit_tile, image_rgb, label_rgb, stretch_of

RIGHT_RGB, WRONG_RGB = (223, 236, 227), (204, 41, 41)
STRETCH_PX = 20_000  # drawn from each piece: a 2 % rank is known to ± 0.1 %


class Piece(NamedTuple):
    """A row of pictures; ``image`` is empty where there is none."""

    name: str
    right: float
    image: str
    reference: str
    predicted: str
    error: str


def draw_pieces(measured: Measured) -> dict[str, list[Piece]]:
    """The pieces that did best and worst, drawn with the same brightness."""
    shown = [*measured.best, *measured.worst]
    bands = composite_bands(measured.bands)
    low, high = _stretch(shown, bands)

    def draw(one: Shown) -> Piece:
        image = ""
        if one.image is not None and one.valid_mask is not None:
            image = array_picture(fit_tile(image_rgb(one.image, one.valid_mask, bands, low, high)))
        labels = (label_rgb(indexes, measured.classes) for indexes in (one.reference, one.predicted))
        reference, predicted = (array_picture(fit_tile(rgb)) for rgb in labels)
        return Piece(one.name, one.right, image, reference, predicted, array_picture(fit_tile(error_rgb(one))))

    return {"best": [draw(one) for one in measured.best], "worst": [draw(one) for one in measured.worst]}


def error_rgb(shown: Shown) -> NDArray[np.uint8]:
    """Where the map is right and where it is wrong; white where nothing was compared."""
    rgb = np.full((*shown.reference.shape, 3), INVALID_RGB, np.uint8)
    compared = (shown.reference != IGNORE_INDEX) & (shown.predicted != IGNORE_INDEX)
    rgb[compared] = RIGHT_RGB
    rgb[compared & (shown.reference != shown.predicted)] = WRONG_RGB
    return rgb


def _stretch(shown: Sequence[Shown], bands: list[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    drawn = []
    for one in shown:
        if one.image is not None and one.valid_mask is not None and one.valid_mask.any():
            values = one.image[bands][:, one.valid_mask]
            drawn.append(values[:, :: max(1, values.shape[1] // STRETCH_PX)])
    if not drawn:
        return np.zeros(len(bands)), np.ones(len(bands))
    return stretch_of(np.concatenate(drawn, axis=1))
