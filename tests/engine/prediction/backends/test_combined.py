"""Averages over turned windows and over models."""

import pytest
import torch

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.prediction.backends.combined import AugmentedBackend, EnsembleBackend


class Shifted:
    """Says of each pixel what its left neighbour is: not the same from another side."""

    name, precision, device, num_classes, threshold = "fake", "fp32", torch.device("cpu"), 2, 0.4
    window_px, margin_px = None, 0

    def __init__(self, share=1.0, **changes):
        self.share = share
        vars(self).update(changes)

    def predict(self, pixels, valid_mask):
        second = self.share * torch.roll(pixels[:, :1].float(), 1, -1) * torch.roll(valid_mask, 1, -1)[:, None]
        return torch.cat([1 - second, second], 1)


@pytest.fixture
def windows():
    return torch.rand((3, 1, 8, 8), generator=torch.Generator().manual_seed(0)), torch.ones((3, 8, 8), dtype=torch.bool)


def neighbours(pixels):
    return [torch.roll(pixels, step, axis) for axis in (-1, -2) for step in (1, -1)]


def test_flips_see_a_pixel_from_left_and_right(windows):
    found = AugmentedBackend(Shifted(), "flips").predict(*windows)[:, 1:]
    left, right, _, _ = neighbours(windows[0])
    assert torch.allclose(found, (left + right) / 2)


def test_the_dihedral_group_sees_a_pixel_from_all_sides(windows):
    found = AugmentedBackend(Shifted(), "dihedral").predict(*windows)[:, 1:]
    assert torch.allclose(found, sum(neighbours(windows[0])) / 4)


@pytest.mark.parametrize(("augmentation", "count"), [("flips", 4), ("dihedral", 8)])
def test_each_turn_is_seen_once_and_turned_back(windows, augmentation, count):
    seen = []

    class Recording(Shifted):
        def predict(self, pixels, valid_mask):
            seen.append(pixels[0])
            return pixels.repeat(1, 2, 1, 1)

    found = AugmentedBackend(Recording(), augmentation).predict(*windows)
    assert torch.allclose(found, windows[0].repeat(1, 2, 1, 1))
    assert len(seen) == count == len({tuple(view.flatten().tolist()) for view in seen})


def test_invalid_pixels_turn_with_the_others(windows):
    pixels, valid_mask = windows
    valid_mask[:, 2, 3] = False
    found = AugmentedBackend(Shifted(), "dihedral").predict(pixels, valid_mask)[:, 1:]
    assert torch.allclose(found, sum(neighbours(pixels * valid_mask[:, None])) / 4)


def test_an_ensemble_says_the_mean_of_its_models(windows):
    ensemble = EnsembleBackend([Shifted(1.0, threshold=0.4), Shifted(0.5, threshold=0.6)])
    left = neighbours(windows[0])[0]
    assert torch.allclose(ensemble.predict(*windows)[:, 1:], 0.75 * left)
    assert ensemble.threshold == 0.5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"num_classes": 3}, "found 2 and 3 classes"),
        ({"margin_px": 8}, "found 0 and 8 px of margin"),
    ],
)
def test_models_that_do_not_go_together_are_refused(changes, sentence):
    with pytest.raises(InvalidModel, match=sentence):
        EnsembleBackend([Shifted(), Shifted(**changes)])


def test_an_ensemble_takes_the_size_that_one_of_its_models_needs():
    assert EnsembleBackend([Shifted(), Shifted(window_px=256)]).window_px == 256
    with pytest.raises(InvalidModel, match="found 256 and 512 px"):
        EnsembleBackend([Shifted(window_px=512), Shifted(window_px=256)])
