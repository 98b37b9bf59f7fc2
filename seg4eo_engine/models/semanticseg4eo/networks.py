"""The networks of SemanticSeg4EO that neither a library nor our U-Net covers, for prediction.

They are built from the published descriptions of their layers and give the same numbers; dropout is left out, for it
does nothing in prediction.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import timm
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.models.semanticseg4eo.segformer import SegformerNetwork


def _two_convolutions(
    inputs: int, outputs: int, activation: Callable[[], nn.Module] = nn.ReLU, *, bias: bool = True
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=bias),
        nn.BatchNorm2d(outputs),
        activation(),
        nn.Identity(),  # the place of the dropout, so that layers are counted as in the files
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=bias),
        nn.BatchNorm2d(outputs),
        activation(),
    )


def _enlarge_to(features: Tensor, size: torch.Size) -> Tensor:
    return F.interpolate(features, size=size, mode="bilinear", align_corners=False)


class _TimmEncoder(nn.Module):
    """Features of a network of timm at each of its strides."""

    def __init__(self, name: str, in_channels: int) -> None:
        super().__init__()
        if not timm.is_model(name):  # it would look elsewhere for other names
            raise ValueError("timm does not have it")
        layers: Any = timm.create_model(name, pretrained=False, features_only=True, in_chans=in_channels)
        self.layers = layers
        self.channels: list[int] = layers.feature_info.channels()

    def forward(self, images: Tensor) -> list[Tensor]:
        features: list[Tensor] = self.layers(images)
        return features


class TimmUNet(nn.Module):
    """U-Net on an encoder of timm: the toolbox's ConvNeXt U-Net and its UNetFormer."""

    def __init__(self, encoder_name: str, in_channels: int, out_channels: int, *, convnext: bool) -> None:
        super().__init__()
        self.encoder = _TimmEncoder(encoder_name, in_channels)
        *skips, deepest = self.encoder.channels
        activation = nn.ReLU if convnext else nn.GELU
        self.bottom = _two_convolutions(deepest, 256, bias=False) if convnext else nn.Identity()
        widths = [128, 64, 32, 32] if convnext else [256, 128, 64, 64]
        inputs = [256 if convnext else deepest, *widths[:-1]]
        skips_upwards = [*reversed(skips), 0, 0, 0, 0]
        self.up = nn.ModuleList(
            _two_convolutions(below + skip, width, activation, bias=not convnext)
            for below, skip, width in zip(inputs, skips_upwards, widths, strict=False)
        )
        self.head = nn.Conv2d(widths[-1], out_channels, 1)

    def forward(self, images: Tensor) -> Tensor:
        *skips, features = self.encoder(images)
        features = self.bottom(features)
        for block in self.up:
            features = F.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)
            if skips:
                features = torch.cat([features, _enlarge_to(skips.pop(), features.shape[-2:])], 1)
            features = block(features)
        return _enlarge_to(self.head(features), images.shape[-2:])


class HighResolutionNetwork(nn.Module):
    """HRNet: the features of all strides, enlarged to the finest and looked at together."""

    def __init__(self, encoder_name: str, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.encoder = _TimmEncoder(encoder_name, in_channels)
        self.mix = nn.Sequential(nn.Conv2d(sum(self.encoder.channels), 256, 1), nn.BatchNorm2d(256), nn.ReLU())
        self.head = nn.Conv2d(256, out_channels, 1)

    def forward(self, images: Tensor) -> Tensor:
        features = self.encoder(images)
        finest = features[0].shape[-2:]
        logits = self.head(self.mix(torch.cat([_enlarge_to(feature, finest) for feature in features], 1)))
        return _enlarge_to(logits, images.shape[-2:])


LEGACY_ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "semanticseg4eo_convnext_unet": partial(TimmUNet, convnext=True),
    "semanticseg4eo_unetformer": partial(TimmUNet, convnext=False),
    "semanticseg4eo_hrnet": HighResolutionNetwork,
    "semanticseg4eo_segformer": SegformerNetwork,
}


def build_legacy(
    architecture: str, encoder_name: str, in_channels: int, out_channels: int, options: Mapping[str, int | float | str]
) -> nn.Module:
    """Build one of :data:`LEGACY_ARCHITECTURES` with random weights, for images whose sizes are multiples of 32.

    Raises:
        InvalidJob: timm has no such encoder, or the options are not those of the architecture.
    """
    try:
        return LEGACY_ARCHITECTURES[architecture](encoder_name, in_channels, out_channels, **options)
    except (RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidJob(
            f"Expected an encoder that goes with {architecture}, found '{encoder_name}' "
            f"({str(error).splitlines()[0]}): give the one that it was trained with."
        ) from error
