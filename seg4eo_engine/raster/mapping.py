"""Where the pixels of one grid lie on another. Pure geometry, no pixel is read here."""

import functools
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.raster.grid import RasterGrid, crs_name

STRAIGHT_PX = 5e-3
SMOOTH_PX = 1e-4
SMALLEST_STRIP_PX = 5  # GDAL computes so few points in a row without interpolating between them
SAMPLES = 17
LARGEST_WINDOW_PX = 2048 * 2048
LARGEST_SCALE = 256  # the widest kernel reaches over eight times that


@dataclass(frozen=True)
class GridMapping:
    """From pixels of ``target`` to pixels of ``source``; ``transformer`` is None where both have the same CRS."""

    source: RasterGrid
    target: RasterGrid
    transformer: Transformer | None

    @classmethod
    def between(cls, source: RasterGrid, target: RasterGrid) -> "GridMapping":
        """The mapping of two grids.

        Raises:
            GridMismatch: only one of them has a CRS, or PROJ knows no way between the two.
        """
        if (source.crs is None) != (target.crs is None):
            raise GridMismatch(
                "Expected a coordinate reference system on both grids, found "
                f"{crs_name(source.crs)} and {crs_name(target.crs)}: assign the missing one first."
            )
        if source.crs is None or target.crs is None or source.crs == target.crs:
            return cls(source, target, None)
        return cls(source, target, transformer_between(target.crs, source.crs))

    def to_source(self, cols: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Columns and rows of the source, shape ``(2, …)``; not finite where PROJ knows no place."""
        xs, ys = (np.asarray(values, np.float64) for values in self.target.transform * (cols, rows))
        if self.transformer is not None:
            xs, ys = self.transformer.transform(xs, ys)
            xs = self._unwrapped(xs)
        with np.errstate(invalid="ignore"):
            return np.stack(~self.source.transform * (xs, ys))

    def _unwrapped(self, xs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes within half a turn of the middle of the source, which may lie across the date line."""
        if self.source.crs is None or not self.source.crs.is_geographic:
            return xs
        turn = 360.0 / float(np.degrees(self.source.crs.units_factor[1]))
        left, _, right, _ = self.source.bounds
        with np.errstate(invalid="ignore"):
            return np.asarray(xs - turn * np.round((xs - (left + right) / 2) / turn))

    def places(self, piece: Window, points: int) -> NDArray[np.float64]:
        """Columns and rows of the source at ``points`` × ``points`` places in each pixel of a piece.

        Shape ``(2, height · points, width · points)``; within :data:`SMOOTH_PX`, not finite where PROJ knows no place.
        """
        rows = piece.row_off + (np.arange(piece.height * points) + 0.5) / points
        cols = piece.col_off + (np.arange(piece.width * points) + 0.5) / points
        if self.transformer is not None and rows.size * cols.size > 4 * SAMPLES**2:
            row_samples, col_samples = _samples(piece)
            at = self.to_source(*np.meshgrid(col_samples, row_samples))
            if np.isfinite(at).all():
                rough = [_spline(row_samples[::2], col_samples[::2], half) for half in at[:, ::2, ::2]]
                if np.abs(at - [spline(row_samples, col_samples) for spline in rough]).max() <= SMOOTH_PX:
                    return np.stack([_spline(row_samples, col_samples, values)(rows, cols) for values in at])
        return self.to_source(*np.meshgrid(cols, rows))

    @functools.cached_property
    def scale(self) -> tuple[float, float]:
        """Pixels of the source, along its columns and along its rows, per pixel of the target, in the target's middle.

        One number for a whole target, so that its pixels do not depend on the pieces that it is computed in.
        """
        cols, rows = self.target.width / 2, self.target.height / 2
        middle, right, down = self.to_source(np.array([cols, cols + 1, cols]), np.array([rows, rows, rows + 1])).T
        along = np.hypot(right - middle, down - middle)
        return (float(along[0]), float(along[1])) if np.isfinite(along).all() else (1.0, 1.0)

    def pieces(
        self, margin_px: int, window_px: int, piece_px: int, has_straight_rows: bool
    ) -> Iterator[tuple[Window, Window]]:
        """Pieces of the target that meet the source, each with the window of the source around it.

        Windows reach past the edge of the source by at most ``margin_px``.

        Args:
            margin_px: pixels of the source that are wanted around a piece.
            window_px: the most pixels of a window, except where a single pixel of the target needs more.
            piece_px: the most pixels of a piece.
            has_straight_rows: along the rows of a piece, the mapping has to be straight within :data:`STRAIGHT_PX`.

        Raises:
            GridMismatch: a single pixel of the target needs a window of more than :data:`LARGEST_WINDOW_PX`.
        """
        waiting = [self.target.full_window]
        while waiting:
            piece = waiting.pop()
            at = self.to_source(*np.meshgrid(*_samples(piece)[::-1]))
            is_pixel, is_straight = piece.width == piece.height == 1, _is_straight(at)
            if is_pixel and not is_straight:  # torn apart where longitudes jump: only its centre is on one side
                at = at[:, SAMPLES // 2 : SAMPLES // 2 + 1, SAMPLES // 2 : SAMPLES // 2 + 1]
            window = self._window_around(at, margin_px)
            if window is None:
                continue
            if has_straight_rows and not is_straight and piece.width > SMALLEST_STRIP_PX:
                waiting += _halves(piece, across=True)
            elif not is_pixel and (_area(window) > window_px or _area(piece) > piece_px):
                waiting += _halves(piece, across=piece.width >= piece.height)
            elif _area(window) > LARGEST_WINDOW_PX:
                raise GridMismatch(
                    f"Expected pixels at most {LARGEST_SCALE} times as large as those of the image, found pixels "
                    f"{max(self.scale):.5g} times as large: ask for a finer resolution."
                )
            else:
                yield piece, window

    def _window_around(self, at: NDArray[np.float64], margin_px: int) -> Window | None:
        """The window around places in the source, None where they lie outside of it."""
        finite = at[:, np.isfinite(at).all(axis=0)]
        if not finite.size:
            return None
        # between the places the mapping may bulge by as much as it does between every second one
        bulge = _bulge(at) if at.shape[1] == SAMPLES and np.isfinite(at).all() else 0.0
        limits = np.array([self.source.width, self.source.height])
        low = np.maximum(np.floor(finite.min(axis=1) - bulge) - margin_px, -margin_px)
        high = np.minimum(np.ceil(finite.max(axis=1) + bulge) + margin_px, limits + margin_px)
        if (low >= limits).any() or (high <= 0).any():
            return None
        (left, top), (width, height) = low.astype(int).tolist(), (high - low).astype(int).tolist()
        return Window(left, top, width, height)


@functools.lru_cache(maxsize=64)
def transformer_between(start: CRS, end: CRS) -> Transformer:
    """PROJ's way from one CRS to another, with x and y in this order.

    Raises:
        GridMismatch: there is none.
    """
    try:
        return Transformer.from_crs(start.to_wkt(), end.to_wkt(), always_xy=True)
    except ProjError as error:
        raise GridMismatch(
            f"Expected two coordinate reference systems with a way between them, found none between "
            f"{crs_name(start)} and {crs_name(end)}: reproject one of the two, or assign the right one."
        ) from error


def _samples(piece: Window) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows and columns of the target between the edges of a piece."""
    return (
        piece.row_off + np.linspace(0, piece.height, SAMPLES),
        piece.col_off + np.linspace(0, piece.width, SAMPLES),
    )


def _spline(rows: NDArray[np.float64], cols: NDArray[np.float64], values: NDArray[np.float64]) -> Any:
    from scipy.interpolate import RectBivariateSpline  # late: it takes a quarter of a second, and few need it

    return RectBivariateSpline(rows, cols, values, kx=5, ky=5, s=0)


def _is_straight(at: NDArray[np.float64]) -> bool:
    """Whether rows of places are straight and evenly spaced."""
    return bool(_off_line(at, axis=2) <= STRAIGHT_PX)


def _bulge(at: NDArray[np.float64]) -> float:
    return max(_off_line(at, axis=1, step=2), _off_line(at, axis=2, step=2))


def _off_line(at: NDArray[np.float64], axis: int, step: int = SAMPLES - 1) -> float:
    """How far places lie off the straight line between those ``step`` before and after; infinite where unknown."""
    places = np.moveaxis(at, axis, 0)
    ends = places[::step]
    shares = np.linspace(0, 1, step, endpoint=False).reshape(-1, *[1] * (places.ndim - 1))
    with np.errstate(invalid="ignore"):
        between = np.concatenate([a + shares * (b - a) for a, b in itertools.pairwise(ends)])
        off = float(np.abs(places[:-1] - between).max())
    return off if math.isfinite(off) else math.inf


def _area(window: Window) -> int:
    return int(window.width * window.height)


def _halves(piece: Window, across: bool) -> list[Window]:
    col_off, row_off, width, height = (int(number) for number in piece.flatten())
    if across:
        return [
            Window(col_off, row_off, width // 2, height),
            Window(col_off + width // 2, row_off, width - width // 2, height),
        ]
    return [
        Window(col_off, row_off, width, height // 2),
        Window(col_off, row_off + height // 2, width, height - height // 2),
    ]
