"""Band values to network input."""

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
