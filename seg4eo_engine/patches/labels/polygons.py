"""Labels from polygons: which class each pixel of a grid has, painted polygon over polygon.

A pixel has one answer, however the grid is cut: painting happens in pixel coordinates that are rounded to a fixed small
step, so that an edge through the middle of pixels falls on the same side in a patch as in the whole raster.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.features import rasterize
from rasterio.windows import Window

from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.polygon_classes import settle_polygon_classes
from seg4eo_engine.patches.labels.polygon_outlines import PaintingOrder, grow, mend, painting_order
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid

UNLABELLED = 0  # while painting; the classes are numbered from 1
STEP_PX = 2.0**-16
MARGIN_PX = 2
MANY_VERTICES = 500  # GDAL looks at every edge for every row of pixels; larger polygons are clipped first
ARC_SEGMENTS = 16  # in a quarter of a circle: off by 0.1 % of the radius at most


@dataclass(frozen=True)
class PolygonRule:
    """How polygons become labels.

    Attributes:
        class_field: column with the class, as whole numbers or as names; empty: all polygons are one class.
        classes: values of the names, and names of the values; empty: names get 1, 2, … in alphabetical order.
        background: class value outside of all polygons; None: unlabelled there.
        all_touched: a polygon takes every pixel that it touches, not only those whose centre lies in it.
        order: which polygon is painted first; later ones are painted over earlier ones.
        order_field: column by which polygons are painted, smallest value first, those without value before.
        buffer_m: polygons grow by this on the ground, or shrink by a negative one.
        ignore_border_px: pixels whose centre is nearer than this to an outline are unlabelled. An outline under a
            polygon that is painted later is not seen.
    """

    class_field: str = ""
    classes: tuple[NamedClass, ...] = ()
    background: int | None = None
    all_touched: bool = False
    order: PaintingOrder = "layer"
    order_field: str = ""
    buffer_m: float = 0.0
    ignore_border_px: float = 0.0


class PolygonLabels:
    """Polygons of classes, ready to be painted on any grid of their CRS. Several threads may paint at once.

    Attributes:
        crs: of the polygons and of the grids.
        classes: every class by value, the background among them.
    """

    def __init__(
        self,
        outlines: NDArray[Any],
        class_indexes: NDArray[np.integer],
        classes: list[ClassInfo],
        crs: CRS | None,
        rule: PolygonRule,
    ) -> None:
        """Polygons in the order of painting.

        Args:
            outlines: valid shapely polygons, shape ``(n,)``.
            class_indexes: the position of each polygon's class in ``classes``, shape ``(n,)``.
            classes: at most 255.
            crs: of the outlines.
            rule: tells background, pixels to take, and border; the rest is done already.
        """
        self.crs = crs
        self.classes = classes
        self._outlines = outlines
        self._colours = class_indexes + 1
        self._rule = rule
        self._tree = shapely.STRtree(outlines)
        self._many_vertices = shapely.get_num_coordinates(outlines) > MANY_VERTICES
        outside = UNLABELLED if rule.background is None else 1 + [c.value for c in classes].index(rule.background)
        self._outside = outside
        self._values = np.array([0, *(item.value for item in classes)], np.int32)

    @classmethod
    def read(cls, path: Path, crs: CRS | None, rule: PolygonRule, reporter: Reporter) -> Self:
        """The polygons of a layer, brought into the CRS of a raster, mended, ordered and grown by the rule.

        Polygons without a class are left out, and it is said.

        Raises:
            MissingInput, NotAVector: there is no such layer, or no polygons in it.
            GridMismatch: only one of layer and raster has a CRS.
            InvalidJob: a column that does not exist, classes that are no whole numbers, or a rule at odds with itself.
            UnknownClass: a class that ``rule.classes`` does not have, or too many of them.
            InvalidDataset: no polygon is left.
        """
        frame = read_polygons(path)
        found = settle_polygon_classes(frame, path, rule.class_field, rule.classes, rule.background, reporter)
        frame = frame[found.has_class].reset_index(drop=True)
        frame = mend(to_raster_crs(frame, crs, path, reporter), path, reporter)
        frame = grow(frame, rule.buffer_m, path, reporter)
        frame = frame.iloc[painting_order(frame, path, rule.order, rule.order_field)]
        # rows were left out and moved about, but kept their number
        return cls(frame.geometry.to_numpy(), found.class_indexes[frame.index], found.classes, crs, rule)

    def __len__(self) -> int:
        return len(self._outlines)

    @cached_property
    def digest(self) -> str:
        """A hash of all that is painted, and in which order."""
        digest = hashlib.sha256(repr((self.classes, self._rule)).encode())
        digest.update(np.ascontiguousarray(self._colours, np.int64).tobytes())
        for outline in shapely.to_wkb(self._outlines):
            digest.update(outline)
        return digest.hexdigest()

    def count_touching(self, grid: RasterGrid) -> int:
        """How many polygons have a part in common with the pixels of a grid."""
        return len(self._tree.query(grid.window_polygon(grid.full_window), predicate="intersects"))

    def burn(self, grid: RasterGrid) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Paint the polygons on a grid, which may be turned or mirrored.

        Returns:
            labels ``(height, width)``, class values, 0 where there is none; and has_value ``(height, width)``, True
            where a pixel has a class.

        Raises:
            ValueError: the grid is of another CRS.
        """
        if grid.crs != self.crs:
            raise ValueError(f"polygons in {self.crs} cannot be painted on a grid in {grid.crs}")
        painted = np.full((grid.height, grid.width), self._outside, np.uint8)
        shapes = self._shapes(grid)
        if shapes:
            steps = Affine.scale(1 / STEP_PX)
            rasterize(shapes, out=painted, transform=steps, all_touched=self._rule.all_touched)
        return self._values[painted], painted != UNLABELLED

    def _shapes(self, grid: RasterGrid) -> list[tuple[Any, int]]:
        """What is painted on a grid, in steps of :data:`STEP_PX`, the first at the bottom."""
        border_px = self._rule.ignore_border_px
        reach_px = int(np.ceil(border_px)) + MARGIN_PX
        reached = Window(-reach_px, -reach_px, grid.width + 2 * reach_px, grid.height + 2 * reach_px)
        frame = grid.window_polygon(reached)
        nearby = np.sort(self._tree.query(frame))
        outlines, many = self._outlines[nearby], self._many_vertices[nearby]
        layers = [(_to_pixels(_clip(outlines, many, frame), grid), self._colours[nearby])]
        if border_px:
            lines = _to_pixels(_clip(shapely.boundary(outlines), many, frame), grid)
            borders = shapely.buffer(lines, border_px, quad_segs=ARC_SEGMENTS)
            layers.append((borders, np.full(len(nearby), UNLABELLED)))
        # each border right after its polygon: the next polygon is painted over both
        shapes = np.stack([_in_steps(shape) for shape, _ in layers], axis=1).ravel()
        colours = np.stack([colour for _, colour in layers], axis=1).ravel()
        kept = ~shapely.is_empty(shapes)
        return list(zip(shapes[kept], colours[kept].tolist(), strict=True))


def _to_pixels(outlines: NDArray[Any], grid: RasterGrid) -> NDArray[Any]:
    """Outlines in pixel coordinates (col, row) of a grid, rounded to :data:`STEP_PX`."""
    origin = np.array([grid.transform.c, grid.transform.f])
    a, b, _, d, e = tuple(grid.transform)[:5]
    to_pixels = np.linalg.inv(np.array([[a, b], [d, e]])).T
    # the origin first: the difference is exact where the product of large coordinates is not
    return shapely.transform(outlines, lambda points: np.round((points - origin) @ to_pixels / STEP_PX) * STEP_PX)


def _in_steps(shapes: NDArray[Any]) -> NDArray[Any]:
    return shapely.transform(shapes, lambda points: np.round(points / STEP_PX))


def _clip(shapes: NDArray[Any], chosen: NDArray[np.bool_], frame: Any) -> NDArray[Any]:
    """The chosen shapes cut to a frame, the others as they are."""
    clipped = shapes.copy()
    clipped[chosen] = shapely.intersection(shapes[chosen], frame)
    return clipped
