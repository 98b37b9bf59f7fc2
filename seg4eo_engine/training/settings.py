"""How to train: the choices of the user, as the training reads them."""

from dataclasses import dataclass
from typing import Literal

from seg4eo_engine.training.augmentation import Level


@dataclass(frozen=True)
class TrainingSettings:
    """The fields are those of the job ``train``, where they are explained."""

    architecture: str
    encoder: str
    encoder_weights: str
    network_options: tuple[str, ...]
    epochs: int
    max_minutes: float | None
    batch_size: int
    learning_rate: float
    find_batch_size: bool
    find_learning_rate: bool
    augmentation: Level
    augment_with: tuple[str, ...]
    loss: str
    class_weights: Literal["none", "inverse", "median", "effective"]
    given_weights: tuple[str, ...]
    label_smoothing: float
    normalization: Literal["percentile", "zscore", "none"]
    seed: int
    optimizer: Literal["adamw", "sgd", "adam"]
    weight_decay: float
    schedule: Literal["cosine", "onecycle", "plateau", "constant"]
    warmup: float
    patience: int
    keep: Literal["miou", "loss"]
    ema_decay: float
    gradient_clip: float
    accumulate_batches: int
    freeze_epochs: int
    tensorboard: bool
    preview_every: int
    device: str
    devices: int
    nodes: int
    precision: str
    workers: int
