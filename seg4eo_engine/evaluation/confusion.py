"""The confusion matrix, and every score that follows from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.raster.labels import IGNORE_INDEX


@dataclass(frozen=True)
class ConfusionMatrix:
    """Counts of pixels: ``counts[r, p]`` were of class index ``r`` in the reference and ``p`` in the prediction.

    Scores of a class that is absent from both are NaN, and are left out of means. Where there is no pixel at all, every
    score is NaN.
    """

    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.counts.ndim != 2 or self.counts.shape[0] != self.counts.shape[1]:
            raise ValueError(f"a confusion matrix is square, not of shape {self.counts.shape}")

    @classmethod
    def empty(cls, num_classes: int) -> "ConfusionMatrix":
        """The matrix of no pixels."""
        return cls(np.zeros((num_classes, num_classes), dtype=np.int64))

    @classmethod
    def from_indexes(
        cls, reference: NDArray[np.integer], predicted: NDArray[np.integer], num_classes: int
    ) -> "ConfusionMatrix":
        """Count pixels of two arrays of class indexes (0 … C−1) of one shape.

        Pixels whose reference is :data:`~seg4eo_engine.raster.labels.IGNORE_INDEX` are not counted.
        """
        counted = reference != IGNORE_INDEX
        pairs = reference[counted].astype(np.int64) * num_classes + predicted[counted]
        return cls(np.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes).astype(np.int64))

    def __add__(self, other: "ConfusionMatrix") -> "ConfusionMatrix":
        return ConfusionMatrix(self.counts + other.counts)

    @property
    def total(self) -> int:
        """Number of pixels."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """Number of pixels with the right class."""
        return int(np.trace(self.counts))

    @property
    def accuracy(self) -> float:
        """Share of pixels with the right class."""
        return float(ratio(self.right, self.total))

    @property
    def iou(self) -> NDArray[np.float64]:
        """Intersection over union (Jaccard index) by class: TP / (TP + FP + FN)."""
        hits = np.diag(self.counts)
        return ratio(hits, self.counts.sum(0) + self.counts.sum(1) - hits)

    @property
    def f1(self) -> NDArray[np.float64]:
        """F1 (Dice) by class: 2 TP / (2 TP + FP + FN)."""
        return ratio(2 * np.diag(self.counts), self.counts.sum(0) + self.counts.sum(1))

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the pixels mapped as a class that are of it (user's accuracy); NaN where none is mapped as it."""
        return ratio(np.diag(self.counts), self.counts.sum(0))

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of the pixels of a class that are mapped as it (producer's accuracy); NaN where none is of it."""
        return ratio(np.diag(self.counts), self.counts.sum(1))

    @property
    def miou(self) -> float:
        """Mean of :attr:`iou` over the classes that are present."""
        return _mean_of_present(self.iou)

    @property
    def mean_f1(self) -> float:
        """Mean of :attr:`f1` over the classes that are present (macro F1)."""
        return _mean_of_present(self.f1)

    @property
    def frequency_weighted_iou(self) -> float:
        """Mean of :attr:`iou`, in which each class has the weight of its share of the reference."""
        return float(ratio(np.nansum(self.iou * self.counts.sum(1)), self.total))

    @property
    def kappa(self) -> float:
        """Agreement beyond that of chance: (p_o − p_e) / (1 − p_e), Cohen (1960).

        NaN where reference and prediction hold one and the same class only, since chance cannot fail there.
        """
        reference, predicted = (ratio(self.counts.sum(axis), self.total) for axis in (1, 0))
        by_chance = np.dot(reference, predicted)
        return float(ratio(self.accuracy - by_chance, 1 - by_chance))


def ratio(
    part: NDArray[np.generic] | np.generic | float, whole: NDArray[np.generic] | np.generic | float
) -> NDArray[np.float64]:
    """``part / whole`` of non-negative counts; 0 / 0 is NaN, without a warning."""
    with np.errstate(invalid="ignore"):
        return np.true_divide(part, whole)


def _mean_of_present(scores: NDArray[np.float64]) -> float:
    present = scores[~np.isnan(scores)]
    return float(present.mean()) if len(present) else float("nan")
