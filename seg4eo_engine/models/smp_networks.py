"""Networks of segmentation-models-pytorch with its own encoders and timm's, for images of any size."""

from typing import Any

import segmentation_models_pytorch as smp
import timm
import torch
from torch import nn

from seg4eo_engine.errors import InvalidJob

BUILDERS: dict[str, Any] = {
    "unet": smp.Unet,
    "unetplusplus": smp.UnetPlusPlus,
    "manet": smp.MAnet,
    "linknet": smp.Linknet,
    "fpn": smp.FPN,
    "pspnet": smp.PSPNet,
    "pan": smp.PAN,
    "deeplabv3": smp.DeepLabV3,
    "deeplabv3plus": smp.DeepLabV3Plus,
    "upernet": smp.UPerNet,
    "segformer": smp.Segformer,
    "dpt": smp.DPT,
}
SIZE_MULTIPLE_PX = 32  # encoders halve the image five times
_TRIAL = (160, 288)  # a size that the usual attention windows do not divide


def build_smp(architecture: str, encoder_name: str, in_channels: int, out_channels: int) -> tuple[nn.Module, int]:
    """Build a network with random weights.

    Returns:
        The network, and the number of pixels that the sides of its images must be multiples of.

    Raises:
        InvalidJob: there is no such encoder, or it does not go with the architecture or with images of any size.
    """
    _check_encoder_name(architecture, encoder_name)
    return _build(architecture, encoder_name, in_channels, out_channels, pretrained=None)


def fetch_smp_encoder(architecture: str, encoder_name: str, weights: str) -> nn.Module:
    """The encoder for three bands with pretrained weights by name.

    Raises:
        InvalidJob: there are none of this name.
        OSError, RuntimeError: they cannot be fetched.
    """
    if encoder_name.startswith("tu-"):
        name = encoder_name.removeprefix("tu-").partition(".")[0]
        tags = [config.tag for config in timm.models.get_arch_pretrained_cfgs(name).values() if config.has_weights]
        offered = ["imagenet", *(tag for tag in tags if tag)] if tags else []
        if weights in tags and weights != "imagenet":
            encoder_name = f"tu-{name}.{weights}"
        pretrained: Any = True
    else:
        offered = list(smp.encoders.encoders[encoder_name]["pretrained_settings"])
        pretrained = weights
    if weights not in offered:
        raise InvalidJob(
            f"Expected {', '.join(['none', *offered])} or the path of a file (.pth, .safetensors) as encoder weights "
            f"of {encoder_name}, found '{weights}': change it."
        )
    network, _ = _build(architecture, encoder_name, 3, 1, pretrained=pretrained)
    return network.get_submodule("encoder")


def _check_encoder_name(architecture: str, encoder_name: str) -> None:
    encoders = smp.encoders.get_encoder_names()
    if encoder_name.startswith("tu-"):
        if timm.is_model(encoder_name.removeprefix("tu-")):
            return
        similar = timm.list_models(f"{encoder_name.removeprefix('tu-')[:6]}*")[:3] or ["resnet18"]
        raise InvalidJob(
            f"Expected tu- and a name of timm, such as {', '.join(f'tu-{name}' for name in similar)}, "
            f"found '{encoder_name}': change it."
        )
    if architecture == "dpt":
        raise InvalidJob(
            "Expected a vision transformer of timm as encoder of dpt, such as tu-vit_tiny_patch16_224, "
            f"found '{encoder_name}': change it."
        )
    if encoder_name not in encoders:
        raise InvalidJob(
            f"Expected an encoder such as {', '.join(encoders[:6])} or tu- and a name of timm, "
            f"found '{encoder_name}': change it."
        )


def _build(
    architecture: str, encoder_name: str, in_channels: int, out_channels: int, pretrained: Any
) -> tuple[nn.Module, int]:
    arguments = {
        "encoder_name": encoder_name,
        "encoder_weights": pretrained,
        "in_channels": in_channels,
        "classes": out_channels,
    }
    if architecture == "dpt":
        arguments["num_classes"] = 0  # nothing would train the classifier of the transformer
    config = timm.get_pretrained_cfg(encoder_name.removeprefix("tu-")) if encoder_name.startswith("tu-") else None
    try:
        if config is None or not config.fixed_input_size:
            network, multiple_px = BUILDERS[architecture](**arguments), SIZE_MULTIPLE_PX
        else:
            network, multiple_px = _build_for_any_size(architecture, arguments, config.input_size[-1])
        if architecture == "dpt" and not _takes(network, in_channels, (2 * SIZE_MULTIPLE_PX, 3 * SIZE_MULTIPLE_PX)):
            raise ValueError("its features cannot be halved and doubled, as with patches of 14 px")
        return network, multiple_px
    except (ValueError, KeyError, NotImplementedError, TypeError, AssertionError, AttributeError) as error:
        raise InvalidJob(
            f"Expected to build {architecture} with encoder {encoder_name}, found that they do not go together "
            f"({str(error).splitlines()[0]}): choose another encoder."
        ) from error


def _build_for_any_size(architecture: str, arguments: dict[str, Any], pretrained_px: int) -> tuple[nn.Module, int]:
    """A network whose encoder was made for images of one size, where it can be talked out of it."""
    try:
        return BUILDERS[architecture](**arguments, dynamic_img_size=True), SIZE_MULTIPLE_PX
    except TypeError:  # this encoder has no such choice
        network: nn.Module = BUILDERS[architecture](**arguments)
    for multiple_px, size in ((SIZE_MULTIPLE_PX, _TRIAL), (pretrained_px, (pretrained_px, 2 * pretrained_px))):
        if _takes(network, arguments["in_channels"], size):
            return network, multiple_px
    raise ValueError("it takes images of one size only")


def _takes(network: nn.Module, bands: int, size: tuple[int, int]) -> bool:
    """Whether a network can compute images of this height and width."""
    try:
        with torch.no_grad():  # not inference mode, whose tensors an encoder might keep
            network.eval()(torch.zeros(1, bands, *size))
    except (RuntimeError, AssertionError, IndexError):
        return False
    finally:
        network.train()
    return True
