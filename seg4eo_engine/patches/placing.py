"""Polygons placed on an image: each becomes the pixels of a patch."""

from collections import Counter
from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.patches.places import Place
from seg4eo_engine.raster.grid import RasterGrid

ALIGNED_PX = 0.01  # cells that were reprojected to and fro come back this close
SQUARE_TOLERANCE = 0.02  # share of the side; a projection of a neighbouring zone stretches by less
UNIT_SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])  # in the order of _corners
EDGE_PX = 0.5  # a cell that reaches past the image by less is still in it


@dataclass(frozen=True)
class Placement:
    """How polygons become patches.

    ``size_px`` is the side of a patch. ``step_px`` is the side of its pixels in pixels of the image, None for what a
    cell and ``size_px`` make of it. ``snap`` moves cells that are nearly on the image's pixels onto them.
    """

    size_px: int
    step_px: float | None = None
    snap: bool = False


@dataclass(frozen=True)
class PlacedPolygons:
    """The polygons whose patch can be cut, by their index, and the place of each.

    ``touching`` counts the polygons that share a pixel with the image, ``moved`` those placed by shifting them onto
    whole pixels, ``recut`` those that are no squares, of which a square around the centre is cut.
    """

    places: dict[int, Place]
    touching: int
    moved: int
    recut: int

    @property
    def resampled(self) -> int:
        """How many have pixels that are not those of the image."""
        return sum(place.window is None for place in self.places.values())


def place_polygons(
    polygons: geopandas.GeoDataFrame, squares: NDArray[np.bool_], image: RasterGrid, placement: Placement, name: str
) -> PlacedPolygons:
    """Find the pixels of a patch for each polygon that touches the image.

    A square whose corners are corners of pixels and whose side is the patch size is copied; any other square is
    resampled, along its own edges, to the patch size (or to the resolution). Of a polygon that is no square, the
    patch around its centre is taken. Patches that reach past the image are left out, except where the image is smaller
    than a patch that covers it.

    Args:
        polygons: in the CRS of the image.
        squares: which of them are squares in the CRS that they were drawn in.
        image: the pixels of the image.
        placement: size of the patches.
        name: of the layer, for errors.

    Raises:
        GridMismatch: a polygon has no area, or cells of several sizes are to be cut at one resolution.
    """
    # far from home a reprojection gives infinite coordinates
    finite = np.flatnonzero(np.isfinite(polygons.bounds).all(axis=1))
    in_pixels = dict(zip(finite.tolist(), to_pixels(polygons.geometry.to_numpy()[finite], image), strict=True))
    left, top, right, bottom = shapely.bounds(list(in_pixels.values())).T
    touching = finite[(left < image.width) & (right > 0) & (top < image.height) & (bottom > 0)]
    placer = _Placer(image, placement, name)
    places: dict[int, Place] = {}
    changes: Counter[str] = Counter()
    for index in touching.tolist():
        place, change = placer.place(in_pixels[index], bool(squares[index]))
        if _lies_in(place, image):
            places[index] = place
            changes[change] += 1
    return PlacedPolygons(places, len(touching), changes["moved"], changes["recut"])


