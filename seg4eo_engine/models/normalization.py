"""Band values to network input, by numbers that are fitted once and stored with the model.

Models imported from SemanticSeg4EO are the exception: they scale every window by its own values.
"""

from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict, model_validator
from torch import Tensor

from seg4eo_engine.patches.manifest import BandInfo

Scheme = Literal["percentile", "zscore", "none", "window_percentile", "window_maximum"]
WINDOW_QUANTILE = 0.99
_LEAST_DIVISOR = 1e-6  # SemanticSeg4EO adds it to the percentile


class Normalization(BaseModel):
    """``(x − offset) / scale`` for each band. ``offset`` and ``scale`` have one number per band.

    With the schemes ``window_percentile`` and ``window_maximum`` these are 0 and 1, and a window is then divided by
    one number of all its bands together: its 99th percentile, with the result cut to 0…1, or its maximum. A window
    without a positive value is left as it is. As in SemanticSeg4EO, invalid pixels count as 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scheme: Scheme
    offset: tuple[float, ...]
    scale: tuple[float, ...]

    @property
    def scales_by_window(self) -> bool:
        """Whether a pixel is scaled by what else is in its window."""
        return self.scheme in ("window_percentile", "window_maximum")

    @model_validator(mode="after")
    def _check(self) -> "Normalization":
        if len(self.offset) != len(self.scale) or any(scale <= 0 for scale in self.scale):
            raise ValueError("offset and scale need one number per band, and scale must be positive")
        return self

    @classmethod
    def by_window(cls, scheme: Literal["window_percentile", "window_maximum"], bands: int) -> "Normalization":
        """A scheme that needs no statistics, for so many bands."""
        return cls(scheme=scheme, offset=(0.0,) * bands, scale=(1.0,) * bands)

    @classmethod
    def fit(cls, scheme: Literal["percentile", "zscore", "none"], bands: tuple[BandInfo, ...]) -> "Normalization":
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
        # in place where that can be: fresh memory for every step takes longer than the arithmetic
        floats = pixels.to(torch.float32, copy=True, memory_format=torch.contiguous_format)
        normalized = floats.sub_(offset).div_(scale)
        normalized.masked_fill_(~valid_mask.unsqueeze(-3), 0.0)
        if self.scheme == "window_percentile":
            return _divided_by_percentile(normalized)
        if self.scheme == "window_maximum":
            return _divided_by_maximum(normalized)
        return normalized


def _divided_by_percentile(windows: Tensor) -> Tensor:
    """Windows (…, bands, height, width) by their percentile, interpolated linearly as numpy does, cut to 0…1."""
    values = windows.flatten(-3)
    count = values.shape[-1]
    position = WINDOW_QUANTILE * (count - 1)
    # of the largest values, the last two lie on either side of the percentile; torch.quantile takes no large windows
    top = values.topk(count - int(position), dim=-1).values
    low, high = top[..., -1], top[..., -min(2, top.shape[-1])]
    percentile = torch.lerp(low.double(), high.double(), position - int(position)).float()
    scaled = (windows / (percentile + _LEAST_DIVISOR)[..., None, None, None]).clamp(0, 1)
    return torch.where(top[..., 0, None, None, None] > 0, scaled, windows)


def _divided_by_maximum(windows: Tensor) -> Tensor:
    maximum = windows.amax((-3, -2, -1), keepdim=True)
    return windows / torch.where(maximum > 0, maximum, 1.0)
