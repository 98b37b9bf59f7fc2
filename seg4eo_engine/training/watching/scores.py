"""The scores of the epoch that has just ended."""

import math
from typing import TYPE_CHECKING, cast

import lightning as L

from seg4eo_engine.reports.training.history import iou_columns

if TYPE_CHECKING:
    from seg4eo_engine.training.module import SegmentationModule


def epoch_scores(trainer: L.Trainer, module: L.LightningModule) -> dict[str, float]:
    """Losses, scores on the validation patches and the learning rate, by the names of the columns of ``history.csv``.

    What was not measured is NaN.
    """
    measured = {
        name: float(trainer.callback_metrics.get(name, math.nan))
        for name in ("train_loss", "validation_loss", "validation_miou")
    }
    confusion = cast("SegmentationModule", module).confusion
    names = cast("SegmentationModule", module).class_names
    return {
        "learning_rate": float(trainer.optimizers[0].param_groups[0]["lr"]),
        **measured,
        "validation_accuracy": confusion.accuracy,
        **dict(zip(iou_columns(names), confusion.iou.tolist(), strict=True)),
    }
