"""The pixels of a raster on the map: CRS, transform and size. Pure geometry, no file is read here."""

import math
import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyproj
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.io import DatasetReader
from rasterio.windows import Window
from shapely.geometry import Polygon

SAME_PIXEL_TOLERANCE_PX = 1e-3


@dataclass(frozen=True)
class RasterGrid:
    """Where the pixels of a raster lie: ``transform`` maps (col, row) to (x, y); ``crs`` is None where unknown."""

    crs: CRS | None
    transform: Affine
    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a raster grid needs pixels, not {self.width} × {self.height}")
        if self.transform.is_degenerate:
            raise ValueError(f"a raster grid needs a transform that can be inverted, not {tuple(self.transform)[:6]}")

    @classmethod
    def from_dataset(cls, dataset: DatasetReader) -> Self:
        """The grid of an open raster; one that is placed by control points or a camera model only has no CRS."""
        is_placed = not (dataset.transform.is_identity and (dataset.gcps[0] or dataset.rpcs))
        return cls((dataset.crs or None) if is_placed else None, dataset.transform, dataset.width, dataset.height)

    @property
    def resolution(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the CRS, along its rows and columns (so rotated grids are right)."""
        a, b, _, d, e = tuple(self.transform)[:5]
        return math.hypot(a, d), math.hypot(b, e)

    @property
    def pixel_height_m(self) -> float | None:
        """Height of a pixel in the middle of the raster in metres on the ground.

        So also where the CRS is in degrees or feet, or stretches the ground, as Web Mercator does.
        None without a CRS, or with one that has no metres.
        """
        return self._side_m(0, 1)

    @property
    def pixel_width_m(self) -> float | None:
        """As :attr:`pixel_height_m`, along the rows: less than that in degrees away from the equator."""
        return self._side_m(1, 0)

    def _side_m(self, cols: int, rows: int) -> float | None:
        if self.crs is None:
            return None
        if self.crs.is_projected and not self._is_stretched():
            return self.resolution[rows] * float(self.crs.linear_units_factor[1])
        return self._distance_m(cols, rows) if self.crs.is_projected or self.crs.is_geographic else None

    def _is_stretched(self) -> bool:
        """Whether metres of the CRS are no metres on the ground, by more than the thousandths of UTM."""
        operation = pyproj.CRS(self.crs.to_wkt()).coordinate_operation if self.crs else None
        name = operation.method_name if operation else ""
        return re.match(r"(Popular Visualisation Pseudo )?Mercator\b", name) is not None

    def _distance_m(self, cols: int, rows: int) -> float | None:
        """What that many pixels measure on the ellipsoid, in the middle of the raster; None where it cannot be told."""
        crs = pyproj.CRS(self.crs.to_wkt()) if self.crs else None
        ellipsoid = None if crs is None else crs.get_geod()
        if crs is None or ellipsoid is None or crs.geodetic_crs is None:
            return None
        to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
        col, row = self.width / 2, self.height / 2
        ends = (self.transform * (col, row), self.transform * (col + cols, row + rows))
        (lon, lat), (to_lon, to_lat) = (to_degrees.transform(*end) for end in ends)
        distance = float(ellipsoid.inv(lon, lat, to_lon, to_lat)[2])
        return distance if math.isfinite(distance) else None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) around all pixels, also for rotated and south-up grids."""
        left, bottom, right, top = self.window_polygon(self.full_window).bounds
        return left, bottom, right, top

    @property
    def full_window(self) -> Window:
        """The window of all pixels."""
        return Window(0, 0, self.width, self.height)

    def window_polygon(self, window: Window) -> Polygon:
        """The outline of a window on the map; the window may reach past the raster's edge."""
        left, top = window.col_off, window.row_off
        right, bottom = left + window.width, top + window.height
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return Polygon([self.transform * corner for corner in corners])

    def window_grid(self, window: Window) -> "RasterGrid":
        """The grid of a window's pixels."""
        shifted = self.transform * Affine.translation(window.col_off, window.row_off)
        return RasterGrid(self.crs, shifted, int(window.width), int(window.height))

    def describe_difference(self, other: "RasterGrid") -> str | None:
        """What sets ``other`` apart from this grid, in words for an error message; None when their pixels are the same.

        Pixels are the same when no corner of the raster is off by more than a thousandth of a pixel.
        """
        if (self.crs is None) != (other.crs is None) or self.crs != other.crs:
            return f"{crs_name(other.crs)} instead of {crs_name(self.crs)}"
        if (self.width, self.height) != (other.width, other.height):
            return f"{other.width} × {other.height} px instead of {self.width} × {self.height} px"
        offset_px = self._largest_offset_px(other)
        if offset_px > SAME_PIXEL_TOLERANCE_PX:
            return f"pixels that are off by up to {offset_px:.3g} px"
        return None

    def _largest_offset_px(self, other: "RasterGrid") -> float:
        corners = [(0, 0), (self.width, 0), (0, self.height), (self.width, self.height)]
        to_own_pixels = ~self.transform * other.transform
        return float(max(np.hypot(*np.subtract(to_own_pixels * corner, corner)) for corner in corners))


def crs_name(crs: CRS | None) -> str:
    """A short name for people: ``EPSG:32633`` where there is one."""
    if crs is None:
        return "no coordinate reference system"
    authority = crs.to_authority()
    if authority:
        return ":".join(authority)
    wkt = str(crs.to_wkt())
    return wkt.split('"')[1] if '"' in wkt else wkt
