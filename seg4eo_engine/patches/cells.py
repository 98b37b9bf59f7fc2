"""The cells of a regular tiling of a raster."""

from dataclasses import dataclass

import geopandas
from rasterio.windows import Window

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
