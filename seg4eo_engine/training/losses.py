"""Losses by name and weight, from segmentation-models-pytorch and torch."""

import re
from collections.abc import Callable
from functools import partial

import segmentation_models_pytorch as smp
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.labels import IGNORE_INDEX

# Tversky index by the cost of false positives and of false negatives: dice and Jaccard are two of its cases, and
# 0.3 and 0.7 are those of Salehi et al. (2017), https://arxiv.org/abs/1706.05721, which misses fewer rare pixels
_OVERLAPS = {"dice": (0.5, 0.5), "jaccard": (1.0, 1.0), "tversky": (0.3, 0.7)}
LOSSES = ("ce", "bce", "dice", "jaccard", "focal", "tversky", "lovasz", "mcc")
_TERM = re.compile(r"^(?:(\d+\.?\d*|\.\d+)\s*\*\s*)?([a-z]+)$")
_FOCUS = 2.0  # gamma of Lin et al. (2017)
_Cost = Callable[[Tensor, Tensor], Tensor]  # of each pixel (N, H, W), by logits and labels


def parse_loss(text: str) -> dict[str, float]:
    """Read a weighted sum such as ``0.5*ce + 0.5*dice`` as weights by name.

    Raises:
        InvalidJob: it is no such sum, names a loss that does not exist, or all of its weights are zero.
    """
    weights: dict[str, float] = {}
    for term in text.lower().split("+"):
        match = _TERM.match(term.strip())
        if match is None or match[2] not in LOSSES:
            raise _not_a_loss(text)
        weights[match[2]] = weights.get(match[2], 0.0) + float(match[1] or 1)
    if not any(weights.values()):
        raise _not_a_loss(text)
    return weights


def _not_a_loss(text: str) -> InvalidJob:
    return InvalidJob(
        f"Expected a loss like 0.5*ce + 0.5*dice of {', '.join(LOSSES)}, found '{text}': change the loss."
    )


class WeightedLoss(nn.Module):
    """Sum of losses of logits against labels (N, H, W), class indexes without the ignored pixels.

    Logits are (N, 1, H, W) for two classes (``binary``: the logit of the second one), else (N, C, H, W).

    ce, bce and focal are means over pixels, in which a pixel counts as much as the weight of its class; bce of more
    than two classes is each against the rest. dice, jaccard, tversky, lovasz and mcc compare areas over the whole
    batch: of the second of two classes, else as the mean over the classes that the labels have.

    Args:
        weights: weights of the losses by name, see :func:`parse_loss`.
        class_weights: weights by class (C,), for ce, bce and focal; None weighs all classes alike.
        label_smoothing: share of certainty that ce and bce take off a label and spread over all classes.
        binary: whether there are two classes and one logit.
    """

    def __init__(
        self,
        weights: dict[str, float],
        class_weights: Tensor | None = None,
        label_smoothing: float = 0.0,
        *,
        binary: bool,
    ) -> None:
        super().__init__()
        self._weights = weights
        self._losses = nn.ModuleDict({name: _build(name, class_weights, label_smoothing, binary) for name in weights})

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The loss, a scalar in fp32. Zero, with a gradient of zero, where every pixel is ignored."""
        labels = labels.long()
        with torch.autocast(logits.device.type, enabled=False):
            # whatever stands in ignored pixels, be it infinite, then reaches neither the loss nor its gradient
            logits = torch.where((labels != IGNORE_INDEX).unsqueeze(1), logits.float(), 0.0)
            total = logits.new_zeros(())
            for name, weight in self._weights.items():
                total = total + weight * self._losses[name](logits, labels)
        return total


def _build(name: str, class_weights: Tensor | None, label_smoothing: float, binary: bool) -> nn.Module:
    if name in _OVERLAPS:
        return _OverlapLoss(*_OVERLAPS[name], binary=binary)
    if name == "lovasz":
        return _LovaszLoss(binary)
    if name == "mcc":
        return _MatthewsLoss()
    costs: dict[str, _Cost] = {
        "ce": partial(_cross_entropy, label_smoothing=label_smoothing),
        "bce": partial(_one_against_the_rest, label_smoothing=label_smoothing),
        "focal": _focal,
    }
    return _PixelLoss(costs[name], class_weights)


class _PixelLoss(nn.Module):
    """Mean of what the labelled pixels cost, each counted with the weight of its class."""

    class_weights: Tensor | None

    def __init__(self, cost: _Cost, class_weights: Tensor | None) -> None:
        super().__init__()
        self._cost = cost
        self.register_buffer("class_weights", class_weights, persistent=False)

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        kept = labels != IGNORE_INDEX
        weights = kept.float()
        if self.class_weights is not None:
            weights = weights * self.class_weights[torch.where(kept, labels, 0)]
        # no label, or only labels of weight zero: 0, not 0/0
        return (self._cost(logits, labels) * weights).sum() / weights.sum().clamp(min=torch.finfo(weights.dtype).tiny)


def _cross_entropy(logits: Tensor, labels: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Cross-entropy (N, H, W) of each pixel."""
    if logits.shape[1] == 1:
        logits = F.pad(logits, (0, 0, 0, 0, 1, 0))  # softmax of (0, z) is sigmoid of z
    return F.cross_entropy(logits, labels, ignore_index=IGNORE_INDEX, reduction="none", label_smoothing=label_smoothing)


