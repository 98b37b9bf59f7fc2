"""Whether a prediction is right as often as its confidence says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ratio

BINS = 15


@dataclass(frozen=True)
class Reliability:
    """Pixels by the confidence of their prediction, in bins of equal width from 0 to 1: a reliability diagram.

    The confidence is the probability of the class that was predicted. All arrays have one entry for each bin: the
    number of pixels, the sum of their confidences, and how many of them had the right class.
    """

    counts: NDArray[np.int64]
    confidence_sums: NDArray[np.float64]
    right: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "Reliability":
        """The diagram of no pixels."""
        return cls(np.zeros(BINS, dtype=np.int64), np.zeros(BINS), np.zeros(BINS, dtype=np.int64))

    @classmethod
    def of(cls, confidence: NDArray[np.floating], right: NDArray[np.bool_]) -> "Reliability":
        """The diagram of pixels with this confidence (n,), of which those were right (n,)."""
        # a confidence of exactly 1 belongs to the last bin
        bins = np.minimum((confidence.astype(np.float64) * BINS).astype(np.int64), BINS - 1)
        return cls(
            np.bincount(bins, minlength=BINS).astype(np.int64),
            np.bincount(bins, weights=confidence, minlength=BINS).astype(np.float64),
            np.bincount(bins[right], minlength=BINS).astype(np.int64),
        )

    def __add__(self, other: "Reliability") -> "Reliability":
        return Reliability(
            self.counts + other.counts, self.confidence_sums + other.confidence_sums, self.right + other.right
        )

    @property
    def edges(self) -> NDArray[np.float64]:
        """Where the bins begin and end, (bins + 1,)."""
        return np.linspace(0, 1, len(self.counts) + 1)

    @property
    def confidence(self) -> NDArray[np.float64]:
        """Mean confidence of the pixels of each bin; NaN in an empty one."""
        return ratio(self.confidence_sums, self.counts)

    @property
    def share_right(self) -> NDArray[np.float64]:
        """Share of the pixels of each bin with the right class; NaN in an empty one."""
        return ratio(self.right, self.counts)

    @property
    def ece(self) -> float:
        """Expected calibration error: mean over pixels of |share right − confidence| of their bin.

        Naeini et al. (2015), as used by Guo et al. (2017). NaN where there is no pixel.
        """
        return float(ratio(np.abs(self.right - self.confidence_sums).sum(), self.counts.sum()))
