"""Polygons find their pixels."""

import geopandas
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window
from shapely import affinity
from shapely.geometry import box

from seg4eo_engine.errors import GridMismatch, InvalidJob
from seg4eo_engine.patches.cells import GridLayout, cell_starts, place_polygons, tile_cells
from seg4eo_engine.raster.grid import RasterGrid

GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 192, 160)


def _layer(*polygons):
    return geopandas.GeoDataFrame(geometry=list(polygons), crs=GRID.crs)


def _cell(col_off, row_off, size=32):
    return GRID.window_polygon(Window(col_off, row_off, size, size))


def _place(*polygons, size_px=32, grid=GRID):
    return place_polygons(_layer(*polygons), grid, size_px, "cells.gpkg")


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


def test_aligned_cells_come_back_as_they_were():
    placed = _place(_cell(0, 0), _cell(17, 33), _cell(160, 128))
    assert placed.col_offs.tolist() == [0, 17, 160]
    assert placed.row_offs.tolist() == [0, 33, 128]
    assert (placed.touching, placed.moved) == (3, 0)


def test_cells_between_pixels_are_moved_to_the_nearest_and_counted():
    placed = _place(_cell(10.3, 20.6), _cell(50, 60))
    assert (placed.col_offs.tolist(), placed.row_offs.tolist()) == ([10, 50], [21, 60])
    assert placed.moved == 1


def test_cells_partly_or_wholly_outside_are_left_out():
    placed = _place(_cell(-5, 0), _cell(0, 0), _cell(170, 0), _cell(1000, 0))
    assert placed.polygon_indexes.tolist() == [1]
    assert placed.touching == 3


def test_cell_that_covers_a_raster_smaller_than_a_patch_is_kept():
    small = RasterGrid(GRID.crs, GRID.transform, 20, 160)
    placed = _place(_cell(0, 32), _cell(0, 140), _cell(32, 0), grid=small)
    assert (placed.col_offs.tolist(), placed.row_offs.tolist()) == ([0], [32])


def test_cells_of_another_size_are_refused_with_their_size():
    with pytest.raises(GridMismatch, match=r"cells of 32 × 32 px, found cells of 48 × 48 px in cells\.gpkg"):
        _place(_cell(0, 0), _cell(64, 64, size=48))


def test_cells_of_another_size_elsewhere_do_not_matter():
    assert _place(_cell(0, 0), _cell(5000, 0, size=48)).touching == 1


def test_cells_turned_against_the_pixels_are_refused():
    with pytest.raises(GridMismatch, match="turned by 30°"):
        _place(affinity.rotate(_cell(64, 64), 30))


def test_cells_turned_a_little_by_reprojection_are_cut_around_their_centre():
    placed = _place(affinity.rotate(_cell(64, 64), 2))
    assert (placed.col_offs.tolist(), placed.row_offs.tolist()) == ([64], [64])


def test_south_up_rasters_are_counted_from_their_own_first_row():
    south_up = RasterGrid(GRID.crs, Affine(10, 0, 500_000, 0, 10, 5_198_400), 192, 160)
    polygon = south_up.window_polygon(Window(32, 96, 32, 32))
    placed = _place(polygon, grid=south_up)
    assert (placed.col_offs.tolist(), placed.row_offs.tolist()) == ([32], [96])


def test_polygon_without_area_is_refused():
    line = box(500_100, 5_199_000, 500_100, 5_199_500)
    with pytest.raises(GridMismatch, match="without area"):
        _place(line)


def test_polygons_that_could_not_be_reprojected_touch_nothing():
    nowhere = affinity.translate(_cell(0, 0), xoff=np.inf)
    assert _place(nowhere, _cell(0, 0)).polygon_indexes.tolist() == [1]
