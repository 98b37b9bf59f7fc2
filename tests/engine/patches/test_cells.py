"""Regular tilings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio import Affine
from rasterio.crs import CRS
from shapely.geometry import box

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.cells import GridLayout, cell_starts, tile_cells
from seg4eo_engine.raster.grid import RasterGrid

GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 192, 160)


def test_tiles_know_their_row_column_and_pixels():
    cells = tile_cells(GRID, GridLayout(64, 0))
    assert len(cells) == 6
    last = cells.iloc[-1]
    assert (last.row, last.col, last.row_off, last.col_off) == (1, 2, 96, 128)
    assert last.geometry.equals(box(501_280, 5_198_400, 501_920, 5_199_040))


@given(length=st.integers(1, 3000), size=st.integers(1, 300))
def test_cells_without_overlap_share_no_pixel_and_leave_less_than_a_cell(length, size):
    starts = cell_starts(length, size, 0)
    assert starts[0] == 0
    assert (np.diff(starts) >= size).all()
    assert length - len(starts) * size < size
    if length >= 2 * size:
        assert starts[-1] + size == length


def test_cells_with_overlap_cover_everything():
    assert cell_starts(100, 32, 1) == [0, 22, 45, 68]
    assert cell_starts(20, 32, 8) == [0]


def test_overlap_as_large_as_the_patch_is_refused():
    with pytest.raises(InvalidJob, match="smaller than the patch size of 64 px, found 64 px"):
        GridLayout(64, 64)
