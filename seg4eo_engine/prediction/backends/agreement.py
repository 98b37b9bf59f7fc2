"""How far two backends agree on the same windows."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from seg4eo_engine.prediction.backends.base import Backend

Windows = tuple[Tensor, Tensor]  # pixels (N, bands, H, W) and valid_mask (N, H, W)


@dataclass(frozen=True)
class Disagreement:
    """Differences of probabilities: the largest one of all pixels and classes, and the mean."""

    largest: float
    mean: float


def compare_backends(found: Backend, expected: Backend, batches: Iterable[Windows]) -> Disagreement:
    """Give both backends the same windows, valid pixels or not, and compare their answers; NaN counts as infinite."""
    largest, total, count = 0.0, 0.0, 0
    for pixels, valid_mask in batches:
        answers = [backend.predict(pixels, valid_mask).cpu().double() for backend in (found, expected)]
        difference = torch.nan_to_num((answers[0] - answers[1]).abs(), nan=torch.inf)
        largest = max(largest, float(difference.max()))
        total += float(difference.sum())
        count += difference.numel()
    return Disagreement(largest, total / max(count, 1))
