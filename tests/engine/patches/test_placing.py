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
from shapely.geometry import Polygon, box

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.patches.placing import Placement, are_squares, place_polygons
from seg4eo_engine.raster.grid import RasterGrid

GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 192, 160)


def _layer(*polygons):
    return geopandas.GeoDataFrame(geometry=list(polygons), crs=GRID.crs)


def _cell(col_off, row_off, size=32):
    return GRID.window_polygon(Window(col_off, row_off, size, size))


def _place(*polygons, grid=GRID, **placement):
    layer = _layer(*polygons)
    squares = are_squares(layer.geometry.to_numpy())
    return place_polygons(layer, squares, grid, Placement(**{"size_px": 32, **placement}), "cells.gpkg")


def _windows(placed):
    return {
        index: (place.window.col_off, place.window.row_off) for index, place in placed.places.items() if place.window
    }


def _corners(place):
    return [place.grid.transform * corner for corner in ((0, 0), (32, 0), (32, 32), (0, 32))]


def test_aligned_cells_are_windows_of_the_image():
    placed = _place(_cell(0, 0), _cell(17, 33), _cell(160, 128))
    assert _windows(placed) == {0: (0, 0), 1: (17, 33), 2: (160, 128)}
    assert (placed.touching, placed.moved, placed.recut, placed.resampled) == (3, 0, 0, 0)
    assert placed.places[1].grid == GRID.window_grid(Window(17, 33, 32, 32))


def test_cells_between_pixels_are_resampled_where_they_were_drawn():
    placed = _place(_cell(10.3, 20.6), _cell(50, 60))
    assert _windows(placed) == {1: (50, 60)}
    assert placed.resampled == 1
    assert placed.places[0].grid.transform.almost_equals(GRID.transform * Affine.translation(10.3, 20.6), 1e-6)


def test_cells_between_pixels_are_moved_onto_them_where_that_is_asked_for():
    placed = _place(_cell(10.3, 20.6), _cell(50, 60), affinity.rotate(_cell(100, 64), 1), snap=True)
    assert _windows(placed) == {0: (10, 21), 1: (50, 60), 2: (100, 64)}
    assert (placed.moved, placed.resampled) == (2, 0)


def test_cells_of_another_size_are_resampled_to_the_patch_size():
    [place] = _place(_cell(8, 16, size=48)).places.values()
    assert place.window is None
    assert (place.grid.width, place.grid.height) == (32, 32)
    assert place.grid.resolution == pytest.approx((15, 15))
    assert place.grid.window_polygon(place.grid.full_window).equals_exact(_cell(8, 16, size=48), 1e-6)


@given(angle=st.floats(-180, 180), first=st.integers(0, 3), is_reversed=st.booleans(), side=st.floats(10, 60))
def test_turned_cells_keep_their_outline_and_their_upper_left_corner(angle, first, is_reversed, side):
    drawn = affinity.rotate(_cell(80, 60, size=side), angle)
    corners = list(drawn.exterior.coords)[:4]
    corners = corners[first:] + corners[:first]
    cell = Polygon(corners[::-1] if is_reversed else corners)
    [place] = _place(cell).places.values()
    assert place.grid.window_polygon(place.grid.full_window).symmetric_difference(cell).area < 1e-3 * cell.area
    a, b, _, d, e = tuple(place.grid.transform)[:5]
    assert a > 0 > e  # rows still run to the right, and downwards on the screen
    assert abs(d) <= a + 1e-9 and abs(b) <= -e + 1e-9  # turned by at most 45 degrees
    assert a * b + d * e == pytest.approx(0, abs=1e-6)  # at right angles


def test_an_asked_resolution_must_agree_with_the_size_of_the_cells():
    [place] = _place(_cell(10, 20, size=64), step_px=2.0).places.values()
    assert place.grid.resolution == pytest.approx((20, 20))
    with pytest.raises(GridMismatch, match=r"cells of 32 px at the asked resolution, found a cell of 64 px"):
        _place(_cell(10, 20, size=64), step_px=1.0)


def test_of_polygons_that_are_no_squares_the_patch_around_them_is_cut():
    triangle = Polygon([GRID.transform * corner for corner in ((60, 60), (70, 60), (60, 80))])
    placed = _place(triangle, _cell(10, 20).union(_cell(42, 20)))
    assert _windows(placed) == {0: (49, 54), 1: (26, 20)}
    assert placed.recut == 2


def test_patches_around_polygons_have_the_asked_resolution():
    triangle = Polygon([GRID.transform * corner for corner in ((60, 60), (70, 60), (60, 80))])
    [place] = _place(triangle, step_px=0.5).places.values()
    assert place.grid.transform.almost_equals(GRID.transform * Affine(0.5, 0, 57, 0, 0.5, 62), 1e-9)


def test_cells_partly_or_wholly_outside_are_left_out():
    placed = _place(_cell(-5, 0), _cell(0, 0), _cell(170, 0), _cell(1000, 0))
    assert list(placed.places) == [1]
    assert placed.touching == 3


def test_cell_that_covers_a_raster_smaller_than_a_patch_is_kept():
    small = RasterGrid(GRID.crs, GRID.transform, 20, 160)
    placed = _place(_cell(0, 32), _cell(0, 140), _cell(32, 0), grid=small)
    assert _windows(placed) == {0: (0, 32)}


def test_south_up_rasters_are_counted_from_their_own_first_row():
    south_up = RasterGrid(GRID.crs, Affine(10, 0, 500_000, 0, 10, 5_198_400), 192, 160)
    placed = _place(south_up.window_polygon(Window(32, 96, 32, 32)), grid=south_up)
    assert _windows(placed) == {0: (32, 96)}


def test_cells_along_the_rows_of_a_turned_raster_are_windows_of_it():
    turned = RasterGrid(GRID.crs, GRID.transform * Affine.rotation(30), 192, 160)
    placed = _place(turned.window_polygon(Window(32, 96, 32, 32)), grid=turned)
    assert _windows(placed) == {0: (32, 96)}


def test_cells_drawn_with_further_points_on_their_edges_are_still_windows():
    assert _windows(_place(_cell(32, 96).segmentize(40))) == {0: (32, 96)}


def test_polygon_without_area_is_refused():
    with pytest.raises(GridMismatch, match="without area"):
        _place(box(500_100, 5_199_000, 500_100, 5_199_500))


def test_polygons_that_could_not_be_reprojected_touch_nothing():
    nowhere = affinity.translate(_cell(0, 0), xoff=np.inf)
    assert list(_place(nowhere, _cell(0, 0)).places) == [1]


def test_squares_are_told_from_other_shapes():
    shapes = [
        _cell(0, 0),
        affinity.rotate(_cell(0, 0), 33),
        box(0, 0, 10, 10.1),
        box(0, 0, 10, 11),
        Polygon([(0, 0), (10, 0), (0, 10)]),
        _cell(0, 0).buffer(100),
        box(0, 0, 0, 0),
    ]
    assert are_squares(np.array(shapes, dtype=object)).tolist() == [True, True, True, False, False, False, False]
