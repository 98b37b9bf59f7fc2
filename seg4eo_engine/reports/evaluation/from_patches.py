"""What a model was measured to do on the patches of a dataset, made ready for the report."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from seg4eo_engine.evaluation.patch_scores import PatchesMeasured, PatchScore, PredictedPatch
from seg4eo_engine.evaluation.tiles import best_and_worst
from seg4eo_engine.patches.manifest import PatchRecord
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.reports.evaluation.measured import Measured, Shown, Trust

MOST_SHOWN = 6  # of the best, and of the worst
Predict = Callable[[Sequence[PatchRecord]], Iterable[PredictedPatch]]


class MeasuredModel(NamedTuple):
    """What a report says of the model itself; bands, threshold and temperatures as in its file."""

    name: str
    classes: tuple[ClassInfo, ...]
    bands: tuple[str, ...]
    threshold: float
    temperatures: tuple[float, ...]
    history: Path | None = None


def report_on_patches(
    model: MeasuredModel,
    against: str,
    measured: PatchesMeasured,
    pixel_area_m2: float | None,
    predict: Predict | None = None,
    warnings: tuple[str, ...] = (),
) -> Measured:
    """Everything that :func:`~seg4eo_engine.reports.evaluation.report.write_report` wants of a model on patches.

    Args:
        model: the model.
        against: what it was measured on, in words: ``the 20 test patches of lakes``.
        measured: its scores.
        pixel_area_m2: of a pixel of the patches, None where unknown.
        predict: gives patches with what the model says, to show the best and the worst; None: none are shown.
        warnings: sentences to be read before the numbers are believed.
    """
    tally = measured.tally
    best, worst = _shown(measured.patch_scores, model.threshold, predict) if predict else ([], [])
    is_calibrated = any(temperature != 1 for temperature in model.temperatures)
    return Measured(
        subject=model.name,
        against=against,
        classes=model.classes,
        confusion=tally.confusion,
        parts=[score.confusion for score in measured.patch_scores],
        mapped_px=tally.confusion.counts.sum(0).tolist(),
        pixel_area_m2=pixel_area_m2,
        best=best,
        worst=worst,
        bands=model.bands,
        trust=Trust(
            after=tally.reliability,
            before=measured.uncalibrated.reliability if is_calibrated else None,
            cross_entropy=tally.cross_entropy,
            temperatures=model.temperatures if is_calibrated else (),
        ),
        curve=tally.threshold_curve,
        threshold=model.threshold if len(model.classes) == 2 else None,
        history=model.history,
        warnings=warnings,
    )


def _shown(scores: Sequence[PatchScore], threshold: float, predict: Predict) -> tuple[list[Shown], list[Shown]]:
    best, worst = best_and_worst(scores, _is_varied, MOST_SHOWN)
    wanted = [*best, *worst]
    drawn = [
        _piece(patch, score, threshold)
        for patch, score in zip(predict([score.record for score in wanted]), wanted, strict=True)
    ]
    return drawn[: len(best)], drawn[len(best) :]


def _is_varied(score: PatchScore) -> bool:
    return int((score.confusion.counts.sum(1) > 0).sum()) > 1


def _piece(patch: PredictedPatch, score: PatchScore, threshold: float) -> Shown:
    predicted = np.where(patch.valid_mask, patch.class_indexes(threshold), IGNORE_INDEX).astype(np.uint8)
    return Shown(patch.record.name, score.right, patch.label, predicted, patch.image, patch.valid_mask)