def _focal(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of each pixel times (1 - p)², p being the probability of the right class.

    Lin et al. (2017), Focal Loss for Dense Object Detection, https://arxiv.org/abs/1708.02002.
    """
    cost = _cross_entropy(logits, labels)
    return (-torch.expm1(-cost)) ** _FOCUS * cost


def _one_against_the_rest(logits: Tensor, labels: Tensor, label_smoothing: float) -> Tensor:
    """Binary cross-entropy (N, H, W) of each pixel, the mean over the logits."""
    targets = _truth(labels, logits.shape[1]).float() * (1 - label_smoothing) + label_smoothing / 2
    return F.binary_cross_entropy_with_logits(logits, targets, reduction="none").mean(1)


def _truth(labels: Tensor, num_logits: int) -> Tensor:
    """Whether a pixel has the class of a logit: bool (N, num_logits, H, W); a single logit is that of class 1."""
    first = 1 if num_logits == 1 else 0
    indexes = torch.arange(first, first + num_logits, device=labels.device)
    return labels.unsqueeze(1) == indexes.view(1, -1, 1, 1)


class _OverlapLoss(nn.Module):
    """One minus the Tversky index of the probabilities and the labels."""

    def __init__(self, false_positives: float, false_negatives: float, *, binary: bool) -> None:
        super().__init__()
        self._loss = smp.losses.TverskyLoss(
            "binary" if binary else "multiclass", ignore_index=IGNORE_INDEX, alpha=false_positives, beta=false_negatives
        )

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        # SMP counts a class that the batch has not as right, so that batches of few classes would teach little
        present = _truth(labels, logits.shape[1]).any(dim=(0, 2, 3)).sum().clamp(min=1)
        loss: Tensor = self._loss(logits, labels)
        return loss * logits.shape[1] / present


class _LovaszLoss(nn.Module):
    """The Jaccard loss by its Lovász extension: Berman et al. (2018), https://arxiv.org/abs/1705.08790."""

    def __init__(self, binary: bool) -> None:
        super().__init__()
        self._loss = smp.losses.LovaszLoss("binary" if binary else "multiclass", ignore_index=IGNORE_INDEX)

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        loss: Tensor = self._loss(logits, labels)
        return loss.sum()  # a scalar already, but for a batch without labels, where it has no elements


class _MatthewsLoss(nn.Module):
    """One minus Matthews' correlation coefficient of a class against the rest, in the mean over the classes.

    Classes that the batch has not, or has alone, have none. Abhishek & Hamarneh (2021),
    https://arxiv.org/abs/2010.13454.
    """

    def __init__(self) -> None:
        super().__init__()
        self._loss = smp.losses.MCCLoss()

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        kept = labels != IGNORE_INDEX
        probabilities = torch.sigmoid(logits) if logits.shape[1] == 1 else logits.softmax(1)
        # (n, logits); SMP's loss would count ignored pixels as right
        rows = probabilities.movedim(1, -1)[kept]
        truth = _truth(labels, logits.shape[1]).movedim(1, -1)[kept]
        losses = [self._loss(row[None], true[None].float()) for row, true in zip(rows.T, truth.T, strict=True)]
        defined = truth.any(0) & ~truth.all(0)
        return torch.where(defined, torch.stack(losses), 0.0).sum() / defined.sum().clamp(min=1)
