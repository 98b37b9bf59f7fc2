"""Pixels of images, alone or stacked, are those that the ground has there."""

import numpy as np
import pyproj
import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch, GridMismatch
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import SourceRequest, check_sources
from seg4eo_engine.patches.sources import images as image_sources
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import read_pixels

GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 192, 160)
TURNED = Place(
    RasterGrid(
        GRID.crs, GRID.transform * Affine.translation(90.2, 32.7) * Affine.rotation(21) * Affine.scale(0.8), 48, 48
    ),
    None,
)
WINDOW = Place.of_window(GRID, Window(40, 50, 48, 48))


def _cell_of_other_crs():
    """A cell along the axes of the neighbouring zone, as a place in the CRS of the image."""
    to_other = pyproj.Transformer.from_crs(32633, 32634, always_xy=True)
    x, y = to_other.transform(500_700, 5_199_400)
    corners = [(x, y), (x + 480, y), (x, y - 480)]
    (left, top), (right_x, right_y), (down_x, down_y) = (
        to_other.transform(*corner, direction="INVERSE") for corner in corners
    )
    to_map = Affine((right_x - left) / 48, (down_x - left) / 48, left, (right_y - top) / 48, (down_y - top) / 48, top)
    return Place(RasterGrid(GRID.crs, to_map, 48, 48), None)


PLACES = {"window": WINDOW, "turned": TURNED, "cell of other CRS": _cell_of_other_crs()}


def _centres(grid):
    rows, cols = np.mgrid[: grid.height, : grid.width] + 0.5
    return grid.transform * (cols, rows)


def _read(place, reporter, **request):
    [source] = check_sources(SourceRequest(**request), reporter)
    with source.open() as opened:
        pixels, valid_mask = opened.read_image(place)
    assert pixels.dtype == source.bands.dtype
    assert pixels.shape == (len(source.bands.names), place.grid.height, place.grid.width)
    return pixels, valid_mask


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_nearest_pixels_are_those_that_the_centres_lie_in(scene, labels, coded_pixels, reporter, place):
    cols, rows = (np.floor(part).astype(int) for part in ~GRID.transform * _centres(place.grid))
    pixels, valid_mask = _read(place, reporter, images=(scene,), labels=(labels,), resampling="nearest")
    np.testing.assert_array_equal(pixels, coded_pixels(160, 192)[:, rows, cols])
    assert valid_mask.all()


