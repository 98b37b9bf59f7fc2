"""Everything that is measured on probabilities, added up batch by batch, so that a split of any size fits."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix, ratio
from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.evaluation.threshold import DEFAULT_THRESHOLD, ThresholdCurve
from seg4eo_engine.raster.labels import IGNORE_INDEX

SMALLEST_PROBABILITY = float(np.finfo(np.float32).eps)  # as in scikit-learn: one sure mistake is not infinitely bad


def class_indexes_at(probabilities: NDArray[np.floating], threshold: float, axis: int = 0) -> NDArray[np.uint8]:
    """Class indexes of probabilities whose classes lie along ``axis``; of two the second one from ``threshold`` on."""
    if probabilities.shape[axis] == 2:
        second: NDArray[np.floating] = np.take(probabilities, 1, axis)
        return (second >= threshold).astype(np.uint8)
    return np.argmax(probabilities, axis).astype(np.uint8)


class ProbabilityTally:
    """Confusion matrix, cross-entropy, reliability and, for two classes, the curve of thresholds.

    Tallies add up with ``+``, over splits, folds or processes. ``threshold`` is NaN in the sum of tallies that were
    taken at different ones.
    """

    def __init__(self, num_classes: int, threshold: float = DEFAULT_THRESHOLD) -> None:
        self.num_classes = num_classes
        self.threshold = threshold
        self.confusion = ConfusionMatrix.empty(num_classes)
        self.reliability = Reliability.empty()
        self.threshold_curve = ThresholdCurve.empty() if num_classes == 2 else None
        self._negative_log_sum = 0.0

    def add(self, probabilities: NDArray[np.float32], labels: NDArray[np.uint8]) -> None:
        """Count a batch.

        Args:
            probabilities: (N, C, H, W), of each class.
            labels: (N, H, W), class indexes; pixels with :data:`~seg4eo_engine.raster.labels.IGNORE_INDEX` do not
                count.

        Raises:
            ValueError: the shapes do not go together, or this is a sum of tallies at different thresholds.
        """
        expected = (labels.shape[0], self.num_classes, *labels.shape[1:])
        if probabilities.shape != expected:
            raise ValueError(f"probabilities of shape {expected} go with these labels, not {probabilities.shape}")
        if np.isnan(self.threshold):
            raise ValueError("a sum of tallies at different thresholds takes no more pixels")
        counted = labels != IGNORE_INDEX
        # (C, n): one row of memory for each class, which is what argmax and the rest are fast on
        chosen = np.stack([probabilities[:, index][counted] for index in range(self.num_classes)])
        self._count(chosen, labels[counted])

    def _count(self, probabilities: NDArray[np.float32], labels: NDArray[np.uint8]) -> None:
        predicted = class_indexes_at(probabilities, self.threshold)
        confidence = np.take_along_axis(probabilities, predicted[None].astype(np.intp), 0)[0]
        of_truth = np.take_along_axis(probabilities, labels[None].astype(np.intp), 0)[0]
        self.confusion += ConfusionMatrix.from_indexes(labels, predicted, self.num_classes)
        self.reliability += Reliability.of(confidence, predicted == labels)
        self._negative_log_sum -= float(np.log(of_truth.clip(min=SMALLEST_PROBABILITY)).sum(dtype=np.float64))
        if self.threshold_curve is not None:
            self.threshold_curve += ThresholdCurve.of(probabilities[1], labels)

    def __add__(self, other: "ProbabilityTally") -> "ProbabilityTally":
        if self.num_classes != other.num_classes:
            raise ValueError(f"tallies of {self.num_classes} and {other.num_classes} classes do not add up")
        threshold = self.threshold if self.threshold == other.threshold else float("nan")
        total = ProbabilityTally(self.num_classes, threshold)
        total.confusion = self.confusion + other.confusion
        total.reliability = self.reliability + other.reliability
        total._negative_log_sum = self._negative_log_sum + other._negative_log_sum
        if self.threshold_curve is not None:
            total.threshold_curve = self.threshold_curve + cast(ThresholdCurve, other.threshold_curve)
        return total

    @property
    def cross_entropy(self) -> float:
        """Mean of −ln p of the true class over the pixels, in nats; NaN where there are none."""
        return float(ratio(self._negative_log_sum, self.confusion.total))
