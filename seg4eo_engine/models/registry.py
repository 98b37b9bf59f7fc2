"""Which networks there are, and how one is built from its description."""

from typing import Any

import segmentation_models_pytorch as smp
import torch.nn.functional as F
from pydantic import BaseModel, ConfigDict
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidJob

ARCHITECTURES: dict[str, Any] = {
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
}
SIZE_MULTIPLE_PX = 32  # encoders halve the image five times
SMALLEST_PX = {"pan": 128}  # it halves the encoder's output three times more


class NetworkInfo(BaseModel):
    """Description of a network, from which it is built again when a model file is loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str
    encoder_name: str
    in_channels: int
    num_classes: int


class SegmentationNetwork(nn.Module):
    """A network of segmentation-models-pytorch that takes images of any size.

    Input (N, in_channels, H, W), normalised; output logits (N, num_classes, H, W). Sizes that the encoder cannot halve
    are padded with zeros, which is what invalid pixels are too, and cut back.
    """

    def __init__(self, core: nn.Module, smallest_px: int = SIZE_MULTIPLE_PX) -> None:
        super().__init__()
        self.core = core
        self._smallest_px = smallest_px

    def forward(self, images: Tensor) -> Tensor:
        height, width = images.shape[-2:]
        bottom, right = (self._padding(length) for length in (height, width))
        if bottom or right:
            images = F.pad(images, (0, right, 0, bottom))
        logits: Tensor = self.core(images)
        return logits[..., :height, :width]

    def _padding(self, length_px: int) -> int:
        padded_px = max(length_px, self._smallest_px)
        return padded_px + -padded_px % SIZE_MULTIPLE_PX - length_px


def build_network(info: NetworkInfo, encoder_weights: str | None = None) -> SegmentationNetwork:
    """Build the network that ``info`` describes.

    Args:
        info: architecture, encoder, bands and classes.
        encoder_weights: name of pretrained weights, fetched at run time; None starts from random weights.

    Raises:
        InvalidJob: the architecture or the encoder does not exist, they do not go together, or the pretrained weights
            cannot be fetched.
    """
    if info.architecture not in ARCHITECTURES:
        raise InvalidJob(
            f"Expected one of the architectures {', '.join(ARCHITECTURES)}, found '{info.architecture}': change it."
        )
    encoders = smp.encoders.get_encoder_names()
    if info.encoder_name not in encoders and not info.encoder_name.startswith("tu-"):
        raise InvalidJob(
            f"Expected an encoder such as {', '.join(encoders[:6])} or tu- and a name of timm, "
            f"found '{info.encoder_name}': change it."
        )
    try:
        core = ARCHITECTURES[info.architecture](
            encoder_name=info.encoder_name,
            encoder_weights=encoder_weights,
            in_channels=info.in_channels,
            classes=info.num_classes,
        )
    except (OSError, RuntimeError, ValueError, KeyError, NotImplementedError) as error:
        cure = "choose encoder weights 'none' or another encoder" if encoder_weights else "choose another encoder"
        raise InvalidJob(
            f"Expected to build {info.architecture} with encoder {info.encoder_name}"
            f"{f' and {encoder_weights} weights' if encoder_weights else ''}, found that it fails "
            f"({str(error).splitlines()[0]}): {cure}."
        ) from error
    return SegmentationNetwork(core, SMALLEST_PX.get(info.architecture, SIZE_MULTIPLE_PX))
