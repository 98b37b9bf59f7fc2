"""Weights of overlapping windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg4eo_engine.prediction.blending import window_weights
from seg4eo_engine.raster.windows import window_starts


@st.composite
def layouts(draw):
    window_px = draw(st.integers(1, 80))
    overlap_px = draw(st.integers(0, window_px - 1))
    return draw(st.integers(1, 500)), window_px, overlap_px


def summed(starts, window_px, length_px):
    total = np.zeros(max(length_px, starts[-1] + window_px))
    for start, weights in zip(starts, window_weights(starts, window_px, length_px), strict=True):
        total[start : start + window_px] += weights
    return total


@given(layouts())
def test_weights_sum_to_one_at_every_pixel(layout):
    length_px, window_px, overlap_px = layout
    total = summed(window_starts(length_px, window_px, overlap_px), window_px, length_px)
    assert total[:length_px] == pytest.approx(1, abs=1e-6)


@given(layouts())
def test_pixels_past_the_end_of_the_scene_have_no_weight(layout):
    length_px, window_px, overlap_px = layout
    total = summed(window_starts(length_px, window_px, overlap_px), window_px, length_px)
    assert (total[length_px:] == 0).all()


def test_there_is_no_taper_at_the_edges_of_the_scene():
    weights = window_weights([0, 6], 8, 14)
    assert weights[0, :6] == pytest.approx(1)
    assert weights[1, 2:] == pytest.approx(1)


def test_the_ramp_is_sin_squared_over_the_real_overlap():
    weights = window_weights([0, 4], 8, 12)
    expected = np.sin(np.pi / 2 * (np.arange(4) + 0.5) / 4) ** 2
    assert weights[1, :4] == pytest.approx(expected)
    assert weights[0, 4:] == pytest.approx(1 - expected)
