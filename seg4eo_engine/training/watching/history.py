"""The course of a training, written to disk while it runs."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightning as L

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.reports.training.curves import draw_curves
from seg4eo_engine.reports.training.history import write_history
from seg4eo_engine.training.watching.scores import epoch_scores

LEAST_PAUSE_S = 20.0  # from one drawing of the curves to the next
DRAWING_SHARE = 0.02  # of the time, at most


class History(L.Callback):
    """Writes ``history.csv`` into ``folder`` after each epoch, and draws ``curves.png`` now and then and at the end.

    A training that goes on after a stop goes on with its rows.
    """

    def __init__(self, folder: Path, classes: Sequence[ClassInfo], clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._classes = classes
        self._clock = clock
        self._rows: list[dict[str, float]] = []
        self._start_s = clock()
        self._spent_s = 0.0  # before this start
        self._drawn_s = float("-inf")
        self._drawing_s = 0.0

    def state_dict(self) -> dict[str, Any]:
        return {"rows": self._rows, "spent_s": self._elapsed_s()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self._rows = [dict(row) for row in state_dict["rows"]]
        self._spent_s = float(state_dict["spent_s"])
        self._start_s = self._clock()

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        place = {"epoch": trainer.current_epoch + 1, "step": trainer.global_step, "minutes": self._elapsed_s() / 60}
        self._rows.append(place | epoch_scores(trainer, module))
        if trainer.is_global_zero:
            write_history(self._rows, [item.name for item in self._classes], self._folder / "history.csv")
            pause_s = max(LEAST_PAUSE_S, self._drawing_s / DRAWING_SHARE)
            if self._clock() - self._drawn_s >= pause_s:
                self._draw()

    def on_train_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        if trainer.is_global_zero and self._rows:
            self._draw()

    def _elapsed_s(self) -> float:
        return self._spent_s + self._clock() - self._start_s

    def _draw(self) -> None:
        started_s = self._clock()
        draw_curves(self._rows, self._classes, self._folder / "curves.png")
        self._drawn_s = self._clock()
        self._drawing_s = self._drawn_s - started_s
