"""Band values to network input, by numbers that are fitted once and stored with the model."""

from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict, model_validator
from torch import Tensor

from seg4eo_engine.patches.manifest import BandInfo

Scheme = Literal["percentile", "zscore", "none"]


class Normalization(BaseModel):
    """``(x − offset) / scale`` for each band. ``offset`` and ``scale`` have one number per band."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scheme: Scheme
    offset: tuple[float, ...]
    scale: tuple[float, ...]

    @model_validator(mode="after")
    def _check(self) -> "Normalization":
        if len(self.offset) != len(self.scale) or any(scale <= 0 for scale in self.scale):
            raise ValueError("offset and scale need one number per band, and scale must be positive")
        return self

    @classmethod
    def fit(cls, scheme: Scheme, bands: tuple[BandInfo, ...]) -> "Normalization":
        """The numbers of ``scheme`` for bands with these statistics of the training split.

        ``percentile`` takes the 2nd and 98th percentile to −1 and 1, which a few clouds or dead pixels do not move;
        ``zscore`` takes mean and standard deviation to 0 and 1; ``none`` leaves values as they are.
        """
        if scheme == "percentile":
            numbers = [((band.p2 + band.p98) / 2, (band.p98 - band.p2) / 2) for band in bands]
        elif scheme == "zscore":
            numbers = [(band.mean, band.std) for band in bands]
        else:
            numbers = [(0.0, 1.0) for _ in bands]
        # a constant band carries nothing: it becomes 0, not infinity
        return cls(
            scheme=scheme,
            offset=tuple(offset for offset, _ in numbers),
            scale=tuple(scale if scale > 0 else 1.0 for _, scale in numbers),
        )

    def apply(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """Normalise ``pixels`` (…, bands, height, width) of any dtype; training and prediction both call this.

        Args:
            pixels: band values.
            valid_mask: (…, height, width), True where a pixel is valid. Other pixels become 0, the middle of the range.

        Returns:
            float32 of the shape of ``pixels``, on its device.
        """
        offset = torch.tensor(self.offset, device=pixels.device, dtype=torch.float32)[:, None, None]
        scale = torch.tensor(self.scale, device=pixels.device, dtype=torch.float32)[:, None, None]
        normalized = (pixels.to(torch.float32) - offset) / scale
        return torch.where(valid_mask.unsqueeze(-3), normalized, 0.0)
