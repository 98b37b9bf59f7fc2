"""What an accuracy report says, as data: the page shows it, and the JSON file is it."""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

Verdict = Literal["good", "usable", "poor"]


def _number_or_none(value: Any) -> Any:
    return None if value is None or math.isnan(value) else float(value)


Score = Annotated[float | None, BeforeValidator(_number_or_none)]  # None: it has no value, as 0 / 0


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassScores(_Frozen):
    """How a class did. A class that is in neither map nor reference has no IoU and no F1, one that was never mapped has
    no precision, one that is not in the reference no recall.
    """

    value: int
    colour: str
    iou: Score
    f1: Score
    precision: Score
    recall: Score
    reference_px: int
    mapped_px: int


class ClassArea(_Frozen):
    """The area of a class over the whole map in m²: as mapped, and as corrected by the errors found, with its standard
    error and its 95 % confidence interval (Olofsson et al. 2014).
    """

    mapped_m2: float
    adjusted_m2: Score
    standard_error_m2: Score
    low_m2: Score
    high_m2: Score


class ReliabilityBin(_Frozen):
    """Pixels whose confidence lies between ``low`` and ``high``."""

    low: float
    high: float
    pixels: int
    confidence: Score
    share_right: Score


class Calibration(_Frozen):
    """How well the confidence of a model tells how often it is right. ECE: expected calibration error."""

    ece: Score
    ece_before: Score
    cross_entropy: Score
    temperatures: tuple[float, ...]
    bins: tuple[ReliabilityBin, ...]


class ThresholdFacts(_Frozen):
    """Of two classes: the threshold in use and what it gives, and the one that would be best on these pixels."""

    threshold: float
    average_precision: Score
    best_threshold: float
    best_f1: Score


class AccuracyFacts(_Frozen):
    """All that an accuracy report says.

    ``confusion_matrix[r][p]``: pixels of class r that are mapped as p. ``areas`` is None where pixels have no size on
    the ground, or the reference holds a single class; ``calibration`` and ``threshold`` where no model told them.
    """

    engine_version: str
    subject: str
    against: str
    verdict: Verdict
    headline: str
    summary: str
    remarks: tuple[str, ...]
    pixels: int
    accuracy: float
    miou: float
    mean_f1: float
    kappa: Score
    frequency_weighted_iou: float
    classes: dict[str, ClassScores]
    class_values: tuple[int, ...]
    confusion_matrix: tuple[tuple[int, ...], ...]
    areas: dict[str, ClassArea] | None
    calibration: Calibration | None
    threshold: ThresholdFacts | None
