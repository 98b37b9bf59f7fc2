"""Pixels come right onto grids that are turned, mirrored, off the pixels, coarser, finer or of another CRS.

Expected values are computed with NumPy, SciPy and pyproj from the coordinates of pixel centres.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyproj
import pytest
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window
from scipy.ndimage import map_coordinates

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.resampling import resample

UTM_33 = CRS.from_epsg(32633)
SMOOTH = ["bilinear", "cubic", "lanczos"]
NORTH_UP = Affine(10, 0, 500_000, 0, -10, 5_200_000)
SOUTH_UP = Affine(10, 0, 500_000, 0, 10, 5_198_000)
TURNED = Affine.translation(500_500, 5_199_700) * Affine.rotation(30) * Affine.scale(10, -10)
SHEARED = Affine(8, 3, 500_000, 2, -11, 5_200_000)


@dataclass
class ArrayReader:
    """Reads windows of an array as rasters are read, past the edge too, and remembers how large they were."""

    pixels: NDArray[np.generic]
    valid_mask: NDArray[np.bool_] | None = None
    sizes: list[int] = field(default_factory=list)

    def __call__(self, window: Window) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
        self.sizes.append(window.width * window.height)
        _, height, width = self.pixels.shape
        valid_mask = np.ones((height, width), np.bool_) if self.valid_mask is None else self.valid_mask
        rows = np.arange(window.row_off, window.row_off + window.height)
        cols = np.arange(window.col_off, window.col_off + window.width)
        inside = np.outer((rows >= 0) & (rows < height), (cols >= 0) & (cols < width))
        at = np.ix_(rows.clip(0, height - 1), cols.clip(0, width - 1))
        return np.where(inside, self.pixels[:, *at], 77).astype(self.pixels.dtype), valid_mask[at] & inside


def noise(dtype: str, bands: int = 2, size_px: int = 200) -> NDArray[np.generic]:
    return np.random.default_rng(5).integers(1, 250, (bands, size_px, size_px)).astype(dtype)


def grid(transform: Affine, size_px: int = 200, crs: CRS | None = UTM_33) -> RasterGrid:
    return RasterGrid(crs, transform, size_px, size_px)


def around_the_middle(source: RasterGrid, onto: Affine, size_px: int = 60) -> RasterGrid:
    """A grid over the middle of ``source``, whose pixels are ``onto`` (turned, scaled …) against the source's."""
    middle = Affine.translation(source.width / 2, source.height / 2)
    return grid(source.transform * middle * onto * Affine.translation(-size_px / 2, -size_px / 2), size_px, source.crs)


def centres(source: RasterGrid, target: RasterGrid) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows and columns of the source at the centres of the target's pixels."""
    rows, cols = np.mgrid[: target.height, : target.width] + 0.5
    xs, ys = target.transform * (cols, rows)
    if source.crs != target.crs:
        xs, ys = pyproj.Transformer.from_crs(target.crs, source.crs, always_xy=True).transform(xs, ys)
    cols, rows = ~source.transform * (xs, ys)
    return rows, cols


LAYS: dict[str, tuple[Affine, Affine]] = {
    "off the pixels": (NORTH_UP, Affine.translation(0.3, 0.6)),
    "turned target": (NORTH_UP, Affine.rotation(33)),
    "turned by 45°": (NORTH_UP, Affine.rotation(45)),
    "turned source": (TURNED, ~Affine.rotation(30)),
    "both turned": (TURNED, Affine.rotation(77)),
    "south-up source": (SOUTH_UP, Affine.translation(0.3, 0.6) * Affine.scale(1, -1)),
    "south-up target": (NORTH_UP, Affine.rotation(12) * Affine.scale(1, -1)),
    "sheared source": (SHEARED, Affine.rotation(20)),
    "finer": (NORTH_UP, Affine.scale(0.3)),
    "finer along rows": (SHEARED, Affine.rotation(5) * Affine.scale(0.5, 1)),
}


