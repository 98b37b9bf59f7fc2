"""Patch files hold the pixels as they were, and say themselves what is valid."""

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from seg4eo_engine.patches.files import LabelEncoding, write_image_patch, write_label_patch
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import SourceRequest, check_sources
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import image_band_indexes, open_raster, read_pixels


@pytest.fixture
def copy_patch(write_raster, tmp_path, reporter):
    """Write a raster, cut the window (8, 8, 32, 32) into a patch, and read both back: pixels and valid_mask of each."""

    def copy(pixels, **profile):
        image = write_raster("image.tif", pixels, **profile)
        labels = write_raster("classes.tif", np.ones((1, *pixels.shape[1:]), np.uint8))
        [source] = check_sources(SourceRequest(images=(image,), labels=(labels,)), reporter)
        place = Place.of_window(source.grid, Window(8, 8, 32, 32))
        with source.open() as opened:
            before = opened.read_image(place)
        path = tmp_path / "patch.tif"
        write_image_patch(path, *before, place.grid, source.bands.names, source.nodata)
        with open_raster(path) as dataset:
            after = read_pixels(dataset, Window(0, 0, 32, 32), image_band_indexes(dataset))
        return path, before, after

    return copy


@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "float32", "float64"]
)
@pytest.mark.parametrize("bands", [1, 3, 4, 10])
def test_every_type_and_number_of_bands_comes_back_bit_by_bit(copy_patch, dtype, bands):
    pixels = np.random.default_rng(0).integers(0, 120, (bands, 48, 48)).astype(dtype)
    path, _, after = copy_patch(pixels, photometric="minisblack")
    assert np.array_equal(after[0], pixels[:, 8:40, 8:40])
    assert after[0].dtype == pixels.dtype
    assert after[1].all()
    with rasterio.open(path) as dataset:
        assert ColorInterp.alpha not in dataset.colorinterp
        assert dataset.transform == rasterio.Affine(10, 0, 500_080, 0, -10, 5_199_920)
        assert dataset.crs.to_epsg() == 32633


def _some_invalid() -> np.ndarray:
    return np.random.default_rng(2).random((48, 48)) < 0.3


def test_invalid_stays_invalid_by_nodata_tag(copy_patch):
    pixels = np.where(_some_invalid(), 0, 7).astype(np.uint16)[None]
    path, _, after = copy_patch(pixels, nodata=0)
    assert np.array_equal(after[1], ~_some_invalid()[8:40, 8:40])
    with rasterio.open(path) as dataset:
        assert dataset.nodata == 0


def test_invalid_stays_invalid_by_mask(copy_patch):
    _, _, after = copy_patch(np.full((3, 48, 48), 7, np.uint8), mask=~_some_invalid())
    assert np.array_equal(after[1], ~_some_invalid()[8:40, 8:40])


def test_invalid_stays_invalid_by_mask_beside_a_nodata_tag(copy_patch):
    pixels = np.random.default_rng(4).integers(0, 3, (2, 48, 48)).astype(np.uint8)
    _, before, after = copy_patch(pixels, nodata=0, mask=~_some_invalid())
    assert np.array_equal(after[1], before[1])
    assert not after[1][_some_invalid()[8:40, 8:40]].any()


def test_invalid_stays_invalid_by_alpha(copy_patch):
    pixels = np.full((4, 48, 48), 7, np.uint8)
    pixels[3] = np.where(_some_invalid(), 0, 255)
    meanings = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    _, _, after = copy_patch(pixels, colorinterp=meanings)
    assert after[0].shape == (3, 32, 32)
    assert np.array_equal(after[1], ~_some_invalid()[8:40, 8:40])


def test_invalid_stays_invalid_by_nan(copy_patch):
    pixels = np.where(_some_invalid(), np.nan, 7).astype(np.float32)[None]
    _, before, after = copy_patch(pixels)
    assert np.array_equal(after[1], ~_some_invalid()[8:40, 8:40])
    assert np.array_equal(after[0], before[0], equal_nan=True)


@pytest.mark.parametrize("bands", [1, 3])
def test_nodata_tag_is_kept_even_if_it_is_nan(copy_patch, bands):
    pixels = np.where(_some_invalid(), np.nan, 7).astype(np.float32)[None].repeat(bands, axis=0)
    path, _, _ = copy_patch(pixels, nodata=np.nan)
    with rasterio.open(path) as dataset:
        assert np.isnan(dataset.nodata)


def test_no_mask_is_written_where_all_is_valid(copy_patch):
    path, *_ = copy_patch(np.full((3, 48, 48), 7, np.uint8), mask=np.ones((48, 48), bool))
    with rasterio.open(path) as dataset:
        assert rasterio.enums.MaskFlags.all_valid in dataset.mask_flag_enums[0]


def test_label_patch_shows_its_classes_in_their_colours(tmp_path):
    values = np.random.default_rng(0).integers(0, 3, (32, 32), dtype=np.uint8)
    classes = [default_class(1, 0), default_class(2, 1)]
    path = tmp_path / "label.tif"
    write_label_patch(path, values, RasterGrid(None, rasterio.Affine.identity(), 32, 32), 0, classes)
    with rasterio.open(path) as dataset:
        assert np.array_equal(dataset.read(1), values)
        assert dataset.colormap(1)[2][:3] == classes[1].rgb
        assert dataset.nodata == 0


@pytest.mark.parametrize(
    ("values", "preferred", "dtype", "nodata"),
    [
        ([1, 2], [0], "uint8", 0),
        ([0, 1], [-1], "uint8", 255),
        ([0, 255], [], "uint8", 254),
        ([-3, 4], [], "int16", 32767),
        ([1, 300], [0], "int16", 0),
        ([1, 40_000], [0], "uint16", 0),
        ([-1, 100_000], [7], "int32", 7),
    ],
)
def test_labels_are_written_in_the_smallest_type_with_a_free_value(values, preferred, dtype, nodata):
    encoding = LabelEncoding.of([default_class(value, 0) for value in values], preferred)
    assert (encoding.dtype, encoding.nodata) == (dtype, nodata)


def test_labels_without_a_value_or_with_one_that_does_not_fit_become_nodata():
    encoding = LabelEncoding("uint8", 255)
    labels, has_value = np.array([[0, 1, -1, 400, 9]], np.int32), np.array([[True, True, True, True, False]])
    assert encoding.encode(labels, has_value).tolist() == [[0, 1, 255, 255, 255]]
