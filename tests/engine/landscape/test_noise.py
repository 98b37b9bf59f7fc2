"""Random fields and place-dependent numbers."""

import numpy as np
import pytest

from seg4eo_engine.landscape.noise import scatter_unit, smooth_field


def test_field_is_standardized_and_repeatable() -> None:
    first, second = (smooth_field(np.random.default_rng(4), 200, 30) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.shape == (200, 200)
    assert (first.mean(), first.std()) == (pytest.approx(0, abs=1e-5), pytest.approx(1, rel=1e-5))


def test_longer_waves_change_less_from_pixel_to_pixel() -> None:
    def step(wavelength_px: float) -> float:
        return float(np.abs(np.diff(smooth_field(np.random.default_rng(4), 200, wavelength_px))).mean())

    assert step(40) < step(10) < step(3)


def test_opposite_sides_of_a_field_are_unrelated() -> None:
    """The Fourier transform is periodic, the field is not."""
    field = smooth_field(np.random.default_rng(4), 300, 60, 3)
    across_the_seam = np.abs(field[:, 0] - field[:, -1]).mean()
    between_neighbours = np.abs(field[:, 0] - field[:, 1]).mean()
    assert across_the_seam > 5 * between_neighbours


def test_scattered_numbers_are_uniform_and_depend_on_every_key() -> None:
    places = np.arange(20_000)
    numbers = scatter_unit(1, places, 7)
    np.testing.assert_array_equal(numbers, scatter_unit(1, places, 7))
    np.testing.assert_allclose(np.histogram(numbers, bins=10, range=(0, 1))[0], 2000, rtol=0.15)
    for other in (scatter_unit(2, places, 7), scatter_unit(1, places, 8), scatter_unit(1, places + 1, 7)):
        assert abs(np.corrcoef(numbers, other)[0, 1]) < 0.03


def test_negative_places_have_numbers_too() -> None:
    numbers = scatter_unit(1, np.arange(-5, 5))
    assert len(np.unique(numbers)) == 10
