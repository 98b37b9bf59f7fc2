"""Several rasters seen as one: later ones over earlier ones, and nothing where there is none."""

import math
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from rasterio import Affine
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch, GridMismatch, MissingInput
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import band_names, open_raster, raster_name, read_pixels
from seg4eo_engine.raster.sources import find_source
from seg4eo_engine.raster.views import RasterView, resampled_grid

SIZE, WIDTH, HEIGHT = 40, 110, 80
PLACES = [(0, 0), (30, 0), (10, 25), (70, 40)]  # overlaps and gaps
ORIGIN = Affine(10, 0, 500_000, 0, -10, 5_200_000)


def at(col, row):
    return ORIGIN * Affine.translation(col, row)


@pytest.fixture
def write_part(write_raster):
    """Parts that tell by tag, mask, alpha or NaN where they have holes, as ``kind`` says."""
    random = np.random.default_rng(1)

    def write(kind: str, number: int) -> str:
        pixels = random.integers(900, 1100, (3, SIZE, SIZE)).astype(
            np.float32 if kind.startswith("float") else np.uint16
        )
        hole = random.random((SIZE, SIZE)) < 0.2
        settings = {"transform": at(*PLACES[number])}
        tags = {
            "tag": (0, 0, 0, 0),
            "tags": (0, 2000, None, 65535),
            "float": (-9999, -9999, -9999, -9999),
            "floats": (-9999, None, math.nan, -1),
        }
        nodata = tags[kind][number] if kind in tags else None
        if kind in ("mask", "float_mask") or (kind == "masks" and number % 2):
            settings["mask"] = ~hole
            pixels[:, hole] = 7
        elif kind == "alpha":
            pixels[:, hole] = 7
            pixels = np.concatenate([pixels, np.where(hole, 0, 65535)[None].astype(np.uint16)])
            settings["colorinterp"] = [ColorInterp.gray, *[ColorInterp.undefined] * 2, ColorInterp.alpha]
        elif nodata is not None:
            settings["nodata"] = nodata
            pixels[:, hole] = nodata
        elif kind == "floats":
            pixels[:, hole] = np.nan
        return str(write_raster(f"{kind}_{number}.tif", pixels, **settings))

    return write


@pytest.mark.parametrize("kind", ["none", "tag", "tags", "mask", "masks", "alpha", "float", "floats", "float_mask"])
def test_each_pixel_is_that_of_the_uppermost_part_that_is_valid_there(write_part, kind):
    parts = [write_part(kind, number) for number in range(len(PLACES))]
    expected, expected_mask = np.zeros((3, HEIGHT, WIDTH)), np.zeros((HEIGHT, WIDTH), np.bool_)
    for part, (col, row) in zip(parts, PLACES, strict=True):
        with open_raster(part) as dataset:
            pixels, valid_mask = read_pixels(dataset, Window(0, 0, SIZE, SIZE), [1, 2, 3])
        place = np.s_[row : row + SIZE, col : col + SIZE]
        expected[:, *place][:, valid_mask] = pixels[:, valid_mask]
        expected_mask[place] |= valid_mask
    with open_raster(find_source(parts[0], parts[1:])) as dataset:
        assert RasterGrid.from_dataset(dataset) == RasterGrid(dataset.crs, ORIGIN, WIDTH, HEIGHT)
        found, found_mask = read_pixels(dataset, Window(-2, -2, WIDTH + 4, HEIGHT + 4), [1, 2, 3])
    assert np.array_equal(found_mask, np.pad(expected_mask, 2))
    assert np.array_equal(found[:, found_mask], expected[:, expected_mask])


