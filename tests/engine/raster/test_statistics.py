"""Band statistics, against numpy over all pixels at once."""

import numpy as np
import pytest

from seg4eo_engine.raster.statistics import merge, samples_per_patch, summarize


def _patches(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(5)
    means = rng.uniform(500, 5000, count)
    return [
        (rng.normal(mean, 300, (2, 64, 64)).clip(0).astype(np.uint16), rng.random((64, 64)) < rng.uniform(0.1, 1))
        for mean in means
    ]


def test_moments_are_exact_and_percentiles_close():
    patches = _patches(40)
    together = np.concatenate([pixels[:, valid] for pixels, valid in patches], axis=1).astype(float)
    found = merge([summarize(*patch, samples_per_patch(4), (0, index)) for index, patch in enumerate(patches)])
    for band, numbers in zip(together, found, strict=True):
        assert (numbers.minimum, numbers.maximum) == (band.min(), band.max())
        assert numbers.mean == pytest.approx(band.mean(), rel=1e-12)
        assert numbers.std == pytest.approx(band.std(), rel=1e-12)
        assert (numbers.p2, numbers.p98) == pytest.approx(tuple(np.percentile(band, (2, 98))))


def test_percentiles_of_drawn_pixels_have_nearly_the_right_rank():
    patches = _patches(60)
    together = np.sort(np.concatenate([pixels[:, valid] for pixels, valid in patches], axis=1)[0])
    numbers = merge([summarize(*patch, 500, (0, index)) for index, patch in enumerate(patches)])[0]
    assert np.searchsorted(together, numbers.p2) / together.size == pytest.approx(0.02, abs=0.005)
    assert np.searchsorted(together, numbers.p98) / together.size == pytest.approx(0.98, abs=0.005)


def test_little_is_kept_of_each_of_many_patches():
    pixels, valid = _patches(1)[0]
    summary = summarize(pixels, valid, samples_per_patch(5000), (0,))
    assert summary.samples.shape[1] <= 40


def test_a_patch_with_few_valid_pixels_counts_in_proportion():
    pixels, valid = np.ones((1, 64, 64), np.uint8), np.zeros((64, 64), bool)
    valid[:16] = True
    assert summarize(pixels, valid, 400, (0,)).samples.shape == (1, 100)


def test_same_seed_draws_the_same_pixels():
    patch = _patches(1)[0]
    first, second, other = (summarize(*patch, 50, seed).samples for seed in [(1, 2), (1, 2), (1, 3)])
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_nothing_valid_gives_nothing():
    assert summarize(np.ones((1, 4, 4)), np.zeros((4, 4), bool), 10, (0,)) is None
    with pytest.raises(ValueError, match="no valid pixels"):
        merge([])
