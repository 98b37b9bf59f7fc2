"""Cells too near to another split make way: training cells first, test cells never."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seg4eo_engine.patches.splits.buffer import count_overlapping, find_too_near

TRAIN, VALIDATION, TEST = 0, 1, 2


def _row(*lefts, side=1.0):
    return shapely.box(np.array(lefts), 0, np.array(lefts) + side, side)


def _left_out(outlines, splits, buffer_cells, *, planes=None, sizes=None, keep=None):
    count = len(outlines)
    return find_too_near(
        outlines,
        np.zeros(count, int) if planes is None else np.array(planes),
        np.ones(count) if sizes is None else np.array(sizes),
        np.array(splits, np.int8),
        np.zeros(count, bool) if keep is None else np.array(keep),
        buffer_cells,
    ).tolist()


def test_a_cell_as_far_as_the_buffer_stays_and_a_nearer_one_goes():
    cells = _row(0.0, 1.0, 2.0, 3.0)
    assert _left_out(cells, [TEST, TRAIN, TRAIN, TRAIN], 1) == [False, True, False, False]
    assert _left_out(cells, [TEST, TRAIN, TRAIN, TRAIN], 1.5) == [False, True, True, False]


def test_without_buffer_cells_may_touch_but_share_no_area():
    assert _left_out(_row(0.0, 1.0), [TEST, TRAIN], 0) == [False, False]
    assert _left_out(_row(0.0, 0.99), [TEST, TRAIN], 0) == [False, True]


def test_training_makes_way_for_validation_and_both_for_the_test():
    cells = _row(0.0, 1.0, 2.0)
    assert _left_out(cells, [TRAIN, VALIDATION, TRAIN], 1) == [True, False, True]
    assert _left_out(cells, [VALIDATION, TEST, TRAIN], 1) == [True, False, True]


def test_nothing_makes_way_for_a_cell_that_is_left_out_itself():
    assert _left_out(_row(0.0, 1.0, 2.0), [TEST, VALIDATION, TRAIN], 1) == [False, True, False]


def test_cells_of_different_planes_have_no_distance():
    assert _left_out(_row(0.0, 0.0), [TEST, TRAIN], 1, planes=[0, 1]) == [False, False]


def test_the_larger_cell_decides_the_distance():
    small, large = shapely.box(0, 0, 1, 1), shapely.box(3, 0, 7, 4)
    cells = np.array([small, large])
    assert _left_out(cells, [TEST, TRAIN], 1, sizes=[1, 4]) == [False, True]
    assert _left_out(cells, [TEST, TRAIN], 0.5, sizes=[1, 4]) == [False, False]


def test_cells_to_keep_stay_and_the_others_make_way_for_them_even_in_the_test():
    cells = _row(0.0, 1.0)
    assert _left_out(cells, [TRAIN, TEST], 1, keep=[True, False]) == [False, True]
    assert _left_out(cells, [TRAIN, TEST], 1, keep=[True, True]) == [False, False]


def test_overlapping_cells_are_counted_only_where_splits_differ():
    cells, splits = _row(0.0, 0.5, 5.0, 5.5, 7.0), np.array([TRAIN, TEST, TRAIN, TRAIN, TEST], np.int8)
    everything = np.ones(5, bool)
    assert count_overlapping(cells, np.zeros(5, int), splits, everything) == 2
    assert count_overlapping(cells, np.arange(5), splits, everything) == 0
    assert count_overlapping(cells, np.zeros(5, int), splits, np.arange(5) > 0) == 0


@given(
    corners=arrays(float, (25, 2), elements=st.floats(0, 12)),
    splits=st.lists(st.integers(0, 2), min_size=25, max_size=25),
    buffer_cells=st.sampled_from([0.0, 0.3, 1.0, 2.5]),
)
def test_cells_that_are_left_keep_their_distance_and_no_cell_is_left_out_for_nothing(corners, splits, buffer_cells):
    cells, splits = shapely.box(*corners.T, *(corners + 1).T), np.array(splits)
    left_out = np.array(_left_out(cells, splits, buffer_cells))
    gaps = shapely.distance(cells[:, None], cells[None, :])
    shared = shapely.area(shapely.intersection(cells[:, None], cells[None, :]))
    near = gaps < buffer_cells * 0.999 if buffer_cells else shared > 1e-6
    near &= (splits[:, None] != splits[None, :]) & ~left_out[None, :]
    assert not near[~left_out].any()
    assert (near & (splits[None, :] > splits[:, None]))[left_out].any(axis=1).all()


def test_a_straight_border_costs_its_rings_and_no_more():
    rows, cols = (part.ravel() for part in np.mgrid[:320, :320])
    cells = shapely.box(cols, rows, cols + 1, rows + 1)
    splits = np.where(cols < 100, TEST, TRAIN)
    assert sum(_left_out(cells, splits, 2)) == 2 * 320


@pytest.mark.parametrize("buffer_cells", [0, 1])
def test_a_single_split_needs_no_buffer(buffer_cells):
    assert not any(_left_out(_row(0.0, 0.5, 1.0), [TRAIN] * 3, buffer_cells))
