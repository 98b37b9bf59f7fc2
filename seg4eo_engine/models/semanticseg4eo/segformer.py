"""SegFormer as transformers builds it (Xie et al. 2021), on the encoder of segmentation-models-pytorch."""

import torch
import torch.nn.functional as F
from segmentation_models_pytorch.encoders import get_encoder
from torch import Tensor, nn

_NORM_EPSILON = 1e-5  # segmentation-models-pytorch has 1e-6 in the encoder's blocks


class SegformerNetwork(nn.Module):
    """SegFormer whose logits are enlarged at the end, with pixel corners not aligned.

    Args:
        encoder_name: ``mit_b0`` to ``mit_b5``.
        in_channels: number of bands.
        out_channels: number of logits.
        decoder_width: channels of the decoder.
    """

    def __init__(self, encoder_name: str, in_channels: int, out_channels: int, *, decoder_width: int) -> None:
        super().__init__()
        self.encoder = get_encoder(encoder_name, in_channels=in_channels, depth=5, weights=None)
        for module in self.encoder.modules():
            if isinstance(module, nn.LayerNorm):
                module.eps = _NORM_EPSILON
        channels = self.encoder.out_channels[-4:]
        self.project = nn.ModuleList(nn.Linear(width, decoder_width) for width in channels)
        self.fuse = nn.Conv2d(decoder_width * len(channels), decoder_width, 1, bias=False)
        self.norm = nn.BatchNorm2d(decoder_width)
        self.head = nn.Conv2d(decoder_width, out_channels, 1)

    def forward(self, images: Tensor) -> Tensor:
        features = self.encoder(images)[-4:]
        finest = features[0].shape[-2:]
        projected = [
            _enlarge(project(feature.movedim(1, -1)).movedim(-1, 1), finest)
            for project, feature in zip(self.project, features, strict=True)
        ]
        mixed = F.relu(self.norm(self.fuse(torch.cat(projected[::-1], 1))))
        return _enlarge(self.head(mixed), images.shape[-2:])


def _enlarge(features: Tensor, size: torch.Size) -> Tensor:
    return F.interpolate(features, size=size, mode="bilinear", align_corners=False)
