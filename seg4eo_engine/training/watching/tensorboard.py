"""The course of a training for TensorBoard."""

import dataclasses
from pathlib import Path

import lightning as L
from lightning.pytorch.callbacks import LearningRateMonitor
from lightning.pytorch.loggers import TensorBoardLogger
from lightning.pytorch.loggers.logger import Logger

from seg4eo_engine.training.settings import TrainingSettings
from seg4eo_engine.training.watching.scores import epoch_scores


def tensorboard_logger(folder: Path, settings: TrainingSettings) -> Logger:
    """A logger that writes into ``folder/tensorboard``, with the settings as a table in its text."""
    logger = TensorBoardLogger(folder, name="tensorboard", version="")
    lines = [f"| {name} | {value} |" for name, value in dataclasses.asdict(settings).items()]
    logger.experiment.add_text("settings", "\n".join(["| setting | value |", "| --- | --- |", *lines]))
    return logger


def tensorboard_callbacks() -> list[L.Callback]:
    """What a training with this logger needs besides it: the learning rate, and the scores of each class."""
    return [LearningRateMonitor("step"), LogScores()]


class LogScores(L.Callback):
    """Hands the scores that the training does not log by itself to the logger."""

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        scores = epoch_scores(trainer, module)
        for logger in trainer.loggers:
            logger.log_metrics(
                {
                    name.replace("iou_", "iou/", 1): value
                    for name, value in scores.items()
                    if name.startswith("iou_") or name == "validation_accuracy"
                },
                step=trainer.global_step - 1,
            )
