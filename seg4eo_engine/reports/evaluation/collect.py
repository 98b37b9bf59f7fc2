"""From what was measured to the facts of a report."""

from collections import Counter
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.evaluation.areas import estimate_areas
from seg4eo_engine.evaluation.threshold import best_threshold
from seg4eo_engine.reports.evaluation.facts import (
    AccuracyFacts,
    Calibration,
    ClassArea,
    ClassScores,
    ReliabilityBin,
    ThresholdFacts,
)
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.evaluation.verdict import headline_of, remarks_on, summary_of, verdict_of


def collect_facts(measured: Measured) -> AccuracyFacts:
    """The scores of everything that was measured, and what they mean in words."""
    confusion = measured.confusion
    return AccuracyFacts(
        engine_version=__version__,
        subject=measured.subject,
        against=measured.against,
        verdict=verdict_of(measured),
        headline=headline_of(measured),
        summary=summary_of(measured),
        remarks=tuple(remarks_on(measured)),
        pixels=confusion.total,
        accuracy=confusion.accuracy,
        miou=confusion.miou,
        mean_f1=confusion.mean_f1,
        kappa=confusion.kappa,
        frequency_weighted_iou=confusion.frequency_weighted_iou,
        classes=_class_scores(measured),
        class_values=tuple(item.value for item in measured.classes),
        confusion_matrix=tuple(map(tuple, confusion.counts.tolist())),
        areas=_areas(measured),
        calibration=_calibration(measured),
        threshold=_threshold(measured),
    )


def class_keys(measured: Measured) -> list[str]:
    """A name for each class that no other one has."""
    uses = Counter(item.name for item in measured.classes)
    return [item.name if uses[item.name] == 1 else f"{item.name} ({item.value})" for item in measured.classes]


def _class_scores(measured: Measured) -> dict[str, ClassScores]:
    confusion = measured.confusion
    columns: dict[str, Any] = {
        "iou": confusion.iou,
        "f1": confusion.f1,
        "precision": confusion.precision,
        "recall": confusion.recall,
        "reference_px": confusion.counts.sum(1),
        "mapped_px": confusion.counts.sum(0),
    }
    return {
        key: ClassScores(
            value=item.value, colour=item.colour, **{name: column[index] for name, column in columns.items()}
        )
        for index, (key, item) in enumerate(zip(class_keys(measured), measured.classes, strict=True))
    }


def _areas(measured: Measured) -> dict[str, ClassArea] | None:
    if measured.pixel_area_m2 is None or measured.only_class is not None:
        return None
    estimates = estimate_areas(measured.confusion, measured.mapped_px, measured.pixel_area_m2, measured.parts)
    names = ("mapped_m2", "adjusted_m2", "standard_error_m2", "low_m2", "high_m2")
    return {
        key: ClassArea(**{name: getattr(estimate, name) for name in names})
        for key, estimate in zip(class_keys(measured), estimates, strict=True)
    }


def _calibration(measured: Measured) -> Calibration | None:
    trust = measured.trust
    if trust is None:
        return None
    after = trust.after
    columns = zip(after.edges[:-1], after.edges[1:], after.counts, after.confidence, after.share_right, strict=True)
    return Calibration(
        ece=after.ece,
        ece_before=None if trust.before is None else trust.before.ece,
        cross_entropy=trust.cross_entropy,
        temperatures=trust.temperatures,
        bins=tuple(
            ReliabilityBin(low=low, high=high, pixels=pixels, confidence=confidence, share_right=share)
            for low, high, pixels, confidence, share in columns
        ),
    )


def _threshold(measured: Measured) -> ThresholdFacts | None:
    curve = measured.curve
    if curve is None or measured.threshold is None or not curve.second.sum():
        return None
    best = best_threshold(curve)
    return ThresholdFacts(
        threshold=measured.threshold,
        average_precision=curve.average_precision,
        best_threshold=best,
        best_f1=curve.confusion_at(best).f1[1],
    )
