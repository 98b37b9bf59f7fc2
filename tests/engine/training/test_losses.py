"""Losses by name."""

import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.losses import LOSSES, WeightedLoss, inverse_frequency, parse_loss


@pytest.fixture
def labels():
    values = torch.randint(0, 3, (2, 8, 8), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    values[:, :2] = IGNORE_INDEX
    return values


def sure_of(indexes):
    """Logits of a network that is quite sure of these class indexes."""
    return 6 * torch.nn.functional.one_hot(indexes.long().clamp(max=2), 3).movedim(-1, 1).float()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ce", {"ce": 1}),
        ("0.5*ce + 0.5*dice", {"ce": 0.5, "dice": 0.5}),
        ("2 * Focal+.25*jaccard", {"focal": 2, "jaccard": 0.25}),
    ],
)
def test_a_weighted_sum_is_read(text, expected):
    assert parse_loss(text) == expected


@pytest.mark.parametrize("text", ["", "hinge", "ce +", "0.5 ce", "-1*ce"])
def test_something_else_is_refused_with_the_list(text):
    with pytest.raises(InvalidJob, match=r"of ce, dice, jaccard, focal, found"):
        parse_loss(text)


@pytest.mark.parametrize("name", LOSSES)
def test_a_right_answer_costs_less_than_a_wrong_one(name, labels):
    loss = WeightedLoss({name: 1.0}, None)
    assert loss(sure_of(labels), labels) < loss(sure_of((labels + 1) % 3), labels)


@pytest.mark.parametrize("name", LOSSES)
def test_ignored_pixels_teach_nothing(name, labels):
    logits = torch.randn((2, 3, 8, 8), generator=torch.Generator().manual_seed(1)).requires_grad_()
    WeightedLoss({name: 1.0}, None)(logits, labels).backward()
    assert (logits.grad.movedim(1, -1)[labels == IGNORE_INDEX] == 0).all()
    assert (logits.grad != 0).any()


@pytest.mark.parametrize("name", LOSSES)
def test_a_batch_without_labels_costs_nothing_and_teaches_nothing(name, labels):
    logits = torch.randn((2, 3, 8, 8)).requires_grad_()
    loss = WeightedLoss({name: 1.0}, None)(logits, torch.full_like(labels, IGNORE_INDEX))
    loss.backward()
    assert loss == 0
    assert (logits.grad == 0).all()


def test_rare_classes_weigh_more_and_absent_ones_nothing():
    weights = inverse_frequency((100, 50, 0))
    assert weights.tolist() == pytest.approx([2 / 3, 4 / 3, 0])
