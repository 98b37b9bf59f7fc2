"""What happens around the training steps: reports, cancelling, the time limit, keeping the best weights."""

import math
from typing import Any

import lightning as L
from torch import Tensor, nn

from seg4eo_engine.progress import Reporter
from seg4eo_engine.training.schedule import TrainingProgress


class ReportProgress(L.Callback):
    """Tells the reporter where the training is, and asks it at every batch whether to stop."""

    def __init__(self, reporter: Reporter, course: TrainingProgress) -> None:
        self._reporter = reporter
        self._course = course

    def on_train_batch_end(self, trainer: L.Trainer, *_: Any) -> None:
        self._reporter.check_cancelled()
        self._reporter.progress(
            self._course.at(trainer.global_step),
            "Training",
            done=trainer.current_epoch + 1,
            total=trainer.max_epochs,
            unit="epochs",
        )

    def on_validation_batch_end(self, *_: Any) -> None:
        self._reporter.check_cancelled()

    def on_test_batch_end(self, *_: Any) -> None:
        self._reporter.check_cancelled()

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        values = {
            name.replace("_", " "): float(trainer.callback_metrics[name])
            for name in ("train_loss", "validation_loss", "validation_miou")
            if name in trainer.callback_metrics
        }
        finite = {name: value for name, value in values.items() if math.isfinite(value)}
        self._reporter.metrics(trainer.current_epoch + 1, finite)


class KeepBest(L.Callback):
    """Holds the weights of the epoch with the best validation mIoU, and stops when there was none for a while.

    Without labelled validation pixels there is nothing to choose by, and the last epoch is kept.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self.best_epoch = 0
        self.best_miou: float | None = None
        self.weights: dict[str, Tensor] = {}

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        miou = float(trainer.callback_metrics.get("validation_miou", math.nan))
        epoch = trainer.current_epoch + 1
        unmeasured = math.isnan(miou)
        if unmeasured or self.best_miou is None or miou > self.best_miou:
            network: nn.Module = module.network  # type: ignore[assignment]
            self.best_epoch = epoch
            self.best_miou = None if unmeasured else miou
            self.weights = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
        elif epoch - self.best_epoch >= self._patience:
            trainer.should_stop = True


class StopInTime(L.Callback):
    """Ends the training when its time is over; the epoch that runs is still validated."""

    def __init__(self, course: TrainingProgress) -> None:
        self._course = course

    def on_train_batch_end(self, trainer: L.Trainer, *_: Any) -> None:
        if self._course.at(trainer.global_step) >= 1:
            trainer.should_stop = True