@pytest.mark.parametrize("kind", ["none", "tags", "masks", "alpha", "floats"])
def test_mosaic_seen_on_another_grid_knows_its_gaps_and_holes(write_part, kind):
    parts = [write_part(kind, number) for number in range(len(PLACES))]
    source = find_source(parts[0], parts[1:])
    with open_raster(source) as dataset:
        grid = RasterGrid.from_dataset(dataset)
        _, whole = read_pixels(dataset, grid.full_window, [1, 2, 3])
    with RasterView(source, resampled_grid(grid, 20)).open() as dataset:
        pixels, valid_mask = read_pixels(dataset, Window(0, 0, dataset.width, dataset.height), [1, 2, 3])
    quarters = whole.reshape(HEIGHT // 2, 2, WIDTH // 2, 2)
    assert np.array_equal(valid_mask, quarters.any(axis=(1, 3)))
    assert 900 <= pixels[:, valid_mask].min() <= pixels[:, valid_mask].max() <= 1100


def test_parts_that_fill_the_mosaic_need_no_mask(write_raster):
    left, right = (
        write_raster(f"{col}.tif", np.full((2, 8, 8), col + 1, np.uint8), names=["a", "b"], transform=at(col, 0))
        for col in (0, 8)
    )
    with open_raster(find_source(str(left), [str(right)])) as dataset:
        pixels, valid_mask = read_pixels(dataset, Window(0, 0, 16, 8), [2])
        assert "MaskBand" not in dataset.name
        assert band_names(dataset) == ["a", "b"]
        assert raster_name(dataset.name) == f"the mosaic of {left} and others"
    assert valid_mask.all()
    assert pixels[0, 0].tolist() == [1] * 8 + [9] * 8


def test_folder_is_the_mosaic_of_its_rasters_in_the_order_of_their_names(write_raster, tmp_path):
    for number, name in enumerate(("b.tif", "a.TIF", "c.tif"), start=1):
        write_raster(name, np.full((1, 4, 4), number, np.uint8))
    for other in ("c.tif.aux.xml", "notes.txt", ".hidden.tif"):
        (tmp_path / other).write_text("")
    with open_raster(find_source(str(tmp_path))) as dataset:
        assert read_pixels(dataset, Window(0, 0, 4, 4), [1])[0].max() == 3


def test_mosaic_is_opened_by_any_thread_from_its_text_alone(write_part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = [write_part("tag", number).removeprefix(f"{tmp_path}/") for number in range(3)]
    view = pickle.loads(pickle.dumps(RasterView(find_source(parts[0], parts[1:]))))
    monkeypatch.chdir("/")

    def read(_):
        with view.open() as dataset:
            return read_pixels(dataset, Window(0, 0, WIDTH, 65), [1, 2, 3])[0]

    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(read, range(8))
    assert first.any()
    assert all(np.array_equal(first, other) for other in others)


@pytest.mark.parametrize("turn", [Affine.rotation(30), Affine.scale(1, -1), Affine.identity()])
def test_turned_and_south_up_parts_lie_side_by_side(write_raster, turn):
    transform = ORIGIN * turn
    shifted = transform * Affine.translation(-4.3, 8)  # within half a pixel
    first, second = (
        str(write_raster(f"{value}.tif", np.full((1, 8, 4), value, np.uint8), transform=place))
        for value, place in ((1, transform), (2, shifted))
    )
    with open_raster(find_source(first, [second])) as dataset:
        pixels, valid_mask = read_pixels(dataset, Window(0, 0, 8, 16), [1])
        assert dataset.shape == (16, 8)
        assert dataset.transform.almost_equals(transform * Affine.translation(-4, 0), 1e-6)
    assert (pixels[0, :8, 4:] == 1).all()
    assert (pixels[0, 8:, :4] == 2).all()
    assert valid_mask.sum() == 64


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"crs": "EPSG:32634"}, GridMismatch, r"\(EPSG:32633\), found EPSG:32634 in .*other\.tif: warp it first"),
        ({"transform": at(8, 0) * Affine.scale(2)}, GridMismatch, r"\(10 × -10\), found 20 × -20 in .*: resample it"),
        ({"transform": at(8, 0) * Affine.rotation(9)}, GridMismatch, "one size and direction.* turned by"),
        ({"transform": None, "crs": None}, GridMismatch, r"found no place in .*other\.tif: georeference it"),
        ({"pixels": np.ones((3, 8, 8), np.uint8)}, BandMismatch, r"rasters of 2 bands, found 3 in .*other\.tif"),
        ({"pixels": np.ones((2, 8, 8), np.int16)}, BandMismatch, "band 1 as uint8, found int16 in"),
        ({"names": ["green", "red"]}, BandMismatch, "Expected red as band 1 of all rasters, found green in"),
    ],
)
def test_parts_that_do_not_go_together_are_named_with_the_cure(write_raster, change, error, words):
    plain = {"pixels": np.ones((2, 8, 8), np.uint8), "names": ["red", "green"]}
    first = write_raster("first.tif", **plain)
    other = write_raster("other.tif", **(plain | {"transform": at(8, 0)} | change))
    with pytest.raises(error, match=words):
        find_source(str(first), [str(other)])


def test_missing_part_is_named(scene, tmp_path):
    with pytest.raises(MissingInput, match=r"gone\.tif, found nothing there"):
        find_source(str(scene), [str(tmp_path / "gone.tif")])
