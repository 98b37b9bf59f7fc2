"""The part of a scene that is wanted: polygons, an extent, or both."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.features import geometry_mask
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.prediction.area_sources import extent_on, polygons_on
from seg4eo_engine.raster.grid import RasterGrid

Polygons = NDArray[np.object_]
# how QGIS shows a raster that does not say where it lies: its rows go down from zero
_ROWS_DOWN = Affine.scale(1, -1)


@dataclass(frozen=True, eq=False)
class Area:
    """The wanted pixels of a scene: those whose centre lies in one of ``polygons``, which count its pixels."""

    polygons: Polygons
    width: int
    height: int

    @classmethod
    def on(cls, grid: RasterGrid, polygons: Path | None = None, extent: str | None = None) -> "Area":
        """The area of polygons and an extent on a scene; where both are given, what is in both.

        Args:
            grid: of the scene.
            polygons: any vector file, in any coordinate reference system.
            extent: ``xmin,xmax,ymin,ymax [EPSG:4326]``; without brackets in the coordinates of the scene. Of another
                system, it is the rectangle around that one on the scene.

        Raises:
            MissingInput, NotAVector: the polygons cannot be read.
            InvalidJob: ``extent`` is no such text.
            GridMismatch: nothing of the area lies on the scene, or only one of both has a CRS.
        """
        scene = shapely.box(0, 0, grid.width, grid.height)
        wanted: Polygons = np.array([scene])
        if polygons is not None:
            wanted = _in_pixels(polygons_on(grid, polygons), grid)
        if extent is not None:
            rectangle = shapely.envelope(_in_pixels(np.array([extent_on(grid, extent)]), grid)[0])
            wanted = shapely.intersection(wanted, rectangle)
        area = cls(_only_polygons(wanted[shapely.intersects(wanted, scene)]), grid.width, grid.height)
        if area._bounds is None:
            what = " and ".join([*([polygons.name] if polygons else []), *([f"the extent {extent}"] if extent else [])])
            raise GridMismatch(
                f"Expected an area on the raster, found no pixel of it in {what}: choose another area, or check the "
                "coordinate reference systems of both."
            )
        return area

    @property
    def window(self) -> Window:
        """The smallest window of the scene with all of the area in it."""
        assert self._bounds is not None
        left, top, right, bottom = self._bounds
        return Window(left, top, right - left, bottom - top)

    @functools.cached_property
    def _bounds(self) -> tuple[int, int, int, int] | None:
        """First and last (exclusive) columns and rows with a centre in the area's rectangle, on the scene."""
        if not len(self.polygons):
            return None
        lows, highs = np.split(shapely.total_bounds(self.polygons), 2)
        # corners that lie on the corners of pixels do so within the accuracy of their coordinates only
        left, top = np.maximum(np.ceil(lows - 0.5 - 1e-6), 0).astype(int)
        right, bottom = np.minimum(np.floor(highs + 0.5 + 1e-6), (self.width, self.height)).astype(int)
        return (int(left), int(top), int(right), int(bottom)) if left < right and top < bottom else None

    def mask(self, window: Window) -> NDArray[np.bool_]:
        """True ``(height, width)`` where a pixel of ``window`` is wanted; the window may reach past the scene."""
        shape = (int(window.height), int(window.width))
        found = self._meeting(window)
        if not found.size:
            return np.zeros(shape, np.bool_)
        box = _box(window)
        if shapely.contains_properly(self.polygons[found], box).any():
            return np.ones(shape, np.bool_)
        # what is far away would be drawn for nothing; a margin keeps the cuts from the pixels
        parts = shapely.clip_by_rect(self.polygons[found], *shapely.buffer(box, 2).bounds)
        parts = _only_polygons(parts)
        if not len(parts):
            return np.zeros(shape, np.bool_)
        origin = Affine.translation(window.col_off, window.row_off)
        return np.asarray(geometry_mask(parts.tolist(), shape, origin, invert=True), np.bool_)

    def touches(self, window: Window) -> bool:
        """Whether any of the area may lie in ``window``: False only if nothing does."""
        return bool(self._meeting(window).size)

    def _meeting(self, window: Window) -> NDArray[np.intp]:
        return np.asarray(self._tree.query(_box(window), predicate="intersects"), np.intp)

    @functools.cached_property
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self.polygons)
        return shapely.STRtree(self.polygons)


def _box(window: Window) -> shapely.Polygon:
    col_off, row_off, width, height = window.flatten()
    return shapely.box(col_off, row_off, col_off + width, row_off + height)


def _in_pixels(polygons: Polygons, grid: RasterGrid) -> Polygons:
    to_map = grid.transform
    if grid.crs is None and to_map.is_identity and shapely.total_bounds(polygons)[3] <= 0:
        to_map = _ROWS_DOWN
    to_pixels = ~to_map

    def move(places: NDArray[Any]) -> NDArray[Any]:
        return np.stack(to_pixels * (places[:, 0], places[:, 1]), axis=1)

    return np.asarray(shapely.make_valid(shapely.transform(polygons, move)), np.object_)


def _only_polygons(shapes: Polygons) -> Polygons:
    """The polygons among shapes and collections, one by one, so that each is looked up by itself."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return np.asarray(parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)])
