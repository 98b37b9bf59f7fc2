"""torchvision's segmentation networks, for any number of bands."""

import contextlib
import sys
from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn
from torchvision import models
from torchvision.models import segmentation

from seg4eo_engine.errors import InvalidJob

BUILDERS: dict[str, dict[str, Callable[..., nn.Module]]] = {
    "tv_deeplabv3": {
        "resnet50": segmentation.deeplabv3_resnet50,
        "resnet101": segmentation.deeplabv3_resnet101,
        "mobilenet_v3_large": segmentation.deeplabv3_mobilenet_v3_large,
    },
    "tv_fcn": {"resnet50": segmentation.fcn_resnet50, "resnet101": segmentation.fcn_resnet101},
    "tv_lraspp": {"mobilenet_v3_large": segmentation.lraspp_mobilenet_v3_large},
}


class TorchvisionNetwork(nn.Module):
    """Encoder and decoder of a network of torchvision; logits have the size of the images."""

    def __init__(self, encoder: nn.Module, decoder: nn.Module, *, takes_all: bool) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self._takes_all = takes_all  # LR-ASPP decodes two stages of the encoder, the others the last one

    def forward(self, images: Tensor) -> Tensor:
        features = self.encoder(images)
        logits = self.decoder(features if self._takes_all else features["out"])
        return F.interpolate(logits, size=images.shape[-2:], mode="bilinear", align_corners=False)


def build_torchvision(architecture: str, encoder_name: str, in_channels: int, out_channels: int) -> TorchvisionNetwork:
    """Build ``tv_deeplabv3``, ``tv_fcn`` or ``tv_lraspp`` with random weights.

    Raises:
        InvalidJob: torchvision does not have the architecture with this encoder.
    """
    builders = BUILDERS[architecture]
    if encoder_name not in builders:
        raise InvalidJob(
            f"Expected one of the encoders {', '.join(builders)} for {architecture}, found '{encoder_name}': change it."
        )
    network = builders[encoder_name](weights=None, weights_backbone=None, num_classes=out_channels)
    encoder, decoder = network.get_submodule("backbone"), network.get_submodule("classifier")
    if in_channels != 3:
        _replace_stem(encoder, in_channels)
    return TorchvisionNetwork(encoder, decoder, takes_all=architecture == "tv_lraspp")


def _replace_stem(encoder: nn.Module, in_channels: int) -> None:
    name, stem = next((name, module) for name, module in encoder.named_modules() if isinstance(module, nn.Conv2d))
    wider = nn.Conv2d(
        in_channels,
        stem.out_channels,
        kernel_size=stem.kernel_size,  # type: ignore[arg-type]
        stride=stem.stride,  # type: ignore[arg-type]
        padding=stem.padding,  # type: ignore[arg-type]
        bias=stem.bias is not None,
    )
    nn.init.kaiming_normal_(wider.weight, mode="fan_out")  # as torchvision starts its own
    parent, _, attribute = name.rpartition(".")
    setattr(encoder.get_submodule(parent), attribute, wider)


def fetch_torchvision_weights(architecture: str, encoder_name: str, weights: str) -> dict[str, Tensor]:
    """Pretrained weights by name: ``imagenet``, a classifier's, or ``coco``, those of the whole network.

    Raises:
        InvalidJob: there are none of this name.
        OSError, RuntimeError: they cannot be fetched, or are damaged.
    """
    builders = {"imagenet": getattr(models, encoder_name), "coco": BUILDERS[architecture][encoder_name]}
    if weights not in builders:
        raise InvalidJob(
            f"Expected none, {', '.join(builders)} or the path of a file (.pth, .safetensors) as encoder weights of "
            f"{encoder_name}, found '{weights}': change it."
        )
    chosen = next(iter(models.get_model_weights(builders[weights])))
    with contextlib.redirect_stdout(sys.stderr):  # the standard output is for events
        return dict(chosen.get_state_dict(progress=False, check_hash=True))
