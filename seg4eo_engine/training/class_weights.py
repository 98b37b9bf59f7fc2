"""How much each class counts in the loss."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.raster.classes import ClassInfo

Method = Literal["none", "inverse", "median", "effective"]
_Counts = NDArray[np.float64]


def choose_class_weights(
    method: Method, patch_counts: Sequence[Sequence[int]], given: Sequence[str], classes: Sequence[ClassInfo]
) -> Tensor | None:
    """Weights by class (C,), fp32, that average 1 over the classes with labelled pixels; None weighs all alike.

    Args:
        method: by which the weights come from the pixels; a class without pixels gets 0.
        patch_counts: labelled pixels by class of each training patch. Totals would not do: the median frequency is
            taken over the patches that have the class.
        given: weights that stand instead of those of the method, by class name or value, such as ``water=2.5``.
        classes: the classes, in the order of the counts.

    Raises:
        InvalidDataset: no patch has a labelled pixel.
        InvalidJob: a given weight is no such text, or of no such class, or of one class twice, or all are zero.
    """
    if method == "none" and not given:
        return None
    counts = np.array(patch_counts, dtype=np.float64).reshape(-1, len(classes))
    present = counts.sum(axis=0) > 0
    if not present.any():
        raise InvalidDataset(
            "Expected labelled pixels in the training patches, found none to weigh the classes by: label more places."
        )
    weights = np.ones(len(classes)) if method == "none" else np.zeros(len(classes))
    if method != "none":
        weights[present] = _METHODS[method](counts[:, present])
    weights /= weights[present].mean()
    for index, weight in _read_given(given, classes).items():
        weights[index] = weight
    if not weights[present].any():
        raise InvalidJob(
            f"Expected a weight above zero for a class of the training patches, found {', '.join(given)}: "
            "give one of them more."
        )
    return torch.from_numpy(weights / weights[present].mean()).float()


def _inverse_frequency(counts: _Counts) -> _Counts:
    return 1 / counts.sum(axis=0)


def _median_frequency(counts: _Counts) -> _Counts:
    """The frequency of a class is its share in the patches that have it; the median of all is divided by it.

    Eigen & Fergus (2015), https://arxiv.org/abs/1411.4734, section 6.3.2.
    """
    pixels_where_present = (counts.sum(axis=1, keepdims=True) * (counts > 0)).sum(axis=0)
    frequencies = counts.sum(axis=0) / pixels_where_present
    return np.median(frequencies) / frequencies


def _effective_number(counts: _Counts) -> _Counts:
    """Inverse to (1 - beta^n) / (1 - beta), the number of pixels that tell something new among n of a class.

    Cui et al. (2019), https://arxiv.org/abs/1901.05555. Their beta is 1 - 1/N, where N is how many samples could tell
    all about a class. That of pixels, most of which repeat their neighbours, nobody knows; N is taken as the median of
    the pixels of the classes, so that the weights do not depend on the ground resolution. Classes far above it weigh
    alike, classes far below it inversely to their pixels.
    """
    totals = counts.sum(axis=0)
    # beta^n, exactly enough for a beta close to 1; N is above 1, or beta would be 0
    return 1 / -np.expm1(totals * np.log1p(-1 / max(float(np.median(totals)), 2.0)))


_METHODS: dict[Method, Callable[[_Counts], _Counts]] = {
    "inverse": _inverse_frequency,
    "median": _median_frequency,
    "effective": _effective_number,
}


def _read_given(given: Sequence[str], classes: Sequence[ClassInfo]) -> dict[int, float]:
    """Weights by class index of texts such as ``water=2.5`` or ``3=2.5``; a name goes before a value."""
    indexes = {str(item.value): index for index, item in enumerate(classes)}
    indexes |= {item.name: index for index, item in enumerate(classes)}
    weights: dict[int, float] = {}
    for text in given:
        name, _, number = text.rpartition("=")
        index, weight = indexes.get(name.strip()), _weight(number)
        if index is None or weight is None or index in weights:
            known = ", ".join(f"{item.name} ({item.value})" for item in classes)
            raise InvalidJob(
                f"Expected weights of 0 or more, one for a class, as in {classes[0].name}=2.5, of the classes {known}, "
                f"found '{text}': change it."
            )
        weights[index] = weight
    return weights


def _weight(text: str) -> float | None:
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if math.isfinite(weight) and weight >= 0 else None
