"""What several folds say together: mean and spread of each class, and one matrix of all patches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix


@dataclass(frozen=True)
class FoldScores:
    """The confusion matrices of the folds, each of the patches that its network never saw."""

    confusions: tuple[ConfusionMatrix, ...]

    @property
    def pooled(self) -> ConfusionMatrix:
        """All held-out patches together: each was predicted once, by the network that did not see it."""
        return sum(self.confusions[1:], start=self.confusions[0])

    @property
    def iou_mean(self) -> NDArray[np.float64]:
        """Mean IoU over the folds, by class; folds without the class do not count, and NaN is a class of none."""
        return np.array([values.mean() if len(values) else np.nan for values in self._by_class])

    @property
    def iou_sd(self) -> NDArray[np.float64]:
        """Standard deviation of the IoU between the folds (n − 1), by class; NaN where fewer than two folds have it."""
        return np.array([values.std(ddof=1) if len(values) > 1 else np.nan for values in self._by_class])

    @property
    def _by_class(self) -> list[NDArray[np.float64]]:
        scores = np.stack([confusion.iou for confusion in self.confusions])
        return [column[~np.isnan(column)] for column in scores.T]

    def as_json(self, class_names: Sequence[str]) -> dict[str, Any]:
        """The same in numbers, for people and programs; None is not a number."""
        return {
            "pooled": {"miou": _number(self.pooled.miou), "accuracy": _number(self.pooled.accuracy)},
            "fold_miou": [_number(confusion.miou) for confusion in self.confusions],
            "classes": {
                name: {"iou_mean": _number(mean), "iou_sd": _number(sd), "iou_pooled": _number(pooled)}
                for name, mean, sd, pooled in zip(class_names, self.iou_mean, self.iou_sd, self.pooled.iou, strict=True)
            },
            "confusion_matrix": self.pooled.counts.tolist(),
        }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
