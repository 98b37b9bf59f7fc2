"""Bands are found by name where names tell, by order where they don't, and never guessed."""

import numpy as np
import pytest
from rasterio.enums import ColorInterp

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.prediction.bands import choose_bands
from seg4eo_engine.raster.reader import open_raster


@pytest.fixture
def choose(write_raster, reporter):
    def run(names, wanted, band_indexes=(), **profile):
        path = write_raster("bands.tif", np.zeros((len(names), 4, 4), np.uint8), names=names, **profile)
        with open_raster(path) as dataset:
            return choose_bands(dataset, wanted, band_indexes, reporter)

    return run


@pytest.mark.parametrize(
    ("names", "wanted", "chosen"),
    [
        (["B04", "B03", "B02"], ["B02", "B03", "B04"], [3, 2, 1]),
        (["b4", "B3", "B2"], ["B02", "B03", "B04"], [3, 2, 1]),
        (["B8", "B8A"], ["B8A", "B08"], [2, 1]),
        (["B2, central wavelength 490 nm", "B11 (SWIR)", "B12_20m"], ["B12", "B02"], [3, 1]),
        (["Red", "NIR"], ["nir", "red"], [2, 1]),
        (["VH", "vv", "VV"], ["VV"], [3]),  # the exact one goes first
        (["x", "y"], ["band 1", "band 2"], [1, 2]),
    ],
)
def test_names_are_found_in_equivalent_spellings(choose, names, wanted, chosen):
    assert choose(names, wanted) == chosen


def test_bands_without_names_are_taken_in_their_order_without_alpha(choose, reporter):
    meanings = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    assert choose(["", "", "", ""], ["B04", "B03", "B02"], colorinterp=meanings) == [1, 2, 3]
    assert not reporter.texts


def test_bands_taken_in_their_order_under_other_names_are_told(choose, reporter):
    assert choose(["blue", "green"], ["B02", "B03"]) == [1, 2]
    assert "are taken in their order, though their names differ: blue as B02, green as B03." in reporter.texts[0]


@pytest.mark.parametrize(
    ("names", "wanted", "words"),
    [
        (["B04", "B03", "B08"], ["B02", "B03", "B04"], r"found others in .*bands\.tif \(B04, B03, B08\): give the"),
        (["B02", "B03", "B08"], ["B02", "B03", "B04"], "found others in"),
        (["", "red"], ["red", "nir"], "found others in"),
        (["B02", "B2 (blue)"], ["b02 "], None),
        (["B2 (blue)", "B02_10m"], ["B02"], r"Expected one band B02, found 2 of that name in .* \(bands 1, 2\)"),
        (["nir", "nir", "red"], ["nir"], "Expected one band nir, found 2"),
        (["x", "y", "z"], ["a", "b"], r"the model's 2 bands \(a, b\), found 3 in .* \(x, y, z\): give the numbers"),
    ],
)
def test_what_names_leave_open_is_refused(choose, names, wanted, words):
    if words is None:
        assert choose(names, wanted) == [1]
        return
    with pytest.raises(BandMismatch, match=words):
        choose(names, wanted)


def test_given_numbers_are_taken_whatever_the_names(choose):
    assert choose(["B02", "B03", "B08"], ["B02", "B03"], [3, 1]) == [3, 1]
    with pytest.raises(BandMismatch, match="found band 4 asked of 3: change the band numbers"):
        choose(["B02", "B03", "B08"], ["B02", "B03"], [1, 4])
    with pytest.raises(BandMismatch, match="found 1 bands given"):
        choose(["B02", "B03", "B08"], ["B02", "B03"], [1])
