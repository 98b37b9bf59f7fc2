"""Where the pixels of a raster layer lie that is written to a file, and how many there are."""

import math
from typing import NamedTuple, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsPointXY, QgsRectangle

# a pixel size that is this near to one of a service's own is taken for it, so that its pixels come as they are
OWN_SIZE_TOLERANCE = 0.02
# how far, in pixels, a border may lie beside that of a pixel before the next pixel is taken too
ROUNDING_PX = 1e-4


class PixelGrid(NamedTuple):
    """Pixels in units of a CRS: the corner where they begin, their size, and how many there are."""

    west: float
    north: float
    pixel_width: float
    pixel_height: float
    columns: int
    rows: int

    @property
    def pixels(self) -> int:
        return self.columns * self.rows

    def rectangle(self, column: int, row: int, columns: int, rows: int) -> QgsRectangle:
        """What some of the pixels cover."""
        west, north = self.west + column * self.pixel_width, self.north - row * self.pixel_height
        return QgsRectangle(west, north - rows * self.pixel_height, west + columns * self.pixel_width, north)

    @property
    def extent(self) -> QgsRectangle:
        return self.rectangle(0, 0, self.columns, self.rows)


def cover(area: QgsRectangle, layer: QgsRectangle, pixel_width: float, pixel_height: float) -> Optional[PixelGrid]:
    """The pixels of a layer, counted from its upper left corner, that touch an area; None where it lies outside."""
    part = area.intersect(layer)
    if part.width() <= 0 or part.height() <= 0:
        return None
    left, right = _range(part.xMinimum() - layer.xMinimum(), part.xMaximum() - layer.xMinimum(), pixel_width)
    top, bottom = _range(layer.yMaximum() - part.yMaximum(), layer.yMaximum() - part.yMinimum(), pixel_height)
    west, north = layer.xMinimum() + left * pixel_width, layer.yMaximum() - top * pixel_height
    return PixelGrid(west, north, pixel_width, pixel_height, right - left, bottom - top)


def _range(start: float, end: float, pixel: float) -> tuple:
    first = math.floor(start / pixel + ROUNDING_PX)
    return first, max(first + 1, math.ceil(end / pixel - ROUNDING_PX))


def pixel_on_the_ground(
    size_m: float, area: QgsRectangle, crs: QgsCoordinateReferenceSystem, own_sizes: list, context
) -> tuple:
    """Width and height, in units of ``crs``, of pixels that are ``size_m`` metres wide in the middle of an area.

    Metres of Web Mercator are no metres on the ground, and degrees are not either. Where the CRS is true to scale but
    for a few parts in a thousand, as UTM is, its units are taken as they are, so that pixels have round sizes.
    """
    along_x, along_y = (_units_per_m(area, crs, x, y, context) for x, y in ((1, 0), (0, 1)))
    if crs.isGeographic():
        return size_m * along_x, size_m * along_y
    units = math.sqrt(along_x * along_y)
    size = size_m * (1 if abs(units - 1) <= OWN_SIZE_TOLERANCE else units)
    nearest = min(own_sizes, key=lambda own: abs(math.log(own / size)), default=size)
    return (nearest, nearest) if abs(nearest / size - 1) <= OWN_SIZE_TOLERANCE else (size, size)


def _units_per_m(area: QgsRectangle, crs: QgsCoordinateReferenceSystem, x: int, y: int, context) -> float:
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, context)
    measure.setEllipsoid(crs.ellipsoidAcronym() or "EPSG:7030")
    middle, step = area.center(), max(area.width(), area.height()) / 1000
    distance_m = measure.measureLine(middle, QgsPointXY(middle.x() + x * step, middle.y() + y * step))
    return step / distance_m
