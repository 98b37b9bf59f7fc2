"""Random changes to training patches, the same for image and label, for any number of bands."""

from typing import Literal

import kornia.augmentation as K
import torch
from torch import Tensor, nn

from seg4eo_engine.raster.labels import IGNORE_INDEX

Level = Literal["none", "light", "medium"]


class Augmentation(nn.Module):
    """Changes a batch of normalised images together with their labels and valid masks.

    ``light`` is the eight flips and quarter turns, which make no new values; ``medium`` adds noise and a gain and
    offset for each band, as haze, season and sun do. Labels are moved by whole pixels only, and invalid pixels stay 0.
    """

    def __init__(self, level: Level) -> None:
        super().__init__()
        moves: list[K.GeometricAugmentationBase2D] = []
        if level != "none":
            moves = [
                K.RandomHorizontalFlip(p=0.5),
                K.RandomVerticalFlip(p=0.5),
                K.RandomRotation90(times=(0, 3), p=1.0),
            ]
        self._moves = K.AugmentationSequential(*moves, data_keys=["input", "mask"]) if moves else None
        self._shakes = level == "medium"

    def forward(self, images: Tensor, valid_mask: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Augment (N, bands, H, W) images, (N, H, W) valid masks and (N, H, W) labels."""
        if self._moves is not None:
            planes = torch.stack([labels.float(), valid_mask.float()], dim=1)
            images, planes = self._moves(images, planes)
            labels, valid_mask = planes[:, 0].round().to(labels.dtype), planes[:, 1] > 0.5
            labels = torch.where(valid_mask, labels, IGNORE_INDEX)
        if self._shakes:
            images = shake_bands(images)
        return torch.where(valid_mask.unsqueeze(1), images, 0.0), valid_mask, labels


def shake_bands(images: Tensor, gain_std: float = 0.1, offset_std: float = 0.1, noise_std: float = 0.03) -> Tensor:
    """Multiply and shift each band of each normalised image (N, bands, H, W) by normal random numbers; add noise."""
    shape = (*images.shape[:2], 1, 1)
    gain = 1 + gain_std * torch.randn(shape, device=images.device)
    offset = offset_std * torch.randn(shape, device=images.device)
    return images * gain + offset + noise_std * torch.randn_like(images)