@pytest.mark.parametrize(("transform", "onto"), LAYS.values(), ids=LAYS)
@pytest.mark.parametrize("crs", [UTM_33, None], ids=["UTM", "no CRS"])
def test_values_of_one_crs_are_those_at_the_pixel_centres(transform, onto, crs):
    source = grid(transform, crs=crs)
    target = around_the_middle(source, onto)
    rows, cols = centres(source, target)
    pixels = noise("float32")
    bilinear, valid_mask = resample(ArrayReader(pixels), source, target, "bilinear")
    nearest, nearest_mask = resample(ArrayReader(pixels), source, target, "nearest")
    expected = [map_coordinates(band, [rows - 0.5, cols - 0.5], order=1) for band in pixels]
    assert np.allclose(bilinear, expected, atol=0.01)
    # turned by 45°, some centres lie on the border between two pixels
    at = np.floor([rows + 1e-6, cols + 1e-6]).astype(int)
    assert np.array_equal(nearest, pixels[:, *at])
    assert valid_mask.all()
    assert nearest_mask.all()


@pytest.mark.parametrize("crs", ["EPSG:32634", "EPSG:3857", "EPSG:4326", "EPSG:3035"])
@pytest.mark.parametrize("transform", [NORTH_UP, TURNED, SOUTH_UP], ids=["north-up", "turned", "south-up"])
@pytest.mark.parametrize("pixel_m", [1, 100])
def test_other_crs_is_met_within_a_hundredth_of_a_pixel(crs, transform, pixel_m):
    source = grid(transform * Affine.scale(pixel_m / 10))
    to_crs = pyproj.Transformer.from_crs(UTM_33, crs, always_xy=True)
    x, y = to_crs.transform(*(source.transform * (100, 100)))
    # a degree is shorter along a parallel
    east, north = (pixel_m / 75_800, pixel_m / 111_200) if crs == "EPSG:4326" else (pixel_m, pixel_m)
    place = Affine.translation(x, y) * Affine.scale(east, -north) * Affine.rotation(9)
    target = grid(place * Affine.translation(-45, -45), 90, CRS.from_user_input(crs))
    rows, cols = centres(source, target)
    # each pixel holds where its centre is, so that bilinear values between pixels tell where they were taken
    places = np.mgrid[:200, :200] + 0.5
    found, valid_mask = resample(ArrayReader(places), source, target, "bilinear")
    nearest, _ = resample(ArrayReader(places), source, target, "nearest")
    assert valid_mask.all()
    assert np.abs(found - [rows, cols]).max() < 0.01
    assert np.abs(nearest - [rows, cols]).max() < 0.51


