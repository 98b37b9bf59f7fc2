"""How far a network looks around, on networks of which it is known."""

import pytest
import torch
import torch.nn.functional as F

from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.prediction.reach import Reach, measure_reach
from seg4eo_engine.raster.classes import default_class

CARD = ModelCard(bands=("red", "nir"), classes=(default_class(0, 0), default_class(1, 1)))


class Mean:
    """Says how bright the surroundings of a pixel are, with a share of the brightness of the whole window."""

    name, precision, device, num_classes, threshold = "fake", "fp32", torch.device("cpu"), 2, 0.5
    window_px = None

    def __init__(self, radius_px, share_of_window=0.0, margin_px=0, window_px=None):
        self.radius_px, self.share, self.margin_px, self.window_px = radius_px, share_of_window, margin_px, window_px
        self.seen = []

    def predict(self, pixels, valid_mask):
        self.seen.append((tuple(pixels.shape), bool(valid_mask.all())))
        bright = pixels.float().mean(1, keepdim=True) / 255
        near = bright
        for radius in ((self.radius_px, 0), (0, self.radius_px)):
            sides = tuple(2 * length + 1 for length in radius)
            near = F.avg_pool2d(near, sides, stride=1, padding=radius, count_include_pad=False)
        second = (1 - self.share) * near + self.share * bright.mean((-2, -1), keepdim=True)
        inner = slice(self.margin_px, pixels.shape[-1] - self.margin_px)
        return torch.cat([1 - second, second], 1)[..., inner, inner]


@pytest.mark.parametrize(("radius_px", "overlap_px"), [(0, 32), (10, 32), (30, 64), (50, 96), (100, 128)])
def test_windows_overlap_by_twice_the_radius_between_two_bounds(radius_px, overlap_px):
    assert measure_reach(Mean(radius_px), CARD) == Reach(overlap_px, depends_on_window=False)


@pytest.mark.parametrize(("share", "depends"), [(0.01, False), (0.2, True)])
def test_a_share_of_the_whole_window_is_told_and_mended_by_no_overlap(share, depends):
    assert measure_reach(Mean(10, share), CARD) == Reach(32, depends_on_window=depends)


def test_a_network_that_looks_at_nothing_has_no_reach():
    class Blind(Mean):
        def predict(self, pixels, valid_mask):
            return torch.full((len(pixels), 2, *pixels.shape[-2:]), 0.5)

    assert measure_reach(Blind(0), CARD) == Reach(32, depends_on_window=False)


def test_a_margin_of_the_answer_is_no_distance():
    assert measure_reach(Mean(30, margin_px=20), CARD) == measure_reach(Mean(30), CARD)


@pytest.mark.parametrize(("window_px", "overlap_px"), [(96, 32), (256, 64), (1024, 128)])
def test_a_network_for_one_size_is_not_asked(window_px, overlap_px):
    backend = Mean(10, window_px=window_px)
    assert measure_reach(backend, CARD) == Reach(overlap_px, depends_on_window=False)
    assert backend.seen == []


def test_two_windows_are_enough_and_always_the_same():
    backend = Mean(30)
    assert measure_reach(backend, CARD) == measure_reach(backend, CARD)
    assert backend.seen == [((2, 2, 512, 512), True)] * 2
