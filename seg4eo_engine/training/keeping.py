"""Keeping the best and the last weights, and a point to go on from."""

import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightning as L
from torch import Tensor

from seg4eo_engine.models.checkpoint import ModelManifest, save_weights
from seg4eo_engine.models.registry import SegmentationNetwork
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.training.folder import CHOICES, Choice, TrainingFolder

WRITING_SHARE = 0.02  # of the time, at most

Weights = dict[str, Tensor]
Describe = Callable[["Epoch", str], ModelManifest]


class Epoch:
    """An epoch that may be kept: its number from 1, its scores (None where not measured), and its weights."""

    def __init__(self, number: int, miou: float | None, loss: float | None, weights: Weights) -> None:
        self.number = number
        self.miou = miou
        self.loss = loss
        self.weights = weights

    @classmethod
    def of(cls, trainer: L.Trainer, weights: Weights) -> "Epoch":
        """The epoch that has just ended."""
        return cls(
            trainer.current_epoch + 1, _score(trainer, "validation_miou"), _score(trainer, "validation_loss"), weights
        )

    def is_better_than(self, other: "Epoch | None", choice: Choice) -> bool:
        """Whether it has the better score; without any score, whether it is the later one."""
        if other is None:
            return True
        mine, theirs = (self.miou, other.miou) if choice == "miou" else (self.loss, other.loss)
        if mine is None or theirs is None:
            return theirs is None
        return mine > theirs if choice == "miou" else mine < theirs


class KeepBest(L.Callback):
    """Holds the best epoch by mIoU, the best by loss and the last, and writes them with a point to go on from.

    Weights are large, and epochs may take seconds: they are written where the writing before took less than
    ``WRITING_SHARE`` of the time since then, and at the end, be it normal or not. ``chosen_by`` says what is the best
    for the caller: the training stops when that did not improve for ``patience`` epochs. ``validated`` gives the
    network whose scores those of the epoch are, ``describe`` the manifest for its model file.
    """

    def __init__(
        self,
        folder: TrainingFolder,
        chosen_by: Choice,
        patience: int,
        validated: Callable[[L.LightningModule], SegmentationNetwork],
        describe: Describe,
    ) -> None:
        self._folder = folder
        self._chosen_by = chosen_by
        self._patience = patience
        self._validated = validated
        self._describe = describe
        self.best: dict[Choice, Epoch] = {}
        self._last: Epoch | None = None
        self._unwritten: set[Choice] = set()
        self._written_s = time.monotonic()
        self._writing_s = 0.0

    def state_dict(self) -> dict[str, Any]:
        # with the weights, so that state and weights are never of two different writings
        return {choice: vars(epoch) for choice, epoch in self.best.items()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.best = {choice: Epoch(**state_dict[choice]) for choice in CHOICES if choice in state_dict}

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        network = self._validated(module)
        weights = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
        self._last = epoch = Epoch.of(trainer, weights)
        for choice in CHOICES:
            if epoch.is_better_than(self.best.get(choice), choice):
                self.best[choice] = epoch
                self._unwritten.add(choice)
        if epoch.number - self.best[self._chosen_by].number >= self._patience:
            trainer.should_stop = True
        waited_s = time.monotonic() - self._written_s
        if trainer.strategy.broadcast(waited_s * WRITING_SHARE >= self._writing_s):
            self._write(trainer)

    def on_train_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        if trainer.is_global_zero:
            self._write_models()

    def on_exception(self, trainer: L.Trainer, module: L.LightningModule, exception: BaseException) -> None:
        # in the middle of an epoch there is no point to go on from, but the best so far is worth keeping
        if trainer.is_global_zero:
            self._write_models()

    def _write(self, trainer: L.Trainer) -> None:
        started_s = time.monotonic()
        staged = self._folder.resume_point.with_name(".resume.ckpt")
        trainer.save_checkpoint(staged)  # all processes take part, the first one writes
        if trainer.is_global_zero:
            os.replace(staged, self._folder.resume_point)
            self._write_models()
        self._written_s = time.monotonic()
        self._writing_s = self._written_s - started_s

    def _write_models(self) -> None:
        for choice in sorted(self._unwritten):
            self._save(self.best[choice], self._folder.best(choice), choice)
        self._unwritten.clear()
        if self._last is not None:
            self._save(self._last, self._folder.last, "last")

    def _save(self, epoch: Epoch, path: Path, chosen_by: str) -> None:
        with staged_files(path) as (staged,):
            save_weights(staged, [epoch.weights], self._describe(epoch, chosen_by))


def _score(trainer: L.Trainer, name: str) -> float | None:
    value = float(trainer.callback_metrics.get(name, math.nan))
    return None if math.isnan(value) else value
