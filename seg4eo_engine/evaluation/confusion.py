"""The confusion matrix, and every score that follows from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ConfusionMatrix:
    """Counts of pixels: ``counts[r, p]`` were of class index ``r`` in the reference and ``p`` in the prediction.

    Scores of a class that is absent from both are NaN, and are left out of means.
    """

    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.counts.ndim != 2 or self.counts.shape[0] != self.counts.shape[1]:
            raise ValueError(f"a confusion matrix is square, not of shape {self.counts.shape}")

    @classmethod
    def from_indexes(
        cls, reference: NDArray[np.integer], predicted: NDArray[np.integer], num_classes: int
    ) -> "ConfusionMatrix":
        """Count pixels of two arrays of class indexes (0 … C−1) of one shape."""
        pairs = reference.astype(np.int64).ravel() * num_classes + predicted.astype(np.int64).ravel()
        return cls(np.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes))

    def __add__(self, other: "ConfusionMatrix") -> "ConfusionMatrix":
        return ConfusionMatrix(self.counts + other.counts)

    @property
    def total(self) -> int:
        """Number of pixels."""
        return int(self.counts.sum())

    @property
    def accuracy(self) -> float:
        """Share of pixels with the right class; NaN where there are none."""
        return float(_ratio(np.trace(self.counts), self.counts.sum()))

    @property
    def iou(self) -> NDArray[np.float64]:
        """Intersection over union (Jaccard index) by class: TP / (TP + FP + FN)."""
        hits = np.diag(self.counts)
        return _ratio(hits, self.counts.sum(0) + self.counts.sum(1) - hits)

    @property
    def f1(self) -> NDArray[np.float64]:
        """F1 (Dice) by class: 2 TP / (2 TP + FP + FN)."""
        return _ratio(2 * np.diag(self.counts), self.counts.sum(0) + self.counts.sum(1))

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the pixels mapped as a class that are of it (user's accuracy)."""
        return _ratio(np.diag(self.counts), self.counts.sum(0))

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of the pixels of a class that are mapped as it (producer's accuracy)."""
        return _ratio(np.diag(self.counts), self.counts.sum(1))

    @property
    def miou(self) -> float:
        """Mean of :attr:`iou` over the classes that are present; NaN where there is no pixel."""
        present = self.iou[~np.isnan(self.iou)]
        return float(present.mean()) if len(present) else float("nan")


def _ratio(part: NDArray[np.int64] | np.int64, whole: NDArray[np.int64] | np.int64) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):  # 0 / 0 is NaN: that is what is meant
        return np.true_divide(part, whole)
