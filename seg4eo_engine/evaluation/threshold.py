"""From which probability on a pixel is of the second of two classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix, ratio

STEPS = 1000
DEFAULT_THRESHOLD = 0.5
WORTH_MOVING = 0.001  # of F1; less is noise of the pixels that were looked at


@dataclass(frozen=True)
class ThresholdCurve:
    """What each threshold from 0 to 1 in steps of 0.001 would do: the precision-recall curve of the second class.

    ``first`` and ``second`` (steps + 1,) count the pixels of the two classes of the reference by the probability of
    the second class: entry k those from k / steps up to the next one.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "ThresholdCurve":
        """The curve of no pixels."""
        return cls(np.zeros(STEPS + 1, dtype=np.int64), np.zeros(STEPS + 1, dtype=np.int64))

    @classmethod
    def of(cls, probability: NDArray[np.floating], labels: NDArray[np.integer]) -> "ThresholdCurve":
        """The curve of pixels with this probability of the second class (n,), and these class indexes 0 and 1 (n,)."""
        # in float64 the product with a float32 is exact, so bin k holds just what is ≥ k / steps
        bins = (probability.astype(np.float64) * STEPS).astype(np.int64).clip(0, STEPS)
        counts = np.bincount(bins + (STEPS + 1) * labels.astype(np.int64), minlength=2 * (STEPS + 1))
        return cls(*counts.astype(np.int64).reshape(2, STEPS + 1))

    def __add__(self, other: "ThresholdCurve") -> "ThresholdCurve":
        return ThresholdCurve(self.first + other.first, self.second + other.second)

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """The thresholds, ascending from 0 to 1; the other arrays have an entry for each."""
        return np.arange(STEPS + 1) / STEPS

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the pixels mapped as the second class that are of it; NaN where none is mapped so."""
        hits, false_alarms = _from_here_on(self.second), _from_here_on(self.first)
        return ratio(hits, hits + false_alarms)

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of the pixels of the second class that are mapped so; NaN where there are none."""
        return ratio(_from_here_on(self.second), self.second.sum())

    @property
    def f1(self) -> NDArray[np.float64]:
        """F1 (Dice) of the second class; NaN where it is neither in the reference nor in the map."""
        hits, false_alarms = _from_here_on(self.second), _from_here_on(self.first)
        return ratio(2 * hits, hits + false_alarms + self.second.sum())

    @property
    def iou(self) -> NDArray[np.float64]:
        """Intersection over union of the second class; NaN as :attr:`f1`."""
        return ratio(_from_here_on(self.second), _from_here_on(self.first) + self.second.sum())

    @property
    def average_precision(self) -> float:
        """Mean precision over the recalls, Σ (R_k − R_k+1) P_k; NaN where the second class is absent."""
        # a step of recall is never without a pixel that is mapped, so its precision is a number
        steps = ratio(self.second, self.second.sum())
        return float(np.sum(np.where(self.second > 0, self.precision, 0) * steps))

    def confusion_at(self, threshold: float) -> ConfusionMatrix:
        """The confusion matrix at a threshold, which is rounded to the next one of :attr:`thresholds`."""
        step = round(threshold * STEPS)
        counts = [[part[:step].sum(), part[step:].sum()] for part in (self.first, self.second)]
        return ConfusionMatrix(np.array(counts, dtype=np.int64))


def best_threshold(curve: ThresholdCurve) -> float:
    """The threshold with the largest F1 of the second class: of those that are as good to 0.001, the nearest to 0.5.

    It is 0.5 where there is nothing to choose by, since one of the classes is absent from the reference. A threshold
    that maps everything as one class (0 or 1) is never chosen.
    """
    if not curve.first.sum() or not curve.second.sum():
        return DEFAULT_THRESHOLD
    thresholds, f1 = curve.thresholds[1:-1], curve.f1[1:-1]
    good = thresholds[f1 >= f1.max() - WORTH_MOVING]
    return float(good[np.argmin(np.abs(good - DEFAULT_THRESHOLD))])


def _from_here_on(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many pixels have this probability or a larger one."""
    return np.cumsum(counts[::-1])[::-1]