@pytest.mark.parametrize("method", ["bilinear", "cubic", "lanczos"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_slope_stays_a_slope(write_raster, labels, reporter, place, method):
    def slope(x, y):
        return 0.031 * (x - 500_000) - 0.017 * (y - 5_200_000)

    image = write_raster("slope.tif", slope(*_centres(GRID))[None].astype(np.float32))
    pixels, valid_mask = _read(place, reporter, images=(image,), labels=(labels,), resampling=method)
    # lanczos does not reproduce slopes exactly
    np.testing.assert_allclose(pixels[0], slope(*_centres(place.grid)), atol=0.01 if method == "lanczos" else 1e-3)
    assert valid_mask.all()


def test_aligned_patches_are_one_plain_read(scene, labels, reporter, monkeypatch):
    calls = []

    def read(*args):
        calls.append(args)
        return read_pixels(*args)

    monkeypatch.setattr(image_sources, "read_pixels", read)
    _read(WINDOW, reporter, images=(scene,), labels=(labels,))
    [(_, window, indexes, _)] = calls
    assert (window, indexes) == (WINDOW.window, [1, 2, 3])


def test_bands_are_chosen_by_number_and_name(scene, labels, coded_pixels, reporter):
    pixels, _ = _read(WINDOW, reporter, images=(scene,), labels=(labels,), bands=("3", "Red", "3"))
    np.testing.assert_array_equal(pixels, coded_pixels(160, 192)[[2, 0, 2], 50:98, 40:88])


def test_bands_that_are_not_there_are_refused(scene, labels, write_raster, reporter):
    with pytest.raises(BandMismatch, match=r"bands from 1 to 3, found 4, 0 for scene\.tif"):
        check_sources(SourceRequest((scene,), (labels,), bands=("4", "1", "0")), reporter)
    with pytest.raises(BandMismatch, match=r"bands red, green, nir for scene\.tif, found swir:"):
        check_sources(SourceRequest((scene,), (labels,), bands=("red", "swir")), reporter)
    with pytest.raises(BandMismatch, match="found --3:"):
        check_sources(SourceRequest((scene,), (labels,), bands=("--3",)), reporter)
    twins = write_raster("twins.tif", np.ones((3, 160, 192), np.uint8), names=["vv", "vh", "VV"])
    with pytest.raises(BandMismatch, match=r"one band of twins\.tif has, found Vv for the bands 1, 3"):
        check_sources(SourceRequest((twins,), (labels,), bands=("Vv",)), reporter)
    [source] = check_sources(SourceRequest((twins,), (labels,), bands=("VV",)), reporter)
    assert source.pixels.parts[0].indexes == (3,)


def test_alpha_bands_are_mentioned_once(write_raster, labels, reporter):
    # GDAL takes the fourth of four bytes for alpha
    images = tuple(write_raster(f"rgba{number}.tif", np.ones((4, 160, 192), np.uint8)) for number in range(3))
    [source] = check_sources(SourceRequest(images[:1], (labels,)), reporter)
    assert source.bands.names == ("band 1", "band 2", "band 3")
    check_sources(SourceRequest(images, (labels,) * 3), reporter)
    assert reporter.texts == [
        "Band 4 of rgba0.tif is marked as alpha: it tells which pixels are valid.",
        "Bands marked as alpha tell which pixels are valid: 3 files, the first is rgba0.tif.",
    ]
    check_sources(SourceRequest(images[:1], (labels,), bands=("4", "1")), reporter)
    assert len(reporter.texts) == 2


@pytest.fixture
def coarse(write_raster):
    """Two bands of 20 m on the ground of the scene, beginning 40 m to the left and above."""
    pixels = np.random.default_rng(4).integers(1, 9000, (2, 90, 110)).astype(np.int32)
    path = write_raster("coarse.tif", pixels, names=["B11", "B12"], transform=Affine(20, 0, 499_960, 0, -20, 5_200_040))
    return path, pixels


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_stacked_rasters_of_another_resolution(scene, labels, coded_pixels, coarse, reporter, place):
    path, other = coarse
    x, y = _centres(place.grid)
    cols, rows = (np.floor(part).astype(int) for part in ~GRID.transform * (x, y))
    other_cols, other_rows = np.floor((x - 499_960) / 20).astype(int), np.floor((5_200_040 - y) / 20).astype(int)
    pixels, valid_mask = _read(
        place, reporter, images=(scene,), labels=(labels,), stacks=((path,),), resampling="nearest"
    )
    np.testing.assert_array_equal(pixels[:3], coded_pixels(160, 192)[:, rows, cols])
    np.testing.assert_array_equal(pixels[3:], other[:, other_rows, other_cols])
    assert pixels.dtype == np.int32
    assert valid_mask.all()
    assert [text.split(" (")[0] for text in reporter.texts] == ["coarse.tif is on other pixels than scene.tif"]


def test_bands_are_counted_and_named_through_the_stack(scene, labels, coarse, write_raster, coded_pixels, reporter):
    path, _ = coarse
    dem = write_raster("dem.tif", coded_pixels(160, 192)[2:])
    request = {"images": (scene,), "labels": (labels,), "stacks": ((path, dem),)}
    [source] = check_sources(SourceRequest(**request), reporter)
    assert source.bands.names == ("red", "green", "nir", "B11", "B12", "band 6")
    by_number, _ = _read(WINDOW, reporter, bands=("6", "2", "4", "1"), **request)
    by_name, _ = _read(WINDOW, reporter, bands=("band 6", "green", "b11", "red"), **request)
    everything, _ = _read(WINDOW, reporter, **request)
    np.testing.assert_array_equal(by_number, everything[[5, 1, 3, 0]])
    np.testing.assert_array_equal(by_name, by_number)


def test_stacked_rasters_of_another_crs(scene, labels, write_raster, reporter):
    step = 0.0002
    left, top = pyproj.Transformer.from_crs(32633, 4326, always_xy=True).transform(499_900, 5_200_100)
    cols, rows = np.meshgrid(np.arange(150) + 0.5, np.arange(110) + 0.5)
    heights = 3000 + 40_000 * (cols * step) - 25_000 * (rows * step)
    dem = write_raster(
        "dem.tif", heights[None].astype(np.float32), crs="EPSG:4326", transform=Affine(step, 0, left, 0, -step, top)
    )
    for place in PLACES.values():
        pixels, valid_mask = _read(place, reporter, images=(scene,), labels=(labels,), stacks=((dem,),), bands=("4",))
        to_degrees = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
        lon, lat = to_degrees.transform(*_centres(place.grid))
        np.testing.assert_allclose(pixels[0], 3000 + 40_000 * (lon - left) + 25_000 * (lat - top), atol=0.05)
        assert valid_mask.all()


def test_stacked_rasters_on_the_same_pixels_are_copied(
    scene, labels, write_raster, coded_pixels, reporter, monkeypatch
):
    shifted = GRID.transform * Affine.translation(20, 30)
    part = write_raster("part.tif", coded_pixels(160, 192)[2:, 30:, 20:], transform=shifted)
    request = {"images": (scene,), "labels": (labels,), "stacks": ((part,),)}
    pixels, valid_mask = _read(Place.of_window(GRID, Window(10, 20, 48, 48)), reporter, **request)
    np.testing.assert_array_equal(pixels[3, 10:, 10:], coded_pixels(160, 192)[2, 30:68, 20:58])
    inside = np.zeros((48, 48), bool)
    inside[10:, 10:] = True
    np.testing.assert_array_equal(valid_mask, inside)
    assert reporter.texts == []


@pytest.mark.filterwarnings("ignore:The given matrix is equal to Affine.identity")
def test_a_stacked_raster_without_place_lies_on_its_image(scene, labels, write_raster, coded_pixels, reporter):
    lost = write_raster("lost.tif", coded_pixels(160, 192)[2:], crs=None, transform=Affine.identity())
    pixels, _ = _read(WINDOW, reporter, images=(scene,), labels=(labels,), stacks=((lost,),))
    np.testing.assert_array_equal(pixels[3], coded_pixels(160, 192)[2, 50:98, 40:88])
    assert reporter.texts == [
        "lost.tif and scene.tif do not both say where they lie: one is taken to lie on the other's pixels."
    ]


def test_a_stacked_raster_that_lies_elsewhere_is_refused(scene, labels, write_raster, reporter):
    far = write_raster("far.tif", np.ones((1, 16, 16), np.uint8), transform=Affine(10, 0, 700_000, 0, -10, 5_200_000))
    lost = write_raster("lost.tif", np.ones((1, 16, 16), np.uint8), crs=None)
    with pytest.raises(GridMismatch, match=r"pixels to stack over scene\.tif, found far\.tif to lie elsewhere"):
        check_sources(SourceRequest((scene,), (labels,), stacks=((far,),)), reporter)
    with pytest.raises(GridMismatch, match=r"found pixels to stack on another grid in lost\.tif \(16 × 16 px instead"):
        check_sources(SourceRequest((scene,), (labels,), stacks=((lost,),)), reporter)


def test_nodata_of_any_band_makes_a_pixel_invalid(write_raster, labels, reporter):
    first, second = np.full((2, 160, 192), 5, np.int16), np.full((1, 160, 192), 5, np.float32)
    first[0, 60, 50], first[1, 61, 51], second[0, 62, 52], second[0, 63, 53], first[0, 64, 54] = 9, 9, -1, np.nan, -7
    images = (write_raster("first.tif", first, nodata=9),)
    stacks = ((write_raster("second.tif", second, nodata=-1),),)
    _, valid_mask = _read(WINDOW, reporter, images=images, labels=(labels,), stacks=stacks, nodata=-7)
    assert sorted(zip(*np.nonzero(~valid_mask), strict=True)) == [(10, 10), (11, 11), (12, 12), (13, 13), (14, 14)]
    _, valid_mask = _read(WINDOW, reporter, images=images, labels=(labels,), stacks=stacks, bands=("2",))
    assert np.argwhere(~valid_mask).tolist() == [[11, 11]]


@pytest.mark.parametrize("method", ["nearest", "bilinear", "cubic"])
def test_resampled_pixels_have_the_nodata_value_just_where_they_are_invalid(write_raster, labels, reporter, method):
    pixels = np.random.default_rng(8).integers(1, 9, (2, 160, 192)).astype(np.uint16)
    pixels[:, 40:60, 100:110] = 0
    image = write_raster("holed.tif", pixels, nodata=0)
    read, valid_mask = _read(TURNED, reporter, images=(image,), labels=(labels,), resampling=method)
    np.testing.assert_array_equal((read == 0).any(axis=0), ~valid_mask)
    assert 0.05 < (~valid_mask).mean() < 0.5


def test_a_patch_across_the_edge_is_invalid_outside(scene, labels, coded_pixels, reporter):
    pixels, valid_mask = _read(
        Place.of_window(GRID, Window(-8, 140, 48, 48)), reporter, images=(scene,), labels=(labels,)
    )
    np.testing.assert_array_equal(pixels[:, :20, 8:], coded_pixels(160, 192)[:, 140:, :40])
    assert valid_mask[:20, 8:].all()
    assert valid_mask.sum() == 20 * 40
    shifted = Place(GRID.window_grid(Window(-8.4, 140.4, 48, 48)), None)
    _, valid_mask = _read(shifted, reporter, images=(scene,), labels=(labels,))
    x, y = _centres(shifted.grid)
    np.testing.assert_array_equal(valid_mask, (x > 500_000) & (y > 5_200_000 - 1600))


@pytest.mark.parametrize("asked", ["B08", "b8", "B8", " B008 "])
def test_bands_are_found_however_their_number_is_written(write_raster, labels, coded_pixels, reporter, asked):
    image = write_raster("s2.tif", coded_pixels(160, 192), names=["B8A", "B8", "B80"])
    pixels, _ = _read(WINDOW, reporter, images=(image,), labels=(labels,), bands=(asked,))
    np.testing.assert_array_equal(pixels[0], coded_pixels(160, 192)[1, 50:98, 40:88])
