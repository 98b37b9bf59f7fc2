"""Polygons of regions: a coverage without gaps and overlaps, simplified or not, however the map is cut."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rasterio import features
from scipy.ndimage import gaussian_filter

from seg4eo_engine.raster.components.labelling import label_equal
from seg4eo_engine.vector import outlines
from seg4eo_engine.vector.outlines import Outliner

class_arrays = arrays(np.uint8, st.tuples(st.integers(1, 14), st.integers(1, 14)), elements=st.integers(0, 2))


def outlined(values, rows=1000, tolerance_px=0.0):
    """The polygon of each component of ``values``."""
    regions, count = label_equal(values)
    outliner = Outliner(values.shape[1], np.ones(count, bool), tolerance_px)
    polygons = np.full(count, None, object)
    for row in range(0, len(values), rows):
        numbers, found = outliner.add(regions[row : row + rows], is_last=row + rows >= len(values))
        assert all(polygon is None for polygon in polygons[numbers])
        polygons[numbers] = found
    return polygons


def blobs(height, width, classes=4, blur_px=2.0, seed=0):
    fields = np.random.default_rng(seed).normal(size=(classes, height, width))
    return gaussian_filter(fields, [0, blur_px, blur_px]).argmax(axis=0).astype(np.uint8)


def assert_is_coverage(polygons, values):
    assert shapely.is_valid(polygons).all(), shapely.is_valid_reason(polygons)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == values.size
    assert np.array_equal(shapely.bounds(shapely.union_all(polygons)), [0, 0, *values.shape[::-1]])


@settings(max_examples=60)
@given(class_arrays, st.integers(1, 14))
def test_outlines_of_pixels_are_those_of_rasterio(values, rows):
    polygons = outlined(values, rows)
    assert_is_coverage(polygons, values)
    regions, _ = label_equal(values)
    for geometry, region in features.shapes(regions):
        theirs = shapely.geometry.shape(geometry)
        assert shapely.equals(theirs, polygons[int(region)])


@settings(max_examples=80)
@given(class_arrays, st.integers(1, 14), st.sampled_from([0.8, 1, 1.5, 3, 6]))
def test_simplified_outlines_fit_together(values, rows, tolerance_px):
    assert_is_coverage(outlined(values, rows, tolerance_px), values)


@pytest.mark.parametrize("seam_px", [2, 64])
@pytest.mark.parametrize("seed", range(6))
def test_simplified_outlines_fit_together_across_many_seams(seed, seam_px, monkeypatch):
    monkeypatch.setattr(outlines, "SEAM_PX", seam_px)
    values = blobs(90, 70, blur_px=[0.7, 1.5, 3.0][seed % 3], seed=seed)
    for rows in (2, 5, 17):
        for tolerance_px in (0, 1, 4):
            assert_is_coverage(outlined(values, rows, tolerance_px), values)


@pytest.mark.parametrize(("rows", "most"), [(40, 0), (7, 8), (1, 8)])
def test_borders_that_wait_for_the_next_strip_are_simplified_as_a_whole(rows, most, monkeypatch):
    monkeypatch.setattr(outlines, "SEAM_PX", 1000)
    values = blobs(120, 100, blur_px=3)
    whole, cut = outlined(values, 1000, 1), outlined(values, rows, 1)
    # of two borders in each other's way, one that is complete earlier may become simpler than the other
    assert (~shapely.equals(whole, cut)).sum() <= most


def test_hardly_anything_is_seen_of_the_strips():
    values = blobs(600, 100, blur_px=4)
    whole, cut = outlined(values, 1000, 1), outlined(values, 100, 1)
    differ = ~shapely.equals(whole, cut)
    assert differ.sum() < 0.2 * len(whole)  # long borders get a corner more at each seam
    assert shapely.hausdorff_distance(whole, cut).max() <= 2
    points, cut_points = (shapely.get_num_coordinates(polygons).sum() for polygons in (whole, cut))
    assert cut_points < 1.01 * points


def test_outlines_move_by_no_more_than_the_tolerance_and_lose_their_steps():
    values = (np.add.outer(3 * np.arange(60), np.arange(80)) > 120).astype(np.uint8)  # a straight border, in steps
    exact, simple = outlined(values), outlined(values, 20, 1)
    assert shapely.hausdorff_distance(exact, simple).max() <= 1
    assert shapely.get_num_coordinates(simple[0]) < 8 < shapely.get_num_coordinates(exact[0])


def test_single_pixels_stay_squares():
    values = np.zeros((9, 9), np.uint8)
    values[4, 4] = 1
    assert shapely.area(outlined(values, 3, 1)).tolist() == [80, 1]


def test_what_touches_itself_in_a_corner_is_valid():
    ring = np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 1]], np.uint8)  # 1 encloses 0 and meets itself
    for rows in (1, 2, 4):
        polygons = outlined(ring, rows)
        assert_is_coverage(polygons, ring)
        assert len(polygons[0].interiors) == 1


def test_a_corner_where_a_region_touches_itself_outlasts_a_cut(monkeypatch):
    monkeypatch.setattr(outlines, "SEAM_PX", 2)
    values = blobs(40, 40, blur_px=0.8, seed=8)
    assert_is_coverage(outlined(values, 2), values)


def test_only_what_is_wanted_is_given_and_its_borders_are_the_same():
    values = blobs(60, 60)
    regions, count = label_equal(values)
    everything = outlined(values, 20, 1)
    is_wanted = np.arange(count) % 3 == 0
    outliner = Outliner(60, is_wanted, 1)
    found = [outliner.add(regions[row : row + 20], is_last=row == 40) for row in (0, 20, 40)]
    numbers, polygons = (np.concatenate(parts) for parts in zip(*found, strict=True))
    assert sorted(numbers) == np.flatnonzero(is_wanted).tolist()
    assert all(shapely.equals(polygon, everything[number]) for number, polygon in zip(numbers, polygons, strict=True))


def test_a_polygon_is_given_as_soon_as_no_later_strip_can_touch_it():
    values = np.zeros((400, 20), np.uint8)
    values[3:6, 3:6] = 1
    regions, count = label_equal(values)
    outliner = Outliner(20, np.ones(count, bool), 1)
    assert outliner.add(regions[:100], is_last=False)[0].tolist() == [1]
    assert outliner.add(regions[100:], is_last=True)[0].tolist() == [0]
