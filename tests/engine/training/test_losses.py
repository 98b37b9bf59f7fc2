"""Losses by name, against their formulae written out pixel by pixel in numpy."""

import copy
import pickle

import numpy as np
import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.losses import LOSSES, WeightedLoss, parse_loss

BOTH = pytest.mark.parametrize("num_classes", [2, 4])
EACH = pytest.mark.parametrize("name", LOSSES)


def make_batch(num_classes, seed=0):
    """Logits and labels of two patches; class 3 is absent, and a quarter of the pixels is ignored."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn((2, 1 if num_classes == 2 else num_classes, 6, 8), generator=generator)
    labels = torch.randint(0, min(num_classes, 3), (2, 6, 8), generator=generator, dtype=torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) < 0.25] = IGNORE_INDEX
    return logits, labels


def make_loss(name, num_classes, class_weights=None, label_smoothing=0.0):
    return WeightedLoss({name: 1.0}, class_weights, label_smoothing, binary=num_classes == 2)


def gradient(loss, logits, labels):
    logits = logits.clone().requires_grad_()
    value = loss(logits, labels)
    value.backward()
    return value.detach(), logits.grad


def rows_of(logits, labels):
    """Logits (n, C) and class indexes (n,) of the labelled pixels, in double precision; two classes have (0, z)."""
    z = np.moveaxis(logits.double().numpy(), 1, -1)
    if z.shape[-1] == 1:
        z = np.concatenate([np.zeros_like(z), z], axis=-1)
    kept = labels.numpy() != IGNORE_INDEX
    return z[kept], labels.numpy()[kept].astype(int)


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def right_probabilities(z, y):
    return softmax(z)[np.arange(len(y)), y]


def bce_by_formula(z, y, smoothing=0.0):
    if z.shape[1] == 2:
        z, truth = z[:, 1:], (y == 1)[:, None]
    else:
        truth = y[:, None] == np.arange(z.shape[1])
    target = np.where(truth, 1 - smoothing / 2, smoothing / 2)
    p = 1 / (1 + np.exp(-z))
    return -(target * np.log(p) + (1 - target) * np.log(1 - p)).mean(axis=1)


def by_class(measure, z, y):
    """Mean of ``1 - measure`` over the classes that are there; of two classes the second one alone."""
    p = softmax(z)
    classes = [1] if z.shape[1] == 2 else [c for c in range(z.shape[1]) if (y == c).any()]
    return np.mean([1 - measure(p[:, c], (y == c).astype(float)) for c in classes])


def tversky_by_formula(z, y, alpha, beta):
    def index(p, t):
        right = (p * t).sum()
        return right / (right + alpha * (p * (1 - t)).sum() + beta * ((1 - p) * t).sum())

    return by_class(index, z, y)


def mcc_by_formula(z, y):
    # of soft counts too it is the correlation of the two lists up to the spread of p
    def coefficient(p, t):
        tp, tn, fp, fn = (p * t).sum(), ((1 - p) * (1 - t)).sum(), (p * (1 - t)).sum(), ((1 - p) * t).sum()
        return (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))

    return by_class(coefficient, z, y)


def lovasz_by_formula(z, y):
    """Sum of sorted errors times the growth of the Jaccard loss of the set of the worst pixels."""

    def extension(errors, truth):
        order = np.argsort(-errors, kind="stable")
        total, before = 0.0, 0.0
        for count in range(1, len(order) + 1):
            worst = np.zeros(len(order), dtype=bool)
            worst[order[:count]] = True
            now = 1 - (truth & ~worst).sum() / (truth | worst).sum()
            total += max(errors[order[count - 1]], 0) * (now - before)
            before = now
        return total

    if z.shape[1] == 2:
        return extension(1 - (z[:, 1] - z[:, 0]) * np.where(y == 1, 1, -1), y == 1)
    p = softmax(z)
    return np.mean([extension(np.abs((y == c) - p[:, c]), y == c) for c in range(z.shape[1]) if (y == c).any()])


FORMULAE = {
    "ce": lambda z, y: -np.log(right_probabilities(z, y)).mean(),
    "bce": lambda z, y: bce_by_formula(z, y).mean(),
    "dice": lambda z, y: tversky_by_formula(z, y, 0.5, 0.5),
    "jaccard": lambda z, y: tversky_by_formula(z, y, 1, 1),
    "focal": lambda z, y: -((1 - right_probabilities(z, y)) ** 2 * np.log(right_probabilities(z, y))).mean(),
    "tversky": lambda z, y: tversky_by_formula(z, y, 0.3, 0.7),
    "lovasz": lovasz_by_formula,
    "mcc": mcc_by_formula,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ce", {"ce": 1}),
        ("0.5*ce + 0.5*dice", {"ce": 0.5, "dice": 0.5}),
        ("2 * Focal+.25*jaccard", {"focal": 2, "jaccard": 0.25}),
        ("ce + 1.*ce + 0*mcc", {"ce": 2, "mcc": 0}),
    ],
)
def test_a_weighted_sum_is_read(text, expected):
    assert parse_loss(text) == expected


@pytest.mark.parametrize("text", ["", "hinge", "ce +", "0.5 ce", "-1*ce", "0*ce", "ce*0.5"])
def test_something_else_is_refused_with_the_list(text):
    with pytest.raises(InvalidJob, match=r"of ce, bce, dice, jaccard, focal, tversky, lovasz, mcc, found"):
        parse_loss(text)


@EACH
@BOTH
def test_it_is_what_its_formula_says(name, num_classes):
    logits, labels = make_batch(num_classes)
    expected = FORMULAE[name](*rows_of(logits, labels))
    assert make_loss(name, num_classes)(logits, labels).item() == pytest.approx(expected, rel=1e-4)


@EACH
@BOTH
@pytest.mark.parametrize("other", [5.0, float("nan"), float("inf")])
def test_an_ignored_pixel_changes_neither_loss_nor_gradient(name, num_classes, other):
    logits, labels = make_batch(num_classes)
    loss = make_loss(name, num_classes)
    value, slope = gradient(loss, logits, labels)
    changed = torch.where((labels == IGNORE_INDEX).unsqueeze(1), other, logits)
    other_value, other_slope = gradient(loss, changed, labels)
    assert torch.equal(value, other_value) and torch.equal(slope, other_slope)
    assert (slope.movedim(1, -1)[labels == IGNORE_INDEX] == 0).all()
    assert (slope != 0).any()


@EACH
@BOTH
def test_ignored_pixels_are_as_if_cut_away(name, num_classes):
    # the labelled pixels alone, as one image of a single row
    logits, labels = make_batch(num_classes)
    kept = labels != IGNORE_INDEX
    row = logits.movedim(1, -1)[kept].T[None, :, None, :]
    loss = make_loss(name, num_classes)
    value, slope = gradient(loss, logits, labels)
    row_value, row_slope = gradient(loss, row, labels[kept][None, None, :])
    assert value.item() == pytest.approx(row_value.item(), rel=1e-5)
    assert torch.allclose(slope.movedim(1, -1)[kept].T[None, :, None, :], row_slope, atol=1e-6)


@EACH
@BOTH
def test_a_batch_without_labels_costs_nothing_and_teaches_nothing(name, num_classes):
    logits, labels = make_batch(num_classes)
    value, slope = gradient(make_loss(name, num_classes), logits, torch.full_like(labels, IGNORE_INDEX))
    assert value == 0
    assert (slope == 0).all()


@EACH
@BOTH
@pytest.mark.parametrize("present", [0, 1])
def test_a_batch_of_one_class_has_a_finite_loss(name, num_classes, present):
    logits, labels = make_batch(num_classes)
    labels = torch.where(labels == IGNORE_INDEX, labels, present)
    value, slope = gradient(make_loss(name, num_classes), 30 * logits, labels)
    assert torch.isfinite(value) and torch.isfinite(slope).all()


@EACH
@BOTH
def test_a_step_down_the_slope_lowers_it(name, num_classes):
    logits, labels = make_batch(num_classes)
    loss = make_loss(name, num_classes)
    value, slope = gradient(loss, logits, labels)
    assert loss(logits - 0.1 * slope / slope.norm(), labels) < value


@EACH
@BOTH
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_it_is_computed_in_fp32(name, num_classes, dtype):
    logits, labels = make_batch(num_classes)
    logits = logits.to(dtype)
    loss = make_loss(name, num_classes)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        value = loss(logits, labels)
    assert value.dtype == torch.float32
    assert torch.equal(value, loss(logits.float(), labels))


def test_a_sum_is_weighted():
    logits, labels = make_batch(4)
    both = WeightedLoss({"ce": 0.3, "dice": 2.0}, binary=False)(logits, labels)
    alone = 0.3 * make_loss("ce", 4)(logits, labels) + 2 * make_loss("dice", 4)(logits, labels)
    assert both.item() == pytest.approx(alone.item())


@pytest.mark.parametrize("name", ["ce", "bce", "focal"])
@pytest.mark.parametrize(("num_classes", "weights"), [(2, [0.5, 1.5]), (4, [0.2, 1.0, 1.8, 0.0])])
def test_a_pixel_counts_as_much_as_the_weight_of_its_class(name, num_classes, weights):
    logits, labels = make_batch(num_classes)
    z, y = rows_of(logits, labels)
    costs = np.array([FORMULAE[name](z[[pixel]], y[[pixel]]) for pixel in range(len(y))])
    expected = (costs * np.array(weights)[y]).sum() / np.array(weights)[y].sum()
    loss = make_loss(name, num_classes, torch.tensor(weights))
    assert loss(logits, labels).item() == pytest.approx(expected, rel=1e-4)


def test_labels_of_classes_without_weight_cost_nothing():
    logits, labels = make_batch(4)
    value, slope = gradient(make_loss("ce", 4, torch.tensor([0.0, 0.0, 0.0, 4.0])), logits, labels)
    assert value == 0
    assert (slope == 0).all()


@BOTH
def test_label_smoothing_spreads_certainty_over_all_classes(num_classes):
    logits, labels = make_batch(num_classes)
    z, y = rows_of(logits, labels)
    target = np.eye(num_classes)[y] * 0.8 + 0.2 / num_classes
    expected = -(target * np.log(softmax(z))).sum(axis=1).mean()
    assert make_loss("ce", num_classes, None, 0.2)(logits, labels).item() == pytest.approx(expected, rel=1e-5)
    expected = bce_by_formula(z, y, 0.2).mean()
    assert make_loss("bce", num_classes, None, 0.2)(logits, labels).item() == pytest.approx(expected, rel=1e-5)


def test_it_can_be_copied_and_sent_to_another_process():
    logits, labels = make_batch(4)
    loss = WeightedLoss(dict.fromkeys(LOSSES, 1.0), torch.tensor([1.0, 2.0, 1.0, 0.0]), binary=False)
    for twin in (copy.deepcopy(loss), pickle.loads(pickle.dumps(loss))):
        assert torch.equal(twin(logits, labels), loss(logits, labels))
    assert not loss.state_dict()
