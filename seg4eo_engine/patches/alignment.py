"""How a further raster (labels, or one that is stacked) lies to the pixels of its image, and reading it at a place."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.patches.places import Place
from seg4eo_engine.raster.grid import SAME_PIXEL_TOLERANCE_PX, RasterGrid, crs_name
from seg4eo_engine.raster.mapping import GridMapping
from seg4eo_engine.raster.resampling import ImageResampling, LabelResampling, ReadWindow, resample


@dataclass(frozen=True)
class Alignment:
    """A raster beside its image.

    ``grid`` is where its pixels lie. ``offset`` is the column and row of the image where they begin; None where they
    are not the image's pixels and have to be resampled. ``difference`` says in words what sets them apart. ``assumed``
    tells that the raster does not say where it lies and was laid on the image pixel by pixel.
    """

    grid: RasterGrid
    offset: tuple[int, int] | None
    difference: str | None = None
    assumed: bool = False

    def copies(self, place: Place) -> bool:
        """Whether the pixels of a place are copied, not computed."""
        return place.window is not None and self.offset is not None

    def read(
        self, read: ReadWindow, place: Place, method: ImageResampling | LabelResampling
    ) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Pixels ``(bands, height, width)`` and their valid_mask at a place, copied where they are the image's."""
        if place.window is None or self.offset is None:
            return resample(read, self.grid, place.grid, method)
        window, (col, row) = place.window, self.offset
        return read(Window(window.col_off - col, window.row_off - row, window.width, window.height))


def align(image: RasterGrid, raster: RasterGrid, image_name: str, raster_name: str, what: str) -> Alignment:
    """Find out how ``raster`` lies to ``image``.

    Args:
        image: the pixels of the image.
        raster: the pixels of the other one.
        image_name: for errors.
        raster_name: for errors.
        what: the other raster in words ("labels").

    Raises:
        GridMismatch: it cannot be told where one lies on the other, or they lie apart.
    """
    if _is_untold(image, raster):
        return Alignment(image, (0, 0), assumed=image.crs != raster.crs or image.transform != raster.transform)
    difference = image.describe_difference(raster)
    if difference is None:
        return Alignment(raster, (0, 0))
    lacks_crs = (image.crs is None) != (raster.crs is None)
    if lacks_crs or (image.crs is None and Affine.identity() in (image.transform, raster.transform)):
        raise GridMismatch(
            f"Expected {what} on the pixels of {image_name}, found {what} on another grid in {raster_name} "
            f"({_blame(image, raster, difference)}): give both the same size, or assign a coordinate reference system."
        )
    GridMapping.between(raster, image)  # or there is no way from one to the other
    if not _overlap(image, raster):
        raise GridMismatch(
            f"Expected {what} over {image_name}, found {raster_name} to lie elsewhere: choose those of this image."
        )
    return Alignment(raster, _whole_offset(image, raster), difference)


def _is_untold(image: RasterGrid, raster: RasterGrid) -> bool:
    """Whether one of them does not say where it lies while both have the same size."""
    if (image.width, image.height) != (raster.width, raster.height) or (image.crs and raster.crs):
        return False
    return Affine.identity() in (image.transform, raster.transform) or (
        RasterGrid(None, image.transform, image.width, image.height).describe_difference(
            RasterGrid(None, raster.transform, raster.width, raster.height)
        )
        is None
    )


def _blame(image: RasterGrid, raster: RasterGrid, difference: str) -> str:
    if (image.width, image.height) == (raster.width, raster.height):
        return difference
    size = f"{raster.width} × {raster.height} px instead of {image.width} × {image.height} px"
    return size if image.crs == raster.crs else f"{size}, {crs_name(raster.crs)} instead of {crs_name(image.crs)}"


def _whole_offset(image: RasterGrid, raster: RasterGrid) -> tuple[int, int] | None:
    """Where the pixels of ``raster`` begin in those of ``image``; None where they are not the same pixels."""
    if image.crs != raster.crs:
        return None
    to_image = ~image.transform * raster.transform
    col, row = round(to_image.c), round(to_image.f)
    exact = Affine.translation(col, row)
    corners = [(0, 0), (raster.width, 0), (0, raster.height), (raster.width, raster.height)]
    off_px = max(np.hypot(*np.subtract(to_image * corner, exact * corner)) for corner in corners)
    return (col, row) if off_px <= SAME_PIXEL_TOLERANCE_PX else None


def _overlap(image: RasterGrid, raster: RasterGrid) -> bool:
    """Whether the raster's extent touches the image's; True where a projection cannot tell."""
    box = raster.bounds
    if image.crs is not None and image.crs != raster.crs:
        try:
            box = transform_bounds(raster.crs, image.crs, *box)
        except RasterioError:  # a world map has no bounds in most projections
            return True
    if not np.isfinite(box).all() or box[0] > box[2]:  # across the antimeridian
        return True
    return bool(image.window_polygon(image.full_window).intersects(shapely.box(*box)))
