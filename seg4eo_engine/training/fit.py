"""Train a network on a dataset: the recipe."""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import lightning as L
import numpy as np
import torch
from torch.utils.data import DataLoader

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.normalization import Normalization, Scheme
from seg4eo_engine.models.registry import NetworkInfo, SegmentationNetwork, build_network
from seg4eo_engine.patches.manifest import DatasetManifest, Split
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.training.augmentation import Augmentation, Level
from seg4eo_engine.training.callbacks import KeepBest, ReportProgress, StopInTime
from seg4eo_engine.training.dataset import PatchDataset, Sample
from seg4eo_engine.training.losses import WeightedLoss, inverse_frequency, parse_loss
from seg4eo_engine.training.module import SegmentationModule
from seg4eo_engine.training.schedule import TrainingProgress

_PRECISIONS = {torch.float32: "32-true", torch.bfloat16: "bf16-mixed", torch.float16: "16-mixed"}
FIT_SHARE = 0.97  # of the progress bar; the rest is the test split


@dataclass(frozen=True)
class TrainingSettings:
    """How to train. The fields are those of the job ``train``, where they are explained."""

    architecture: str
    encoder: str
    encoder_weights: str | None
    epochs: int
    batch_size: int
    learning_rate: float
    loss: str
    weigh_classes: bool
    augmentation: Level
    normalization: Scheme
    patience: int
    max_minutes: float | None
    device: str
    precision: str
    workers: int
    seed: int


@dataclass(frozen=True)
class TrainingOutcome:
    """The best network and how it was found. Matrices are empty where their split has no patches."""

    network: SegmentationNetwork
    network_info: NetworkInfo
    normalization: Normalization
    epochs: int
    best_epoch: int
    minutes: float
    validation_miou: float | None
    test: ConfusionMatrix


def fit(folder: Path, dataset: DatasetManifest, settings: TrainingSettings, reporter: Reporter) -> TrainingOutcome:
    """Train on the training split, choose the epoch on the validation split, measure on the test split.

    Raises:
        InvalidDataset: there are fewer than two classes.
        InvalidJob: architecture, encoder or loss do not exist.
        DeviceUnavailable: the device or the precision cannot be had.
        Cancelled: the reporter was asked to stop.
    """
    if len(dataset.classes) < 2:
        raise InvalidDataset(
            f"Expected at least two classes to tell apart, found {len(dataset.classes)} in {folder}: "
            "label other places too, or give the rest a class of its own."
        )
    L.seed_everything(settings.seed, verbose=False)
    info = NetworkInfo(
        architecture=settings.architecture,
        encoder_name=settings.encoder,
        in_channels=len(dataset.bands),
        num_classes=len(dataset.classes),
    )
    network = build_network(info, settings.encoder_weights)
    normalization = Normalization.fit(settings.normalization, dataset.bands)
    loaders = {split: _loader(folder, dataset, split, settings) for split in ("train", "validation", "test")}
    course = TrainingProgress(len(loaders["train"]) * settings.epochs, settings.max_minutes)
    module = _module(network, normalization, dataset, settings, course)
    best = KeepBest(settings.patience)
    partial = PartialReporter(reporter, 0, FIT_SHARE)
    started_s = time.monotonic()
    with _quiet():
        trainer = _trainer(settings, [ReportProgress(partial, course), StopInTime(course), best])
        trainer.fit(module, loaders["train"], loaders["validation"] if len(loaders["validation"]) else None)
        epochs = trainer.current_epoch
        network.load_state_dict(best.weights)
        test = _test(trainer, module, loaders["test"], reporter)
    return TrainingOutcome(
        network=network.cpu().eval(),
        network_info=info,
        normalization=normalization,
        epochs=epochs,
        best_epoch=best.best_epoch,
        minutes=(time.monotonic() - started_s) / 60,
        validation_miou=best.best_miou,
        test=test,
    )


def _module(
    network: SegmentationNetwork,
    normalization: Normalization,
    dataset: DatasetManifest,
    settings: TrainingSettings,
    course: TrainingProgress,
) -> SegmentationModule:
    class_weights = inverse_frequency(dataset.class_counts["train"]) if settings.weigh_classes else None
    return SegmentationModule(
        network.to(memory_format=torch.channels_last),
        normalization,
        Augmentation(settings.augmentation),
        WeightedLoss(parse_loss(settings.loss), class_weights),
        len(dataset.classes),
        settings.learning_rate,
        course,
    )


def _test(
    trainer: L.Trainer, module: SegmentationModule, loader: DataLoader[Sample], reporter: Reporter
) -> ConfusionMatrix:
    if not len(loader):
        return ConfusionMatrix(np.zeros_like(module.confusion.counts))
    reporter.progress(FIT_SHARE, "Testing")
    trainer.test(module, loader, verbose=False)
    return module.confusion


def _loader(folder: Path, dataset: DatasetManifest, split: Split, settings: TrainingSettings) -> DataLoader[Sample]:
    patches = PatchDataset(folder, dataset, split)
    training = split == "train"
    return DataLoader(
        patches,
        batch_size=settings.batch_size,
        shuffle=training,
        # batch normalisation cannot learn from a last batch of one
        drop_last=training and len(patches) > settings.batch_size,
        num_workers=settings.workers,
        persistent_workers=settings.workers > 0,
        generator=torch.Generator().manual_seed(settings.seed),
    )


def _trainer(settings: TrainingSettings, callbacks: list[L.Callback]) -> L.Trainer:
    compute = choose_compute(settings.device, settings.precision, training=True)
    return L.Trainer(
        accelerator={"cuda": "gpu"}.get(compute.device.type, compute.device.type),
        devices=1,
        precision=_PRECISIONS[compute.dtype],  # type: ignore[arg-type]
        max_epochs=settings.epochs,
        callbacks=callbacks,
        gradient_clip_val=1.0,
        num_sanity_val_steps=0,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Lightning's advice to programmers is not for the user's log."""
    logger = logging.getLogger("lightning.pytorch")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            for advice in ("many workers", "number of training batches", "LeafSpec", "no `val_dataloader`"):
                warnings.filterwarnings("ignore", message=f".*{advice}.*")
            yield
    finally:
        logger.setLevel(level)
