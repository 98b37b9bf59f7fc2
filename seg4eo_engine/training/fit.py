"""Train one network on some patches: the recipe."""

from dataclasses import replace

import lightning as L

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.models.checkpoint import (
    Member,
    ModelManifest,
    TrainingSummary,
    describe_model,
    read_model_manifest,
)
from seg4eo_engine.models.model import SegmentationModel, load_model
from seg4eo_engine.progress import Reporter
from seg4eo_engine.training.averaging import WeightAverage
from seg4eo_engine.training.build import Workpiece, build, make_trainer, settle, show_augmentation
from seg4eo_engine.training.callbacks import FreezeEncoder, StopInTime
from seg4eo_engine.training.data import epochs_done
from seg4eo_engine.training.interruption import quiet, stopped_by_user
from seg4eo_engine.training.keeping import Epoch, KeepBest
from seg4eo_engine.training.optimization import HalveOnPlateau
from seg4eo_engine.training.processes import is_first_process
from seg4eo_engine.training.task import Task
from seg4eo_engine.training.watching.history import History
from seg4eo_engine.training.watching.previews import Previewer, ShowPreviews
from seg4eo_engine.training.watching.progress import ReportProgress
from seg4eo_engine.training.watching.tensorboard import tensorboard_callbacks


def train_network(task: Task, previewer: Previewer | None, reporter: Reporter) -> SegmentationModel:
    """Train on ``parts.train``, choose the epoch on ``parts.validation``, and return the best network, not calibrated.

    In the other processes of a training on several devices this ends the process: what comes after is done once.

    Args:
        task: what to train.
        previewer: maps whole scenes on the way, where there are any.
        reporter: hears of the progress, and may cancel.

    Raises:
        InvalidDataset: there are fewer than two classes.
        InvalidJob: architecture, encoder, loss or augmentation do not exist.
        DeviceUnavailable: the device or the precision cannot be had.
        Cancelled: the user stopped it; the message says where the best network so far is.
    """
    if task.num_classes < 2:
        raise InvalidDataset(
            f"Expected at least two classes to tell apart, found {task.num_classes} in {task.folder}: "
            "label other places too, or give the rest a class of its own."
        )
    if not task.kept.finished.is_file():
        with quiet(), stopped_by_user(task.kept.best(task.settings.keep)):
            _train(settle(task, reporter), previewer, reporter)
        if is_first_process():
            task.kept.finished.touch()
            task.kept.resume_point.unlink(missing_ok=True)
    if not is_first_process():
        raise SystemExit(0)
    return _result(task)


def _train(task: Task, previewer: Previewer | None, reporter: Reporter) -> None:
    piece = build(task)
    if is_first_process() and not task.kept.augmented.is_file():
        show_augmentation(task, piece)
        piece.course.spent_s = 0  # the time limit is for learning

    def describe(epoch: Epoch, chosen_by: str) -> ModelManifest:
        return _describe(task, piece, epoch, chosen_by, epochs_done(trainer))

    settings, average = task.settings, WeightAverage(task.settings.ema_decay)
    callbacks: list[L.Callback] = [
        ReportProgress(reporter, piece.course, chosen_by=settings.keep, fold=task.fold),
        StopInTime(piece.course),
        FreezeEncoder(settings.freeze_epochs),
        average,
        History(task.kept.path, task.dataset.classes),
    ]
    if settings.schedule == "plateau":
        callbacks.append(HalveOnPlateau(settings.patience))
    if previewer is not None:
        callbacks.append(ShowPreviews(previewer, settings.preview_every, average.network_of, describe))
    if settings.tensorboard:
        callbacks.extend(tensorboard_callbacks())
    # the last, so that a point to go on from holds what the others have to say about the epoch
    callbacks.append(KeepBest(task.kept, settings.keep, settings.patience, average.network_of, describe))
    trainer = make_trainer(task, callbacks)
    resume = task.kept.resume_point if task.kept.resume_point.is_file() else None
    trainer.fit(piece.module, datamodule=piece.data, ckpt_path=resume, weights_only=True)


def _describe(task: Task, piece: Workpiece, epoch: Epoch, chosen_by: str, epochs: int) -> ModelManifest:
    summary = TrainingSummary(
        epochs=epochs,
        best_epoch=epoch.number,
        chosen_by=chosen_by if epoch.miou is not None else "last",
        seed=task.settings.seed,
        loss=task.settings.loss,
        minutes=round(piece.course.spent_s / 60, 3),
        validation_miou=epoch.miou,
    )
    member = Member(network=task.network_info, normalization=piece.normalization, training=summary)
    return describe_model(task.dataset, [member], epoch.miou)


def _result(task: Task) -> SegmentationModel:
    """The best network, with the number of epochs and the minutes of the whole training, which the last one knows."""
    best = load_model(task.kept.best(task.settings.keep))
    [last], [member] = read_model_manifest(task.kept.last).members, best.manifest.members
    summary = member.training.model_copy(update={"epochs": last.training.epochs, "minutes": last.training.minutes})
    members = (member.model_copy(update={"training": summary}),)
    return replace(best, manifest=best.manifest.model_copy(update={"members": members}))