def test_place_beside_the_date_line_is_found_on_both_sides():
    source = RasterGrid(CRS.from_epsg(4326), Affine(0.001, 0, 179.8, 0, -0.001, -16.8), 400, 400)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32760", always_xy=True).transform(180, -17)
    target = grid(Affine(100, 0, x - 5000, 0, -100, y + 5000), 100, CRS.from_epsg(32760))
    places = np.mgrid[:400, :400] + 0.5
    found, valid_mask = resample(ArrayReader(places), source, target, "bilinear")
    rows, cols = np.mgrid[:100, :100] + 0.5
    to_degrees = pyproj.Transformer.from_crs("EPSG:32760", "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(*(target.transform * (cols, rows)))
    assert {*np.sign(lon).ravel()} == {-1, 1}
    expected = ~source.transform * (lon % 360, lat)
    assert valid_mask.all()
    assert np.abs(found - [*expected][::-1]).max() < 0.01


def test_raster_of_the_whole_earth_ends_at_the_date_line_and_goes_on_behind_it():
    source = RasterGrid(CRS.from_epsg(4326), Affine(0.1, 0, -180, 0, -0.1, 90), 3600, 1800)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32760", always_xy=True).transform(180, -17)
    target = grid(Affine(1000, 0, x - 50_000, 0, -1000, y + 50_000), 100, CRS.from_epsg(32760))
    reader = ArrayReader(np.broadcast_to(np.arange(3600, dtype=np.int32), (1, 1800, 3600)))
    found, valid_mask = resample(reader, source, target, "nearest")
    rows, cols = np.mgrid[:100, :100] + 0.5
    to_degrees = pyproj.Transformer.from_crs("EPSG:32760", "EPSG:4326", always_xy=True)
    lon, _ = to_degrees.transform(*(target.transform * (cols, rows)))
    assert valid_mask.all()
    assert max(reader.sizes) <= 512 * 512
    assert np.abs(found[0] + 0.5 - (lon + 180) / 0.1).max() < 0.51


@pytest.mark.parametrize("method", ["nearest", *SMOOTH])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_on_its_own_pixels_an_image_stays_as_it_is(method, dtype):
    pixels = noise(dtype)
    source = grid(NORTH_UP)
    target = source.window_grid(Window(20, 30, 50, 40))
    found, valid_mask = resample(ArrayReader(pixels), source, target, method)
    assert found.dtype == pixels.dtype
    assert np.array_equal(found, pixels[:, 30:70, 20:70])
    assert valid_mask.all()


def keys_cubic(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys (1981) with a = −1/2."""
    d = np.abs(distance)
    near, far = 1.5 * d**3 - 2.5 * d**2 + 1, -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2
    return np.where(d < 1, near, np.where(d < 2, far, 0))


def lanczos_3(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(distance) < 3, np.sinc(distance) * np.sinc(distance / 3), 0)


@pytest.mark.parametrize(("method", "kernel"), [("cubic", keys_cubic), ("lanczos", lanczos_3)])
def test_cubic_and_lanczos_weigh_by_their_textbook_kernels(method: str, kernel: Callable[..., NDArray[np.float64]]):
    pixels = noise("float64", bands=1)
    source = grid(NORTH_UP)
    target = around_the_middle(source, Affine.rotation(33), 20)
    found, _ = resample(ArrayReader(pixels), source, target, method)
    rows, cols = centres(source, target)
    for row, col in [(0, 0), (3, 17), (19, 8)]:
        down, across = (kernel(np.arange(200) + 0.5 - at[row, col]) for at in (rows, cols))
        expected = down @ pixels[0] @ across / (down.sum() * across.sum())
        assert found[0, row, col] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("method", SMOOTH)
@pytest.mark.parametrize("turn", [0, 45])
def test_pixels_ten_times_as_large_hold_about_the_mean(method, turn):
    pixels = noise("uint16", bands=1, size_px=800)
    source = grid(NORTH_UP, 800)
    target = around_the_middle(source, Affine.rotation(turn) * Affine.scale(10), 40)
    found, valid_mask = resample(ArrayReader(pixels), source, target, method)
    rows, cols = centres(source, target)
    means = [
        pixels[0, int(r - 5) : int(r + 5), int(c - 5) : int(c + 5)].mean()
        for r, c in zip(rows.flat, cols.flat, strict=True)
    ]
    assert valid_mask.all()
    assert np.abs(found[0].ravel() - means).max() < 30  # the noise goes from 1 to 250, with a deviation of 72
    assert found[0].std() < 12


@pytest.mark.parametrize("method", SMOOTH)
@pytest.mark.parametrize("onto", [Affine.rotation(33), Affine.scale(4), Affine.scale(0.3)], ids=str)
@pytest.mark.parametrize(
    ("dtype", "bad"), [("uint8", 255), ("int16", -32768), ("uint16", 65535), ("float32", np.nan), ("float64", -9e9)]
)
def test_invalid_pixels_never_bleed(method, onto, dtype, bad):
    mask = np.random.default_rng(2).random((200, 200)) < 0.7
    pixels = np.where(mask, 100, bad).astype(dtype)[np.newaxis]
    source = grid(NORTH_UP)
    target = around_the_middle(source, onto, 40)
    found, valid_mask = resample(ArrayReader(pixels, mask), source, target, method)
    rows, cols = centres(source, target)
    assert np.array_equal(valid_mask, mask[np.floor(rows).astype(int), np.floor(cols).astype(int)])
    assert 0.5 < valid_mask.mean() < 0.9
    assert np.allclose(found[0][valid_mask], 100, rtol=1e-6)
    empty = found[0][~valid_mask]
    assert np.isnan(empty).all() if dtype.startswith("float") else not empty.any()


@pytest.mark.parametrize("method", ["cubic", "lanczos"])
@pytest.mark.parametrize("onto", [Affine.rotation(33), Affine.scale(2.5)], ids=["turned", "coarser"])
def test_wide_kernels_do_not_swing_out_beside_invalid_pixels(method, onto):
    mask = np.random.default_rng(2).random((200, 200)) < 0.4
    pixels = noise("float64", bands=1)
    source = grid(NORTH_UP)
    found, valid_mask = resample(ArrayReader(pixels, mask), source, around_the_middle(source, onto), method)
    assert found[0][valid_mask].min() >= pixels.min()
    assert found[0][valid_mask].max() <= pixels.max()


@pytest.mark.parametrize("method", SMOOTH)
def test_pixels_at_the_edge_are_made_of_what_is_inside(method):
    source = grid(NORTH_UP, 50)
    target = grid(NORTH_UP * Affine.translation(-9.7, 20.4) * Affine.rotation(20), 40)
    found, valid_mask = resample(ArrayReader(np.full((1, 50, 50), 200, np.uint8)), source, target, method)
    rows, cols = centres(source, target)
    inside = (rows >= 0) & (rows < 50) & (cols >= 0) & (cols < 50)
    assert 0.1 < inside.mean() < 0.9
    assert np.array_equal(valid_mask, inside)
    assert np.array_equal(found[0], np.where(inside, 200, 0))


@pytest.mark.parametrize("method", ["nearest", *SMOOTH])
@pytest.mark.parametrize(("dtype", "empty"), [("int16", 0), ("float32", np.nan)])
def test_grid_beside_the_image_holds_nothing(method, dtype, empty):
    source = grid(NORTH_UP)
    found, valid_mask = resample(
        ArrayReader(noise(dtype)), source, grid(NORTH_UP * Affine.translation(900, 0), 30), method
    )
    assert not valid_mask.any()
    assert found.dtype == dtype
    assert np.array_equal(found, np.full((2, 30, 30), empty), equal_nan=True)


def test_whole_numbers_are_rounded_and_stay_within_their_type():
    steps = np.where(np.arange(200) % 20 < 10, 0, 255).astype(np.uint8)
    source = grid(NORTH_UP)
    target = around_the_middle(source, Affine.translation(0.3, 0))
    pixels = np.broadcast_to(steps, (1, 200, 200))
    found, _ = resample(ArrayReader(pixels), source, target, "lanczos")
    exact, _ = resample(ArrayReader(pixels.astype(np.float64)), source, target, "lanczos")
    assert exact.max() > 270
    assert exact.min() < -15
    assert np.array_equal(found, np.floor(np.clip(exact, 0, 255) + 0.5))


@pytest.mark.parametrize("method", ["nearest", *SMOOTH, "mode"])
@pytest.mark.parametrize("crs", [UTM_33, CRS.from_epsg(32634)], ids=["same CRS", "other CRS"])
@pytest.mark.parametrize("holes", [False, True])
def test_reads_stay_small_and_the_result_does_not_depend_on_them(method, crs, holes):
    mask = np.random.default_rng(2).random((400, 400)) < 0.9 if holes else None
    pixels = noise("int32", bands=1, size_px=400)
    source = grid(NORTH_UP, 400)
    x, y = pyproj.Transformer.from_crs(UTM_33, crs, always_xy=True).transform(*(source.transform * (200, 200)))
    target = grid(
        Affine.translation(x, y) * Affine.rotation(9) * Affine.scale(30, -30) * Affine.translation(-75, -60), 120, crs
    )
    at_once, in_pieces = ArrayReader(pixels, mask), ArrayReader(pixels, mask)
    expected, expected_mask = resample(at_once, source, target, method)
    found, valid_mask = resample(in_pieces, source, target, method, window_px=60 * 60)
    assert max(at_once.sizes) > 60 * 60
    assert max(in_pieces.sizes) <= 60 * 60
    # a piece may lie a ten thousandth of a pixel elsewhere in another CRS, where that decides between two pixels
    differing = (np.abs(found - expected) > (method in SMOOTH)) | (valid_mask != expected_mask)
    assert differing.mean() <= (0 if crs == UTM_33 else 0.001)


def test_single_pixel_may_need_more_than_one_piece_should():
    pixels = noise("float64", bands=1)
    found, valid_mask = resample(
        ArrayReader(pixels), grid(NORTH_UP), grid(NORTH_UP * Affine.scale(40), 5), "bilinear", window_px=100
    )
    assert valid_mask.all()
    assert np.abs(found - 125).max() < 10  # the mean of thousands of pixels


def test_pixels_too_large_to_be_computed_in_bounded_memory_are_refused():
    source = grid(NORTH_UP, 20_000)
    target = around_the_middle(source, Affine.scale(4000), 2)
    reader = ArrayReader(noise("uint8"))
    with pytest.raises(GridMismatch, match="found pixels 4000 times as large: ask for a finer resolution"):
        resample(reader, source, target, "bilinear")
    assert not reader.sizes


@pytest.mark.parametrize("lacking", [0, 1])
def test_grid_without_crs_meets_no_grid_with_one(lacking):
    grids = [grid(NORTH_UP), grid(NORTH_UP)]
    grids[lacking] = grid(NORTH_UP, crs=None)
    with pytest.raises(GridMismatch, match="no coordinate reference system.*: assign the missing one first"):
        resample(ArrayReader(noise("uint8")), *grids, "nearest")


def test_grid_on_the_moon_meets_none_on_earth():
    moon = grid(NORTH_UP, crs=CRS.from_user_input("IAU_2015:30100"))
    with pytest.raises(GridMismatch, match="found none between IAU_2015:30100 and EPSG:32633"):
        resample(ArrayReader(noise("uint8")), grid(NORTH_UP), moon, "nearest")


def test_mode_is_the_most_frequent_value_and_the_smallest_of_several():
    labels = np.random.default_rng(1).integers(-2, 3, (1, 200, 200)).astype(np.int32)
    source = grid(NORTH_UP)
    target = grid(NORTH_UP * Affine.scale(4), 50)
    found, valid_mask = resample(ArrayReader(labels), source, target, "mode")
    blocks = labels[0].reshape(50, 4, 50, 4).transpose(0, 2, 1, 3).reshape(50, 50, 16)
    counts = np.stack([(blocks == value).sum(axis=2) for value in range(-2, 3)])
    assert found.dtype == np.int32
    assert valid_mask.all()
    assert np.array_equal(found[0], counts.argmax(axis=0) - 2)


def test_mode_on_a_turned_grid_counts_within_the_turned_pixels():
    labels = np.kron(np.random.default_rng(1).integers(0, 4, (1, 40, 40)), np.ones((5, 5), int)).astype(np.int32)
    source = grid(NORTH_UP)
    target = around_the_middle(source, Affine.rotation(45) * Affine.scale(3), 30)
    found, _ = resample(ArrayReader(labels), source, target, "mode")
    fine = around_the_middle(source, Affine.rotation(45) * Affine.scale(3 / 30), 900)
    rows, cols = centres(source, fine)
    dense = labels[0, np.floor(rows).astype(int), np.floor(cols).astype(int)].reshape(30, 30, 30, 30)
    shares = np.stack([(dense == value).mean(axis=(1, 3)) for value in range(4)])
    first, second = np.sort(shares, axis=0)[[-1, -2]]
    clear = first - second > 0.2
    assert clear.mean() > 0.7
    assert np.array_equal(found[0][clear], shares.argmax(axis=0)[clear])


def test_mode_leaves_pixels_without_value_where_more_than_half_of_them_is():
    labels = np.full((1, 8, 8), 9, np.int32)
    has_value = np.zeros((8, 8), np.bool_)
    has_value[:4, 4:] = True  # all of a quarter, half of another, less of a third, none of the last
    has_value[4:6, 4:] = True
    has_value[5:8, :2] = True
    found, valid_mask = resample(
        ArrayReader(labels, has_value), grid(NORTH_UP, 8), grid(NORTH_UP * Affine.scale(4), 2), "mode"
    )
    assert valid_mask.tolist() == [[False, True], [False, True]]
    assert found[0].tolist() == [[0, 9], [0, 9]]
