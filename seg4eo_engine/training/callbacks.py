"""What happens around the training steps: the time limit, and an encoder that learns later."""

from typing import Any

import lightning as L

from seg4eo_engine.training.data import epochs_done
from seg4eo_engine.training.module import SegmentationModule
from seg4eo_engine.training.schedule import TrainingProgress


class StopInTime(L.Callback):
    """Ends the training when its time is over, the epoch that runs is still validated; a resume goes on counting."""

    def __init__(self, course: TrainingProgress) -> None:
        self._course = course

    def state_dict(self) -> dict[str, Any]:
        return {"spent_s": self._course.spent_s}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self._course.spent_s = state_dict["spent_s"]

    def on_train_batch_end(self, trainer: L.Trainer, *_: Any) -> None:
        # each process has a clock of its own, but they must stop at the same batch
        if trainer.strategy.reduce_boolean_decision(self._course.at(trainer.global_step) >= 1, all=False):
            trainer.should_stop = True


class FreezeEncoder(L.Callback):
    """Keeps the encoder as it is for the first ``epochs`` epochs."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs

    def on_train_start(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        self._apply(trainer, module)  # the first epoch after a resume has no start of its own

    def on_train_epoch_start(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        self._apply(trainer, module)

    def _apply(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        assert isinstance(module, SegmentationModule)
        if self._epochs:
            module.network.freeze_encoder(epochs_done(trainer) < self._epochs)
