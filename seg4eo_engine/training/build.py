"""Puts the parts of a training together."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import lightning as L
import numpy as np
import torch
from lightning.pytorch.strategies import DDPStrategy

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import build_network
from seg4eo_engine.models.samples import PatchDataset, Sample
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.progress import Reporter
from seg4eo_engine.training.augmentation import Augmentation
from seg4eo_engine.training.augmented_picture import MOST_PATCHES, draw_augmented
from seg4eo_engine.training.class_weights import choose_class_weights
from seg4eo_engine.training.data import PatchData
from seg4eo_engine.training.finding import find_batch_size, find_learning_rate
from seg4eo_engine.training.losses import WeightedLoss, parse_loss
from seg4eo_engine.training.module import SegmentationModule
from seg4eo_engine.training.schedule import TrainingProgress
from seg4eo_engine.training.task import Task
from seg4eo_engine.training.watching.tensorboard import tensorboard_logger

_PRECISIONS = {torch.float32: "32-true", torch.bfloat16: "bf16-mixed", torch.float16: "16-mixed"}


@dataclass(frozen=True)
class Workpiece:
    """What a trainer works on: network and loss, patches in batches, and how much of it is over."""

    module: SegmentationModule
    data: PatchData
    course: TrainingProgress
    normalization: Normalization


def build(task: Task) -> Workpiece:
    """The network with its first weights, which follow from the seed, and everything that it learns with.

    Raises:
        InvalidJob: architecture, encoder, loss, augmentation or a class weight do not exist.
    """
    settings, classes = task.settings, task.dataset.classes
    L.seed_everything(settings.seed, verbose=False)
    network = build_network(task.network_info, settings.encoder_weights)
    normalization = Normalization.fit(settings.normalization, task.bands)
    data = PatchData(task.folder, task.dataset, task.parts, settings.batch_size, settings.seed, settings.workers)
    steps = math.ceil(data.steps_in_epoch() / settings.accumulate_batches) * settings.epochs
    course = TrainingProgress(steps, settings.max_minutes)
    counts = [patch.class_counts for patch in task.parts.train]
    weights = choose_class_weights(settings.class_weights, counts, settings.given_weights, classes)
    raw_ranges = [(band.p2, band.p98) for band in task.bands] if settings.normalization == "none" else None
    module = SegmentationModule(
        network.to(memory_format=torch.channels_last),
        normalization,
        Augmentation(settings.augmentation, settings.augment_with, raw_ranges),
        WeightedLoss(parse_loss(settings.loss), weights, settings.label_smoothing, binary=task.num_classes == 2),
        tuple(item.name for item in classes),
        settings,
        course,
    )
    return Workpiece(module, data, course, normalization)


def show_augmentation(task: Task, piece: Workpiece) -> None:
    """Draw some patches, from all over the training part, beside what augmentation makes of them."""
    labelled = [patch for patch in task.parts.train if any(patch.class_counts)]
    chosen = [labelled[position] for position in np.linspace(0, len(labelled) - 1, MOST_PATCHES).round().astype(int)]
    patches = PatchDataset(task.folder, task.dataset, list(dict.fromkeys(chosen)))
    samples = [
        Sample(
            image=piece.normalization.apply(sample["image"], sample["valid_mask"]),
            valid_mask=sample["valid_mask"],
            label=sample["label"],
        )
        for sample in (patches[position] for position in range(len(patches)))
    ]
    names = [band.name for band in task.bands]
    path = task.kept.augmented
    draw_augmented(samples, piece.module.augmentation, task.dataset.classes, path, band_names=names)


def make_trainer(task: Task, callbacks: Sequence[L.Callback]) -> L.Trainer:
    """Lightning's trainer for a task.

    Raises:
        DeviceUnavailable: the device or the precision cannot be had.
    """
    settings = task.settings
    compute = choose_compute(settings.device, settings.precision, training=True)
    return L.Trainer(
        accelerator={"cuda": "gpu"}.get(compute.device.type, compute.device.type),
        devices=settings.devices,
        num_nodes=settings.nodes,
        strategy=DDPStrategy(find_unused_parameters=True) if task.is_shared else "auto",  # pspnet leaves some out
        sync_batchnorm=task.is_shared and compute.device.type == "cuda",  # torch has it for graphics cards only
        use_distributed_sampler=False,  # ours knows of the processes itself
        precision=_PRECISIONS[compute.dtype],  # type: ignore[arg-type]
        max_epochs=settings.epochs,
        callbacks=list(callbacks),
        gradient_clip_val=settings.gradient_clip or None,
        accumulate_grad_batches=settings.accumulate_batches,
        num_sanity_val_steps=0,
        logger=tensorboard_logger(task.kept.path, settings) if settings.tensorboard else False,
        log_every_n_steps=10,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


def settle(task: Task, reporter: Reporter) -> Task:
    """The task with the batch size and the learning rate that were to be found; a resume takes those found before.

    Raises:
        InvalidJob: several processes would find different ones.
        Cancelled: the user stopped it.
    """
    settings = task.settings
    if not (settings.find_batch_size or settings.find_learning_rate):
        return task
    if task.is_shared:
        raise InvalidJob(
            "Expected a batch size and a learning rate for a training on several devices, found that they are to be "
            "found: find them on one device first."
        )
    if task.kept.found.is_file():
        return _with(task, json.loads(task.kept.found.read_text(encoding="utf-8")))
    quiet = replace(task, settings=replace(settings, tensorboard=False))
    found: dict[str, float] = {}
    if settings.find_batch_size:
        piece = build(quiet)
        found["batch_size"] = find_batch_size(piece.module, piece.data, lambda c: make_trainer(quiet, c), reporter)
    if settings.find_learning_rate:
        piece = build(_with(quiet, found))
        found["learning_rate"] = find_learning_rate(
            piece.module, piece.data, lambda c: make_trainer(quiet, c), reporter, settings.learning_rate
        )
    with staged_files(task.kept.found) as (staged,):
        staged.write_text(json.dumps(found) + "\n", encoding="utf-8")
    return _with(task, found)


def _with(task: Task, found: dict[str, float]) -> Task:
    return replace(task, settings=replace(task.settings, **found))  # type: ignore[arg-type]
