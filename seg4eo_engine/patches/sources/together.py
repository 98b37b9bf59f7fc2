"""Neighbouring places read at once: one large request lets GDAL decode several blocks side by side."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window, union

from seg4eo_engine.patches.places import Place
from seg4eo_engine.raster.grid import RasterGrid

Pixels = tuple[NDArray[Any], NDArray[np.bool_]]
LEAST_FILLED = 0.5  # of the rectangle around the places; emptier ones are not worth reading


def read_together(read: Callable[[Place], Pixels], image: RasterGrid, places: Sequence[Place]) -> Iterator[Pixels]:
    """Pixels ``(…, height, width)`` and mask ``(height, width)`` of each place, as ``read`` gives them for one.

    Args:
        read: reads a place.
        image: the pixels that the windows of the places count.
        places: near to one another, of which a few fit into memory together with what lies between them.
    """
    windows = [place.window for place in places if place.window is not None]
    around = union(*windows) if len(windows) == len(places) > 1 else None
    if around is None or sum(window.width * window.height for window in windows) < LEAST_FILLED * (
        around.width * around.height
    ):
        yield from map(read, places)
        return
    pixels, mask = read(Place.of_window(image, around))
    for window in windows:
        part = within(window, around)
        yield pixels[..., *part], mask[part]


def within(window: Window, around: Window) -> tuple[slice, slice]:
    """The rows and columns of ``window`` in an array of the pixels of ``around``."""
    rows, cols = Window(
        window.col_off - around.col_off, window.row_off - around.row_off, window.width, window.height
    ).toslices()
    return rows, cols
