"""What a reporter hears of a training, and when it is asked whether to stop."""

import math
import time
from collections.abc import Callable
from typing import Any, Literal

import lightning as L
from torch import Tensor

from seg4eo_engine.progress import Reporter
from seg4eo_engine.training.schedule import TrainingProgress
from seg4eo_engine.training.watching.scores import epoch_scores

LOOK_EVERY_S = 0.5  # at the loss: a graphics card must catch up before its value is known
SMOOTHING = 0.1  # share of the present batch in the loss that is shown


class ReportProgress(L.Callback):
    """Tells the reporter where the training is, and asks it at every batch whether to stop.

    After each epoch the reporter gets the values of :func:`epoch_scores` that were measured, and ``epochs`` (most that
    there will be), ``best_miou`` or ``best_loss`` with ``best_epoch``, ``epoch_s`` (what the epoch took), ``left_s``
    (what the rest will take unless it ends early), and of folds ``fold`` and ``folds``.

    Args:
        reporter: hears it.
        course: how much of the training is over.
        chosen_by: the score that makes an epoch the best.
        fold: which of how many folds this is, the first is 1; None where there is but one network.
        clock: seconds.
    """

    def __init__(
        self,
        reporter: Reporter,
        course: TrainingProgress,
        *,
        chosen_by: Literal["miou", "loss"] = "miou",
        fold: tuple[int, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reporter = reporter
        self._course = course
        self._chosen_by = chosen_by
        self._fold = fold
        self._clock = clock
        self._where = [] if fold is None else [f"fold {fold[0]} of {fold[1]}"]
        self._best = math.nan
        self._best_epoch = 0
        self._miou = math.nan
        self._loss: Tensor | None = None
        self._looked_s = -math.inf
        self._detail: list[str] = []
        self._start_s = self._epoch_start_s = clock()
        self._start_share = 0.0

    def state_dict(self) -> dict[str, Any]:
        return {"best": self._best, "best_epoch": self._best_epoch, "miou": self._miou}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self._best, self._best_epoch, self._miou = (state_dict[name] for name in ("best", "best_epoch", "miou"))

    def on_train_start(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        self._start_s = self._epoch_start_s = self._clock()
        self._start_share = self._course.at(trainer.global_step)

    def on_train_batch_end(
        self, trainer: L.Trainer, module: L.LightningModule, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        self._reporter.check_cancelled()
        # Lightning hands out its share of a step of several batches
        self._follow_loss(outputs["loss"].detach().float() * trainer.accumulate_grad_batches)
        if trainer.is_global_zero:
            self._reporter.progress(
                self._course.at(trainer.global_step),
                "Training",
                done=trainer.current_epoch + 1,
                total=trainer.max_epochs,
                unit="epochs",
                detail=", ".join(self._where + self._detail),
            )

    def on_validation_batch_end(self, *_: Any) -> None:
        self._reporter.check_cancelled()

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        epoch, now_s = trainer.current_epoch + 1, self._clock()
        scores = epoch_scores(trainer, module)
        self._miou = scores["validation_miou"]
        self._note_best(epoch, scores)
        self._loss = None
        values = {
            "epochs": float(trainer.max_epochs or 0),
            **scores,
            f"best_{self._chosen_by}": self._best,
            "best_epoch": self._best_epoch if self._best_epoch else math.nan,
            "epoch_s": now_s - self._epoch_start_s,
            "left_s": self._left_s(self._course.at(trainer.global_step), now_s - self._start_s),
        }
        if self._fold is not None:
            values |= {"fold": self._fold[0], "folds": self._fold[1]}
        self._epoch_start_s = now_s
        if trainer.is_global_zero:
            # JSON has no word for what was not measured
            self._reporter.metrics(epoch, {name: value for name, value in values.items() if math.isfinite(value)})

    def _note_best(self, epoch: int, scores: dict[str, float]) -> None:
        score = scores[f"validation_{self._chosen_by}"]
        improved = score > self._best if self._chosen_by == "miou" else score < self._best
        if improved or (math.isnan(self._best) and not math.isnan(score)):
            self._best, self._best_epoch = score, epoch

    def _left_s(self, share: float, spent_s: float) -> float:
        done = share - self._start_share
        if done <= 0:
            return math.nan
        following = 0 if self._fold is None else self._fold[1] - self._fold[0]
        return (1 - share + following) * spent_s / done

    def _follow_loss(self, loss: Tensor) -> None:
        self._loss = loss if self._loss is None else self._loss.lerp_(loss, SMOOTHING)
        now_s = self._clock()
        if now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            shown = {"loss": self._loss.item(), "mIoU": self._miou}
            self._detail = [f"{name} {value:.3f}" for name, value in shown.items() if math.isfinite(value)]
