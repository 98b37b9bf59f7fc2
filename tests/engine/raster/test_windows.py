"""Windows cover everything, evenly, without duplicates."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg4eo_engine.raster.windows import tile_windows, window_starts


@given(length=st.integers(1, 5000), window=st.integers(1, 600), data=st.data())
def test_windows_cover_the_length_with_at_least_the_overlap(length, window, data):
    overlap = data.draw(st.integers(0, window - 1))
    starts = window_starts(length, window, overlap)
    assert starts[0] == 0
    if length <= window:
        assert starts == [0]
        return
    assert starts[-1] + window == length
    gaps = np.diff(starts)
    assert (gaps >= 1).all()
    assert (window - gaps >= overlap).all()
    assert gaps.max() - gaps.min() <= 1
    # one window less would not reach
    assert (len(starts) - 2) * (window - overlap) + window < length


@pytest.mark.parametrize(("length", "window", "overlap"), [(0, 8, 0), (10, 8, 8), (10, 8, -1)])
def test_windows_that_cannot_be_are_refused(length, window, overlap):
    with pytest.raises(ValueError, match="no windows"):
        window_starts(length, window, overlap)


def test_tiles_run_row_by_row_and_cover_every_pixel():
    windows = tile_windows(100, 70, 32, 4)
    assert [(window.row_off, window.col_off) for window in windows] == list(
        itertools.product(window_starts(70, 32, 4), window_starts(100, 32, 4))
    )
    covered = np.zeros((70, 100), bool)
    for window in windows:
        rows, cols = window.toslices()
        covered[rows, cols] = True
    assert covered.all()
