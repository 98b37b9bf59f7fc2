"""The names of weights: from those in SemanticSeg4EO's files to those in our networks.

A name that is not known stays as it is; it then fits nothing, and loading says so.
"""

import re
from collections.abc import Callable

import torch
from torch import Tensor

Rename = Callable[[str], str]
_DROPOUT_LAYER = 3  # of a stage's layers; the plugin's U-Net has none there
_TIMM_PARTS = (
    ("encoder", "encoder.layers"),
    ("center", "bottom"),
    ("decoder_blocks|decoder", "up"),
    ("final_conv|final", "head"),
)
# in segmentation-models-pytorch 0.3 the layers of this decoder had numbers
_NUMBERED_DECODERS = {
    "deeplabv3": {"decoder.0.": "decoder.aspp.", "decoder.1.": "decoder.conv.", "decoder.2.": "decoder.bn."}
}
_SEGFORMER_PARTS = (
    (r"model\.segformer\.encoder\.patch_embeddings\.(\d)\.proj\.", "encoder.patch_embed{}.proj."),
    (r"model\.segformer\.encoder\.patch_embeddings\.(\d)\.layer_norm\.", "encoder.patch_embed{}.norm."),
    (r"model\.segformer\.encoder\.layer_norm\.(\d)\.", "encoder.norm{}."),
    (r"model\.segformer\.encoder\.block\.(\d)\.", "encoder.block{}."),
)
_SEGFORMER_LAYERS = {
    ".layer_norm_1.": ".norm1.",
    ".layer_norm_2.": ".norm2.",
    ".attention.self.query.": ".attn.q.",
    ".attention.self.kv.": ".attn.kv.",
    ".attention.self.sr.": ".attn.sr.",
    ".attention.self.layer_norm.": ".attn.norm.",
    ".attention.output.dense.": ".attn.proj.",
    ".mlp.dense1.": ".mlp.fc1.",
    ".mlp.dense2.": ".mlp.fc2.",
}
_SEGFORMER_HEAD = {
    "model.decode_head.linear_fuse.": "fuse.",
    "model.decode_head.batch_norm.": "norm.",
    "model.decode_head.classifier.": "head.",
}


def rename_library(architecture: str) -> Rename:
    """Names of segmentation-models-pytorch; those of its version 0.3 are the same but for one architecture."""
    numbered = _NUMBERED_DECODERS.get(architecture, {})

    def rename(name: str) -> str:
        old = next((old for old in numbered if name.startswith(old)), None)
        return name if old is None else numbered[old] + name.removeprefix(old)

    return rename


def rename_unet(depth: int, *, has_dropout: bool) -> Rename:
    """Names of the hand-made U-Nets, whose stages are counted from the top, from 1, as those of ``custom_unet``."""

    def rename(name: str) -> str:
        if match := re.fullmatch(r"up(\d+)\.(\w+)", name):
            return f"grow.{depth - int(match[1])}.{match[2]}"
        if match := re.fullmatch(r"(?:final|out)\.(\w+)", name):
            return f"head.{match[1]}"
        match = re.fullmatch(r"(enc|dec|center|bridge)(\d*)(?:\.double_conv)?\.(\d)\.(\w+)", name)
        if match is None:
            return name
        number, layer = int(match[2] or depth + 1), int(match[3])
        stage = f"up.{depth - number}" if match[1] == "dec" else f"down.{number - 1}"
        return f"{stage}.{layer + (layer >= _DROPOUT_LAYER and not has_dropout)}.{match[4]}"

    return rename


def rename_timm_unet(name: str) -> str:
    """Names of the ConvNeXt U-Net and of the UNetFormer."""
    for pattern, replacement in _TIMM_PARTS:
        name, count = re.subn(rf"^(?:{pattern})\.", f"{replacement}.", name)
        if count:
            break
    return name


def rename_hrnet(name: str) -> str:
    """Names of the HRNet."""
    if name.startswith("backbone."):
        return name.replace("backbone.", "encoder.layers.", 1)
    return re.sub(r"^head\.([01])\.", r"mix.\1.", re.sub(r"^head\.4\.", "head.", name))


def rename_torchvision(name: str) -> str:
    """Names of torchvision's DeepLabV3."""
    return re.sub(r"^classifier\.", "decoder.", re.sub(r"^backbone\.", "encoder.", name))


def rename_segformer(name: str) -> str:
    """Names of the SegFormer of transformers; key and value are one weight, see :func:`join_keys_and_values`."""
    for pattern, replacement in _SEGFORMER_PARTS:
        if match := re.match(pattern, name):
            # stages are counted from 0 there and from 1 in segmentation-models-pytorch
            name = replacement.format(int(match[1]) + 1) + name[match.end() :]
    for table in (_SEGFORMER_LAYERS, _SEGFORMER_HEAD):
        for old, new in table.items():
            name = name.replace(old, new)
    return re.sub(r"^model\.decode_head\.linear_c\.(\d)\.proj\.", r"project.\1.", name)


def join_keys_and_values(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights of a SegFormer with one weight for the keys and values of each attention, as ours has it."""
    joined = {}
    for name, value in weights.items():
        if ".self.value." in name and name.replace(".value.", ".key.") in weights:
            continue
        partner = weights.get(name.replace(".self.key.", ".self.value.")) if ".self.key." in name else None
        if partner is None:
            joined[name] = value
        else:
            joined[name.replace(".self.key.", ".self.kv.")] = torch.cat([value, partner])
    return joined
