"""What was measured, as it is handed to the report: numbers and arrays, whoever measured them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.evaluation.threshold import ThresholdCurve
from seg4eo_engine.raster.classes import ClassInfo


@dataclass(frozen=True)
class Shown:
    """A piece of a map to look at.

    ``reference`` and ``predicted`` (height, width) are class indexes, with
    :data:`~seg4eo_engine.raster.labels.IGNORE_INDEX` where there is none. ``image`` (bands, height, width) and its
    ``valid_mask`` (height, width) are None where there is no image. ``right`` is the share of compared pixels with the
    right class.
    """

    name: str
    right: float
    reference: NDArray[np.uint8]
    predicted: NDArray[np.uint8]
    image: NDArray[Any] | None = None
    valid_mask: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Trust:
    """What a model says of its own certainty: ``before`` calibration, where that is known, and after it.

    ``temperatures`` are those by which the logits of each network are divided.
    """

    after: Reliability
    before: Reliability | None = None
    cross_entropy: float | None = None
    temperatures: tuple[float, ...] = ()


@dataclass(frozen=True)
class Measured:
    """Everything that a report is made of.

    Attributes:
        subject: the map or the model, by its file name.
        against: what it was compared with, in words: ``the 20 test patches of lakes``.
        classes: in the order of the confusion matrix.
        confusion: of all compared pixels.
        parts: matrices of pieces far larger than a pixel, which add up to ``confusion``.
        mapped_px: pixels of the whole map by class, compared or not.
        pixel_area_m2: of a pixel on the ground, None where unknown.
        best, worst: pieces to look at.
        bands: names of the bands of their images.
        trust: of a model.
        curve: what other thresholds would do, for a model of two classes.
        threshold: probability of the second of two classes from which on a pixel is of it.
        history: table of the training's epochs.
        warnings: sentences to be read before the numbers are believed.
    """

    subject: str
    against: str
    classes: tuple[ClassInfo, ...]
    confusion: ConfusionMatrix
    parts: Sequence[ConfusionMatrix]
    mapped_px: Sequence[int]
    pixel_area_m2: float | None
    best: Sequence[Shown] = ()
    worst: Sequence[Shown] = ()
    bands: tuple[str, ...] = ()
    trust: Trust | None = None
    curve: ThresholdCurve | None = None
    threshold: float | None = None
    history: Path | None = None
    warnings: tuple[str, ...] = ()

    @property
    def only_class(self) -> str | None:
        """The one class that the reference holds; None where it holds several.

        Such a reference cannot show what is wrongly mapped as this class.
        """
        held = [item.name for item, row in zip(self.classes, self.confusion.counts, strict=True) if row.sum()]
        return held[0] if len(held) == 1 else None
