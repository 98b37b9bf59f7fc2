"""Which of our networks the weights of a SemanticSeg4EO file belong to.

Its own networks are recognised by the names of their weights, which never err: its plugin writes the asked-for name
even where it fell back on another network. Those of segmentation-models-pytorch are told by name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from seg4eo_engine.errors import InvalidJob, InvalidModel
from seg4eo_engine.models.registry import NetworkInfo
from seg4eo_engine.models.semanticseg4eo.naming import (
    Rename,
    join_keys_and_values,
    rename_hrnet,
    rename_library,
    rename_segformer,
    rename_timm_unet,
    rename_torchvision,
    rename_unet,
)
from seg4eo_engine.models.semanticseg4eo.reading import LegacyCheckpoint

LIBRARY_ARCHITECTURES = {
    "unet": "unet",
    "unet++": "unetplusplus",
    "manet": "manet",
    "linknet": "linknet",
    "fpn": "fpn",
    "pspnet": "pspnet",
    "pan": "pan",
    "deeplabv3": "deeplabv3",
    "deeplabv3+": "deeplabv3plus",
}
_MIT_DEPTHS = {(2, 2, 2, 2): 1, (3, 4, 6, 3): 2, (3, 4, 18, 3): 3, (3, 8, 27, 3): 4, (3, 6, 40, 3): 5}
_MIT_B0_WIDTH = 32  # of the first stage; 64 in all larger ones


@dataclass(frozen=True)
class RecognisedNetwork:
    """A network of ours, and the weights by the names that they have in its ``core``.

    ``head`` is the name of the convolution that gives the logits.
    """

    info: NetworkInfo
    weights: dict[str, Tensor]
    head: str


def recognise(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    """The network of a file.

    Raises:
        InvalidJob: the file does not say its architecture or its encoder.
        InvalidModel: it is a network that we do not have.
    """
    weights = checkpoint.weights
    for marker, build in _OWN_NETWORKS.items():
        if any(name.startswith(marker) for name in weights):
            try:
                return build(checkpoint)
            except (KeyError, ValueError, IndexError) as error:
                raise InvalidModel(
                    f"Expected all weights of the network to which {marker.rstrip('.')} belongs, found some missing "
                    f"({error}): the file is damaged, choose another one."
                ) from error
    if any(name.startswith("up4.") for name in weights):
        raise InvalidModel(
            "Expected a network that gives probabilities of classes, found SemanticSeg4EO's swin-unet, which does not "
            "run with today's timm: train another architecture."
        )
    architecture = _library_architecture(checkpoint.model_name)
    return _recognised(checkpoint, architecture, _encoder(checkpoint), {}, rename_library(architecture))


def _recognised(
    checkpoint: LegacyCheckpoint,
    architecture: str,
    encoder_name: str,
    options: dict[str, int | float | str],
    rename: Rename,
) -> RecognisedNetwork:
    weights = {rename(name): value for name, value in checkpoint.weights.items()}
    # the first convolution sees the bands, and the last one gives the logits, in every one of the networks
    kernels = [name for name, value in weights.items() if value.ndim == 4]
    if not kernels:
        raise InvalidModel("Expected the weights of a segmentation network, found no convolution: choose another file.")
    info = NetworkInfo(
        architecture=architecture,
        encoder_name=encoder_name,
        in_channels=weights[kernels[0]].shape[1],
        out_channels=weights[kernels[-1]].shape[0],
        options=options,
    )
    return RecognisedNetwork(info, weights, head=kernels[-1].removesuffix(".weight"))


def _unet(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    names = checkpoint.weights
    depth = max(int(match[1]) for name in names if (match := re.match(r"enc(\d+)\.", name)))
    is_toolbox = "enc1.double_conv.0.weight" in names
    first = names["enc1.double_conv.0.weight" if is_toolbox else "enc1.0.weight"]
    options: dict[str, int | float | str] = {
        "base_filters": first.shape[0],
        "depth": depth,
        "upsampling": "bilinear" if is_toolbox else "transposed",
    }
    rename = rename_unet(depth, has_dropout=is_toolbox)
    return _recognised(checkpoint, "custom_unet", "none", options, rename)


def _convnext_unet(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    return _recognised(checkpoint, "semanticseg4eo_convnext_unet", _encoder(checkpoint), {}, rename_timm_unet)


def _unetformer(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    return _recognised(checkpoint, "semanticseg4eo_unetformer", _encoder(checkpoint), {}, rename_timm_unet)


def _hrnet(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    # the variant is part of the model's name; its encoder_name is one that was not used
    name = (checkpoint.model_name or "").lower().replace("-", "_")
    encoder = name if name.startswith("hrnet_") else _encoder(checkpoint)
    return _recognised(checkpoint, "semanticseg4eo_hrnet", encoder, {}, rename_hrnet)


def _torchvision(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    # built where segmentation-models-pytorch was missing, always with this encoder
    return _recognised(checkpoint, "tv_deeplabv3", "resnet50", {}, rename_torchvision)


def _segformer(checkpoint: LegacyCheckpoint) -> RecognisedNetwork:
    # by the weights: without pretrained ones, SemanticSeg4EO built the smallest variant under any name
    names = checkpoint.weights
    blocks = {match[1] for name in names if (match := re.match(r"model\.segformer\.encoder\.block\.(\d\.\d+)\.", name))}
    depths = tuple(sum(block.startswith(f"{stage}.") for block in blocks) for stage in range(4))
    width = names["model.segformer.encoder.patch_embeddings.0.proj.weight"].shape[0]
    number = 0 if width == _MIT_B0_WIDTH else _MIT_DEPTHS.get(depths, 1)
    options: dict[str, int | float | str] = {"decoder_width": names["model.decode_head.linear_fuse.weight"].shape[0]}
    joined = LegacyCheckpoint(join_keys_and_values(names))
    return _recognised(joined, "semanticseg4eo_segformer", f"mit_b{number}", options, rename_segformer)


_OWN_NETWORKS: dict[str, Callable[[LegacyCheckpoint], RecognisedNetwork]] = {
    "enc1.double_conv.0.weight": _unet,
    "bridge.0.weight": _unet,
    "decoder_blocks.": _convnext_unet,
    "final_conv.": _unetformer,
    "backbone.stage": _hrnet,
    "backbone.layer": _torchvision,
    "model.segformer.": _segformer,
}


def plain_name(model_name: str) -> str:
    """The name of an architecture in one of its spellings, such as ``unet++`` for UnetPlusPlus."""
    return re.sub(r"[-_ ]", "", model_name.lower()).replace("plus", "+").replace("unetpp", "unet++")


def _library_architecture(model_name: str | None) -> str:
    if model_name is None:
        raise InvalidJob(
            "Expected a file that says its architecture, found weights alone: give the architecture that it was "
            "trained with."
        )
    plain = plain_name(model_name)
    if plain not in LIBRARY_ARCHITECTURES:
        raise InvalidModel(
            f"Expected one of the architectures {', '.join(LIBRARY_ARCHITECTURES)} or SemanticSeg4EO's own, found "
            f"'{model_name}': it cannot be imported."
        )
    return LIBRARY_ARCHITECTURES[plain]


def _encoder(checkpoint: LegacyCheckpoint) -> str:
    if checkpoint.encoder_name is None:
        raise InvalidJob(
            "Expected a file that says its encoder, found none: give the encoder, resnet34 unless another one was "
            "chosen in the training."
        )
    return checkpoint.encoder_name
