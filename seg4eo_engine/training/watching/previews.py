"""Whole scenes mapped while the training runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import lightning as L
import torch
from torch import nn

from seg4eo_engine.models.checkpoint import ModelManifest
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.registry import SegmentationNetwork
from seg4eo_engine.training.keeping import Epoch


class Previewer(Protocol):
    """Maps scenes with the present state of a model and shows them."""

    def __call__(self, model: SegmentationModel, epoch: int, miou: float | None) -> None:
        """Show the scenes as mapped after ``epoch`` epochs, whose validation mIoU is None where it was not measured."""

    def finish(self) -> None:
        """Show what was shown so far in one."""


class ShowPreviews(L.Callback):
    """Calls ``previewer`` after each ``every``-th epoch and after the last one; the training does not notice.

    Args:
        previewer: maps scenes.
        every: epochs from one preview to the next.
        validated: gives the network that the scores of the epoch are of.
        describe: gives the manifest of an epoch's model.
    """

    def __init__(
        self,
        previewer: Previewer,
        every: int,
        validated: Callable[[L.LightningModule], SegmentationNetwork],
        describe: Callable[[Epoch, str], ModelManifest],
    ) -> None:
        self._previewer = previewer
        self._every = every
        self._validated = validated
        self._describe = describe
        self._unseen: Epoch | None = None

    def on_train_epoch_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        self._unseen = epoch = Epoch.of(trainer, {})
        if epoch.number % self._every == 0:
            self._show(trainer, module, epoch)

    def on_train_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        if self._unseen is not None:
            self._show(trainer, module, self._unseen)
        if trainer.is_global_zero:
            self._previewer.finish()

    def _show(self, trainer: L.Trainer, module: L.LightningModule, epoch: Epoch) -> None:
        self._unseen = None
        if trainer.is_global_zero:
            network = self._validated(module)
            with _undisturbed(network):
                model = SegmentationModel(self._describe(epoch, "last"), [network])
                self._previewer(model, epoch.number, epoch.miou)


@contextmanager
def _undisturbed(network: nn.Module) -> Iterator[None]:
    """Leave random numbers as they were, and each layer in the mode that it was in: frozen ones are not in training."""
    modes = {name: layer.training for name, layer in network.named_modules()}
    graphics_cards = {weights.device for weights in network.parameters() if weights.is_cuda}
    try:
        with torch.random.fork_rng(graphics_cards):
            yield
    finally:
        for name, layer in network.named_modules():
            layer.training = modes[name]
