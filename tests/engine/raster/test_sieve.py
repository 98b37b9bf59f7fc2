"""The sieve: small areas become part of what is around them, however the raster is cut."""

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seg4eo_engine.errors import Cancelled, MissingInput
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.components.labelling import label_equal
from seg4eo_engine.raster.sieve import sieve_raster

NODATA = 0


def plainly_sieved(values, smallest_px, fill_holes_px=0):
    """The rule, one area after the other on the pixels themselves."""
    values, asked = values.copy(), set()
    while True:
        labels, count = label_equal(values)
        areas = sorted((int((labels == label).sum()), label) for label in range(count))
        waiting = [
            (pixels, label) for pixels, label in areas
            if pixels < max(smallest_px, fill_holes_px) and (pixels, _first(labels, label)) not in asked
        ]  # fmt: skip
        if not waiting:
            return values
        pixels, label = waiting[0]
        asked.add((pixels, _first(labels, label)))
        target = _plain_target(values, labels, label, pixels, smallest_px, fill_holes_px)
        if target is not None:
            values[labels == label] = target


def _first(labels, label):
    return int(np.flatnonzero(labels.ravel() == label)[0])


def _plain_target(values, labels, label, pixels, smallest_px, fill_holes_px):
    padded = np.pad(labels, 1, constant_values=-1)
    own = padded == label
    borders = {}
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        for other in np.roll(padded, step, axis)[own].tolist():
            if other != label:
                borders[other] = borders.get(other, 0) + 1
    is_enclosed = len(borders) == 1 and -1 not in borders
    value_of = {other: int(values[labels == other][0]) for other in borders if other != -1}
    classes = [other for other in value_of if value_of[other] != NODATA]
    if classes and is_enclosed and pixels < fill_holes_px:
        return value_of[classes[0]]
    if not classes or pixels >= smallest_px or values[labels == label][0] == NODATA:
        return None
    size = {other: int((labels == other).sum()) for other in classes}
    best = min(classes, key=lambda other: (-borders[other], -size[other], value_of[other], _first(labels, other)))
    return value_of[best]


def sieved(path, tmp_path, smallest_px, **options):
    target = tmp_path / "sieved.tif"
    sieve_raster(path, target, smallest_px, SilentReporter(), **options)
    with rasterio.open(target) as dataset:
        return dataset.read(1)


@settings(max_examples=80)
@given(
    arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 3)),
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(1, 9),
)
def test_the_outcome_is_that_of_the_plain_rule_whatever_the_strips(
    write_raster, tmp_path, values, smallest_px, fill_holes_px, rows
):
    path = write_raster("map.tif", values[None], nodata=NODATA)
    ours = sieved(path, tmp_path, smallest_px, fill_holes_px=fill_holes_px, strip_px=rows * values.shape[1])
    assert np.array_equal(ours, plainly_sieved(values, smallest_px, fill_holes_px))


def test_a_large_map_is_the_same_for_any_strips(write_raster, tmp_path):
    random = np.random.default_rng(2)
    values = np.kron(random.integers(0, 5, (40, 50)), np.ones((3, 3), int)).astype(np.uint8)
    values[random.random(values.shape) < 0.1] = 4
    path = write_raster("map.tif", values[None], nodata=NODATA)
    outcomes = [sieved(path, tmp_path, 12, strip_px=rows * 150) for rows in (1, 2, 7, 64, 1000)]
    assert all(np.array_equal(outcomes[0], other) for other in outcomes[1:])
    assert not np.array_equal(outcomes[0], values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([[1, 1, 2, 3, 3], [1, 1, 3, 3, 3]], [[1, 1, 3, 3, 3], [1, 1, 3, 3, 3]]),  # the longer border
        ([[1, 1, 2, 3, 3, 3]], [[1, 1, 3, 3, 3, 3]]),  # equal borders: the larger
        ([[3, 3, 2, 1, 1]], [[3, 3, 1, 1, 1]]),  # equal in all: the smaller class value
        ([[2, 0, 3, 3]], [[2, 0, 3, 3]]),  # nothing becomes invalid
        ([[3, 0, 3, 3], [3, 3, 3, 3]], [[3, 0, 3, 3], [3, 3, 3, 3]]),  # and nothing invalid a class
    ],
)
def test_where_a_small_area_goes(write_raster, tmp_path, values, expected):
    path = write_raster("map.tif", np.array([values], np.uint8), nodata=NODATA)
    assert sieved(path, tmp_path, 2).tolist() == expected


def test_small_areas_that_grow_together_survive(write_raster, tmp_path):
    path = write_raster("map.tif", np.array([[[1, 1, 2, 1, 1, 3, 3, 3, 3, 3, 3, 3]]], np.uint8), nodata=NODATA)
    assert sieved(path, tmp_path, 5).tolist() == [[1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3]]


def test_holes_are_filled_also_where_they_are_invalid(write_raster, tmp_path):
    values = np.full((5, 7), 2, np.uint8)
    values[1, 1], values[3, 3], values[0, 5] = 0, 1, 0  # the last one is at the edge, and no hole
    path = write_raster("map.tif", values[None], nodata=NODATA)
    outcome = sieved(path, tmp_path, 0, fill_holes_px=2)
    assert outcome[1, 1] == outcome[3, 3] == 2
    assert outcome[0, 5] == NODATA


def test_the_sieved_map_lies_where_the_map_lies(write_raster, tmp_path):
    path = write_raster("map.tif", np.ones((1, 4, 6), np.int16), nodata=-1)
    target = tmp_path / "sieved.tif"
    assert sieve_raster(path, target, 3, SilentReporter()) == 0
    with rasterio.open(path) as source, rasterio.open(target) as dataset:
        assert (dataset.crs, dataset.transform, dataset.nodata) == (source.crs, source.transform, -1)
        assert dataset.dtypes == ("int16",)


def test_progress_goes_to_the_end_and_a_cancelled_sieve_stops(write_raster, tmp_path, reporter, cancelling):
    path = write_raster("map.tif", np.ones((1, 40, 6), np.uint8), nodata=NODATA)
    sieve_raster(path, tmp_path / "sieved.tif", 3, reporter, strip_px=12)
    assert reporter.fractions == sorted(reporter.fractions)
    assert 0.9 < reporter.fractions[-1] <= 1
    with pytest.raises(Cancelled):
        sieve_raster(path, tmp_path / "sieved.tif", 3, cancelling(30), strip_px=12)


def test_a_map_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        sieve_raster(tmp_path / "none.tif", tmp_path / "sieved.tif", 3, SilentReporter())
