"""The parameters of the job ``train``: files, network, and what is learned."""

from pathlib import Path
from typing import Literal

from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import seed_parameter

Architecture = Literal[
    "unet",
    "unetplusplus",
    "manet",
    "linknet",
    "fpn",
    "pspnet",
    "pan",
    "deeplabv3",
    "deeplabv3plus",
    "upernet",
    "segformer",
    "dpt",
    "tv_deeplabv3",
    "tv_fcn",
    "tv_lraspp",
    "custom_unet",
]


class TrainingFiles(Job):
    """What is learned from, and what is written."""

    dataset: Path = parameter(kind="folder", title="Dataset", help="Folder written by Extract patches.")
    output: Path = parameter(
        kind="file_output",
        title="Model",
        suffixes=(".safetensors",),
        help="File that the best model is written to. All that happens on the way goes into a folder beside it, "
        "named after it and _training: curves, previews, and what is needed to go on after a stop.",
    )


class NetworkParameters(Job):
    """Which network."""

    architecture: Architecture = parameter(
        "unet",
        kind="choice",
        title="Architecture",
        help="Shape of the network; unet is a sound start. tv_ networks are torchvision's; custom_unet has no encoder "
        "and is shaped by its own options.",
    )
    encoder: str = parameter(
        "resnet18",
        kind="text",
        title="Encoder",
        help="Backbone of the network, by its name in segmentation-models-pytorch, or tu- and a name of timm: resnet18 "
        "is quick, resnet34 or efficientnet-b0 are often a little better. Of tv_ networks: resnet50, resnet101 or "
        "mobilenet_v3_large; of dpt a vision transformer such as tu-vit_tiny_patch16_224.",
    )
    encoder_weights: str = parameter(
        "none",
        kind="text",
        title="Encoder weights",
        help="none starts from nothing; imagenet, or another name that the encoder has, from weights learned on "
        "photographs, which are fetched from the internet once; the path of a .pth or .safetensors file, from that.",
    )
    network_options: list[str] = parameter(
        [],
        kind="texts",
        title="Network options",
        advanced=True,
        help="Of custom_unet: base_filters=32, depth=5, first_kernel_px=3, kernel_px=3, dropout=0, dilation=1, "
        "norm=batch (or group, instance, none), max_filters=0 (no limit), upsampling=bilinear (or transposed).",
    )


class LearningParameters(Job):
    """How long, how fast, and what is minimised."""

    epochs: int = parameter(
        50,
        kind="integer",
        title="Epochs",
        minimum=1,
        maximum=10000,
        help="Most passes through the training patches; it stops before where nothing improves.",
    )
    max_minutes: float | None = parameter(
        None,
        kind="number",
        title="Time limit",
        unit="min",
        minimum=0.05,
        maximum=100000,
        help="Stop after this many minutes and keep the best model so far; the result then depends on the machine. "
        "Empty: no limit.",
    )
    batch_size: int = parameter(
        8,
        kind="integer",
        title="Batch size",
        minimum=1,
        maximum=4096,
        help="Patches that are learned from at once, on all devices together.",
    )
    learning_rate: float = parameter(
        0.001,
        kind="number",
        title="Learning rate",
        minimum=1e-7,
        maximum=1,
        help="Size of a learning step; smaller is slower and steadier.",
    )
    find_batch_size: bool = parameter(
        False,
        kind="boolean",
        title="Find the batch size",
        advanced=True,
        help="Begin with the largest batch that the memory holds, up to four times the given one.",
    )
    find_learning_rate: bool = parameter(
        False,
        kind="boolean",
        title="Find the learning rate",
        advanced=True,
        help="Try a hundred steps with growing learning rates first, and take a good one.",
    )
    augmentation: Literal["none", "light", "medium", "strong"] = parameter(
        "light",
        kind="choice",
        title="Augmentation",
        help="Random changes to the training patches: light turns and flips them, medium also changes size, brightness "
        "and noise, strong also bends, blurs and hides parts.",
    )
    augment_with: list[str] = parameter(
        [],
        kind="texts",
        title="Further augmentations",
        advanced=True,
        help="Single changes besides those of the level: flip, turn, rotate, zoom, shear, elastic, grid, blur, noise, "
        "brightness, contrast, gamma, haze, band_dropout, cutout.",
    )
    loss: str = parameter(
        "0.5*ce + 0.5*dice",
        kind="text",
        title="Loss",
        advanced=True,
        help="What is minimised: a weighted sum of ce (cross-entropy), bce, dice, jaccard, focal, tversky, lovasz and "
        "mcc.",
    )
    class_weights: Literal["none", "inverse", "median", "effective"] = parameter(
        "none",
        kind="choice",
        title="Class weights",
        advanced=True,
        help="Lets rare classes count more in ce, bce and focal: by inverse frequency, by median frequency, or by the "
        "effective number of pixels.",
    )
    given_weights: list[str] = parameter(
        [],
        kind="texts",
        title="Given class weights",
        advanced=True,
        help="Weights of single classes instead, by value or name, such as water=2.5.",
    )
    label_smoothing: float = parameter(
        0.0,
        kind="number",
        title="Label smoothing",
        minimum=0,
        maximum=0.5,
        advanced=True,
        help="Share of certainty that is taken off the labels in ce and bce, where they are not exact.",
    )
    normalization: Literal["percentile", "zscore", "none"] = parameter(
        "percentile",
        kind="choice",
        title="Normalization",
        advanced=True,
        help="How band values are scaled, with numbers taken once from the training patches.",
    )
    seed: int = seed_parameter("The same seed gives the same training.")
