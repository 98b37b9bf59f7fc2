"""The cells of a regular tiling of a raster."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.windows import window_starts


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


def tile_cells(grid: RasterGrid, layout: GridLayout) -> geopandas.GeoDataFrame:
    """Regular cells over a raster, as :func:`cells_at` gives them."""
    rows, cols = (cell_starts(length, layout.patch_size_px, layout.overlap_px) for length in (grid.height, grid.width))
    return cells_at(grid, layout.patch_size_px, np.array(rows), np.array(cols))


def cells_at(
    grid: RasterGrid, size_px: int, row_offs: NDArray[np.intp], col_offs: NDArray[np.intp]
) -> geopandas.GeoDataFrame:
    """Cells at these rows and columns, row by row: ``row``, ``col``, ``col_off``, ``row_off`` and the outline."""
    row, col = (part.ravel() for part in np.mgrid[: len(row_offs), : len(col_offs)])
    frame = geopandas.GeoDataFrame({"row": row, "col": col, "col_off": col_offs[col], "row_off": row_offs[row]})
    corners = shapely.get_coordinates(outlines_px(frame, size_px)).reshape(-1, 5, 2)
    matrix = np.array(grid.transform).reshape(3, 3)
    return frame.set_geometry(shapely.polygons(corners @ matrix[:2, :2].T + matrix[:2, 2]), crs=grid.crs)


def outlines_px(cells: geopandas.GeoDataFrame, size_px: int) -> NDArray[np.object_]:
    """The outlines of cells in pixels of the raster."""
    left, top = cells.col_off.to_numpy(float), cells.row_off.to_numpy(float)
    outlines: NDArray[np.object_] = shapely.box(left, top, left + size_px, top + size_px)
    return outlines


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
