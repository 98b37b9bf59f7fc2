"""Where patches are cut: the cells of a regular tiling, and polygons placed on the pixels of a raster."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidJob
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.windows import window_starts

ALIGNED_PX = 0.01  # cells that were reprojected to and fro come back this close
SIZE_TOLERANCE = 0.01  # share of the size; neighbouring UTM zones differ by less
LARGEST_TURN_DEGREES = 5.0  # between neighbouring UTM zones north turns by less


@dataclass(frozen=True)
class GridLayout:
    """Size and overlap of cells, and the least share of good pixels in them."""

    patch_size_px: int = 256
    overlap_px: int = 0
    min_valid_share: float = 0.0

    def __post_init__(self) -> None:
        if self.overlap_px >= self.patch_size_px:
            raise InvalidJob(
                f"Expected an overlap smaller than the patch size of {self.patch_size_px} px, "
                f"found {self.overlap_px} px: change one of them."
            )


@dataclass(frozen=True)
class PlacedCells:
    """Polygons on the pixels of a raster: parallel arrays, one entry for each polygon whose window can be cut.

    ``touching`` counts the polygons that share a pixel with the raster, ``moved`` those placed that did not lie on
    whole pixels.
    """

    polygon_indexes: NDArray[np.intp]
    col_offs: NDArray[np.intp]
    row_offs: NDArray[np.intp]
    touching: int
    moved: int


def tile_cells(grid: RasterGrid, layout: GridLayout) -> geopandas.GeoDataFrame:
    """Regular cells over a raster, row by row: columns ``row``, ``col``, ``col_off``, ``row_off`` and the outline."""
    size_px = layout.patch_size_px
    cells = [
        (row, col, col_off, row_off)
        for row, row_off in enumerate(cell_starts(grid.height, size_px, layout.overlap_px))
        for col, col_off in enumerate(cell_starts(grid.width, size_px, layout.overlap_px))
    ]
    outlines = [grid.window_polygon(Window(col_off, row_off, size_px, size_px)) for *_, col_off, row_off in cells]
    return geopandas.GeoDataFrame(cells, columns=["row", "col", "col_off", "row_off"], geometry=outlines, crs=grid.crs)


def cell_starts(length_px: int, size_px: int, overlap_px: int) -> list[int]:
    """Evenly spaced starts of cells along a side of a raster.

    With an overlap, they cover everything, as :func:`~seg4eo_engine.raster.windows.window_starts`. Without one, cells
    share no pixel, since a pixel in a training and in a test cell would flatter the test: then a rest narrower than a
    cell is left over, as gaps between them.
    """
    if overlap_px > 0:
        return window_starts(length_px, size_px, overlap_px)
    count = max(1, length_px // size_px)
    return [index * (length_px - size_px) // max(1, count - 1) for index in range(count)]


def place_polygons(polygons: geopandas.GeoDataFrame, grid: RasterGrid, size_px: int, name: str) -> PlacedCells:
    """Find the window of ``size_px`` for each polygon that touches the raster; both are in the same CRS.

    The window is centred on the polygon and snapped to the pixels. A window that reaches past the raster's edge is
    left out, except where the raster is smaller than a window and the window covers it.

    Raises:
        GridMismatch: a polygon that touches the raster has another size, or is turned against the pixels.
    """
    # far from home a reprojection gives infinite coordinates
    indexes = np.flatnonzero(np.isfinite(polygons.bounds).all(axis=1))
    in_pixels = _to_pixels(polygons.geometry.to_numpy()[indexes], grid)
    left, top, right, bottom = shapely.bounds(in_pixels).T
    touching = (left < grid.width) & (right > 0) & (top < grid.height) & (bottom > 0)
    indexes = indexes[touching]
    _check_shape(in_pixels[touching], size_px, name)
    exact_cols = (left + right)[touching] / 2 - size_px / 2
    exact_rows = (top + bottom)[touching] / 2 - size_px / 2
    cols, rows = np.floor(exact_cols + 0.5).astype(np.intp), np.floor(exact_rows + 0.5).astype(np.intp)
    fits = _fits(cols, size_px, grid.width) & _fits(rows, size_px, grid.height)
    moved = np.maximum(abs(cols - exact_cols), abs(rows - exact_rows)) > ALIGNED_PX
    return PlacedCells(indexes[fits], cols[fits], rows[fits], len(indexes), int((moved & fits).sum()))


def _to_pixels(polygons: NDArray[np.object_], grid: RasterGrid) -> NDArray[np.object_]:
    matrix = np.array(~grid.transform).reshape(3, 3)
    return shapely.transform(polygons, lambda points: points @ matrix[:2, :2].T + matrix[:2, 2])


def _fits(starts: NDArray[np.intp], size_px: int, length_px: int) -> NDArray[np.bool_]:
    within = (starts >= 0) & (starts + size_px <= length_px)
    covers = (starts <= 0) & (starts + size_px >= length_px)
    return within | covers


def _check_shape(polygons_px: NDArray[np.object_], size_px: int, name: str) -> None:
    envelopes = shapely.oriented_envelope(polygons_px)
    if not (shapely.get_num_coordinates(envelopes) == 5).all():
        raise GridMismatch(f"Expected square cells, found a polygon without area in {name}: remove it.")
    sides = np.diff(shapely.get_coordinates(envelopes).reshape(-1, 5, 2)[:, :3], axis=1)
    lengths = np.hypot(sides[..., 0], sides[..., 1])
    tolerance_px = max(0.5, SIZE_TOLERANCE * size_px)
    wrong = np.flatnonzero((abs(lengths - size_px) > tolerance_px).any(axis=1))
    if wrong.size:
        width, height = lengths[wrong[0]]
        raise GridMismatch(
            f"Expected cells of {size_px} × {size_px} px, found cells of {width:.5g} × {height:.5g} px in {name}: "
            "change the patch size, or make a grid of that size."
        )
    turns = np.degrees(np.arctan2(sides[:, 0, 1], sides[:, 0, 0])) % 90
    turns = np.minimum(turns, 90 - turns)
    if (turns > LARGEST_TURN_DEGREES).any():
        raise GridMismatch(
            f"Expected cells along the rows and columns of the raster, found cells turned by {turns.max():.0f}° "
            f"in {name}: make a grid on this raster."
        )
