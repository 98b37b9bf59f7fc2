"""What a backend must offer."""

from typing import Protocol

import torch
from torch import Tensor


class Backend(Protocol):
    """Runs a network on batches of windows."""

    @property
    def device(self) -> torch.device:
        """Where batches are expected and probabilities are returned."""

    @property
    def num_classes(self) -> int:
        """Classes of the network."""

    @property
    def threshold(self) -> float:
        """Of two classes, the probability of the second one from which on a pixel is of it."""

    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """Probabilities (N, C, H, W), fp32, of windows (N, bands, H, W) in the scene's dtype.

        ``valid_mask`` is (N, H, W), True where a pixel is valid.
        """
