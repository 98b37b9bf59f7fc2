"""Patches with what a model says of them, and how well it did on each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.tally import ProbabilityTally, class_indexes_at
from seg4eo_engine.patches.manifest import PatchRecord


@dataclass(frozen=True)
class PredictedPatch:
    """A patch as read from disk, and the calibrated probabilities of its pixels.

    ``image`` (bands, H, W) float32, not normalised, in the order of the model's bands; ``valid_mask`` (H, W), True
    where a pixel is valid; ``label`` (H, W) uint8, class indexes of the model, with
    :data:`~seg4eo_engine.raster.labels.IGNORE_INDEX`; ``probabilities`` (C, H, W) float32.
    """

    record: PatchRecord
    image: NDArray[np.float32]
    valid_mask: NDArray[np.bool_]
    label: NDArray[np.uint8]
    probabilities: NDArray[np.float32]

    def class_indexes(self, threshold: float) -> NDArray[np.uint8]:
        """The predicted class indexes (H, W); of two classes the second one from ``threshold`` on."""
        return class_indexes_at(self.probabilities, threshold)


@dataclass(frozen=True)
class PatchScore:
    """How well a model did on one patch. ``confusion`` is empty where the patch has no labelled pixel."""

    record: PatchRecord
    confusion: ConfusionMatrix

    @property
    def name(self) -> str:
        """The name of the patch."""
        return self.record.name

    @property
    def pixels(self) -> int:
        """Labelled pixels."""
        return self.confusion.total

    @property
    def right(self) -> float:
        """Share of the labelled pixels with the right class; NaN where there are none."""
        return self.confusion.accuracy

    @property
    def miou(self) -> float:
        """Mean intersection over union of the classes that are in the patch; NaN where there are none."""
        return self.confusion.miou


@dataclass(frozen=True)
class PatchesMeasured:
    """How well a model did on some patches: all together, and on each.

    ``uncalibrated`` is what the same networks say with a temperature of 1, and from a probability of 0.5 on.
    Measurements of different patches add up with ``+``, such as those of the folds.
    """

    tally: ProbabilityTally
    uncalibrated: ProbabilityTally
    patch_scores: tuple[PatchScore, ...]

    def __add__(self, other: "PatchesMeasured") -> "PatchesMeasured":
        return PatchesMeasured(
            self.tally + other.tally, self.uncalibrated + other.uncalibrated, self.patch_scores + other.patch_scores
        )
