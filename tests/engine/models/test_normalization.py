"""Band values to network input."""

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.patches.manifest import BandInfo

BANDS = (
    BandInfo(name="B02", minimum=0, maximum=900, mean=300, std=50, p2=100, p98=500),
    BandInfo(name="flat", minimum=7, maximum=7, mean=7, std=0, p2=7, p98=7),
)


def apply(normalization, values, valid=True):
    pixels = torch.tensor(values).reshape(2, 1, 1)
    return normalization.apply(pixels, torch.tensor([[valid]])).flatten().tolist()


def test_percentiles_go_to_minus_one_and_one():
    normalization = Normalization.fit("percentile", BANDS)
    assert apply(normalization, [100.0, 7.0])[0] == -1
    assert apply(normalization, [500.0, 7.0])[0] == 1


def test_zscore_takes_mean_and_deviation_to_zero_and_one():
    normalization = Normalization.fit("zscore", BANDS)
    assert apply(normalization, [300.0, 7.0])[0] == 0
    assert apply(normalization, [350.0, 7.0])[0] == 1


def test_none_leaves_values_as_they_are():
    assert apply(Normalization.fit("none", BANDS), [123.0, 4.0]) == [123, 4]


@pytest.mark.parametrize("scheme", ["percentile", "zscore"])
def test_a_constant_band_becomes_zero(scheme):
    assert apply(Normalization.fit(scheme, BANDS), [300.0, 7.0])[1] == 0


def test_invalid_pixels_become_zero_even_where_they_are_nan():
    assert apply(Normalization.fit("percentile", BANDS), [float("nan"), 7.0], valid=False) == [0, 0]


@pytest.mark.parametrize("dtype", [torch.uint8, torch.uint16, torch.int16, torch.float32])
def test_one_pixel_has_one_value_whatever_the_dtype_and_the_batch(dtype):
    normalization = Normalization.fit("percentile", BANDS)
    pixels = torch.full((3, 2, 4, 4), 120).to(dtype)
    batch = normalization.apply(pixels, torch.ones(3, 4, 4, dtype=torch.bool))
    single = normalization.apply(pixels[0], torch.ones(4, 4, dtype=torch.bool))
    assert (batch == single).all()
    assert batch.dtype is torch.float32


def test_a_scale_of_zero_is_refused():
    with pytest.raises(ValidationError, match="scale must be positive"):
        Normalization(scheme="none", offset=(0.0,), scale=(0.0,))


WINDOWS = np.random.default_rng(2).gamma(2.0, 800.0, (3, 5, 20, 30)).astype(np.float32)


def scaled(scheme, windows, valid_mask=None):
    valid_mask = torch.ones(windows.shape[:-3] + windows.shape[-2:]).bool() if valid_mask is None else valid_mask
    normalization = Normalization.by_window(scheme, windows.shape[-3])
    return normalization.apply(torch.from_numpy(windows), valid_mask)


def test_every_window_is_divided_by_its_own_percentile_of_all_bands():
    expected = np.stack([np.clip(one / (np.percentile(one, 99) + 1e-6), 0, 1) for one in WINDOWS])
    torch.testing.assert_close(scaled("window_percentile", WINDOWS), torch.from_numpy(expected))
    assert expected.max() == 1


def test_every_window_is_divided_by_its_own_maximum():
    expected = np.stack([one / one.max() for one in WINDOWS])
    torch.testing.assert_close(scaled("window_maximum", WINDOWS), torch.from_numpy(expected))


@pytest.mark.parametrize("scheme", ["window_percentile", "window_maximum"])
def test_a_window_is_scaled_alike_alone_and_in_a_batch(scheme):
    batch = scaled(scheme, WINDOWS)
    assert all((scaled(scheme, one) == batch[index]).all() for index, one in enumerate(WINDOWS))


@pytest.mark.parametrize("size", [(1, 1, 1), (1, 1, 2), (1, 10, 10), (1, 1, 101), (7, 31, 13)])
def test_the_percentile_is_that_of_numpy_for_windows_of_any_size(size):
    window = np.random.default_rng(0).integers(1, 200, size).astype(np.float32)
    expected = np.clip(window / (np.percentile(window, 99) + 1e-6), 0, 1)
    torch.testing.assert_close(scaled("window_percentile", window), torch.from_numpy(expected))


@pytest.mark.parametrize("scheme", ["window_percentile", "window_maximum"])
def test_invalid_pixels_count_as_zero_whatever_they_hold(scheme):
    valid_mask = torch.ones(3, 20, 30).bool()
    valid_mask[:, :15] = False
    empty, zeros = WINDOWS.copy(), WINDOWS.copy()
    empty[:, :, :15], zeros[:, :, :15] = np.nan, 0
    assert (scaled(scheme, empty, valid_mask) == scaled(scheme, zeros)).all()
    assert (scaled(scheme, zeros)[:, :, :15] == 0).all()


@pytest.mark.parametrize("scheme", ["window_percentile", "window_maximum"])
def test_a_window_without_a_positive_value_stays_as_it_is(scheme):
    windows = -WINDOWS
    windows[0] = 0
    assert (scaled(scheme, windows) == torch.from_numpy(windows)).all()


def test_a_window_whose_percentile_is_zero_stays_between_zero_and_one():
    window = np.zeros((1, 20, 20), dtype=np.float32)
    window[0, 0, 0] = 500
    assert scaled("window_percentile", window).flatten().tolist() == [1.0] + [0.0] * 399
