"""Images and labels are checked against each other before anything is cut."""

import numpy as np
import pytest
from rasterio import Affine

from seg4eo_engine.errors import BandMismatch, GridMismatch, InvalidJob
from seg4eo_engine.patches.sources import check_sources


def test_bands_are_known_by_name_and_number(scene, labels, reporter):
    [pair] = check_sources([scene], [labels], [3, 1], reporter)
    assert pair.bands.indexes == (3, 1)
    assert pair.bands.names == ("nir", "red")
    assert pair.bands.dtype == "uint16"


def test_every_image_needs_its_labels(scene, labels, reporter):
    with pytest.raises(InvalidJob, match="found 2 images and 1 label"):
        check_sources([scene, scene], [labels], [], reporter)
    with pytest.raises(InvalidJob, match="found 0 images"):
        check_sources([], [], [], reporter)


@pytest.mark.parametrize("transform", [Affine(10, 0, 500_005, 0, -10, 5_200_000), Affine(20, 0, 500_000, 0, -20, 5e6)])
def test_labels_on_other_pixels_are_refused(scene, write_raster, reporter, transform):
    other = write_raster("other.tif", np.ones((1, 160, 192), np.uint8), transform=transform)
    with pytest.raises(GridMismatch, match=r"labels on another grid in other\.tif \(pixels that are off"):
        check_sources([scene], [other], [], reporter)


def test_labels_that_are_no_class_values_are_refused(scene, write_raster, reporter):
    real = write_raster("real.tif", np.ones((1, 160, 192), np.float32))
    with pytest.raises(BandMismatch, match=r"whole numbers, found float32 in real\.tif"):
        check_sources([scene], [real], [], reporter)
    with pytest.raises(BandMismatch, match=r"one band of class values, found 3 bands in scene\.tif"):
        check_sources([scene], [scene], [], reporter)


def test_bands_that_are_not_there_are_refused(scene, labels, reporter):
    with pytest.raises(BandMismatch, match=r"bands from 1 to 3, found 4, 0 for scene\.tif"):
        check_sources([scene], [labels], [4, 1, 0], reporter)


@pytest.mark.parametrize("change", ["count", "dtype", "names"])
def test_images_with_other_bands_are_refused(scene, labels, write_raster, coded_pixels, reporter, change):
    pixels, names = coded_pixels(160, 192), ["red", "green", "nir"]
    if change == "count":
        pixels = pixels[:2]
    if change == "dtype":
        pixels = pixels.astype(np.float32)
    if change == "names":
        names[0] = "blue"
    other = write_raster("other.tif", pixels, names=names[: len(pixels)])
    with pytest.raises(BandMismatch, match=r"bands of scene\.tif in every image \(red, green, nir of uint16\), found"):
        check_sources([scene, other], [labels, labels], [], reporter)


def test_alpha_band_is_mentioned(write_raster, labels, reporter):
    image = write_raster("rgba.tif", np.ones((4, 160, 192), np.uint8))  # GDAL takes the fourth of four bytes for alpha
    [pair] = check_sources([image], [labels], [], reporter)
    assert pair.bands.indexes == (1, 2, 3)
    assert reporter.texts == ["Band 4 of rgba.tif is marked as alpha: it tells which pixels are valid."]
