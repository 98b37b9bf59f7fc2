"""A U-Net of our own, whose size, kernels, dropout and normalisation can be chosen."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob

Option = int | float | str


class UNetOptions(BaseModel):
    """The shape of a :class:`UNet`.

    ``depth`` is how often the image is halved; the stages have ``base_filters`` channels, then twice as many each, up
    to ``max_filters`` where that is not 0. ``first_kernel_px`` is the width of the kernels of the first stage,
    ``kernel_px`` that of all others, ``dilation`` the spacing of the latter. ``dropout`` is the share of channels that
    a stage leaves out at random while it learns. ``upsampling`` doubles the size on the way up by interpolation, or by
    transposed convolutions that learn how.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_filters: int = Field(32, ge=1, le=1024)
    depth: int = Field(5, ge=1, le=8)
    first_kernel_px: int = Field(3, ge=1, le=31)
    kernel_px: int = Field(3, ge=1, le=31)
    dropout: float = Field(0.0, ge=0, lt=1)
    dilation: int = Field(1, ge=1, le=16)
    norm: Literal["batch", "group", "instance", "none"] = "batch"
    max_filters: int = Field(0, ge=0, le=65536)
    upsampling: Literal["bilinear", "transposed"] = "bilinear"

    @field_validator("first_kernel_px", "kernel_px")
    @classmethod
    def _is_odd(cls, kernel_px: int) -> int:
        if kernel_px % 2 == 0:
            raise ValueError("odd")
        return kernel_px

    def filters(self, stage: int) -> int:
        """Channels after ``stage`` halvings."""
        doubled = self.base_filters * 2**stage
        return min(doubled, self.max_filters) if self.max_filters else doubled


def parse_options(texts: Sequence[str]) -> dict[str, Option]:
    """Network options in the user's words, such as ``depth=6``, by name.

    Raises:
        InvalidJob: one is not of the form ``name=value``, occurs twice, does not exist, or is out of bounds.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InvalidJob(f"Expected a network option such as depth=6, found '{text}': write name=value.")
        if name in given:
            raise InvalidJob(f"Expected each network option once, found {name} twice: leave one out.")
        given[name] = value
    options = check_options(given)
    return {name: getattr(options, name) for name in given}


def check_options(given: Mapping[str, Option]) -> UNetOptions:
    """The options of the U-Net, with the defaults where nothing is given.

    Raises:
        InvalidJob: one does not exist or is out of bounds.
    """
    try:
        return UNetOptions.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if name not in UNetOptions.model_fields:
            raise InvalidJob(
                f"Expected the network options {', '.join(UNetOptions.model_fields)}, found '{name}': change it."
            ) from error
        rule = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        raise InvalidJob(
            f"Expected the network option {name} to be {rule}, found {first['input']}: change it."
        ) from error


class UNet(nn.Module):
    """U-Net (Ronneberger et al. 2015) with padded convolutions, so that the logits have the size of the image.

    Input (N, in_channels, H, W), logits (N, out_channels, H, W); H and W are multiples of ``2 ** depth``, and at least
    twice that, because a normalisation over a single pixel has nothing to go by.
    """

    def __init__(self, in_channels: int, out_channels: int, options: UNetOptions) -> None:
        super().__init__()
        filters = [options.filters(stage) for stage in range(options.depth + 1)]
        self.pool = nn.MaxPool2d(2)
        self.down = nn.ModuleList([_stage(in_channels, filters[0], options, first=True)])
        self.grow = nn.ModuleList()
        self.up = nn.ModuleList()
        for above, below in pairwise(filters):
            self.down.append(_stage(above, below, options))
        for below, above in pairwise(reversed(filters)):
            grow, grown = _upsampling(below, above, options)
            self.grow.append(grow)
            self.up.append(_stage(grown + above, above, options))
        self.head = nn.Conv2d(filters[0], out_channels, kernel_size=1)

    def forward(self, images: Tensor) -> Tensor:
        features = self.down[0](images)
        skipped = []
        for stage in self.down[1:]:
            skipped.append(features)
            features = stage(self.pool(features))
        for grow, stage, skip in zip(self.grow, self.up, reversed(skipped), strict=True):
            features = stage(torch.cat([grow(features), skip], dim=1))
        logits: Tensor = self.head(features)
        return logits


def _upsampling(below: int, above: int, options: UNetOptions) -> tuple[nn.Module, int]:
    """What doubles the size of features with ``below`` channels, and how many channels come out."""
    if options.upsampling == "transposed":
        return nn.ConvTranspose2d(below, above, kernel_size=2, stride=2), above
    return nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), below


def _stage(in_channels: int, out_channels: int, options: UNetOptions, *, first: bool = False) -> nn.Sequential:
    """Two convolutions, each with normalisation and activation, and dropout between them."""
    return nn.Sequential(
        _convolution(in_channels, out_channels, options, first),
        _norm(options.norm, out_channels),
        nn.ReLU(inplace=True),
        nn.Dropout2d(options.dropout),
        _convolution(out_channels, out_channels, options, first),
        _norm(options.norm, out_channels),
        nn.ReLU(inplace=True),
    )


def _convolution(in_channels: int, out_channels: int, options: UNetOptions, first: bool) -> nn.Conv2d:
    kernel_px = options.first_kernel_px if first else options.kernel_px
    dilation = 1 if first else options.dilation
    layer = nn.Conv2d(in_channels, out_channels, kernel_px, padding=dilation * (kernel_px // 2), dilation=dilation)
    # He et al. (2015): without it, and without normalisation, deep stages start with vanishing activations
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer


def _norm(name: str, channels: int) -> nn.Module:
    if name == "batch":
        return nn.BatchNorm2d(channels)
    if name == "group":
        return nn.GroupNorm(math.gcd(8, channels), channels)
    if name == "instance":
        return nn.InstanceNorm2d(channels, affine=True)
    return nn.Identity()
