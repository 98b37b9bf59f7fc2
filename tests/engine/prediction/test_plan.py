"""Windows and strips."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.plan import PixelCost, plan_prediction

COST = PixelCost(bands=3, itemsize=1, num_classes=2, block_height_px=16)


def plan(width, height, window_px, overlap_px, columns_px=10**9):
    return plan_prediction(width, height, window_px, overlap_px, COST, columns_px * COST.bytes_per_column(window_px))


@given(st.integers(1, 400), st.integers(1, 60), st.data())
def test_strips_cover_the_scene_once(width, window_px, data):
    overlap_px = data.draw(st.integers(0, window_px - 1))
    strips = plan(width, 10, window_px, overlap_px, data.draw(st.integers(1, 500))).strips
    assert strips[0].col_off == 0
    for strip, following in pairwise(strips):
        assert strip.col_off + strip.width == following.col_off
    assert strips[-1].col_off + strips[-1].width == width


@given(st.integers(1, 400), st.integers(1, 60), st.data())
def test_a_strip_has_every_window_that_touches_it(width, window_px, data):
    overlap_px = data.draw(st.integers(0, window_px - 1))
    whole = plan(width, 10, window_px, overlap_px, data.draw(st.integers(1, 500)))
    for strip in whole.strips:
        end = strip.col_off + strip.width
        touching = [col for col in whole.window_cols if col < end and col + window_px > strip.col_off]
        assert list(strip.window_cols) == touching


@given(st.integers(200, 400), st.integers(80, 120))
def test_a_strip_is_no_wider_than_memory_allows(width, columns_px):
    for strip in plan(width, 10, 16, 4, columns_px).strips:
        assert strip.window_cols[-1] + 16 - strip.window_cols[0] <= columns_px


def test_a_strip_is_one_window_wide_even_where_memory_is_short():
    assert all(strip.width >= 1 for strip in plan(100, 10, 16, 4, 1).strips)


def test_a_scene_smaller_than_a_window_gets_one():
    assert plan(5, 3, 16, 4).window_count == 1


def test_an_overlap_as_large_as_the_window_is_refused():
    with pytest.raises(InvalidJob, match=r"smaller than the window of 16 px, found 16 px"):
        plan(100, 100, 16, 16)
