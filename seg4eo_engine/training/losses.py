"""Losses by name and weight, from segmentation-models-pytorch and torch."""

import re

import segmentation_models_pytorch as smp
import torch
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.labels import IGNORE_INDEX

_TERM = re.compile(r"^(?:(\d*\.?\d+)\s*\*\s*)?([a-z]+)$")
LOSSES = ("ce", "dice", "jaccard", "focal")


def parse_loss(text: str) -> dict[str, float]:
    """Read a weighted sum such as ``0.5*ce + 0.5*dice`` as weights by name.

    Raises:
        InvalidJob: it is no such sum, or names a loss that does not exist.
    """
    weights: dict[str, float] = {}
    for term in text.lower().split("+"):
        match = _TERM.match(term.strip())
        if match is None or match[2] not in LOSSES:
            raise InvalidJob(
                f"Expected a loss like 0.5*ce + 0.5*dice of {', '.join(LOSSES)}, found '{text}': change the loss."
            )
        weights[match[2]] = weights.get(match[2], 0.0) + float(match[1] or 1)
    return weights


class WeightedLoss(nn.Module):
    """Sum of losses of logits (N, C, H, W) against labels (N, H, W), without the ignored pixels."""

    def __init__(self, weights: dict[str, float], class_weights: Tensor | None) -> None:
        super().__init__()
        self._weights = weights
        self._losses = nn.ModuleDict({name: _build(name, class_weights) for name in weights})

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The loss, a scalar. Zero, with a gradient of zero, where every pixel is ignored."""
        labels = labels.long()
        if bool((labels == IGNORE_INDEX).all()):
            return logits.sum() * 0.0  # cross-entropy would be 0/0
        logits = logits.float()
        total = logits.new_zeros(())
        for name, weight in self._weights.items():
            total = total + weight * self._losses[name](logits, labels)
        return total


def _build(name: str, class_weights: Tensor | None) -> nn.Module:
    if name == "ce":
        return nn.CrossEntropyLoss(weight=class_weights, ignore_index=IGNORE_INDEX)
    if name == "dice":
        return smp.losses.DiceLoss("multiclass", ignore_index=IGNORE_INDEX)
    if name == "focal":
        return smp.losses.FocalLoss("multiclass", ignore_index=IGNORE_INDEX)
    return _Jaccard()


class _Jaccard(nn.Module):
    """SMP's Jaccard loss knows no ignored pixels, so they are taken out before it."""

    def __init__(self) -> None:
        super().__init__()
        self._loss = smp.losses.JaccardLoss("multiclass")

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        kept = labels != IGNORE_INDEX
        # (C, n) of the kept pixels as one image of a single row
        columns = logits.movedim(1, 0)[:, kept]
        loss: Tensor = self._loss(columns[None, :, None, :], labels[kept][None, None, :])
        return loss


def inverse_frequency(class_counts: tuple[int, ...]) -> Tensor:
    """Weights by class that are inverse to its pixels and average 1; a class without pixels gets 0."""
    counts = torch.tensor(class_counts, dtype=torch.float64)
    weights = torch.where(counts > 0, counts.sum() / counts.clamp(min=1), 0.0)
    return (weights / weights[counts > 0].mean()).float()
