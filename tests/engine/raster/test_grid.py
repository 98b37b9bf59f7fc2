"""Where the pixels of a raster lie, in numbers and in words."""

import math
from dataclasses import replace

import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.raster.grid import RasterGrid, crs_name

UTM = CRS.from_epsg(32633)
GRID = RasterGrid(UTM, Affine(10, 0, 500_000, 0, -10, 5_200_000), 300, 200)


def test_a_raster_without_pixels_or_extent_is_refused():
    with pytest.raises(ValueError, match="0 × 5"):
        RasterGrid(UTM, Affine.identity(), 0, 5)
    with pytest.raises(ValueError, match="inverted"):
        RasterGrid(UTM, Affine(0, 0, 0, 0, 0, 0), 5, 5)


def test_bounds_hold_all_pixels_also_when_south_is_up():
    assert GRID.bounds == (500_000, 5_198_000, 503_000, 5_200_000)
    south_up = replace(GRID, transform=Affine(10, 0, 0, 0, 10, 0))
    assert south_up.bounds == (0, 0, 3000, 2000)


def test_resolution_is_that_of_the_pixels_also_when_rotated():
    rotated = replace(GRID, transform=Affine.rotation(30) * Affine.scale(10, -20))
    assert rotated.resolution == pytest.approx((10, 20))


def test_window_has_its_own_grid_and_outline():
    window = Window(5, 7, 20, 10)
    assert GRID.window_grid(window) == RasterGrid(UTM, Affine(10, 0, 500_050, 0, -10, 5_199_930), 20, 10)
    assert GRID.window_polygon(window).bounds == (500_050, 5_199_830, 500_250, 5_199_930)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"crs": CRS.from_epsg(32634)}, "EPSG:32634 instead of EPSG:32633"),
        ({"crs": None}, "no coordinate reference system instead of EPSG:32633"),
        ({"width": 301}, "301 × 200 px instead of 300 × 200 px"),
        ({"transform": Affine(10, 0, 500_005, 0, -10, 5_200_000)}, "off by up to 0.5 px"),
        ({"transform": Affine(10.1, 0, 500_000, 0, -10, 5_200_000)}, "off by up to 3 px"),
    ],
)
def test_a_difference_is_told_in_words(change, words):
    assert words in GRID.describe_difference(replace(GRID, **change))


def test_grids_that_differ_by_rounding_hold_the_same_pixels():
    assert GRID.describe_difference(replace(GRID, transform=Affine(10, 0, 500_000.005, 0, -10, 5_200_000))) is None


def test_crs_without_a_number_is_named_by_its_title():
    assert crs_name(CRS.from_proj4("+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84")) == "unknown"
    assert crs_name(UTM) == "EPSG:32633"


def test_pixels_of_web_mercator_are_as_large_as_on_the_ground():
    pixel = 2 * 20037508.342789244 / 256 / 2**14
    grid = RasterGrid(CRS.from_epsg(3857), Affine(pixel, 0, 666000, 0, -pixel, 5621500), 100, 100)  # at 45° north
    assert grid.pixel_height_m == pytest.approx(pixel * math.cos(math.radians(45)), rel=0.005)
    assert grid.pixel_width_m == pytest.approx(grid.pixel_height_m, rel=0.005)


def test_pixels_have_a_width_and_a_height_in_metres_also_in_degrees_and_feet():
    assert (GRID.pixel_width_m, GRID.pixel_height_m) == (10, 10)
    assert (replace(GRID, crs=None).pixel_width_m, replace(GRID, crs=None).pixel_height_m) == (None, None)
    degrees = RasterGrid(CRS.from_epsg(4326), Affine(1e-4, 0, 20, 0, -1e-4, 60), 10, 10)
    assert degrees.pixel_height_m == pytest.approx(11.14, abs=0.01)
    assert degrees.pixel_width_m == pytest.approx(5.58, abs=0.01)
    turned = replace(degrees, transform=degrees.transform * Affine.rotation(90))
    assert turned.pixel_width_m == pytest.approx(11.14, abs=0.01)
    feet = replace(GRID, crs=CRS.from_epsg(2263))
    assert feet.pixel_width_m == pytest.approx(3.048, abs=1e-3)
