"""A training that takes no time, whose scores are known."""

import math

import lightning as L
import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.training.schedule import TrainingProgress

CLASSES = tuple(
    default_class(index, index).model_copy(update={"name": name}) for index, name in enumerate(("water", "field"))
)
COUNTS = np.array([[30, 10], [0, 60]])
LOSSES, MIOUS = (2.0, 1.0, 0.5, 0.7), (0.2, 0.5, 0.4, 0.3)  # of the epochs; the validation loss is ten times the loss


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


class ScriptedModule(L.LightningModule):
    """Learns something, and says of each epoch what it is told to say."""

    def __init__(self, clock, batch_s):
        super().__init__()
        torch.manual_seed(3)
        self.network = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.Dropout(0.5), nn.Conv2d(4, 2, 3))
        self.class_names = tuple(item.name for item in CLASSES)
        self.confusion = ConfusionMatrix(np.zeros((2, 2), np.int64))
        self._clock, self._batch_s = clock, batch_s

    def training_step(self, batch, batch_idx):
        self._clock.now_s += self._batch_s
        loss = 0.01 * self.network(batch).square().mean()
        loss = loss - loss.detach() + LOSSES[self.current_epoch]  # known, with a gradient
        self.log("train_loss", loss, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch, batch_idx):
        self.log("validation_loss", 10 * LOSSES[self.current_epoch])

    def on_validation_epoch_end(self):
        self.confusion = ConfusionMatrix(COUNTS)
        self.log("validation_miou", MIOUS[self.current_epoch])

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.25)


class Listener(SilentReporter):
    def __init__(self, cancel_after=math.inf):
        self.progressed, self.epochs, self._left = [], [], cancel_after

    def progress(self, fraction, stage, **count):
        self.progressed.append({"fraction": fraction, "stage": stage, **count})

    def metrics(self, step, values):
        self.epochs.append((step, values))

    def check_cancelled(self):
        self._left -= 1
        if self._left < 0:
            raise Cancelled("stop")


class SaveEach(L.Callback):
    def __init__(self, path):
        self._path = path

    def on_train_epoch_end(self, trainer, module):
        trainer.save_checkpoint(self._path)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def classes():
    return CLASSES


@pytest.fixture
def listen():
    """A reporter that remembers, and asks for a stop after so many questions whether to stop."""
    return Listener


@pytest.fixture
def save_each():
    """A callback that writes a point to go on from after each epoch."""
    return SaveEach


@pytest.fixture
def course(clock):
    """That of four epochs."""
    return TrainingProgress(12, None, clock)


@pytest.fixture
def fit(tmp_path, clock):
    """Train for 3 steps an epoch, each of which takes ``batch_s`` by the clock, and give back the module."""

    def run(callbacks, *, epochs=4, validate=True, batch_s=0.0, logger=False, **resume):
        torch.manual_seed(0)
        batches = torch.rand(3, 2, 1, 8, 8)
        trainer = L.Trainer(
            accelerator="cpu", max_epochs=epochs, callbacks=callbacks, logger=logger, default_root_dir=tmp_path,
            enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False, num_sanity_val_steps=0,
            log_every_n_steps=1,
        )  # fmt: skip
        module = ScriptedModule(clock, batch_s)
        loaders = [DataLoader(batches, batch_size=None), DataLoader(batches[:2], batch_size=None) if validate else None]
        trainer.fit(module, *loaders, weights_only=True, **resume)
        return module

    return run
