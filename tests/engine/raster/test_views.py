"""Rasters seen on another grid: the right values, valid where they were, whatever window is read."""

from dataclasses import replace

import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.windows import Window
from scipy.ndimage import binary_erosion

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import image_band_indexes, open_raster, read_pixels
from seg4eo_engine.raster.views import RasterView, resampled_grid

HOLE = np.zeros((64, 80), np.bool_)
HOLE[16:34, 20:42] = True  # on the borders of pixels of twice the size
GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 80, 64)


@pytest.fixture
def write_with_hole(write_raster):
    """Pixels from 900 to 1100 with a hole, told in one of several ways; there is something else in it."""

    def write(kind: str) -> str:
        pixels = np.random.default_rng(2).integers(900, 1101, (3, 64, 80)).astype(np.uint16)
        settings = {}
        pixels[:, HOLE] = 60_000
        if kind == "tag":
            settings["nodata"] = 60_000
        elif kind == "mask":
            settings["mask"] = ~HOLE
        elif kind.startswith("alpha"):  # GDAL takes alpha for a mask among 2 or 4 bands only
            pixels = np.concatenate([*[pixels] * int(kind[-1]), np.where(HOLE, 0, 65535)[None].astype(np.uint16)])
            undefined = [ColorInterp.undefined] * (len(pixels) - 2)
            settings["colorinterp"] = [ColorInterp.gray, *undefined, ColorInterp.alpha]
        elif kind.startswith("float"):
            pixels = pixels.astype(np.float32)
            pixels[:, HOLE] = np.nan if kind == "float" else -9999
            settings["nodata"] = None if kind == "float" else -9999
        return str(write_raster(f"{kind}.tif", pixels, **settings))

    return write


@pytest.mark.parametrize("kind", ["tag", "mask", "alpha_1", "alpha_2", "float", "float_tag"])
@pytest.mark.parametrize("resolution_m", [20, 5])
def test_invalid_pixels_stay_invalid_and_have_no_part_in_others(write_with_hole, kind, resolution_m):
    source = write_with_hole(kind)
    with open_raster(source) as dataset:
        bands = image_band_indexes(dataset)
    with RasterView(source, resampled_grid(GRID, resolution_m)).open() as dataset:
        assert image_band_indexes(dataset) == bands
        pixels, valid_mask = read_pixels(dataset, Window(0, 0, dataset.width, dataset.height), bands)
    hole = HOLE[::2, ::2] if resolution_m == 20 else np.kron(HOLE, np.ones((2, 2))) > 0
    assert valid_mask[~hole].all()
    # between a valid and an invalid pixel, smaller ones may still take the valid one's value
    assert not valid_mask[hole if resolution_m == 20 else binary_erosion(hole)].any()
    assert 900 <= pixels[:, valid_mask].min() <= pixels[:, valid_mask].max() <= 1100


@pytest.mark.parametrize("resolution_m", [25, 7])
def test_windows_in_any_order_and_past_the_edge_show_the_same_pixels(write_with_hole, resolution_m):
    view = RasterView(write_with_hole("mask"), resampled_grid(GRID, resolution_m))
    with view.open() as dataset:
        width, height = dataset.width, dataset.height
        whole, whole_mask = read_pixels(dataset, Window(-9, -9, width + 18, height + 18), [3, 1])
    random = np.random.default_rng(0)
    with view.open() as dataset:
        for _ in range(12):
            col, row = int(random.integers(-9, width)), int(random.integers(-9, height))
            pixels, valid_mask = read_pixels(dataset, Window(col, row, 9, 9), [3, 1])
            place = np.s_[row + 9 : row + 18, col + 9 : col + 18]
            assert np.array_equal(valid_mask, whole_mask[place])
            assert np.array_equal(pixels, whole[:, *place])


@pytest.mark.parametrize("turn", [Affine.identity(), Affine.rotation(30), Affine.scale(1, -1)])
@pytest.mark.parametrize("crs", ["EPSG:32633", None])
def test_larger_pixels_are_averages_and_smaller_ones_between_neighbours(write_raster, turn, crs):
    ramp = np.broadcast_to(np.arange(16, dtype=np.float32) * 4, (1, 8, 16))
    path = write_raster("ramp.tif", ramp, transform=GRID.transform * turn, crs=crs)
    with open_raster(path) as dataset:
        grid = RasterGrid.from_dataset(dataset)
    coarse = replace(grid, transform=grid.transform * Affine.scale(2), width=8, height=4)
    fine = replace(grid, transform=grid.transform * Affine.scale(0.5), width=32, height=16)
    with RasterView(str(path), coarse).open() as dataset:
        found, valid_mask = read_pixels(dataset, coarse.full_window, [1])
    assert valid_mask.all()
    assert found[0, 1] == pytest.approx(np.arange(8) * 8 + 2, abs=0.01)
    with RasterView(str(path), fine).open() as dataset:
        found, valid_mask = read_pixels(dataset, fine.full_window, [1])
    assert valid_mask.all()
    assert found[0, 8, 1:-1] == pytest.approx(np.arange(1, 31) * 2 - 1, abs=0.01)


def test_without_a_grid_the_raster_is_seen_as_it_is(scene, coded_pixels):
    with RasterView(str(scene)).open() as dataset:
        assert np.array_equal(read_pixels(dataset, Window(0, 0, 192, 160), [1, 2, 3])[0], coded_pixels(160, 192))


@pytest.mark.parametrize("turn", [Affine.identity(), Affine.rotation(30), Affine.scale(1, -1)])
def test_resampled_grid_has_the_same_corners(turn):
    grid = replace(GRID, transform=GRID.transform * turn)
    found = resampled_grid(grid, 30)
    assert (found.width, found.height) == (27, 21)
    for share in ((0, 0), (1, 0), (1, 1)):
        here, there = (each.transform * (share[0] * each.width, share[1] * each.height) for each in (grid, found))
        assert here == pytest.approx(there)


def test_resampled_grid_in_degrees_has_pixels_that_are_square_on_the_ground():
    grid = RasterGrid(CRS.from_epsg(4326), Affine(1e-4, 0, 20, 0, -1e-4, 60), 2000, 1000)
    found = resampled_grid(grid, 20)
    assert found.pixel_width_m == pytest.approx(20, rel=0.01)
    assert found.pixel_height_m == pytest.approx(20, rel=0.01)
    assert found.bounds == pytest.approx(grid.bounds)


def test_grid_without_metres_has_no_other_resolution():
    with pytest.raises(ValueError, match="without metres"):
        resampled_grid(replace(GRID, crs=None), 20)


def test_band_without_a_value_has_no_part_in_the_others(write_raster):
    pixels = np.full((2, 8, 8), 100, np.uint16)
    pixels[0, :4] = 0  # as the cirrus band of a clear sky
    path = write_raster("bands.tif", pixels, nodata=0)
    with open_raster(path) as dataset:
        grid = resampled_grid(RasterGrid.from_dataset(dataset), 20)
    with RasterView(str(path), grid).open() as dataset:
        first, first_mask = read_pixels(dataset, grid.full_window, [1])
        second, second_mask = read_pixels(dataset, grid.full_window, [2])
    assert first_mask.tolist() == [[False] * 4] * 2 + [[True] * 4] * 2
    assert second_mask.all()
    assert {*first[0][first_mask], *second[0].ravel()} == {100}