def are_squares(polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which polygons are squares, turned or not, within :data:`SQUARE_TOLERANCE`."""
    envelopes = shapely.oriented_envelope(polygons)
    squares = np.zeros(len(polygons), np.bool_)
    boxes = np.flatnonzero(shapely.get_num_coordinates(envelopes) == 5)
    if boxes.size:
        sides = np.diff(shapely.get_coordinates(envelopes[boxes]).reshape(-1, 5, 2)[:, :3], axis=1)
        lengths = np.hypot(sides[..., 0], sides[..., 1])
        fills = shapely.area(polygons[boxes]) > (1 - SQUARE_TOLERANCE) * shapely.area(envelopes[boxes])
        squares[boxes] = fills & (lengths.min(axis=1) > (1 - SQUARE_TOLERANCE) * lengths.max(axis=1))
    return squares


class _Placer:
    """Places one polygon after the other."""

    def __init__(self, image: RasterGrid, placement: Placement, name: str) -> None:
        self._image = image
        self._placement = placement
        self._name = name

    def place(self, polygon_px: shapely.Polygon, is_square: bool) -> tuple[Place, str]:
        """The place of a polygon, given in the image's pixels, and whether it was ``moved`` or ``recut`` for that."""
        if not polygon_px.area > 0:
            raise GridMismatch(f"Expected cells, found a polygon without area in {self._name}: remove it.")
        if not is_square and not are_squares(np.array([polygon_px]))[0]:
            return self._around(polygon_px), "recut"
        corners = _corners(polygon_px)
        size_px = self._placement.size_px
        self._check_size(corners)
        aligned = _aligned_window(corners, size_px)
        if aligned is not None:
            return Place.of_window(self._image, aligned), ""
        if self._placement.snap and _is_nearly_on_pixels(corners, size_px):
            return self._around(polygon_px), "moved"
        origin, right, down = corners[0], corners[1] - corners[0], corners[3] - corners[0]
        return self._resampled(origin, right / size_px, down / size_px), ""

    def _check_size(self, corners: NDArray[np.float64]) -> None:
        """A resolution and the patch size together tell how large a cell is."""
        if self._placement.step_px is None:
            return
        left_edge = float(np.hypot(*(corners[3] - corners[0]))) / self._placement.step_px
        if abs(left_edge - self._placement.size_px) > max(0.5, SQUARE_TOLERANCE * left_edge):
            raise GridMismatch(
                f"Expected cells of {self._placement.size_px} px at the asked resolution, found a cell of "
                f"{left_edge:.5g} px in {self._name}: change the patch size or the resolution."
            )

    def _around(self, polygon_px: shapely.Polygon) -> Place:
        """The patch around the middle of a polygon: on whole pixels, unless the resolution is another."""
        left, top, right, bottom = polygon_px.bounds
        centre = np.array([left + right, top + bottom]) / 2
        size_px, step_px = self._placement.size_px, self._placement.step_px
        if step_px in (None, 1):
            col_off, row_off = np.floor(centre - size_px / 2 + 0.5).astype(int).tolist()
            return Place.of_window(self._image, Window(col_off, row_off, size_px, size_px))
        return self._resampled(centre - step_px * size_px / 2, np.array([step_px, 0]), np.array([0, step_px]))

    def _resampled(self, origin: NDArray[np.float64], right: NDArray[np.float64], down: NDArray[np.float64]) -> Place:
        """The place whose first pixel begins at ``origin``, and whose next ones lie a step ``right`` or ``down``."""
        size_px = self._placement.size_px
        to_image = Affine(right[0], down[0], origin[0], right[1], down[1], origin[1])
        return Place(RasterGrid(self._image.crs, self._image.transform * to_image, size_px, size_px), None)


def to_pixels(polygons: NDArray[np.object_], grid: RasterGrid) -> NDArray[np.object_]:
    """Polygons on the map, in columns and rows of a grid."""
    matrix = np.array(~grid.transform).reshape(3, 3)
    return shapely.transform(polygons, lambda points: points @ matrix[:2, :2].T + matrix[:2, 2])


def _corners(square_px: shapely.Polygon) -> NDArray[np.float64]:
    """The four corners (col, row), clockwise on the screen, from the one that is the upper left."""
    ring = np.asarray(shapely.oriented_envelope(square_px).exterior.coords)[:4]
    own = np.asarray(shapely.remove_repeated_points(square_px).exterior.coords)[:-1] if _is_plain(square_px) else ring
    # the corners as drawn, where there are four: after a reprojection they are no exact rectangle
    ring = own if len(own) == 4 else ring
    edges = np.roll(ring, -1, axis=0) - ring
    if edges[0, 0] * edges[1, 1] < edges[0, 1] * edges[1, 0]:  # anticlockwise
        ring = ring[::-1]
        edges = np.roll(ring, -1, axis=0) - ring
    first = int(np.argmax(edges[:, 0] / np.hypot(edges[:, 0], edges[:, 1])))  # the edge that runs along the rows
    return np.roll(ring, -first, axis=0)


def _is_plain(polygon: shapely.Polygon) -> bool:
    return polygon.geom_type == "Polygon" and not polygon.interiors


def _aligned_window(corners: NDArray[np.float64], size_px: int) -> Window | None:
    """The window whose corners these are, if there is one."""
    col_off, row_off = np.round(corners[0])
    off_px = np.abs(corners - UNIT_SQUARE * size_px - [col_off, row_off]).max()
    return Window(int(col_off), int(row_off), size_px, size_px) if off_px <= ALIGNED_PX else None


def _is_nearly_on_pixels(corners: NDArray[np.float64], size_px: int) -> bool:
    """Whether the window around the centre is off by less than a pixel or so at every corner."""
    middle = np.floor(corners.mean(axis=0) - size_px / 2 + 0.5)
    off_px = np.abs(corners - UNIT_SQUARE * size_px - middle).max()
    return bool(off_px <= max(1.0, SQUARE_TOLERANCE * size_px))


def _lies_in(place: Place, image: RasterGrid) -> bool:
    """Whether a place is within an image, or covers one that is smaller."""
    [outline] = to_pixels(np.array([place.grid.window_polygon(place.grid.full_window)]), image)
    left, top, right, bottom = outline.bounds
    return all(
        (start >= -EDGE_PX and end <= length + EDGE_PX) or (start <= EDGE_PX and end >= length - EDGE_PX)
        for start, end, length in ((left, right, image.width), (top, bottom, image.height))
    )
