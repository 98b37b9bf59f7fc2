"""The parameters of the job ``train`` that most people leave alone: how weights are moved, and the course of it all."""

from pathlib import Path
from typing import Literal

from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import Device, Precision, device_parameter, precision_parameter


class OptimizationParameters(Job):
    """How the weights are moved."""

    optimizer: Literal["adamw", "sgd", "adam"] = parameter(
        "adamw", kind="choice", title="Optimizer", advanced=True, help="How gradients become learning steps."
    )
    weight_decay: float = parameter(
        0.01,
        kind="number",
        title="Weight decay",
        minimum=0,
        maximum=1,
        advanced=True,
        help="Pull of the weights towards zero.",
    )
    schedule: Literal["cosine", "onecycle", "plateau", "constant"] = parameter(
        "cosine",
        kind="choice",
        title="Schedule",
        advanced=True,
        help="Course of the learning rate: cosine falls to zero at the end, onecycle rises first, plateau is halved "
        "when the validation loss stands still.",
    )
    warmup: float = parameter(
        0.05,
        kind="number",
        title="Warm-up",
        minimum=0,
        maximum=0.5,
        advanced=True,
        help="Share of the training in which the learning rate rises from zero.",
    )
    patience: int = parameter(
        15,
        kind="integer",
        title="Patience",
        unit="epochs",
        minimum=1,
        maximum=10000,
        advanced=True,
        help="Stop after this many epochs without a better validation score.",
    )
    keep: Literal["miou", "loss"] = parameter(
        "miou",
        kind="choice",
        title="Keep the best by",
        advanced=True,
        help="The score on the validation patches that decides which epoch becomes the model.",
    )
    ema_decay: float = parameter(
        0.99,
        kind="number",
        title="Averaging of weights",
        minimum=0,
        maximum=0.99999,
        advanced=True,
        help="The model is the running mean of the weights, in which each step keeps this share of the mean before it. "
        "0: no mean.",
    )
    gradient_clip: float = parameter(
        1.0,
        kind="number",
        title="Gradient clipping",
        minimum=0,
        maximum=1000,
        advanced=True,
        help="Longest gradient of a step; longer ones are shortened to it. 0: no limit.",
    )
    accumulate_batches: int = parameter(
        1,
        kind="integer",
        title="Batches in a step",
        minimum=1,
        maximum=1024,
        advanced=True,
        help="Batches whose gradients are added up before a step, as if the batch were so much larger.",
    )
    freeze_epochs: int = parameter(
        0,
        kind="integer",
        title="Epochs with a frozen encoder",
        unit="epochs",
        minimum=0,
        maximum=10000,
        advanced=True,
        help="Leave pretrained weights of the encoder as they are for the first epochs.",
    )


class CourseParameters(Job):
    """Folds, going on, watching, and the machine."""

    folds: int | None = parameter(
        None,
        kind="integer",
        title="Folds",
        minimum=3,
        maximum=20,
        advanced=True,
        help="Train so many networks, each tested on another part of the training and validation patches; together "
        "they are one model. Empty: one network.",
    )
    resume: bool = parameter(
        False,
        kind="boolean",
        title="Go on with a stopped training",
        help="Begin where the stopped training of the same model ended.",
    )
    preview_scenes: list[Path] = parameter(
        [],
        kind="rasters",
        title="Preview scenes",
        advanced=True,
        help="Small scenes that are mapped on the way, as pictures in the folder beside the model.",
    )
    preview_every: int = parameter(
        5,
        kind="integer",
        title="Preview every",
        unit="epochs",
        minimum=1,
        maximum=10000,
        advanced=True,
        help="Epochs from one preview to the next.",
    )
    tensorboard: bool = parameter(
        False,
        kind="boolean",
        title="TensorBoard",
        advanced=True,
        help="Also write the course of the training for TensorBoard.",
    )
    device: Device = device_parameter()
    devices: int = parameter(
        1,
        kind="integer",
        title="Devices",
        minimum=1,
        maximum=1024,
        advanced=True,
        help="Graphics cards (or, on a CPU, processes) of this machine that share each batch.",
    )
    nodes: int = parameter(
        1,
        kind="integer",
        title="Machines",
        minimum=1,
        maximum=10000,
        advanced=True,
        help="Machines that train together, started by torchrun or SLURM.",
    )
    precision: Precision = precision_parameter(
        "Number format of the computation; auto is bf16 where the device multiplies in it, fp32 elsewhere."
    )
    workers: int = parameter(
        0,
        kind="integer",
        title="Loader processes",
        minimum=0,
        maximum=64,
        advanced=True,
        help="Extra processes that read patches; 0 reads in the main one.",
    )
