"""Pixels of one grid brought onto another: of any CRS, turned, mirrored, with larger or smaller pixels.

GDAL's warper interpolates. What is ours: the source is read in pieces of bounded size, places are right within a
hundredth of a pixel, invalid pixels take no part, and the nearest pixel and the most frequent value are looked up.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.warp import reproject
from rasterio.windows import Window
from scipy.ndimage import maximum_filter

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.mapping import GridMapping

ReadWindow = Callable[[Window], tuple[NDArray[Any], NDArray[np.bool_]]]
ImageResampling = Literal["nearest", "bilinear", "cubic", "lanczos"]
LabelResampling = Literal["nearest", "mode"]

WINDOW_PX = 512 * 512  # for ten bands of uint16, GDAL and we take 40 MB; larger ones are no faster
KERNEL_RADIUS_PX = {"nearest": 0, "mode": 0, "bilinear": 1, "cubic": 2, "lanczos": 3}
# Two grids of one CRS are told to GDAL in pixels of the source, in a CRS that it will not take for degrees.
PIXEL_CRS = CRS.from_epsg(3857)
FEWEST_MODE_POINTS = 5
LARGEST_PIECE_PX = 1024 * 1024
BORDER_PX = 1e-6


def resample(
    read: ReadWindow,
    source: RasterGrid,
    target: RasterGrid,
    method: ImageResampling | LabelResampling,
    window_px: int = WINDOW_PX,
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The pixels of a source on another grid.

    ``nearest`` keeps values as they are. ``bilinear``, ``cubic`` and ``lanczos`` compute in floating point, round to
    whole numbers where the source has them, and widen their kernel where pixels become larger, so that no pixel is
    skipped. Invalid pixels have no weight; a pixel of the target is valid where its centre lies in a valid pixel.

    ``mode`` takes the value with the largest share of a pixel's area (the smallest of several), by points at least as
    close as the pixels of the source; a pixel is without value where more than half of its area is.

    Args:
        read: gives pixels ``(bands, height, width)`` and valid_mask ``(height, width)`` of a window of the source,
            which may reach past its edge.
        source: the grid that ``read`` counts windows on.
        target: the grid wanted.
        method: how values between pixels are found; ``mode`` is for one band.
        window_px: the most pixels that ``read`` is asked for at once, except where a single pixel needs more.

    Returns:
        pixels ``(bands, height, width)`` on the target in the dtype of ``read``, 0 (NaN for floating point) where
        invalid, and valid_mask ``(height, width)``.

    Raises:
        GridMismatch: only one of the grids has a CRS, PROJ knows no way between the two, or the pixels of the target
            are hundreds of times as large as those of the source.
    """
    mapping = GridMapping.between(source, target)
    points = _mode_points(mapping) if method == "mode" else 1
    margin_px = 2 + math.ceil(KERNEL_RADIUS_PX[method] * max(1.0, *mapping.scale))
    pixels: NDArray[Any] | None = None
    valid_mask = np.zeros((target.height, target.width), np.bool_)
    is_interpolated = method not in ("nearest", "mode")
    for piece, window in mapping.pieces(margin_px, window_px, LARGEST_PIECE_PX // points**2, is_interpolated):
        part = _Part(*read(window), window, piece, mapping)
        found, found_mask = part.mode(points) if method == "mode" else part.interpolate(method)
        if pixels is None:
            pixels = _empty(len(found), valid_mask.shape, found.dtype)
        rows, cols = piece.toslices()
        valid_mask[rows, cols] = found_mask
        pixels[:, rows, cols] = np.where(found_mask, found, pixels[:, rows, cols])
    if pixels is None:  # the grids have nothing in common: one pixel tells bands and dtype
        sample, _ = read(Window(0, 0, 1, 1))
        pixels = _empty(len(sample), valid_mask.shape, sample.dtype)
    return pixels, valid_mask


def _empty(bands: int, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.full((bands, *shape), np.nan if np.issubdtype(dtype, np.floating) else 0, dtype)


def _mode_points(mapping: GridMapping) -> int:
    """Points along a side of a pixel whose values are counted: the same number in each pixel of an aligned source."""
    pixels = max(1, math.ceil(max(mapping.scale) - 1e-3))
    return pixels * math.ceil(FEWEST_MODE_POINTS / pixels)


@dataclass(frozen=True)
class _Part:
    """Pixels of a ``window`` of the source, for a ``piece`` of the target."""

    pixels: NDArray[Any]
    valid_mask: NDArray[np.bool_]
    window: Window
    piece: Window
    mapping: GridMapping

    def interpolate(self, method: str) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Pixels of the piece and their valid_mask."""
        numbers, valid_mask = self._nearest_numbers()
        nearest = self._at(self.pixels, numbers)
        if method == "nearest":
            return nearest, valid_mask
        dtype = self.pixels.dtype
        values = self.pixels.astype(np.result_type(dtype, np.float32))
        values[:, ~self.valid_mask] = np.nan
        found = self._interpolated(values, valid_mask.shape, method)
        if method != "bilinear" and not self.valid_mask.all():
            # some weights of the wide kernels are negative: of a few pixels, they may add up to nearly nothing
            is_torn = self._at(self._near_invalid(KERNEL_RADIUS_PX[method])[np.newaxis], numbers)
            found = np.where(is_torn, self._interpolated(values, valid_mask.shape, "bilinear"), found)
        found = np.where(np.isfinite(found), found, nearest)
        if np.issubdtype(dtype, np.integer):
            limits = np.iinfo(dtype)
            found = np.clip(np.floor(found + 0.5), limits.min, limits.max)
        return found.astype(dtype), valid_mask

    def mode(self, points: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """The most frequent value at ``points`` × ``points`` places in each pixel."""
        numbers, has_value = self._nearest_numbers(points)
        values = self._at(self.pixels, numbers)
        nothing = np.iinfo(np.int64).max
        by_pixel = np.where(has_value, values[0].astype(np.int64), nothing)
        by_pixel = by_pixel.reshape(int(self.piece.height), points, int(self.piece.width), points)
        ranked = np.sort(by_pixel.transpose(0, 2, 1, 3).reshape(-1, points**2), axis=1)
        order = np.arange(points**2)
        is_first = np.diff(ranked, axis=1, prepend=ranked[:, :1] - 1) != 0
        counts = order - np.maximum.accumulate(np.where(is_first, order, 0), axis=1)
        best = np.take_along_axis(ranked, np.where(ranked == nothing, -1, counts).argmax(axis=1)[:, np.newaxis], axis=1)
        valid_mask = 2 * (ranked == nothing).sum(axis=1) <= points**2
        best = np.where(valid_mask, best[:, 0], 0).reshape(1, int(self.piece.height), int(self.piece.width))
        return best.astype(values.dtype), valid_mask.reshape(best.shape[1:])

    def _nearest_numbers(self, points: int = 1) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """The pixel of the window at each of ``points`` × ``points`` places, row by row, and whether it is valid."""
        height, width = self.valid_mask.shape
        # places on the border between two pixels, as when one in two is taken, go to the same side
        cols, rows = np.floor(self.mapping.places(self.piece, points) + BORDER_PX)
        cols, rows = cols - self.window.col_off, rows - self.window.row_off
        inside = (cols >= 0) & (cols < width) & (rows >= 0) & (rows < height)
        numbers = np.where(inside, rows * width + cols, 0).astype(np.intp)
        return numbers, inside & self.valid_mask.ravel()[numbers]

    def _at(self, bands: NDArray[Any], numbers: NDArray[np.intp]) -> NDArray[Any]:
        return bands.reshape(len(bands), -1)[:, numbers]

    def _near_invalid(self, radius_px: int) -> NDArray[np.bool_]:
        """The pixels of the window with an invalid one within the reach of a kernel."""
        cols, rows = (1 + math.ceil(radius_px * max(1.0, scale)) for scale in self.mapping.scale)
        return maximum_filter(~self.valid_mask, size=(2 * rows + 1, 2 * cols + 1), mode="constant")

    def _interpolated(self, values: NDArray[Any], shape: tuple[int, ...], method: str) -> NDArray[Any]:
        source, target = self.mapping.source, self.mapping.target
        is_same_crs = self.mapping.transformer is None
        # no corner is at (0, 0), since GDAL takes such pixels for a raster without georeferencing
        to_pixels = Affine.translation(0.5, 0.5)
        from_source = to_pixels if is_same_crs else source.transform
        from_target = to_pixels * ~source.transform * target.transform if is_same_crs else target.transform
        found = np.empty((len(values), *shape), values.dtype)
        reproject(
            values,
            found,
            src_transform=from_source * Affine.translation(self.window.col_off, self.window.row_off),
            src_crs=PIXEL_CRS if is_same_crs else source.crs,
            # told of nodata only where there is some, GDAL is twice as fast
            src_nodata=None if self.valid_mask.all() else math.nan,
            dst_transform=from_target * Affine.translation(self.piece.col_off, self.piece.row_off),
            dst_crs=PIXEL_CRS if is_same_crs else target.crs,
            dst_nodata=math.nan,
            resampling=Resampling[method],
            # GDAL would derive these from the sizes of both rectangles, and blur whatever is turned
            XSCALE=1 / self.mapping.scale[0],
            YSCALE=1 / self.mapping.scale[1],
        )
        return found
